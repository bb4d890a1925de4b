#include "tests/support/books_oracle.h"

#include <algorithm>

namespace daybook::testing {
namespace {

constexpr int64_t kNight = 10'700;
constexpr int64_t kDayUse = 5'350;

int64_t Tax(int64_t gross, int64_t percent) {
  const int64_t doubled = 2 * gross * percent;
  return doubled / (100 + percent) / 2 + (doubled / (100 + percent)) % 2;
}

// Of the first `part` of a charge.
int64_t TaxOfFirst(const OracleCharge& charge, int64_t part) {
  if (charge.gross == 0) return 0;
  const int64_t doubled = 2 * charge.tax * part / charge.gross;
  return doubled / 2 + doubled % 2;
}

}  // namespace

int64_t OraclePayment::Left() const {
  if (reversed) return 0;
  int64_t left = amount - charged_back;
  for (const auto& [id, refund] : refunds) {
    if (refund.status == v1::REFUND_SUCCEEDED) left -= refund.amount;
  }
  return left;
}

int64_t OracleGuest::Pending() const {
  int64_t pending = 0;
  for (const auto& [id, payment] : payments) {
    for (const auto& [refund_id, refund] : payment.refunds) {
      if (refund.status == v1::REFUND_PENDING) pending += refund.amount;
    }
  }
  return pending;
}

int64_t BooksOracle::clearing() const {
  int64_t sum = 0;
  for (const auto& [id, guest] : guests_) {
    for (const auto& [payment_id, payment] : guest.payments) sum += payment.Left();
  }
  return sum;
}

bool BooksOracle::Allows(const v1::Request& request) const {
  if (request.has_check_out()) return guests_.at(request.check_out().booking_id()).owes == 0;
  const auto free = [](const OraclePayment& payment) {
    int64_t pending = 0;
    for (const auto& [id, refund] : payment.refunds) {
      if (refund.status == v1::REFUND_PENDING) pending += refund.amount;
    }
    return payment.Left() - pending;
  };
  if (request.has_refund_payment()) {
    const v1::RefundPayment& refund = request.refund_payment();
    const OracleGuest& guest = guests_.at(refund.booking_id());
    const int64_t amount = refund.amount().amount_minor();
    return amount <= free(guest.payments.at(refund.payment_id())) &&
           amount <= guest.Due() + std::max<int64_t>(0, guest.deposit - guest.owes);
  }
  if (request.has_record_chargeback()) {
    const v1::RecordChargeback& back = request.record_chargeback();
    const OracleGuest& guest = guests_.at(back.booking_id());
    return back.amount().amount_minor() <= free(guest.payments.at(back.payment_id()));
  }
  if (request.has_reverse_payment()) {
    const v1::ReversePayment& reverse = request.reverse_payment();
    const OraclePayment& payment =
        guests_.at(reverse.booking_id()).payments.at(reverse.payment_id());
    return free(payment) == payment.amount;
  }
  if (request.has_waive_charge()) {
    const v1::WaiveCharge& waive = request.waive_charge();
    const OracleCharge& charge = guests_.at(waive.booking_id()).charges.at(waive.charge_id());
    return !charge.reversed && waive.amount().amount_minor() <= charge.gross - charge.waived;
  }
  if (request.has_reverse_charge()) {
    const v1::ReverseCharge& reverse = request.reverse_charge();
    const OracleCharge& charge = guests_.at(reverse.booking_id()).charges.at(reverse.charge_id());
    return !charge.reversed && charge.waived == 0;
  }
  if (request.has_transfer_folio()) {
    const v1::TransferFolio& transfer = request.transfer_folio();
    return transfer.amount().amount_minor() <= guests_.at(transfer.booking_id()).owes &&
           guests_.at(transfer.to_booking_id()).status == v1::IN_HOUSE;
  }
  if (request.has_reverse_transfer()) {
    const v1::ReverseTransfer& reverse = request.reverse_transfer();
    return !guests_.at(reverse.booking_id()).transfers.at(reverse.transfer_id()).reversed;
  }
  return true;
}

void BooksOracle::ApplyRefund(const v1::RefundPayment& refund) {
  OracleGuest& guest = guests_.at(refund.booking_id());
  const int64_t amount = refund.amount().amount_minor();
  const int64_t missing = std::max<int64_t>(0, amount - guest.Due());
  const int64_t from_deposit = std::min(missing, guest.deposit);
  guest.deposit -= from_deposit;
  guest.owes += missing - from_deposit;
  guest.due_back += missing;
  guest.payments.at(refund.payment_id()).refunds[refund.refund_id()] = {amount, v1::REFUND_PENDING};
}

void BooksOracle::ApplyReversedPayment(const v1::ReversePayment& reverse) {
  OracleGuest& guest = guests_.at(reverse.booking_id());
  OraclePayment& payment = guest.payments.at(reverse.payment_id());
  payment.reversed = true;
  // Cent by cent: out of the deposit, out of what is paid too much, out of what is due, else it is owed.
  for (int64_t cent = 0; cent < payment.amount; ++cent) {
    if (payment.before_stay && guest.deposit > 0) {
      --guest.deposit;
    } else if (guest.owes >= 0 && guest.Due() > 0) {
      --guest.due_back;
    } else {
      ++guest.owes;
    }
  }
}

void BooksOracle::ChargeNights(int32_t limit) {
  for (auto& [id, guest] : guests_) {
    if (guest.status != v1::IN_HOUSE || guest.charged_until > today_ || limit == 0) continue;
    if (today_ < guest.arrival || today_ >= guest.departure) continue;
    guest.owes += kNight;
    guest.tax += Tax(kNight, 7);
    guest.charged_until = today_ + 1;
    --limit;
  }
}

void BooksOracle::End(const std::string& booking_id, int64_t penalty) {
  OracleGuest& guest = guests_.at(booking_id);
  guest.status = v1::NO_SHOW;
  if (penalty > 0) {
    guest.charges[""] = {penalty, Tax(penalty, 19), 0, false};
    guest.owes += penalty;
    guest.tax += Tax(penalty, 19);
  }
  const int64_t kept = std::max<int64_t>(0, std::min(guest.owes, guest.deposit));
  guest.due_back += guest.deposit - kept;
  guest.owes -= kept;
  guest.deposit = 0;
  guest.due_back += std::max<int64_t>(0, -guest.owes);
  guest.owes = std::max<int64_t>(0, guest.owes);
}

void BooksOracle::Reinstate(const std::string& booking_id) {
  OracleGuest& guest = guests_.at(booking_id);
  guest.status = v1::CONFIRMED;
  if (const auto penalty = guest.charges.find(""); penalty != guest.charges.end()) {
    const OracleCharge& charge = penalty->second;
    guest.owes -= charge.gross - charge.waived;
    guest.tax -= charge.tax - TaxOfFirst(charge, charge.waived);
    guest.charges.erase(penalty);
  }
  const int64_t paid_too_much = std::max<int64_t>(0, -guest.owes);
  const int64_t due = guest.Due();
  guest.owes += paid_too_much;
  guest.due_back -= due;
  guest.deposit += paid_too_much + due;
}

void BooksOracle::Apply(const v1::Record& record) {
  for (const v1::Event& event : record.outcome().accepted().events()) {
    if (event.has_no_show_marked()) {
      End(event.no_show_marked().booking_id(),
          event.no_show_marked().cancellation().penalty_minor());
    } else if (event.has_booking_cancelled()) {
      End(event.booking_cancelled().booking_id(),
          event.booking_cancelled().cancellation().penalty_minor());
    }
  }
  const v1::Request& request = record.request();
  if (request.has_create_booking()) {
    OracleGuest& guest = guests_[request.create_booking().booking_id()];
    guest.arrival = request.create_booking().stay().arrival();
    guest.departure = request.create_booking().stay().departure();
  } else if (request.has_roll_business_date()) {
    ChargeNights(256);
    ++today_;  // a history stays within the month
  } else if (request.has_post_nights()) {
    ChargeNights(request.post_nights().max_items());
  } else if (request.has_check_in()) {
    OracleGuest& guest = guests_.at(request.check_in().booking_id());
    guest.status = v1::IN_HOUSE;
    guest.owes -= guest.deposit;
    guest.deposit = 0;
    if (guest.arrival == guest.departure) {
      guest.owes += kDayUse;
      guest.tax += Tax(kDayUse, 7);
    }
    // Nights for which the room was kept; a history stays within the month.
    for (int32_t night = guest.arrival; night < std::min(today_, guest.departure); ++night) {
      guest.owes += kNight;
      guest.tax += Tax(kNight, 7);
      guest.charged_until = night + 1;
    }
  } else if (request.has_reinstate_booking()) {
    Reinstate(request.reinstate_booking().booking_id());
  } else if (request.has_check_out()) {
    guests_.at(request.check_out().booking_id()).status = v1::CHECKED_OUT;
  } else if (request.has_record_payment()) {
    const v1::RecordPayment& pay = request.record_payment();
    OracleGuest& guest = guests_.at(pay.booking_id());
    const bool before = guest.status == v1::CONFIRMED;
    OraclePayment& payment = guest.payments[pay.payment_id()];
    payment.amount = pay.amount().amount_minor();
    payment.before_stay = before;
    (before ? guest.deposit : guest.owes) += before ? payment.amount : -payment.amount;
  } else if (request.has_refund_payment()) {
    ApplyRefund(request.refund_payment());
  } else if (request.has_settle_refund()) {
    const v1::SettleRefund& settle = request.settle_refund();
    OracleGuest& guest = guests_.at(settle.booking_id());
    OracleRefund& refund = guest.payments.at(settle.payment_id()).refunds.at(settle.refund_id());
    refund.status = settle.status();
    if (settle.status() == v1::REFUND_SUCCEEDED) guest.due_back -= refund.amount;
  } else if (request.has_record_chargeback()) {
    const v1::RecordChargeback& back = request.record_chargeback();
    OracleGuest& guest = guests_.at(back.booking_id());
    const int64_t amount = back.amount().amount_minor();
    const int64_t of_due = std::min(amount, guest.Due());
    guest.payments.at(back.payment_id()).charged_back += amount;
    guest.due_back -= of_due;
    guest.owes += amount - of_due;
  } else if (request.has_reverse_payment()) {
    ApplyReversedPayment(request.reverse_payment());
  } else if (request.has_post_charge()) {
    const v1::PostCharge& post = request.post_charge();
    OracleGuest& guest = guests_.at(post.booking_id());
    const int64_t gross = post.amount().amount_minor();
    guest.charges[post.charge_id()] = {gross, Tax(gross, 19), 0, false};
    guest.owes += gross;
    guest.tax += Tax(gross, 19);
  } else if (request.has_waive_charge()) {
    const v1::WaiveCharge& waive = request.waive_charge();
    OracleGuest& guest = guests_.at(waive.booking_id());
    OracleCharge& charge = guest.charges.at(waive.charge_id());
    const int64_t waived = charge.waived + waive.amount().amount_minor();
    guest.owes -= waived - charge.waived;
    guest.tax -= TaxOfFirst(charge, waived) - TaxOfFirst(charge, charge.waived);
    charge.waived = waived;
  } else if (request.has_reverse_charge()) {
    const v1::ReverseCharge& reverse = request.reverse_charge();
    OracleGuest& guest = guests_.at(reverse.booking_id());
    OracleCharge& charge = guest.charges.at(reverse.charge_id());
    charge.reversed = true;
    guest.owes -= charge.gross;
    guest.tax -= charge.tax;
  } else if (request.has_transfer_folio()) {
    const v1::TransferFolio& transfer = request.transfer_folio();
    const int64_t amount = transfer.amount().amount_minor();
    guests_.at(transfer.booking_id()).owes -= amount;
    guests_.at(transfer.to_booking_id()).owes += amount;
    guests_.at(transfer.booking_id()).transfers[transfer.transfer_id()] = {transfer.to_booking_id(),
                                                                           amount, false};
  } else if (request.has_reverse_transfer()) {
    const v1::ReverseTransfer& reverse = request.reverse_transfer();
    OracleGuest& guest = guests_.at(reverse.booking_id());
    OracleTransfer& transfer = guest.transfers.at(reverse.transfer_id());
    transfer.reversed = true;
    guest.owes += transfer.amount;
    guests_.at(transfer.to).owes -= transfer.amount;
  }
}

}  // namespace daybook::testing
