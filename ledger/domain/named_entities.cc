#include "ledger/domain/named_entities.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace daybook {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

enum Named : size_t {
  kBooking,
  kProperty,
  kCustomer,
  kAccount,
  kCase,
  kFeedback,
  kBlock,
  kTableBooking,
  kAgreement,
  kOffer,
  kCommitment,
  kAction,
  kVoucher,
  kInvoice,
  kNotice,
  kSurvey,
  kGift,
  kContact,
  kQuote,
  kMerged,
  kNewBooking,
  kToBooking,
  kRebooked,
  kBooked,
  kOutlet,
  kChannel,
  kNamedCount
};

constexpr std::array<std::string_view, kNamedCount> kFields = {
    "booking_id",     "property_id",   "customer_id",      "account_id",   "case_id",
    "feedback_id",    "block_id",      "table_booking_id", "agreement_id", "offer_id",
    "commitment_id",  "action_id",     "voucher_id",       "invoice_id",   "notice_id",
    "survey_id",      "gift_id",       "contact_id",       "quote_id",     "merged_id",
    "new_booking_id", "to_booking_id", "rebook_as",        "booked_id",    "outlet_id",
    "channel_id"};

constexpr int kLargestBody = 1100;

// Where an id stands in a body: in a message of its own if `outer` is not null.
struct Place {
  const FieldDescriptor* outer = nullptr;
  const FieldDescriptor* id = nullptr;
};

struct Body {
  const FieldDescriptor* field = nullptr;
  std::array<Place, kNamedCount> places;
  std::vector<Named> named;  // those that have a place
};

const FieldDescriptor* IdField(const google::protobuf::Descriptor& type, std::string_view name) {
  const FieldDescriptor* const field = type.FindFieldByName(std::string(name));
  if (field == nullptr || field->is_repeated() || field->type() != FieldDescriptor::TYPE_STRING) {
    return nullptr;
  }
  return field;
}

Place PlaceIn(const google::protobuf::Descriptor& body, std::string_view name) {
  if (const FieldDescriptor* const direct = IdField(body, name)) return {nullptr, direct};
  if (body.field_count() == 0) return {};
  const FieldDescriptor* const first = body.field(0);
  if (first->message_type() == nullptr || first->is_repeated()) return {};
  const FieldDescriptor* const inner = IdField(*first->message_type(), name);
  return inner == nullptr ? Place{} : Place{first, inner};
}

// By the number of the body's field.
class Bodies {
 public:
  Bodies() {
    const auto* const bodies = v1::Request::descriptor()->FindOneofByName("body");
    for (int i = 0; i < bodies->field_count(); ++i) {
      const FieldDescriptor* const field = bodies->field(i);
      Body& body = bodies_[static_cast<size_t>(field->number())];
      body.field = field;
      for (size_t named = 0; named < kNamedCount; ++named) {
        body.places[named] = PlaceIn(*field->message_type(), kFields[named]);
        if (body.places[named].id != nullptr) body.named.push_back(static_cast<Named>(named));
      }
    }
  }
  const Body& Of(int number) const { return bodies_[static_cast<size_t>(number)]; }

 private:
  std::array<Body, kLargestBody> bodies_;
};

const Bodies& AllBodies() {
  static const Bodies bodies;
  return bodies;
}

std::string_view Get(const Message& message, const FieldDescriptor& field) {
  std::string scratch;
  // A string field is stored as one: the scratch is not used.
  return message.GetReflection()->GetStringReference(message, &field, &scratch);
}

std::string_view NamedInQuote(const v1::RecordQuote& quote, Named named) {
  switch (quote.quoted_case()) {
    case v1::RecordQuote::kCreateBooking:
      if (named == kBooking) return quote.create_booking().booking_id();
      if (named == kProperty) return quote.create_booking().property_id();
      if (named == kCustomer) return quote.create_booking().customer_id();
      if (named == kAccount) return quote.create_booking().account_id();
      if (named == kBlock) return quote.create_booking().block_id();
      return {};
    case v1::RecordQuote::kChangeBooking:
      return named == kBooking ? std::string_view(quote.change_booking().booking_id())
                               : std::string_view();
    case v1::RecordQuote::kCancelBooking:
      if (named == kVoucher) return quote.cancel_booking().voucher_id();
      if (named == kRebooked) return quote.cancel_booking().rebook_as();
      return named == kBooking ? std::string_view(quote.cancel_booking().booking_id())
                               : std::string_view();
    case v1::RecordQuote::QUOTED_NOT_SET:
      break;
  }
  return {};
}

// Where there is such a place in the body.
std::string_view IdAt(const v1::Request& request, const Body& body, Named named) {
  const Place& place = body.places[named];
  const Message* message = &request.GetReflection()->GetMessage(request, body.field);
  if (place.outer != nullptr) {
    message = &message->GetReflection()->GetMessage(*message, place.outer);
  }
  return Get(*message, *place.id);
}

std::string_view IdIn(const v1::Request& request, Named named) {
  if (request.has_record_quote() && named != kQuote) {
    return NamedInQuote(request.record_quote(), named);
  }
  const Body& body = AllBodies().Of(request.body_case());
  if (body.field == nullptr || body.places[named].id == nullptr) return {};
  return IdAt(request, body, named);
}

}  // namespace

std::string_view BookingNamedBy(const v1::Request& request) { return IdIn(request, kBooking); }
std::string_view PropertyNamedBy(const v1::Request& request) { return IdIn(request, kProperty); }
std::string_view CustomerNamedBy(const v1::Request& request) { return IdIn(request, kCustomer); }

std::string_view IdNamedBy(const v1::Request& request, std::string_view field) {
  const auto found = std::find(kFields.begin(), kFields.end(), field);
  if (found == kFields.end()) return {};
  return IdIn(request, static_cast<Named>(found - kFields.begin()));
}

absl::InlinedVector<NamedId, 8> NamedIds(const v1::Request& request) {
  absl::InlinedVector<NamedId, 8> ids;
  const auto add = [&ids](Named named, std::string_view id) {
    if (!id.empty()) ids.push_back({kFields[named], id});
  };
  if (request.has_record_quote()) {
    for (size_t named = 0; named < kNamedCount; ++named) {
      add(static_cast<Named>(named), IdIn(request, static_cast<Named>(named)));
    }
    return ids;
  }
  const Body& body = AllBodies().Of(request.body_case());
  for (const Named named : body.named) add(named, IdAt(request, body, named));
  return ids;
}

}  // namespace daybook
