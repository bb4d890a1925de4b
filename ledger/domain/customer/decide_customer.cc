// The customer's file: profile, consent, preferences, notes of stays, surveys. What is done with a file as a whole stands in decide_file.cc.
#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "ledger/domain/credit/credit_reviews.h"
#include "ledger/domain/customer/customer_checks.h"
#include "ledger/domain/customer/decide_file.h"
#include "ledger/domain/customer/notices.h"
#include "ledger/domain/decide_context.h"

namespace daybook {
namespace {

constexpr int32_t kMaxScore = 100;

class ProfilePhases : public Phases {
 public:
  explicit ProfilePhases(const DecideContext& context)
      : update_(context.request.update_profile()) {}

  void Form(DecideContext& context) override {
    context.CheckId("customer_id", update_.customer_id());
    context.CheckOptionalId("employer_id", update_.employer_id());
    context.CheckPersonal("profile", update_.profile(), update_.customer_id(), true);
    if (!v1::CustomerKind_IsValid(update_.kind())) context.DeclineEnum("kind", update_.kind());
  }

  void State(DecideContext& context) override {
    customer_ = UsableCustomer(context, "customer_id", update_.customer_id());
    context.CheckRevision(customer_ == nullptr ? 0 : customer_->revision());
    const auto* const employer =
        context.Require<v1::Customer>("employer_id", update_.employer_id());
    if (employer == nullptr) return;
    if (employer->kind() != v1::CUSTOMER_COMPANY || employer->erased()) {
      context.Decline(v1::STATE_REFERENCE_UNKNOWN, "employer_id",
                      absl::StrCat("customer ", update_.employer_id(), " is no company"));
    } else if (update_.employer_id() == update_.customer_id()) {
      context.Decline(v1::STATE_REFERENCE_UNKNOWN, "employer_id", "nobody employs themselves");
    }
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    accepted.add_events()->mutable_profile_updated()->set_customer_id(update_.customer_id());
    if (!ChangesEmployer()) return;
    AddNotice(context, v1::NOTICE_EMPLOYER_CHANGED, kToCustomerService, update_.customer_id(),
              accepted);
    AddCreditReviews(context, update_.customer_id(), v1::REVIEW_PEOPLE_CHANGED, accepted);
  }

 private:
  // To learn of an employer is no change of it.
  bool ChangesEmployer() const {
    return customer_ != nullptr && update_.has_employer_id() && !customer_->employer_id().empty() &&
           customer_->employer_id() != update_.employer_id();
  }

  const v1::UpdateProfile& update_;
  const v1::Customer* customer_ = nullptr;
};

class ConsentPhases : public Phases {
 public:
  explicit ConsentPhases(const DecideContext& context) : set_(context.request.set_consent()) {}

  void Form(DecideContext& context) override {
    context.CheckId("customer_id", set_.customer_id());
    context.CheckEnum("purpose", set_.purpose(), v1::ConsentPurpose_IsValid);
  }

  void State(DecideContext& context) override {
    const v1::Customer* const customer = UsableCustomer(context, "customer_id", set_.customer_id());
    context.CheckRevision(customer == nullptr ? 0 : customer->revision());
  }

  void Accept(DecideContext&, v1::Accepted& accepted) override {
    accepted.add_events()->mutable_consent_set()->set_customer_id(set_.customer_id());
  }

 private:
  const v1::SetConsent& set_;
};

// What somebody likes is kept only with consent. To have it forgotten takes none.
class PreferencePhases : public Phases {
 public:
  explicit PreferencePhases(const DecideContext& context)
      : preference_(context.request.record_preference()) {}

  void Form(DecideContext& context) override {
    context.CheckId("customer_id", preference_.customer_id());
    context.CheckId("code", preference_.code());
    context.CheckOptionalId("value", preference_.value());
  }

  void State(DecideContext& context) override {
    customer_ = UsableCustomer(context, "customer_id", preference_.customer_id());
    context.CheckRevision(customer_ == nullptr ? 0 : customer_->revision());
    const bool known =
        customer_ != nullptr &&
        std::any_of(customer_->preferences().begin(), customer_->preferences().end(),
                    [this](const auto& p) { return p.code() == preference_.code(); });
    if (preference_.value().empty()) {
      if (!known) context.DeclineUnknown("code", absl::StrCat("preference ", preference_.code()));
    } else if (!known && customer_ != nullptr && customer_->preferences_size() >= kMaxPreferences) {
      context.Decline(v1::STATE_TOO_MANY, "code",
                      absl::StrCat("the customer has ", kMaxPreferences, " preferences"));
    }
  }

  void Policy(DecideContext& context) override {
    if (!preference_.value().empty()) CheckConsent(context, customer_, v1::CONSENT_PREFERENCES);
  }

  void Accept(DecideContext&, v1::Accepted& accepted) override {
    accepted.add_events()->mutable_preference_recorded()->set_customer_id(
        preference_.customer_id());
  }

 private:
  const v1::RecordPreference& preference_;
  const v1::Customer* customer_ = nullptr;
};

// A note serves the stay that it is about, so it takes no consent.
class StayNotePhases : public Phases {
 public:
  explicit StayNotePhases(const DecideContext& context)
      : note_(context.request.record_stay_note()) {}

  void Form(DecideContext& context) override {
    context.CheckId("customer_id", note_.customer_id());
    context.CheckId("booking_id", note_.booking_id());
    context.CheckId("code", note_.code());
  }

  void State(DecideContext& context) override {
    const v1::Customer* const customer =
        UsableCustomer(context, "customer_id", note_.customer_id());
    CheckBookingOf(context, "booking_id", note_.booking_id(), note_.customer_id(), customer, {});
  }

  void Accept(DecideContext&, v1::Accepted& accepted) override {
    accepted.add_events()->mutable_stay_note_recorded()->set_customer_id(note_.customer_id());
  }

 private:
  const v1::RecordStayNote& note_;
};

class SurveyPhases : public Phases {
 public:
  explicit SurveyPhases(const DecideContext& context) : survey_(context.request.record_survey()) {}

  void Form(DecideContext& context) override {
    context.CheckId("survey_id", survey_.survey_id());
    context.CheckId("property_id", survey_.property_id());
    context.CheckId("customer_id", survey_.customer_id());
    context.CheckOptionalId("booking_id", survey_.booking_id());
    CheckAnswers(context);
  }

  void State(DecideContext& context) override {
    context.RequireProperty("property_id");
    context.RequireNew<v1::Survey>("survey_id", survey_.survey_id());
    customer_ = UsableCustomer(context, "customer_id", survey_.customer_id());
    CheckBookingOf(context, "booking_id", survey_.booking_id(), survey_.customer_id(), customer_,
                   survey_.property_id());
  }

  void Policy(DecideContext& context) override {
    CheckConsent(context, customer_, v1::CONSENT_SURVEY);
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    v1::SurveyRecorded& event = *accepted.add_events()->mutable_survey_recorded();
    event.set_survey_id(survey_.survey_id());
    event.set_business_date(context.property->business_date());
  }

 private:
  void CheckAnswers(DecideContext& context) const {
    const int count = survey_.answers_size();
    if (count == 0 || count > kMaxSurveyAnswers) {
      context.Decline(v1::FORM_TOO_MANY, "answers",
                      absl::StrCat(count, " answers, 1 to ", kMaxSurveyAnswers, " expected"));
    }
    std::set<std::string> questions;
    for (int i = 0; i < count; ++i) {
      const v1::SurveyAnswer& answer = survey_.answers(i);
      const std::string path = absl::StrCat("answers[", i, "]");
      context.CheckId(absl::StrCat(path, ".question"), answer.question());
      if (answer.score() < 0 || answer.score() > kMaxScore) {
        context.Decline(v1::FORM_SCORE_INVALID, absl::StrCat(path, ".score"),
                        absl::StrCat(answer.score(), " is not 0 to ", kMaxScore));
      }
      if (!questions.insert(answer.question()).second) {
        context.Decline(v1::FORM_DUPLICATE, absl::StrCat(path, ".question"),
                        absl::StrCat(answer.question(), " was answered before"));
      }
    }
  }

  const v1::RecordSurvey& survey_;
  const v1::Customer* customer_ = nullptr;
};

template <typename ItsPhases>
void Run(DecideContext& context, v1::Outcome& outcome) {
  ItsPhases phases(context);
  RunPhases(context, phases, outcome);
}

}  // namespace

void DecideCustomer(DecideContext& context, v1::Outcome& outcome) {
  switch (context.request.body_case()) {
    case v1::Request::kUpdateProfile:
      return Run<ProfilePhases>(context, outcome);
    case v1::Request::kSetConsent:
      return Run<ConsentPhases>(context, outcome);
    case v1::Request::kRecordPreference:
      return Run<PreferencePhases>(context, outcome);
    case v1::Request::kRecordStayNote:
      return Run<StayNotePhases>(context, outcome);
    case v1::Request::kRecordSurvey:
      return Run<SurveyPhases>(context, outcome);
    default:
      return DecideFile(context, outcome);
  }
}

}  // namespace daybook
