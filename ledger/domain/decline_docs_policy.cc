// Policy: possible, but not what the house allows. Most can be overridden; IsOverridable() says
// which.
#include "ledger/domain/decline_docs_tables.h"

namespace daybook {
namespace {

constexpr DeclineDoc kDocs[] = {
    {v1::POLICY_NOT_AVAILABLE, "a night would be sold past the allowed overbooking",
     "For at least one night of the stay, rooms of the type that are held, sold or set aside for "
     "groups, plus this one, are more than its capacity less rooms out of order plus "
     "overbooking_limit. The detail says how many nights and the first of them.",
     "Offer one of the alternatives that the decline names (`daybook availability` shows more), or "
     "put the booking on the waitlist.",
     "ledger/domain/booking/booking_checks.cc: CheckAvailabilityAt"},
    {v1::POLICY_DUE_INS_UNRESOLVED, "guests are still expected today",
     "Bookings that arrive on or before the business date are neither checked in nor ended, and "
     "the property's policy does not make them no-shows by itself. The detail names the first of "
     "them.",
     "Check in, cancel, release or mark as no-show each of them, then roll again.",
     "ledger/domain/property/decide_roll.cc: RollPhases::Policy"},
    {v1::POLICY_DUE_OUTS_UNRESOLVED, "guests who should have left are still in house",
     "Bookings in house have reached their departure. Their rooms would be sold again while "
     "somebody sleeps in them.",
     "Check each one out, or move its departure, then roll again.",
     "ledger/domain/property/decide_roll.cc: RollPhases::Policy"},
    {v1::POLICY_CHECK_IN_BEFORE_ARRIVAL, "the guest is early",
     "The business date is before the booking's arrival: the nights before are not theirs.",
     "Change the arrival to the business date, which checks that there is room, then check in.",
     "ledger/domain/booking/decide_stay.cc: CheckInPhases::Policy"},
    {v1::POLICY_NO_SHOW_BEFORE_ARRIVAL, "the day of arrival has not come",
     "The business date is before the booking's arrival, so the guest can't have failed to come.",
     "Wait for the day of arrival. If the guest said that they won't come, cancel instead.",
     "ledger/domain/booking/decide_stay.cc: NoShowPhases::Policy"},
    {v1::POLICY_PRICE_OVERRIDE_NOT_ALLOWED, "who asks may not set prices",
     "The request has nightly_override, and its actor is neither a manager nor staff with "
     "may_override_price.",
     "Leave nightly_override out and take the rate plan's price, or let somebody who may set "
     "prices ask.",
     "ledger/domain/booking/booking_checks.cc: CheckMayOverridePrice"},
    {v1::POLICY_REFUND_EXCEEDS_FREE, "more than is left of the payment",
     "The refund is more than what was captured less refunds pending and succeeded, charged back "
     "and reversed: money that was not captured can't be given back. Or, where books are kept, "
     "more than is due to the guest, free of the deposit and overpaid.",
     "Refund at most what the detail says is free, and the rest from another payment. A failed "
     "refund frees its amount. What is to be given back beyond what is due is waived first.",
     "ledger/domain/payment/decide_payment.cc: RefundPhases::Policy"},
    {v1::POLICY_REFUND_ABOVE_LIMIT, "the refund is above the staff member's limit",
     "The amount is more than refund_limit_minor of who asks. Managers have no such limit.",
     "Let a manager make the refund, or authorise it.",
     "ledger/domain/payment/payment_checks.cc: CheckRefundLimit"},
    {v1::POLICY_ARRIVAL_TOO_FAR, "the arrival is too far ahead",
     "Arrival is more than 1826 days (five years) after the business date; most often the year is "
     "mistyped.",
     "Correct the year, or book when the date is nearer.",
     "ledger/domain/booking/booking_checks.cc: CheckNotTooFar"},
    {v1::POLICY_OCCUPANCY_EXCEEDED, "more guests than the room type takes",
     "Adults and children together are more than max_occupancy of the room type; babies don't "
     "count.",
     "Choose a larger room type, or make a second booking.",
     "ledger/domain/booking/booking_checks.cc: CheckOccupancyAt"},
    {v1::POLICY_CHECK_IN_AFTER_DEPARTURE, "the booked stay is over",
     "The business date has reached the booking's departure; of a day use, it is after its day.",
     "Move the departure first, or make a new booking.",
     "ledger/domain/booking/decide_stay.cc: CheckInPhases::Policy"},
    {v1::POLICY_CAPACITY_BELOW_SOLD, "fewer rooms or seats would remain than are sold",
     "A smaller capacity or overbooking limit, or rooms out of order, leave fewer rooms than are "
     "held and sold for some night to come; or an outlet with fewer seats, longer sittings or "
     "other hours would have no place for guests who booked. The detail names the first such date.",
     "Move those bookings to other dates, room types or times first.",
     "ledger/domain/property/decide_definitions.cc: RoomTypePhases::Policy"},
    {v1::POLICY_ABOVE_LIMIT, "more than who asks may decide alone",
     "A waiver, voucher, compensation, charge or write-off is above the limit that the authority "
     "policy gives the actor; or a guest books a larger party, more tables or a second table at "
     "the same time than guests book without the house.",
     "Let somebody with a higher limit ask, or stay within the limit that the detail names.",
     "ledger/domain/staff/limits.cc: CheckLimit"},
    {v1::POLICY_AUTHORISER_REQUIRED, "this takes two persons",
     "Nobody decides this alone, whatever the amount: a write-off, a period reopened, a refund to "
     "another than who paid, a strategic designation, a guarantee, credit let go, an effective_at "
     "before now of who may not backdate alone.",
     "Send it again with an override of this code that names the second person.",
     "ledger/domain/accounts/decide_invoices.cc: WriteOffPhases::Policy"},
    {v1::POLICY_FOLIO_OPEN, "the bill is not settled",
     "At check-out the booking's folio is not zero: something is unpaid, or paid too much. The fee "
     "of leaving before the departure counts as unpaid, and is charged by the check-out that finds "
     "it paid.",
     "Record the payment, put the rest on account, or refund what is too much, then check out.",
     "ledger/domain/booking/decide_stay.cc: CheckOutPhases::Policy"},
    {v1::POLICY_SETTLEMENT_NOT_ALLOWED, "the refund policy does not know this settlement",
     "The settlement chosen (refund, voucher, free rebooking, waiver) is none of those that the "
     "refund policy frozen with the booking provides; a booking without one knows refund and "
     "waiver only.",
     "Choose a settlement that this policy provides; `daybook explain` lists them.",
     "ledger/domain/cancellation/settlements.cc: CheckSettlementAllowed"},
    {v1::POLICY_MEASURE_NOT_PROVIDED, "the compensation policy does not provide this",
     "No compensation policy is in force at the property, or it has no rule that gives the measure "
     "for the reason and sub-reason given.",
     "Choose a measure that the policy proposes, or correct the reason.",
     "ledger/domain/booking/compensation.cc: CheckCompensationPolicy"},
    {v1::POLICY_EVIDENCE_MISSING, "the measure needs its evidence",
     "The policy allows the measure only with evidence of the reason, and none is given.",
     "Record the contact with the guest, or take the SHA-256 of the document, and give its id or "
     "digest as evidence_id.",
     "ledger/domain/booking/compensation.cc: CheckCompensationPolicy"},
    {v1::POLICY_CREDIT_LIMIT_EXCEEDED, "the account's credit limit would be passed",
     "What the account owes and will owe by its guaranteed bookings, less its deposits, would be "
     "above its limit.",
     "Take a payment or deposit, or have the account's credit reviewed.",
     "ledger/domain/credit/credit_checks.cc: CheckCredit"},
    {v1::POLICY_CREDIT_STATUS, "the account's credit status does not allow it",
     "The account is on LOCAL_APPROVAL, PREPAY or SUSPENDED, because invoices are overdue, a "
     "review is, or it was blocked.",
     "Have it pay what is overdue, or let the guest pay in advance.",
     "ledger/domain/credit/credit_checks.cc: CheckCredit"},
    {v1::POLICY_CREDIT_NOT_GRANTED, "the customer has no credit",
     "There was no credit review yet, or the grade of the last one gives no term of payment: "
     "nothing goes on account.",
     "Let the guest pay, or ask for a credit review.",
     "ledger/domain/credit/credit_checks.cc: CheckCredit"},
    {v1::POLICY_CONSENT_MISSING, "the customer did not agree to it",
     "A promotion is to be sent, a survey recorded or a preference kept, and the customer's "
     "consent to that purpose is not in force.",
     "Leave this customer out, or ask for consent and record it first.",
     "ledger/domain/customer/customer_checks.cc: CheckConsent"},
    {v1::POLICY_BLOCK_EXHAUSTED, "the group's block has no room left",
     "For at least one night, all rooms of the group's block are picked up, or it has none of the "
     "room type.",
     "Enlarge the block, or book outside it.", "ledger/domain/groups/block_checks.cc: CheckPickUp"},
    {v1::POLICY_OUTLET_FULL, "the restaurant is full at that time",
     "The guests of this dining booking and those expected at the same time are more than the "
     "outlet takes.",
     "Offer another time or another outlet.", "ledger/domain/dining/decide_dining.cc: CheckSeats"},
    {v1::POLICY_REVIEW_TOO_SOON, "the last credit review is too recent",
     "The time that the credit policy wants between two reviews is not over.",
     "Wait until the date that the detail names.",
     "ledger/domain/credit/decide_credit.cc: ReviewPhases::Policy"},
    {v1::POLICY_REINSTATE_TOO_LATE, "the day of arrival of the cancelled booking is over",
     "The business date is after the arrival of the booking to be reinstated.",
     "Make a new booking from the business date on.",
     "ledger/domain/booking/decide_reshape.cc: ReinstatePhases::Policy"},
};

}  // namespace

std::span<const DeclineDoc> PolicyDeclineDocs() { return kDocs; }

}  // namespace daybook
