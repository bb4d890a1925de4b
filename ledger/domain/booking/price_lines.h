// What nights cost: the lines of a price. Pure; integers only.
#ifndef DAYBOOK_LEDGER_DOMAIN_BOOKING_PRICE_LINES_H_
#define DAYBOOK_LEDGER_DOMAIN_BOOKING_PRICE_LINES_H_

#include <cstdint>
#include <string_view>

#include "daybook/v1/booking.pb.h"
#include "daybook/v1/property.pb.h"
#include "google/protobuf/repeated_field.h"
#include "ledger/base/civil_date.h"

namespace daybook {

using PriceLines = google::protobuf::RepeatedPtrField<v1::PriceLine>;

// [from, to); none where from is not before to.
struct Nights {
  CivilDate from;
  CivilDate to;
};

// Adds [from, to) at the price, or a day use where they are equal; joined to the line before where
// the price is the same.
void AppendLine(CivilDate from, CivilDate to, int64_t nightly_minor, PriceLines& lines);
// The part of the lines that lies in the range, appended.
void AppendPartOf(const PriceLines& lines, Nights range, PriceLines& out);
bool SameLines(const PriceLines& a, const PriceLines& b);

// What the rate plan asks for the room type; null: it has no price for it.
const v1::RoomTypePrice* FindPrice(const v1::RatePlan& plan, std::string_view room_type_id);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_BOOKING_PRICE_LINES_H_
