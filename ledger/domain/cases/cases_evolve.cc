#include <string>

#include "ledger/domain/evolve.h"
#include "ledger/domain/times.h"

namespace daybook {
namespace {

using google::protobuf::Timestamp;

void AddStep(const v1::Record& record, v1::Case& one) {
  v1::CaseStep& step = *one.add_steps();
  step.set_status(one.status());
  *step.mutable_at() = record.resolution().recorded_at();
  *step.mutable_by() = record.request().actor();
}

void Open(const v1::Record& record, const v1::Case& event, EntityStore& store) {
  if (!store.Keeps<v1::Case>()) return;
  v1::Case& one = store.Change<v1::Case>(event.case_id());
  one = event;
  one.set_revision(1);
  one.set_position(record.position());
  *one.mutable_opened_at() = record.resolution().recorded_at();
  const v1::Personal& remark = record.request().open_case().remark();
  if (remark.has_sealed()) *one.mutable_sealed_remark() = remark.sealed();
  AddStep(record, one);
}

// The instants that clocks are compared with: the first of each, until the case is reopened. Later work implies the earlier: whoever
// answers has acknowledged.
void NoteProgress(const Timestamp& now, v1::CaseStatus status, v1::Case& one) {
  switch (status) {
    case v1::CASE_RESOLVED:
      if (!one.has_resolved_at()) *one.mutable_resolved_at() = now;
      [[fallthrough]];
    case v1::CASE_ANSWERED:
      if (!one.has_answered_at()) *one.mutable_answered_at() = now;
      [[fallthrough]];
    case v1::CASE_PLANNED:
    case v1::CASE_ROUTED:
    case v1::CASE_ACKNOWLEDGED:
      if (!one.has_acknowledged_at()) *one.mutable_acknowledged_at() = now;
      break;
    default:
      break;
  }
}

void TakeClocks(const v1::CaseStepped& event, v1::Case& one) {
  one.clear_acknowledge_by();
  one.clear_answer_by();
  one.clear_resolve_by();
  if (event.has_acknowledge_by()) *one.mutable_acknowledge_by() = event.acknowledge_by();
  if (event.has_answer_by()) *one.mutable_answer_by() = event.answer_by();
  if (event.has_resolve_by()) *one.mutable_resolve_by() = event.resolve_by();
}

void TakeWhat(const v1::StepCase& step, v1::Case& one) {
  switch (step.what_case()) {
    case v1::StepCase::kAssign:
      one.set_assigned_staff_id(step.assign().staff_id());
      break;
    case v1::StepCase::kPlan:
      one.set_plan_code(step.plan().plan_code());
      break;
    case v1::StepCase::kReopen:
      one.set_times_reopened(one.times_reopened() + 1);
      one.clear_answered_at();
      one.clear_resolved_at();
      break;
    case v1::StepCase::kRate:
      *one.mutable_ratings() = step.rate().scores();
      break;
    case v1::StepCase::kNoteEmotion:
      one.set_emotion(step.note_emotion().emotion());
      one.set_de_escalated(step.note_emotion().de_escalated());
      break;
    case v1::StepCase::kMakeUrgent:
      one.set_urgent(true);
      break;
    default:
      break;
  }
}

void StepOn(const v1::Record& record, const v1::CaseStepped& event, EntityStore& store) {
  if (!store.Keeps<v1::Case>() || store.Find<v1::Case>(event.case_id()) == nullptr) return;
  v1::Case& one = store.Change<v1::Case>(event.case_id());
  const v1::StepCase& step = record.request().step_case();
  TakeWhat(step, one);
  if (event.status() != one.status()) {
    NoteProgress(record.resolution().recorded_at(), event.status(), one);
  }
  one.set_status(event.status());
  if (!event.department().empty()) one.set_department(event.department());
  if (event.clocks_change()) TakeClocks(event, one);
  if (step.remark().has_sealed()) *one.mutable_sealed_remark() = step.remark().sealed();
  one.set_revision(one.revision() + 1);
  AddStep(record, one);
}

void MakeCommitment(const v1::Record& record, const v1::CommitmentMade& event, EntityStore& store) {
  if (!store.Keeps<v1::Commitment>()) return;
  v1::Commitment& commitment = store.Change<v1::Commitment>(event.commitment_id());
  commitment = record.request().make_commitment().commitment();
  commitment.set_commitment_id(event.commitment_id());
  commitment.set_status(v1::COMMITMENT_MADE);
  *commitment.mutable_made_by() = record.request().actor();
  commitment.set_position(record.position());
  commitment.clear_settled_position();
}

void SettleCommitment(const v1::Record& record, const v1::CommitmentSettled& event,
                      EntityStore& store) {
  if (store.Find<v1::Commitment>(event.commitment_id()) == nullptr) return;
  v1::Commitment& commitment = store.Change<v1::Commitment>(event.commitment_id());
  commitment.set_status(event.status());
  commitment.set_settled_position(record.position());
}

void OpenAction(const v1::Record& record, const v1::ActionOpened& event, EntityStore& store) {
  if (!store.Keeps<v1::ImprovementAction>()) return;
  v1::ImprovementAction& action = store.Change<v1::ImprovementAction>(event.action_id());
  action = record.request().open_action().action();
  action.set_action_id(event.action_id());
  action.set_opened_on(event.business_date());
  action.clear_done_on();
  action.set_position(record.position());
}

void CompleteAction(const v1::ActionCompleted& event, EntityStore& store) {
  if (store.Find<v1::ImprovementAction>(event.action_id()) == nullptr) return;
  store.Change<v1::ImprovementAction>(event.action_id()).set_done_on(event.business_date());
}

void RecordContact(const v1::Record& record, const v1::ContactRecorded& event, EntityStore& store) {
  const v1::RecordContact& request = record.request().record_contact();
  if (store.Keeps<v1::Contact>()) {
    v1::Contact& contact = store.Change<v1::Contact>(event.contact_id());
    contact = request.contact();
    contact.set_contact_id(event.contact_id());
    *contact.mutable_by() = record.request().actor();
    contact.set_business_date(event.business_date());
    contact.clear_sealed_remark();
    if (request.remark().has_sealed()) *contact.mutable_sealed_remark() = request.remark().sealed();
    contact.set_position(record.position());
  }
  // An account of weight is spoken to at intervals; any contact counts.
  if (!store.Keeps<v1::Customer>()) return;
  const std::string& customer_id = request.contact().customer_id();
  const v1::Customer* const customer = store.Find<v1::Customer>(customer_id);
  if (customer == nullptr || !customer->has_key_account()) return;
  store.Change<v1::Customer>(customer_id)
      .mutable_key_account()
      ->set_last_contact_on(event.business_date());
}

}  // namespace

void EvolveCases(const v1::Record& record, const v1::Event& event, EntityStore& store) {
  switch (event.kind_case()) {
    case v1::Event::kCaseOpened:
      return Open(record, event.case_opened(), store);
    case v1::Event::kCaseStepped:
      return StepOn(record, event.case_stepped(), store);
    case v1::Event::kCommitmentMade:
      return MakeCommitment(record, event.commitment_made(), store);
    case v1::Event::kCommitmentSettled:
      return SettleCommitment(record, event.commitment_settled(), store);
    case v1::Event::kActionOpened:
      return OpenAction(record, event.action_opened(), store);
    case v1::Event::kActionCompleted:
      return CompleteAction(event.action_completed(), store);
    case v1::Event::kContactRecorded:
      return RecordContact(record, event.contact_recorded(), store);
    default:
      return;
  }
}

}  // namespace daybook
