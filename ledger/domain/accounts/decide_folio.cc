// Charges of a folio: posted to a guest in house, waived later, taken back as mistakes. Transfers between folios and corrections of
// payments are decided in files of their own.
#include "absl/strings/str_cat.h"
#include "ledger/domain/accounts/cancellation_postings.h"
#include "ledger/domain/accounts/fees.h"
#include "ledger/domain/accounts/folio_charges.h"
#include "ledger/domain/accounts/folio_transfers.h"
#include "ledger/domain/accounts/money_came_back.h"
#include "ledger/domain/accounts/posting_table.h"
#include "ledger/domain/decide_context.h"
#include "ledger/domain/payment/payment_checks.h"
#include "ledger/domain/payment/payment_corrections.h"
#include "ledger/domain/staff/limits.h"

namespace daybook {
namespace {

class PostChargePhases : public Phases {
 public:
  explicit PostChargePhases(const DecideContext& context)
      : charge_(context.request.post_charge()) {}

  void Form(DecideContext& context) override {
    context.CheckId("booking_id", charge_.booking_id());
    context.CheckId("charge_id", charge_.charge_id());
    context.CheckId("code", charge_.code());
    context.CheckPositiveMoney("amount", charge_.amount());
    const v1::RevenueKind kind = charge_.kind();
    if (kind != v1::REVENUE_DINING && kind != v1::REVENUE_EXTRA && kind != v1::REVENUE_FEE) {
      context.Decline(v1::FORM_ENUM_INVALID, "kind",
                      "a charge is of REVENUE_DINING, REVENUE_EXTRA or REVENUE_FEE");
    }
  }

  void State(DecideContext& context) override {
    if (!context.RequireBooking()) return;
    context.RequireBooks("booking_id");
    const v1::Booking& booking = *context.booking;
    if (booking.status() != v1::IN_HOUSE) context.DeclineStatus();
    CheckCurrency(context, charge_.amount().currency(), booking.currency());
    if (FindCharge(booking, charge_.charge_id()) != nullptr) {
      context.DeclineExists("charge_id", charge_.charge_id());
    }
    CheckFolioHasRoom(context, "charge_id");
  }

  void Policy(DecideContext& context) override {
    CheckLimit(context, LimitKind::kCharge, "amount", charge_.amount().amount_minor());
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    const v1::Policy* const tax_policy = TaxPolicyAt(context.state, context.property_id);
    const int64_t gross = charge_.amount().amount_minor();
    const int64_t tax = TaxIn(gross, charge_.kind(), tax_policy);
    AddChargePosted(*context.booking, charge_.charge_id(), charge_.kind(), charge_.code(), gross,
                    tax, *context.property, accepted);
    Postings postings(*context.property, accepted);
    if (charge_.kind() == v1::REVENUE_FEE) {
      postings.Fee(charge_.booking_id(), charge_.charge_id(), gross, tax);
    } else {
      postings.Charge(charge_.booking_id(), charge_.charge_id(), charge_.kind(), gross, tax);
    }
    DecideContext::AddItem(accepted, v1::ITEM_TAX, tax, v1::RULE_TAX_INCLUDED, tax_policy);
    if (tax > 0) DecideContext::Cite(*tax_policy, accepted);
    CiteAuthority(context, accepted);
  }

 private:
  const v1::PostCharge& charge_;
};

class WaivePhases : public Phases {
 public:
  explicit WaivePhases(const DecideContext& context) : waive_(context.request.waive_charge()) {}

  void Form(DecideContext& context) override {
    context.CheckId("booking_id", waive_.booking_id());
    context.CheckOptionalId("charge_id", waive_.charge_id());
    if (waive_.night() != 0) {
      context.CheckDate("night", waive_.night());
      if (!waive_.charge_id().empty()) {
        context.Decline(v1::FORM_ID_INVALID, "charge_id", "has no place beside a night");
      }
    }
    context.CheckPositiveMoney("amount", waive_.amount());
    context.CheckId("reason_code", waive_.reason_code());
  }

  void State(DecideContext& context) override {
    if (!context.RequireBooking()) return;
    context.RequireBooks("booking_id");
    CheckCurrency(context, waive_.amount().currency(), context.booking->currency());
    FindWhatIsWaived(context);
    if (charge_ == nullptr) return;
    if (charge_->reversed()) {
      context.Decline(v1::STATE_ALREADY_REVERSED, "charge_id",
                      absl::StrCat("charge ", charge_->charge_id(), " was reversed"));
    } else if (const int64_t left = charge_->gross_minor() - waived_; Amount() > left) {
      context.Decline(v1::STATE_BALANCE_TOO_SMALL, "amount",
                      absl::StrCat(Amount(), " to be waived, ", left, " of ",
                                   waive_.night() != 0 ? absl::StrCat("the night ", waive_.night())
                                                       : charge_->charge_id(),
                                   " is left"));
    }
  }

  void Policy(DecideContext& context) override {
    CheckLimit(context, LimitKind::kWaiver, "amount", Amount());
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    v1::ChargeWaived& event = *accepted.add_events()->mutable_charge_waived();
    event.set_booking_id(waive_.booking_id());
    event.set_charge_id(waive_.charge_id());
    event.set_gross_minor(Amount());
    event.set_night(waive_.night());
    const int64_t tax = TaxInPart(*charge_, waived_ + Amount()) - TaxInPart(*charge_, waived_);
    const std::string item =
        waive_.night() != 0 ? absl::StrCat(waive_.night()) : waive_.charge_id();
    Postings(*context.property, accepted)
        .Waiver(waive_.booking_id(), item, charge_->kind(), Amount(), tax, charge_->position());
    DecideContext::AddItem(accepted, v1::ITEM_WAIVER, -Amount(), v1::RULE_WAIVER);
    CiteAuthority(context, accepted);
  }

 private:
  int64_t Amount() const { return waive_.amount().amount_minor(); }

  // A penalty is waived without a charge id, whatever its charge is called.
  void FindWhatIsWaived(DecideContext& context) {
    const v1::Booking& booking = *context.booking;
    if (waive_.night() != 0) {
      if (ChargedNight(booking, waive_.night(), night_)) charge_ = &night_;
      waived_ = WaivedOfNight(booking, waive_.night());
    } else if (waive_.charge_id().empty()) {
      charge_ = FindPenalty(booking);
      waived_ = booking.cancellation().waived_minor();
    } else {
      charge_ = FindCharge(booking, waive_.charge_id());
      if (charge_ != nullptr && (IsTransfer(*charge_) || IsPenaltyOfEnd(*charge_))) {
        charge_ = nullptr;
      }
      waived_ = charge_ == nullptr ? 0 : charge_->waived_minor();
    }
    if (charge_ != nullptr) return;
    if (waive_.night() != 0) {
      context.Decline(
          v1::STATE_REFERENCE_UNKNOWN, "night",
          absl::StrCat("booking ", booking.booking_id(), " was not charged for ", waive_.night()));
      return;
    }
    context.Decline(v1::STATE_REFERENCE_UNKNOWN, "charge_id",
                    waive_.charge_id().empty()
                        ? absl::StrCat("booking ", booking.booking_id(), " has no penalty")
                        : absl::StrCat("booking ", booking.booking_id(), " has no charge ",
                                       waive_.charge_id()));
  }

  const v1::WaiveCharge& waive_;
  v1::FolioCharge night_;  // one that is waived, as if it were a charge
  const v1::FolioCharge* charge_ = nullptr;
  int64_t waived_ = 0;
};

class ReverseChargePhases : public Phases {
 public:
  explicit ReverseChargePhases(const DecideContext& context)
      : reverse_(context.request.reverse_charge()) {}

  void Form(DecideContext& context) override {
    context.CheckId("booking_id", reverse_.booking_id());
    context.CheckId("charge_id", reverse_.charge_id());
    context.CheckId("reason_code", reverse_.reason_code());
  }

  void State(DecideContext& context) override {
    if (!context.RequireBooking()) return;
    context.RequireBooks("booking_id");
    const v1::Booking& booking = *context.booking;
    charge_ = FindCharge(booking, reverse_.charge_id());
    if (charge_ == nullptr) {
      context.Decline(
          v1::STATE_REFERENCE_UNKNOWN, "charge_id",
          absl::StrCat("booking ", booking.booking_id(), " has no charge ", reverse_.charge_id()));
    } else if (IsTransfer(*charge_) || charge_->kind() == v1::REVENUE_PENALTY) {
      context.Decline(v1::STATE_STATUS, "charge_id",
                      IsTransfer(*charge_)
                          ? "a transfer is taken back by ReverseTransfer"
                          : "a penalty is waived, or goes when the booking is reinstated");
    } else if (charge_->reversed()) {
      context.Decline(v1::STATE_ALREADY_REVERSED, "charge_id",
                      absl::StrCat("charge ", charge_->charge_id(), " was reversed"));
    } else if (charge_->waived_minor() > 0) {
      context.Decline(v1::STATE_STATUS, "charge_id",
                      absl::StrCat(charge_->waived_minor(), " of charge ", charge_->charge_id(),
                                   " was waived: waive the rest"));
    }
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    v1::ChargeReversed& event = *accepted.add_events()->mutable_charge_reversed();
    event.set_booking_id(reverse_.booking_id());
    event.set_charge_id(reverse_.charge_id());
    Postings postings(*context.property, accepted);
    PostChargeReversal(*context.booking, *charge_, 0, postings);
  }

 private:
  const v1::ReverseCharge& reverse_;
  const v1::FolioCharge* charge_ = nullptr;
};

template <typename SomePhases>
void Run(DecideContext& context, v1::Outcome& outcome) {
  SomePhases phases(context);
  RunPhases(context, phases, outcome);
}

}  // namespace

void DecideFolio(DecideContext& context, v1::Outcome& outcome) {
  switch (context.request.body_case()) {
    case v1::Request::kPostCharge:
      return Run<PostChargePhases>(context, outcome);
    case v1::Request::kWaiveCharge:
      return Run<WaivePhases>(context, outcome);
    case v1::Request::kReverseCharge:
      return Run<ReverseChargePhases>(context, outcome);
    case v1::Request::kTransferFolio:
    case v1::Request::kReverseTransfer:
      return DecideFolioTransfer(context, outcome);
    case v1::Request::kReverseChargeback:
    case v1::Request::kReverseRefund:
      return DecideMoneyCameBack(context, outcome);
    default:
      return DecidePaymentCorrection(context, outcome);
  }
}

}  // namespace daybook
