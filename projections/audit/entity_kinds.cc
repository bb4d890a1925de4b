#include "projections/audit/entity_kinds.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "ledger/domain/entities.h"

namespace daybook {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

template <typename Entity>
constexpr char kLetterOf = LetterOf<Entity>::kLetter;

constexpr std::array kKinds = {
    AuditedKind{v1::ENTITY_KIND_BOOKING, "booking", "booking_id", '\0'},
    AuditedKind{v1::ENTITY_KIND_CUSTOMER, "customer", "customer_id", kLetterOf<v1::Customer>},
    AuditedKind{v1::ENTITY_KIND_CASE, "case", "case_id", kLetterOf<v1::Case>},
    AuditedKind{v1::ENTITY_KIND_PROPERTY, "property", "property_id", '\0', false, true},
    AuditedKind{v1::ENTITY_KIND_ROOM_TYPE, "room_type", "room_type_id", '\0', true, true},
    AuditedKind{v1::ENTITY_KIND_RATE_PLAN, "rate_plan", "rate_plan_id", '\0', true, true},
    AuditedKind{v1::ENTITY_KIND_CHANNEL, "channel", "channel_id", '\0', false, true},
    AuditedKind{v1::ENTITY_KIND_STAFF, "staff", "staff_id", '\0', false, true},
    AuditedKind{v1::ENTITY_KIND_FEEDBACK, "feedback", "feedback_id", '\0'},
    AuditedKind{v1::ENTITY_KIND_POLICY, "policy", "policy_id", kLetterOf<v1::PolicyVersion>, false,
                true},
    AuditedKind{v1::ENTITY_KIND_PARTNER, "partner", "partner_id", kLetterOf<v1::Partner>, false,
                true},
    AuditedKind{v1::ENTITY_KIND_OUTLET, "outlet", "outlet_id", kLetterOf<v1::Outlet>, true, true},
    AuditedKind{v1::ENTITY_KIND_TABLE, "table", "table_booking_id", kLetterOf<v1::TableBooking>},
    AuditedKind{v1::ENTITY_KIND_BLOCK, "block", "block_id", kLetterOf<v1::Block>},
    AuditedKind{v1::ENTITY_KIND_QUOTE, "quote", "quote_id", kLetterOf<v1::Quote>},
    AuditedKind{v1::ENTITY_KIND_ACCOUNT, "account", "account_id", kLetterOf<v1::Account>},
    AuditedKind{v1::ENTITY_KIND_INVOICE, "invoice", "invoice_id", '\0'},
    AuditedKind{v1::ENTITY_KIND_VOUCHER, "voucher", "voucher_id", kLetterOf<v1::Voucher>},
    AuditedKind{v1::ENTITY_KIND_AGREEMENT, "agreement", "agreement_id", kLetterOf<v1::Agreement>},
    AuditedKind{v1::ENTITY_KIND_OFFER, "offer", "offer_id", kLetterOf<v1::Offer>},
    AuditedKind{v1::ENTITY_KIND_COMMITMENT, "commitment", "commitment_id",
                kLetterOf<v1::Commitment>},
    AuditedKind{v1::ENTITY_KIND_ACTION, "action", "action_id", kLetterOf<v1::ImprovementAction>},
    AuditedKind{v1::ENTITY_KIND_CONTACT, "contact", "contact_id", kLetterOf<v1::Contact>},
    AuditedKind{v1::ENTITY_KIND_SURVEY, "survey", "survey_id", kLetterOf<v1::Survey>},
    AuditedKind{v1::ENTITY_KIND_GIFT, "gift", "gift_id", kLetterOf<v1::Gift>},
    AuditedKind{v1::ENTITY_KIND_NOTICE, "notice", "notice_id", kLetterOf<v1::Notice>},
};

// Fields that name a second one of a kind.
constexpr std::array<std::pair<std::string_view, v1::EntityKind>, 5> kOtherNames = {{
    {"new_booking_id", v1::ENTITY_KIND_BOOKING},
    {"to_booking_id", v1::ENTITY_KIND_BOOKING},
    {"rebook_as", v1::ENTITY_KIND_BOOKING},
    {"booked_id", v1::ENTITY_KIND_BOOKING},
    {"merged_id", v1::ENTITY_KIND_CUSTOMER},
}};

v1::EntityKind KindNamedBy(std::string_view field) {
  for (const AuditedKind& kind : kKinds) {
    if (kind.field == field && !kind.definition) return kind.kind;
  }
  for (const auto& [name, kind] : kOtherNames) {
    if (name == field) return kind;
  }
  return v1::ENTITY_KIND_UNSPECIFIED;
}

// Where an id stands: in a message of its own if `outer` is not null.
struct Place {
  const FieldDescriptor* outer = nullptr;
  const FieldDescriptor* id = nullptr;
  v1::EntityKind kind = v1::ENTITY_KIND_UNSPECIFIED;
};

void AddPlaces(const Descriptor& type, const FieldDescriptor* outer, std::vector<Place>& places) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* const field = type.field(i);
    if (field->is_repeated() || field->type() != FieldDescriptor::TYPE_STRING) continue;
    const v1::EntityKind kind = KindNamedBy(field->name());
    if (kind != v1::ENTITY_KIND_UNSPECIFIED) places.push_back({outer, field, kind});
  }
}

std::vector<Place> PlacesIn(const Descriptor& type) {
  std::vector<Place> places;
  AddPlaces(type, nullptr, places);
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* const field = type.field(i);
    if (field->message_type() != nullptr) AddPlaces(*field->message_type(), field, places);
  }
  return places;
}

// By the type of the message: those of all bodies and of all events.
class Names {
 public:
  Names() {
    Add(*v1::Request::descriptor()->FindOneofByName("body"));
    Add(*v1::Event::descriptor()->FindOneofByName("kind"));
  }
  const std::vector<Place>& In(const Descriptor& type) const {
    static const std::vector<Place> none;
    const auto found = by_type_.find(&type);
    return found == by_type_.end() ? none : found->second;
  }

 private:
  void Add(const google::protobuf::OneofDescriptor& oneof) {
    for (int i = 0; i < oneof.field_count(); ++i) {
      const Descriptor* const type = oneof.field(i)->message_type();
      by_type_.try_emplace(type, PlacesIn(*type));
    }
  }

  std::map<const Descriptor*, std::vector<Place>> by_type_;
};

const Names& AllNames() {
  static const Names names;
  return names;
}

std::string_view Get(const Message& message, const FieldDescriptor& field) {
  std::string scratch;
  // A string field is stored as one: the scratch is not used.
  return message.GetReflection()->GetStringReference(message, &field, &scratch);
}

v1::EntityKind AboutKind(v1::NoticeKind kind) {
  switch (kind) {
    case v1::NOTICE_CREDIT_REVIEW:
      return v1::ENTITY_KIND_ACCOUNT;
    case v1::NOTICE_PEOPLE_CHANGED:
    case v1::NOTICE_EMPLOYER_CHANGED:
      return v1::ENTITY_KIND_CUSTOMER;
    case v1::NOTICE_CASE_BREACH:
      return v1::ENTITY_KIND_CASE;
    case v1::NOTICE_DEPOSIT_UNPAID:
      return v1::ENTITY_KIND_BOOKING;
    default:
      return v1::ENTITY_KIND_UNSPECIFIED;
  }
}

const Message* SetOne(const Message& message, const char* oneof) {
  const auto* const reflection = message.GetReflection();
  const FieldDescriptor* const field =
      reflection->GetOneofFieldDescriptor(message, message.GetDescriptor()->FindOneofByName(oneof));
  return field == nullptr ? nullptr : &reflection->GetMessage(message, field);
}

}  // namespace

std::span<const AuditedKind> AuditedKinds() { return kKinds; }

const AuditedKind* FindAuditedKind(v1::EntityKind kind) {
  // A kind stands where its number says; a number beyond them is none.
  const size_t index = static_cast<size_t>(kind) - 1;
  return index < kKinds.size() ? &kKinds[index] : nullptr;
}

void ForEachNamed(const Message& message, const SeeNamed& see) {
  const auto& reflection = *message.GetReflection();
  for (const Place& place : AllNames().In(*message.GetDescriptor())) {
    if (place.outer == nullptr) {
      see(place.kind, Get(message, *place.id));
    } else if (place.outer->is_repeated()) {
      for (int i = 0; i < reflection.FieldSize(message, place.outer); ++i) {
        see(place.kind, Get(reflection.GetRepeatedMessage(message, place.outer, i), *place.id));
      }
    } else if (reflection.HasField(message, place.outer)) {
      see(place.kind, Get(reflection.GetMessage(message, place.outer), *place.id));
    }
  }
  if (message.GetDescriptor() == v1::Notice::descriptor()) {
    const auto& notice = static_cast<const v1::Notice&>(message);
    const v1::EntityKind kind = AboutKind(notice.kind());
    if (kind != v1::ENTITY_KIND_UNSPECIFIED) see(kind, notice.about());
  }
}

void ForEachNamed(const v1::Request& request, const SeeNamed& see) {
  if (const Message* const body = BodyOf(request)) ForEachNamed(*body, see);
  see(v1::ENTITY_KIND_QUOTE, request.quote_id());
}

void ForEachNamed(const v1::Event& event, const SeeNamed& see) {
  if (const Message* const message = MessageOf(event)) ForEachNamed(*message, see);
}

const Message* BodyOf(const v1::Request& request) { return SetOne(request, "body"); }
const Message* MessageOf(const v1::Event& event) { return SetOne(event, "kind"); }

}  // namespace daybook
