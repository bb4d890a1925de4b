#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "projections/bookings/booking_index.h"
#include "projections/bookings/bookings_view.h"

namespace daybook {
namespace {

absl::Status Parse(std::string_view id, std::string_view row, v1::Booking& booking) {
  if (!booking.ParseFromArray(row.data(), static_cast<int>(row.size()))) {
    return absl::DataLossError(
        absl::StrCat("view bookings: the row of booking ", ToAbsl(id), " is damaged"));
  }
  return absl::OkStatus();
}

bool Allows(const std::string& wanted, const std::string& actual) {
  return wanted.empty() || wanted == actual;
}

bool Matches(const BookingFilter& filter, const v1::Booking& booking) {
  const int32_t arrival = booking.stay().arrival();
  return Allows(filter.property_id, booking.property_id()) &&
         Allows(filter.customer_id, booking.customer_id()) &&
         (!filter.status.has_value() || *filter.status == booking.status()) &&
         (!filter.arrival_from.has_value() || arrival >= filter.arrival_from->ymd()) &&
         (!filter.arrival_until.has_value() || arrival < filter.arrival_until->ymd()) &&
         Allows(filter.room_type_id, booking.room_type_id()) &&
         Allows(filter.channel_id, booking.channel_id());
}

// Where in the index the bookings of a filter are.
struct IndexRange {
  std::string begin;
  std::string end;
  bool entries_name_property = false;
};

IndexRange OfPrefix(std::string prefix) {
  IndexRange range{.begin = prefix, .end = std::move(prefix)};
  range.end.back() = '\1';  // it ends a part with '\0', and no id holds either
  return range;
}

// nullopt: all rows have to be looked at. Within one customer, one property and one status of a
// property the order is that of the ids, so the narrowest of them serves.
std::optional<IndexRange> ChooseIndex(const BookingFilter& filter) {
  if (filter.arrival_from.has_value() || filter.arrival_until.has_value()) {
    return IndexRange{
        .begin =
            ArrivalIndexPrefix(filter.arrival_from.has_value() ? filter.arrival_from->ymd() : 0),
        .end = filter.arrival_until.has_value() ? ArrivalIndexPrefix(filter.arrival_until->ymd())
                                                : ArrivalIndexEnd(),
        .entries_name_property = true};
  }
  if (!filter.customer_id.empty()) {
    return OfPrefix(CustomerIndexPrefix(filter.customer_id));
  }
  if (filter.status.has_value()) {
    return OfPrefix(filter.property_id.empty()
                        ? StatusIndexPrefix(*filter.status)
                        : StatusIndexPrefix(*filter.status, filter.property_id));
  }
  if (!filter.property_id.empty()) {
    return OfPrefix(PropertyIndexPrefix(filter.property_id));
  }
  return std::nullopt;
}

using Visitor = std::function<bool(const v1::Booking&)>;

absl::Status VisitRows(const ViewSnapshot& view, const BookingFilter& filter,
                       const Visitor& visitor) {
  v1::Booking booking;  // one for all: parsing again into the same message spares allocations
  return view.Scan("", [&](std::string_view id, std::string_view row) -> absl::StatusOr<bool> {
    DAYBOOK_RETURN_IF_ERROR(Parse(id, row, booking));
    return !Matches(filter, booking) || visitor(booking);
  });
}

absl::Status VisitIndex(const ViewSnapshot& view, const IndexRange& range,
                        const BookingFilter& filter, const Visitor& visitor) {
  v1::Booking booking;
  const auto visit = [&](std::string_view entry) -> absl::StatusOr<bool> {
    if (range.entries_name_property && !filter.property_id.empty() &&
        PropertyOfEntry(entry) != filter.property_id) {
      return true;
    }
    const std::string_view id = BookingIdOfEntry(entry);
    DAYBOOK_ASSIGN_OR_RETURN(const std::optional<std::string> row, view.Get(id));
    if (!row.has_value()) {
      return absl::DataLossError(absl::StrCat("view bookings: an index names booking ", ToAbsl(id),
                                              ", which has no row; rebuild the view"));
    }
    DAYBOOK_RETURN_IF_ERROR(Parse(id, *row, booking));
    return !Matches(filter, booking) || visitor(booking);
  };
  return view.ScanIndexRange(range.begin, range.end, visit);
}

struct NamedField {
  std::string_view name;
  BookingField field;
};
constexpr std::array<NamedField, 6> kFields = {{{"property", BookingField::kProperty},
                                                {"status", BookingField::kStatus},
                                                {"room_type", BookingField::kRoomType},
                                                {"channel", BookingField::kChannel},
                                                {"arrival_month", BookingField::kArrivalMonth},
                                                {"customer", BookingField::kCustomer}}};

std::string ValueOf(const v1::Booking& booking, BookingField field) {
  switch (field) {
    case BookingField::kProperty:
      return booking.property_id();
    case BookingField::kStatus:
      return v1::BookingStatus_Name(booking.status());
    case BookingField::kRoomType:
      return booking.room_type_id();
    case BookingField::kChannel:
      return booking.channel_id();
    case BookingField::kArrivalMonth: {
      const int32_t month = booking.stay().arrival() / 100;
      return absl::StrFormat("%04d-%02d", month / 100, month % 100);
    }
    case BookingField::kCustomer:
      return booking.customer_id();
  }
  return {};
}

}  // namespace

absl::StatusOr<std::optional<v1::Booking>> GetBooking(const ViewSnapshot& view,
                                                      std::string_view booking_id) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<std::string> row, view.Get(booking_id));
  if (!row.has_value()) {
    return std::optional<v1::Booking>();
  }
  v1::Booking booking;
  DAYBOOK_RETURN_IF_ERROR(Parse(booking_id, *row, booking));
  return std::optional<v1::Booking>(std::move(booking));
}

absl::Status ListBookings(const ViewSnapshot& view, const BookingFilter& filter,
                          const std::function<bool(const v1::Booking&)>& visitor) {
  const std::optional<IndexRange> range = ChooseIndex(filter);
  return range.has_value() ? VisitIndex(view, *range, filter, visitor)
                           : VisitRows(view, filter, visitor);
}

std::optional<BookingField> ParseBookingField(std::string_view name) {
  const auto* found = std::find_if(kFields.begin(), kFields.end(),
                                   [name](const NamedField& f) { return f.name == name; });
  return found == kFields.end() ? std::nullopt : std::optional(found->field);
}

std::string_view BookingFieldName(BookingField field) {
  const auto* found = std::find_if(kFields.begin(), kFields.end(),
                                   [field](const NamedField& f) { return f.field == field; });
  return found == kFields.end() ? std::string_view() : found->name;
}

absl::StatusOr<std::map<std::vector<std::string>, uint64_t>> CountBookings(
    const ViewSnapshot& view, const BookingFilter& filter,
    const std::vector<BookingField>& fields) {
  std::map<std::vector<std::string>, uint64_t> counts;
  std::vector<std::string> key(fields.size());
  DAYBOOK_RETURN_IF_ERROR(ListBookings(view, filter, [&](const v1::Booking& booking) {
    for (size_t i = 0; i < fields.size(); ++i) {
      key[i] = ValueOf(booking, fields[i]);
    }
    ++counts[key];
    return true;
  }));
  return counts;
}

}  // namespace daybook
