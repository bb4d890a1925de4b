#include "ledger/domain/accounts/folio_transfers.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "ledger/base/strings.h"
#include "ledger/domain/accounts/folio_charges.h"
#include "ledger/domain/accounts/posting_table.h"
#include "ledger/domain/payment/payment_checks.h"

namespace daybook {
namespace {

void CheckBookingsForm(DecideContext& context, const std::string& from, const std::string& to,
                       const std::string& transfer_id) {
  context.CheckId("booking_id", from);
  context.CheckId("to_booking_id", to);
  context.CheckId("transfer_id", transfer_id);
  if (from == to) {
    context.Decline(v1::FORM_DUPLICATE, "to_booking_id", "it is the booking that is transferred");
  }
}

// A row of the other folio, without a posting of its own.
void AddOtherSide(const std::string& to_booking_id, const std::string& transfer_id, int64_t amount,
                  const v1::Property& property, v1::Accepted& accepted) {
  v1::Booking other;
  other.set_booking_id(to_booking_id);
  AddChargePosted(other, transfer_id, v1::REVENUE_KIND_UNSPECIFIED, kTransferCode, amount, 0,
                  property, accepted);
}

class TransferPhases : public Phases {
 public:
  explicit TransferPhases(const DecideContext& context)
      : transfer_(context.request.transfer_folio()) {}

  void Form(DecideContext& context) override {
    CheckBookingsForm(context, transfer_.booking_id(), transfer_.to_booking_id(),
                      transfer_.transfer_id());
    context.CheckPositiveMoney("amount", transfer_.amount());
  }

  void State(DecideContext& context) override {
    if (!context.RequireBooking()) return;
    context.RequireBooks("booking_id");
    CheckCurrency(context, transfer_.amount().currency(), context.booking->currency());
    CheckFolio(context, "booking_id", *context.booking);
    const int64_t owed = context.booking->folio().guest_minor();
    if (transfer_.amount().amount_minor() > owed) {
      context.Decline(
          v1::STATE_BALANCE_TOO_SMALL, "amount",
          absl::StrCat(transfer_.amount().amount_minor(), " to be transferred, booking ",
                       transfer_.booking_id(), " owes ", owed));
    }
    const v1::Booking* const other =
        context.RequireOtherBooking("to_booking_id", transfer_.to_booking_id());
    if (other == nullptr) return;
    if (other->property_id() != context.booking->property_id()) {
      context.Decline(v1::STATE_REFERENCE_UNKNOWN, "to_booking_id",
                      absl::StrCat("booking ", other->booking_id(), " is at ", other->property_id(),
                                   ", not at ", ToAbsl(context.property_id)));
      return;
    }
    if (other->status() != v1::IN_HOUSE) {
      context.Decline(v1::STATE_BOOKING_STATUS, "to_booking_id",
                      absl::StrCat("booking ", other->booking_id(), " is ",
                                   v1::BookingStatus_Name(other->status())));
    }
    CheckFolio(context, "to_booking_id", *other);
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    const int64_t amount = transfer_.amount().amount_minor();
    v1::FolioTransferred& event = *accepted.add_events()->mutable_folio_transferred();
    event.set_booking_id(transfer_.booking_id());
    event.set_to_booking_id(transfer_.to_booking_id());
    event.set_transfer_id(transfer_.transfer_id());
    event.set_amount_minor(amount);
    AddOtherSide(transfer_.to_booking_id(), transfer_.transfer_id(), amount, *context.property,
                 accepted);
    Postings(*context.property, accepted)
        .FolioTransfer(transfer_.booking_id(), transfer_.to_booking_id(), transfer_.transfer_id(),
                       amount);
  }

 private:
  void CheckFolio(DecideContext& context, std::string_view path, const v1::Booking& booking) const {
    if (FindCharge(booking, transfer_.transfer_id()) != nullptr) {
      context.DeclineExists("transfer_id", transfer_.transfer_id());
    }
    if (booking.folio().charges_size() < kMaxCharges) return;
    context.Decline(v1::STATE_TOO_MANY, path,
                    absl::StrCat("booking ", booking.booking_id(), " has ", kMaxCharges,
                                 " charges, which is as many as a folio holds"));
  }

  const v1::TransferFolio& transfer_;
};

class ReverseTransferPhases : public Phases {
 public:
  explicit ReverseTransferPhases(const DecideContext& context)
      : reverse_(context.request.reverse_transfer()) {}

  void Form(DecideContext& context) override {
    CheckBookingsForm(context, reverse_.booking_id(), reverse_.to_booking_id(),
                      reverse_.transfer_id());
  }

  void State(DecideContext& context) override {
    if (!context.RequireBooking()) return;
    context.RequireBooks("booking_id");
    const v1::Booking* const other =
        context.RequireOtherBooking("to_booking_id", reverse_.to_booking_id());
    if (other == nullptr) return;
    out_ = FindCharge(*context.booking, reverse_.transfer_id());
    const v1::FolioCharge* const in = FindCharge(*other, reverse_.transfer_id());
    // One record has written both sides.
    const bool known = out_ != nullptr && in != nullptr && IsTransfer(*out_) &&
                       out_->gross_minor() < 0 && out_->position() == in->position();
    if (!known) {
      context.Decline(v1::STATE_REFERENCE_UNKNOWN, "transfer_id",
                      absl::StrCat("no transfer ", reverse_.transfer_id(), " went from booking ",
                                   reverse_.booking_id(), " to ", reverse_.to_booking_id()));
    } else if (out_->reversed()) {
      context.Decline(v1::STATE_ALREADY_REVERSED, "transfer_id",
                      absl::StrCat("transfer ", reverse_.transfer_id(), " was reversed"));
    }
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    v1::TransferReversed& event = *accepted.add_events()->mutable_transfer_reversed();
    event.set_booking_id(reverse_.booking_id());
    event.set_to_booking_id(reverse_.to_booking_id());
    event.set_transfer_id(reverse_.transfer_id());
    v1::ChargeReversed& other = *accepted.add_events()->mutable_charge_reversed();
    other.set_booking_id(reverse_.to_booking_id());
    other.set_charge_id(reverse_.transfer_id());
    v1::Transfer posted;
    posted.set_debit(v1::GUEST_LEDGER);
    posted.set_credit(v1::GUEST_LEDGER);
    posted.set_booking_id(reverse_.booking_id());
    posted.set_to_booking_id(reverse_.to_booking_id());
    posted.set_item_id(reverse_.transfer_id());
    posted.set_amount_minor(-out_->gross_minor());
    Postings(*context.property, accepted).Reversal(posted, out_->position());
  }

 private:
  const v1::ReverseTransfer& reverse_;
  const v1::FolioCharge* out_ = nullptr;
};

}  // namespace

void DecideFolioTransfer(DecideContext& context, v1::Outcome& outcome) {
  if (context.request.has_transfer_folio()) {
    TransferPhases phases(context);
    return RunPhases(context, phases, outcome);
  }
  ReverseTransferPhases phases(context);
  RunPhases(context, phases, outcome);
}

}  // namespace daybook
