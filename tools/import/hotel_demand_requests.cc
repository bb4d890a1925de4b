#include "tools/import/hotel_demand_requests.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "ledger/base/strings.h"

namespace daybook {
namespace {

constexpr char kCurrency[] = "EUR";
constexpr char kRatePlan[] = "IMPORTED";
constexpr size_t kIdHexDigits = 16;

// absl::StrCat is built around its own string_view, and these are made by the hundred thousand.
std::string Joined(std::string_view a, std::string_view b, std::string_view c, std::string_view d) {
  std::string joined;
  joined.reserve(a.size() + b.size() + c.size() + d.size());
  joined.append(a).append(b).append(c).append(d);
  return joined;
}

// The digits of a number that is not negative.
class Digits {
 public:
  explicit Digits(uint64_t value) { end_ = std::to_chars(text_, text_ + sizeof(text_), value).ptr; }
  operator std::string_view() const { return {text_, static_cast<size_t>(end_ - text_)}; }

 private:
  char text_[20];
  char* end_;
};

std::string BookingId(const HotelDemandRow& row) {
  return Joined(kHotelDemandProperties[row.property], "-", Digits(row.line), "");
}

// Fields that keep their default are not written, so what is empty is not set.
void FillSource(const HotelDemandRow& row, v1::SourceAttributes& source) {
  source.set_market_segment(std::string(kHotelDemandMarketSegments[row.market_segment]));
  source.set_customer_type(std::string(kHotelDemandCustomerTypes[row.customer_type]));
  source.set_meal(std::string(kHotelDemandMeals[row.meal]));
  if (const std::string_view country = row.country_code(); !country.empty()) {
    source.set_country(country.data(), country.size());
  }
  source.set_deposit_type(std::string(kHotelDemandDepositTypes[row.deposit_type]));
  if (row.agent != 0) {
    source.set_agent(std::string(Digits(static_cast<uint64_t>(row.agent))));
  }
  if (row.company != 0) {
    source.set_company(std::string(Digits(static_cast<uint64_t>(row.company))));
  }
  source.set_repeated_guest(row.repeated_guest);
  source.set_previous_cancellations(row.previous_cancellations);
  source.set_previous_stays(row.previous_stays);
  source.set_parking_spaces(row.parking_spaces);
  source.set_special_requests(row.special_requests);
}

void FillCreate(const HotelDemandRow& row, v1::CreateBooking& create) {
  create.set_booking_id(BookingId(row));
  create.set_property_id(std::string(kHotelDemandProperties[row.property]));
  create.set_status(row.waiting_days > 0 ? v1::WAITLISTED : v1::CONFIRMED);
  create.mutable_stay()->set_arrival(row.arrival.ymd());
  create.mutable_stay()->set_departure(row.departure().ymd());
  create.set_room_type_id(std::string(1, row.reserved_room_type));
  v1::Guests& guests = *create.mutable_guests();
  guests.set_adults(row.adults);
  guests.set_children(row.children);
  guests.set_babies(row.babies);
  guests.set_children_unknown(row.children_unknown);
  create.set_rate_plan_id(kRatePlan);
  create.mutable_nightly_override()->set_amount_minor(row.adr_minor);
  create.mutable_nightly_override()->set_currency(kCurrency);
  create.set_channel_id(std::string(kHotelDemandChannels[row.channel]));
  FillSource(row, *create.mutable_source());
}

// The data knows no-shows before the arrival day; the ledger takes one only from somebody who
// answers for it.
void ForceEarlyNoShow(v1::Request& request) {
  v1::Override& forced = *request.mutable_override();
  forced.add_codes(v1::POLICY_NO_SHOW_BEFORE_ARRIVAL);
  forced.mutable_authorised_by()->set_kind(v1::ACTOR_KIND_OPERATOR);
  forced.mutable_authorised_by()->set_id(kHotelDemandSource);
  forced.set_reason_code("imported-as-recorded");
}

std::string_view StepName(DayPhase phase) {
  switch (phase) {
    case DayPhase::kCreate:
      return "create";
    case DayPhase::kPromote:
      return "promote";
    case DayPhase::kChange:
      return "change";
    case DayPhase::kAssign:
      return "assign";
    case DayPhase::kCancelEarlier:
    case DayPhase::kCancel:
      return "cancel";
    case DayPhase::kCheckIn:
      return "checkin";
    case DayPhase::kCheckOut:
    case DayPhase::kCheckOutSameDay:
      return "checkout";
    case DayPhase::kNoShow:
      return "noshow";
    case DayPhase::kRoll:
      break;
  }
  return "roll";
}

}  // namespace

HotelDemandRequests::HotelDemandRequests(const std::vector<HotelDemandRow>& rows,
                                         const HotelDemandPlan& plan, const Hash& file_sha256)
    : rows_(rows), plan_(plan) {
  const std::string hex = ToHex(AsBytes(file_sha256));
  id_prefix_ = Joined("hd/", std::string_view(hex).substr(0, kIdHexDigits), "/", "");
  common_.mutable_actor()->set_kind(v1::ACTOR_KIND_IMPORTER);
  common_.mutable_actor()->set_id(kHotelDemandSource);
  common_.set_authenticated_by("import");
  common_.mutable_provenance()->set_file_sha256(file_sha256.data(), file_sha256.size());
  Define();
}

std::optional<PlannedRequest> HotelDemandRequests::Next() {
  if (next_definition_ < definitions_.size()) {
    CivilDate first = plan_.properties.front().first_day;
    for (const PlannedProperty& property : plan_.properties) {
      first = std::min(first, property.first_day);
    }
    return PlannedRequest{std::move(definitions_[next_definition_++]), first};
  }
  if (next_step_ == plan_.steps.size()) return std::nullopt;
  const PlannedStep& step = plan_.steps[next_step_];
  if (step.phase == DayPhase::kRoll) {
    ++next_step_;
    return PlannedRequest{RollOf(step), step.day + 1};
  }
  const HotelDemandRow& row = rows_[step.row];
  if (step.phase == DayPhase::kChange) {
    ++changes_done_;
    v1::Request change = OfRow(row, Joined("change-", Digits(changes_done_), "", ""));
    change.mutable_change_booking()->set_booking_id(BookingId(row));
    change.mutable_change_booking()->set_reason(v1::CHANGE_REASON_UNKNOWN);
    if (changes_done_ == row.changes) {
      changes_done_ = 0;
      ++next_step_;
    }
    return PlannedRequest{std::move(change), step.day};
  }
  ++next_step_;
  return PlannedRequest{RequestOf(row, step.phase), step.day};
}

void HotelDemandRequests::Define() {
  definitions_.reserve(plan_.definitions);
  for (const uint8_t channel : plan_.channels) {
    const std::string_view id = kHotelDemandChannels[channel];
    AddDefinition("channel/", id)
        .mutable_define_channel()
        ->mutable_channel()
        ->set_channel_id(id.data(), id.size());
  }
  for (const PlannedProperty& property : plan_.properties) DefineProperty(property);
}

void HotelDemandRequests::DefineProperty(const PlannedProperty& property) {
  const std::string id(kHotelDemandProperties[property.property]);
  v1::PropertyDefinition& definition =
      *AddDefinition(id, "/define").mutable_define_property()->mutable_property();
  definition.set_property_id(id);
  definition.set_time_zone(kHotelDemandTimeZone);
  definition.set_currency(kCurrency);
  definition.set_first_business_date(property.first_day.ymd());
  definition.set_due_in_policy(v1::DUE_IN_POLICY_DECLINE);

  // No prices: what a booking cost is its own. No penalties: the data holds no cancellation policy.
  v1::RatePlanDefinition& rate_plan =
      *AddDefinition(id, "/rate-plan").mutable_define_rate_plan()->mutable_rate_plan();
  rate_plan.set_property_id(id);
  rate_plan.set_rate_plan_id(kRatePlan);
  rate_plan.mutable_cancellation_policy()->set_policy_id("none-recorded");
  rate_plan.mutable_cancellation_policy()->set_version(1);

  for (const auto& [letter, capacity] : property.capacity) {
    const std::string room_type_id(1, letter);
    v1::RoomTypeDefinition& room_type = *AddDefinition(id, "/room-type-" + room_type_id)
                                             .mutable_define_room_type()
                                             ->mutable_room_type();
    room_type.set_property_id(id);
    room_type.set_room_type_id(room_type_id);
    room_type.set_capacity(capacity);
  }
}

v1::Request& HotelDemandRequests::AddDefinition(std::string_view id_head,
                                                std::string_view id_tail) {
  v1::Request& request = definitions_.emplace_back(common_);
  request.set_request_id(Joined(id_prefix_, id_head, id_tail, ""));
  return request;
}

v1::Request HotelDemandRequests::OfRow(const HotelDemandRow& row, std::string_view step) const {
  v1::Request request = common_;
  request.set_request_id(Joined(id_prefix_, Digits(row.line), "/", step));
  request.mutable_provenance()->set_line(row.line);
  return request;
}

v1::Request HotelDemandRequests::RollOf(const PlannedStep& step) const {
  const std::string_view property = kHotelDemandProperties[plan_.properties[step.row].property];
  const int32_t date = step.day.ymd();
  v1::Request request = common_;
  request.set_request_id(
      Joined(id_prefix_, property, "/roll-", Digits(static_cast<uint64_t>(date))));
  v1::RollBusinessDate& roll = *request.mutable_roll_business_date();
  roll.set_property_id(property.data(), property.size());
  roll.set_business_date(date);
  return request;
}

v1::Request HotelDemandRequests::RequestOf(const HotelDemandRow& row, DayPhase phase) const {
  v1::Request request = OfRow(row, StepName(phase));
  switch (phase) {
    case DayPhase::kCreate:
      FillCreate(row, *request.mutable_create_booking());
      break;
    case DayPhase::kPromote:
      request.mutable_promote_booking()->set_booking_id(BookingId(row));
      break;
    case DayPhase::kAssign:
      request.mutable_assign_room_type()->set_booking_id(BookingId(row));
      request.mutable_assign_room_type()->set_room_type_id(std::string(1, row.assigned_room_type));
      break;
    case DayPhase::kCancelEarlier:
    case DayPhase::kCancel:
      request.mutable_cancel_booking()->set_booking_id(BookingId(row));
      request.mutable_cancel_booking()->set_reason(v1::CANCELLATION_REASON_UNKNOWN);
      break;
    case DayPhase::kCheckIn:
      request.mutable_check_in()->set_booking_id(BookingId(row));
      break;
    case DayPhase::kCheckOut:
    case DayPhase::kCheckOutSameDay:
      request.mutable_check_out()->set_booking_id(BookingId(row));
      break;
    case DayPhase::kNoShow:
      request.mutable_mark_no_show()->set_booking_id(BookingId(row));
      if (row.status_date < row.arrival) ForceEarlyNoShow(request);
      break;
    case DayPhase::kChange:
    case DayPhase::kRoll:
      break;
  }
  return request;
}

}  // namespace daybook
