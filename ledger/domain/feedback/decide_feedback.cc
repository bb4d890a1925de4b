#include "absl/strings/str_cat.h"
#include "ledger/domain/decide_context.h"

namespace daybook {
namespace {

constexpr int32_t kMaxScore = 100;

class FeedbackPhases : public Phases {
 public:
  explicit FeedbackPhases(const DecideContext& context)
      : feedback_(context.request.record_feedback().feedback()) {}

  void Form(DecideContext& context) override {
    context.CheckId("feedback.feedback_id", feedback_.feedback_id());
    context.CheckId("feedback.property_id", feedback_.property_id());
    context.CheckOptionalId("feedback.booking_id", feedback_.booking_id());
    context.CheckOptionalId("feedback.customer_id", feedback_.customer_id());
    context.CheckOptionalId("feedback.category", feedback_.category());
    if (feedback_.channel() == v1::FEEDBACK_CHANNEL_UNSPECIFIED ||
        !v1::FeedbackChannel_IsValid(feedback_.channel())) {
      context.Decline(v1::FORM_ENUM_INVALID, "feedback.channel", "not a way to give feedback");
    }
    if (feedback_.kind() == v1::FEEDBACK_KIND_UNSPECIFIED ||
        !v1::FeedbackKind_IsValid(feedback_.kind())) {
      context.Decline(v1::FORM_ENUM_INVALID, "feedback.kind", "not a kind of feedback");
    }
    if (feedback_.has_score() && (feedback_.score() < 0 || feedback_.score() > kMaxScore)) {
      context.Decline(v1::FORM_SCORE_INVALID, "feedback.score",
                      absl::StrCat(feedback_.score(), " is not 0 to ", kMaxScore));
    }
    if (feedback_.remark().form_case() != v1::Personal::FORM_NOT_SET &&
        feedback_.customer_id().empty()) {
      context.Decline(v1::FORM_PERSONAL_WITHOUT_CUSTOMER, "feedback.remark",
                      "customer_id is empty");
    }
  }

  void State(DecideContext& context) override {
    context.RequireProperty("feedback.property_id");
    if (context.state.FindFeedback(feedback_.feedback_id()) != nullptr) {
      context.Decline(v1::STATE_FEEDBACK_EXISTS, "feedback.feedback_id",
                      absl::StrCat("feedback ", feedback_.feedback_id(), " is recorded already"));
    }
    if (feedback_.booking_id().empty()) return;
    const v1::Booking* booking = context.booking;
    if (booking == nullptr || booking->property_id() != feedback_.property_id()) {
      context.Decline(v1::STATE_BOOKING_UNKNOWN, "feedback.booking_id",
                      absl::StrCat("property ", feedback_.property_id(), " has no booking ",
                                   feedback_.booking_id()));
    } else if (!feedback_.customer_id().empty() && !booking->customer_id().empty() &&
               feedback_.customer_id() != booking->customer_id()) {
      context.Decline(v1::STATE_CUSTOMER_MISMATCH, "feedback.customer_id",
                      absl::StrCat("booking ", feedback_.booking_id(), " is of customer ",
                                   booking->customer_id()));
    }
  }

  // The remark stays in the request: events hold no personal data, sealed or not.
  void Accept(DecideContext&, v1::Accepted& accepted) override {
    v1::Feedback& event = *accepted.add_events()->mutable_feedback_recorded();
    event.set_feedback_id(feedback_.feedback_id());
    event.set_property_id(feedback_.property_id());
    event.set_booking_id(feedback_.booking_id());
    event.set_customer_id(feedback_.customer_id());
    event.set_channel(feedback_.channel());
    event.set_kind(feedback_.kind());
    if (feedback_.has_score()) event.set_score(feedback_.score());
    event.set_category(feedback_.category());
  }

 private:
  const v1::Feedback& feedback_;
};

}  // namespace

void DecideFeedback(DecideContext& context, v1::Outcome& outcome) {
  FeedbackPhases phases(context);
  RunPhases(context, phases, outcome);
}

}  // namespace daybook
