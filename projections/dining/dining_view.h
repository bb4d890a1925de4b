// The view `dining`: restaurants and their tables (DOMAIN D36). Rows:
//   O <property id> 00 <outlet id>                 v1::Outlet
//   T <table booking id>                           v1::TableBooking
//   D <property id> 00 <outlet id> 00 <yyyymmdd>   v1::OutletDay
// Index:
//   t <property id> 00 <yyyymmdd> 00 <outlet id> 00 <minute, 4 digits> 00 <table booking id>
#ifndef DAYBOOK_PROJECTIONS_DINING_DINING_VIEW_H_
#define DAYBOOK_PROJECTIONS_DINING_DINING_VIEW_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "daybook/v1/dining.pb.h"
#include "projections/projection.h"
#include "projections/view_store.h"

namespace daybook {

std::unique_ptr<Projection> NewDiningProjection();

// What to list; an empty member does not restrict.
struct TableFilter {
  std::string property_id;
  std::string outlet_id;
  int32_t date = 0;  // yyyymmdd
  std::string customer_id;
  std::string booking_id;  // of a room
};
// In the order (property, date, outlet, minute, id). Returning false ends it.
absl::Status ListTables(const ViewSnapshot& view, const TableFilter& filter,
                        const std::function<bool(const v1::TableBooking&)>& visitor);

// In the order (property, outlet); of one property, or of all where it is empty. Returning false ends it.
absl::Status ListOutlets(const ViewSnapshot& view, std::string_view property_id,
                         const std::function<bool(const v1::Outlet&)>& visitor);

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_DINING_DINING_VIEW_H_
