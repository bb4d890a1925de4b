// daybook customer: one customer.
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "projections/bookings/bookings_view.h"
#include "projections/customers/customers_view.h"
#include "tools/daybook/as_of.h"
#include "tools/daybook/command.h"
#include "tools/daybook/customer_format.h"

namespace daybook::cli {
namespace {

struct CustomerOptions {
  std::string dir;
  std::string id;
  std::string as_of;
  bool json = false;
  bool progress = false;
};

absl::Status Unknown(const CustomerOptions& options) {
  return WithHint(absl::NotFoundError(absl::StrCat(
                      "there is no customer '", options.id, "' (", options.dir,
                      options.as_of.empty() ? "" : absl::StrCat(" as of ", options.as_of), ")")),
                  absl::StrCat("`daybook customers ", options.dir, "` lists whom there is"));
}

absl::StatusOr<ExitCode> ShowCustomer(const CustomerOptions& options, CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(const ViewMoment moment,
                           OpenViewAsOf(options.dir, NewCustomersProjection(), options.as_of, "",
                                        context, options.progress));
  const ViewSnapshot& view = *moment.snapshot;
  const absl::StatusOr<CustomersToday> today = TodayOf(view);
  if (absl::IsNotFound(today.status())) return Unknown(options);
  DAYBOOK_RETURN_IF_ERROR(today.status());
  DAYBOOK_ASSIGN_OR_RETURN(
      auto standing,
      GetStanding(view, options.id, today->policy.has_value() ? &*today->policy : nullptr,
                  today->date));
  if (!standing.has_value()) return Unknown(options);
  CustomerPage page;
  page.standing = *std::move(standing);
  const v1::Customer& file = page.standing.file;
  DAYBOOK_ASSIGN_OR_RETURN(page.agreements, AgreementsOf(view, file));
  DAYBOOK_ASSIGN_OR_RETURN(page.offers, OffersOf(view, file));
  DAYBOOK_ASSIGN_OR_RETURN(page.gifts, GiftsOf(view, file));
  DAYBOOK_ASSIGN_OR_RETURN(page.surveys, SurveysOf(view, file));
  DAYBOOK_ASSIGN_OR_RETURN(
      const ViewMoment bookings,
      OpenViewAsOf(options.dir, NewBookingsProjection(), absl::StrCat(view.info().position), "",
                   context, options.progress));
  DAYBOOK_ASSIGN_OR_RETURN(page.consumption, ConsumptionOf(*bookings.snapshot, file));
  if (file.customer_id() != options.id) {
    context.Note(absl::StrCat("customer ", options.id, " was merged into ", file.customer_id()));
  }
  if (options.json) {
    context.out.Line(CustomerPageJson(page));
  } else {
    PrintCustomer(page, context.out);
  }
  return ExitCode::kDone;
}

}  // namespace

CommandBody ConfigureCustomer(CLI::App& app) {
  auto options = std::make_shared<CustomerOptions>();
  AddLedgerArgument(app, options->dir);
  app.add_option("ID", options->id, "The customer's id")->required()->type_name("");
  AddAsOfOption(app, options->as_of);
  AddJsonFlag(app, options->json, "A JSON object instead of a page");
  AddProgressFlag(app, options->progress);
  app.footer(
      "The file of one customer with those merged into it: segment, preferences, stay notes, "
      "what was consumed, agreements, offers, gifts, surveys.\n"
      "Personal data is <sealed>.\n"
      "\n"
      "Examples:\n"
      "  daybook customer book c-1\n"
      "  daybook customer book c-1 --as-of 2026-03-02\n"
      "  daybook customer book c-1 --json | jq .file.preferences");
  return [options](CommandContext& context) { return ShowCustomer(*options, context); };
}

}  // namespace daybook::cli
