#include "projections/audit/entity_changes.h"

#include <algorithm>
#include <string_view>
#include <type_traits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "ledger/base/status_macros.h"
#include "ledger/domain/booking/booking_evolve.h"
#include "ledger/domain/entities.h"
#include "ledger/domain/evolve.h"
#include "ledger/domain/times.h"
#include "ledger/log/record_codec.h"
#include "projections/audit/audit_keys.h"
#include "projections/audit/audit_view.h"
#include "projections/audit/entity_kinds.h"

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

bool SameEntity(const v1::EntityRef& a, const v1::EntityRef& b) {
  return a.kind() == b.kind() && a.id() == b.id() && a.property_id() == b.property_id();
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

// Whether the message says more than what it is about.
bool SaysMore(const Message& message) {
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  return fields.size() > 1;
}

// Whether the event alone tells the change, of what is neither kept nor a definition.
bool IsToldByEvent(const v1::Event& event, const EventTarget& target) {
  if (target.letter != '\0' || target.entity.kind() == v1::ENTITY_KIND_BOOKING) return false;
  return DefinitionIn(event) == nullptr;
}

// What an event of which only the id is in it does not repeat stands in the request.
EntityChange ChangeByItself(const v1::Record& record, const v1::Event& event) {
  EntityChange change;
  if (event.has_business_date_rolled()) {
    auto before = std::make_unique<v1::Property>();
    auto after = std::make_unique<v1::Property>();
    before->set_business_date(event.business_date_rolled().from());
    after->set_business_date(event.business_date_rolled().to());
    change.before = std::move(before);
    change.after = std::move(after);
    return change;
  }
  const Message& message = *MessageOf(event);
  const Message* const body = BodyOf(record.request());
  change.after = Clone(SaysMore(message) || body == nullptr ? message : *body);
  return change;
}

// A store of one entity: the fold of all kinds, for the one that a story is about. What else the fold changes goes nowhere.
class OneEntity final : public EntityStore {
 public:
  OneEntity(char letter, std::string_view key, std::unique_ptr<Message>& entity)
      : letter_(letter), key_(key), entity_(entity) {}

 private:
  const Message* FindMessage(char letter, std::string_view key) override {
    return Is(letter, key) ? entity_.get() : nullptr;
  }
  Message& ChangeMessage(char letter, std::string_view key) override {
    std::unique_ptr<Message>& changed = Is(letter, key) ? entity_ : scratch_;
    if (&changed == &scratch_ || changed == nullptr) {
      changed.reset(FindEntityKind(letter)->prototype()->New());
    }
    return *changed;
  }
  bool KeepsKind(char letter) const override { return letter == letter_; }

  bool Is(char letter, std::string_view key) const { return letter == letter_ && key == key_; }

  const char letter_;
  const std::string_view key_;
  std::unique_ptr<Message>& entity_;
  std::unique_ptr<Message> scratch_;
};

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

std::optional<AppliedRule> EntityChanges::Fold(const v1::Record& record, const EventTarget& target,
                                               Entity& entity) {
  std::optional<AppliedRule> rule;
  if (!record.outcome().has_accepted()) return rule;
  if (target.letter != '\0') {
    OneEntity store(target.letter, target.key, entity);
    EvolveEntities(record, store);
    return rule;
  }
  if (target.entity.kind() == v1::ENTITY_KIND_BOOKING) {
    ForEachBookingChange(record, [&](std::string_view id, const auto& what) {
      if (id != target.entity.id()) return;
      if (entity == nullptr) entity = std::make_unique<v1::Booking>();
      auto& booking = static_cast<v1::Booking&>(*entity);
      if constexpr (std::is_same_v<std::decay_t<decltype(what)>, v1::Event>) {
        if (booking.revision() > 0 && (what.has_booking_cancelled() || what.has_no_show_marked())) {
          rule = RuleFor(booking, what.has_no_show_marked(), DecidingInstant(record));
        }
      }
      EvolveBooking(record, what, booking);
    });
    return rule;
  }
  for (const v1::Event& event : record.outcome().accepted().events()) {
    const Message* const definition = DefinitionIn(event);
    if (definition == nullptr) continue;
    for (const EventTarget& each : TargetsOf(record, event)) {
      if (SameEntity(each.entity, target.entity)) entity = Clone(*definition);
    }
  }
  return rule;
}

absl::StatusOr<EntityChanges::Entity*> EntityChanges::Find(const EventTarget& target,
                                                           uint64_t position) {
  std::string key = EntityPrefix(target.entity);
  if (target.letter != '\0') {
    key.push_back(target.letter);
    key.append(target.key);
  }
  if (const auto found = entities_.find(key); found != entities_.end()) return &found->second;
  Entity folded;
  DAYBOOK_ASSIGN_OR_RETURN(const std::vector<uint64_t> positions,
                           PositionsOf(audit_, target.entity));
  for (const uint64_t earlier : positions) {
    if (earlier >= position) break;
    DAYBOOK_ASSIGN_OR_RETURN(const v1::Record record, ReadRecord(records_, earlier));
    Fold(record, target, folded);
  }
  return &entities_.emplace(std::move(key), std::move(folded)).first->second;
}

absl::StatusOr<bool> EntityChanges::IsWanted(const v1::EntityRef& entity) const {
  if (!wanted_) return true;
  return wanted_(entity);
}

absl::Status EntityChanges::AddFolded(const v1::Record& record, const EventTarget& target,
                                      std::set<std::string>& done,
                                      std::vector<EntityChange>& changes) {
  // All that the record does to it is folded with the first event that names it.
  std::string name = EntityPrefix(target.entity);
  name.push_back(target.letter);
  name.append(target.key);
  if (!done.insert(std::move(name)).second) return absl::OkStatus();
  DAYBOOK_ASSIGN_OR_RETURN(const bool wanted, IsWanted(target.entity));
  if (!wanted) return absl::OkStatus();
  DAYBOOK_ASSIGN_OR_RETURN(Entity* const kept, Find(target, record.position()));
  EntityChange change;
  change.entity = target.entity;
  if (*kept != nullptr) change.before = Clone(**kept);
  change.rule = Fold(record, target, *kept);
  if (*kept == nullptr) return absl::OkStatus();
  change.after = Clone(**kept);
  // A record that names an entity of a letter may leave it as it was.
  if (target.letter != '\0' && change.before != nullptr &&
      change.before->SerializeAsString() == change.after->SerializeAsString()) {
    return absl::OkStatus();
  }
  changes.push_back(std::move(change));
  return absl::OkStatus();
}

absl::StatusOr<std::vector<EntityChange>> EntityChanges::Of(const v1::Record& record) {
  if (entities_.size() > kMostEntities) entities_.clear();
  std::vector<EntityChange> changes;
  std::set<std::string> done;
  for (const v1::Event& event : record.outcome().accepted().events()) {
    for (const EventTarget& target : TargetsOf(record, event)) {
      if (!IsToldByEvent(event, target)) {
        DAYBOOK_RETURN_IF_ERROR(AddFolded(record, target, done, changes));
        continue;
      }
      DAYBOOK_ASSIGN_OR_RETURN(const bool wanted, IsWanted(target.entity));
      if (!wanted) continue;
      EntityChange change = ChangeByItself(record, event);
      change.entity = target.entity;
      changes.push_back(std::move(change));
    }
  }
  for (const v1::Journal& journal : record.outcome().accepted().journals()) {
    for (const v1::Transfer& transfer : journal.transfers()) {
      for (const std::string* id : {&transfer.booking_id(), &transfer.to_booking_id()}) {
        if (id->empty()) continue;
        const EventTarget booking{MakeEntityRef(v1::ENTITY_KIND_BOOKING, *id), '\0', ""};
        DAYBOOK_RETURN_IF_ERROR(AddFolded(record, booking, done, changes));
      }
    }
  }
  for (const EventTarget& account : PostedAccountsOf(record)) {
    DAYBOOK_RETURN_IF_ERROR(AddFolded(record, account, done, changes));
  }
  return changes;
}

}  // namespace daybook
