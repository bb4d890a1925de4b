// daybook bookings: list or count.
#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "projections/bookings/bookings_view.h"
#include "projections/calendar/calendar_view.h"
#include "tools/daybook/as_of.h"
#include "tools/daybook/booking_format.h"
#include "tools/daybook/command.h"
#include "tools/daybook/date_option.h"
#include "tools/daybook/front_desk.h"
#include "tools/daybook/suggest.h"
#include "tools/daybook/views.h"

namespace daybook::cli {
namespace {

constexpr uint64_t kTerminalLimit = 100;

struct BookingsOptions {
  std::string dir;
  BookingFilter filter;
  std::string status;
  std::string arrival_from;
  std::string arrival_until;
  std::string count_by;
  std::string as_of;
  std::optional<uint64_t> limit;
  bool due_in = false;
  bool due_out = false;
  bool waitlist = false;
  bool json = false;
  bool progress = false;
};

absl::StatusOr<BookingFilter> ReadFilter(const BookingsOptions& options) {
  BookingFilter filter = options.filter;
  if (!options.status.empty()) {
    filter.status = ParseStatus(options.status);
    if (!filter.status.has_value()) {
      std::string all;
      for (const std::string& name : StatusNames()) absl::StrAppend(&all, " ", name);
      const std::string upper = absl::AsciiStrToUpper(options.status);
      return absl::InvalidArgumentError(
          absl::StrCat("--status: there is no status '", options.status, "'",
                       DidYouMean(upper, StatusNames()), " (one of", all, ")"));
    }
  }
  DAYBOOK_ASSIGN_OR_RETURN(filter.arrival_from,
                           ParseDateOption("--arrival-from", options.arrival_from));
  DAYBOOK_ASSIGN_OR_RETURN(filter.arrival_until,
                           ParseDateOption("--arrival-until", options.arrival_until));
  return filter;
}

absl::StatusOr<std::vector<BookingField>> ReadFields(const std::string& list) {
  std::vector<BookingField> fields;
  for (const std::string& name : std::vector<std::string>(absl::StrSplit(list, ','))) {
    const std::optional<BookingField> field = ParseBookingField(name);
    if (!field.has_value()) {
      const std::vector<std::string> known = {"property", "status",        "room_type",
                                              "channel",  "arrival_month", "customer"};
      return absl::InvalidArgumentError(
          absl::StrCat("--count-by: there is no field '", name, "'", DidYouMean(name, known),
                       " (property, status, room_type, channel, arrival_month, customer)"));
    }
    if (std::find(fields.begin(), fields.end(), *field) != fields.end()) {
      return absl::InvalidArgumentError(absl::StrCat("--count-by: '", name, "' is given twice"));
    }
    fields.push_back(*field);
  }
  return fields;
}

absl::StatusOr<ExitCode> PrintCounts(const ViewSnapshot& view, const BookingFilter& filter,
                                     const std::vector<BookingField>& fields, bool json,
                                     CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto counts, CountBookings(view, filter, fields));
  std::vector<Table::Column> columns;
  for (const BookingField field : fields) {
    columns.push_back({absl::AsciiStrToUpper(ToAbsl(BookingFieldName(field)))});
  }
  columns.push_back({"COUNT", Table::Align::kRight});
  Table table(std::move(columns));
  for (const auto& [values, count] : counts) {
    if (json) {
      JsonObject object;
      for (size_t i = 0; i < fields.size(); ++i)
        object.Text(BookingFieldName(fields[i]), values[i]);
      object.Count("count", count);
      if (!context.out.Line(object.ToString())) break;
    } else {
      std::vector<std::string> cells = values;
      cells.push_back(context.terminal.out ? WithThousands(count) : absl::StrCat(count));
      table.Add(std::move(cells));
    }
  }
  if (!json) table.Print(context.terminal, context.out);
  return ExitCode::kDone;
}

// Calls its visitor with each booking to be listed, until that returns false.
using BookingSource = std::function<absl::Status(const std::function<bool(const v1::Booking&)>&)>;

absl::StatusOr<ExitCode> PrintList(const BookingSource& bookings, const BookingsOptions& options,
                                   CommandContext& context) {
  const uint64_t limit = options.limit.value_or(context.terminal.out ? kTerminalLimit : 0);
  const bool aligned = context.terminal.out && !options.json;
  Table table(BookingColumns());
  if (!options.json && !aligned) context.out.Line(table.TabSeparatedTitles());
  uint64_t seen = 0;
  DAYBOOK_RETURN_IF_ERROR(bookings([&](const v1::Booking& booking) {
    ++seen;
    if (limit != 0 && seen > limit) return true;
    if (options.json) return context.out.Line(BookingJson(booking));
    if (!aligned) return context.out.Line(Table::TabSeparated(BookingCells(booking)));
    table.Add(BookingCells(booking));
    return true;
  }));
  if (aligned) table.Print(context.terminal, context.out);
  if (limit != 0 && seen > limit && !context.out.reader_gone()) {
    context.out.Flush();
    context.Note(absl::StrCat(WithThousands(seen - limit), " more; --limit 0 shows all"));
  }
  return ExitCode::kDone;
}

std::optional<DeskList> DeskListOf(const BookingsOptions& options) {
  if (options.due_in) return DeskList::kDueIn;
  if (options.due_out) return DeskList::kDueOut;
  if (options.waitlist) return DeskList::kWaitlist;
  return std::nullopt;
}

// The business dates of the same moment.
absl::StatusOr<BusinessDates> BusinessDatesAt(const ViewSnapshot& bookings,
                                              const BookingsOptions& options,
                                              const CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(const OpenView calendar, OpenViewOf(options.dir, NewCalendarProjection(),
                                                               context, options.progress));
  DAYBOOK_ASSIGN_OR_RETURN(const auto then, calendar.store->SnapshotAt(bookings.info().position));
  DAYBOOK_ASSIGN_OR_RETURN(const auto days, OpenDays(*then));
  BusinessDates dates;
  for (const auto& [property_id, day] : days) dates.emplace(property_id, day.business_date());
  return dates;
}

absl::StatusOr<ExitCode> PrintDeskList(const ViewSnapshot& view, const BookingFilter& filter,
                                       DeskList list, const BookingsOptions& options,
                                       CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(const BusinessDates dates, BusinessDatesAt(view, options, context));
  DAYBOOK_ASSIGN_OR_RETURN(const std::vector<v1::Booking> found,
                           ReadDeskList(view, filter, list, dates));
  const auto source = [&found](const std::function<bool(const v1::Booking&)>& visitor) {
    for (const v1::Booking& booking : found) {
      if (!visitor(booking)) break;
    }
    return absl::OkStatus();
  };
  return PrintList(source, options, context);
}

// Each of them says which bookings, and some in which order.
absl::Status CheckOneList(const BookingsOptions& options) {
  const int desk_lists = options.due_in + options.due_out + options.waitlist;
  const bool others = !options.status.empty() || !options.count_by.empty();
  if (desk_lists == 0 || (desk_lists == 1 && !others)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      "--due-in, --due-out and --waitlist go neither together nor with --status or --count-by");
}

absl::StatusOr<ExitCode> Bookings(const BookingsOptions& options, CommandContext& context) {
  DAYBOOK_RETURN_IF_ERROR(CheckOneList(options));
  DAYBOOK_ASSIGN_OR_RETURN(const BookingFilter filter, ReadFilter(options));
  std::vector<BookingField> fields;
  if (!options.count_by.empty()) {
    DAYBOOK_ASSIGN_OR_RETURN(fields, ReadFields(options.count_by));
  }
  DAYBOOK_RETURN_IF_ERROR(
      CheckProperty(options.dir, filter.property_id, options.as_of, context, options.progress));
  DAYBOOK_ASSIGN_OR_RETURN(const ViewMoment moment,
                           OpenViewAsOf(options.dir, NewBookingsProjection(), options.as_of,
                                        filter.property_id, context, options.progress));
  if (!fields.empty()) return PrintCounts(*moment.snapshot, filter, fields, options.json, context);
  if (const std::optional<DeskList> list = DeskListOf(options)) {
    return PrintDeskList(*moment.snapshot, filter, *list, options, context);
  }
  const auto source = [&](const std::function<bool(const v1::Booking&)>& visitor) {
    return ListBookings(*moment.snapshot, filter, visitor);
  };
  return PrintList(source, options, context);
}

}  // namespace

CommandBody ConfigureBookings(CLI::App& app) {
  auto options = std::make_shared<BookingsOptions>();
  AddLedgerArgument(app, options->dir);
  app.add_option("--property", options->filter.property_id, "Of this property")->type_name("ID");
  app.add_option("--customer", options->filter.customer_id, "Of this customer")->type_name("ID");
  app.add_option("--status", options->status,
                 "HELD, WAITLISTED, CONFIRMED, IN_HOUSE, CHECKED_OUT, CANCELLED or NO_SHOW")
      ->type_name("STATUS");
  app.add_option("--arrival-from", options->arrival_from, "Arriving on this day or later")
      ->type_name("DATE");
  app.add_option("--arrival-until", options->arrival_until, "Arriving before this day")
      ->type_name("DATE");
  app.add_option("--room-type", options->filter.room_type_id, "Booked as this room type")
      ->type_name("ID");
  app.add_option("--channel", options->filter.channel_id, "Sold through this channel")
      ->type_name("ID");
  app.add_option("--limit", options->limit,
                 "At most so many; 0: all. On a terminal 100, elsewhere all")
      ->type_name("N");
  app.add_option("--count-by", options->count_by,
                 "Count by property, status, room_type, channel, arrival_month, customer")
      ->type_name("FIELD[,FIELD]");
  app.add_flag("--due-in", options->due_in,
               "Held or confirmed, and to arrive by the business date");
  app.add_flag("--due-out", options->due_out, "In house, and to leave by the business date");
  app.add_flag("--waitlist", options->waitlist,
               "Waitlisted, those first who are first to get a room");
  AddAsOfOption(app, options->as_of);
  AddJsonFlag(app, options->json);
  AddProgressFlag(app, options->progress);
  app.footer(
      "The state of the bookings as of the end of the log, or of a moment of the past. A narrow "
      "terminal shows fewer "
      "columns.\n"
      "\n"
      "Examples:\n"
      "  daybook bookings book --property H1 --status CONFIRMED\n"
      "  daybook bookings book --property H1 --due-in\n"
      "  daybook bookings book --arrival-from 2026-03-01 --arrival-until 2026-04-01\n"
      "  daybook bookings book --count-by property,status\n"
      "  daybook bookings book --count-by property,status --as-of 2026-03-02\n"
      "  daybook bookings book --count-by arrival_month --json");
  return [options](CommandContext& context) { return Bookings(*options, context); };
}

}  // namespace daybook::cli
