// The index entries of a booking (bookings_view.h): what they are made of, and how they are written
// and read.
#ifndef DAYBOOK_PROJECTIONS_BOOKINGS_BOOKING_INDEX_H_
#define DAYBOOK_PROJECTIONS_BOOKINGS_BOOKING_INDEX_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "daybook/v1/booking.pb.h"

namespace daybook {

// What of a booking its index entries show.
struct IndexedFields {
  std::string customer_id;
  std::string property_id;
  v1::BookingStatus status = v1::BOOKING_STATUS_UNSPECIFIED;
  int32_t arrival = 0;  // yyyymmdd

  friend bool operator==(const IndexedFields&, const IndexedFields&) = default;
};

IndexedFields IndexedFieldsOf(const v1::Booking& booking);

// The kinds of entry, and for each kind the entry; empty where the booking has none. The view lives
// until the next call.
enum class BookingIndex { kCustomer, kArrival, kStatus, kProperty };
inline constexpr std::array kBookingIndexes = {BookingIndex::kCustomer, BookingIndex::kArrival,
                                               BookingIndex::kStatus, BookingIndex::kProperty};
class BookingIndexWriter {
 public:
  std::string_view Entry(BookingIndex index, const IndexedFields& fields,
                         std::string_view booking_id);

 private:
  std::string entry_;  // used again: entries are written by the hundred thousand
};
// Whether the entry of that kind is the same for both.
bool SameEntry(BookingIndex index, const IndexedFields& a, const IndexedFields& b);

// What entries begin with.
std::string CustomerIndexPrefix(std::string_view customer_id);
std::string PropertyIndexPrefix(std::string_view property_id);
std::string StatusIndexPrefix(v1::BookingStatus status);
std::string StatusIndexPrefix(v1::BookingStatus status, std::string_view property_id);
std::string ArrivalIndexPrefix(int32_t yyyymmdd);  // 8 digits, in the order of dates
std::string ArrivalIndexEnd();                     // behind all of them

// The last part of an entry, and of an arrival or status entry the one before.
std::string_view BookingIdOfEntry(std::string_view entry);
std::string_view PropertyOfEntry(std::string_view entry);

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_BOOKINGS_BOOKING_INDEX_H_
