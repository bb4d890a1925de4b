#include "tests/model/comparison.h"

#include "ledger/base/civil_date.h"

namespace daybook::model {
namespace {

constexpr int kNights = 16;

v1::BookingStatus StatusOf(Status status) {
  switch (status) {
    case Status::kHeld:
      return v1::HELD;
    case Status::kWaitlisted:
      return v1::WAITLISTED;
    case Status::kConfirmed:
      return v1::CONFIRMED;
    case Status::kInHouse:
      return v1::IN_HOUSE;
    case Status::kCheckedOut:
      return v1::CHECKED_OUT;
    case Status::kCancelled:
      return v1::CANCELLED;
    case Status::kNoShow:
      return v1::NO_SHOW;
  }
  return v1::BOOKING_STATUS_UNSPECIFIED;
}

// Says what differs; expected is the oracle's.
class Differences {
 public:
  explicit Differences(std::string about) : about_(std::move(about)) {}

  void Expect(const char* what, int64_t expected, int64_t actual) {
    if (expected != actual) Note(what, std::to_string(expected), std::to_string(actual));
  }
  void Expect(const char* what, const std::string& expected, const std::string& actual) {
    if (expected != actual) Note(what, expected, actual);
  }
  const std::string& text() const { return text_; }

 private:
  void Note(const char* what, const std::string& expected, const std::string& actual) {
    text_ += about_ + ": " + what + " is " + actual + ", the oracle has " + expected + "\n";
  }
  std::string about_;
  std::string text_;
};

std::string Names(const std::set<v1::DeclineCode>& codes) {
  std::string names = "{";
  for (const v1::DeclineCode code : codes) names += " " + v1::DeclineCode_Name(code);
  return names + " }";
}

int64_t FreeOf(const v1::Payment& payment) {
  int64_t free = payment.amount().amount_minor();
  for (const v1::Refund& refund : payment.refunds()) {
    if (refund.status() == v1::REFUND_PENDING || refund.status() == v1::REFUND_SUCCEEDED) {
      free -= refund.amount_minor();
    }
  }
  return free;
}

}  // namespace

std::string CompareOutcome(const Verdict& verdict, const v1::Outcome& outcome) {
  std::set<v1::DeclineCode> given;
  for (const v1::Decline& reason : outcome.declined().reasons()) given.insert(reason.code());
  bool agrees = outcome.has_accepted() == verdict.accepted();
  for (const v1::DeclineCode code : verdict.must) agrees = agrees && given.contains(code);
  for (const v1::DeclineCode code : given) {
    agrees = agrees && (verdict.must.contains(code) || verdict.may.contains(code));
  }
  if (agrees) return "";
  return "answered " + (outcome.has_accepted() ? "accepted" : Names(given)) + ", the oracle says " +
         (verdict.accepted() ? "accepted" : Names(verdict.must)) + "\n" +
         outcome.ShortDebugString();
}

std::string CompareBooking(const BookingEntry& entry, const v1::Booking& booking) {
  Differences differences("booking " + entry.id);
  differences.Expect("status", v1::BookingStatus_Name(StatusOf(entry.status)),
                     v1::BookingStatus_Name(booking.status()));
  differences.Expect("revision", entry.revision, booking.revision());
  differences.Expect("arrival", YmdOf(entry.arrival), booking.stay().arrival());
  differences.Expect("departure", YmdOf(entry.departure), booking.stay().departure());
  differences.Expect("room type", entry.room_type, booking.room_type_id());
  differences.Expect("assigned room type", entry.assigned, booking.assigned_room_type_id());
  differences.Expect("rate plan", entry.rate_plan, booking.rate_plan_id());
  differences.Expect("guests", entry.guests, booking.guests().adults());
  differences.Expect("price", entry.Price(), booking.price_minor());
  differences.Expect("changes", entry.changes, booking.change_count());
  differences.Expect("penalty floor", entry.floor_minor, booking.terms().penalty_floor_minor());
  differences.Expect("penalty", entry.penalty_minor, booking.cancellation().penalty_minor());
  differences.Expect("refund due", entry.refund_due_minor,
                     booking.cancellation().refund_due_minor());
  differences.Expect("payments", static_cast<int64_t>(entry.payments.size()),
                     booking.payments_size());
  for (int i = 0; i < booking.payments_size() && i < static_cast<int>(entry.payments.size()); ++i) {
    const PaymentEntry& payment = entry.payments[static_cast<size_t>(i)];
    differences.Expect("payment id", payment.id, booking.payments(i).payment_id());
    differences.Expect("captured", payment.amount_minor,
                       booking.payments(i).amount().amount_minor());
    differences.Expect("refunds", static_cast<int64_t>(payment.refunds.size()),
                       booking.payments(i).refunds_size());
    differences.Expect("free", payment.Free(), FreeOf(booking.payments(i)));
  }
  return differences.text();
}

std::string CompareInventory(const Oracle& oracle, const State& state) {
  const auto all = oracle.AllTaken();
  for (const auto& [id, property] : oracle.properties()) {
    const v1::Property* found = state.FindProperty(id);
    if (found == nullptr) return "property " + id + " is missing";
    Differences differences("property " + id);
    differences.Expect("business date", YmdOf(property.business_day), found->business_date());
    const auto types = all.find(id);
    for (const auto& [type, rooms] : property.room_types) {
      const std::map<int, int>* nights = nullptr;
      if (types != all.end()) {
        const auto of_type = types->second.find(type);
        if (of_type != types->second.end()) nights = &of_type->second;
      }
      for (int night = property.business_day; night < property.business_day + kNights; ++night) {
        int expected = 0;
        if (nights != nullptr) {
          const auto taken = nights->find(night);
          if (taken != nights->end()) expected = taken->second;
        }
        const auto out = rooms.out_of_order.find(night);
        const int expected_out = out == rooms.out_of_order.end() ? 0 : out->second;
        const int actual_out = state.RoomsOutOfOrder(id, type, CivilDate::FromDays(night));
        if (expected_out != actual_out) {
          const std::string what =
              "rooms of type " + type + " out of order on " + std::to_string(YmdOf(night));
          differences.Expect(what.c_str(), expected_out, actual_out);
        }
        const int actual = state.RoomsTaken(id, type, CivilDate::FromDays(night));
        if (expected == actual) continue;
        const std::string what =
            "rooms of type " + type + " taken on " + std::to_string(YmdOf(night));
        differences.Expect(what.c_str(), expected, actual);
      }
    }
    if (!differences.text().empty()) return differences.text();
  }
  return "";
}

std::string BrokenInvariant(const Oracle& oracle, const State& state) {
  for (const auto& [id, property] : oracle.properties()) {
    for (const auto& [type, unused] : property.room_types) {
      const v1::RoomTypeDefinition& rooms = state.FindRoomType(id, type)->definition();
      for (int night = property.business_day; night < property.business_day + kNights; ++night) {
        const int taken = state.RoomsTaken(id, type, CivilDate::FromDays(night));
        const int out = state.RoomsOutOfOrder(id, type, CivilDate::FromDays(night));
        const int sellable = std::max(0, rooms.capacity() + rooms.overbooking_limit() - out);
        if (taken > sellable && !oracle.MayBeOversold(id, type, night)) {
          return id + "/" + type + " is oversold on " + std::to_string(YmdOf(night)) + ": " +
                 std::to_string(taken) + " rooms";
        }
        if (taken < 0) return id + "/" + type + " has less than no rooms taken";
      }
    }
  }
  for (const auto& [id, entry] : oracle.bookings()) {
    const v1::Booking* booking = state.FindBooking(id);
    if (booking == nullptr) continue;
    for (const v1::Payment& payment : booking->payments()) {
      if (FreeOf(payment) < 0) return "more is given back of " + id + " than was captured";
    }
  }
  return "";
}

}  // namespace daybook::model
