// Training that a member of staff has had. Decisions don't look at it, so that state keeps none of it: the record is all there is.
#include "ledger/domain/decide_context.h"

namespace daybook {
namespace {

class TrainingPhases : public Phases {
 public:
  explicit TrainingPhases(const DecideContext& context)
      : training_(context.request.record_training()) {}

  void Form(DecideContext& context) override {
    context.CheckId("staff_id", training_.staff_id());
    context.CheckEnum("competency", training_.competency(), v1::Competency_IsValid);
    context.CheckId("course", training_.course());
  }

  void State(DecideContext& context) override {
    context.RequireStaff("staff_id", training_.staff_id());
  }

  void Accept(DecideContext&, v1::Accepted& accepted) override {
    accepted.add_events()->mutable_training_recorded()->set_staff_id(training_.staff_id());
  }

 private:
  const v1::RecordTraining& training_;
};

}  // namespace

void DecideTraining(DecideContext& context, v1::Outcome& outcome) {
  TrainingPhases phases(context);
  RunPhases(context, phases, outcome);
}

}  // namespace daybook
