#include "ledger/domain/quote/quote.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "ledger/base/sha256.h"
#include "ledger/domain/booking/alternatives.h"
#include "ledger/domain/booking/booking_evolve.h"
#include "ledger/domain/times.h"

namespace daybook {
namespace {

// The kind stands before the body: two kinds may have the same bytes.
template <typename Body>
std::string HashOf(v1::Request::BodyCase kind, const Body& body) {
  std::string bytes = absl::StrCat(static_cast<int>(kind), ":");
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream out(&stream);
    out.SetSerializationDeterministic(true);
    body.SerializeToCodedStream(&out);
  }
  return std::string(AsBytes(Sha256Of(bytes)));
}

// The words in which the request was asked: personal data is sealed anew each time, so it can't be compared.
template <typename Body>
std::string HashWithoutGuest(v1::Request::BodyCase kind, Body body) {
  body.clear_guest();
  return HashOf(kind, body);
}

const v1::BookingCreated* CreatedBy(const v1::Accepted& accepted) {
  for (const v1::Event& event : accepted.events()) {
    if (event.has_booking_created()) return &event.booking_created();
  }
  return nullptr;
}

// What comes of the stay as it would be.
Wish WishAfter(const v1::Accepted& accepted, const v1::Booking* before) {
  if (const v1::BookingCreated* const created = CreatedBy(accepted)) {
    return {created->property_id(), created->room_type_id(), created->rate_plan_id(),
            created->stay(), created->guests()};
  }
  Wish wish = WishOf(*before);
  for (const v1::Event& event : accepted.events()) {
    if (!event.has_booking_changed()) continue;
    const v1::BookingChanged& changed = event.booking_changed();
    if (changed.has_stay()) wish.stay = changed.stay();
    if (changed.has_room_type_id()) wish.room_type_id = changed.room_type_id();
    if (changed.has_rate_plan_id()) wish.rate_plan_id = changed.rate_plan_id();
    if (changed.has_guests()) wish.guests = changed.guests();
  }
  if (HoldsRoom(before->status()) && wish.room_type_id == HeldRoomType(*before)) {
    wish.own = {ArrivalOf(before->stay()), DepartureOf(before->stay())};
  }
  return wish;
}

// Whoever asks what something costs is told of other ways too; of a cancellation only on request.
void AddAlternatives(const DecideContext& context, v1::Accepted& accepted) {
  if (context.request.has_cancel_booking()) return;
  *accepted.mutable_alternatives() =
      FindAlternatives(context.state, WishAfter(accepted, context.booking));
}

void DecideQuoted(DecideContext& context, v1::Outcome& outcome) {
  switch (context.request.body_case()) {
    case v1::Request::kCreateBooking:
      return DecideCreate(context, outcome);
    case v1::Request::kChangeBooking:
      return DecideChange(context, outcome);
    case v1::Request::kCancelBooking:
      return DecideCancel(context, outcome);
    default:
      context.DeclineEnvelope(v1::FORM_QUOTE_INVALID, "",
                              "only creating, changing and cancelling a booking is quoted");
  }
}

}  // namespace

v1::Outcome QuoteOf(const State& state, const v1::Request& request,
                    const v1::Resolution& resolution) {
  v1::Outcome outcome;
  v1::Declined declined;
  DecideContext context = ContextOf(state, request, resolution, declined);
  context.quoting = true;
  DecideQuoted(context, outcome);
  if (outcome.has_accepted()) {
    AddAlternatives(context, *outcome.mutable_accepted());
  } else {
    outcome.mutable_declined()->Swap(&declined);
  }
  return outcome;
}

std::string QuotedBodyHash(const v1::Request& request) {
  switch (request.body_case()) {
    case v1::Request::kCreateBooking:
      return HashWithoutGuest(v1::Request::kCreateBooking, request.create_booking());
    case v1::Request::kChangeBooking:
      return HashWithoutGuest(v1::Request::kChangeBooking, request.change_booking());
    case v1::Request::kCancelBooking:
      return HashOf(v1::Request::kCancelBooking, request.cancel_booking());
    default:
      return {};
  }
}

const v1::Quote* RequireQuote(DecideContext& context) {
  const std::string& id = context.request.quote_id();
  if (id.empty() || context.quoting) return nullptr;
  const auto* const quote = context.state.Find<v1::Quote>(id);
  const auto decline = [&](v1::DeclineCode code, std::string detail) {
    context.DeclineEnvelope(code, "quote_id", std::move(detail));
  };
  if (quote == nullptr) {
    decline(v1::STATE_REFERENCE_UNKNOWN, absl::StrCat("there is no quote ", id));
    return nullptr;
  }
  bool fits = true;
  const auto require = [&](bool holds, v1::DeclineCode code, std::string detail) {
    if (holds) return;
    fits = false;
    decline(code, std::move(detail));
  };
  require(!quote->used(), v1::STATE_STATUS, absl::StrCat("quote ", id, " was used"));
  const Instant expiry = ToInstant(quote->expires_at());
  require(context.recorded_at < expiry, v1::STATE_EXPIRED,
          absl::StrCat("quote ", id, " expired at ", FormatInstant(expiry)));
  require(quote->request_sha256() == QuotedBodyHash(context.request), v1::STATE_QUOTE_MISMATCH,
          absl::StrCat("quote ", id, " is of another request"));
  const int64_t revision = context.booking == nullptr ? 0 : context.booking->revision();
  require(quote->booking_revision() == revision, v1::STATE_QUOTE_MISMATCH,
          absl::StrCat("quote ", id, " is of revision ", quote->booking_revision(), ", it is ",
                       revision));
  return fits ? quote : nullptr;
}

Instant PricingInstant(const DecideContext& context, const v1::Quote* quote) {
  return quote == nullptr ? context.DecidingInstant() : ToInstant(quote->quoted_at());
}

const v1::Item* QuotedItem(const v1::Quote& quote, v1::ItemKind kind) {
  for (const v1::Item& item : quote.items()) {
    if (item.kind() == kind) return &item;
  }
  return nullptr;
}

void UseQuote(const v1::Quote* quote, v1::Accepted& accepted) {
  if (quote == nullptr) return;
  accepted.add_events()->mutable_quote_used()->set_quote_id(quote->quote_id());
  *accepted.mutable_items() = quote->items();
}

}  // namespace daybook
