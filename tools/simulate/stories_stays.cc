#include "tools/simulate/stories.h"

namespace daybook::simulation {

const char kStayStories[] = R"story(
# The annex's first days: verification, deposits, quotes, fees, compensation, settlements; then its roll.
story annex from 0
0 midday staff $H-finance {"openAccount": {"account": {"accountId": "$I-a", "customerId": "$I-co", "homePropertyId": "$H-A", "ownerStaffId":
  "$H-sales"}}}
0 midday staff $H-clerk {"createBooking": {"bookingId": "$I-b1", "propertyId": "$H-A", "status": "CONFIRMED", "stay": {"arrival": D+10, "departure":
  D+12}, "roomTypeId": "EVT", "ratePlanId": "EVENT", "guests": {"adults": 1}, "customerId": "$I-ada"}}
0 midday staff $H-clerk {"createBooking": {"bookingId": "$I-b2", "propertyId": "$H-A", "status": "CONFIRMED", "stay": {"arrival": D+10, "departure":
  D+12}, "roomTypeId": "EVT", "ratePlanId": "EVENT", "guests": {"adults": 1}, "customerId": "$I-ben"}}
0 midday staff $H-clerk {"createBooking": {"bookingId": "$I-b3", "propertyId": "$H-A", "status": "CONFIRMED", "stay": {"arrival": D+10, "departure":
  D+12}, "roomTypeId": "EVT", "ratePlanId": "EVENT", "guests": {"adults": 1}, "customerId": "$I-cyd"}}
0 midday staff $H-clerk {"createBooking": {"bookingId": "$I-b4", "propertyId": "$H-A", "status": "CONFIRMED", "stay": {"arrival": D+10, "departure":
  D+12}, "roomTypeId": "EVT", "ratePlanId": "EVENT", "guests": {"adults": 1}, "customerId": "$I-dan"}}
0 midday staff $H-clerk {"createBooking": {"bookingId": "$I-b5", "propertyId": "$H-A", "status": "CONFIRMED", "stay": {"arrival": D+1, "departure":
  D+3}, "roomTypeId": "EVT", "ratePlanId": "EVENT", "guests": {"adults": 1}, "customerId": "$I-eve"}}
0 midday staff $H-clerk {"createBooking": {"bookingId": "$I-b6", "propertyId": "$H-A", "status": "CONFIRMED", "stay": {"arrival": D+10, "departure":
  D+12}, "roomTypeId": "EVT", "ratePlanId": "EVENT", "guests": {"adults": 1}, "customerId": "$I-cyd"}}
0 midday staff $H-clerk {"recordPayment": {"bookingId": "$I-b1", "paymentId": "p1", "amount": {"amountMinor": "18000", "currency": "$C"}, "method":
  "PAYMENT_METHOD_CARD"}}
0 midday staff $H-clerk {"recordPayment": {"bookingId": "$I-b2", "paymentId": "p1", "amount": {"amountMinor": "18000", "currency": "$C"}, "method":
  "PAYMENT_METHOD_CARD"}}
0 midday staff $H-clerk {"recordPayment": {"bookingId": "$I-b3", "paymentId": "p1", "amount": {"amountMinor": "18000", "currency": "$C"}, "method":
  "PAYMENT_METHOD_CARD"}}
0 midday staff $H-clerk {"recordPayment": {"bookingId": "$I-b5", "paymentId": "p1", "amount": {"amountMinor": "18000", "currency": "$C"}, "method":
  "PAYMENT_METHOD_CARD"}}
0 evening staff $H-clerk {"cancelBooking": {"bookingId": "$I-b1", "reason": "CANCELLATION_REASON_EMERGENCY"}}
0 evening staff $H-clerk {"verification": {"askedBy": "ASKED_BY_GUEST", "method": "VERIFICATION_METHOD_CALL_BACK"}, "recordQuote": {"quoteId":
  "$I-q1", "expiresAt": "T+9T00:00:00Z", "cancelBooking": {"bookingId": "$I-b1", "reason": "CANCELLATION_REASON_EMERGENCY"}}}
0 evening staff $H-clerk {"verification": {"askedBy": "ASKED_BY_GUEST", "method": "VERIFICATION_METHOD_CALL_BACK"}, "quoteId": "$I-q1",
  "cancelBooking": {"bookingId": "$I-b1", "reason": "CANCELLATION_REASON_CHANGE_OF_MIND"}}
0 evening staff $H-clerk {"verification": {"askedBy": "ASKED_BY_GUEST", "method": "VERIFICATION_METHOD_CALL_BACK"}, "cancelBooking": {"bookingId":
  "$I-b1", "reason": "CANCELLATION_REASON_EMERGENCY", "compensation": {"measure": "MEASURE_WAIVE", "amount": {"amountMinor": "1000", "currency":
  "$C"}}}}
0 evening staff $H-clerk {"verification": {"askedBy": "ASKED_BY_GUEST", "method": "VERIFICATION_METHOD_CALL_BACK"}, "cancelBooking": {"bookingId":
  "$I-b1", "reason": "CANCELLATION_REASON_CHANGE_OF_MIND", "compensation": {"measure": "MEASURE_WAIVE", "amount": {"amountMinor": "1000", "currency":
  "$C"}}}}
0 evening staff $H-clerk {"verification": {"askedBy": "ASKED_BY_GUEST", "method": "VERIFICATION_METHOD_CALL_BACK"}, "cancelBooking": {"bookingId":
  "$I-b1", "reason": "CANCELLATION_REASON_EMERGENCY", "settlement": "SETTLEMENT_REBOOK", "rebookAs": "$I-b2"}}
0 evening staff $H-clerk {"verification": {"askedBy": "ASKED_BY_GUEST", "method": "VERIFICATION_METHOD_CALL_BACK"}, "cancelBooking": {"bookingId":
  "$I-b3", "reason": "CANCELLATION_REASON_EMERGENCY", "settlement": "SETTLEMENT_REBOOK", "rebookAs": "$I-b6"}}
0 evening staff $H-clerk {"verification": {"askedBy": "ASKED_BY_GUEST", "method": "VERIFICATION_METHOD_CALL_BACK"}, "cancelBooking": {"bookingId":
  "$I-b1", "reason": "CANCELLATION_REASON_EMERGENCY", "settlement": "SETTLEMENT_VOUCHER", "voucherId": "$I-v1", "proposeAlternatives": true}}
0 evening staff $H-clerk {"verification": {"askedBy": "ASKED_BY_GUEST", "method": "VERIFICATION_METHOD_DOCUMENT"}, "changeBooking": {"bookingId":
  "$I-b2", "reason": "CHANGE_REASON_ITINERARY", "arrival": D+11, "compensation": {"measure": "MEASURE_DISCOUNT", "basisPoints": 1000}}}
0 evening staff $H-clerk {"verification": {"askedBy": "ASKED_BY_GUEST", "method": "VERIFICATION_METHOD_DOCUMENT"}, "recordQuote": {"quoteId": "$I-q2",
  "expiresAt": "T+1T00:00:00Z", "changeBooking": {"bookingId": "$I-b3", "reason": "CHANGE_REASON_BUDGET", "departure": D+11}}}
1 morning staff $H-clerk {"rollBusinessDate": {"propertyId": "$H-A", "businessDate": D+0}}
1 morning staff $H-clerk {"verification": {"askedBy": "ASKED_BY_GUEST", "method": "VERIFICATION_METHOD_DOCUMENT"}, "quoteId": "$I-q2",
  "changeBooking": {"bookingId": "$I-b3", "reason": "CHANGE_REASON_BUDGET", "departure": D+11}}
1 morning staff $H-clerk {"postCharge": {"bookingId": "$I-b5", "chargeId": "x", "kind": "REVENUE_EXTRA", "code": "towel", "amount": {"amountMinor":
  "500", "currency": "$C"}}}
1 midday staff $H-clerk {"checkIn": {"bookingId": "$I-b5"}}
1 midday staff $H-clerk {"setLateCheckOut": {"bookingId": "$I-b5", "late": true}}
1 midday staff $H-clerk {"postCharge": {"bookingId": "$I-b5", "chargeId": "piano", "kind": "REVENUE_EXTRA", "code": "piano", "amount": {"amountMinor":
  "99000", "currency": "$C"}}}
1 midday staff $H-clerk {"postNights": {"propertyId": "$H-A", "businessDate": D+1, "maxItems": 100}}
1 evening staff $H-clerk {"refundPayment": {"bookingId": "$I-b5", "paymentId": "p1", "refundId": "r1", "payee": "$I-uncle", "amount": {"amountMinor":
  "100", "currency": "$C"}, "reason": "REFUND_REASON_SERVICE"}}
2 morning staff $H-clerk {"rollBusinessDate": {"propertyId": "$H-A", "businessDate": D+1}}
3 morning staff $H-clerk {"rollBusinessDate": {"propertyId": "$H-A", "businessDate": D+2}}
3 morning staff $H-clerk {"rollBusinessDate": {"propertyId": "$H-A", "businessDate": D+3}}
3 midday staff $H-clerk {"checkOut": {"bookingId": "$I-b5"}}
3 midday staff $H-clerk {"putOnAccount": {"bookingId": "$I-b5", "accountId": "$I-a", "amount": {"amountMinor": "1500", "currency": "$C"}}}
3 midday staff $H-clerk {"override": {"codes": ["POLICY_CREDIT_NOT_GRANTED"], "authorisedBy": {"kind": "ACTOR_KIND_STAFF", "id": "$H-deputy"},
  "reasonCode": "agreed"}, "putOnAccount": {"bookingId": "$I-b5", "accountId": "$I-a", "amount": {"amountMinor": "1500", "currency": "$C"}}}
3 midday staff $H-clerk {"override": {"codes": ["POLICY_CREDIT_NOT_GRANTED"], "authorisedBy": {"kind": "ACTOR_KIND_STAFF", "id": "$H-deputy"},
  "reasonCode": "agreed"}, "putOnAccount": {"bookingId": "$I-b5", "accountId": "$I-a", "amount": {"amountMinor": "1500", "currency": "$C"}}}
3 midday staff $H-clerk {"override": {"codes": ["POLICY_CREDIT_NOT_GRANTED"], "authorisedBy": {"kind": "ACTOR_KIND_STAFF", "id": "$H-deputy"},
  "reasonCode": "agreed"}, "putOnAccount": {"bookingId": "$I-b5", "accountId": "$I-a", "amount": {"amountMinor": "1000", "currency": "$C"},
  "buyer": {"plain": {"fullName": "$I Ltd"}}}}
3 evening staff $H-clerk {"checkOut": {"bookingId": "$I-b5"}}
3 evening staff $H-clerk {"rollBusinessDate": {"propertyId": "$H-A", "businessDate": D+3}}
3 evening staff $H-clerk {"createBooking": {"bookingId": "$I-c1", "propertyId": "$H-A", "status": "CONFIRMED", "stay": {"arrival": D+4, "departure":
  D+5}, "roomTypeId": "EVT", "ratePlanId": "EVENT", "guests": {"adults": 1}}}
3 evening staff $H-clerk {"recordPayment": {"bookingId": "$I-c1", "paymentId": "p1", "amount": {"amountMinor": "9000", "currency": "$C"}, "method":
  "PAYMENT_METHOD_CASH"}}
4 morning staff $H-clerk {"rollBusinessDate": {"propertyId": "$H-A", "businessDate": D+4}}
4 midday staff $H-finance {"recordReceipt": {"accountId": "$I-a", "receiptId": "r1", "amount": {"amountMinor": "1000", "currency": "$C"}}}
4 midday staff $H-finance {"applyReceipt": {"accountId": "$I-a", "receiptId": "r1", "matches": [{"invoiceId": "$H-A-1", "amountMinor": "600"}]}}
4 midday staff $H-finance {"applyReceipt": {"accountId": "$I-a", "receiptId": "r1", "matches": [{"invoiceId": "$H-A-1", "amountMinor": "600"}]}}
4 midday staff $H-finance {"disputeInvoice": {"accountId": "$I-a", "invoiceId": "$H-A-2", "disputed": true}}
4 midday staff $H-finance {"writeOff": {"accountId": "$I-a", "invoiceId": "$H-A-2", "amount": {"amountMinor": "500", "currency": "$C"}, "reasonCode":
  "never-ends"}}
4 midday staff $H-finance {"override": {"codes": ["POLICY_AUTHORISER_REQUIRED"], "authorisedBy": {"kind": "ACTOR_KIND_STAFF", "id": "$H-deputy"},
  "reasonCode": "agreed"}, "writeOff": {"accountId": "$I-a", "invoiceId": "$H-A-2", "amount": {"amountMinor": "500", "currency": "$C"}, "reasonCode":
  "never-ends"}}
4 midday staff $H-finance {"reverseWriteOff": {"accountId": "$I-a", "invoiceId": "$H-A-2", "reasonCode": "paid-after-all"}}
4 midday staff $H-finance {"creditInvoice": {"accountId": "$I-a", "invoiceId": "$H-A-3", "reasonCode": "wrong-buyer"}}
4 midday staff $H-finance {"creditInvoice": {"accountId": "$I-a", "invoiceId": "$H-A-3", "reasonCode": "wrong-buyer"}}
4 midday staff $H-deputy {"endRetention": {"invoiceId": "$H-A-3"}}
4 midday staff $H-finance {"recordReceipt": {"accountId": "$I-a", "receiptId": "r2", "amount": {"amountMinor": "100", "currency": "$C"}}}
4 midday staff $H-finance {"reverseReceipt": {"accountId": "$I-a", "receiptId": "r2", "reasonCode": "another-payer"}}
4 evening staff $H-clerk {"override": {"codes": ["POLICY_DUE_INS_UNRESOLVED"], "authorisedBy": {"kind": "ACTOR_KIND_STAFF", "id": "$H-deputy"},
  "reasonCode": "storm"}, "rollBusinessDate": {"propertyId": "$H-A", "businessDate": D+4}}
5 morning staff $H-deputy {"endRetention": {"invoiceId": "$H-A-3"}}
5 morning staff $H-clerk {"checkIn": {"bookingId": "$I-c1"}}
5 morning operator owner {"defineRoomType": {"roomType": {"propertyId": "$H-A", "roomTypeId": "EVT", "maxOccupancy": 4}}}
5 morning staff $H-clerk {"refundPayment": {"bookingId": "$I-b2", "paymentId": "p1", "refundId": "r1", "amount": {"amountMinor": "6000", "currency":
  "$C"}, "reason": "REFUND_REASON_SERVICE"}}
5 morning staff $H-clerk {"refundPayment": {"bookingId": "$I-b2", "paymentId": "p1", "refundId": "r1", "amount": {"amountMinor": "90000000",
  "currency": "$C"}, "reason": "REFUND_REASON_SERVICE"}}

# The cottage keeps no books, and one evening nobody comes of more than a record holds.
story cottage from 0 of H001
0 midday staff $H-clerk {"createBooking": {"bookingId": "$I-b", "propertyId": "$H-C", "status": "CONFIRMED", "stay": {"arrival": D+1, "departure":
  D+3}, "roomTypeId": "EVT", "ratePlanId": "EVENT", "guests": {"adults": 1}, "customerId": "$I-c"}}
0 midday staff $H-clerk {"postNights": {"propertyId": "$H-C", "businessDate": D+0, "maxItems": 10}}
0 midday staff $H-clerk {"markNoShow": {"bookingId": "$I-b"}}
0 midday staff $H-clerk repeat 258 {"recordPayment": {"bookingId": "$I-b", "paymentId": "p$N", "amount": {"amountMinor": "1", "currency": "$C"},
  "method": "PAYMENT_METHOD_CASH"}}
0 evening staff $H-clerk repeat 257 {"createBooking": {"bookingId": "$I-n$N", "propertyId": "$H-C", "status": "CONFIRMED", "stay": {"arrival": D+0,
  "departure": D+1}, "roomTypeId": "EVT", "ratePlanId": "EVENT", "guests": {"adults": 1}}}
0 evening staff $H-clerk {"rollBusinessDate": {"propertyId": "$H-C", "businessDate": D+0}}

# A booking is split, moved to the annex, cancelled and taken back; somebody is turned away.
story reshaping every 25 days from 8
0 morning staff $H-clerk {"createBooking": {"bookingId": "$I-b1", "propertyId": "$H", "status": "CONFIRMED", "stay": {"arrival": D+9, "departure":
  D+13}, "roomTypeId": "EVT", "ratePlanId": "EVENT", "guests": {"adults": 1}, "customerId": "$I-c", "channelId": "$H-portal"}}
0 morning staff $H-clerk {"splitBooking": {"bookingId": "$I-b1", "newBookingId": "$I-b2", "at": D+11}}
0 midday channel $H-portal {"channelId": "$H-portal", "cancelBooking": {"bookingId": "$I-b1", "channelCode": "FLIGHT"}}
0 evening channel $H-portal {"recordDelivery": {"channelId": "$H-portal", "position": "1000000000000", "upTo": true}}
0 evening staff $H-clerk {"reinstateBooking": {"bookingId": "$I-b1"}}
1 morning staff $H-sales {"moveBooking": {"bookingId": "$I-b2", "newBookingId": "$I-b3", "toPropertyId": "$H-A", "roomTypeId": "EVT", "ratePlanId":
  "EVENT"}}
1 morning staff $H-clerk {"cancelBooking": {"bookingId": "$I-b1", "reason": "CANCELLATION_REASON_CHANGE_OF_MIND"}}
1 midday staff $H-clerk {"recordTurnaway": {"propertyId": "$H", "roomTypeId": "EVT", "stay": {"arrival": D+5, "departure": D+6}, "rooms": 20,
  "reasonCode": "sold-out"}}
10 morning staff $H-clerk {"reinstateBooking": {"bookingId": "$I-b1"}}

# A group's block: held, confirmed, picked up, washed, released.
story group every 30 days from 3
0 morning staff $H-sales {"openBlock": {"blockId": "$I-k", "propertyId": "$H", "customerId": "$I-club", "status": "BLOCK_TENTATIVE", "cutoffOn": D+6,
  "rooms": [{"roomTypeId": "EVT", "from": D+8, "until": D+10, "rooms": 2}], "ratePlanId": "EVENT"}}
0 morning staff $H-sales {"confirmBlock": {"blockId": "$I-k"}}
0 morning staff $H-sales {"confirmBlock": {"blockId": "$I-k"}}
1 morning staff $H-clerk {"createBooking": {"bookingId": "$I-b1", "propertyId": "$H", "status": "CONFIRMED", "stay": {"arrival": D+8, "departure":
  D+10}, "roomTypeId": "EVT", "ratePlanId": "EVENT", "guests": {"adults": 1}, "blockId": "$I-k"}}
1 morning staff $H-sales {"washBlock": {"blockId": "$I-k", "rooms": {"roomTypeId": "EVT", "from": D+8, "until": D+10, "rooms": 1}}}
1 midday staff $H-clerk {"createBooking": {"bookingId": "$I-b2", "propertyId": "$H", "status": "CONFIRMED", "stay": {"arrival": D+8, "departure":
  D+10}, "roomTypeId": "EVT", "ratePlanId": "EVENT", "guests": {"adults": 1}, "blockId": "$I-k"}}
1 evening staff $H-sales {"openBlock": {"blockId": "$I-k2", "propertyId": "$H", "status": "BLOCK_DEFINITE", "rooms": [{"roomTypeId": "EVT", "from":
  D+8, "until": D+9, "rooms": 1}]}}
2 morning staff $H-sales {"releaseBlock": {"blockId": "$I-k2"}}
7 morning staff $H-clerk {"cancelBooking": {"bookingId": "$I-b1", "reason": "CANCELLATION_REASON_CHANGE_OF_MIND"}}

# Tables, taken where rooms are.
story tables every 10 days from 2
0 morning staff $H-manager {"defineOutlet": {"outlet": {"propertyId": "$H", "outletId": "grill", "seats": 20, "opensMinute": 1080, "closesMinute":
  1380, "sittingMinutes": 90}}}
0 morning staff $H-service {"bookTable": {"tableBookingId": "$I-t1", "propertyId": "$H", "outletId": "grill", "date": D+1, "minute": 1140, "covers":
  18, "customerId": "$I-c"}}
0 morning staff $H-service {"bookTable": {"tableBookingId": "$I-t2", "propertyId": "$H", "outletId": "grill", "date": D+1, "minute": 1170, "covers":
  4, "customerId": "$I-d"}}
0 midday staff $H-service {"changeTable": {"tableBookingId": "$I-t1", "covers": 12}}
1 evening staff $H-clerk {"settleTable": {"tableBookingId": "$I-t1", "status": "TABLE_SEATED"}}
1 evening staff $H-clerk {"settleTable": {"tableBookingId": "$I-t1", "status": "TABLE_NO_SHOW"}}
)story";

}  // namespace daybook::simulation
