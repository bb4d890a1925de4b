#include "projections/bookings/booking_index.h"

#include "absl/strings/str_cat.h"
#include "ledger/base/strings.h"

namespace daybook {
namespace {

constexpr absl::string_view kEndOfPart("\0", 1);

}  // namespace

IndexedFields IndexedFieldsOf(const v1::Booking& booking) {
  return {.customer_id = booking.customer_id(),
          .property_id = booking.property_id(),
          .status = booking.status(),
          .arrival = booking.stay().arrival()};
}

std::string_view BookingIndexWriter::Entry(BookingIndex index, const IndexedFields& fields,
                                           std::string_view booking_id) {
  const absl::string_view id = ToAbsl(booking_id);
  entry_.clear();
  switch (index) {
    case BookingIndex::kCustomer:
      // Nobody asks for the bookings of no customer.
      if (!fields.customer_id.empty()) {
        absl::StrAppend(&entry_, "c", fields.customer_id, kEndOfPart, id);
      }
      break;
    case BookingIndex::kArrival:
      absl::StrAppend(&entry_, "a", absl::Dec(fields.arrival, absl::kZeroPad8), kEndOfPart,
                      fields.property_id);
      absl::StrAppend(&entry_, kEndOfPart, id);
      break;
    case BookingIndex::kStatus:
      absl::StrAppend(&entry_, "s", static_cast<int>(fields.status), kEndOfPart,
                      fields.property_id);
      absl::StrAppend(&entry_, kEndOfPart, id);
      break;
    case BookingIndex::kProperty:
      absl::StrAppend(&entry_, "p", fields.property_id, kEndOfPart, id);
      break;
  }
  return entry_;
}

bool SameEntry(BookingIndex index, const IndexedFields& a, const IndexedFields& b) {
  switch (index) {
    case BookingIndex::kCustomer:
      return a.customer_id == b.customer_id;
    case BookingIndex::kArrival:
      return a.arrival == b.arrival && a.property_id == b.property_id;
    case BookingIndex::kStatus:
      return a.status == b.status && a.property_id == b.property_id;
    case BookingIndex::kProperty:
      return a.property_id == b.property_id;
  }
  return false;
}

std::string CustomerIndexPrefix(std::string_view customer_id) {
  return absl::StrCat("c", ToAbsl(customer_id), kEndOfPart);
}

std::string PropertyIndexPrefix(std::string_view property_id) {
  return absl::StrCat("p", ToAbsl(property_id), kEndOfPart);
}

std::string StatusIndexPrefix(v1::BookingStatus status) {
  return absl::StrCat("s", static_cast<int>(status), kEndOfPart);
}

std::string StatusIndexPrefix(v1::BookingStatus status, std::string_view property_id) {
  return absl::StrCat(StatusIndexPrefix(status), ToAbsl(property_id), kEndOfPart);
}

std::string ArrivalIndexPrefix(int32_t yyyymmdd) {
  return absl::StrCat("a", absl::Dec(yyyymmdd, absl::kZeroPad8));
}

std::string ArrivalIndexEnd() { return "b"; }

std::string_view BookingIdOfEntry(std::string_view entry) {
  return entry.substr(entry.rfind('\0') + 1);
}

std::string_view PropertyOfEntry(std::string_view entry) {
  const size_t begin = entry.find('\0') + 1;
  return entry.substr(begin, entry.rfind('\0') - begin);
}

}  // namespace daybook
