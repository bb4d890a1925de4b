// daybook credit: what debtor accounts may owe, what they owe, and how their credit came about.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "projections/credit/credit_view.h"
#include "tools/daybook/ageing_format.h"
#include "tools/daybook/as_of.h"
#include "tools/daybook/booking_format.h"
#include "tools/daybook/command.h"
#include "tools/daybook/suggest.h"

namespace daybook::cli {
namespace {

struct CreditOptions {
  std::string dir;
  std::string account_id;
  std::string as_of;
  bool json = false;
  bool progress = false;
};

std::string ExposureJson(const Exposure& exposure) {
  return JsonObject()
      .Number("receivable_minor", exposure.receivable_minor)
      .Number("unbilled_minor", exposure.unbilled_minor)
      .Number("arrivals_minor", exposure.arrivals_minor)
      .Number("deposits_minor", exposure.deposits_minor)
      .Number("net_minor", exposure.Net())
      .ToString();
}

JsonObject StandingJson(const CreditStanding& standing) {
  const v1::Credit& credit = standing.credit;
  JsonObject object;
  object.Text("account", standing.account.definition().account_id())
      .Text("customer", standing.account.definition().customer_id())
      .Text("grade", GradeName(credit.grade()))
      .Text("status", CreditStatusName(standing.status))
      .Number("score", credit.score())
      .Text("currency", standing.currency)
      .Number("limit_minor", credit.limit_minor())
      .Number("term_days", credit.term_days())
      .Number("cover_minor", credit.cover_minor())
      .Bool("blocked", credit.blocked())
      .Text("business_date", FormatYmd(standing.business_date))
      .Text("last_review_on", FormatYmd(credit.last_review_on()))
      .Text("next_review_on", FormatYmd(credit.next_review_on()))
      .Raw("exposure", ExposureJson(standing.exposure))
      .Raw("ageing", AgeingJson(standing.ageing));
  return object;
}

std::string ReviewJson(const ReviewAt& at) {
  const v1::CreditReview& review = at.review;
  std::vector<std::string> factors;
  for (const v1::FactorLevel& factor : review.factors()) {
    factors.push_back(JsonObject()
                          .Text("factor", FactorName(factor.factor()))
                          .Number("level", factor.level())
                          .Number("points", factor.points())
                          .Text("because", ExplainFactor(factor))
                          .ToString());
  }
  return JsonObject()
      .Count("position", at.position)
      .Text("date", FormatYmd(review.business_date()))
      .Text("trigger", TriggerName(review.trigger()))
      .Text("policy",
            absl::StrCat(review.policy().policy_id(), " version ", review.policy().version()))
      .Number("score", review.score())
      .Text("matched", GradeName(review.matched()))
      .Text("old_grade", GradeName(review.old_grade()))
      .Text("grade", GradeName(review.grade()))
      .Text("status", CreditStatusName(review.status()))
      .Number("limit_minor", review.limit_minor())
      .Number("term_days", review.term_days())
      .Number("revenue_minor", review.revenue_minor())
      .Number("stays", review.stays())
      .Number("cancellation_percent", review.cancellation_percent())
      .Number("known_days", review.known_days())
      .Number("exposure_minor", review.exposure_minor())
      .Number("days_past_due", review.days_past_due())
      .Text("next_review_on", FormatYmd(review.next_review_on()))
      .Raw("factors", JsonArray(factors))
      .ToString();
}

absl::StatusOr<ExitCode> PrintAll(const ViewSnapshot& view, const CreditOptions& options,
                                  CommandContext& context) {
  Table table({{"ACCOUNT", Table::Align::kLeft, true},
               {"GRADE"},
               {"STATUS"},
               {"SCORE", Table::Align::kRight, false, 2},
               {"LIMIT", Table::Align::kRight},
               {"EXPOSURE", Table::Align::kRight},
               {"TERM", Table::Align::kRight},
               {"DAYS PAST DUE", Table::Align::kRight, false, 1},
               {"NEXT REVIEW", Table::Align::kLeft, false, 3}});
  DAYBOOK_RETURN_IF_ERROR(ListCreditStandings(view, [&](const CreditStanding& standing) {
    if (options.json) return context.out.Line(StandingJson(standing).ToString());
    const v1::Credit& credit = standing.credit;
    table.Add({standing.account.definition().account_id(), GradeName(credit.grade()),
               CreditStatusName(standing.status), absl::StrCat(credit.score()),
               FormatAmount(credit.limit_minor(), standing.currency),
               FormatAmount(standing.exposure.Net(), standing.currency),
               absl::StrCat(credit.term_days()), absl::StrCat(standing.ageing.days_past_due),
               FormatYmd(credit.next_review_on())});
    return true;
  }));
  if (!options.json) table.Print(context.terminal, context.out);
  return ExitCode::kDone;
}

absl::Status UnknownAccount(const ViewSnapshot& view, const CreditOptions& options) {
  std::vector<std::string> ids;
  DAYBOOK_RETURN_IF_ERROR(ListCreditStandings(view, [&ids](const CreditStanding& standing) {
    ids.push_back(standing.account.definition().account_id());
    return true;
  }));
  return WithHint(absl::NotFoundError(absl::StrCat("there is no account '", options.account_id, "'",
                                                   DidYouMean(options.account_id, ids))),
                  absl::StrCat("`daybook credit ", options.dir, "` lists them"));
}

void PrintFacts(const CreditStanding& standing, CommandContext& context) {
  const v1::Credit& credit = standing.credit;
  const auto amount = [&standing](int64_t minor) { return FormatAmount(minor, standing.currency); };
  Facts()
      .Text("account", "", standing.account.definition().account_id())
      .Text("customer", "", standing.account.definition().customer_id())
      .Text("as of", "", FormatYmd(standing.business_date))
      .Text("grade", "", GradeName(credit.grade()))
      .Text("status", "", CreditStatusName(standing.status))
      .Text("score", "", absl::StrCat(credit.score()))
      .Text("limit", "", amount(credit.limit_minor()))
      .Text("term", "", absl::StrCat(credit.term_days(), " days"))
      .Text("open receivables", "", amount(standing.exposure.receivable_minor))
      .Text("unbilled in house", "", amount(standing.exposure.unbilled_minor))
      .Text("guaranteed arrivals", "", amount(standing.exposure.arrivals_minor))
      .Text("deposits", "", amount(standing.exposure.deposits_minor))
      .Text("exposure", "", amount(standing.exposure.Net()))
      .Text("days past due", "", absl::StrCat(standing.ageing.days_past_due))
      .Text("next review", "", FormatYmd(credit.next_review_on()))
      .Print(false, context.out);
}

void PrintFactors(const v1::CreditReview& review, CommandContext& context) {
  Table table({{"FACTOR", Table::Align::kLeft, true},
               {"LEVEL", Table::Align::kRight},
               {"POINTS", Table::Align::kRight},
               {"BECAUSE"}});
  for (const v1::FactorLevel& factor : review.factors()) {
    table.Add({FactorName(factor.factor()), absl::StrCat(factor.level()),
               absl::StrCat(factor.points()), ExplainFactor(factor)});
  }
  context.out.Line("");
  table.Print(context.terminal, context.out);
}

void PrintHistory(const std::vector<ReviewAt>& history, std::string_view currency,
                  CommandContext& context) {
  Table table({{"POSITION", Table::Align::kRight, true},
               {"DATE"},
               {"TRIGGER"},
               {"SCORE", Table::Align::kRight},
               {"OLD GRADE"},
               {"MATCHED"},
               {"GRADE"},
               {"STATUS"},
               {"LIMIT", Table::Align::kRight},
               {"TERM", Table::Align::kRight}});
  for (const ReviewAt& at : history) {
    const v1::CreditReview& review = at.review;
    table.Add({absl::StrCat(at.position), FormatYmd(review.business_date()),
               TriggerName(review.trigger()), absl::StrCat(review.score()),
               GradeName(review.old_grade()), GradeName(review.matched()),
               GradeName(review.grade()), CreditStatusName(review.status()),
               FormatAmount(review.limit_minor(), currency), absl::StrCat(review.term_days())});
  }
  context.out.Line("");
  table.Print(context.terminal, context.out);
}

absl::StatusOr<ExitCode> PrintOne(const ViewSnapshot& view, const CreditOptions& options,
                                  CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto standing, GetCreditStanding(view, options.account_id));
  if (!standing.has_value()) return UnknownAccount(view, options);
  DAYBOOK_ASSIGN_OR_RETURN(const auto history, CreditHistory(view, options.account_id));
  if (options.json) {
    std::vector<std::string> reviews;
    for (const ReviewAt& at : history) reviews.push_back(ReviewJson(at));
    context.out.Line(StandingJson(*standing).Raw("reviews", JsonArray(reviews)).ToString());
    return ExitCode::kDone;
  }
  PrintFacts(*standing, context);
  if (history.empty()) return ExitCode::kDone;
  PrintFactors(history.back().review, context);
  PrintHistory(history, standing->currency, context);
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> RunCredit(const CreditOptions& options, CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(const ViewMoment moment,
                           OpenViewAsOf(options.dir, NewCreditProjection(), options.as_of, "",
                                        context, options.progress));
  return options.account_id.empty() ? PrintAll(*moment.snapshot, options, context)
                                    : PrintOne(*moment.snapshot, options, context);
}

}  // namespace

CommandBody ConfigureCredit(CLI::App& app) {
  auto options = std::make_shared<CreditOptions>();
  AddLedgerArgument(app, options->dir);
  app.add_option("--account", options->account_id,
                 "One account: why its grade is what it is, and every review")
      ->type_name("ID");
  AddAsOfOption(app, options->as_of);
  AddJsonFlag(app, options->json);
  AddProgressFlag(app, options->progress);
  app.footer(
      "The status is that of the account's home property's business date; grade, limit and term "
      "are "
      "those of the last review.\n"
      "\n"
      "Examples:\n"
      "  daybook credit book\n"
      "  daybook credit book --account acme\n"
      "  daybook credit book --account acme --as-of 2026-03-29 --json");
  return [options](CommandContext& context) { return RunCredit(*options, context); };
}

}  // namespace daybook::cli
