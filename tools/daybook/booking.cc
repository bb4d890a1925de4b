// daybook booking: one booking.
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "projections/bookings/bookings_view.h"
#include "tools/daybook/as_of.h"
#include "tools/daybook/booking_format.h"
#include "tools/daybook/command.h"
#include "tools/daybook/views.h"

namespace daybook::cli {
namespace {

struct BookingOptions {
  std::string dir;
  std::string id;
  std::string as_of;
  bool json = false;
  bool progress = false;
};

absl::StatusOr<ExitCode> ShowBooking(const BookingOptions& options, CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(const ViewMoment moment,
                           OpenViewAsOf(options.dir, NewBookingsProjection(), options.as_of, "",
                                        context, options.progress));
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<v1::Booking> booking,
                           GetBooking(*moment.snapshot, options.id));
  if (!booking.has_value()) {
    return WithHint(absl::NotFoundError(absl::StrCat(
                        "there is no booking '", options.id, "' (", options.dir,
                        options.as_of.empty() ? "" : absl::StrCat(" as of ", options.as_of), ")")),
                    absl::StrCat("`daybook bookings ", options.dir, "` lists what there is"));
  }
  if (options.json) {
    context.out.Line(BookingJson(*booking));
  } else {
    PrintBooking(*booking, context.out);
  }
  return ExitCode::kDone;
}

}  // namespace

CommandBody ConfigureBooking(CLI::App& app) {
  auto options = std::make_shared<BookingOptions>();
  AddLedgerArgument(app, options->dir);
  app.add_option("ID", options->id, "The booking's id")->required()->type_name("");
  AddAsOfOption(app, options->as_of);
  AddJsonFlag(app, options->json, "A JSON object instead of a page");
  AddProgressFlag(app, options->progress);
  app.footer(
      "Everything about one booking as it stands now, or stood at a moment of the past: stay, "
      "price, terms with their deadlines, "
      "payments, refunds.\n"
      "Personal data is <sealed>.\n"
      "\n"
      "Examples:\n"
      "  daybook booking book B-1\n"
      "  daybook booking book B-1 --as-of 2026-03-02\n"
      "  daybook booking book B-1 --json | jq .price_minor");
  return [options](CommandContext& context) { return ShowBooking(*options, context); };
}

}  // namespace daybook::cli
