// What is done for a customer: agreements followed item by item, gifts, offers.
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "ledger/domain/accounts/fees.h"
#include "ledger/domain/accounts/posting_table.h"
#include "ledger/domain/customer/customer_checks.h"
#include "ledger/domain/decide_context.h"
#include "ledger/domain/staff/limits.h"

namespace daybook {
namespace {

constexpr int32_t kLastMinute = 24 * 60 - 1;

class SignPhases : public Phases {
 public:
  explicit SignPhases(const DecideContext& context)
      : agreement_(context.request.sign_agreement().agreement()) {}

  void Form(DecideContext& context) override {
    context.CheckId("agreement.agreement_id", agreement_.agreement_id());
    context.CheckId("agreement.property_id", agreement_.property_id());
    context.CheckId("agreement.customer_id", agreement_.customer_id());
    context.CheckId("agreement.supervisor_staff_id", agreement_.supervisor_staff_id());
    context.CheckOptionalId("agreement.booking_id", agreement_.booking_id());
    const int count = agreement_.items_size();
    if (count == 0 || count > kMaxAgreementItems) {
      context.Decline(v1::FORM_TOO_MANY, "agreement.items",
                      absl::StrCat(count, " items, 1 to ", kMaxAgreementItems, " expected"));
    }
    std::set<std::string> ids;
    for (int i = 0; i < count; ++i) {
      const std::string path = PathOf(i);
      CheckItemForm(context, path, agreement_.items(i));
      if (!ids.insert(agreement_.items(i).item_id()).second) {
        context.Decline(v1::FORM_DUPLICATE, absl::StrCat(path, ".item_id"),
                        absl::StrCat(agreement_.items(i).item_id(), " was given before"));
      }
    }
  }

  void State(DecideContext& context) override {
    context.RequireNew<v1::Agreement>("agreement.agreement_id", agreement_.agreement_id());
    context.RequireStaff("agreement.supervisor_staff_id", agreement_.supervisor_staff_id());
    const v1::Customer* const customer =
        UsableCustomer(context, "agreement.customer_id", agreement_.customer_id());
    CheckBookingOf(context, "agreement.booking_id", agreement_.booking_id(),
                   agreement_.customer_id(), customer, agreement_.property_id());
    if (!context.RequireProperty("agreement.property_id")) return;
    for (int i = 0; i < agreement_.items_size(); ++i) {
      const v1::AgreementItem& item = agreement_.items(i);
      if (item.has_price()) {
        CheckPropertyCurrency(context, absl::StrCat(PathOf(i), ".price"), item.price());
      }
      if (item.due_on() >= context.property->business_date()) continue;
      context.Decline(v1::STATE_EXPIRED, absl::StrCat(PathOf(i), ".due_on"),
                      absl::StrCat(item.due_on(), " is before the business date, ",
                                   context.property->business_date()));
    }
  }

  void Accept(DecideContext&, v1::Accepted& accepted) override {
    accepted.add_events()->mutable_agreement_signed()->set_agreement_id(agreement_.agreement_id());
  }

 private:
  static std::string PathOf(int item) { return absl::StrCat("agreement.items[", item, "]"); }

  void CheckItemForm(DecideContext& context, const std::string& path,
                     const v1::AgreementItem& item) const {
    context.CheckId(absl::StrCat(path, ".item_id"), item.item_id());
    context.CheckId(absl::StrCat(path, ".code"), item.code());
    context.CheckDate(absl::StrCat(path, ".due_on"), item.due_on());
    context.CheckRange(absl::StrCat(path, ".due_minute"), item.due_minute(), 0, kLastMinute);
    CheckOptionalMoney(context, absl::StrCat(path, ".price"), item.has_price(), item.price());
    if (item.has_price() && agreement_.booking_id().empty()) {
      context.Decline(v1::FORM_ID_INVALID, "agreement.booking_id",
                      "is missing: a price is charged to the folio of a booking");
    }
    if (item.status() != v1::AGREEMENT_ITEM_STATUS_UNSPECIFIED &&
        item.status() != v1::AGREEMENT_ITEM_DUE) {
      context.Decline(v1::FORM_ENUM_INVALID, absl::StrCat(path, ".status"),
                      "an item begins as DUE");
    }
  }

  const v1::Agreement& agreement_;
};

// What was delivered at a price is charged to the folio of the stay that it was agreed for.
class SettleItemPhases : public Phases {
 public:
  explicit SettleItemPhases(const DecideContext& context)
      : settle_(context.request.settle_agreement_item()) {}

  void Form(DecideContext& context) override {
    context.CheckId("agreement_id", settle_.agreement_id());
    context.CheckId("item_id", settle_.item_id());
    if (settle_.status() != v1::AGREEMENT_ITEM_DELIVERED &&
        settle_.status() != v1::AGREEMENT_ITEM_MISSED) {
      context.Decline(v1::FORM_ENUM_INVALID, "status", "an item is settled DELIVERED or MISSED");
    }
  }

  void State(DecideContext& context) override {
    agreement_ = context.Require<v1::Agreement>("agreement_id", settle_.agreement_id());
    if (agreement_ == nullptr) return;
    context.CheckRevision(agreement_->revision());
    for (const v1::AgreementItem& item : agreement_->items()) {
      if (item.item_id() == settle_.item_id()) item_ = &item;
    }
    if (item_ == nullptr) {
      return context.DeclineUnknown("item_id", absl::StrCat("item ", settle_.item_id()));
    }
    if (item_->status() != v1::AGREEMENT_ITEM_DUE) {
      context.Decline(v1::STATE_STATUS, "item_id",
                      absl::StrCat("item ", settle_.item_id(), " is ",
                                   v1::AgreementItemStatus_Name(item_->status())));
    } else if (Charges(context)) {
      CheckFolio(context);
    }
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    v1::AgreementItemSettled& event = *accepted.add_events()->mutable_agreement_item_settled();
    event.set_agreement_id(settle_.agreement_id());
    event.set_item_id(settle_.item_id());
    event.set_status(settle_.status());
    if (Charges(context)) Charge(context, accepted);
  }

 private:
  bool Charges(const DecideContext& context) const {
    return settle_.status() == v1::AGREEMENT_ITEM_DELIVERED && item_->has_price() &&
           context.KeepsBooks();
  }

  void CheckFolio(DecideContext& context) const {
    const v1::Booking* const booking = context.state.FindBooking(agreement_->booking_id());
    if (booking == nullptr || booking->status() != v1::IN_HOUSE) {
      context.Decline(v1::STATE_BOOKING_STATUS, "agreement_id",
                      absl::StrCat("the price goes to the folio of booking ",
                                   agreement_->booking_id(), ", which is not in house"));
    } else if (booking->folio().charges_size() >= kMaxCharges) {
      context.Decline(
          v1::STATE_TOO_MANY, "agreement_id",
          absl::StrCat("booking ", booking->booking_id(), " has ", kMaxCharges, " charges"));
    }
  }

  // The request's id is unique as long as the log lives, and so names the charge.
  void Charge(const DecideContext& context, v1::Accepted& accepted) const {
    const v1::Policy* const taxes = context.PolicyInForce(v1::Policy::kTax);
    const int64_t gross = item_->price().amount_minor();
    const int64_t tax = IncludedTax(gross, TaxRate(taxes, v1::REVENUE_EXTRA));
    v1::ChargePosted& event = *accepted.add_events()->mutable_charge_posted();
    event.set_booking_id(agreement_->booking_id());
    v1::FolioCharge& charge = *event.mutable_charge();
    charge.set_charge_id(context.request.request_id());
    charge.set_kind(v1::REVENUE_EXTRA);
    charge.set_code(item_->code());
    charge.set_gross_minor(gross);
    charge.set_tax_minor(tax);
    charge.set_business_date(context.property->business_date());
    Postings(*context.property, accepted)
        .Charge(agreement_->booking_id(), charge.charge_id(), v1::REVENUE_EXTRA, gross, tax);
    if (tax == 0) return;
    DecideContext::Cite(*taxes, accepted);
    DecideContext::AddItem(accepted, v1::ITEM_TAX, tax, v1::RULE_TAX_INCLUDED, taxes);
  }

  const v1::SettleAgreementItem& settle_;
  const v1::Agreement* agreement_ = nullptr;
  const v1::AgreementItem* item_ = nullptr;
};

class GiftPhases : public Phases {
 public:
  explicit GiftPhases(const DecideContext& context) : gift_(context.request.give_gift().gift()) {}

  void Form(DecideContext& context) override {
    context.CheckId("gift.gift_id", gift_.gift_id());
    context.CheckId("gift.property_id", gift_.property_id());
    context.CheckId("gift.customer_id", gift_.customer_id());
    context.CheckId("gift.code", gift_.code());
    context.CheckOptionalId("gift.occasion", gift_.occasion());
    context.CheckPositiveMoney("gift.cost", gift_.cost());
  }

  void State(DecideContext& context) override {
    context.RequireNew<v1::Gift>("gift.gift_id", gift_.gift_id());
    UsableCustomer(context, "gift.customer_id", gift_.customer_id());
    context.RequireProperty("gift.property_id");
    CheckPropertyCurrency(context, "gift.cost", gift_.cost());
  }

  void Policy(DecideContext& context) override {
    CheckLimit(context, LimitKind::kCompensation, "gift.cost", gift_.cost().amount_minor());
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    accepted.add_events()->mutable_gift_given()->set_gift_id(gift_.gift_id());
    Postings(*context.property, accepted).Gift(gift_.gift_id(), gift_.cost().amount_minor());
    CiteAuthority(context, accepted);
  }

 private:
  const v1::Gift& gift_;
};

class OfferPhases : public Phases {
 public:
  explicit OfferPhases(const DecideContext& context)
      : offer_(context.request.make_offer().offer()) {}

  void Form(DecideContext& context) override {
    context.CheckId("offer.offer_id", offer_.offer_id());
    context.CheckId("offer.property_id", offer_.property_id());
    context.CheckId("offer.customer_id", offer_.customer_id());
    context.CheckOptionalId("offer.booking_id", offer_.booking_id());
    context.CheckEnum("offer.kind", offer_.kind(), v1::OfferKind_IsValid);
    if (offer_.kind() == v1::OFFER_PROMOTION) {
      context.CheckId("offer.campaign", offer_.campaign());
    } else {
      context.CheckOptionalId("offer.campaign", offer_.campaign());
    }
    context.CheckId("offer.content", offer_.content());
    CheckOptionalMoney(context, "offer.value", offer_.has_value(), offer_.value());
    context.CheckDate("offer.expires_on", offer_.expires_on());
    if (offer_.status() != v1::OFFER_STATUS_UNSPECIFIED && offer_.status() != v1::OFFER_MADE) {
      context.Decline(v1::FORM_ENUM_INVALID, "offer.status", "an offer begins as MADE");
    }
  }

  void State(DecideContext& context) override {
    context.RequireNew<v1::Offer>("offer.offer_id", offer_.offer_id());
    customer_ = UsableCustomer(context, "offer.customer_id", offer_.customer_id());
    CheckBookingOf(context, "offer.booking_id", offer_.booking_id(), offer_.customer_id(),
                   customer_, {});
    if (!context.RequireProperty("offer.property_id")) return;
    if (offer_.has_value()) CheckPropertyCurrency(context, "offer.value", offer_.value());
    if (offer_.expires_on() <= context.property->business_date()) {
      context.Decline(v1::STATE_EXPIRED, "offer.expires_on",
                      absl::StrCat(offer_.expires_on(), " is not after the business date, ",
                                   context.property->business_date()));
    }
  }

  void Policy(DecideContext& context) override {
    if (offer_.kind() == v1::OFFER_PROMOTION) {
      return CheckConsent(context, customer_, v1::CONSENT_PROMOTION);
    }
    CheckLimit(context, LimitKind::kCompensation, "offer.value", offer_.value().amount_minor());
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    accepted.add_events()->mutable_offer_made()->set_offer_id(offer_.offer_id());
    if (offer_.kind() == v1::OFFER_RETENTION && offer_.has_value()) {
      CiteAuthority(context, accepted);
    }
  }

 private:
  const v1::Offer& offer_;
  const v1::Customer* customer_ = nullptr;
};

class AnswerOfferPhases : public Phases {
 public:
  explicit AnswerOfferPhases(const DecideContext& context)
      : answer_(context.request.answer_offer()) {}

  void Form(DecideContext& context) override {
    context.CheckId("offer_id", answer_.offer_id());
    context.CheckOptionalId("booked_id", answer_.booked_id());
    if (answer_.status() != v1::OFFER_ACCEPTED && answer_.status() != v1::OFFER_REFUSED) {
      context.Decline(v1::FORM_ENUM_INVALID, "status", "an offer is answered ACCEPTED or REFUSED");
    } else if (answer_.status() == v1::OFFER_REFUSED && !answer_.booked_id().empty()) {
      context.Decline(v1::FORM_ID_INVALID, "booked_id",
                      "nothing is booked upon an offer that is refused");
    }
  }

  void State(DecideContext& context) override {
    const auto* const offer = context.Require<v1::Offer>("offer_id", answer_.offer_id());
    if (offer == nullptr) return;
    CheckBookingOf(context, "booked_id", answer_.booked_id(), offer->customer_id(),
                   context.state.Find<v1::Customer>(offer->customer_id()), {});
    if (offer->status() != v1::OFFER_MADE) {
      context.Decline(v1::STATE_STATUS, "offer_id",
                      absl::StrCat("offer ", answer_.offer_id(), " is ",
                                   v1::OfferStatus_Name(offer->status())));
    } else if (answer_.status() == v1::OFFER_ACCEPTED &&
               context.property->business_date() >= offer->expires_on()) {
      context.Decline(
          v1::STATE_EXPIRED, "offer_id",
          absl::StrCat("offer ", answer_.offer_id(), " expired on ", offer->expires_on()));
    }
  }

  void Accept(DecideContext&, v1::Accepted& accepted) override {
    v1::OfferAnswered& event = *accepted.add_events()->mutable_offer_answered();
    event.set_offer_id(answer_.offer_id());
    event.set_status(answer_.status());
  }

 private:
  const v1::AnswerOffer& answer_;
};

template <typename ItsPhases>
void Run(DecideContext& context, v1::Outcome& outcome) {
  ItsPhases phases(context);
  RunPhases(context, phases, outcome);
}

}  // namespace

void DecideCare(DecideContext& context, v1::Outcome& outcome) {
  switch (context.request.body_case()) {
    case v1::Request::kSignAgreement:
      return Run<SignPhases>(context, outcome);
    case v1::Request::kSettleAgreementItem:
      return Run<SettleItemPhases>(context, outcome);
    case v1::Request::kGiveGift:
      return Run<GiftPhases>(context, outcome);
    case v1::Request::kMakeOffer:
      return Run<OfferPhases>(context, outcome);
    default:
      return Run<AnswerOfferPhases>(context, outcome);
  }
}

}  // namespace daybook
