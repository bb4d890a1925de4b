#include "ledger/domain/accounts/vouchers.h"

#include <algorithm>

#include "ledger/base/money.h"
#include "ledger/base/strings.h"
#include "ledger/domain/accounts/posting_table.h"

namespace daybook {
namespace {

constexpr int32_t kLastDate = 2199'12'31;

v1::Voucher& AddIssued(std::string_view voucher_id, const v1::Property& property,
                       v1::VoucherKind kind, int64_t amount_minor, int32_t expires_on,
                       v1::Accepted& accepted) {
  v1::Voucher& voucher = *accepted.add_events()->mutable_voucher_issued();
  voucher.set_voucher_id(std::string(voucher_id));
  voucher.set_property_id(property.definition().property_id());
  voucher.set_currency(property.definition().currency());
  voucher.set_kind(kind);
  voucher.set_amount_minor(amount_minor);
  voucher.set_balance_minor(amount_minor);
  voucher.set_expires_on(expires_on);
  voucher.set_status(v1::VOUCHER_VALID);
  return voucher;
}

}  // namespace

void CheckVoucherId(DecideContext& context, std::string_view path, std::string_view voucher_id) {
  context.CheckId(path, voucher_id);
}

void RequireNewVoucher(DecideContext& context, std::string_view path, std::string_view voucher_id) {
  context.RequireBooks(path);
  context.RequireNew<v1::Voucher>(path, voucher_id);
}

int64_t VoucherBonus(const v1::Policy& refund_policy, int64_t amount_minor) {
  return PercentOf(amount_minor, refund_policy.refund().voucher_bonus_basis_points());
}

int32_t VoucherExpiry(int32_t business_date, int32_t valid_days) {
  const CivilDate today = DateOf(business_date);
  const int32_t days = std::clamp(valid_days, 1, DateOf(kLastDate) - today);
  return (today + days).ymd();
}

void AddRefundVoucher(const DecideContext& context, const v1::Booking& booking,
                      std::string_view voucher_id, int64_t amount_minor,
                      const v1::Policy& refund_policy, v1::Accepted& accepted) {
  if (amount_minor <= 0) return;
  const v1::Property& property = *context.property;
  const int64_t bonus = VoucherBonus(refund_policy, amount_minor);
  v1::Voucher& voucher = AddIssued(
      voucher_id, property, v1::VOUCHER_REFUND, amount_minor + bonus,
      VoucherExpiry(property.business_date(), refund_policy.refund().voucher_valid_days()),
      accepted);
  voucher.set_customer_id(booking.customer_id());
  voucher.set_booking_id(booking.booking_id());
  voucher.set_bonus_minor(bonus);
  Postings postings(property, accepted);
  postings.RefundAsVoucher(booking.booking_id(), voucher_id, amount_minor);
  postings.GoodwillVoucher(voucher_id, bonus);
  // In the guest's favour.
  DecideContext::AddItem(accepted, v1::ITEM_VOUCHER, -bonus, v1::RULE_VOUCHER_BONUS,
                         &refund_policy);
  DecideContext::Cite(refund_policy, accepted);
}

void AddVoucherForDue(const DecideContext& context, const v1::Booking& booking,
                      std::string_view voucher_id, int64_t amount_minor, int32_t expires_on,
                      v1::Accepted& accepted) {
  v1::Voucher& voucher = AddIssued(voucher_id, *context.property, v1::VOUCHER_REFUND, amount_minor,
                                   expires_on, accepted);
  voucher.set_customer_id(booking.customer_id());
  voucher.set_booking_id(booking.booking_id());
  Postings(*context.property, accepted)
      .RefundAsVoucher(booking.booking_id(), voucher_id, amount_minor);
}

void AddGoodwillVoucher(const DecideContext& context, const GoodwillVoucher& voucher,
                        v1::Accepted& accepted) {
  v1::Voucher& issued = AddIssued(voucher.voucher_id, *context.property, v1::VOUCHER_GOODWILL,
                                  voucher.amount_minor, voucher.expires_on, accepted);
  issued.set_customer_id(std::string(voucher.customer_id));
  issued.set_booking_id(std::string(voucher.booking_id));
  Postings(*context.property, accepted).GoodwillVoucher(voucher.voucher_id, voucher.amount_minor);
}

void AddExpiredVoucher(const DecideContext& context, const v1::Voucher& voucher,
                       v1::Accepted& accepted) {
  accepted.add_events()->mutable_voucher_expired()->set_voucher_id(voucher.voucher_id());
  const v1::Property* const property = context.state.FindProperty(voucher.property_id());
  if (property == nullptr) return;
  const int64_t given = voucher.kind() == v1::VOUCHER_GOODWILL
                            ? voucher.balance_minor()
                            : std::min(voucher.balance_minor(), voucher.bonus_minor());
  Postings postings(*property, accepted);
  postings.VoucherExpired(voucher.voucher_id(), false, voucher.balance_minor() - given);
  postings.VoucherExpired(voucher.voucher_id(), true, given);
}

bool TakesRedemption(const v1::Booking& booking) {
  return booking.status() == v1::HELD || booking.status() == v1::CONFIRMED ||
         booking.status() == v1::IN_HOUSE;
}

}  // namespace daybook
