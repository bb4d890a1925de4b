// report cutoff: each property just before and just after the night audit that closed a date: --from DATE, or the
// last date closed.
#include <memory>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "projections/bookings/bookings_view.h"
#include "projections/calendar/calendar_view.h"
#include "tools/daybook/booking_format.h"
#include "tools/daybook/report.h"

namespace daybook::cli {
namespace {

struct Figures {
  int64_t in_house = 0;
  int64_t due_in = 0;     // confirmed for that date or before, and not there
  int64_t due_out = 0;    // in house and to leave by that date
  int64_t cancelled = 0;  // on that date
  int64_t no_shows = 0;
  int64_t penalties_minor = 0;     // of these
  int64_t deposits_minor = 0;      // paid for stays to come
  int64_t guest_ledger_minor = 0;  // owed for stays under way
  int64_t refunds_due_minor = 0;
};

void Count(const v1::Booking& booking, int32_t date, Figures& figures) {
  const v1::Stay& stay = booking.stay();
  switch (booking.status()) {
    case v1::IN_HOUSE:
      ++figures.in_house;
      figures.due_out += stay.departure() <= date ? 1 : 0;
      break;
    case v1::HELD:
    case v1::CONFIRMED:
      figures.due_in += stay.arrival() <= date ? 1 : 0;
      break;
    case v1::CANCELLED:
    case v1::NO_SHOW:
      if (booking.cancellation().business_date() != date) break;
      ++(booking.status() == v1::CANCELLED ? figures.cancelled : figures.no_shows);
      figures.penalties_minor += booking.cancellation().penalty_minor();
      break;
    default:
      break;
  }
  if (booking.has_folio()) {
    figures.deposits_minor += booking.folio().deposit_minor();
    figures.guest_ledger_minor += booking.folio().guest_minor();
    figures.refunds_due_minor += booking.folio().refund_due_minor();
    return;
  }
  // Books that are kept elsewhere: what was paid ahead and not given back.
  if (booking.status() == v1::CONFIRMED || booking.status() == v1::HELD) {
    const Paid paid = SumOf(booking);
    figures.deposits_minor += paid.captured_minor - paid.refunded_minor;
  }
}

absl::StatusOr<Figures> FiguresOf(const ViewSnapshot& bookings, const std::string& property_id,
                                  int32_t date) {
  Figures figures;
  BookingFilter filter;
  filter.property_id = property_id;
  DAYBOOK_RETURN_IF_ERROR(ListBookings(bookings, filter, [&](const v1::Booking& booking) {
    Count(booking, date, figures);
    return true;
  }));
  return figures;
}

void AddSide(const std::string& property_id, const std::string& currency, CivilDate date,
             std::string_view side, uint64_t position, const Figures& figures, ReportTable& table) {
  table.Add({Cell::Text(property_id), Cell::Number(date.ymd()), Cell::Text(side),
             Cell::Number(static_cast<int64_t>(position)), Cell::Number(figures.in_house),
             Cell::Number(figures.due_in), Cell::Number(figures.due_out),
             Cell::Number(figures.cancelled), Cell::Number(figures.no_shows), Cell::Text(currency),
             Cell::Money(figures.penalties_minor, currency),
             Cell::Money(figures.deposits_minor, currency),
             Cell::Money(figures.guest_ledger_minor, currency),
             Cell::Money(figures.refunds_due_minor, currency)});
}

}  // namespace

absl::StatusOr<ReportTable> CutoffReport(ReportRun& run) {
  ReportTable table({{"property"},
                     {"closed", ColumnKind::kDate},
                     {"side"},
                     {"as_of", ColumnKind::kCount},
                     {"in_house", ColumnKind::kCount},
                     {"due_in", ColumnKind::kCount},
                     {"due_out", ColumnKind::kCount},
                     {"cancelled", ColumnKind::kCount},
                     {"no_shows", ColumnKind::kCount},
                     {"currency"},
                     {"penalties", ColumnKind::kMoney},
                     {"deposits", ColumnKind::kMoney},
                     {"guest_ledger", ColumnKind::kMoney},
                     {"refunds_due", ColumnKind::kMoney}});
  DAYBOOK_ASSIGN_OR_RETURN(const ViewSnapshot* const calendar, run.View("calendar"));
  DAYBOOK_ASSIGN_OR_RETURN(const auto properties, run.Properties());
  for (const auto& [id, property] : properties) {
    const auto open = CivilDate::FromYmd(property.business_date);
    if (!open.has_value()) continue;
    const CivilDate date = run.scope().from.value_or(*open - 1);
    DAYBOOK_ASSIGN_OR_RETURN(const auto closed, GetClosedDay(*calendar, id, date));
    if (!closed.has_value()) continue;
    for (const bool after : {false, true}) {
      const uint64_t position = closed->position() + (after ? 1 : 0);
      DAYBOOK_ASSIGN_OR_RETURN(const auto bookings, run.ViewAt("bookings", position));
      DAYBOOK_ASSIGN_OR_RETURN(const Figures figures, FiguresOf(*bookings, id, date.ymd()));
      AddSide(id, property.currency, date, after ? "after" : "before", position, figures, table);
    }
  }
  if (table.size() == 0 && run.scope().from.has_value()) {
    return absl::OutOfRangeError(
        absl::StrCat("no property has closed ", run.scope().from->ToString()));
  }
  return table;
}

}  // namespace daybook::cli
