#include "ledger/domain/rule_docs.h"

#include <algorithm>
#include <array>
#include <string>

namespace daybook {
namespace {

constexpr std::array kPricingRules = {
    PricingRuleDoc{v1::RULE_RATE_PLAN, "the rate plan's price of the room type",
                   "ledger/domain/booking/guarantee.cc: AddPriceItems"},
    PricingRuleDoc{v1::RULE_PRICE_OVERRIDE,
                   "a nightly price that was given instead of the rate plan's",
                   "ledger/domain/booking/guarantee.cc: AddPriceItems"},
    PricingRuleDoc{v1::RULE_REQUOTE_ADDED,
                   "a change: nights that are kept keep their price, added ones are priced now",
                   "ledger/domain/change/change_price.cc: PriceRule"},
    PricingRuleDoc{v1::RULE_REQUOTE_ALL, "a change: every night is priced anew",
                   "ledger/domain/change/change_price.cc: PriceRule"},
    PricingRuleDoc{v1::RULE_PENALTY_FREE,
                   "cancelled before the first deadline of the policy: it costs nothing",
                   "ledger/domain/cancellation/penalties.h: PenaltyDue"},
    PricingRuleDoc{v1::RULE_PENALTY_GRACE,
                   "cancelled within the grace after booking: it costs nothing",
                   "ledger/domain/cancellation/penalties.cc: TierPenalty"},
    PricingRuleDoc{v1::RULE_PENALTY_TIER,
                   "cancelled after a deadline: the penalty of the last tier that applies",
                   "ledger/domain/cancellation/penalties.cc: TierPenalty"},
    PricingRuleDoc{v1::RULE_PENALTY_NON_REFUNDABLE,
                   "not refundable: the price of the stay from the first moment",
                   "ledger/domain/cancellation/penalties.cc: TierPenalty"},
    PricingRuleDoc{v1::RULE_PENALTY_FLOOR, "not less than what was incurred before a change",
                   "ledger/domain/cancellation/penalties.cc: Bounded"},
    PricingRuleDoc{v1::RULE_PENALTY_NO_SHOW, "the policy's own penalty for a no-show",
                   "ledger/domain/cancellation/penalties.cc: FindNoShowPenalty"},
    PricingRuleDoc{v1::RULE_NOT_CONFIRMED_FREE,
                   "a hold or a place on the waitlist costs nothing to give up",
                   "ledger/domain/cancellation/penalties.cc: FindCancellationPenalty"},
    PricingRuleDoc{v1::RULE_CHANGE_FREE,
                   "a change whose reason or count the change policy makes free",
                   "ledger/domain/change/change_fees.cc: FindChangeFee"},
    PricingRuleDoc{v1::RULE_CHANGE_TIER,
                   "the fee of the last tier of the change policy that applies",
                   "ledger/domain/change/change_fees.cc: FindChangeFee"},
    PricingRuleDoc{v1::RULE_LATE_CHECK_OUT,
                   "the change policy's fee for staying longer on the day of departure",
                   "ledger/domain/accounts/fees.cc: AddLateCheckOutFee"},
    PricingRuleDoc{v1::RULE_EARLY_DEPARTURE,
                   "a part of the price of the nights given back on leaving early",
                   "ledger/domain/accounts/fees.cc: AddEarlyDepartureFee"},
    PricingRuleDoc{v1::RULE_TAX_INCLUDED,
                   "tax that a gross price includes, at the rate of the tax policy",
                   "ledger/domain/accounts/fees.cc: AddFee"},
    PricingRuleDoc{v1::RULE_REFUND_SURPLUS, "due back: what was paid beyond what the house keeps",
                   "ledger/domain/cancellation/decide_cancel.cc: CancelPhases::AddItems"},
    PricingRuleDoc{v1::RULE_WAIVER, "waived on somebody's word, within their limit",
                   "ledger/domain/accounts/decide_folio.cc: WaivePhases::Accept"},
    PricingRuleDoc{v1::RULE_COMPENSATION,
                   "given for trouble, as the compensation policy provides for the reason",
                   "ledger/domain/booking/compensation.cc: AddCompensation"},
    PricingRuleDoc{v1::RULE_DEPOSIT, "to be paid ahead, as the deposit policy says",
                   "ledger/domain/booking/guarantee.cc: Demand"},
    PricingRuleDoc{v1::RULE_VOUCHER_BONUS, "added to a voucher that is taken instead of money",
                   "ledger/domain/accounts/vouchers.cc: AddRefundVoucher"},
};

constexpr std::array kPostingRules = {
    PostingRuleDoc{v1::POST_PAYMENT,
                   "a payment: clearing to deposits before check-in, to the guest ledger after",
                   "ledger/domain/accounts/posting_table.cc: Postings::Payment"},
    PostingRuleDoc{v1::POST_DEPOSIT_TO_FOLIO,
                   "at check-in the whole deposit goes to the folio: deposits to guest ledger",
                   "ledger/domain/accounts/posting_table.cc: Postings::DepositToFolio"},
    PostingRuleDoc{v1::POST_NIGHT, "a night without its tax: guest ledger to room revenue",
                   "ledger/domain/accounts/posting_table.cc: Postings::Night"},
    PostingRuleDoc{v1::POST_NIGHT_TAX, "the tax of a night or day use: guest ledger to tax",
                   "ledger/domain/accounts/posting_table.cc: Postings::Night"},
    PostingRuleDoc{v1::POST_DAY_USE,
                   "a stay of no nights, at check-in: guest ledger to room revenue",
                   "ledger/domain/accounts/posting_table.cc: Postings::DayUse"},
    PostingRuleDoc{v1::POST_CHARGE,
                   "a charge to the folio without its tax: guest ledger to revenue of its kind",
                   "ledger/domain/accounts/posting_table.cc: Postings::Charge"},
    PostingRuleDoc{v1::POST_CHARGE_TAX, "the tax of a charge to the folio: guest ledger to tax",
                   "ledger/domain/accounts/posting_table.cc: Postings::Charge"},
    PostingRuleDoc{v1::POST_FEE,
                   "a fee for a change, late check-out or early departure, without its tax",
                   "ledger/domain/accounts/posting_table.cc: Postings::Fee"},
    PostingRuleDoc{v1::POST_FEE_TAX, "the tax of a fee: guest ledger to tax",
                   "ledger/domain/accounts/posting_table.cc: Postings::Fee"},
    PostingRuleDoc{v1::POST_PENALTY,
                   "a cancellation or no-show penalty: guest ledger to penalty revenue",
                   "ledger/domain/accounts/posting_table.cc: Postings::Penalty"},
    PostingRuleDoc{v1::POST_PENALTY_TAX, "the tax of a penalty: guest ledger to tax",
                   "ledger/domain/accounts/posting_table.cc: Postings::Penalty"},
    PostingRuleDoc{v1::POST_DEPOSIT_FORFEITED,
                   "what of the deposit the penalty takes: deposits to guest ledger",
                   "ledger/domain/accounts/posting_table.cc: Postings::DepositForfeited"},
    PostingRuleDoc{v1::POST_DEPOSIT_DUE_BACK,
                   "what of the deposit is due back: deposits to refunds payable",
                   "ledger/domain/accounts/posting_table.cc: Postings::DepositDueBack"},
    PostingRuleDoc{v1::POST_FOLIO_DUE_BACK, "overpaid in house: guest ledger to refunds payable",
                   "ledger/domain/accounts/posting_table.cc: Postings::FolioDueBack"},
    PostingRuleDoc{v1::POST_REFUND, "a refund that succeeded: refunds payable to clearing",
                   "ledger/domain/accounts/posting_table.cc: Postings::Refund"},
    PostingRuleDoc{v1::POST_CHARGEBACK_OF_DUE,
                   "the bank took back what was due back anyway: refunds payable to clearing",
                   "ledger/domain/accounts/posting_table.cc: Postings::ChargebackOfDue"},
    PostingRuleDoc{v1::POST_CHARGEBACK, "the bank took back a payment: guest ledger to clearing",
                   "ledger/domain/accounts/posting_table.cc: Postings::Chargeback"},
    PostingRuleDoc{v1::POST_REFUND_AS_VOUCHER,
                   "a voucher instead of a refund: refunds payable to vouchers",
                   "ledger/domain/accounts/posting_table.cc: Postings::RefundAsVoucher"},
    PostingRuleDoc{v1::POST_GOODWILL_VOUCHER,
                   "a voucher given for nothing: compensation to vouchers",
                   "ledger/domain/accounts/posting_table.cc: Postings::GoodwillVoucher"},
    PostingRuleDoc{v1::POST_GIFT, "a gift: compensation to clearing",
                   "ledger/domain/accounts/posting_table.cc: Postings::Gift"},
    PostingRuleDoc{v1::POST_VOUCHER_REDEEMED,
                   "a voucher that pays: vouchers to deposits, or to the guest ledger",
                   "ledger/domain/accounts/posting_table.cc: Postings::VoucherRedeemed"},
    PostingRuleDoc{v1::POST_VOUCHER_EXPIRED,
                   "what was left on a voucher: to breakage, or back to compensation",
                   "ledger/domain/accounts/posting_table.cc: Postings::VoucherExpired"},
    PostingRuleDoc{v1::POST_POINTS_EARNED,
                   "the worth of points that were earned: contra revenue to points",
                   "ledger/domain/accounts/posting_table.cc: Postings::PointsEarned"},
    PostingRuleDoc{v1::POST_POINTS_REDEEMED,
                   "points that pay: points to deposits, or to the guest ledger",
                   "ledger/domain/accounts/posting_table.cc: Postings::PointsRedeemed"},
    PostingRuleDoc{v1::POST_POINTS_EXPIRED, "the worth of points that expired: points to breakage",
                   "ledger/domain/accounts/posting_table.cc: Postings::PointsExpired"},
    PostingRuleDoc{v1::POST_ON_ACCOUNT, "an invoice settles the folio: receivables to guest ledger",
                   "ledger/domain/accounts/posting_table.cc: Postings::OnAccount"},
    PostingRuleDoc{v1::POST_RECEIPT_MATCHED, "a receipt pays an invoice: clearing to receivables",
                   "ledger/domain/accounts/posting_table.cc: Postings::ReceiptMatched"},
    PostingRuleDoc{v1::POST_RECEIPT_UNAPPLIED,
                   "a receipt that pays no invoice yet: clearing to unapplied",
                   "ledger/domain/accounts/posting_table.cc: Postings::ReceiptUnapplied"},
    PostingRuleDoc{v1::POST_RECEIPT_APPLIED,
                   "an earlier receipt pays an invoice: unapplied to receivables",
                   "ledger/domain/accounts/posting_table.cc: Postings::ReceiptApplied"},
    PostingRuleDoc{v1::POST_WRITE_OFF, "an invoice that will not be paid: bad debt to receivables",
                   "ledger/domain/accounts/posting_table.cc: Postings::WriteOff"},
    PostingRuleDoc{v1::POST_WAIVER,
                   "a charge or penalty waived later: its revenue back to the guest ledger",
                   "ledger/domain/accounts/posting_table.cc: Postings::Waiver"},
    PostingRuleDoc{v1::POST_WAIVER_TAX, "the tax of what was waived: tax back to the guest ledger",
                   "ledger/domain/accounts/posting_table.cc: Postings::Waiver"},
    PostingRuleDoc{v1::POST_TO_PROPERTY,
                   "money that another property takes over: to the inter-property account",
                   "ledger/domain/accounts/posting_table.cc: Postings::ToProperty"},
    PostingRuleDoc{v1::POST_FROM_PROPERTY,
                   "money taken over from another property: from the inter-property account",
                   "ledger/domain/accounts/posting_table.cc: Postings::FromProperty"},
    PostingRuleDoc{v1::POST_FOLIO_TRANSFER,
                   "from one booking's folio to another's at the same property",
                   "ledger/domain/accounts/posting_table.cc: Postings::FolioTransfer"},
    PostingRuleDoc{v1::POST_REVERSAL, "the exact mirror of a posting that was made by mistake",
                   "ledger/domain/accounts/posting_table.cc: Postings::Reversal"},
};

template <typename Docs, typename NameOf>
auto FindIn(const Docs& docs, std::string_view name, NameOf name_of)
    -> std::optional<typename Docs::value_type> {
  const auto found = std::find_if(docs.begin(), docs.end(),
                                  [&](const auto& doc) { return name_of(doc.rule) == name; });
  if (found == docs.end()) return std::nullopt;
  return *found;
}

}  // namespace

std::span<const PricingRuleDoc> PricingRuleDocs() { return kPricingRules; }
std::span<const PostingRuleDoc> PostingRuleDocs() { return kPostingRules; }

std::optional<PricingRuleDoc> FindPricingRuleDoc(std::string_view name) {
  return FindIn(kPricingRules, name,
                [](v1::PricingRule rule) { return v1::PricingRule_Name(rule); });
}

std::optional<PostingRuleDoc> FindPostingRuleDoc(std::string_view name) {
  return FindIn(kPostingRules, name,
                [](v1::PostingRule rule) { return v1::PostingRule_Name(rule); });
}

}  // namespace daybook
