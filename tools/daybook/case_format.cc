#include "tools/daybook/case_format.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "ledger/domain/times.h"

namespace daybook::cli {
namespace {

std::string Without(std::string_view prefix, const std::string& name) {
  return name.starts_with(prefix) ? name.substr(prefix.size()) : name;
}

std::string ActorText(const v1::Actor& actor) {
  return absl::StrCat(Without("ACTOR_KIND_", v1::ActorKind_Name(actor.kind())), ":", actor.id());
}

void TextIfAny(JsonObject& object, std::string_view key, const std::string& value) {
  if (!value.empty()) object.Text(key, value);
}

std::string ClockJson(ClockState state, bool has_by, const google::protobuf::Timestamp& by,
                      bool is_done, const google::protobuf::Timestamp& at) {
  JsonObject object;
  object.Text("clock", ClockName(state));
  if (has_by) object.Text("by", FormatInstant(ToInstant(by)));
  if (is_done) object.Text("at", FormatInstant(ToInstant(at)));
  return object.ToString();
}

std::string StepsJson(const v1::Case& one) {
  std::vector<std::string> steps;
  for (const v1::CaseStep& step : one.steps()) {
    steps.push_back(JsonObject()
                        .Text("status", CaseStatusName(step.status()))
                        .Text("at", FormatInstant(ToInstant(step.at())))
                        .Text("by", ActorText(step.by()))
                        .ToString());
  }
  return JsonArray(steps);
}

std::string RatingsJson(const v1::Case& one) {
  JsonObject object;
  for (const v1::CompetencyScore& score : one.ratings()) {
    object.Number(CompetencyName(score.competency()), score.score());
  }
  return object.ToString();
}

// The clock that matters next: the first that is not done.
std::string NextClock(const v1::Case& one) {
  const auto text = [](const char* what, const google::protobuf::Timestamp& by) {
    return absl::StrCat(what, " by ", FormatInstant(ToInstant(by)));
  };
  if (one.has_acknowledge_by() && !one.has_acknowledged_at()) {
    return text("acknowledge", one.acknowledge_by());
  }
  if (one.has_answer_by() && !one.has_answered_at()) return text("answer", one.answer_by());
  if (one.has_resolve_by() && !one.has_resolved_at()) return text("resolve", one.resolve_by());
  return "";
}

std::string BreachText(const CaseState& state) {
  std::vector<std::string> breaches;
  const auto add = [&](ClockState clock, const char* what) {
    if (clock == ClockState::kLate || clock == ClockState::kMissed) {
      breaches.push_back(absl::StrCat(what, " ", std::string(ClockName(clock))));
    }
  };
  add(state.acknowledged, "acknowledge");
  add(state.answered, "answer");
  add(state.resolved, "resolve");
  return absl::StrJoin(breaches, ", ");
}

}  // namespace

std::string KindName(v1::FeedbackKind kind) {
  return Without("FEEDBACK_KIND_", v1::FeedbackKind_Name(kind));
}
std::string CaseStatusName(v1::CaseStatus status) {
  return Without("CASE_", v1::CaseStatus_Name(status));
}
std::string EmotionName(v1::Emotion emotion) {
  return emotion == v1::EMOTION_UNSPECIFIED ? "" : Without("EMOTION_", v1::Emotion_Name(emotion));
}
std::string CompetencyName(v1::Competency competency) {
  return Without("COMPETENCY_", v1::Competency_Name(competency));
}

std::string_view ClockName(ClockState state) {
  switch (state) {
    case ClockState::kNone:
      return "none";
    case ClockState::kRuns:
      return "runs";
    case ClockState::kMet:
      return "met";
    case ClockState::kLate:
      return "late";
    case ClockState::kMissed:
      return "missed";
  }
  return "";
}

std::string CaseJson(const v1::Case& one, Instant now) {
  const CaseState state = StateOf(one, now);
  JsonObject object;
  object.Text("case", one.case_id())
      .Text("property", one.property_id())
      .Text("kind", KindName(one.kind()))
      .Text("category", one.category())
      .Text("status", CaseStatusName(one.status()))
      .Bool("urgent", one.urgent())
      .Bool("breached", state.breached())
      .Text("opened_at", FormatInstant(ToInstant(one.opened_at())));
  object.Raw("acknowledge",
             ClockJson(state.acknowledged, one.has_acknowledge_by(), one.acknowledge_by(),
                       one.has_acknowledged_at(), one.acknowledged_at()));
  object.Raw("answer", ClockJson(state.answered, one.has_answer_by(), one.answer_by(),
                                 one.has_answered_at(), one.answered_at()));
  object.Raw("resolve", ClockJson(state.resolved, one.has_resolve_by(), one.resolve_by(),
                                  one.has_resolved_at(), one.resolved_at()));
  TextIfAny(object, "department", one.department());
  TextIfAny(object, "assigned", one.assigned_staff_id());
  TextIfAny(object, "plan", one.plan_code());
  TextIfAny(object, "emotion", EmotionName(one.emotion()));
  if (one.de_escalated()) object.Bool("de_escalated", true);
  if (!one.ratings().empty()) object.Raw("ratings", RatingsJson(one));
  if (one.times_reopened() > 0) object.Number("times_reopened", one.times_reopened());
  TextIfAny(object, "booking", one.booking_id());
  TextIfAny(object, "customer", one.customer_id());
  TextIfAny(object, "feedback", one.feedback_id());
  if (one.has_sealed_remark()) object.Text("remark", "<sealed>");
  return object.Raw("steps", StepsJson(one))
      .Number("revision", one.revision())
      .Count("position", one.position())
      .ToString();
}

std::vector<Table::Column> CaseColumns() {
  return {{"CASE", Table::Align::kLeft, true},
          {"PROPERTY", Table::Align::kLeft, false, 1},
          {"KIND", Table::Align::kLeft, false, 3},
          {"CATEGORY"},
          {"STATUS"},
          {"URGENT", Table::Align::kLeft, false, 2},
          {"DEPARTMENT", Table::Align::kLeft, false, 4},
          {"ASSIGNED", Table::Align::kLeft, false, 5},
          {"NEXT"},
          {"BREACHED"}};
}

std::vector<std::string> CaseCells(const v1::Case& one, Instant now) {
  return {one.case_id(),
          one.property_id(),
          KindName(one.kind()),
          one.category(),
          CaseStatusName(one.status()),
          one.urgent() ? "urgent" : "",
          one.department(),
          one.assigned_staff_id(),
          NextClock(one),
          BreachText(StateOf(one, now))};
}

}  // namespace daybook::cli
