// Vouchers that other requests lead to: taken instead of money, given out of goodwill, and what becomes of them when nobody redeems
// them in time. Pure. Nothing is decided here: whoever calls has found that the voucher may be made.
#ifndef DAYBOOK_LEDGER_DOMAIN_ACCOUNTS_VOUCHERS_H_
#define DAYBOOK_LEDGER_DOMAIN_ACCOUNTS_VOUCHERS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "daybook/v1/record.pb.h"
#include "ledger/domain/decide_context.h"

namespace daybook {

// Form and state of an id under which a voucher is to be made: CheckVoucherId in Form, RequireNewVoucher in State
// (STATE_ID_EXISTS, and STATE_BOOKS_NOT_KEPT where the request's property keeps no books: a voucher is a debt of its books).
void CheckVoucherId(DecideContext& context, std::string_view path, std::string_view voucher_id);
void RequireNewVoucher(DecideContext& context, std::string_view path, std::string_view voucher_id);

// The bonus that the refund policy adds to a voucher over `amount_minor`, rounded half up.
int64_t VoucherBonus(const v1::Policy& refund_policy, int64_t amount_minor);
// The date, yyyymmdd, from which a voucher made on the business date is worth nothing: it is valid for `valid_days`, at least one.
int32_t VoucherExpiry(int32_t business_date, int32_t valid_days);

// The guest of the booking takes a voucher over `amount_minor` (above 0) that is due back: event voucher_issued (of kind REFUND, over
// the amount and the policy's bonus, in the booking's currency, owed by the booking's property, until the policy's voucher_valid_days
// are over), RP / VL for the amount, compensation / VL for the bonus, an item ITEM_VOUCHER for the bonus; cites `refund_policy`, which
// must be one of refund. Nothing where the amount is not above 0. The amount must have been posted to RP before, in this record or an
// earlier one. context.property must be the booking's.
void AddRefundVoucher(const DecideContext& context, const v1::Booking& booking,
                      std::string_view voucher_id, int64_t amount_minor,
                      const v1::Policy& refund_policy, v1::Accepted& accepted);

// The same without a policy: no bonus, until `expires_on` (yyyymmdd). The amount must be due, by this record or an earlier one.
void AddVoucherForDue(const DecideContext& context, const v1::Booking& booking,
                      std::string_view voucher_id, int64_t amount_minor, int32_t expires_on,
                      v1::Accepted& accepted);

struct GoodwillVoucher {
  std::string_view voucher_id;
  std::string_view customer_id;
  std::string_view booking_id;  // that led to it; may be empty
  int64_t amount_minor = 0;     // above 0, of the property's currency
  int32_t expires_on = 0;       // yyyymmdd
};
// Compensation or thanks, owed by context.property: event voucher_issued of kind GOODWILL, compensation / VL.
void AddGoodwillVoucher(const DecideContext& context, const GoodwillVoucher& voucher,
                        v1::Accepted& accepted);

// The voucher's date has come: event voucher_expired, VL / compensation for what was given (goodwill, or the bonus, which is used up
// last), VL / breakage for the rest. It is not due afterwards.
void AddExpiredVoucher(const DecideContext& context, const v1::Voucher& voucher,
                       v1::Accepted& accepted);

// Whether a voucher or points may be redeemed for the booking: HELD, CONFIRMED, IN_HOUSE.
bool TakesRedemption(const v1::Booking& booking);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_ACCOUNTS_VOUCHERS_H_
