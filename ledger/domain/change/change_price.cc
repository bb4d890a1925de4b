#include "ledger/domain/change/change_price.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "ledger/base/money.h"
#include "ledger/domain/booking/booking_checks.h"
#include "ledger/domain/booking/booking_evolve.h"
#include "ledger/domain/quote/quote.h"

namespace daybook {
namespace {

class Pricer {
 public:
  Pricer(DecideContext& context, const PatchedBooking& patched, const v1::RatePlan* plan,
         const v1::Quote* quote)
      : context_(context),
        patched_(patched),
        change_(patched.change()),
        booking_(patched.booking()),
        plan_(plan),
        quote_(quote) {}

  ChangedPrice Price() {
    SetLines();
    if (context_.AnyDeclined()) return std::move(price_);
    CheckPriceOfStay(context_, SumOfLines(price_.lines));
    Discount();
    return std::move(price_);
  }

 private:
  void SetLines() {
    if (quote_ != nullptr) {
      price_.lines = quote_->price();
      CheckQuotedNights();
    } else if (patched_.arrival() == patched_.departure()) {
      PriceDayUse();
    } else {
      const Nights kept = patched_.KeptNights(context_);
      PriceNights({patched_.arrival(), kept.from});
      AppendPartOf(booking_.price(), kept, price_.lines);
      PriceNights({kept.to, patched_.departure()});
    }
  }

  // Of nights that were charged since it was quoted, the quote can't change the price any more.
  void CheckQuotedNights() {
    const Nights closed = {patched_.arrival(), patched_.FirstOpenPrice(context_)};
    PriceLines charged, quoted;
    AppendPartOf(booking_.price(), closed, charged);
    AppendPartOf(price_.lines, closed, quoted);
    if (!patched_.InHouse() || SameLines(charged, quoted)) return;
    context_.DeclineEnvelope(v1::STATE_QUOTE_MISMATCH, "quote_id",
                             absl::StrCat("quote ", quote_->quote_id(),
                                          " is from before nights of the stay were charged"));
  }

  void PriceDayUse() {
    const CivilDate day = patched_.arrival();
    const bool same_day =
        patched_.old_arrival() == patched_.old_departure() && !patched_.ArrivalChanged();
    if (same_day && (!patched_.Reprices() || patched_.FirstOpenPrice(context_) > day)) {
      price_.lines = booking_.price();
      return;
    }
    if (const auto price = PresentPrice()) AppendLine(day, day, *price, price_.lines);
  }

  void PriceNights(Nights nights) {
    if (nights.from >= nights.to || context_.AnyDeclined()) return;
    if (const auto price = PresentPrice()) {
      AppendLine(nights.from, nights.to, *price, price_.lines);
    }
  }

  // Of a night, or of the day of a day use. Declines where there is none.
  std::optional<int64_t> PresentPrice() {
    if (change_.has_nightly_override()) return change_.nightly_override().amount_minor();
    const v1::RoomTypePrice* const price =
        plan_ == nullptr ? nullptr : FindPrice(*plan_, patched_.RoomTypeId());
    if (price == nullptr) {
      context_.Decline(v1::STATE_ROOM_TYPE_NOT_PRICED,
                       change_.has_room_type_id() ? "room_type_id" : "rate_plan_id",
                       absl::StrCat("rate plan ", patched_.RatePlanId(), " has no price for ",
                                    patched_.RoomTypeId()));
      return std::nullopt;
    }
    const bool day_use = patched_.arrival() == patched_.departure();
    return day_use ? price->day_use_minor() : price->nightly_minor();
  }

  // Off the price of every night from the change on. What was quoted is discounted already.
  void Discount() {
    if (!patched_.Gives(v1::MEASURE_DISCOUNT)) return;
    if (quote_ != nullptr) {
      const v1::Item* const item = QuotedItem(*quote_, v1::ITEM_DISCOUNT);
      price_.discount_minor = item == nullptr ? 0 : -item->amount_minor();
      return;
    }
    PriceLines& lines = price_.lines;
    const int64_t before = SumOfLines(lines);
    const int64_t basis_points = change_.compensation().basis_points();
    const auto off = [&](int64_t nightly) { return nightly - PercentOf(nightly, basis_points); };
    PriceLines discounted;
    const CivilDate arrival = patched_.arrival();
    const CivilDate from = patched_.FirstOpenPrice(context_);
    if (arrival == patched_.departure()) {
      const int64_t day = lines.empty() ? 0 : lines[0].nightly_minor();
      AppendLine(arrival, arrival, from > arrival ? day : off(day), discounted);
    } else {
      AppendPartOf(lines, {arrival, from}, discounted);
      PriceLines open;
      AppendPartOf(lines, {from, patched_.departure()}, open);
      for (const v1::PriceLine& line : open) {
        AppendLine(DateOf(line.from()), DateOf(line.to()), off(line.nightly_minor()), discounted);
      }
    }
    lines.Swap(&discounted);
    price_.discount_minor = before - SumOfLines(lines);
  }

  DecideContext& context_;
  const PatchedBooking& patched_;
  const v1::ChangeBooking& change_;
  const v1::Booking& booking_;
  const v1::RatePlan* const plan_;
  const v1::Quote* const quote_;
  ChangedPrice price_;
};

}  // namespace

ChangedPrice PriceOfChange(DecideContext& context, const PatchedBooking& patched,
                           const v1::RatePlan* plan, const v1::Quote* quote) {
  return Pricer(context, patched, plan, quote).Price();
}

v1::PricingRule PriceRule(const PatchedBooking& patched) {
  if (patched.change().has_nightly_override()) return v1::RULE_PRICE_OVERRIDE;
  return patched.Reprices() ? v1::RULE_REQUOTE_ALL : v1::RULE_REQUOTE_ADDED;
}

}  // namespace daybook
