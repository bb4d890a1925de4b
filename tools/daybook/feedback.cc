// daybook feedback: cases, what guests said, and what it comes to.
#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "projections/bookings/bookings_view.h"
#include "projections/calendar/calendar_view.h"
#include "projections/feedback/feedback_view.h"
#include "tools/daybook/as_of.h"
#include "tools/daybook/booking_format.h"
#include "tools/daybook/case_format.h"
#include "tools/daybook/command.h"
#include "tools/daybook/present.h"
#include "tools/daybook/suggest.h"

namespace daybook::cli {
namespace {

struct FeedbackOptions {
  std::string dir;
  std::string list = "cases";
  CaseFilter filter;
  std::string as_of;
  int32_t days = 90;
  bool json = false;
  bool progress = false;
};

// Lines of a list: JSON objects, or rows of a table.
class Lines {
 public:
  Lines(std::vector<Table::Column> columns, bool json, CommandContext& context)
      : table_(std::move(columns)), json_(json), context_(context) {}

  // False: nobody reads any more.
  bool Add(const JsonObject& object, std::vector<std::string> cells) {
    return AddText(object.ToString(), std::move(cells));
  }
  bool AddText(const std::string& object, std::vector<std::string> cells) {
    if (json_) return context_.out.Line(object);
    table_.Add(std::move(cells));
    return true;
  }
  ExitCode Finish() {
    if (!json_) table_.Print(context_.terminal, context_.out);
    return ExitCode::kDone;
  }

 private:
  Table table_;
  const bool json_;
  CommandContext& context_;
};

Table::Column Right(std::string title) { return {std::move(title), Table::Align::kRight}; }

std::string Hundredths(int64_t value) {
  return absl::StrFormat("%d.%02d", value / 100, value % 100);
}

std::string MonthText(int32_t yyyymm) {
  return absl::StrFormat("%04d-%02d", yyyymm / 100, yyyymm % 100);
}

absl::StatusOr<ExitCode> PrintCases(const ViewMoment& moment, const FeedbackOptions& options,
                                    CommandContext& context) {
  CaseFilter filter = options.filter;
  DAYBOOK_ASSIGN_OR_RETURN(filter.now, PresentOf(moment, options.as_of));
  Lines lines(CaseColumns(), options.json, context);
  DAYBOOK_RETURN_IF_ERROR(ListCases(*moment.snapshot, filter, [&](const v1::Case& one) {
    return lines.AddText(options.json ? CaseJson(one, filter.now) : "", CaseCells(one, filter.now));
  }));
  return lines.Finish();
}

// By feedback id: of which a case came, and whether it is resolved.
absl::StatusOr<std::map<std::string, bool>> SettledFeedback(const ViewSnapshot& view) {
  std::map<std::string, bool> settled;
  DAYBOOK_RETURN_IF_ERROR(ListCases(view, {}, [&settled](const v1::Case& one) {
    if (one.feedback_id().empty()) return true;
    settled[one.feedback_id()] |= one.status() == v1::CASE_RESOLVED;
    return true;
  }));
  return settled;
}

// Complaints and questions want an answer.
bool IsUnanswered(const v1::Feedback& feedback, const std::map<std::string, bool>& settled) {
  if (feedback.kind() != v1::FEEDBACK_KIND_COMPLAINT &&
      feedback.kind() != v1::FEEDBACK_KIND_QUESTION) {
    return false;
  }
  const auto found = settled.find(feedback.feedback_id());
  return found == settled.end() || !found->second;
}

absl::StatusOr<ExitCode> PrintSaid(const ViewMoment& moment, const FeedbackOptions& options,
                                   CommandContext& context) {
  Lines lines({{"FEEDBACK", Table::Align::kLeft, true},
               {"PROPERTY"},
               {"DATE"},
               {"CHANNEL"},
               {"KIND"},
               {"CATEGORY"},
               Right("SCORE"),
               {"BOOKING"},
               {"CUSTOMER"}},
              options.json, context);
  FeedbackFilter filter;
  filter.property_id = options.filter.property_id;
  DAYBOOK_ASSIGN_OR_RETURN(const auto settled, SettledFeedback(*moment.snapshot));
  constexpr size_t kChannelPrefix = sizeof("FEEDBACK_CHANNEL_") - 1;
  DAYBOOK_RETURN_IF_ERROR(
      ListFeedback(*moment.snapshot, filter, [&](const v1::FeedbackEntry& entry) {
        const v1::Feedback& feedback = entry.feedback();
        if (!options.filter.category.empty() && feedback.category() != options.filter.category) {
          return true;
        }
        if (options.filter.open && !IsUnanswered(feedback, settled)) return true;
        const std::string channel =
            v1::FeedbackChannel_Name(feedback.channel()).substr(kChannelPrefix);
        const std::string date = FormatYmd(entry.business_date());
        JsonObject object;
        object.Text("feedback", feedback.feedback_id())
            .Text("property", feedback.property_id())
            .Text("date", date)
            .Text("channel", channel)
            .Text("kind", KindName(feedback.kind()))
            .Text("category", feedback.category());
        if (feedback.has_score()) object.Number("score", feedback.score());
        object.Text("booking", feedback.booking_id()).Text("customer", feedback.customer_id());
        if (feedback.remark().has_sealed()) object.Text("remark", "<sealed>");
        return lines.Add(object, {feedback.feedback_id(), feedback.property_id(), date, channel,
                                  KindName(feedback.kind()), feedback.category(),
                                  feedback.has_score() ? absl::StrCat(feedback.score()) : "",
                                  feedback.booking_id(), feedback.customer_id()});
      }));
  return lines.Finish();
}

absl::StatusOr<ExitCode> PrintResponse(const ViewMoment& moment, const FeedbackOptions& options,
                                       CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(const Instant now, PresentOf(moment, options.as_of));
  DAYBOOK_ASSIGN_OR_RETURN(const auto report,
                           ResponseReport(*moment.snapshot, options.filter.property_id, now));
  Lines lines({{"KIND"},
               Right("CASES"),
               Right("OPEN"),
               Right("BREACHED"),
               Right("REOPENED"),
               Right("ACKNOWLEDGED AFTER"),
               Right("ANSWERED AFTER"),
               Right("RESOLVED AFTER")},
              options.json, context);
  const auto step_json = [](const ResponseTimes::Step& step) {
    return JsonObject()
        .Count("done", step.done)
        .Number("average_minutes", step.average_minutes())
        .Count("in_time", step.in_time)
        .Count("late", step.late)
        .ToString();
  };
  const auto step_text = [](const ResponseTimes::Step& step) {
    return step.done == 0 ? std::string() : absl::StrCat(step.average_minutes(), " min");
  };
  for (const auto& [kind, times] : report) {
    JsonObject object;
    object.Text("kind", KindName(kind))
        .Count("cases", times.cases)
        .Count("open", times.open)
        .Count("breached", times.breached)
        .Count("reopened", times.reopened)
        .Raw("acknowledge", step_json(times.acknowledge))
        .Raw("answer", step_json(times.answer))
        .Raw("resolve", step_json(times.resolve));
    lines.Add(object,
              {KindName(kind), absl::StrCat(times.cases), absl::StrCat(times.open),
               absl::StrCat(times.breached), absl::StrCat(times.reopened),
               step_text(times.acknowledge), step_text(times.answer), step_text(times.resolve)});
  }
  return lines.Finish();
}

absl::StatusOr<ExitCode> PrintTrend(const ViewMoment& moment, const FeedbackOptions& options,
                                    CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto trend,
                           SatisfactionTrend(*moment.snapshot, options.filter.property_id));
  Lines lines({{"PROPERTY"},
               {"MONTH"},
               Right("FEEDBACK"),
               Right("COMPLIMENTS"),
               Right("COMPLAINTS"),
               Right("SUGGESTIONS"),
               Right("QUESTIONS"),
               Right("SCORE")},
              options.json, context);
  for (const auto& [place, month] : trend) {
    const std::string score = month.scored == 0 ? "" : Hundredths(month.average_score_hundredths());
    JsonObject object;
    object.Text("property", place.property_id)
        .Text("month", MonthText(place.month))
        .Count("feedback", month.feedback)
        .Count("compliments", month.compliments)
        .Count("complaints", month.complaints)
        .Count("suggestions", month.suggestions)
        .Count("questions", month.questions)
        .Count("scored", month.scored);
    if (!score.empty()) object.Raw("score", score);
    lines.Add(object, {place.property_id, MonthText(place.month), absl::StrCat(month.feedback),
                       absl::StrCat(month.compliments), absl::StrCat(month.complaints),
                       absl::StrCat(month.suggestions), absl::StrCat(month.questions), score});
  }
  return lines.Finish();
}

absl::StatusOr<ExitCode> PrintProblems(const ViewMoment& moment, const FeedbackOptions& options,
                                       CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto problems,
                           FrequentProblems(*moment.snapshot, options.filter.property_id));
  Lines lines({{"PROPERTY"}, {"MONTH"}, {"CATEGORY"}, Right("COMPLAINTS"), Right("CASES")},
              options.json, context);
  for (const ProblemCount& problem : problems) {
    if (!options.filter.category.empty() && problem.category != options.filter.category) continue;
    JsonObject object;
    object.Text("property", problem.property_id)
        .Text("month", MonthText(problem.month))
        .Text("category", problem.category)
        .Count("complaints", problem.complaints)
        .Count("cases", problem.cases);
    lines.Add(object, {problem.property_id, MonthText(problem.month), problem.category,
                       absl::StrCat(problem.complaints), absl::StrCat(problem.cases)});
  }
  return lines.Finish();
}

// Cancelled bookings of the action's category, if that is a reason to cancel.
struct Cancelled {
  uint64_t before = 0;
  uint64_t after = 0;
};
absl::StatusOr<Cancelled> CountCancelled(const ViewSnapshot& bookings, const ActionEffect& effect) {
  Cancelled cancelled;
  v1::CancellationReason reason = v1::CANCELLATION_REASON_UNSPECIFIED;
  if (effect.action.done_on() == 0 ||
      (!v1::CancellationReason_Parse(effect.action.category(), &reason) &&
       !v1::CancellationReason_Parse(absl::StrCat("CANCELLATION_REASON_", effect.action.category()),
                                     &reason))) {
    return cancelled;
  }
  BookingFilter filter;
  filter.property_id = effect.action.property_id();
  filter.status = v1::CANCELLED;
  DAYBOOK_RETURN_IF_ERROR(ListBookings(bookings, filter, [&](const v1::Booking& booking) {
    const auto date = CivilDate::FromYmd(booking.cancellation().business_date());
    if (booking.cancellation().reason() != reason || !date) return true;
    cancelled.before += effect.from <= *date && *date < effect.done_on;
    cancelled.after += effect.done_on <= *date && *date < effect.until;
    return true;
  }));
  return cancelled;
}

absl::StatusOr<ExitCode> PrintActions(const ViewMoment& moment, const FeedbackOptions& options,
                                      CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(const ViewMoment calendar,
                           OpenViewAsOf(options.dir, NewCalendarProjection(), options.as_of,
                                        options.filter.property_id, context, options.progress));
  DAYBOOK_ASSIGN_OR_RETURN(const auto days, OpenDays(*calendar.snapshot));
  DAYBOOK_ASSIGN_OR_RETURN(const ViewMoment bookings,
                           OpenViewAsOf(options.dir, NewBookingsProjection(), options.as_of,
                                        options.filter.property_id, context, options.progress));
  const auto today = [&days](std::string_view property_id) {
    const auto found = days.find(std::string(property_id));
    const int32_t date = found == days.end() ? 0 : found->second.business_date();
    return CivilDate::FromYmd(date).value_or(CivilDate());
  };
  DAYBOOK_ASSIGN_OR_RETURN(
      const auto effects,
      ActionEffects(*moment.snapshot, options.filter.property_id, options.days, today));
  Lines lines({{"ACTION", Table::Align::kLeft, true},
               {"PROPERTY"},
               {"CATEGORY"},
               {"MEASURE"},
               {"OPENED"},
               {"DONE"},
               Right("DAYS"),
               Right("CASES BEFORE"),
               Right("AFTER"),
               Right("CANCELLED BEFORE"),
               Right("AFTER")},
              options.json, context);
  for (const ActionEffect& effect : effects) {
    DAYBOOK_ASSIGN_OR_RETURN(const Cancelled cancelled, CountCancelled(*bookings.snapshot, effect));
    const v1::ImprovementAction& action = effect.action;
    const int32_t span = effect.until - effect.done_on;
    JsonObject object;
    object.Text("action", action.action_id())
        .Text("property", action.property_id())
        .Text("category", action.category())
        .Text("measure", action.measure_code())
        .Text("owner", action.owner_staff_id())
        .Text("opened_on", FormatYmd(action.opened_on()))
        .Text("done_on", FormatYmd(action.done_on()))
        .Number("days", span)
        .Count("cases_before", effect.cases_before)
        .Count("cases_after", effect.cases_after)
        .Count("cancelled_before", cancelled.before)
        .Count("cancelled_after", cancelled.after);
    lines.Add(object,
              {action.action_id(), action.property_id(), action.category(), action.measure_code(),
               FormatYmd(action.opened_on()), FormatYmd(action.done_on()), absl::StrCat(span),
               absl::StrCat(effect.cases_before), absl::StrCat(effect.cases_after),
               absl::StrCat(cancelled.before), absl::StrCat(cancelled.after)});
  }
  return lines.Finish();
}

absl::StatusOr<ExitCode> PrintRatings(const ViewMoment& moment, const FeedbackOptions& options,
                                      RatedBy by, CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto ratings,
                           HandlingRatings(*moment.snapshot, options.filter.property_id, by));
  Lines lines({{by == RatedBy::kTeam ? "TEAM" : "DEPARTMENT"},
               Right("MEMBERS"),
               Right("CASES"),
               Right("RESOLVED"),
               Right("REOPENED"),
               Right("UPSET"),
               Right("CALMED"),
               Right("MENTAL"),
               Right("CHARACTER"),
               Right("SKILL"),
               Right("OVERALL")},
              options.json, context);
  for (const auto& [who, rating] : ratings) {
    if (!rating.is_of_several()) {
      context.Note(absl::StrCat(who.empty() ? "(none)" : who,
                                ": the figures are about a single person; `daybook report staff` "
                                "shows them to those who may see them"));
      continue;
    }
    std::vector<std::string> cells = {who,
                                      absl::StrCat(rating.members.size()),
                                      absl::StrCat(rating.cases),
                                      absl::StrCat(rating.resolved),
                                      absl::StrCat(rating.reopened),
                                      absl::StrCat(rating.upset),
                                      absl::StrCat(rating.de_escalated)};
    JsonObject object;
    object.Text(by == RatedBy::kTeam ? "team" : "department", who)
        .Count("members", rating.members.size())
        .Count("cases", rating.cases)
        .Count("resolved", rating.resolved)
        .Count("reopened", rating.reopened)
        .Count("upset", rating.upset)
        .Count("de_escalated", rating.de_escalated);
    for (int i = v1::COMPETENCY_MENTAL; i <= v1::COMPETENCY_OVERALL; ++i) {
      const auto competency = static_cast<v1::Competency>(i);
      const auto found = rating.scores.find(competency);
      const std::string average =
          found == rating.scores.end() ? "" : Hundredths(found->second.average_hundredths());
      cells.push_back(average);
      if (!average.empty()) object.Raw(CompetencyName(competency), average);
    }
    lines.Add(object, std::move(cells));
  }
  return lines.Finish();
}

absl::StatusOr<ExitCode> PrintCommitments(const ViewMoment& moment, const FeedbackOptions& options,
                                          CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(
      const auto counts,
      CountCommitments(*moment.snapshot, options.filter.property_id, options.filter.customer_id));
  Lines lines({{"BY"}, Right("OPEN"), Right("KEPT"), Right("BROKEN")}, options.json, context);
  for (const auto& [by_customer, count] : counts) {
    const std::string by = by_customer ? "customer" : "house";
    JsonObject object;
    object.Text("by", by)
        .Count("open", count.open)
        .Count("kept", count.kept)
        .Count("broken", count.broken);
    lines.Add(object,
              {by, absl::StrCat(count.open), absl::StrCat(count.kept), absl::StrCat(count.broken)});
  }
  return lines.Finish();
}

absl::StatusOr<ExitCode> PrintPromises(const ViewMoment& moment, const FeedbackOptions& options,
                                       CommandContext& context) {
  Lines lines({{"COMMITMENT", Table::Align::kLeft, true},
               {"BY"},
               {"WHAT"},
               {"DUE"},
               {"STATUS"},
               {"PROPERTY"},
               {"CUSTOMER"},
               {"BOOKING"},
               {"CASE"}},
              options.json, context);
  constexpr size_t kPrefix = sizeof("COMMITMENT_") - 1;
  DAYBOOK_RETURN_IF_ERROR(ListCommitments(
      *moment.snapshot, options.filter.property_id, options.filter.customer_id,
      [&](const v1::Commitment& promise) {
        const std::string by = promise.by_customer() ? "customer" : "house";
        const std::string status = v1::CommitmentStatus_Name(promise.status()).substr(kPrefix);
        const std::string due = FormatYmd(promise.due_on());
        JsonObject object;
        object.Text("commitment", promise.commitment_id())
            .Text("by", by)
            .Text("what", promise.code())
            .Text("due_on", due)
            .Text("status", status)
            .Text("property", promise.property_id())
            .Text("customer", promise.customer_id())
            .Text("booking", promise.booking_id())
            .Text("case", promise.case_id())
            .Text("made_by", promise.made_by().id());
        return lines.Add(object, {promise.commitment_id(), by, promise.code(), due, status,
                                  promise.property_id(), promise.customer_id(),
                                  promise.booking_id(), promise.case_id()});
      }));
  return lines.Finish();
}

const std::vector<std::string>& Lists() {
  static const std::vector<std::string> lists = {
      "cases",   "said",  "response",    "trend",       "problems",
      "actions", "teams", "departments", "commitments", "promises"};
  return lists;
}

absl::StatusOr<ExitCode> RunFeedback(const FeedbackOptions& options, CommandContext& context) {
  if (std::find(Lists().begin(), Lists().end(), options.list) == Lists().end()) {
    return absl::InvalidArgumentError(absl::StrCat("--list: there is no list '", options.list, "'",
                                                   DidYouMean(options.list, Lists())));
  }
  DAYBOOK_RETURN_IF_ERROR(CheckProperty(options.dir, options.filter.property_id, options.as_of,
                                        context, options.progress));
  DAYBOOK_ASSIGN_OR_RETURN(const ViewMoment moment,
                           OpenViewAsOf(options.dir, NewFeedbackProjection(), options.as_of,
                                        options.filter.property_id, context, options.progress));
  if (options.list == "said") return PrintSaid(moment, options, context);
  if (options.list == "response") return PrintResponse(moment, options, context);
  if (options.list == "trend") return PrintTrend(moment, options, context);
  if (options.list == "problems") return PrintProblems(moment, options, context);
  if (options.list == "actions") return PrintActions(moment, options, context);
  if (options.list == "teams") return PrintRatings(moment, options, RatedBy::kTeam, context);
  if (options.list == "departments") {
    return PrintRatings(moment, options, RatedBy::kDepartment, context);
  }
  if (options.list == "promises") return PrintPromises(moment, options, context);
  if (options.list == "commitments") return PrintCommitments(moment, options, context);
  return PrintCases(moment, options, context);
}

}  // namespace

CommandBody ConfigureFeedback(CLI::App& app) {
  auto options = std::make_shared<FeedbackOptions>();
  AddLedgerArgument(app, options->dir);
  app.add_option("--list", options->list,
                 "cases, said, response, trend, problems, actions, teams, departments, commitments "
                 "(how many) or promises (each)")
      ->type_name("LIST");
  app.add_option("--property", options->filter.property_id, "Of this property")->type_name("ID");
  app.add_option("--customer", options->filter.customer_id,
                 "Cases and commitments of this customer")
      ->type_name("ID");
  app.add_option("--category", options->filter.category, "Of this category")->type_name("ID");
  app.add_option("--department", options->filter.department, "Cases of this department")
      ->type_name("ID");
  app.add_option("--assigned", options->filter.assigned_staff_id,
                 "Cases assigned to this member of staff")
      ->type_name("ID");
  app.add_flag(
      "--open", options->filter.open,
      "Cases that are not resolved; of `said`: complaints and questions without a resolved case");
  app.add_flag("--breached", options->filter.breached,
               "Cases of which a clock was met too late, or not at all");
  app.add_option("--days", options->days, "Actions: at most so many days before and after; 90")
      ->type_name("N")
      ->check(CLI::Range(1, 3650));
  AddAsOfOption(app, options->as_of);
  AddJsonFlag(app, options->json);
  AddProgressFlag(app, options->progress);
  app.footer(
      "What guests say, the cases that come of it, and what is done about it. Clocks are judged as "
      "of the instant of --as-of, or of the present.\n"
      "\n"
      "Examples:\n"
      "  daybook feedback book --open --breached --property H1\n"
      "  daybook feedback book --breached --as-of 2026-03-29T12:00:00Z --json\n"
      "  daybook feedback book --list problems --property H1\n"
      "  daybook feedback book --list actions --days 30");
  return [options](CommandContext& context) { return RunFeedback(*options, context); };
}

}  // namespace daybook::cli
