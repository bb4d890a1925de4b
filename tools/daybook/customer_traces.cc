#include "tools/daybook/customer_traces.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "ledger/base/civil_date.h"
#include "ledger/base/status_macros.h"
#include "ledger/domain/accounts/fees.h"
#include "ledger/domain/booking/booking_evolve.h"
#include "ledger/domain/booking/price_lines.h"
#include "projections/bookings/bookings_view.h"
#include "tools/daybook/booking_format.h"

namespace daybook::cli {
namespace {

class Traces {
 public:
  void Add(const v1::Booking& booking) {
    if (booking.status() == v1::CONFIRMED) {
      BookedAhead& ahead = ahead_[booking.currency()];
      ahead.currency = booking.currency();
      ++ahead.bookings;
      ahead.gross_minor += booking.price_minor();
    }
    AddNights(booking);
    for (const v1::FolioCharge& charge : booking.folio().charges()) {
      // A penalty or what a change costs is not for anything that was had; a late check-out is.
      const bool fee = charge.kind() == v1::REVENUE_FEE &&
                       (charge.code() == kChangeFee || charge.code() == kEarlyDepartureFee);
      const bool had = charge.kind() != v1::REVENUE_PENALTY && !fee;
      if (charge.reversed() || !had) continue;
      constexpr std::string_view kPrefix = "REVENUE_";
      std::string kind = v1::RevenueKind_Name(charge.kind()).substr(kPrefix.size());
      absl::AsciiStrToLower(&kind);
      Note(std::move(kind), charge.code(), booking.currency(), 1,
           charge.gross_minor() - charge.waived_minor(), charge.business_date());
    }
  }
  Consumption Take() && {
    Consumption consumption;
    for (auto& [key, trace] : traces_) consumption.traces.push_back(std::move(trace));
    for (auto& [currency, ahead] : ahead_) consumption.ahead.push_back(std::move(ahead));
    return consumption;
  }

 private:
  // Those slept in: of whoever left early not the nights given back, of whoever is in house those that the night audit has closed.
  void AddNights(const v1::Booking& booking) {
    const auto from =
        CivilDate::FromYmd(std::max(booking.stay().arrival(), booking.checked_in_on()));
    auto to = CivilDate::FromYmd(booking.stay().departure());
    if (booking.status() == v1::CHECKED_OUT) {
      const auto left = CivilDate::FromYmd(booking.checked_out_on());
      if (to && left) to = std::min(*to, *left);
    } else if (booking.status() == v1::IN_HOUSE) {
      to = CivilDate::FromYmd(booking.folio().charged_until());
    } else {
      return;
    }
    if (!from || !to) return;
    const std::string& room_type = booking.assigned_room_type_id().empty()
                                       ? booking.room_type_id()
                                       : booking.assigned_room_type_id();
    if (booking.stay().arrival() == booking.stay().departure()) {
      Note("day use", room_type, booking.currency(), 1, booking.price_minor(), from->ymd());
    } else if (*from < *to) {
      PriceLines lines;
      AppendPartOf(booking.price(), {*from, *to}, lines);
      Note("room", room_type, booking.currency(), *to - *from, SumOfLines(lines), (*to - 1).ymd());
    }
  }

  void Note(std::string kind, const std::string& code, const std::string& currency, int64_t count,
            int64_t gross_minor, int32_t on) {
    Trace& trace = traces_[{kind, code, currency}];
    trace.kind = std::move(kind);
    trace.code = code;
    trace.currency = currency;
    trace.count += count;
    trace.gross_minor += gross_minor;
    trace.last_on = std::max(trace.last_on, on);
  }

  std::map<std::tuple<std::string, std::string, std::string>, Trace> traces_;
  std::map<std::string, BookedAhead> ahead_;
};

}  // namespace

absl::StatusOr<Consumption> ConsumptionOf(const ViewSnapshot& bookings, const v1::Customer& file) {
  Traces traces;
  std::vector<std::string> ids = {file.customer_id()};
  ids.insert(ids.end(), file.merged().begin(), file.merged().end());
  for (const std::string& id : ids) {
    BookingFilter filter;
    filter.customer_id = id;
    DAYBOOK_RETURN_IF_ERROR(ListBookings(bookings, filter, [&traces](const v1::Booking& booking) {
      traces.Add(booking);
      return true;
    }));
  }
  return std::move(traces).Take();
}

std::string TraceText(const Trace& trace) {
  std::string count;
  if (trace.kind == "room") {
    count = absl::StrCat(trace.count, trace.count == 1 ? " night" : " nights");
  } else {
    count = trace.count == 1 ? std::string("once") : absl::StrCat(trace.count, " times");
  }
  return absl::StrCat(trace.kind, " ", trace.code, "  ", count, "  ",
                      FormatAmount(trace.gross_minor, trace.currency), "  last ",
                      FormatYmd(trace.last_on));
}

JsonObject TraceJson(const Trace& trace) {
  JsonObject object;
  object.Text("kind", trace.kind)
      .Text("code", trace.code)
      .Number("count", trace.count)
      .Number("gross_minor", trace.gross_minor)
      .Text("currency", trace.currency)
      .Text("last_on", FormatYmd(trace.last_on));
  return object;
}

std::string AheadText(const BookedAhead& ahead) {
  return absl::StrCat(ahead.bookings, ahead.bookings == 1 ? " booking, " : " bookings, ",
                      FormatAmount(ahead.gross_minor, ahead.currency));
}

JsonObject AheadJson(const BookedAhead& ahead) {
  JsonObject object;
  object.Text("currency", ahead.currency)
      .Number("bookings", ahead.bookings)
      .Number("gross_minor", ahead.gross_minor);
  return object;
}

}  // namespace daybook::cli
