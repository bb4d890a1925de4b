// Training that a member of staff has had, and who looks at figures about single members. Decisions don't look at either, so that state
// keeps none of it: the record is all there is.
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

// Shows nothing: that somebody is about to look is recorded first, like a look at personal data.
class FiguresPhases : public Phases {
 public:
  explicit FiguresPhases(const DecideContext& context)
      : reveal_(context.request.reveal_staff_figures()) {}

  void Form(DecideContext& context) override {
    context.CheckOptionalId("property_id", reveal_.property_id());
    context.CheckId("purpose", reveal_.purpose());
  }

  void State(DecideContext& context) override {
    if (!reveal_.property_id().empty()) context.RequireProperty("property_id");
  }

  void Accept(DecideContext&, v1::Accepted& accepted) override {
    v1::StaffFiguresRevealed& event = *accepted.add_events()->mutable_staff_figures_revealed();
    event.set_property_id(reveal_.property_id());
    event.set_purpose(reveal_.purpose());
  }

 private:
  const v1::RevealStaffFigures& reveal_;
};

template <typename SomePhases>
void Run(DecideContext& context, v1::Outcome& outcome) {
  SomePhases phases(context);
  RunPhases(context, phases, outcome);
}

}  // namespace

void DecideTraining(DecideContext& context, v1::Outcome& outcome) {
  if (context.request.has_reveal_staff_figures()) return Run<FiguresPhases>(context, outcome);
  Run<TrainingPhases>(context, outcome);
}

}  // namespace daybook
