// A booking, as people and as programs read it.
#ifndef DAYBOOK_TOOLS_DAYBOOK_BOOKING_FORMAT_H_
#define DAYBOOK_TOOLS_DAYBOOK_BOOKING_FORMAT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daybook/v1/booking.pb.h"
#include "tools/daybook/output.h"

namespace daybook::cli {

// 20260329 -> "2026-03-29"; 0 -> "".
std::string FormatYmd(int32_t yyyymmdd);
// "1 night", "2 nights".
std::string Plural(int64_t count, std::string_view one);
// "EUR 1234.56"; with an unknown currency the minor units.
std::string FormatAmount(int64_t amount_minor, std::string_view currency);

std::string FormatTime(const google::protobuf::Timestamp& timestamp);
// "50 % of the first night".
std::string FormatPenalty(const v1::Penalty& penalty, std::string_view currency);

int32_t Nights(const v1::Stay& stay);  // 0: day use

struct Paid {
  int64_t captured_minor = 0;
  int64_t refunded_minor = 0;
  int64_t refunds_pending_minor = 0;
};
Paid SumOf(const v1::Booking& booking);

// What a source of business said and the ledger only keeps: every field that is set, name and
// value, so that a new one is not forgotten.
std::vector<std::pair<std::string, std::string>> SourceFields(const v1::SourceAttributes& source);

// One object on one line with all that is known of the booking, personal data aside.
std::string BookingJson(const v1::Booking& booking);

// One row of a list.
std::vector<Table::Column> BookingColumns();
std::vector<std::string> BookingCells(const v1::Booking& booking);

// One page.
void PrintBooking(const v1::Booking& booking, Output& out);

// HELD ... NO_SHOW.
std::vector<std::string> StatusNames();
std::optional<v1::BookingStatus> ParseStatus(std::string_view name);  // in any case

}  // namespace daybook::cli

#endif  // DAYBOOK_TOOLS_DAYBOOK_BOOKING_FORMAT_H_
