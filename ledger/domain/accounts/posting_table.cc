#include "ledger/domain/accounts/posting_table.h"

namespace daybook {

int64_t IncludedTax(int64_t gross_minor, int32_t basis_points) {
  // An amount is at most 10^12, so twice its product fits.
  const int64_t parts = int64_t{10'000} + basis_points;
  return (2 * gross_minor * basis_points + parts) / (2 * parts);
}

int32_t TaxRate(const v1::Policy* tax_policy, v1::RevenueKind kind) {
  if (tax_policy == nullptr) return 0;
  for (const v1::TaxPolicy::Rate& rate : tax_policy->tax().rates()) {
    if (rate.kind() == kind) return rate.basis_points();
  }
  return 0;
}

Postings::Postings(const v1::Property& property, v1::Accepted& accepted)
    : property_(property), accepted_(accepted) {}

v1::BookAccount Postings::SideOf(const v1::Booking& booking) {
  const bool before = booking.status() == v1::HELD || booking.status() == v1::WAITLISTED ||
                      booking.status() == v1::CONFIRMED;
  return before ? v1::DEPOSITS : v1::GUEST_LEDGER;
}

v1::BookAccount Postings::RevenueOf(v1::RevenueKind kind) {
  switch (kind) {
    case v1::REVENUE_DINING:
      return v1::DINING_REVENUE;
    case v1::REVENUE_EXTRA:
      return v1::EXTRA_REVENUE;
    case v1::REVENUE_FEE:
      return v1::FEE_REVENUE;
    case v1::REVENUE_PENALTY:
      return v1::PENALTY_REVENUE;
    default:
      return v1::ROOM_REVENUE;
  }
}

void Postings::Payment(const v1::Booking& booking, std::string_view payment_id, int64_t amount) {
  Add(v1::POST_PAYMENT, v1::CLEARING, SideOf(booking), amount, booking.booking_id(), payment_id);
}

void Postings::DepositToFolio(std::string_view booking_id, int64_t amount) {
  Add(v1::POST_DEPOSIT_TO_FOLIO, v1::DEPOSITS, v1::GUEST_LEDGER, amount, booking_id);
}

void Postings::Night(std::string_view booking_id, int64_t gross, int64_t tax,
                     std::string_view missed) {
  AddTaxed(v1::POST_NIGHT, v1::POST_NIGHT_TAX, v1::ROOM_REVENUE, gross, tax, booking_id, missed);
}

void Postings::DayUse(std::string_view booking_id, int64_t gross, int64_t tax) {
  AddTaxed(v1::POST_DAY_USE, v1::POST_NIGHT_TAX, v1::ROOM_REVENUE, gross, tax, booking_id, {});
}

void Postings::Charge(std::string_view booking_id, std::string_view charge_id, v1::RevenueKind kind,
                      int64_t gross, int64_t tax) {
  AddTaxed(v1::POST_CHARGE, v1::POST_CHARGE_TAX, RevenueOf(kind), gross, tax, booking_id,
           charge_id);
}

void Postings::Fee(std::string_view booking_id, std::string_view charge_id, int64_t gross,
                   int64_t tax) {
  AddTaxed(v1::POST_FEE, v1::POST_FEE_TAX, v1::FEE_REVENUE, gross, tax, booking_id, charge_id);
}

void Postings::Penalty(std::string_view booking_id, int64_t gross, int64_t tax) {
  AddTaxed(v1::POST_PENALTY, v1::POST_PENALTY_TAX, v1::PENALTY_REVENUE, gross, tax, booking_id, {});
}

void Postings::DepositForfeited(std::string_view booking_id, int64_t amount) {
  Add(v1::POST_DEPOSIT_FORFEITED, v1::DEPOSITS, v1::GUEST_LEDGER, amount, booking_id);
}

void Postings::DepositDueBack(std::string_view booking_id, int64_t amount) {
  Add(v1::POST_DEPOSIT_DUE_BACK, v1::DEPOSITS, v1::REFUNDS_PAYABLE, amount, booking_id);
}

void Postings::FolioDueBack(std::string_view booking_id, int64_t amount) {
  Add(v1::POST_FOLIO_DUE_BACK, v1::GUEST_LEDGER, v1::REFUNDS_PAYABLE, amount, booking_id);
}

void Postings::Refund(std::string_view booking_id, std::string_view refund_id, int64_t amount) {
  Add(v1::POST_REFUND, v1::REFUNDS_PAYABLE, v1::CLEARING, amount, booking_id, refund_id);
}

void Postings::ChargebackOfDue(std::string_view booking_id, std::string_view chargeback_id,
                               int64_t amount) {
  Add(v1::POST_CHARGEBACK_OF_DUE, v1::REFUNDS_PAYABLE, v1::CLEARING, amount, booking_id,
      chargeback_id);
}

void Postings::Chargeback(std::string_view booking_id, std::string_view chargeback_id,
                          int64_t amount) {
  Add(v1::POST_CHARGEBACK, v1::GUEST_LEDGER, v1::CLEARING, amount, booking_id, chargeback_id);
}

void Postings::RefundAsVoucher(std::string_view booking_id, std::string_view voucher_id,
                               int64_t amount) {
  Add(v1::POST_REFUND_AS_VOUCHER, v1::REFUNDS_PAYABLE, v1::VOUCHERS, amount, booking_id,
      voucher_id);
}

void Postings::GoodwillVoucher(std::string_view voucher_id, int64_t amount) {
  Add(v1::POST_GOODWILL_VOUCHER, v1::COMPENSATION, v1::VOUCHERS, amount, {}, voucher_id);
}

void Postings::Gift(std::string_view gift_id, int64_t amount) {
  Add(v1::POST_GIFT, v1::COMPENSATION, v1::CLEARING, amount, {}, gift_id);
}

void Postings::VoucherRedeemed(const v1::Booking& booking, std::string_view voucher_id,
                               int64_t amount) {
  Add(v1::POST_VOUCHER_REDEEMED, v1::VOUCHERS, SideOf(booking), amount, booking.booking_id(),
      voucher_id);
}

void Postings::VoucherExpired(std::string_view voucher_id, bool goodwill, int64_t amount) {
  Add(v1::POST_VOUCHER_EXPIRED, v1::VOUCHERS, goodwill ? v1::COMPENSATION : v1::BREAKAGE, amount,
      {}, voucher_id);
}

void Postings::PointsEarned(std::string_view customer_id, int64_t value) {
  Add(v1::POST_POINTS_EARNED, v1::CONTRA_REVENUE, v1::POINTS, value, {}, customer_id);
}

void Postings::PointsRedeemed(const v1::Booking& booking, std::string_view customer_id,
                              int64_t value) {
  Add(v1::POST_POINTS_REDEEMED, v1::POINTS, SideOf(booking), value, booking.booking_id(),
      customer_id);
}

void Postings::PointsExpired(std::string_view customer_id, int64_t value) {
  Add(v1::POST_POINTS_EXPIRED, v1::POINTS, v1::BREAKAGE, value, {}, customer_id);
}

void Postings::OnAccount(std::string_view booking_id, std::string_view account_id,
                         std::string_view invoice_id, int64_t amount) {
  Add(v1::POST_ON_ACCOUNT, v1::RECEIVABLES, v1::GUEST_LEDGER, amount, booking_id, invoice_id,
      account_id);
}

void Postings::ReceiptMatched(std::string_view account_id, std::string_view invoice_id,
                              int64_t amount) {
  Add(v1::POST_RECEIPT_MATCHED, v1::CLEARING, v1::RECEIVABLES, amount, {}, invoice_id, account_id);
}

void Postings::ReceiptUnapplied(std::string_view account_id, std::string_view receipt_id,
                                int64_t amount) {
  Add(v1::POST_RECEIPT_UNAPPLIED, v1::CLEARING, v1::UNAPPLIED, amount, {}, receipt_id, account_id);
}

void Postings::ReceiptApplied(std::string_view account_id, std::string_view invoice_id,
                              int64_t amount) {
  Add(v1::POST_RECEIPT_APPLIED, v1::UNAPPLIED, v1::RECEIVABLES, amount, {}, invoice_id, account_id);
}

void Postings::WriteOff(std::string_view account_id, std::string_view invoice_id, int64_t amount) {
  Add(v1::POST_WRITE_OFF, v1::BAD_DEBT, v1::RECEIVABLES, amount, {}, invoice_id, account_id);
}

void Postings::Waiver(std::string_view booking_id, std::string_view charge_id, v1::RevenueKind kind,
                      int64_t gross, int64_t tax, uint64_t position) {
  for (v1::Transfer* const transfer :
       {Add(v1::POST_WAIVER, RevenueOf(kind), v1::GUEST_LEDGER, gross - tax, booking_id, charge_id),
        Add(v1::POST_WAIVER_TAX, v1::TAX, v1::GUEST_LEDGER, tax, booking_id, charge_id)}) {
    if (transfer != nullptr) transfer->set_reverses_position(position);
  }
}

void Postings::ToProperty(v1::BookAccount from, std::string_view booking_id,
                          std::string_view item_id, int64_t amount) {
  Add(v1::POST_TO_PROPERTY, from, v1::INTER_PROPERTY, amount, booking_id, item_id);
}

void Postings::FromProperty(const v1::Booking& booking, std::string_view item_id, int64_t amount) {
  Add(v1::POST_FROM_PROPERTY, v1::INTER_PROPERTY, SideOf(booking), amount, booking.booking_id(),
      item_id);
}

void Postings::DueFromProperty(std::string_view booking_id, std::string_view item_id,
                               int64_t amount) {
  Add(v1::POST_FROM_PROPERTY, v1::INTER_PROPERTY, v1::REFUNDS_PAYABLE, amount, booking_id, item_id);
}

void Postings::FolioTransfer(std::string_view booking_id, std::string_view to_booking_id,
                             std::string_view transfer_id, int64_t amount) {
  v1::Transfer* const transfer = Add(v1::POST_FOLIO_TRANSFER, v1::GUEST_LEDGER, v1::GUEST_LEDGER,
                                     amount, booking_id, transfer_id);
  if (transfer != nullptr) transfer->set_to_booking_id(std::string(to_booking_id));
}

void Postings::Reversal(const v1::Transfer& posted, uint64_t position) {
  v1::Transfer* const mirror =
      Add(v1::POST_REVERSAL, posted.credit(), posted.debit(), posted.amount_minor(),
          posted.booking_id(), posted.item_id(), posted.account_id());
  if (mirror == nullptr) return;
  if (!posted.to_booking_id().empty()) {
    mirror->set_booking_id(posted.to_booking_id());
    mirror->set_to_booking_id(posted.booking_id());
  }
  mirror->set_reverses_position(position);
}

void Postings::AddTaxed(v1::PostingRule rule, v1::PostingRule tax_rule, v1::BookAccount revenue,
                        int64_t gross, int64_t tax, std::string_view booking_id,
                        std::string_view item_id) {
  Add(rule, v1::GUEST_LEDGER, revenue, gross - tax, booking_id, item_id);
  Add(tax_rule, v1::GUEST_LEDGER, v1::TAX, tax, booking_id, item_id);
}

v1::Transfer* Postings::Add(v1::PostingRule rule, v1::BookAccount debit, v1::BookAccount credit,
                            int64_t amount, std::string_view booking_id, std::string_view item_id,
                            std::string_view account_id) {
  const v1::PropertyDefinition& property = property_.definition();
  if (amount <= 0 || !property.keeps_books()) return nullptr;
  v1::Journal* journal = nullptr;
  for (v1::Journal& one : *accepted_.mutable_journals()) {
    if (one.property_id() == property.property_id()) journal = &one;
  }
  if (journal == nullptr) {
    journal = accepted_.add_journals();
    journal->set_property_id(property.property_id());
    journal->set_currency(property.currency());
    journal->set_business_date(property_.business_date());
  }
  v1::Transfer& transfer = *journal->add_transfers();
  transfer.set_rule(rule);
  transfer.set_debit(debit);
  transfer.set_credit(credit);
  transfer.set_amount_minor(amount);
  if (!booking_id.empty()) transfer.set_booking_id(std::string(booking_id));
  if (!item_id.empty()) transfer.set_item_id(std::string(item_id));
  if (!account_id.empty()) transfer.set_account_id(std::string(account_id));
  return &transfer;
}

}  // namespace daybook
