// On what law or terms a decision rests: what the policies that it applied name as their legal basis (DOMAIN C28).
#ifndef DAYBOOK_TOOLS_DAYBOOK_LEGAL_BASES_H_
#define DAYBOOK_TOOLS_DAYBOOK_LEGAL_BASES_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "projections/audit/story.h"
#include "tools/daybook/as_of.h"

namespace daybook::cli {

struct LegalBasis {
  std::string policy_id;
  int32_t version = 0;
  std::string basis;  // an id
};

// Looks each version of a policy up once. The moment is one of the view `audit`, and outlives this.
class LegalBases {
 public:
  explicit LegalBases(const ViewMoment& moment) : moment_(moment) {}

  // Of the policies that the line names; none for those that name none.
  absl::StatusOr<std::vector<LegalBasis>> Of(const StoryLine& line);

 private:
  absl::StatusOr<std::string> Find(const std::string& policy_id, int32_t version);

  const ViewMoment& moment_;
  std::map<std::pair<std::string, int32_t>, std::string> known_;
};

}  // namespace daybook::cli

#endif  // DAYBOOK_TOOLS_DAYBOOK_LEGAL_BASES_H_
