// How a booking begins: create, and from a hold or the waitlist to confirmed; and how a hold is let
// go.
#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/base/strings.h"
#include "ledger/domain/accounts/cancellation_postings.h"
#include "ledger/domain/booking/alternatives.h"
#include "ledger/domain/booking/booking_checks.h"
#include "ledger/domain/booking/booking_evolve.h"
#include "ledger/domain/booking/guarantee.h"
#include "ledger/domain/booking/price_lines.h"
#include "ledger/domain/cancellation/penalties.h"
#include "ledger/domain/decide_context.h"
#include "ledger/domain/named_entities.h"
#include "ledger/domain/policy/frozen_policies.h"
#include "ledger/domain/quote/quote.h"
#include "ledger/domain/times.h"

namespace daybook {
namespace {

constexpr int32_t kMaxSourceCount = 1'000'000;

class CreatePhases : public Phases {
 public:
  explicit CreatePhases(const DecideContext& context) : create_(context.request.create_booking()) {}

  void Form(DecideContext& context) override {
    context.CheckId("booking_id", create_.booking_id());
    context.CheckId("property_id", create_.property_id());
    CheckStatusForm(context);
    CheckStayForm(context);
    context.CheckId("room_type_id", create_.room_type_id());
    CheckGuestsForm(context, create_.guests());
    context.CheckId("rate_plan_id", create_.rate_plan_id());
    if (create_.has_nightly_override()) {
      CheckNightlyOverride(context, create_.nightly_override());
    }
    context.CheckOptionalId("customer_id", create_.customer_id());
    context.CheckOptionalId("channel_id", create_.channel_id());
    if (create_.guest().form_case() != v1::Personal::FORM_NOT_SET &&
        create_.customer_id().empty()) {
      context.Decline(v1::FORM_PERSONAL_WITHOUT_CUSTOMER, "guest", "customer_id is empty");
    }
    CheckSourceCodes(context);
    CheckSourceCounts(context);
    CheckGuaranteeForm(context, create_);
    CheckDeadlinesResolved(context, "property_id");
  }

  void State(DecideContext& context) override {
    if (context.booking != nullptr) {
      context.Decline(v1::STATE_BOOKING_EXISTS, "booking_id",
                      absl::StrCat("booking ", create_.booking_id(), " was made at position ",
                                   context.booking->created_position()));
    }
    CheckChannelState(context);
    if (create_.has_hold_expires_at() &&
        ToInstant(create_.hold_expires_at()) <= context.recorded_at) {
      context.Decline(v1::STATE_HOLD_EXPIRED, "hold_expires_at",
                      absl::StrCat(FormatInstant(ToInstant(create_.hold_expires_at())),
                                   " is not after ", FormatInstant(context.recorded_at)));
    }
    if (context.RequireProperty("property_id")) CheckAtProperty(context);
    quote_ = RequireQuote(context);
    if (!context.AnyDeclined()) CheckTotal(context);
  }

  void Policy(DecideContext& context) override {
    const int64_t weight = create_.account_id().empty() ? 0 : SumOfLines(Price());
    CheckGuaranteePolicy(context, create_, {arrival_, departure_}, weight);
    if (context.AnyDeclined()) {
      ProposeInstead(context, {create_.property_id(), create_.room_type_id(),
                               create_.rate_plan_id(), create_.stay(), create_.guests()});
    }
    if (create_.has_nightly_override()) CheckMayOverridePrice(context);
    CheckNotTooFar(context, "stay.arrival", arrival_);
    CheckOccupancy(context, "guests", create_.room_type_id(), create_.guests());
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    v1::BookingCreated& event = *accepted.add_events()->mutable_booking_created();
    event.set_booking_id(create_.booking_id());
    event.set_property_id(create_.property_id());
    event.set_status(create_.status());
    if (create_.has_hold_expires_at()) {
      *event.mutable_hold_expires_at() = create_.hold_expires_at();
    }
    event.set_waitlist_priority(create_.waitlist_priority());
    *event.mutable_stay() = create_.stay();
    event.set_room_type_id(create_.room_type_id());
    *event.mutable_guests() = create_.guests();
    event.set_rate_plan_id(create_.rate_plan_id());
    event.set_currency(context.property->definition().currency());
    *event.mutable_price() = Price();
    FreezeTerms(*cancellation_policy_, context.resolution, context.recorded_at,
                *event.mutable_terms());
    FreezePolicies(context.state, create_.property_id(), *event.mutable_terms());
    event.set_customer_id(create_.customer_id());
    event.set_channel_id(create_.channel_id());
    event.set_business_date(context.property->business_date());
    event.set_account_id(create_.account_id());
    event.set_block_id(create_.block_id());
    event.set_guarantee(create_.guarantee());
    event.set_guarantee_reference(create_.guarantee_reference());
    DecideContext::Cite(cancellation_policy_->policy_id(), cancellation_policy_->version(),
                        accepted);
    SetDeposit(context, event, accepted);
    AddPriceItems(context, event, accepted);
    UseQuote(quote_, accepted);
  }

 private:
  void CheckStatusForm(DecideContext& context) {
    const v1::BookingStatus status = create_.status();
    if (status != v1::CONFIRMED && status != v1::HELD && status != v1::WAITLISTED) {
      context.Decline(v1::FORM_ENUM_INVALID, "status",
                      "a booking begins CONFIRMED, HELD or WAITLISTED");
    }
    if (create_.has_hold_expires_at() != (status == v1::HELD)) {
      context.Decline(v1::FORM_HOLD_EXPIRY_MISSING, "hold_expires_at",
                      status == v1::HELD ? "a hold needs its expiry" : "only a hold expires");
    }
    if (create_.has_hold_expires_at() && !IsValidTimestamp(create_.hold_expires_at())) {
      context.Decline(v1::FORM_DATE_INVALID, "hold_expires_at",
                      "not an instant in whole microseconds");
    }
    if (create_.waitlist_priority() != 0 && status != v1::WAITLISTED) {
      context.Decline(v1::FORM_LIMIT_INVALID, "waitlist_priority",
                      "only the waitlist has priorities");
    }
    const v1::ActorKind actor = context.request.actor().kind();
    if (actor == v1::ACTOR_KIND_GUEST || actor == v1::ACTOR_KIND_CHANNEL) CheckModest(context);
  }

  // What one asks for from outside must not keep rooms from everybody else, nor jump the queue.
  void CheckModest(DecideContext& context) {
    if (create_.waitlist_priority() != 0) {
      context.Decline(v1::FORM_LIMIT_INVALID, "waitlist_priority", "only staff set priorities");
    }
    const Instant latest = context.recorded_at.PlusMicros(kLongestHoldMicros);
    if (create_.has_hold_expires_at() && ToInstant(create_.hold_expires_at()) > latest) {
      context.Decline(
          v1::FORM_LIMIT_INVALID, "hold_expires_at",
          absl::StrCat("guests and channels hold until ", FormatInstant(latest), " at most"));
    }
  }

  void CheckStayForm(DecideContext& context) {
    const auto arrival = context.CheckDate("stay.arrival", create_.stay().arrival());
    const auto departure = context.CheckDate("stay.departure", create_.stay().departure());
    if (!arrival || !departure) return;
    arrival_ = *arrival;
    departure_ = *departure;
    CheckStayLength(context, "stay", arrival_, departure_);
  }

  // Codes of the source, not free text: that would be personal data.
  void CheckSourceCodes(DecideContext& context) {
    const v1::SourceAttributes& source = create_.source();
    const std::array<std::pair<const char*, const std::string*>, 7> codes = {{
        {"source.market_segment", &source.market_segment()},
        {"source.customer_type", &source.customer_type()},
        {"source.meal", &source.meal()},
        {"source.country", &source.country()},
        {"source.deposit_type", &source.deposit_type()},
        {"source.agent", &source.agent()},
        {"source.company", &source.company()},
    }};
    for (const auto& [path, code] : codes) {
      if (context.FromImporter() ? IsPrintableCode(*code) : code->empty() || IsValidId(*code)) {
        continue;
      }
      context.Decline(v1::FORM_ID_INVALID, path, "not a code of at most 64 characters");
    }
    if (!context.FromImporter() && !source.country().empty() && !IsCountry(source.country())) {
      context.Decline(v1::FORM_ID_INVALID, "source.country", "not three capital letters");
    }
  }

  // What files of others have: spaces and the like too.
  static bool IsPrintableCode(const std::string& code) {
    return code.size() <= 64 && std::all_of(code.begin(), code.end(), [](char c) {
             return c >= ' ' && c <= '~' && c != '@';
           });
  }

  static bool IsCountry(const std::string& code) {
    return code.size() == 3 &&
           std::all_of(code.begin(), code.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  }

  void CheckSourceCounts(DecideContext& context) {
    const auto check = [&](const char* path, int32_t count) {
      if (count >= 0 && count <= kMaxSourceCount) return;
      context.Decline(v1::FORM_LIMIT_INVALID, path,
                      absl::StrCat(count, " is not 0 to ", kMaxSourceCount));
    };
    const v1::SourceAttributes& source = create_.source();
    check("source.previous_cancellations", source.previous_cancellations());
    check("source.previous_stays", source.previous_stays());
    check("source.parking_spaces", source.parking_spaces());
    check("source.special_requests", source.special_requests());
  }

  void CheckChannelState(DecideContext& context) {
    if (create_.channel_id().empty()) return;
    const v1::Channel* channel = context.state.FindChannel(create_.channel_id());
    if (channel != nullptr && !channel->definition().inactive()) return;
    context.Decline(v1::STATE_CHANNEL_UNKNOWN, "channel_id",
                    absl::StrCat("channel ", create_.channel_id(),
                                 channel == nullptr ? " is not defined" : " is inactive"));
  }

  void CheckAtProperty(DecideContext& context) {
    const std::string& currency = context.property->definition().currency();
    const v1::RoomType* room_type =
        context.state.FindRoomType(create_.property_id(), create_.room_type_id());
    if (room_type == nullptr) {
      context.Decline(v1::STATE_ROOM_TYPE_UNKNOWN, "room_type_id",
                      absl::StrCat("no room type ", create_.room_type_id(), " is defined"));
    }
    plan_ = context.state.FindRatePlan(create_.property_id(), create_.rate_plan_id());
    if (plan_ == nullptr) {
      context.Decline(v1::STATE_RATE_PLAN_UNKNOWN, "rate_plan_id",
                      absl::StrCat("no rate plan ", create_.rate_plan_id(), " is defined"));
    } else {
      cancellation_policy_ = RequireCancellationPolicy(context, "rate_plan_id", *plan_);
      price_ = FindPrice(*plan_, create_.room_type_id());
      if (price_ == nullptr && room_type != nullptr && !create_.has_nightly_override()) {
        context.Decline(v1::STATE_ROOM_TYPE_NOT_PRICED, "room_type_id",
                        absl::StrCat("rate plan ", create_.rate_plan_id(), " has no price for ",
                                     create_.room_type_id()));
      }
    }
    if (create_.has_nightly_override() && create_.nightly_override().currency() != currency) {
      context.Decline(v1::STATE_CURRENCY_MISMATCH, "nightly_override.currency",
                      absl::StrCat("property ", create_.property_id(), " counts in ", currency));
    }
    CheckGuaranteeState(context, create_);
    if (arrival_ < context.BusinessDate()) {
      context.Decline(v1::STATE_NIGHT_IN_PAST, "stay.arrival",
                      absl::StrCat(arrival_.ToString(), " is before the business date ",
                                   context.BusinessDate().ToString()));
    }
  }

  void CheckTotal(DecideContext& context) {
    CheckPriceOfStay(context, NightlyPrice(), std::max(1, departure_ - arrival_));
  }

  int64_t NightlyPrice() const {
    if (create_.has_nightly_override()) return create_.nightly_override().amount_minor();
    return arrival_ == departure_ ? price_->day_use_minor() : price_->nightly_minor();
  }

  // As quoted, where a quote is cited.
  PriceLines Price() const {
    if (quote_ != nullptr) return quote_->price();
    PriceLines lines;
    AppendLine(arrival_, departure_, NightlyPrice(), lines);
    return lines;
  }

  const v1::CreateBooking& create_;
  CivilDate arrival_;
  CivilDate departure_;
  const v1::RatePlan* plan_ = nullptr;
  const v1::CancellationPolicy* cancellation_policy_ = nullptr;  // by which the booking is made
  const v1::RoomTypePrice* price_ = nullptr;
  const v1::Quote* quote_ = nullptr;
};

// Declines unless the booking is known and in the status.
void RequireStatus(DecideContext& context, v1::BookingStatus status) {
  if (!context.RequireBooking()) return;
  if (context.booking->status() != status) context.DeclineStatus();
}

class ConfirmPhases : public Phases {
 public:
  void Form(DecideContext& context) override {
    context.CheckId("booking_id", BookingNamedBy(context.request));
  }
  void State(DecideContext& context) override {
    RequireStatus(context, v1::HELD);
    if (context.booking == nullptr || context.booking->status() != v1::HELD) return;
    // Its rooms stay held until the record of its expiry; but whoever waits for them is next.
    const Instant expiry = ToInstant(context.booking->hold_expires_at());
    if (expiry > context.recorded_at) return;
    context.Decline(v1::STATE_HOLD_EXPIRED, "booking_id",
                    absl::StrCat("the hold expired at ", FormatInstant(expiry)));
  }
  void Policy(DecideContext& context) override {
    CheckGuarantorOf(context, *context.booking, "booking_id");
  }
  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    accepted.add_events()->mutable_booking_confirmed()->set_booking_id(
        context.booking->booking_id());
  }
};

class ReleasePhases : public Phases {
 public:
  void Form(DecideContext& context) override {
    context.CheckId("booking_id", BookingNamedBy(context.request));
  }
  void State(DecideContext& context) override { RequireStatus(context, v1::HELD); }
  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    v1::BookingCancelled& event = *accepted.add_events()->mutable_booking_cancelled();
    event.set_booking_id(context.booking->booking_id());
    FillCancellation(*context.booking, v1::CANCELLATION_CAUSE_HOLD_RELEASED,
                     v1::CANCELLATION_REASON_UNSPECIFIED, 0, context.property->business_date(),
                     *event.mutable_cancellation());
    PostCancellation(*context.booking, 0, *context.property, nullptr, accepted);
  }
};

class PromotePhases : public Phases {
 public:
  void Form(DecideContext& context) override {
    context.CheckId("booking_id", BookingNamedBy(context.request));
  }
  void State(DecideContext& context) override {
    RequireStatus(context, v1::WAITLISTED);
    if (context.booking == nullptr) return;
    const CivilDate arrival = ArrivalOf(context.booking->stay());
    if (arrival < context.BusinessDate()) {
      context.Decline(
          v1::STATE_NIGHT_IN_PAST, "booking_id",
          absl::StrCat("its arrival ", arrival.ToString(), " is before the business date ",
                       context.BusinessDate().ToString()));
    }
  }
  void Policy(DecideContext& context) override {
    const v1::Booking& booking = *context.booking;
    CheckAvailability(context, "booking_id", HeldRoomType(booking),
                      {ArrivalOf(booking.stay()), DepartureOf(booking.stay())});
    if (context.AnyDeclined()) ProposeInstead(context, WishOf(booking));
    CheckGuarantorOf(context, booking, "booking_id");
  }
  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    v1::BookingPromoted& event = *accepted.add_events()->mutable_booking_promoted();
    event.set_booking_id(context.booking->booking_id());
    SetDeposit(context, *context.booking, event, accepted);
  }
};

}  // namespace

void DecideCreate(DecideContext& context, v1::Outcome& outcome) {
  CreatePhases phases(context);
  RunPhases(context, phases, outcome);
}

void DecideHoldOrWaitlist(DecideContext& context, v1::Outcome& outcome) {
  if (context.request.has_confirm_booking()) {
    ConfirmPhases phases;
    RunPhases(context, phases, outcome);
  } else if (context.request.has_release_booking()) {
    ReleasePhases phases;
    RunPhases(context, phases, outcome);
  } else {
    PromotePhases phases;
    RunPhases(context, phases, outcome);
  }
}

}  // namespace daybook
