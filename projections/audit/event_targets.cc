#include "projections/audit/event_targets.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "google/protobuf/message.h"
#include "ledger/domain/booking/booking_evolve.h"
#include "ledger/domain/entities.h"
#include "ledger/domain/named_entities.h"
#include "projections/audit/audit_view.h"
#include "projections/audit/entity_kinds.h"

namespace daybook {
namespace {

EventTarget ToldByEvent(v1::EntityKind kind, std::string_view id,
                        std::string_view property_id = "") {
  return {MakeEntityRef(kind, id, property_id), '\0', ""};
}

EventTarget Folded(v1::EntityKind kind, std::string_view id) {
  return {MakeEntityRef(kind, id), FindAuditedKind(kind)->letter, std::string(id)};
}

EventTarget PolicyTarget(std::string_view policy_id, int32_t version) {
  EventTarget target = Folded(v1::ENTITY_KIND_POLICY, policy_id);
  target.key = PolicyKey(policy_id, version);
  return target;
}

EventTarget OutletTarget(const v1::OutletDefinition& definition) {
  return {MakeEntityRef(v1::ENTITY_KIND_OUTLET, definition.outlet_id(), definition.property_id()),
          LetterOf<v1::Outlet>::kLetter,
          OutletKey(definition.property_id(), definition.outlet_id())};
}

EventTarget MemberTarget(std::string_view customer_id) {
  return {MakeEntityRef(v1::ENTITY_KIND_CUSTOMER, customer_id), LetterOf<v1::Member>::kLetter,
          std::string(customer_id)};
}

// Definitions, and what is told of them without a fold. Kind UNSPECIFIED: the event is none of these.
EventTarget DefinitionTarget(const v1::Record& record, const v1::Event& event) {
  switch (event.kind_case()) {
    case v1::Event::kPropertyDefined:
      return ToldByEvent(v1::ENTITY_KIND_PROPERTY, event.property_defined().property_id());
    case v1::Event::kBusinessDateRolled:
      return ToldByEvent(v1::ENTITY_KIND_PROPERTY, event.business_date_rolled().property_id());
    case v1::Event::kTurnawayRecorded:
      return ToldByEvent(v1::ENTITY_KIND_PROPERTY, event.turnaway_recorded().property_id());
    case v1::Event::kPeriodClosed:
      return ToldByEvent(v1::ENTITY_KIND_PROPERTY, PropertyNamedBy(record.request()));
    case v1::Event::kPeriodReopened:
      return ToldByEvent(v1::ENTITY_KIND_PROPERTY, event.period_reopened().property_id());
    case v1::Event::kRoomTypeDefined:
      return ToldByEvent(v1::ENTITY_KIND_ROOM_TYPE, event.room_type_defined().room_type_id(),
                         event.room_type_defined().property_id());
    case v1::Event::kOutOfOrderSet:
      return ToldByEvent(v1::ENTITY_KIND_ROOM_TYPE, event.out_of_order_set().room_type_id(),
                         event.out_of_order_set().property_id());
    case v1::Event::kRatePlanDefined:
      return ToldByEvent(v1::ENTITY_KIND_RATE_PLAN, event.rate_plan_defined().rate_plan_id(),
                         event.rate_plan_defined().property_id());
    case v1::Event::kChannelDefined:
      return ToldByEvent(v1::ENTITY_KIND_CHANNEL, event.channel_defined().channel_id());
    case v1::Event::kDeliveryRecorded:
      return ToldByEvent(v1::ENTITY_KIND_CHANNEL, event.delivery_recorded().channel_id());
    case v1::Event::kStaffDefined:
      return ToldByEvent(v1::ENTITY_KIND_STAFF, event.staff_defined().staff_id());
    case v1::Event::kTrainingRecorded:
      return ToldByEvent(v1::ENTITY_KIND_STAFF, event.training_recorded().staff_id());
    case v1::Event::kStaffFiguresRevealed:
      if (event.staff_figures_revealed().property_id().empty()) return {};
      return ToldByEvent(v1::ENTITY_KIND_PROPERTY, event.staff_figures_revealed().property_id());
    case v1::Event::kPartnerDefined:
      return Folded(v1::ENTITY_KIND_PARTNER, event.partner_defined().partner_id());
    case v1::Event::kOutletDefined:
      return OutletTarget(event.outlet_defined());
    case v1::Event::kPolicyProposed:
      return PolicyTarget(event.policy_proposed().policy_id(), event.policy_proposed().version());
    case v1::Event::kPolicySettled:
      return PolicyTarget(event.policy_settled().policy_id(), event.policy_settled().version());
    default:
      return {};
  }
}

// What is folded from more than the records about it, or not kept at all: the event tells it.
bool IsToldByItself(const v1::Event& event) {
  const int number = event.kind_case();
  const bool credit = number >= 600 && number < 700;
  return credit || event.has_people_change_reported() || event.has_personal_data_revealed();
}

bool IsOfMember(const v1::Event& event) {
  return event.has_member_enrolled() || event.has_points_granted() || event.has_points_redeemed() ||
         event.has_points_expired();
}

// What an event's message names first.
EventTarget FirstNamed(const v1::Event& event) {
  EventTarget target;
  ForEachNamed(event, [&](v1::EntityKind kind, std::string_view id) {
    if (target.entity.kind() != v1::ENTITY_KIND_UNSPECIFIED) return;
    if (kind == v1::ENTITY_KIND_CUSTOMER && IsOfMember(event)) {
      target = MemberTarget(id);
    } else if (IsToldByItself(event)) {
      target = ToldByEvent(kind, id);
    } else {
      target = Folded(kind, id);
      if (target.letter == '\0') target.key.clear();
    }
  });
  return target;
}

void AddOthers(const v1::Record& record, const v1::Event& event,
               std::vector<EventTarget>& targets) {
  switch (event.kind_case()) {
    case v1::Event::kBookingCreated:
      if (!event.booking_created().block_id().empty()) {
        targets.push_back(Folded(v1::ENTITY_KIND_BLOCK, event.booking_created().block_id()));
      }
      return;
    case v1::Event::kInvoiceIssued:
      targets.push_back(Folded(v1::ENTITY_KIND_ACCOUNT, event.invoice_issued().account_id()));
      return;
    case v1::Event::kInvoiceCredited:
      targets.push_back(
          ToldByEvent(v1::ENTITY_KIND_INVOICE, event.invoice_credited().invoice_id()));
      return;
    case v1::Event::kInvoiceDisputed:
      targets.push_back(
          ToldByEvent(v1::ENTITY_KIND_INVOICE, event.invoice_disputed().invoice_id()));
      return;
    case v1::Event::kWrittenOff:
      targets.push_back(ToldByEvent(v1::ENTITY_KIND_INVOICE, event.written_off().invoice_id()));
      return;
    case v1::Event::kWriteOffReversed:
      targets.push_back(
          ToldByEvent(v1::ENTITY_KIND_INVOICE, event.write_off_reversed().invoice_id()));
      return;
    case v1::Event::kReceiptRecorded:
    case v1::Event::kReceiptApplied: {
      const auto& matches = event.has_receipt_recorded() ? event.receipt_recorded().matches()
                                                         : event.receipt_applied().matches();
      for (const v1::ReceiptMatch& match : matches) {
        targets.push_back(ToldByEvent(v1::ENTITY_KIND_INVOICE, match.invoice_id()));
      }
      return;
    }
    case v1::Event::kCustomersMerged:
      targets.push_back(Folded(v1::ENTITY_KIND_CUSTOMER, event.customers_merged().merged_id()));
      return;
    case v1::Event::kCustomersUnmerged:
      targets.push_back(Folded(v1::ENTITY_KIND_CUSTOMER, event.customers_unmerged().merged_id()));
      return;
    case v1::Event::kContactRecorded: {
      // A key account's file has the date of the last one.
      const std::string_view customer_id = CustomerNamedBy(record.request());
      if (!customer_id.empty()) targets.push_back(Folded(v1::ENTITY_KIND_CUSTOMER, customer_id));
      return;
    }
    default:
      return;
  }
}

}  // namespace

std::vector<EventTarget> TargetsOf(const v1::Record& record, const v1::Event& event) {
  std::vector<EventTarget> targets;
  if (const std::string_view booking_id = BookingOf(event); !booking_id.empty()) {
    targets.push_back(ToldByEvent(v1::ENTITY_KIND_BOOKING, booking_id));
  } else if (EventTarget definition = DefinitionTarget(record, event);
             definition.entity.kind() != v1::ENTITY_KIND_UNSPECIFIED) {
    targets.push_back(std::move(definition));
  } else if (EventTarget first = FirstNamed(event);
             first.entity.kind() != v1::ENTITY_KIND_UNSPECIFIED) {
    targets.push_back(std::move(first));
  }
  AddOthers(record, event, targets);
  return targets;
}

std::vector<EventTarget> PostedAccountsOf(const v1::Record& record) {
  std::vector<EventTarget> targets;
  for (const v1::Journal& journal : record.outcome().accepted().journals()) {
    for (const v1::Transfer& transfer : journal.transfers()) {
      const std::string& id = transfer.account_id();
      if (id.empty() || std::any_of(targets.begin(), targets.end(),
                                    [&id](const EventTarget& t) { return t.key == id; })) {
        continue;
      }
      targets.push_back(Folded(v1::ENTITY_KIND_ACCOUNT, id));
    }
  }
  return targets;
}

}  // namespace daybook
