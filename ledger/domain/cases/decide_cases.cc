// A case from its opening to its end, and again if it is reopened (DOMAIN C22 to C32, D36).
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/domain/cases/about_checks.h"
#include "ledger/domain/cases/case_clocks.h"
#include "ledger/domain/cases/decide_promises.h"
#include "ledger/domain/decide_context.h"
#include "ledger/domain/times.h"

namespace daybook {
namespace {

using Step = v1::StepCase;

constexpr int kMaxSteps = 64;
constexpr int kMaxScores = 4;  // one a competency
constexpr int32_t kBestScore = 5;

void SetRef(const v1::Policy& policy, v1::PolicyRef& ref) {
  ref.set_policy_id(policy.policy_id());
  ref.set_version(policy.version());
}

class OpenPhases : public Phases {
 public:
  explicit OpenPhases(const DecideContext& context) : open_(context.request.open_case()) {}

  void Form(DecideContext& context) override {
    context.CheckId("case_id", open_.case_id());
    context.CheckId("property_id", open_.property_id());
    context.CheckOptionalId("feedback_id", open_.feedback_id());
    context.CheckOptionalId("booking_id", open_.booking_id());
    context.CheckOptionalId("customer_id", open_.customer_id());
    context.CheckOptionalId("category", open_.category());
    context.CheckEnum("kind", open_.kind(), v1::FeedbackKind_IsValid);
    if (open_.emotion() != v1::EMOTION_UNSPECIFIED) {
      context.CheckEnum("emotion", open_.emotion(), v1::Emotion_IsValid);
    }
    context.CheckPersonal("remark", open_.remark(), open_.customer_id());
  }

  void State(DecideContext& context) override {
    context.RequireNew<v1::Case>("case_id", open_.case_id());
    CheckAbout(context, "", open_.booking_id(), open_.customer_id());
    if (open_.feedback_id().empty()) return;
    const v1::Feedback* const feedback = context.state.FindFeedback(open_.feedback_id());
    if (feedback == nullptr || feedback->property_id() != open_.property_id()) {
      context.DeclineUnknown("feedback_id", open_.feedback_id());
    } else if (!open_.customer_id().empty() && !feedback->customer_id().empty() &&
               open_.customer_id() != feedback->customer_id()) {
      context.Decline(v1::STATE_CUSTOMER_MISMATCH, "customer_id",
                      absl::StrCat("feedback ", open_.feedback_id(), " is of customer ",
                                   feedback->customer_id()));
    }
  }

  // The remark stays in the request: events hold no personal data, sealed or not.
  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    v1::Case& event = *accepted.add_events()->mutable_case_opened();
    event.set_case_id(open_.case_id());
    event.set_property_id(open_.property_id());
    event.set_feedback_id(open_.feedback_id());
    event.set_booking_id(open_.booking_id());
    event.set_customer_id(open_.customer_id());
    event.set_kind(open_.kind());
    event.set_category(open_.category());
    event.set_urgent(open_.urgent());
    event.set_emotion(open_.emotion());
    event.set_status(v1::CASE_OPEN);
    const v1::Policy* const levels = context.PolicyInForce(v1::Policy::kServiceLevels);
    SetClocks(
        StartClocks(levels, open_.kind(), open_.category(), open_.urgent(), context.recorded_at),
        event);
    if (levels != nullptr) {
      SetRef(*levels, *event.mutable_service_levels());
      DecideContext::Cite(*levels, accepted);
    }
    const v1::Policy* const routing = context.PolicyInForce(v1::Policy::kRouting);
    if (routing == nullptr) return;
    event.set_department(std::string(DepartmentFor(routing, open_.category())));
    SetRef(*routing, *event.mutable_routing());
    DecideContext::Cite(*routing, accepted);
  }

 private:
  const v1::OpenCase& open_;
};

// How far the work is. What is reopened begins anew.
int RankOf(v1::CaseStatus status) {
  switch (status) {
    case v1::CASE_ACKNOWLEDGED:
      return 1;
    case v1::CASE_ROUTED:
      return 2;
    case v1::CASE_PLANNED:
      return 3;
    case v1::CASE_ANSWERED:
      return 4;
    case v1::CASE_RESOLVED:
      return 5;
    default:
      return 0;
  }
}

class StepPhases : public Phases {
 public:
  explicit StepPhases(const DecideContext& context) : step_(context.request.step_case()) {}

  void Form(DecideContext& context) override {
    context.CheckId("case_id", step_.case_id());
    switch (step_.what_case()) {
      case Step::kRoute:
        context.CheckOptionalId("route.department", step_.route().department());
        break;
      case Step::kAssign:
        context.CheckId("assign.staff_id", step_.assign().staff_id());
        break;
      case Step::kPlan:
        context.CheckId("plan.plan_code", step_.plan().plan_code());
        break;
      case Step::kReopen:
        if (step_.reopen().reason_code().empty()) {
          context.Decline(v1::FORM_REASON_MISSING, "reopen.reason_code", "says why");
        } else {
          context.CheckId("reopen.reason_code", step_.reopen().reason_code());
        }
        break;
      case Step::kRate:
        CheckScores(context);
        break;
      case Step::kNoteEmotion:
        context.CheckEnum("note_emotion.emotion", step_.note_emotion().emotion(),
                          v1::Emotion_IsValid);
        break;
      case Step::WHAT_NOT_SET:
        context.Decline(v1::FORM_CHANGE_EMPTY, "", "no step is given");
        break;
      default:
        break;
    }
  }

  void State(DecideContext& context) override {
    case_ = context.Require<v1::Case>("case_id", step_.case_id());
    if (case_ == nullptr) return;
    // A matter of form that only state knows: it stands alone, so that a decline never mixes phases.
    if (step_.remark().form_case() != v1::Personal::FORM_NOT_SET && case_->customer_id().empty()) {
      context.CheckPersonal("remark", step_.remark(), case_->customer_id());
      return;
    }
    // So is a matter of identity that only the case tells.
    if (step_.has_rate() && case_->assigned_staff_id() == context.request.actor().id()) {
      context.Decline(v1::IDENTITY_CHECKER_IS_MAKER, "rate",
                      absl::StrCat(case_->assigned_staff_id(), " handled case ", case_->case_id(),
                                   ": somebody else rates that"));
      return;
    }
    context.CheckRevision(case_->revision());
    if (!IsInOrder()) {
      context.Decline(
          v1::STATE_STATUS, "case_id",
          absl::StrCat("case ", case_->case_id(), " is ", v1::CaseStatus_Name(case_->status()),
                       case_->urgent() && step_.has_make_urgent() ? " and urgent" : ""));
    }
    if (step_.has_assign()) context.RequireStaff("assign.staff_id", step_.assign().staff_id());
    CheckRoute(context);
    // The last place is for the end: a case that is full can be resolved.
    const int room = step_.has_resolve() ? kMaxSteps : kMaxSteps - 1;
    if (case_->steps_size() >= room) {
      context.Decline(v1::STATE_TOO_MANY, "case_id",
                      absl::StrCat("case ", case_->case_id(), " has ", case_->steps_size(),
                                   " steps: resolve it, and open another"));
    }
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    v1::CaseStepped& event = *accepted.add_events()->mutable_case_stepped();
    event.set_case_id(case_->case_id());
    event.set_status(StatusAfter());
    if (step_.has_route()) {
      event.set_department(Department(context));
      if (step_.route().department().empty()) {
        DecideContext::Cite(*context.PolicyInForce(v1::Policy::kRouting), accepted);
      }
    }
    if (!step_.has_reopen() && !step_.has_make_urgent()) return;
    const v1::Policy* const levels = context.FrozenPolicy(case_->service_levels());
    SetClocks(step_.has_reopen() ? RestartClocks(levels, *case_, context.recorded_at)
                                 : ShortenClocks(levels, *case_, context.recorded_at),
              event);
    event.set_clocks_change(true);
    if (levels != nullptr) DecideContext::Cite(*levels, accepted);
  }

 private:
  void CheckScores(DecideContext& context) {
    const auto& scores = step_.rate().scores();
    if (scores.empty() || scores.size() > kMaxScores) {
      context.Decline(v1::FORM_TOO_MANY, "rate.scores",
                      absl::StrCat(scores.size(), " scores are not 1 to ", kMaxScores));
      return;
    }
    uint32_t seen = 0;
    for (int i = 0; i < scores.size(); ++i) {
      const std::string path = absl::StrCat("rate.scores[", i, "]");
      const v1::Competency competency = scores[i].competency();
      context.CheckEnum(path + ".competency", competency, v1::Competency_IsValid);
      if (scores[i].score() < 1 || scores[i].score() > kBestScore) {
        context.Decline(v1::FORM_SCORE_INVALID, path + ".score",
                        absl::StrCat(scores[i].score(), " is not 1 to ", kBestScore));
      }
      if (!v1::Competency_IsValid(competency)) continue;
      const uint32_t bit = 1U << static_cast<uint32_t>(competency);
      if ((seen & bit) != 0) {
        context.Decline(v1::FORM_DUPLICATE, path + ".competency",
                        absl::StrCat(v1::Competency_Name(competency), " is there twice"));
      }
      seen |= bit;
    }
  }

  bool IsInOrder() const {
    const v1::CaseStatus status = case_->status();
    const bool over = status == v1::CASE_RESOLVED;
    switch (step_.what_case()) {
      case Step::kReopen:
        return over;
      case Step::kRate:  // of work that is done
        return over || status == v1::CASE_ANSWERED;
      case Step::kAssign:
      case Step::kNoteEmotion:
        return !over;
      case Step::kMakeUrgent:
        return !over && !case_->urgent();
      case Step::kRoute:  // and again, to another department
      case Step::kPlan:   // and again, a better one
        return RankOf(status) <= RankOf(StatusAfter());
      default:
        return RankOf(status) < RankOf(StatusAfter());
    }
  }

  v1::CaseStatus StatusAfter() const {
    switch (step_.what_case()) {
      case Step::kAcknowledge:
        return v1::CASE_ACKNOWLEDGED;
      case Step::kRoute:
        return v1::CASE_ROUTED;
      case Step::kPlan:
        return v1::CASE_PLANNED;
      case Step::kAnswer:
        return v1::CASE_ANSWERED;
      case Step::kResolve:
        return v1::CASE_RESOLVED;
      case Step::kReopen:
        return v1::CASE_REOPENED;
      default:
        return case_->status();
    }
  }

  std::string Department(const DecideContext& context) const {
    if (!step_.route().department().empty()) return step_.route().department();
    return std::string(
        DepartmentFor(context.PolicyInForce(v1::Policy::kRouting), case_->category()));
  }

  void CheckRoute(DecideContext& context) {
    if (!step_.has_route() || !Department(context).empty()) return;
    context.Decline(v1::STATE_POLICY_MISSING, "route.department",
                    "no routing policy names a department for the case; name it here");
  }

  const v1::StepCase& step_;
  const v1::Case* case_ = nullptr;
};

}  // namespace

void DecideCases(DecideContext& context, v1::Outcome& outcome) {
  if (context.request.has_open_case()) {
    OpenPhases phases(context);
    return RunPhases(context, phases, outcome);
  }
  if (context.request.has_step_case()) {
    StepPhases phases(context);
    return RunPhases(context, phases, outcome);
  }
  DecidePromises(context, outcome);
}

}  // namespace daybook
