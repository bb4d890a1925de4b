#include "tools/simulate/stories.h"

namespace daybook::simulation {

const char kMoneyStories[] = R"story(
# A company wants an account for each of its shops.
story shops from 2 of H001
0 midday staff $H-finance repeat 33 {"openAccount": {"account": {"accountId": "$I-a$N", "customerId": "$I-co", "homePropertyId": "$H", "ownerStaffId":
  "$H-sales"}}}

# A company's account: opened, graded, charged, paid, disputed, credited, written off.
story account every 45 days from 4
0 morning staff $H-service {"updateProfile": {"customerId": "$I-co", "kind": "CUSTOMER_COMPANY", "profile": {"plain": {"fullName": "$I Trading",
  "address": "1 Harbour Road", "legalRepresentative": "Ada Example"}}}}
0 morning staff $H-finance {"openAccount": {"account": {"accountId": "$I-a", "customerId": "$I-co", "homePropertyId": "$H", "ownerStaffId":
  "$H-sales"}}}
0 morning staff $H-finance {"openAccount": {"account": {"accountId": "$I-a", "customerId": "$I-co", "homePropertyId": "$H", "ownerStaffId":
  "$H-sales"}}}
0 morning staff $H-finance {"setAccountStatus": {"accountId": "$I-a", "status": "ACCOUNT_BLOCKED", "reasonCode": "papers-missing"}}
0 morning staff $H-finance {"setAccountStatus": {"accountId": "$I-a", "status": "ACCOUNT_OPEN", "reasonCode": "papers-there"}}
0 morning staff $H-finance {"assessCredit": {"accountId": "$I-a", "factor": "FACTOR_ECONOMIC_ENVIRONMENT", "level": 4}}
0 morning staff $H-finance {"assessCredit": {"accountId": "$I-a", "factor": "FACTOR_MARKET_ENVIRONMENT", "level": 4}}
0 morning staff $H-finance {"assessCredit": {"accountId": "$I-a", "factor": "FACTOR_ENTERPRISE_QUALITY", "level": 5}}
0 morning staff $H-finance {"assessCredit": {"accountId": "$I-a", "factor": "FACTOR_FINANCES", "level": 4}}
0 morning staff $H-finance {"assessCredit": {"accountId": "$I-a", "factor": "FACTOR_DEBT_GUARANTEE", "level": 3}}
0 morning staff $H-finance {"assessCredit": {"accountId": "$I-a", "factor": "FACTOR_CHARACTER_AND_ABILITY", "level": 4}}
0 morning staff $H-finance {"createBooking": {"bookingId": "$I-b0", "propertyId": "$H", "status": "CONFIRMED", "stay": {"arrival": D+20, "departure":
  D+21}, "roomTypeId": "EVT", "ratePlanId": "EVENT", "guests": {"adults": 1}, "customerId": "$I-co", "accountId": "$I-a"}}
0 midday staff $H-clerk {"createBooking": {"bookingId": "$I-b0", "propertyId": "$H", "status": "CONFIRMED", "stay": {"arrival": D+20, "departure":
  D+21}, "roomTypeId": "EVT", "ratePlanId": "EVENT", "guests": {"adults": 1}, "customerId": "$I-co", "accountId": "$I-a"}}
0 midday staff $H-finance {"designateStrategic": {"accountId": "$I-a", "authorisedVolume": {"amountMinor": "3000000", "currency": "$C"}, "until":
  D+300}}
0 midday staff $H-finance {"override": {"codes": ["POLICY_AUTHORISER_REQUIRED"], "authorisedBy": {"kind": "ACTOR_KIND_STAFF", "id": "$H-manager"},
  "reasonCode": "new-in-town"}, "designateStrategic": {"accountId": "$I-a", "authorisedVolume": {"amountMinor": "3000000", "currency": "$C"}, "until":
  D+300}}
0 midday staff $H-finance {"override": {"codes": ["POLICY_AUTHORISER_REQUIRED"], "authorisedBy": {"kind": "ACTOR_KIND_STAFF", "id": "$H-manager"},
  "reasonCode": "bank"}, "setGuarantee": {"accountId": "$I-a", "cover": {"amountMinor": "500000", "currency": "$C"}}}
0 midday staff $H-finance {"runCreditReview": {"accountId": "$I-a"}}
0 midday staff $H-finance {"runCreditReview": {"accountId": "$I-a"}}
0 evening staff $H-clerk {"createBooking": {"bookingId": "$I-b1", "propertyId": "$H", "status": "CONFIRMED", "stay": {"arrival": D+1, "departure":
  D+3}, "roomTypeId": "EVT", "ratePlanId": "EVENT", "guests": {"adults": 1}, "customerId": "$I-co", "accountId": "$I-a"}}
0 evening staff $H-clerk {"createBooking": {"bookingId": "$I-b2", "propertyId": "$H", "status": "CONFIRMED", "nightlyOverride": {"amountMinor":
  "90000000", "currency": "$C"}, "stay": {"arrival": D+1, "departure": D+3}, "roomTypeId": "EVT", "ratePlanId": "EVENT", "guests": {"adults": 1},
  "customerId": "$I-co", "accountId": "$I-a"}}
0 evening staff $H-manager {"createBooking": {"bookingId": "$I-b2", "propertyId": "$H", "status": "CONFIRMED", "nightlyOverride": {"amountMinor":
  "90000000", "currency": "$C"}, "stay": {"arrival": D+1, "departure": D+3}, "roomTypeId": "EVT", "ratePlanId": "EVENT", "guests": {"adults": 1},
  "customerId": "$I-co", "accountId": "$I-a"}}
1 midday staff $H-clerk {"checkIn": {"bookingId": "$I-b1"}}
1 evening staff $H-clerk {"postCharge": {"bookingId": "$I-b1", "chargeId": "dinner", "kind": "REVENUE_DINING", "code": "dinner", "amount":
  {"amountMinor": "5400", "currency": "$C"}}}
1 evening staff $H-clerk {"postCharge": {"bookingId": "$I-b1", "chargeId": "film", "kind": "REVENUE_EXTRA", "code": "film", "amount": {"amountMinor":
  "900", "currency": "$C"}}}
1 evening staff $H-clerk {"reverseCharge": {"bookingId": "$I-b1", "chargeId": "film", "reasonCode": "not-seen"}}
1 evening staff $H-clerk {"reverseCharge": {"bookingId": "$I-b1", "chargeId": "film", "reasonCode": "not-seen"}}
2 midday staff $H-clerk {"waiveCharge": {"bookingId": "$I-b1", "chargeId": "dinner", "amount": {"amountMinor": "1400", "currency": "$C"},
  "reasonCode": "cold-soup"}}
3 morning staff $H-clerk {"checkOut": {"bookingId": "$I-b1"}}
3 morning staff $H-finance {"blockCredit": {"accountId": "$I-a", "blocked": true, "reasonCode": "rumours"}}
3 morning staff $H-clerk {"putOnAccount": {"bookingId": "$I-b1", "accountId": "$I-a"}}
3 morning staff $H-finance {"override": {"codes": ["POLICY_AUTHORISER_REQUIRED"], "authorisedBy": {"kind": "ACTOR_KIND_STAFF", "id": "$H-manager"},
  "reasonCode": "no-more-rumours"}, "blockCredit": {"accountId": "$I-a", "blocked": false, "reasonCode": "no-more-rumours"}}
3 midday staff $H-clerk {"putOnAccount": {"bookingId": "$I-b1", "accountId": "$I-a", "amount": {"amountMinor": "10000", "currency": "$C"}, "buyer":
  {"plain": {"fullName": "$I Trading", "taxNumber": "PT 500"}}}}
3 midday staff $H-manager {"override": {"codes": ["POLICY_CREDIT_STATUS", "POLICY_CREDIT_LIMIT_EXCEEDED", "POLICY_CREDIT_NOT_GRANTED"],
  "authorisedBy": {"kind": "ACTOR_KIND_STAFF", "id": "$H-deputy"}, "reasonCode": "known"}, "putOnAccount": {"bookingId": "$I-b1", "accountId":
  "$I-a"}}
3 evening staff $H-clerk {"checkOut": {"bookingId": "$I-b1"}}
9 morning staff $H-finance {"recordReceipt": {"accountId": "$I-a", "receiptId": "r1", "amount": {"amountMinor": "7000", "currency": "$C"}}}
9 morning staff $H-finance {"recordReceipt": {"accountId": "$I-a", "receiptId": "r2", "amount": {"amountMinor": "100", "currency": "$C"}}}
9 morning staff $H-finance {"reverseReceipt": {"accountId": "$I-a", "receiptId": "r2", "reasonCode": "another-payer"}}
9 morning staff $H-finance {"reverseReceipt": {"accountId": "$I-a", "receiptId": "r2", "reasonCode": "another-payer"}}

# Money of a stay that goes wrong: paid twice, taken back by the bank, given to somebody else's folio.
story folios every 20 days from 5
0 morning staff $H-clerk {"createBooking": {"bookingId": "$I-b1", "propertyId": "$H", "status": "CONFIRMED", "stay": {"arrival": D+0, "departure":
  D+2}, "roomTypeId": "EVT", "ratePlanId": "EVENT", "guests": {"adults": 1}, "customerId": "$I-c"}}
0 morning staff $H-clerk {"createBooking": {"bookingId": "$I-b2", "propertyId": "$H", "status": "CONFIRMED", "stay": {"arrival": D+0, "departure":
  D+2}, "roomTypeId": "EVT", "ratePlanId": "EVENT", "guests": {"adults": 1}, "customerId": "$I-c"}}
0 morning staff $H-clerk {"assignRoomType": {"bookingId": "$I-b2", "roomTypeId": "EVT"}}
0 morning staff $H-clerk {"recordPayment": {"bookingId": "$I-b1", "paymentId": "p1", "amount": {"amountMinor": "20000", "currency": "$C"}, "method":
  "PAYMENT_METHOD_CARD"}}
0 morning staff $H-clerk {"recordPayment": {"bookingId": "$I-b1", "paymentId": "p1", "amount": {"amountMinor": "2000", "currency": "$C"}, "method":
  "PAYMENT_METHOD_CARD"}}
0 morning staff $H-clerk {"recordPayment": {"bookingId": "$I-b1", "paymentId": "p2", "amount": {"amountMinor": "500", "currency": "$C"}, "method":
  "PAYMENT_METHOD_CASH"}}
0 midday staff $H-finance {"reversePayment": {"bookingId": "$I-b1", "paymentId": "p2", "reasonCode": "wrong-booking"}}
0 midday staff $H-finance {"reversePayment": {"bookingId": "$I-b1", "paymentId": "p2", "reasonCode": "wrong-booking"}}
0 midday staff $H-clerk {"checkIn": {"bookingId": "$I-b1"}}
0 midday staff $H-clerk {"checkIn": {"bookingId": "$I-b2"}}
1 morning staff $H-clerk {"transferFolio": {"bookingId": "$I-b2", "toBookingId": "$I-b1", "transferId": "t1", "amount": {"amountMinor": "1000",
  "currency": "$C"}}}
1 morning staff $H-clerk {"reverseTransfer": {"bookingId": "$I-b2", "toBookingId": "$I-b1", "transferId": "t1"}}
1 morning staff $H-clerk {"reverseTransfer": {"bookingId": "$I-b2", "toBookingId": "$I-b1", "transferId": "t1"}}
2 morning staff $H-finance {"recordChargeback": {"bookingId": "$I-b1", "paymentId": "p1", "chargebackId": "cb1", "amount": {"amountMinor": "3000",
  "currency": "$C"}}}
2 morning staff $H-finance {"recordChargeback": {"bookingId": "$I-b1", "paymentId": "p1", "chargebackId": "cb2", "amount": {"amountMinor": "400",
  "currency": "$C"}}}
2 morning staff $H-finance {"reverseChargeback": {"bookingId": "$I-b1", "paymentId": "p1", "chargebackId": "cb2", "reasonCode": "won"}}
2 morning staff $H-clerk {"recordPayment": {"bookingId": "$I-b1", "paymentId": "p3", "amount": {"amountMinor": "1500", "currency": "$C"}, "method":
  "PAYMENT_METHOD_CASH"}}
2 morning staff $H-finance {"refundPayment": {"bookingId": "$I-b1", "paymentId": "p1", "refundId": "r1", "amount": {"amountMinor": "500", "currency":
  "$C"}, "reason": "REFUND_REASON_OVERPAYMENT"}}
2 morning staff $H-finance {"refundPayment": {"bookingId": "$I-b1", "paymentId": "p1", "refundId": "r1", "amount": {"amountMinor": "1", "currency":
  "$C"}, "reason": "REFUND_REASON_OVERPAYMENT"}}
2 morning staff $H-finance {"settleRefund": {"bookingId": "$I-b1", "paymentId": "p1", "refundId": "r1", "status": "REFUND_SUCCEEDED"}}
2 morning staff $H-finance {"settleRefund": {"bookingId": "$I-b1", "paymentId": "p1", "refundId": "r1", "status": "REFUND_SUCCEEDED"}}
2 morning staff $H-finance {"settleRefund": {"bookingId": "$I-b1", "paymentId": "p1", "refundId": "r9", "status": "REFUND_SUCCEEDED"}}
2 morning staff $H-finance {"reverseRefund": {"bookingId": "$I-b1", "paymentId": "p1", "refundId": "r1", "reasonCode": "card-closed"}}
2 morning staff $H-finance {"refundPayment": {"bookingId": "$I-b1", "paymentId": "p1", "refundId": "r2", "amount": {"amountMinor": "500", "currency":
  "$C"}, "reason": "REFUND_REASON_OVERPAYMENT"}}
2 morning staff $H-finance {"settleRefund": {"bookingId": "$I-b1", "paymentId": "p1", "refundId": "r2", "status": "REFUND_SUCCEEDED"}}
2 morning staff $H-clerk {"checkOut": {"bookingId": "$I-b1"}}
2 morning staff $H-clerk {"recordPayment": {"bookingId": "$I-b2", "paymentId": "p1", "amount": {"amountMinor": "18000", "currency": "$C"}, "method":
  "PAYMENT_METHOD_CARD"}}
2 morning staff $H-clerk {"checkOut": {"bookingId": "$I-b2"}}
2 midday staff $H-clerk {"recordStayNote": {"customerId": "$I-c", "bookingId": "$I-b2", "code": "late-riser", "remark": {"plain": {"remark": "Sleeps
  until ten."}}}}

# Vouchers: given, used, run out.
story rewards every 15 days from 6
0 morning staff $H-service {"issueVoucher": {"voucherId": "$I-v1", "propertyId": "$H", "customerId": "$I-c", "amount": {"amountMinor": "3000",
  "currency": "$C"}, "expiresOn": D+40, "reasonCode": "thanks"}}
0 morning staff $H-service {"issueVoucher": {"voucherId": "$I-v2", "propertyId": "$H", "customerId": "$I-c", "amount": {"amountMinor": "1000",
  "currency": "$C"}, "expiresOn": D+2, "reasonCode": "thanks"}}
0 morning staff $H-service {"issueVoucher": {"voucherId": "$I-v3", "propertyId": "$H-A", "customerId": "$I-c", "amount": {"amountMinor": "900000",
  "currency": "$C"}, "expiresOn": D+20, "reasonCode": "thanks"}}
0 morning staff $H-service {"issueVoucher": {"voucherId": "$I-v4", "propertyId": "$H", "customerId": "$I-c", "amount": {"amountMinor": "1000",
  "currency": "$C"}, "expiresOn": D+9, "reasonCode": "thanks"}}
0 morning staff $H-service {"reverseVoucher": {"voucherId": "$I-v4", "reasonCode": "given-twice"}}
0 morning staff $H-service {"giveGift": {"gift": {"giftId": "$I-g", "propertyId": "$H", "customerId": "$I-c", "code": "flowers", "cost":
  {"amountMinor": "1500", "currency": "$C"}, "occasion": "birthday"}}}
0 midday staff $H-clerk {"createBooking": {"bookingId": "$I-b1", "propertyId": "$H", "status": "CONFIRMED", "stay": {"arrival": D+3, "departure":
  D+4}, "roomTypeId": "EVT", "ratePlanId": "EVENT", "guests": {"adults": 1}, "customerId": "$I-c"}}
0 midday staff $H-clerk {"redeemVoucher": {"bookingId": "$I-b1", "voucherId": "$I-v1", "amount": {"amountMinor": "3100", "currency": "$C"}}}
0 midday guest $I-c {"redeemVoucher": {"bookingId": "$I-b1", "voucherId": "$I-v1", "amount": {"amountMinor": "3000", "currency": "$C"}}}
3 morning staff $H-clerk {"redeemVoucher": {"bookingId": "$I-b1", "voucherId": "$I-v2", "amount": {"amountMinor": "1000", "currency": "$C"}}}
3 midday staff $H-clerk {"checkIn": {"bookingId": "$I-b1"}}
4 morning staff $H-clerk {"recordPayment": {"bookingId": "$I-b1", "paymentId": "p1", "amount": {"amountMinor": "6000", "currency": "$C"}, "method":
  "PAYMENT_METHOD_CARD"}}
4 morning staff $H-clerk {"checkOut": {"bookingId": "$I-b1"}}

# Points, where the group counts in its own currency.
story points every 15 days from 6 of H001
0 morning staff $H-service {"enrolMember": {"customerId": "$I-c"}}
0 morning staff $H-service {"enrolMember": {"customerId": "$I-c"}}
0 morning staff $H-service {"grantPoints": {"customerId": "$I-c", "propertyId": "$H", "points": "200", "reasonCode": "birthday"}}
0 morning staff $H-service {"grantPoints": {"customerId": "$I-c", "propertyId": "$H-C", "points": "200", "reasonCode": "birthday"}}
0 midday staff $H-clerk {"createBooking": {"bookingId": "$I-b1", "propertyId": "$H", "status": "CONFIRMED", "stay": {"arrival": D+3, "departure":
  D+4}, "roomTypeId": "EVT", "ratePlanId": "EVENT", "guests": {"adults": 1}, "customerId": "$I-c"}}
0 midday guest $I-c {"redeemPoints": {"bookingId": "$I-b1", "points": "150"}}
0 midday guest $I-c {"redeemPoints": {"bookingId": "$I-b1", "points": "15000"}}
3 midday staff $H-clerk {"checkIn": {"bookingId": "$I-b1"}}
4 morning staff $H-clerk {"recordPayment": {"bookingId": "$I-b1", "paymentId": "p1", "amount": {"amountMinor": "8250", "currency": "$C"}, "method":
  "PAYMENT_METHOD_CARD"}}
4 morning staff $H-clerk {"checkOut": {"bookingId": "$I-b1"}}

# The month is closed with totals that are not the ledger's.
story month every 30 days from 7
0 evening staff $H-finance {"closePeriod": {"propertyId": "$H-C", "periodId": "$I-m", "through": D+0}}
0 evening staff $H-finance {"closePeriod": {"propertyId": "$H", "periodId": "$I-m", "through": D+0, "totals": [{"account": "BAD_DEBT", "balanceMinor":
  "123456789"}]}}

# The books of the barn, in which nothing is sold: closed, and opened again by two.
story barn from 0
0 evening staff $H-clerk {"rollBusinessDate": {"propertyId": "$H-B", "businessDate": D+0}}
0 evening staff $H-finance {"closePeriod": {"propertyId": "$H-B", "periodId": "$I-m", "through": D+0}}
0 evening staff $H-finance {"closePeriod": {"propertyId": "$H-B", "periodId": "$I-n", "through": D+0}}
0 evening staff $H-finance {"reopenPeriod": {"propertyId": "$H-B", "periodId": "$I-m", "reasonCode": "receipt-found"}}
0 evening staff $H-finance {"override": {"codes": ["POLICY_AUTHORISER_REQUIRED"], "authorisedBy": {"kind": "ACTOR_KIND_STAFF", "id": "$H-deputy"},
  "reasonCode": "receipt-found"}, "reopenPeriod": {"propertyId": "$H-B", "periodId": "$I-m", "reasonCode": "receipt-found"}}
)story";

}  // namespace daybook::simulation
