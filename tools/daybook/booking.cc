// daybook booking: one booking.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "projections/bookings/bookings_view.h"
#include "projections/customers/customers_view.h"
#include "tools/daybook/as_of.h"
#include "tools/daybook/booking_format.h"
#include "tools/daybook/command.h"
#include "tools/daybook/labelled_page.h"
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

// What the house knows of the guest by then, so that nobody has to ask again: preferences, and what was noticed at earlier stays.
absl::StatusOr<v1::Customer> GuestsFile(const BookingOptions& options, const v1::Booking& booking,
                                        CommandContext& context) {
  if (booking.customer_id().empty()) return v1::Customer();
  DAYBOOK_ASSIGN_OR_RETURN(const ViewMoment moment,
                           OpenViewAsOf(options.dir, NewCustomersProjection(), options.as_of, "",
                                        context, options.progress));
  DAYBOOK_ASSIGN_OR_RETURN(const auto standing, GetStanding(*moment.snapshot, booking.customer_id(),
                                                            nullptr, CivilDate()));
  return standing.has_value() ? standing->file : v1::Customer();
}

void PrintGuestsFile(const v1::Customer& file, const v1::Booking& booking, Output& out) {
  LabelledPage page(out);
  for (const v1::Preference& preference : file.preferences()) {
    page.Line("Guest prefers", absl::StrCat(preference.code(), ": ", preference.value()));
  }
  for (const v1::StayNote& note : file.stay_notes()) {
    page.Line(note.booking_id() == booking.booking_id() ? "Noted" : "Noted before",
              absl::StrCat(note.booking_id(), "  ", note.code(),
                           note.has_sealed_remark() ? "  <sealed>" : ""));
  }
}

// The booking's object, and what is known of the guest at its end.
std::string WithGuestsFile(std::string booking_json, const v1::Customer& file) {
  if (file.preferences().empty() && file.stay_notes().empty()) return booking_json;
  std::vector<std::string> preferences;
  for (const v1::Preference& preference : file.preferences()) {
    preferences.push_back(
        JsonObject().Text("code", preference.code()).Text("value", preference.value()).ToString());
  }
  std::vector<std::string> notes;
  for (const v1::StayNote& note : file.stay_notes()) {
    notes.push_back(
        JsonObject().Text("booking", note.booking_id()).Text("code", note.code()).ToString());
  }
  booking_json.pop_back();
  return absl::StrCat(booking_json, ",\"guest_prefers\":", JsonArray(preferences),
                      ",\"stay_notes\":", JsonArray(notes), "}");
}

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
  DAYBOOK_ASSIGN_OR_RETURN(const v1::Customer file, GuestsFile(options, *booking, context));
  if (options.json) {
    context.out.Line(WithGuestsFile(BookingJson(*booking), file));
  } else {
    PrintBooking(*booking, context.out);
    PrintGuestsFile(file, *booking, context.out);
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
      "payments, refunds; and what is known of the guest: preferences, notes of earlier stays.\n"
      "Personal data is <sealed>.\n"
      "\n"
      "Examples:\n"
      "  daybook booking book B-1\n"
      "  daybook booking book B-1 --as-of 2026-03-02\n"
      "  daybook booking book B-1 --json | jq .price_minor");
  return [options](CommandContext& context) { return ShowBooking(*options, context); };
}

}  // namespace daybook::cli
