// State: what the request needs does not exist, exists already, or is not as it must be.
#include "ledger/domain/decline_docs_tables.h"

namespace daybook {
namespace {

constexpr DeclineDoc kDocs[] = {
    {v1::STATE_PROPERTY_UNKNOWN, "the property is not defined",
     "No property of this id was defined before this request.",
     "Check property_id; a new property begins with define_property.",
     "ledger/domain/decide_context.cc: RequireProperty"},
    {v1::STATE_ROOM_TYPE_UNKNOWN, "the property has no such room type",
     "No room type of this id is defined at the property. Ids of room types hold for one property "
     "only.",
     "Check room_type_id, or define the room type at this property.",
     "ledger/domain/booking/decide_booking.cc: CheckAtProperty"},
    {v1::STATE_RATE_PLAN_UNKNOWN, "the property has no such rate plan",
     "No rate plan of this id is defined at the property. Ids of rate plans hold for one property "
     "only.",
     "Check rate_plan_id, or define the rate plan at this property.",
     "ledger/domain/booking/decide_booking.cc: CheckAtProperty"},
    {v1::STATE_CHANNEL_UNKNOWN, "the channel is not defined or inactive",
     "A booking names a channel_id that nobody defined or that no longer sells.",
     "Check channel_id, have the channel defined, or leave the field empty for a direct booking.",
     "ledger/domain/booking/decide_booking.cc: CheckChannelState"},
    {v1::STATE_BOOKING_UNKNOWN, "there is no such booking",
     "No booking of this id exists, or a feedback names a booking of another property.",
     "Look for it with `daybook bookings`; ids are compared letter by letter.",
     "ledger/domain/decide_context.cc: RequireBooking"},
    {v1::STATE_BOOKING_EXISTS, "the booking id is taken",
     "A booking of this id was made before by another request; cancelled bookings keep their id "
     "too.",
     "Choose a new booking_id. To repeat a request after a failure, send it unchanged with the "
     "same request_id.",
     "ledger/domain/booking/decide_booking.cc: CreatePhases::State"},
    {v1::STATE_BOOKING_STATUS, "not possible in the booking's present status",
     "The request needs another status: check-in a CONFIRMED booking, check-out one IN_HOUSE, "
     "confirm and release one HELD, cancel one not yet in house. The detail says which status it "
     "has.",
     "Look at the booking with `daybook booking` and ask for what suits it; in house, leave early "
     "instead of cancelling.",
     "ledger/domain/decide_context.cc: DeclineStatus"},
    {v1::STATE_REVISION_STALE, "it has changed since it was read",
     "if_revision is not the present revision: somebody else changed it meanwhile.",
     "Read it again, see whether the request still is wanted, and send it with the new revision "
     "and a new request_id.",
     "ledger/domain/decide_context.cc: CheckRevision"},
    {v1::STATE_PAYMENT_UNKNOWN, "the booking has no such payment",
     "payment_id is none of the booking's payments.",
     "Look at its payments with `daybook booking`. A payment of another booking is refunded there.",
     "ledger/domain/payment/payment_checks.cc: RequirePayment"},
    {v1::STATE_PAYMENT_EXISTS, "the booking has this payment already",
     "A payment of this id was recorded for the booking before.",
     "If it is the same money, nothing is left to do. For another payment choose another "
     "payment_id.",
     "ledger/domain/payment/decide_payment.cc: PaymentPhases::State"},
    {v1::STATE_REFUND_UNKNOWN, "the payment has no such refund",
     "refund_id is none of the refunds of the payment named.",
     "Check payment_id and refund_id against `daybook booking`; request the refund before settling "
     "it.",
     "ledger/domain/payment/decide_payment.cc: SettlePhases::State"},
    {v1::STATE_REFUND_EXISTS, "the booking has this refund already",
     "A refund of this id was requested before, for this or another payment of the booking.",
     "If it is the same refund, nothing is left to do. For another one choose another refund_id.",
     "ledger/domain/payment/payment_checks.cc: CheckNewRefund"},
    {v1::STATE_REFUND_SETTLED, "the refund is settled already",
     "It succeeded, failed or was cancelled before; a refund is settled once.",
     "If the earlier answer of the payment provider stands, do nothing. After a failure request a "
     "new refund.",
     "ledger/domain/payment/decide_payment.cc: SettlePhases::State"},
    {v1::STATE_FEEDBACK_EXISTS, "the feedback id is taken",
     "A feedback of this id was recorded before.",
     "Choose another feedback_id, unless it is the same feedback.",
     "ledger/domain/feedback/decide_feedback.cc: FeedbackPhases::State"},
    {v1::STATE_CURRENCY_MISMATCH, "the money is in another currency",
     "The amount is not in the currency of the property, the booking or the payment that it is "
     "for. Nothing is converted.",
     "Give the amount in the currency that the detail names.",
     "ledger/domain/payment/payment_checks.cc: CheckCurrency"},
    {v1::STATE_BUSINESS_DATE_MISMATCH, "it is not this business date that is open",
     "The roll names a date that is not the property's present business date: it was closed "
     "already, or is not reached yet. Days are closed one by one.",
     "Roll the date that the detail names.",
     "ledger/domain/property/decide_roll.cc: RollPhases::State"},
    {v1::STATE_PROPERTY_FIELD_FIXED,
     "time zone, currency, first business date and keeps_books are fixed",
     "A property is defined again with another value of one of these; bookings and books were made "
     "by the old one.",
     "Repeat the old values. A hotel that changes one of them becomes a new property.",
     "ledger/domain/property/decide_definitions.cc: PropertyPhases::State"},
    {v1::STATE_ROOM_TYPE_NOT_PRICED, "the rate plan has no price for the room type",
     "A night needs a price, and the rate plan lists none for this room type.",
     "Choose another rate plan or room type, define the rate plan with the price, or give "
     "nightly_override.",
     "ledger/domain/booking/decide_booking.cc: CheckAtProperty"},
    {v1::STATE_NIGHT_IN_PAST, "a night before the business date would be touched",
     "The stay would begin or end, or rooms go out of order, before the property's business date; "
     "or the arrival of a guest in house would move.",
     "Use dates from the business date on. It moves only by roll_business_date: check that the "
     "night audit ran.",
     "ledger/domain/change/decide_change.cc: CheckPast"},
    {v1::STATE_ALREADY_ASSIGNED, "the booking holds this room type already",
     "The room type to be assigned is the one that the booking has or was given before.",
     "Nothing is left to do; to give another one, name that.",
     "ledger/domain/booking/decide_stay.cc: AssignPhases::State"},
    {v1::STATE_TOO_MANY_DUE, "more bookings fall due than one record holds",
     "The roll would resolve more than 256 due-ins as no-shows in one record, or charge more than "
     "256 nights, or both need more bytes than a record has.",
     "Check in, cancel or mark as no-show some of them one by one, or charge nights by PostNights, "
     "then roll again.",
     "ledger/domain/property/decide_roll.cc: RollPhases::State"},
    {v1::STATE_IMPORT_NOT_ALLOWED, "this ledger does not take this import",
     "It holds requests of its own, a simulation, another import or this one completed; or no "
     "import of the file is under way that could be completed.",
     "Import into a new directory. An interrupted import goes on with the same file, command and "
     "options.",
     "ledger/domain/system/decide_system.cc: BeginImportPhases::State"},
    {v1::STATE_HOLD_EXPIRED, "the hold is over",
     "hold_expires_at is not after the instant at which the request is recorded; the instant of "
     "expiry is too late.",
     "Hold or book anew, if there still is room.",
     "ledger/domain/booking/decide_booking.cc: ConfirmPhases::State"},
    {v1::STATE_CUSTOMER_MISMATCH, "the booking is of another customer",
     "The request names a booking and a customer who is not that booking's.",
     "Correct one of the two, or leave the customer out.",
     "ledger/domain/feedback/decide_feedback.cc: FeedbackPhases::State"},
    {v1::STATE_POLICY_VERSION_USED, "this policy version stands for other rules already",
     "The policy's id and version, or a later version, were defined or approved before with "
     "different content. Decisions cite id and version, so these never change their meaning.",
     "Give the new rules a version above the present one.",
     "ledger/domain/property/decide_definitions.cc: CheckPolicyVersion"},
    {v1::STATE_TOO_MANY_PAYMENTS, "the booking or payment is full",
     "The booking has 256 payments, or the payment 256 refunds.",
     "Record the rest on another booking, or refund another payment.",
     "ledger/domain/payment/decide_payment.cc: PaymentPhases::State"},
    {v1::STATE_SIMULATION_NOT_ALLOWED, "this ledger does not take this simulation",
     "It holds requests of its own, an import, or a simulation with another seed or other "
     "settings. What is made up never stands beside what happened.",
     "Simulate into a new directory.",
     "ledger/domain/system/decide_system.cc: BeginSimulationPhases::State"},
    {v1::STATE_OUT_OF_ORDER_ABOVE_CAPACITY, "more rooms out of order than there are",
     "rooms is more than the room type's capacity.",
     "Give at most the capacity that the detail names.",
     "ledger/domain/property/decide_out_of_order.cc: OutOfOrderPhases::State"},
    {v1::STATE_REFERENCE_UNKNOWN, "what a field names does not exist",
     "The id in the field named stands for nothing: a customer, account, voucher, quote, case, "
     "group or the like was never recorded, or belongs elsewhere.",
     "Correct the id, or record what it names first.",
     "ledger/domain/decide_context.cc: DecideContext::DeclineUnknown"},
    {v1::STATE_ID_EXISTS, "an id is taken",
     "Something of this kind was recorded under the id in the field named.",
     "Choose another id, unless it is the same thing sent twice.",
     "ledger/domain/decide_context.cc: DecideContext::DeclineExists"},
    {v1::STATE_STATUS, "not possible in the present status of what a field names",
     "It is closed, used, cancelled or not yet so far; the detail says in which status it is.",
     "Look at it and ask for what its status allows.",
     "ledger/domain/policy/decide_policy.cc: SettlePhases::State"},
    {v1::STATE_BALANCE_TOO_SMALL, "less is left than is asked for",
     "A voucher, points, a charge, an invoice or a receipt has a smaller balance than the amount "
     "in the request.",
     "Ask for at most what the detail says is left.",
     "ledger/domain/accounts/decide_vouchers.cc: RedeemPhases::CheckVoucher"},
    {v1::STATE_EXPIRED, "it is no longer valid",
     "A quote, voucher or offer has reached its expiry; the instant or date of expiry itself is "
     "too late.",
     "Ask for a new quote or offer; a voucher that expired is replaced only as compensation.",
     "ledger/domain/accounts/decide_vouchers.cc: RedeemPhases::CheckVoucher"},
    {v1::STATE_QUOTE_MISMATCH, "the request is not the one that was quoted",
     "The request differs from the quote that it cites, or the booking has another revision than "
     "when it was quoted.",
     "Quote the request as it is now, show the guest the result, and cite the new quote.",
     "ledger/domain/quote/quote.cc: RequireQuote"},
    {v1::STATE_ALREADY_REVERSED, "it was reversed before",
     "What the request would reverse has been reversed; that is done once.",
     "Nothing is left to do. If the reversal was wrong, record the thing anew.",
     "ledger/domain/accounts/decide_invoices.cc: CreditInvoicePhases::State"},
    {v1::STATE_BOOKS_NOT_KEPT, "the property keeps no books",
     "The request is about money in the books of a property that, by its definition, keeps them "
     "elsewhere.",
     "Name a property that keeps books here: whether one does is fixed when it is defined.",
     "ledger/domain/decide_context.cc: DecideContext::RequireBooks"},
    {v1::STATE_POLICY_MISSING, "no policy of the kind is in force",
     "The decision needs a policy of this kind, and none was approved for the property by now.",
     "Propose the policy and have a second person approve it, then repeat the request with a new "
     "request_id.",
     "ledger/domain/policy/frozen_policies.cc: RequireCancellationPolicy"},
    {v1::STATE_PERIOD_CLOSED, "the accounting period is closed",
     "The last day of the period to be closed lies in what is closed already.",
     "Close from the day that the detail names on, or have two persons reopen the last period.",
     "ledger/domain/accounts/decide_periods.cc: ClosePhases::CheckDates"},
    {v1::STATE_CONTROL_TOTAL_MISMATCH, "the totals given are not the ledger's",
     "Control totals in the request differ from what the ledger has posted; the detail says both.",
     "Find the difference with `daybook journal` before closing; never copy the ledger's totals "
     "unseen.",
     "ledger/domain/accounts/decide_periods.cc: ClosePhases::CheckTotals"},
    {v1::STATE_TOO_MANY, "it has as many parts as it can hold",
     "A booking, customer, account, case or group has the most entries of this kind that one row "
     "keeps, or the request is about more of them than one record holds.",
     "Close or remove entries that are done with, or use a second one.",
     "ledger/domain/accounts/decide_invoices.cc: PutOnAccountPhases::State"},
};

}  // namespace

std::span<const DeclineDoc> StateDeclineDocs() { return kDocs; }

}  // namespace daybook
