// Every view that Daybook brings: the one list.
#ifndef DAYBOOK_PROJECTIONS_ALL_ALL_PROJECTIONS_H_
#define DAYBOOK_PROJECTIONS_ALL_ALL_PROJECTIONS_H_

#include <memory>
#include <vector>

#include "projections/projection.h"

namespace daybook {

std::vector<std::unique_ptr<Projection>> AllProjections();

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_ALL_ALL_PROJECTIONS_H_
