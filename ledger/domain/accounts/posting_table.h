// The posting table: one function a row, and no other place says what is debited and credited. A transfer takes one amount from the
// credited account to the debited one, so the trial balance is zero after every record by construction.
//
//   event                                            debit            credit            function
//   payment captured before / after check-in         CL               DP / GL           Payment
//   check-in, the whole deposit                      DP               GL                DepositToFolio
//   a night at the roll; day use at check-in         GL               room revenue, TX  Night, DayUse
//   nights that went by before a late check-in       GL               room revenue, TX  Night
//   dining, extras                                   GL               their revenue, TX Charge
//   change fee, late check-out, early departure      GL               fee revenue, TX   Fee
//   cancellation or no-show penalty                  GL               penalty rev., TX  Penalty
//   forfeited deposit, min(P, D)                     DP               GL                DepositForfeited
//   surplus D - P becomes due to the guest           DP               RP                DepositDueBack
//   overpaid in house becomes due to the guest       GL               RP                FolioDueBack
//   refund succeeded                                 RP               CL                Refund
//   chargeback: a refund was due / was not           RP / GL or AR    CL                ChargebackOfDue, Chargeback
//   voucher instead of a refund                      RP               VL                RefundAsVoucher
//   goodwill voucher; gift                           compensation     VL; CL            GoodwillVoucher, Gift
//   voucher redeemed                                 VL               DP or GL          VoucherRedeemed
//   voucher expired: paid for / goodwill             VL               breakage / comp.  VoucherExpired
//   points earned; redeemed; expired                 contra; PL; PL   PL; DP or GL; br. PointsEarned, PointsRedeemed, PointsExpired
//   put on account                                   AR               GL                OnAccount
//   receipt on account: matched / unmatched          CL               AR / unapplied    ReceiptMatched, ReceiptUnapplied
//   an unmatched receipt is applied                  unapplied        AR                ReceiptApplied
//   written off                                      bad debt         AR                WriteOff
//   waived later                                     revenue, TX      GL                Waiver
//   hotel move, voucher of another property: issuer  DP, VL or PL     IC                ToProperty
//                                          receiver  IC               DP or GL          FromProperty
//   it comes back to be refunded: receiver / issuer  RP / IC          IC / RP           ToProperty, DueFromProperty
//   from folio to folio                              GL (the other's) GL                FolioTransfer
//   reversal                                         the exact mirror                   Reversal
#ifndef DAYBOOK_LEDGER_DOMAIN_ACCOUNTS_POSTING_TABLE_H_
#define DAYBOOK_LEDGER_DOMAIN_ACCOUNTS_POSTING_TABLE_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "daybook/v1/record.pb.h"

namespace daybook {

// The tax that is included in a gross amount at the rate (basis points of net): gross * r / (10,000 + r), half up. 0 <= gross.
int64_t IncludedTax(int64_t gross_minor, int32_t basis_points);
// Of the kind by the policy, which may be null: then nothing is taxed.
int32_t TaxRate(const v1::Policy* tax_policy, v1::RevenueKind kind);

// Writes into Accepted.journals. Amounts are minor units of the property's currency and not below 0; one of 0 posts nothing. Where the
// property keeps no books nothing is posted at all.
class Postings {
 public:
  // Both outlive it.
  Postings(const v1::Property& property, v1::Accepted& accepted);

  // Where money for the booking stands: DEPOSITS until it is checked in, GUEST_LEDGER after.
  static v1::BookAccount SideOf(const v1::Booking& booking);

  void Payment(const v1::Booking& booking, std::string_view payment_id, int64_t amount);
  void DepositToFolio(std::string_view booking_id, int64_t amount);
  // `missed` is empty, or the date (yyyymmdd) of a night before a late check-in; else it is that of the business date.
  void Night(std::string_view booking_id, int64_t gross, int64_t tax, std::string_view missed = {});
  void DayUse(std::string_view booking_id, int64_t gross, int64_t tax);
  void Charge(std::string_view booking_id, std::string_view charge_id, v1::RevenueKind kind,
              int64_t gross, int64_t tax);
  void Fee(std::string_view booking_id, std::string_view charge_id, int64_t gross, int64_t tax);
  void Penalty(std::string_view booking_id, int64_t gross, int64_t tax);
  void DepositForfeited(std::string_view booking_id, int64_t amount);
  void DepositDueBack(std::string_view booking_id, int64_t amount);
  void FolioDueBack(std::string_view booking_id, int64_t amount);
  void Refund(std::string_view booking_id, std::string_view refund_id, int64_t amount);
  void ChargebackOfDue(std::string_view booking_id, std::string_view chargeback_id, int64_t amount);
  void Chargeback(std::string_view booking_id, std::string_view chargeback_id, int64_t amount);
  void RefundAsVoucher(std::string_view booking_id, std::string_view voucher_id, int64_t amount);
  void GoodwillVoucher(std::string_view voucher_id, int64_t amount);
  void Gift(std::string_view gift_id, int64_t amount);
  void VoucherRedeemed(const v1::Booking& booking, std::string_view voucher_id, int64_t amount);
  void VoucherExpired(std::string_view voucher_id, bool goodwill, int64_t amount);
  void PointsEarned(std::string_view customer_id, int64_t value);
  void PointsRedeemed(const v1::Booking& booking, std::string_view customer_id, int64_t value);
  void PointsExpired(std::string_view customer_id, int64_t value);
  void OnAccount(std::string_view booking_id, std::string_view account_id,
                 std::string_view invoice_id, int64_t amount);
  void ReceiptMatched(std::string_view account_id, std::string_view invoice_id, int64_t amount);
  void ReceiptUnapplied(std::string_view account_id, std::string_view receipt_id, int64_t amount);
  void ReceiptApplied(std::string_view account_id, std::string_view invoice_id, int64_t amount);
  void WriteOff(std::string_view account_id, std::string_view invoice_id, int64_t amount);
  // Of a charge, of a night (by its date) or, with an empty id, of the penalty; `tax` is part of `gross`. Linked to the record at `position`
  // that charged it; 0: that is told by the night.
  void Waiver(std::string_view booking_id, std::string_view charge_id, v1::RevenueKind kind,
              int64_t gross, int64_t tax, uint64_t position = 0);
  // At the issuer: `from` is DEPOSITS or REFUNDS_PAYABLE (of the booking), VOUCHERS or POINTS (of the item).
  void ToProperty(v1::BookAccount from, std::string_view booking_id, std::string_view item_id,
                  int64_t amount);
  // At the receiver.
  void FromProperty(const v1::Booking& booking, std::string_view item_id, int64_t amount);
  // The same of what comes back to be refunded: it is due to the guest.
  void DueFromProperty(std::string_view booking_id, std::string_view item_id, int64_t amount);
  void FolioTransfer(std::string_view booking_id, std::string_view to_booking_id,
                     std::string_view transfer_id, int64_t amount);

  // The mirror of a transfer that the record at `position` posted: debit and credit change places.
  void Reversal(const v1::Transfer& posted, uint64_t position);

  // The revenue account of a kind.
  static v1::BookAccount RevenueOf(v1::RevenueKind kind);

 private:
  v1::Transfer* Add(v1::PostingRule rule, v1::BookAccount debit, v1::BookAccount credit,
                    int64_t amount, std::string_view booking_id, std::string_view item_id = {},
                    std::string_view account_id = {});
  void AddTaxed(v1::PostingRule rule, v1::PostingRule tax_rule, v1::BookAccount revenue,
                int64_t gross, int64_t tax, std::string_view booking_id, std::string_view item_id);

  const v1::Property& property_;
  v1::Accepted& accepted_;
};

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_ACCOUNTS_POSTING_TABLE_H_
