// Form and identity: what is wrong with the request itself, and with who asks.
#include "ledger/domain/decline_docs_tables.h"

namespace daybook {
namespace {

constexpr DeclineDoc kDocs[] = {
    {v1::FORM_BODY_MISSING, "the request asks for nothing",
     "None of the bodies of daybook.v1.Request is set, or only one that this version does not "
     "know.",
     "Set exactly one body, such as create_booking. If it is set, the ledger is older than the "
     "program that asks.",
     "ledger/domain/decide.cc: DecideBody"},
    {v1::FORM_ID_INVALID, "an id or code is missing or malformed",
     "The field holds no id: 1 to 64 characters of A-Z a-z 0-9 . _ : / + -. Also given for a hash "
     "that is not 32 bytes, a country that is not three capital letters, provenance outside an "
     "import, and a room type priced twice.",
     "Correct the field named. Use codes, never names or free text: those are personal data.",
     "ledger/domain/decide_context.cc: CheckId"},
    {v1::FORM_DATE_INVALID, "a date or instant does not exist or is out of range",
     "A date is not a real day of the years 1900 to 2199 written as yyyymmdd, or an instant is not "
     "in whole microseconds. The last day of 2199 can't be closed: no date comes after it.",
     "Write dates as 20260329 and instants as 2026-03-29T15:00:00Z with at most six decimals.",
     "ledger/domain/decide_context.cc: CheckDate"},
    {v1::FORM_STAY_INVALID, "the stay ends before it begins or is too long",
     "Departure is before arrival, or more than 731 nights after it. For a change the dates that "
     "it leaves out come from the booking.",
     "Correct arrival or departure. The same day for both is a day use; a longer stay takes "
     "several bookings.",
     "ledger/domain/booking/booking_checks.cc: CheckStayLength"},
    {v1::FORM_GUESTS_INVALID, "a number of guests is out of range",
     "Adults, children or babies are below 0 or above 1000, or children are given and said to be "
     "unknown too.",
     "Correct the count. Leave children at 0 where children_unknown is set.",
     "ledger/domain/booking/booking_checks.cc: CheckGuestsForm"},
    {v1::FORM_MONEY_INVALID, "a currency is unknown or an amount is out of range",
     "The currency is none of ISO 4217, an amount or the price of the whole stay is beyond 10^12 "
     "minor units either way, or a price is negative.",
     "Give the currency as three capital letters and the amount in minor units: EUR 12.34 is 1234, "
     "JPY 1234 is 1234.",
     "ledger/domain/decide_context.cc: CheckMoney"},
    {v1::FORM_AMOUNT_NOT_POSITIVE, "an amount that must be above 0 is not",
     "A payment, a refund or another movement of money is 0 or negative.",
     "Give the amount as a positive number. Money back to the guest is a refund, not a negative "
     "payment.",
     "ledger/domain/decide_context.cc: CheckPositiveMoney"},
    {v1::FORM_REASON_MISSING, "the reason is missing",
     "A change, a cancellation or a refund says no reason, or UNKNOWN, which only an import may "
     "say.",
     "Ask the guest and set reason, or channel_code instead; reports and refund rules depend on "
     "it.",
     "ledger/domain/property/channel_codes.cc: CheckForm"},
    {v1::FORM_ENUM_INVALID, "a choice is missing or not one of those possible",
     "The field is UNSPECIFIED, holds a value that this version does not know, or one that the "
     "request does not take, such as a booking that begins CHECKED_OUT.",
     "Choose one of the values that the schema lists for the field.",
     "ledger/domain/booking/decide_booking.cc: CheckStatusForm"},
    {v1::FORM_HOLD_EXPIRY_MISSING, "a hold without expiry, or an expiry without hold",
     "A booking that begins HELD has no hold_expires_at, or one that begins otherwise has it.",
     "Give hold_expires_at with HELD only.",
     "ledger/domain/booking/decide_booking.cc: CheckStatusForm"},
    {v1::FORM_CHANGE_EMPTY, "the change changes nothing",
     "No field of the change is present, or only a price without a night that could get it: nights "
     "that are kept keep their price.",
     "Set what is to change. To price the present nights anew, set requote to REQUOTE_ALL.",
     "ledger/domain/change/decide_change.cc: ChangePhases::Form"},
    {v1::FORM_POLICY_INVALID, "a policy has a rule that can't be applied",
     "The policy is missing, has no id, a version below 1 or no rules, or its rules contradict "
     "each other: of a cancellation policy, more than 8 tiers, tiers not in the order of their "
     "deadlines, or a penalty that is not exactly one rule; of a credit policy, weights that are "
     "not 1000 in all, or thresholds that turn back.",
     "Correct the part of the policy that the field names, and define or propose it again.",
     "ledger/domain/policy/cancellation_checks.cc: CheckCancellationRules"},
    {v1::FORM_TIME_ZONE_UNKNOWN, "the property's time zone is not in the time-zone data",
     "time_zone is empty or no zone of the IANA data on the ledger's machine; or that data lost "
     "the zone, so that no deadline of a booking can be computed.",
     "Use an IANA name such as Europe/Berlin. If the property exists already, have the machine's "
     "time-zone data repaired.",
     "ledger/domain/property/decide_definitions.cc: PropertyPhases::Form"},
    {v1::FORM_CAPACITY_INVALID, "a number of rooms or beds is out of range",
     "Of a room type, capacity or max_occupancy is not 0 to 100,000, or overbooking_limit is not 0 "
     "to 10,000.",
     "Correct the number; 0 as max_occupancy means no limit.",
     "ledger/domain/property/decide_definitions.cc: RoomTypePhases::CheckCount"},
    {v1::FORM_PERSONAL_WITHOUT_CUSTOMER, "personal data without the customer it is about",
     "The request carries personal data, but names no customer whose key could seal it, or the "
     "booking has none.",
     "Name customer_id, or leave the personal data out.",
     "ledger/domain/booking/decide_booking.cc: CreatePhases::Form"},
    {v1::FORM_ACTOR_MISSING, "it is not said who asks",
     "actor is missing, has no kind, or has no id although it is of a kind that needs one.",
     "Set actor.kind and actor.id to the person or system that asks.",
     "ledger/domain/staff/authority.cc: CheckActorForm"},
    {v1::FORM_SCORE_INVALID, "a score is out of range",
     "The score of a feedback is not 0 to 100, or that of a competency in the rating of a case not "
     "1 to 5.",
     "Scale it to the range. A feedback may leave it out: 0 is a score, absent is none.",
     "ledger/domain/feedback/decide_feedback.cc: FeedbackPhases::Form"},
    {v1::FORM_OVERRIDE_INVALID, "the override is incomplete or overrides what can't be overridden",
     "It lists no code or one that no override sets aside, or authorised_by or reason_code is "
     "missing or no id.",
     "List the codes of the earlier decline that `daybook help codes` shows as overridable, who "
     "authorises, and why.",
     "ledger/domain/staff/authority.cc: CheckOverrideForm"},
    {v1::FORM_EFFECTIVE_AT_IN_FUTURE, "effective_at is later than now",
     "effective_at is after the instant at which the request is recorded. It is for what happened "
     "before it was entered.",
     "Leave effective_at out. If it was right, check the clock of the machine that sent it.",
     "ledger/domain/staff/authority.cc: CheckEffectiveAtForm"},
    {v1::FORM_LIMIT_INVALID, "a limit, count or span is out of range",
     "The number in the field is outside what it may be; the detail says the range. Also a hold of "
     "a guest or channel for more than 30 days, and a waitlist priority that they set or that is "
     "not on the waitlist.",
     "Put the number inside the range.", "ledger/domain/booking/decide_booking.cc: CheckModest"},
    {v1::FORM_REVISION_NOT_APPLICABLE, "if_revision where nothing has a revision",
     "if_revision is set on a request that makes something new or is about nothing that is counted "
     "in revisions.",
     "Leave if_revision out.", "ledger/domain/staff/authority.cc: CheckEnvelope"},
    {v1::FORM_TOO_MANY, "a list is too long, or empty where it may not be",
     "The list in the field has more entries than the schema allows, or none although at least one "
     "is needed.",
     "Shorten the list and send the rest as further requests, or give the entry that is missing.",
     "ledger/domain/policy/policy_checks.cc: AtMost"},
    {v1::FORM_DUPLICATE, "a list names the same thing twice",
     "Two entries of the list in the field have the same id or key.", "Keep one of the two.",
     "ledger/domain/policy/policy_checks.cc: Once"},
    {v1::FORM_PERSONAL_MISSING, "the request is about personal data and has none",
     "The request exists to record personal data, and that part of it is empty.",
     "Give the personal data as `plain`; the ledger seals it before anything is stored.",
     "ledger/domain/decide_context.cc: CheckPersonal"},
    {v1::FORM_QUOTE_INVALID, "this can't be quoted",
     "What is to be quoted is missing, or is no request that creates, changes or cancels a "
     "booking; or a quote cites a quote.",
     "Quote one of these three kinds of request, without quote_id.",
     "ledger/domain/quote/quote.cc: DecideQuoted"},

    {v1::IDENTITY_ACTOR_UNKNOWN, "who asks is not known to the ledger",
     "The actor is staff or a channel, and nobody of this id is defined.",
     "Check actor.id. If it is right, have the staff member or channel defined first.",
     "ledger/domain/staff/authority.cc: CheckStaff"},
    {v1::IDENTITY_ACTOR_INACTIVE, "who asks is no longer active",
     "The staff member or channel is defined with inactive set.",
     "Let somebody active ask, or have the definition made active again.",
     "ledger/domain/staff/authority.cc: CheckStaff"},
    {v1::IDENTITY_ROLE_MISSING, "who asks may not make requests of this kind",
     "None of the staff member's roles allows the request, or the refund that a cancellation asks "
     "for; it is not for guests or channels; it shows personal data or figures about single "
     "members, which the member's own definition allows; or it grants what only an operator "
     "grants: the role of manager, back-dating, and seeing these two.",
     "Let somebody with the role ask, or have the role given to them.",
     "ledger/domain/staff/authority.cc: CheckStaff"},
    {v1::IDENTITY_PROPERTY_OUT_OF_SCOPE, "who asks does not work at this property",
     "The staff member is defined for other properties. Channels, staff, policies and figures of "
     "all properties are only for those who answer for all.",
     "Let somebody of this property ask, or have the property added to the staff member's "
     "property_ids.",
     "ledger/domain/staff/authority.cc: CheckStaff"},
    {v1::IDENTITY_NOT_ENTITLED, "what is asked about belongs to somebody else",
     "A guest or channel names a booking, customer, table or channel that is not its own, changes "
     "a booking in house, or says that a table was seated; or a staff member defines themselves.",
     "Check the id. Where the guest is right, staff makes the request after verifying who asked.",
     "ledger/domain/staff/authority.cc: DeclineNotEntitled"},
    {v1::IDENTITY_ACTOR_RESERVED, "this kind of actor is not accepted here",
     "SYSTEM stands for the ledger itself and IMPORTER for a running import; neither is accepted "
     "from outside, and the ledger's own requests from nobody else.",
     "Ask as STAFF, GUEST, CHANNEL or OPERATOR. To import, use `daybook import`.",
     "ledger/domain/staff/authority.cc: CheckActor"},
    {v1::IDENTITY_AUTHORISER_UNKNOWN, "who authorised the override is not known to the ledger",
     "override.authorised_by names a staff member who is not defined.",
     "Correct override.authorised_by.id, or have the manager defined first.",
     "ledger/domain/staff/authority.cc: CheckAuthoriser"},
    {v1::IDENTITY_AUTHORISER_IS_ACTOR, "who asks can't authorise their own request",
     "override.authorised_by and actor have the same id. One id is one person, whatever the kind.",
     "Have another manager authorise it.", "ledger/domain/staff/authority.cc: CheckAuthoriser"},
    {v1::IDENTITY_AUTHORISER_ROLE_MISSING, "who authorised the override may not",
     "The authoriser is no active manager of this property, or a guest or channel asks: they "
     "override nothing.",
     "Name an active manager of the property; for requests of operators and imports an operator "
     "will do.",
     "ledger/domain/staff/authority.cc: CheckAuthoriser"},
    {v1::IDENTITY_BACKDATING_NOT_ALLOWED, "effective_at is earlier than who asks may say",
     "effective_at is before the request is recorded, which a guest can't say, and a channel only "
     "within the channel_lag_minutes of the authority policy in force and with authenticated_by; "
     "or it is before the booking was made, which nobody can say.",
     "Leave effective_at out, or let staff ask who may backdate or have a second person authorise "
     "it.",
     "ledger/domain/staff/backdating.cc: CheckBackdating"},
    {v1::IDENTITY_VERIFICATION_MISSING, "it is not said who asked and how that was verified",
     "The authority policy in force at the property wants verification where staff change, cancel, "
     "reinstate, split or move the booking of a customer, and it is missing.",
     "Set verification: on whose wish, and how it was made sure that they may ask.",
     "ledger/domain/staff/policy_authority.cc: CheckVerification"},
    {v1::IDENTITY_CHECKER_IS_MAKER, "who made it can't approve it",
     "Who approves has the same id as who proposed, asked for or decided what is approved; or who "
     "rates the handling of a case is whom it is assigned to.",
     "Have a second person approve it, or rate it.",
     "ledger/domain/staff/policy_authority.cc: CheckChecker"},
    {v1::IDENTITY_AUTHENTICATION_MISSING, "it is not said who authenticated the actor",
     "The request proposes or settles a policy or overrides a decline, which takes two persons, "
     "and authenticated_by is empty.",
     "Set authenticated_by to what made sure that the actor is the actor, such as sso or "
     "terminal-3.",
     "ledger/domain/staff/policy_authority.cc: CheckAuthentication"},
};

}  // namespace

std::span<const DeclineDoc> FormAndIdentityDeclineDocs() { return kDocs; }

}  // namespace daybook
