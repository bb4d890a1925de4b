#include "projections/audit/entity_changes.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "ledger/domain/booking_evolve.h"
#include "ledger/domain/times.h"
#include "ledger/log/record_codec.h"
#include "projections/audit/audit_keys.h"
#include "projections/audit/audit_view.h"

namespace daybook {
namespace {

using google::protobuf::Message;

// Kept between records; beyond it all are forgotten and folded again where they are asked for.
constexpr size_t kMostEntities = 4096;

std::unique_ptr<Message> Clone(const Message& message) {
  std::unique_ptr<Message> copy(message.New());
  copy->CopyFrom(message);
  return copy;
}

// Kind UNSPECIFIED: the event is about the ledger itself.
v1::EntityRef EntityOf(const v1::Event& event) {
  switch (event.kind_case()) {
    case v1::Event::kPropertyDefined:
      return MakeEntityRef(v1::ENTITY_KIND_PROPERTY, event.property_defined().property_id());
    case v1::Event::kBusinessDateRolled:
      return MakeEntityRef(v1::ENTITY_KIND_PROPERTY, event.business_date_rolled().property_id());
    case v1::Event::kRoomTypeDefined:
      return MakeEntityRef(v1::ENTITY_KIND_ROOM_TYPE, event.room_type_defined().room_type_id(),
                           event.room_type_defined().property_id());
    case v1::Event::kOutOfOrderSet:
      return MakeEntityRef(v1::ENTITY_KIND_ROOM_TYPE, event.out_of_order_set().room_type_id(),
                           event.out_of_order_set().property_id());
    case v1::Event::kRatePlanDefined:
      return MakeEntityRef(v1::ENTITY_KIND_RATE_PLAN, event.rate_plan_defined().rate_plan_id(),
                           event.rate_plan_defined().property_id());
    case v1::Event::kChannelDefined:
      return MakeEntityRef(v1::ENTITY_KIND_CHANNEL, event.channel_defined().channel_id());
    case v1::Event::kStaffDefined:
      return MakeEntityRef(v1::ENTITY_KIND_STAFF, event.staff_defined().staff_id());
    case v1::Event::kFeedbackRecorded:
      return MakeEntityRef(v1::ENTITY_KIND_CASE, event.feedback_recorded().feedback_id());
    default:
      break;
  }
  const std::string_view booking_id = BookingOf(event);
  return booking_id.empty() ? v1::EntityRef() : MakeEntityRef(v1::ENTITY_KIND_BOOKING, booking_id);
}

bool SameEntity(const v1::EntityRef& a, const v1::EntityRef& b) {
  return a.kind() == b.kind() && a.id() == b.id() && a.property_id() == b.property_id();
}

// A change that is told by its event alone; `after` is null where the event changes something kept.
EntityChange ChangeByItself(const v1::Event& event) {
  EntityChange change;
  if (event.has_business_date_rolled()) {
    auto before = std::make_unique<v1::Property>();
    auto after = std::make_unique<v1::Property>();
    before->set_business_date(event.business_date_rolled().from());
    after->set_business_date(event.business_date_rolled().to());
    change.before = std::move(before);
    change.after = std::move(after);
  } else if (event.has_out_of_order_set()) {
    change.after = Clone(event.out_of_order_set());
  } else if (event.has_feedback_recorded()) {
    change.after = Clone(event.feedback_recorded());
  }
  return change;
}

// Null: the event gives no definition.
const Message* DefinitionIn(const v1::Event& event) {
  switch (event.kind_case()) {
    case v1::Event::kPropertyDefined:
      return &event.property_defined();
    case v1::Event::kRoomTypeDefined:
      return &event.room_type_defined();
    case v1::Event::kRatePlanDefined:
      return &event.rate_plan_defined();
    case v1::Event::kChannelDefined:
      return &event.channel_defined();
    case v1::Event::kStaffDefined:
      return &event.staff_defined();
    default:
      return nullptr;
  }
}

void Evolve(const v1::Record& record, const v1::Event& event, std::unique_ptr<Message>& entity) {
  if (const Message* definition = DefinitionIn(event); definition != nullptr) {
    entity = Clone(*definition);
  } else if (!BookingOf(event).empty()) {
    if (entity == nullptr) entity = std::make_unique<v1::Booking>();
    EvolveBooking(record, event, static_cast<v1::Booking&>(*entity));
  }
}

// The instant whose rules applied: what the clock or the ticker ends is never back-dated.
Instant DecidingInstant(const v1::Record& record) {
  const Instant recorded_at = ToInstant(record.resolution().recorded_at());
  const v1::Request& request = record.request();
  const bool may_be_earlier = request.has_cancel_booking() || request.has_mark_no_show();
  if (!may_be_earlier || !request.has_effective_at()) return recorded_at;
  return std::min(recorded_at, ToInstant(request.effective_at()));
}

AppliedRule RuleFor(const v1::Booking& before, bool no_show, Instant instant) {
  const v1::Terms& terms = before.terms();
  AppliedRule rule;
  rule.policy_id = terms.policy().policy_id();
  rule.policy_version = terms.policy().version();
  if (before.status() != v1::CONFIRMED) {
    rule.basis = RuleBasis::kNotConfirmed;
    return rule;
  }
  rule.floor_minor = terms.penalty_floor_minor();
  if (no_show && terms.policy().no_show().rule_case() != v1::Penalty::RULE_NOT_SET) {
    rule.basis = RuleBasis::kNoShow;
    rule.penalty = terms.policy().no_show();
    return rule;
  }
  if (terms.policy().non_refundable()) {
    rule.basis = RuleBasis::kNonRefundable;
    return rule;
  }
  if (terms.has_grace_until() && instant < ToInstant(terms.grace_until())) {
    rule.basis = RuleBasis::kGrace;
    rule.deadline = terms.grace_until();
    return rule;
  }
  const int tiers = std::min(terms.policy().tiers_size(), terms.deadlines_size());
  if (tiers > 0) rule.deadline = terms.deadlines(0);
  for (int i = 0; i < tiers && ToInstant(terms.deadlines(i)) <= instant; ++i) {
    rule.basis = RuleBasis::kDeadline;
    rule.deadline = terms.deadlines(i);
    rule.penalty = terms.policy().tiers(i).penalty();
  }
  return rule;
}

}  // namespace

absl::StatusOr<v1::Record> ReadRecord(const RecordSource& records, uint64_t position) {
  v1::Record record;
  DAYBOOK_RETURN_IF_ERROR(records.Read(
      position, position + 1,
      [&record](uint64_t at, std::string_view bytes) { return DecodeRecord(at, bytes, record); }));
  return record;
}

EntityChanges::EntityChanges(const ViewSnapshot& audit, const RecordSource& records, Wanted wanted)
    : audit_(audit), records_(records), wanted_(std::move(wanted)) {}

absl::StatusOr<EntityChanges::Entity*> EntityChanges::Find(const v1::EntityRef& entity,
                                                           uint64_t position) {
  std::string key = EntityPrefix(entity);
  if (const auto found = entities_.find(key); found != entities_.end()) return &found->second;
  Entity folded;
  DAYBOOK_ASSIGN_OR_RETURN(const std::vector<uint64_t> positions, PositionsOf(audit_, entity));
  for (const uint64_t earlier : positions) {
    if (earlier >= position) break;
    DAYBOOK_ASSIGN_OR_RETURN(const v1::Record record, ReadRecord(records_, earlier));
    for (const v1::Event& event : record.outcome().accepted().events()) {
      if (SameEntity(EntityOf(event), entity)) Evolve(record, event, folded);
    }
  }
  return &entities_.emplace(std::move(key), std::move(folded)).first->second;
}

absl::StatusOr<std::vector<EntityChange>> EntityChanges::Of(const v1::Record& record) {
  if (entities_.size() > kMostEntities) entities_.clear();
  std::vector<EntityChange> changes;
  for (const v1::Event& event : record.outcome().accepted().events()) {
    v1::EntityRef entity = EntityOf(event);
    if (entity.kind() == v1::ENTITY_KIND_UNSPECIFIED) continue;
    if (wanted_) {
      DAYBOOK_ASSIGN_OR_RETURN(const bool wanted, wanted_(entity));
      if (!wanted) continue;
    }
    if (EntityChange change = ChangeByItself(event); change.after != nullptr) {
      change.entity = std::move(entity);
      changes.push_back(std::move(change));
      continue;
    }
    DAYBOOK_ASSIGN_OR_RETURN(Entity* const kept, Find(entity, record.position()));
    auto change = std::find_if(changes.begin(), changes.end(), [&](const EntityChange& there) {
      return SameEntity(there.entity, entity);
    });
    if (change == changes.end()) {
      change = changes.emplace(changes.end());
      change->entity = std::move(entity);
      if (*kept != nullptr) change->before = Clone(**kept);
    }
    if (*kept != nullptr && (event.has_booking_cancelled() || event.has_no_show_marked())) {
      change->rule = RuleFor(static_cast<const v1::Booking&>(**kept), event.has_no_show_marked(),
                             DecidingInstant(record));
    }
    Evolve(record, event, *kept);
    change->after = Clone(**kept);
  }
  return changes;
}

}  // namespace daybook
