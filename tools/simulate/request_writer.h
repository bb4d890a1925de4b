// Writes requests about the bookings of one simulated hotel: names things, and says who asks. What
// is asked is decided elsewhere.
#ifndef DAYBOOK_TOOLS_SIMULATE_REQUEST_WRITER_H_
#define DAYBOOK_TOOLS_SIMULATE_REQUEST_WRITER_H_

#include <array>
#include <cstdint>
#include <string>

#include "daybook/v1/request.pb.h"
#include "tools/simulate/ask.h"
#include "tools/simulate/books.h"
#include "tools/simulate/hotel_plan.h"

namespace daybook::simulation {

// 06:00, 11:00, 17:00 and 23:00 UTC: the group's day, whatever the local clocks of its hotels show.
// Its hotels lie where the last of these is about midnight.
inline constexpr std::array<int64_t, kDayParts> kPartBeginsSeconds = {6 * 3600, 11 * 3600,
                                                                      17 * 3600, 23 * 3600};

class RequestWriter {
 public:
  RequestWriter(const HotelPlan& plan, CivilDate first_day) : plan_(plan), first_day_(first_day) {}

  CivilDate DateOf(int32_t day) const { return first_day_ + day; }
  // `seconds` after the slot begins.
  Instant InstantOf(int32_t slot, int64_t seconds) const;

  std::string BookingId(int64_t number) const;
  static std::string CustomerId(int64_t number);
  static std::string CompanyId(int32_t number);

  // Who asked for the booking: its guest, its channel, or staff.
  void SetAsker(const BookingEntry& entry, v1::Request& request) const;
  void SetStaff(const std::string& id, v1::Request& request) const;
  static void SetOwner(v1::Request& request);
  // Lets a manager answer for it.
  static void Force(v1::DeclineCode code, const std::string& manager, const char* reason,
                    v1::Request& request);

  // Bodies.
  v1::Request Create(const BookingEntry& entry) const;
  v1::Request Cancel(int64_t booking, v1::CancellationReason reason) const;
  v1::Request Assign(int64_t booking, const std::string& room_type) const;
  v1::Request CheckIn(int64_t booking) const;
  v1::Request CheckOut(int64_t booking) const;
  v1::Request NoShow(int64_t booking) const;
  v1::Request Pay(int64_t booking, int32_t payment, int64_t amount_minor,
                  v1::PaymentMethod method) const;
  v1::Request Refund(int64_t booking, int32_t payment, int32_t refund, int64_t amount_minor,
                     v1::RefundReason reason) const;
  v1::Request Settle(int64_t booking, int32_t payment, int32_t refund,
                     v1::RefundStatus status) const;
  v1::Request Roll(int32_t day) const;
  v1::Request OutOfOrder(const std::string& room_type, int32_t from, int32_t until, int32_t rooms,
                         const char* reason) const;

 private:
  const HotelPlan& plan_;
  const CivilDate first_day_;
};

std::string PaymentId(int32_t number);
std::string RefundId(int32_t number);

}  // namespace daybook::simulation

#endif  // DAYBOOK_TOOLS_SIMULATE_REQUEST_WRITER_H_
