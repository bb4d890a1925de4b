// A quote is recorded: the request that it is of is decided as if it were made now, and only what it would cost is kept.
#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "ledger/domain/decide_context.h"
#include "ledger/domain/quote/quote.h"
#include "ledger/domain/times.h"

namespace daybook {
namespace {

constexpr int64_t kMicrosPerDay = int64_t{86'400} * 1'000'000;
constexpr int64_t kLongestMicros = 30 * kMicrosPerDay;

class QuotePhases : public Phases {
 public:
  explicit QuotePhases(const DecideContext& context) : quote_(context.request.record_quote()) {}

  void Form(DecideContext& context) override {
    context.CheckId("quote_id", quote_.quote_id());
    CheckExpiry(context);
    if (quote_.quoted_case() == v1::RecordQuote::QUOTED_NOT_SET) {
      context.Decline(v1::FORM_QUOTE_INVALID, "", "there is nothing to quote");
    }
    if (!context.request.quote_id().empty()) {
      context.DeclineEnvelope(v1::FORM_QUOTE_INVALID, "quote_id", "a quote cites no quote");
    }
  }

  void State(DecideContext& context) override {
    context.RequireNew<v1::Quote>("quote_id", quote_.quote_id());
    if (context.AnyDeclined()) return;
    CheckNotPastDeadline(context);
    CheckNotPastFeeStep(context);
    if (context.AnyDeclined()) return;
    request_ = QuotedRequest(context.request);
    outcome_ = QuoteOf(context.state, request_, context.resolution);
    if (!outcome_.has_declined()) return;
    for (const v1::Decline& reason : outcome_.declined().reasons()) {
      const bool of_body = absl::StartsWith(reason.field(), BodyName());
      context.DeclineEnvelope(
          reason.code(), of_body ? absl::StrCat("record_quote.", reason.field()) : reason.field(),
          reason.detail());
    }
    *context.declined.mutable_alternatives() = outcome_.declined().alternatives();
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    accepted.Swap(outcome_.mutable_accepted());
    v1::Quote quote;
    quote.set_quote_id(quote_.quote_id());
    quote.set_property_id(std::string(context.property_id));
    FillBooking(context, quote);
    quote.set_request_sha256(QuotedBodyHash(request_));
    *quote.mutable_quoted_at() = ToTimestamp(context.DecidingInstant());
    *quote.mutable_expires_at() = quote_.expires_at();
    *quote.mutable_items() = accepted.items();
    FillPrice(context, accepted, quote);
    accepted.clear_events();
    accepted.clear_journals();
    accepted.clear_told_channels();
    accepted.add_events()->mutable_quote_recorded()->Swap(&quote);
  }

 private:
  void CheckExpiry(DecideContext& context) {
    if (!IsValidTimestamp(quote_.expires_at()) || !quote_.has_expires_at()) {
      context.Decline(v1::FORM_DATE_INVALID, "expires_at", "not an instant in whole microseconds");
      return;
    }
    const Instant expiry = ToInstant(quote_.expires_at());
    const Instant latest = context.recorded_at.PlusMicros(kLongestMicros);
    if (expiry > context.recorded_at && expiry <= latest) return;
    context.Decline(
        v1::FORM_LIMIT_INVALID, "expires_at",
        absl::StrCat(FormatInstant(expiry), " is not after ", FormatInstant(context.recorded_at),
                     " and at most ", FormatInstant(latest)));
  }

  // A matter of form that only state knows, so it stands alone. Whoever is outside would put a deadline off by asking what it costs
  // before it; that staff may.
  void CheckNotPastDeadline(DecideContext& context) {
    if (!context.FromOutside()) return;
    if (quote_.has_create_booking() || context.booking == nullptr) return;
    const v1::Terms& terms = context.booking->terms();
    Instant next = Instant::Max();
    const auto see = [&](Instant deadline) {
      if (deadline > context.recorded_at) next = std::min(next, deadline);
    };
    for (const auto& deadline : terms.deadlines()) see(ToInstant(deadline));
    if (terms.has_grace_until()) see(ToInstant(terms.grace_until()));
    if (ToInstant(quote_.expires_at()) <= next) return;
    context.Decline(v1::FORM_LIMIT_INVALID, "expires_at",
                    absl::StrCat("is after ", FormatInstant(next), ", a deadline of the booking"));
  }

  // The same of the fee of a change, which goes up with a business date: as many days from now as there are to it, since it is the roll
  // that brings it.
  void CheckNotPastFeeStep(DecideContext& context) {
    if (!context.FromOutside() || !quote_.has_change_booking() || context.booking == nullptr ||
        context.property == nullptr) {
      return;
    }
    const v1::Policy* const policy = context.FrozenPolicy(context.booking->terms().change());
    if (policy == nullptr || context.booking->status() != v1::CONFIRMED) return;
    const int32_t days_to_go = ArrivalOf(context.booking->stay()) - context.BusinessDate();
    for (const v1::ChangePolicy::Tier& tier : policy->change().tiers()) {
      const int32_t days = days_to_go - tier.days_before_arrival();
      if (days <= 0) continue;
      const Instant step = context.recorded_at.PlusMicros(days * kMicrosPerDay);
      if (ToInstant(quote_.expires_at()) <= step) return;
      context.Decline(v1::FORM_LIMIT_INVALID, "expires_at",
                      absl::StrCat("is after ", FormatInstant(step),
                                   ", when another fee of the change policy applies"));
      return;
    }
  }

  // Guests and channels.
  // Who asks, and how, stays the same.
  v1::Request QuotedRequest(const v1::Request& request) const {
    v1::Request quoted = request;
    switch (quote_.quoted_case()) {
      case v1::RecordQuote::kCreateBooking:
        *quoted.mutable_create_booking() = quote_.create_booking();
        break;
      case v1::RecordQuote::kChangeBooking:
        *quoted.mutable_change_booking() = quote_.change_booking();
        break;
      default:
        *quoted.mutable_cancel_booking() = quote_.cancel_booking();
    }
    return quoted;
  }

  const char* BodyName() const {
    switch (quote_.quoted_case()) {
      case v1::RecordQuote::kCreateBooking:
        return "create_booking";
      case v1::RecordQuote::kChangeBooking:
        return "change_booking";
      default:
        return "cancel_booking";
    }
  }

  void FillBooking(const DecideContext& context, v1::Quote& quote) const {
    if (quote_.has_create_booking()) {
      quote.set_booking_id(quote_.create_booking().booking_id());
      return;
    }
    quote.set_booking_id(context.booking->booking_id());
    quote.set_booking_revision(context.booking->revision());
  }

  void FillPrice(const DecideContext& context, const v1::Accepted& accepted,
                 v1::Quote& quote) const {
    if (quote_.has_cancel_booking()) return;
    if (context.booking != nullptr) *quote.mutable_price() = context.booking->price();
    for (const v1::Event& event : accepted.events()) {
      if (event.has_booking_created()) *quote.mutable_price() = event.booking_created().price();
      if (event.has_booking_changed() && !event.booking_changed().price().empty()) {
        *quote.mutable_price() = event.booking_changed().price();
      }
    }
  }

  const v1::RecordQuote& quote_;
  v1::Request request_;
  v1::Outcome outcome_;
};

}  // namespace

void DecideQuote(DecideContext& context, v1::Outcome& outcome) {
  QuotePhases phases(context);
  RunPhases(context, phases, outcome);
}

}  // namespace daybook
