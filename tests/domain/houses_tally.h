// What each guest is owed by the houses of houses_with_books.h, worked out from requests and events in the plainest way: a second opinion on
// the books of more than one house.
#ifndef DAYBOOK_TESTS_DOMAIN_HOUSES_TALLY_H_
#define DAYBOOK_TESTS_DOMAIN_HOUSES_TALLY_H_

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "tests/domain/houses_with_books.h"

namespace daybook::testing {

inline constexpr int64_t kNightly = 10'000;
inline constexpr int64_t kDayUse = 5'000;
inline constexpr int64_t kPoint = 5;

// What the requests come to, one booking at a time, without a look at any posting.
class Tally {
 public:
  // What only the state before the request tells: how the record will move what the house owes, if it is accepted.
  void Look(const v1::Request& request, const Ledgerless& house) {
    before_.clear();
    money_before_ = 0;
    if (request.has_reverse_receipt()) {
      for (const v1::Receipt& receipt : house.state().Find<v1::Account>("acme")->receipts()) {
        if (receipt.receipt_id() == request.reverse_receipt().receipt_id()) {
          money_before_ -= receipt.amount_minor();
        }
      }
    } else if (request.has_check_in()) {
      const v1::Booking& booking = house.booking(request.check_in().booking_id());
      if (booking.stay().arrival() == booking.stay().departure()) {
        before_[booking.booking_id()] -= kDayUse;
      } else {
        // A late check-in pays for the nights for which the room was kept.
        const int32_t today = house.state().FindProperty(booking.property_id())->business_date();
        const int32_t until = std::min(today, booking.stay().departure());
        const int nights = CivilDate::FromYmd(until).value() -
                           CivilDate::FromYmd(booking.stay().arrival()).value();
        before_[booking.booking_id()] -= kNightly * std::max(0, nights);
      }
    } else if (request.has_roll_business_date()) {
      const v1::RollBusinessDate& roll = request.roll_business_date();
      for (const v1::Booking* const booking : house.state().InHouse(roll.property_id())) {
        if (booking->stay().departure() > roll.business_date()) {
          before_[booking->booking_id()] -= kNightly;
        }
      }
    } else if (request.has_cancel_booking()) {
      folio_ = house.booking(request.cancel_booking().booking_id()).folio();
      pending_ = Pending(house.booking(request.cancel_booking().booking_id()));
    } else if (request.has_refund_payment()) {
      LookWhereItWent(request.refund_payment(), house);
    } else if (request.has_move_booking()) {
      // A deposit goes with the stay, but for what is owed.
      const v1::Folio& folio = house.booking(request.move_booking().booking_id()).folio();
      const int64_t kept = std::clamp<int64_t>(folio.guest_minor(), 0, folio.deposit_minor());
      before_[request.move_booking().booking_id()] -= folio.deposit_minor() - kept;
      before_[request.move_booking().new_booking_id()] += folio.deposit_minor() - kept;
    }
  }

  // The record of the request that was looked at, accepted.
  void Add(const v1::Record& record) {
    const v1::Request& request = record.request();
    const v1::Accepted& accepted = record.outcome().accepted();
    for (const v1::Event& event : accepted.events()) See(event);
    for (const auto& [booking_id, minor] : before_) owed_[booking_id] += minor;
    money_ += money_before_;
    if (request.has_put_on_account()) {
      const v1::Invoice& invoice = accepted.events(0).invoice_issued();
      owed_[invoice.booking_id()] += invoice.amount_minor();
      invoices_[invoice.invoice_id()] = invoice;
    } else if (request.has_credit_invoice()) {
      const v1::Invoice& invoice = invoices_.at(request.credit_invoice().invoice_id());
      owed_[invoice.booking_id()] -= invoice.amount_minor();
    } else if (request.has_record_receipt()) {
      money_ += request.record_receipt().amount().amount_minor();
    } else if (request.issue_voucher().instead_of_refund()) {
      owed_[request.issue_voucher().booking_id()] -=
          request.issue_voucher().amount().amount_minor();
    } else if (request.has_redeem_points()) {
      owed_[request.redeem_points().booking_id()] += request.redeem_points().points() * kPoint;
    } else if (request.has_cancel_booking()) {
      Settle(request.cancel_booking(), accepted.events(0).booking_cancelled().cancellation());
    }
  }

  // What the house owes the guest of the booking; below 0: what the guest owes.
  int64_t OwedTo(const std::string& booking_id) const {
    const auto found = owed_.find(booking_id);
    return found == owed_.end() ? 0 : found->second;
  }
  int64_t money() const { return money_; }

  static int64_t Pending(const v1::Booking& booking) {
    int64_t pending = 0;
    for (const v1::Payment& payment : booking.payments()) {
      for (const v1::Refund& refund : payment.refunds()) {
        if (refund.status() == v1::REFUND_PENDING) pending += refund.amount_minor();
      }
    }
    return pending;
  }

 private:
  // What the house could give back at once.
  static int64_t Free(const v1::Booking& booking) {
    const v1::Folio& folio = booking.folio();
    return std::max<int64_t>(0, folio.refund_due_minor() - Pending(booking)) +
           std::max<int64_t>(0, folio.deposit_minor() - folio.guest_minor());
  }

  // What is not with the booking that was paid for comes back from those that it moved or was booked on to.
  void LookWhereItWent(const v1::RefundPayment& refund, const Ledgerless& house) {
    const v1::Booking* at = &house.booking(refund.booking_id());
    int64_t missing = refund.amount().amount_minor() - Free(*at);
    while (missing > 0) {
      const std::string& next =
          at->moved_to().empty() ? at->cancellation().rebooked_as() : at->moved_to();
      if (next.empty()) return;
      at = &house.booking(next);
      const int64_t part = std::min(missing, Free(*at));
      before_[next] -= part;
      before_[refund.booking_id()] += part;
      missing -= part;
    }
  }

  void See(const v1::Event& event) {
    if (event.has_payment_recorded()) {
      const v1::PaymentRecorded& paid = event.payment_recorded();
      payments_[{paid.booking_id(), paid.payment_id()}] = paid.amount().amount_minor();
      Move(paid.booking_id(), paid.amount().amount_minor());
    } else if (event.has_payment_reversed()) {
      const v1::PaymentReversed& back = event.payment_reversed();
      Move(back.booking_id(), -payments_.at({back.booking_id(), back.payment_id()}));
    } else if (event.has_chargeback_recorded()) {
      const v1::ChargebackRecorded& back = event.chargeback_recorded();
      chargebacks_[{back.booking_id(), back.chargeback_id()}] = back.amount_minor();
      Move(back.booking_id(), -back.amount_minor());
    } else if (event.has_chargeback_reversed()) {
      const v1::ChargebackReversed& given = event.chargeback_reversed();
      Move(given.booking_id(), chargebacks_.at({given.booking_id(), given.chargeback_id()}));
    } else if (event.has_refund_reversed()) {
      const v1::RefundReversed& returned = event.refund_reversed();
      Move(returned.booking_id(), refunds_.at(returned.refund_id()));
    } else if (event.has_refund_requested()) {
      refunds_[event.refund_requested().refund_id()] = event.refund_requested().amount_minor();
    } else if (event.has_refund_settled()) {
      const v1::RefundSettled& settled = event.refund_settled();
      if (settled.status() == v1::REFUND_SUCCEEDED) {
        Move(settled.booking_id(), -refunds_.at(settled.refund_id()));
      }
    } else if (event.has_voucher_redeemed()) {
      owed_[event.voucher_redeemed().booking_id()] += event.voucher_redeemed().amount_minor();
    } else {
      SeeCharge(event);
    }
  }

  void SeeCharge(const v1::Event& event) {
    if (event.has_charge_posted()) {
      const v1::ChargePosted& posted = event.charge_posted();
      charges_[{posted.booking_id(), posted.charge().charge_id()}] = posted.charge().gross_minor();
      owed_[posted.booking_id()] -= posted.charge().gross_minor();
    } else if (event.has_charge_waived()) {
      const v1::ChargeWaived& waived = event.charge_waived();
      owed_[waived.booking_id()] += waived.gross_minor();
      if (waived.charge_id().empty() && waived.night() == 0) {
        penalty_waived_[waived.booking_id()] += waived.gross_minor();
      }
    } else if (event.has_charge_reversed()) {
      // Only a penalty goes with part of it waived.
      const v1::ChargeReversed& reversed = event.charge_reversed();
      int64_t gross = charges_.at({reversed.booking_id(), reversed.charge_id()});
      if (reversed.charge_id().starts_with("penalty")) {
        gross -= penalty_waived_[reversed.booking_id()];
        penalty_waived_.erase(reversed.booking_id());
      }
      owed_[reversed.booking_id()] += gross;
    } else if (event.has_folio_transferred()) {
      const v1::FolioTransferred& transferred = event.folio_transferred();
      owed_[transferred.booking_id()] += transferred.amount_minor();
      transfers_[transferred.transfer_id()] = transferred.amount_minor();
    } else if (event.has_transfer_reversed()) {
      owed_[event.transfer_reversed().booking_id()] -=
          transfers_.at(event.transfer_reversed().transfer_id());
    }
  }

  void Move(const std::string& booking_id, int64_t minor) {
    owed_[booking_id] += minor;
    money_ += minor;
  }

  // What is due back goes to the voucher or the other booking: what the deposit leaves of debts, and what was due before.
  void Settle(const v1::CancelBooking& cancel, const v1::Cancellation& cancellation) {
    const v1::Settlement settlement = cancel.settlement();
    if (settlement != v1::SETTLEMENT_VOUCHER && settlement != v1::SETTLEMENT_REBOOK) return;
    const int64_t debts = folio_.guest_minor() + cancellation.penalty_minor();
    const int64_t due =
        std::max<int64_t>(0, folio_.deposit_minor() - debts) + folio_.refund_due_minor() - pending_;
    owed_[cancel.booking_id()] -= due;
    if (settlement == v1::SETTLEMENT_REBOOK) owed_[cancel.rebook_as()] += due;
  }

  std::map<std::string, int64_t> before_;
  v1::Folio folio_;
  int64_t pending_ = 0;
  int64_t money_before_ = 0;
  std::map<std::string, int64_t> owed_;
  std::map<std::string, int64_t> penalty_waived_;
  std::map<std::pair<std::string, std::string>, int64_t> charges_;
  std::map<std::pair<std::string, std::string>, int64_t> payments_;
  std::map<std::string, int64_t> refunds_;
  std::map<std::pair<std::string, std::string>, int64_t> chargebacks_;
  std::map<std::string, int64_t> transfers_;
  std::map<std::string, v1::Invoice> invoices_;
  int64_t money_ = 0;  // in transit, at both houses
};

}  // namespace daybook::testing

#endif  // DAYBOOK_TESTS_DOMAIN_HOUSES_TALLY_H_
