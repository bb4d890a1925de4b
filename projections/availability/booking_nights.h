// Which nights a booking takes, and how a record changes that. Pure. Internal to this folder.
#ifndef DAYBOOK_PROJECTIONS_AVAILABILITY_BOOKING_NIGHTS_H_
#define DAYBOOK_PROJECTIONS_AVAILABILITY_BOOKING_NIGHTS_H_

#include <string_view>
#include <vector>

#include "daybook/v1/availability_view.pb.h"
#include "ledger/base/civil_date.h"

namespace daybook {

// A room of one type on each night of [from, until), which is not empty.
struct TakenNights {
  std::string_view room_type_id;  // lives as long as the row
  CivilDate from;
  CivilDate until;
  bool held = false;  // else sold
};

// In the order of nights, without gaps.
std::vector<TakenNights> TakenBy(const v1::AvailabilityBooking& row);

// Whether the booking held a room before, of another type than the one it holds now.
bool MovedRoom(const v1::Booking& before, const v1::Booking& after);
// The nights before the business date were taken of the room type given.
void AddMove(std::string_view room_type_id, CivilDate business_date, v1::AvailabilityBooking& row);

// Of the fold what decides which nights the booking takes, into `part`, which is empty.
void CopyWhatDecidesNights(const v1::Booking& booking, v1::Booking& part);

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_AVAILABILITY_BOOKING_NIGHTS_H_
