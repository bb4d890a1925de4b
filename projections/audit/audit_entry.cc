#include "projections/audit/audit_entry.h"

#include <string>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "ledger/base/strings.h"
#include "ledger/domain/named_entities.h"
#include "projections/audit/audit_view.h"
#include "projections/audit/entity_kinds.h"

namespace daybook {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// The name of an enum's value, or a code that was given; empty where the field says nothing.
std::string CodeIn(const Message& message, const char* name) {
  const FieldDescriptor* const field = message.GetDescriptor()->FindFieldByName(name);
  if (field == nullptr || field->is_repeated()) return {};
  const auto& reflection = *message.GetReflection();
  if (field->type() == FieldDescriptor::TYPE_STRING) return reflection.GetString(message, field);
  if (field->type() != FieldDescriptor::TYPE_ENUM) return {};
  const auto* const value = reflection.GetEnum(message, field);
  return value->number() == 0 ? std::string() : value->name();
}

}  // namespace

std::string ReasonOf(const v1::Request& request) {
  const Message* const body = BodyOf(request);
  if (body == nullptr) return {};
  for (const char* const field :
       {"reason", "reason_code", "purpose", "channel_code", "sub_reason"}) {
    if (std::string code = CodeIn(*body, field); !code.empty()) return code;
  }
  if (request.has_step_case()) return request.step_case().reopen().reason_code();
  if (request.has_record_contact()) return CodeIn(request.record_contact().contact(), "purpose");
  if (request.has_give_gift()) return request.give_gift().gift().occasion();
  if (request.has_report_people_change()) return CodeIn(request.report_people_change(), "change");
  return {};
}

void FillOutcome(const v1::Outcome& outcome, v1::AuditEntry& entry) {
  switch (outcome.kind_case()) {
    case v1::Outcome::kAccepted: {
      const v1::Accepted& accepted = outcome.accepted();
      entry.set_outcome(v1::AUDITED_OUTCOME_ACCEPTED);
      *entry.mutable_overrode() = accepted.overrode();
      entry.set_policy_id(accepted.policy_id());
      entry.set_policy_version(accepted.policy_version());
      break;
    }
    case v1::Outcome::kDeclined:
      entry.set_outcome(v1::AUDITED_OUTCOME_DECLINED);
      for (const v1::Decline& reason : outcome.declined().reasons()) {
        entry.add_declined(reason.code());
      }
      break;
    case v1::Outcome::kConflict:
      entry.set_outcome(v1::AUDITED_OUTCOME_CONFLICT);
      entry.set_conflicts_with(outcome.conflict().first_position());
      break;
    case v1::Outcome::KIND_NOT_SET:
      break;
  }
}

void AddConcern(v1::EntityKind kind, std::string_view id, std::string_view property_id,
                v1::AuditEntry& entry) {
  if (!IsValidId(id)) return;
  // A few: a roll with hundreds of no-shows is rare.
  for (const v1::EntityRef& there : entry.concerns()) {
    if (there.kind() == kind && there.id() == id && there.property_id() == property_id) return;
  }
  v1::EntityRef& entity = *entry.add_concerns();
  entity.set_kind(kind);
  entity.set_id(id.data(), id.size());
  if (!property_id.empty()) entity.set_property_id(property_id.data(), property_id.size());
}

void AddDefinitionsConcerned(const v1::Request& request, v1::AuditEntry& entry) {
  const auto add_of_property = [&entry](v1::EntityKind kind, std::string_view id,
                                        std::string_view property_id) {
    if (!IsValidId(property_id)) return;
    AddConcern(v1::ENTITY_KIND_PROPERTY, property_id, "", entry);
    AddConcern(kind, id, property_id, entry);
  };
  switch (request.body_case()) {
    case v1::Request::kDefineProperty:
    case v1::Request::kRollBusinessDate:
    case v1::Request::kPostNights:
    case v1::Request::kRecordTurnaway:
    case v1::Request::kRevealStaffFigures:
    case v1::Request::kClosePeriod:
    case v1::Request::kReopenPeriod:
      AddConcern(v1::ENTITY_KIND_PROPERTY, PropertyNamedBy(request), "", entry);
      break;
    case v1::Request::kDefineRoomType:
      add_of_property(v1::ENTITY_KIND_ROOM_TYPE,
                      request.define_room_type().room_type().room_type_id(),
                      PropertyNamedBy(request));
      break;
    case v1::Request::kDefineRatePlan:
      add_of_property(v1::ENTITY_KIND_RATE_PLAN,
                      request.define_rate_plan().rate_plan().rate_plan_id(),
                      PropertyNamedBy(request));
      break;
    case v1::Request::kSetOutOfOrder:
      add_of_property(v1::ENTITY_KIND_ROOM_TYPE, request.set_out_of_order().room_type_id(),
                      PropertyNamedBy(request));
      break;
    case v1::Request::kDefineChannel:
      AddConcern(v1::ENTITY_KIND_CHANNEL, request.define_channel().channel().channel_id(), "",
                 entry);
      break;
    case v1::Request::kDefineStaff:
      AddConcern(v1::ENTITY_KIND_STAFF, request.define_staff().staff().staff_id(), "", entry);
      break;
    case v1::Request::kRecordDelivery:
      AddConcern(v1::ENTITY_KIND_CHANNEL, request.record_delivery().channel_id(), "", entry);
      break;
    case v1::Request::kRecordTraining:
      AddConcern(v1::ENTITY_KIND_STAFF, request.record_training().staff_id(), "", entry);
      break;
    case v1::Request::kDefinePartner:
      AddConcern(v1::ENTITY_KIND_PARTNER, request.define_partner().partner().partner_id(), "",
                 entry);
      break;
    case v1::Request::kDefineOutlet:
      add_of_property(v1::ENTITY_KIND_OUTLET, request.define_outlet().outlet().outlet_id(),
                      PropertyNamedBy(request));
      break;
    case v1::Request::kProposePolicy:
      AddConcern(v1::ENTITY_KIND_POLICY, request.propose_policy().policy().policy_id(), "", entry);
      break;
    case v1::Request::kSettlePolicy:
      AddConcern(v1::ENTITY_KIND_POLICY, request.settle_policy().policy_id(), "", entry);
      break;
    default:
      break;
  }
}

void FillFromRecord(const v1::Record& record, v1::AuditEntry& entry) {
  const v1::Request& request = record.request();
  const v1::Resolution& resolution = record.resolution();
  entry.set_position(record.position());
  *entry.mutable_recorded_at() = resolution.recorded_at();
  entry.set_time_source(resolution.time_source());
  if (request.has_effective_at()) *entry.mutable_effective_at() = request.effective_at();
  entry.set_business_date(resolution.business_date());
  *entry.mutable_actor() = request.actor();
  entry.set_authenticated_by(request.authenticated_by());
  if (request.has_override()) {
    *entry.mutable_authorised_by() = request.override().authorised_by();
    entry.set_override_reason(request.override().reason_code());
  }
  entry.set_channel_id(request.channel_id());
  entry.set_request_id(request.request_id());
  const std::string_view kind = RequestKindOf(request);
  entry.set_request_kind(kind.data(), kind.size());
  if (std::string reason = ReasonOf(request); !reason.empty()) {
    entry.set_reason(std::move(reason));
  }
  FillOutcome(record.outcome(), entry);
}

}  // namespace daybook
