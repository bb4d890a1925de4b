// What a simulator asks for, looked at without a ledger: everything is accepted.
#ifndef DAYBOOK_TESTS_TOOLS_SIMULATED_BOOKINGS_H_
#define DAYBOOK_TESTS_TOOLS_SIMULATED_BOOKINGS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "ledger/base/civil_date.h"
#include "tools/simulate/simulator.h"

namespace daybook::simulation {

struct SimulatedBooking {
  v1::BookingStatus begins_as = v1::CONFIRMED;
  v1::BookingStatus status = v1::CONFIRMED;
  CivilDate booked_on;
  CivilDate arrival;  // as changed
  CivilDate departure;
  CivilDate cancelled_on;
  int changes = 0;
  bool reassigned = false;
  v1::CreateBooking created;

  int lead() const { return arrival - booked_on; }
  int nights() const { return departure - arrival; }
};

inline CivilDate DateOfInstant(Instant at) {
  return CivilDate::FromDays(static_cast<int32_t>(at.micros() / 86'400'000'000));
}

// Follows bookings by the requests about them.
class SimulatedBookings {
 public:
  void Take(const TimedRequest& timed) {
    if (timed.sending != Sending::kFirst) return;
    const v1::Request& request = timed.request;
    // What happens in stories is beside what the rates state.
    if (!request.correlation_id().empty()) return;
    switch (request.body_case()) {
      case v1::Request::kCreateBooking:
        return Create(timed);
      case v1::Request::kConfirmBooking:
        return Set(request.confirm_booking().booking_id(), v1::CONFIRMED);
      case v1::Request::kReleaseBooking:
        return Set(request.release_booking().booking_id(), v1::CANCELLED);
      case v1::Request::kPromoteBooking:
        return Set(request.promote_booking().booking_id(), v1::CONFIRMED);
      case v1::Request::kChangeBooking:
        return Change(request.change_booking());
      case v1::Request::kCancelBooking:
        Set(request.cancel_booking().booking_id(), v1::CANCELLED);
        bookings_[request.cancel_booking().booking_id()].cancelled_on = DateOfInstant(timed.at);
        return;
      case v1::Request::kAssignRoomType:
        bookings_[request.assign_room_type().booking_id()].reassigned = true;
        return;
      case v1::Request::kCheckIn:
        return Set(request.check_in().booking_id(), v1::IN_HOUSE);
      case v1::Request::kCheckOut:
        return Set(request.check_out().booking_id(), v1::CHECKED_OUT);
      case v1::Request::kMarkNoShow:
        return Set(request.mark_no_show().booking_id(), v1::NO_SHOW);
      default:
        return;
    }
  }

  // Those that were to arrive in [from, to), which lies in the past. A hold that nobody confirmed
  // has expired by then, and who was not checked in was marked as a no-show by the roll.
  std::vector<SimulatedBooking> ArrivingIn(CivilDate from, CivilDate to) const {
    std::vector<SimulatedBooking> found;
    for (const auto& [id, booking] : bookings_) {
      if (booking.arrival < from || booking.arrival >= to) continue;
      found.push_back(booking);
      if (booking.status == v1::HELD) found.back().status = v1::CANCELLED;
      if (booking.status == v1::CONFIRMED) found.back().status = v1::NO_SHOW;
    }
    return found;
  }

 private:
  static CivilDate DateOf(int32_t ymd) { return *CivilDate::FromYmd(ymd); }

  void Create(const TimedRequest& timed) {
    const v1::CreateBooking& create = timed.request.create_booking();
    SimulatedBooking& booking = bookings_[create.booking_id()];
    booking.begins_as = booking.status = create.status();
    booking.booked_on = DateOfInstant(timed.at);
    booking.arrival = DateOf(create.stay().arrival());
    booking.departure = DateOf(create.stay().departure());
    booking.created = create;
  }

  void Set(const std::string& id, v1::BookingStatus status) { bookings_.at(id).status = status; }

  void Change(const v1::ChangeBooking& change) {
    SimulatedBooking& booking = bookings_.at(change.booking_id());
    if (booking.status != v1::IN_HOUSE) ++booking.changes;
    if (change.has_arrival()) booking.arrival = DateOf(change.arrival());
    if (change.has_departure()) booking.departure = DateOf(change.departure());
  }

  std::map<std::string, SimulatedBooking> bookings_;
};

// Runs to the end of the settings' days; `see` is called with each request.
template <typename See>
void RunAcceptingAll(const SimulationSettings& settings, See see) {
  Simulator simulator(settings);
  v1::Outcome accepted;
  accepted.mutable_accepted();
  while (simulator.days_done() < settings.days) {
    const auto part = simulator.Next();
    ASSERT_TRUE(part.ok()) << part.status();
    for (size_t i = 0; i < (*part)->requests.size(); ++i) {
      see((*part)->requests[i]);
      simulator.Answer(**part, i, accepted);
    }
  }
}

}  // namespace daybook::simulation

#endif  // DAYBOOK_TESTS_TOOLS_SIMULATED_BOOKINGS_H_
