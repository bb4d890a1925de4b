// A channel's own list of its bookings against ours (DOMAIN A5). Pure.
#ifndef DAYBOOK_PROJECTIONS_CHANNELS_RECONCILIATION_H_
#define DAYBOOK_PROJECTIONS_CHANNELS_RECONCILIATION_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "daybook/v1/booking.pb.h"

namespace daybook {

// What a channel knows of a booking.
struct ChannelsBooking {
  std::string booking_id;
  int32_t arrival = 0;    // yyyymmdd
  int32_t departure = 0;  // yyyymmdd
  v1::BookingStatus status = v1::BOOKING_STATUS_UNSPECIFIED;
};

enum class Difference {
  kMissingThere,  // the channel's list has not got it
  kMissingHere,   // we have no booking of the channel by this id
  kStay,          // other dates
  kStatus,
  kListedTwice,  // on the channel's list
};
// missing-there, missing-here, stay, status, listed-twice.
std::string_view DifferenceName(Difference difference);

struct Disagreement {
  std::string booking_id;
  Difference difference = Difference::kStatus;
  std::optional<ChannelsBooking> theirs;
  std::optional<ChannelsBooking> ours;
};

// In the order of booking ids; of one booking both stay and status may be named. `ours` are the channel's bookings by id. A channel
// need not list what is over and gone: a booking of ours that is cancelled, a no-show or checked out is not missed there. What it lists
// is compared all the same.
std::vector<Disagreement> Reconcile(const std::vector<ChannelsBooking>& theirs,
                                    const std::map<std::string, ChannelsBooking>& ours);

ChannelsBooking AsChannelsBooking(const v1::Booking& booking);

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_CHANNELS_RECONCILIATION_H_
