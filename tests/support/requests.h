// Requests in one line each, so that a test says only what it is about. Every builder gives a
// request that is right in itself: an actor with the authority for it, valid ids, a reason. A test
// then spoils or changes one thing:
//
//   With(Cancel("b1"), [](v1::Request& r) { r.mutable_cancel_booking()->clear_reason(); })
//   As(Guest("c-2"), Cancel("b1"))
//
// The request id is left empty: whoever submits gives one (WithId).
#ifndef DAYBOOK_TESTS_SUPPORT_REQUESTS_H_
#define DAYBOOK_TESTS_SUPPORT_REQUESTS_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "daybook/v1/request.pb.h"
#include "ledger/base/instant.h"

namespace daybook::testing {

// RFC 3339; ends the program where the text is not an instant.
Instant At(std::string_view rfc3339);
// With whole microseconds; ends the program likewise.
google::protobuf::Timestamp Stamp(std::string_view rfc3339);
v1::Money Euro(int64_t amount_minor);

// Actors.
v1::Actor Operator();
v1::Actor StaffMember(std::string_view id);
v1::Actor Guest(std::string_view customer_id);
v1::Actor SalesChannel(std::string_view channel_id);
v1::Actor SystemActor();
v1::Actor Importer();

// What is said around a request.
v1::Request As(const v1::Actor& actor, v1::Request request);
v1::Request WithId(std::string_view request_id, v1::Request request);
v1::Request IfRevision(int64_t revision, v1::Request request);
v1::Request EffectiveAt(std::string_view rfc3339, v1::Request request);
v1::Request Overriding(const std::vector<v1::DeclineCode>& codes, const v1::Actor& authorised_by,
                       v1::Request request);
v1::Request With(v1::Request request, const std::function<void(v1::Request&)>& change);

// The standard hotel (StandardHotel below). Its staff:
inline constexpr std::string_view kManager = "mia";       // MANAGER everywhere
inline constexpr std::string_view kOtherManager = "max";  // MANAGER everywhere
inline constexpr std::string_view kFrontDesk = "fay";  // FRONT_DESK everywhere, refunds up to 50.00
inline constexpr std::string_view kReservations = "rob";  // RESERVATIONS everywhere
inline constexpr std::string_view kFinance = "fin";  // FINANCE everywhere, refunds up to 200.00
inline constexpr std::string_view kFrontDeskOfH2 = "hal";   // FRONT_DESK of H2 only
inline constexpr std::string_view kManagerOfH2 = "moe";     // MANAGER of H2 only
inline constexpr std::string_view kFormerEmployee = "gus";  // inactive

// Definitions, by the operator.
v1::Request DefineProperty(std::string_view property_id,
                           std::string_view time_zone = "Europe/Berlin",
                           std::string_view currency = "EUR",
                           int32_t first_business_date = 20260301,
                           v1::DueInPolicy due_in_policy = v1::DUE_IN_POLICY_DECLINE);
v1::Request DefineRoomType(std::string_view property_id, std::string_view room_type_id,
                           int32_t capacity, int32_t overbooking_limit = 0,
                           int32_t max_occupancy = 0);

struct PriceSpec {
  std::string room_type = "DBL";
  int64_t nightly_minor = 10'000;
  int64_t day_use_minor = 5'000;
};
v1::Request DefineRatePlan(std::string_view property_id, std::string_view rate_plan_id,
                           const std::vector<PriceSpec>& prices,
                           const v1::CancellationPolicy& policy = {});
v1::Request DefineChannel(std::string_view channel_id, bool inactive = false);

struct StaffSpec {
  std::string id = "sue";
  std::vector<v1::Role> roles = {v1::ROLE_FRONT_DESK};
  std::vector<std::string> properties = {};
  int64_t refund_limit_minor = 0;
  bool may_override_price = false;
  bool may_backdate = false;
  bool inactive = false;
};
v1::Request DefineStaff(const StaffSpec& staff);

// Cancellation policies. A tier begins `days_before` the arrival at `minute` of the local day.
v1::PenaltyTier Tier(int32_t days_before, int32_t minute, const v1::Penalty& penalty);
v1::Penalty Flat(int64_t amount_minor);
v1::Penalty PercentOfStay(int32_t basis_points);
v1::Penalty FirstNights(int32_t nights);
v1::Penalty PercentOfFirstNights(int32_t nights, int32_t basis_points);
v1::Penalty FullPrice();
v1::CancellationPolicy Policy(std::string_view policy_id, const std::vector<v1::PenaltyTier>& tiers,
                              int32_t grace_minutes = 0);
v1::CancellationPolicy InVersion(int32_t version, v1::CancellationPolicy policy);

// Bookings, by the front desk. The defaults suit the standard hotel on its first business date.
struct BookingSpec {
  std::string id = "b1";
  std::string property = "H1";
  int32_t arrival = 20260310;
  int32_t departure = 20260312;
  std::string room_type = "DBL";
  std::string rate_plan = "FLEX";
  v1::BookingStatus status = v1::CONFIRMED;
  std::string hold_until = "";  // RFC 3339, HELD only
  int32_t waitlist_priority = 0;
  int32_t adults = 2;
  std::string customer = "c-1";
  std::string channel = "";
};
v1::Request Create(const BookingSpec& booking = {});
v1::Request Confirm(std::string_view booking_id);
v1::Request Release(std::string_view booking_id);
v1::Request Promote(std::string_view booking_id);
v1::Request Cancel(std::string_view booking_id,
                   v1::CancellationReason reason = v1::CANCELLATION_REASON_CHANGE_OF_MIND);
v1::Request Assign(std::string_view booking_id, std::string_view room_type_id);
v1::Request CheckInOf(std::string_view booking_id);
v1::Request CheckOutOf(std::string_view booking_id);
v1::Request NoShow(std::string_view booking_id);

// Patches of a booking: Change("b1") changes nothing yet.
v1::Request Change(std::string_view booking_id,
                   v1::ChangeReason reason = v1::CHANGE_REASON_ITINERARY);
v1::Request ChangeStay(std::string_view booking_id, int32_t arrival, int32_t departure,
                       v1::Requote requote = v1::REQUOTE_UNSPECIFIED);
v1::Request ChangeDeparture(std::string_view booking_id, int32_t departure,
                            v1::Requote requote = v1::REQUOTE_UNSPECIFIED);
v1::Request ChangeRoomType(std::string_view booking_id, std::string_view room_type_id);

v1::Request Pay(std::string_view booking_id, std::string_view payment_id, int64_t amount_minor,
                v1::PaymentMethod method = v1::PAYMENT_METHOD_CARD);
v1::Request Refund(std::string_view booking_id, std::string_view payment_id,
                   std::string_view refund_id, int64_t amount_minor);
v1::Request Settle(std::string_view booking_id, std::string_view payment_id,
                   std::string_view refund_id, v1::RefundStatus status);
v1::Request Remark(std::string_view feedback_id, std::string_view property_id = "H1");

v1::Request Roll(std::string_view property_id, int32_t business_date);  // by the front desk
// On each night of [from, until), by the front desk.
v1::Request OutOfOrder(std::string_view property_id, std::string_view room_type_id, int32_t from,
                       int32_t until, int32_t rooms);
v1::Request Due(std::string_view until, int32_t max_items = 256);  // by the system
v1::Request ImportBegin(std::string_view source = "csv");          // by the system
v1::Request ImportComplete();                                      // by the system
v1::Request SimulationBegin(uint64_t seed = 1);                    // by the system
v1::Request Schema(int32_t part = 0, int32_t parts = 1);           // by the system

// Definitions of two properties, all by the operator:
//   H1  Europe/Berlin, EUR, first business date 2026-03-01, due-ins must be resolved before the
//   roll
//       DBL 2 rooms for 2 guests, 100.00 a night, 50.00 for a day; SUI 1 room for 4 and one may be
//       overbooked, 250.00, 120.00; TWN 3 rooms, unlimited, priced by FLEX only, 80.00, 40.00
//   H2  Europe/Lisbon, EUR, same date, the roll marks no-shows; DBL 2 rooms, 70.00 a night, 35.00
//   for a day Rate plans FLEX (free until 18:00 the day before, then the first night) and NRF (DBL,
//   SUI of H1: non-refundable). Channels ota, and old, which is inactive. The staff above.
std::vector<v1::Request> StandardHotel();

}  // namespace daybook::testing

#endif  // DAYBOOK_TESTS_SUPPORT_REQUESTS_H_
