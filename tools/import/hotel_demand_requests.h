// The requests of a planned import, one after the other. Pure: the same rows, plan and file give
// the same requests, byte for byte, which is what lets an interrupted import go on.
//
// Request ids: "hd/<first 16 hex digits of the file's sha256>/" and then
//   <line>/create, promote, change-1 ..., assign, cancel, checkin, checkout, noshow
//   channel/<channel>, <property>/define, <property>/rate-plan, <property>/room-type-<letter>,
//   <property>/roll-<yyyymmdd>
// Booking ids: <property>-<line>, such as H1-2.
#ifndef DAYBOOK_TOOLS_IMPORT_HOTEL_DEMAND_REQUESTS_H_
#define DAYBOOK_TOOLS_IMPORT_HOTEL_DEMAND_REQUESTS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daybook/v1/request.pb.h"
#include "ledger/base/civil_date.h"
#include "ledger/base/sha256.h"
#include "tools/import/hotel_demand_plan.h"
#include "tools/import/hotel_demand_row.h"

namespace daybook {

inline constexpr char kHotelDemandSource[] = "hotel-demand";
inline constexpr char kHotelDemandTimeZone[] = "Europe/Lisbon";

struct PlannedRequest {
  v1::Request request;
  CivilDate recorded_on;  // recorded at the local midnight at which this day begins
};

// One thread.
class HotelDemandRequests {
 public:
  // `rows` and `plan`, which was made from them, must outlive this.
  HotelDemandRequests(const std::vector<HotelDemandRow>& rows, const HotelDemandPlan& plan,
                      const Hash& file_sha256);

  // plan.requests of them, then nullopt.
  std::optional<PlannedRequest> Next();

 private:
  void Define();
  void DefineProperty(const PlannedProperty& property);
  v1::Request& AddDefinition(std::string_view id_head, std::string_view id_tail);
  v1::Request OfRow(const HotelDemandRow& row, std::string_view step) const;
  v1::Request RollOf(const PlannedStep& step) const;
  v1::Request RequestOf(const HotelDemandRow& row, DayPhase phase) const;

  const std::vector<HotelDemandRow>& rows_;
  const HotelDemandPlan& plan_;
  std::string id_prefix_;
  v1::Request common_;  // what all of them have
  std::vector<v1::Request> definitions_;
  size_t next_definition_ = 0;
  size_t next_step_ = 0;
  uint32_t changes_done_ = 0;  // of the present step
};

}  // namespace daybook

#endif  // DAYBOOK_TOOLS_IMPORT_HOTEL_DEMAND_REQUESTS_H_
