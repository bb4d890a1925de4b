#include "tools/simulate/stories.h"

namespace daybook::simulation {

const char kHouseRules[] = R"story(
# The house's people, its rooms for events, an annex with books of its own, and a cottage whose books are kept elsewhere.
story people from 0
0 morning operator owner {"defineStaff": {"staff": {"staffId": "$H-sales", "roles": ["ROLE_SALES"], "propertyIds": ["$H", "$H-A", "$H-B", "$H-C"],
  "department": "sales", "team": "sales"}}}
0 morning operator owner {"defineStaff": {"staff": {"staffId": "$H-service", "roles": ["ROLE_SERVICE"], "propertyIds": ["$H", "$H-A", "$H-B", "$H-C"],
  "department": "service", "team": "service", "revealsPersonalData": true}}}
0 morning operator owner {"defineStaff": {"staff": {"staffId": "$H-finance", "roles": ["ROLE_FINANCE"], "propertyIds": ["$H", "$H-A", "$H-B", "$H-C"],
  "department": "finance", "refundLimitMinor": "100000"}}}
0 morning operator owner {"defineStaff": {"staff": {"staffId": "$H-clerk", "roles": ["ROLE_FRONT_DESK"], "propertyIds": ["$H", "$H-A", "$H-B",
  "$H-C"], "department": "frontdesk", "team": "front", "refundLimitMinor": "5000"}}}
0 morning operator owner {"defineStaff": {"staff": {"staffId": "$H-nora", "roles": ["ROLE_SERVICE"], "propertyIds": ["$H"], "department": "service",
  "team": "service"}}}
0 morning operator owner {"defineStaff": {"staff": {"staffId": "$H-otto", "roles": ["ROLE_FRONT_DESK"], "propertyIds": ["$H"], "department":
  "frontdesk", "team": "front"}}}
0 morning operator owner {"defineStaff": {"staff": {"staffId": "$H-deputy", "roles": ["ROLE_MANAGER"], "propertyIds": ["$H", "$H-A", "$H-B", "$H-C"],
  "department": "management", "seesPeopleFigures": true}}}
0 morning operator owner {"defineStaff": {"staff": {"staffId": "$H-auditor", "roles": ["ROLE_AUDITOR"], "revealsPersonalData": true}}}
0 morning operator owner {"defineRoomType": {"roomType": {"propertyId": "$H", "roomTypeId": "EVT", "capacity": 30, "maxOccupancy": 4}}}
0 morning operator owner {"defineChannel": {"channel": {"channelId": "$H-portal", "takesMessages": true, "fallback": "phone", "commissionBasisPoints":
  1200, "reasonCodes": [{"code": "FLIGHT", "cancellationReason": 1}, {"code": "DATES", "changeReason": 1}]}}}
0 morning operator owner {"defineProperty": {"property": {"propertyId": "$H-A", "timeZone": "Europe/Lisbon", "currency": "$C", "firstBusinessDate":
  D+0, "dueInPolicy": "DUE_IN_POLICY_DECLINE", "keepsBooks": true}}}
0 morning operator owner {"defineProperty": {"property": {"propertyId": "$H-B", "timeZone": "Europe/Lisbon", "currency": "$C", "firstBusinessDate":
  D+0, "dueInPolicy": "DUE_IN_POLICY_DECLINE", "keepsBooks": true}}}
0 morning operator owner {"definePartner": {"partner": {"partnerId": "$H-mill", "propertyIds": ["$H", "$H-A"], "rank": 1}}}
0 morning operator owner {"defineRoomType": {"roomType": {"propertyId": "$H-A", "roomTypeId": "EVT", "capacity": 400, "maxOccupancy": 4}}}
0 morning operator owner {"defineProperty": {"property": {"propertyId": "$H-C", "timeZone": "Europe/Lisbon", "currency": "$C", "firstBusinessDate":
  D+0, "dueInPolicy": "DUE_IN_POLICY_MARK_NO_SHOW"}}}
0 morning operator owner {"defineRoomType": {"roomType": {"propertyId": "$H-C", "roomTypeId": "EVT", "capacity": 400, "maxOccupancy": 4}}}
0 morning staff group-manager {"recordTraining": {"staffId": "$H-clerk", "competency": "COMPETENCY_SKILL", "course": "welcome"}}

# What holds in every house, written by the group.
story group-rules from 0 of H001
0 morning staff group-manager {"proposePolicy": {"policy": {"policyId": "group-loyalty", "version": 1, "loyalty": {"currency": "$C",
  "pointsPerHundredMinor": 1, "pointValueMinor": 5, "validDays": 365, "ownerStaffId": "$H-service"}}}}
0 morning staff $H-deputy {"settlePolicy": {"policyId": "group-loyalty", "version": 1, "approved": true}}
0 morning operator owner {"settlePolicy": {"policyId": "group-loyalty", "version": 1, "approved": true}}
0 morning staff group-manager {"proposePolicy": {"policy": {"policyId": "group-retention", "version": 1, "legalBasis": "tax-code", "retention":
  {"buyerDays": 1}}}}
0 morning operator owner {"settlePolicy": {"policyId": "group-retention", "version": 1, "approved": true}}

# Every policy is proposed by one person and approved by another.
story rules from 0
0 morning staff $H-manager {"proposePolicy": {"policy": {"policyId": "$H-cancellation", "version": 1, "propertyId": "$H", "legalBasis": "house-terms",
  "cancellation": {"tiers": [{"daysBeforeArrival": 2, "localMinuteOfDay": 1080, "penalty": {"nights": 1}}], "graceMinutes": 30, "noShow": {"full":
  true}}}}}
0 morning staff $H-manager {"settlePolicy": {"policyId": "$H-cancellation", "version": 1, "approved": true}}
0 morning staff $H-deputy {"settlePolicy": {"policyId": "$H-cancellation", "version": 1, "approved": true}}
0 morning staff $H-deputy {"proposePolicy": {"policy": {"policyId": "$H-annex-cancellation", "version": 1, "propertyId": "$H-A", "cancellation":
  {"tiers": [{"daysBeforeArrival": 30, "localMinuteOfDay": 0, "penalty": {"stayBasisPoints": 5000}}]}}}}
0 morning operator owner {"settlePolicy": {"policyId": "$H-annex-cancellation", "version": 1, "approved": true}}
0 morning staff $H-deputy {"proposePolicy": {"policy": {"policyId": "$H-change", "version": 1, "propertyId": "$H-A", "change": {"tiers":
  [{"daysBeforeArrival": 30, "feeMinor": "1500"}, {"daysBeforeArrival": 3, "feeMinor": "3000", "priceBasisPoints": 100}], "freeReasons":
  ["CHANGE_REASON_WRONG_DATA"], "lateCheckOutFeeMinor": "4000", "earlyDepartureBasisPoints": 2000}}}}
0 morning operator owner {"settlePolicy": {"policyId": "$H-change", "version": 1, "approved": true}}
0 morning staff $H-deputy {"proposePolicy": {"policy": {"policyId": "$H-refund", "version": 1, "propertyId": "$H-A", "refund": {"settlements":
  ["SETTLEMENT_REFUND", "SETTLEMENT_VOUCHER", "SETTLEMENT_WAIVER"], "voucherBonusBasisPoints": 500, "voucherValidDays": 3, "payeeNeedsChecker":
  true}}}}
0 morning operator owner {"settlePolicy": {"policyId": "$H-refund", "version": 1, "approved": true}}
0 morning staff $H-manager {"proposePolicy": {"policy": {"policyId": "$H-tax", "version": 1, "propertyId": "$H", "tax": {"rates": [{"kind":
  "REVENUE_ROOM", "basisPoints": 700}, {"kind": "REVENUE_DINING", "basisPoints": 1900}, {"kind": "REVENUE_EXTRA", "basisPoints": 1900}, {"kind":
  "REVENUE_FEE", "basisPoints": 1900}]}}}}
0 morning staff $H-deputy {"settlePolicy": {"policyId": "$H-tax", "version": 1, "approved": true}}
0 morning staff $H-deputy {"proposePolicy": {"policy": {"policyId": "$H-compensation", "version": 1, "propertyId": "$H-A", "compensation": {"rules":
  [{"cancellationReason": "CANCELLATION_REASON_EMERGENCY", "measure": "MEASURE_WAIVE", "limitBasisPoints": 10000, "evidenceNeeded": true},
  {"changeReason": "CHANGE_REASON_ITINERARY", "measure": "MEASURE_DISCOUNT", "limitBasisPoints": 1000}, {"changeReason": "CHANGE_REASON_FAMILY",
  "measure": "MEASURE_VOUCHER", "limitMinor": "2000"}], "voucherValidDays": 90}}}}
0 morning operator owner {"settlePolicy": {"policyId": "$H-compensation", "version": 1, "approved": true}}
0 morning staff $H-manager {"proposePolicy": {"policy": {"policyId": "$H-service", "version": 1, "propertyId": "$H", "serviceLevels": {"levels":
  [{"kind": "FEEDBACK_KIND_COMPLAINT", "acknowledgeMinutes": 30, "answerMinutes": 240, "resolveMinutes": 2880}, {"kind": "FEEDBACK_KIND_QUESTION",
  "answerMinutes": 600}], "urgentPercent": 50, "deliveryMinutes": 30}}}}
0 morning staff $H-deputy {"settlePolicy": {"policyId": "$H-service", "version": 1, "approved": true}}
0 morning staff $H-manager {"proposePolicy": {"policy": {"policyId": "$H-routing", "version": 1, "propertyId": "$H", "routing": {"routes":
  [{"category": "cleanliness", "department": "housekeeping"}, {"category": "noise", "department": "frontdesk"}], "defaultDepartment": "service"}}}}
0 morning staff $H-deputy {"settlePolicy": {"policyId": "$H-routing", "version": 1, "approved": true}}
0 morning staff $H-manager {"proposePolicy": {"policy": {"policyId": "$H-loyalty", "version": 1, "propertyId": "$H", "loyalty": {"currency": "$C",
  "pointsPerHundredMinor": 1, "pointValueMinor": 5, "validDays": 365, "ownerStaffId": "$H-service"}}}}
0 morning staff $H-deputy {"settlePolicy": {"policyId": "$H-loyalty", "version": 1, "approved": true}}
0 morning staff $H-manager {"proposePolicy": {"policy": {"policyId": "$H-segment", "version": 1, "propertyId": "$H", "segment": {"keyRevenueMinor":
  "500000", "keyStays": 6, "oldAfterDays": 365, "staleAfterDays": 365, "currency": "$C"}}}}
0 morning staff $H-deputy {"settlePolicy": {"policyId": "$H-segment", "version": 1, "approved": true}}
0 morning staff $H-manager {"proposePolicy": {"policy": {"policyId": "$H-credit", "version": 1, "propertyId": "$H", "credit": {"currency": "$C",
  "weights": {"economicEnvironment": 100, "marketEnvironment": 100, "enterpriseQuality": 150, "finances": 250, "debtGuarantee": 150,
  "characterAndAbility": 250}, "goodScore": 600, "oldKnownDays": 730, "oldStays": 12, "oldCancellationPercent": 40, "largeRevenueMinor": "5000000",
  "newKnownDays": 365, "newRevenueMinor": "500000", "loyalOld": {"termDays": 60, "limitPermille": 2000, "capMinor": "10000000", "reviewDays": 365},
  "profitableLarge": {"termDays": 45, "limitPermille": 1500, "capMinor": "50000000", "reviewDays": 180}, "strategicNew": {"termDays": 30,
  "limitPermille": 1000, "capMinor": "5000000", "reviewDays": 180}, "small": {"limitPermille": 500, "capMinor": "500000", "reviewDays": 90},
  "smallTermGoodScoreDays": 15, "limitStepMinor": "10000", "upgradeGapDays": 30, "suspendedReviewDays": 30, "localApprovalDays": 31, "prepayDays": 61,
  "suspendedDays": 91, "limitAlarmPercent": 90, "arrivalsDays": 30, "financesByRevenue": {"thresholds": ["100000", "500000", "1500000", "3000000",
  "5000000"]}, "financesByDaysToPay": {"thresholds": ["90", "60", "45", "30", "15"], "falling": true}, "characterByPercentOnTime": {"thresholds":
  ["50", "70", "80", "90", "95"]}, "characterByWorstDaysPastDue": {"thresholds": ["90", "60", "30", "15", "0"], "falling": true},
  "characterByCancellationPercent": {"thresholds": ["60", "40", "30", "20", "10"], "falling": true}, "characterByBrokenCommitments": {"thresholds":
  ["4", "3", "2", "1", "0"], "falling": true}}}}}
0 morning staff $H-deputy {"settlePolicy": {"policyId": "$H-credit", "version": 1, "approved": true}}
0 morning staff $H-deputy {"proposePolicy": {"policy": {"policyId": "$H-deposit", "version": 1, "propertyId": "$H-A", "deposit": {"stayBasisPoints":
  3000, "dueDaysAfterBooking": 1, "dueDaysBeforeArrival": 1, "cancelIfUnpaid": true}}}}
0 morning operator owner {"settlePolicy": {"policyId": "$H-deposit", "version": 1, "approved": true}}
0 morning staff $H-deputy {"proposePolicy": {"policy": {"policyId": "$H-authority", "version": 1, "propertyId": "$H-A", "authority": {"limits":
  [{"role": "ROLE_FRONT_DESK", "waiverMinor": "3000", "compensationMinor": "5000", "chargeMinor": "20000"}, {"role": "ROLE_FINANCE", "waiverMinor":
  "10000", "writeOffMinor": "50000", "chargeMinor": "50000"}, {"role": "ROLE_SERVICE", "compensationMinor": "5000"}], "verificationRequired": true,
  "channelLagMinutes": 60}}}}
0 morning operator owner {"settlePolicy": {"policyId": "$H-authority", "version": 1, "approved": true}}
0 morning operator owner {"settlePolicy": {"policyId": "$H-authority", "version": 1, "approved": true}}
0 morning staff $H-deputy {"proposePolicy": {"policy": {"policyId": "$H-authority", "version": 1, "propertyId": "$H-A", "authority": {}}}}
0 morning staff $H-manager {"proposePolicy": {"policy": {"policyId": "$H-twice", "version": 1, "propertyId": "$H", "tax": {"rates": [{"kind":
  "REVENUE_ROOM", "basisPoints": 700}, {"kind": "REVENUE_ROOM", "basisPoints": 800}]}}}}
0 morning staff $H-manager {"proposePolicy": {"policy": {"policyId": "$H-empty", "version": 1, "propertyId": "$H"}}}
0 morning staff $H-manager {"settlePolicy": {"policyId": "$H-nothing", "version": 1, "approved": true}}
0 morning operator owner {"defineRatePlan": {"ratePlan": {"propertyId": "$H", "ratePlanId": "EVENT", "prices": [{"roomTypeId": "EVT", "nightlyMinor":
  "9000", "dayUseMinor": "5000"}], "cancellationPolicyRef": {"policyId": "$H-cancellation", "version": 1}}}}
0 morning operator owner {"defineRatePlan": {"ratePlan": {"propertyId": "$H-A", "ratePlanId": "EVENT", "prices": [{"roomTypeId": "EVT",
  "nightlyMinor": "9000", "dayUseMinor": "5000"}], "cancellationPolicyRef": {"policyId": "$H-annex-cancellation"}}}}
0 morning operator owner {"defineRatePlan": {"ratePlan": {"propertyId": "$H-C", "ratePlanId": "EVENT", "prices": [{"roomTypeId": "EVT",
  "nightlyMinor": "6000", "dayUseMinor": "3000"}], "cancellationPolicy": {"policyId": "$H-cottage", "version": 1}}}}
0 morning operator owner {"defineRatePlan": {"ratePlan": {"propertyId": "$H-C", "ratePlanId": "OTHER", "prices": [{"roomTypeId": "EVT",
  "nightlyMinor": "6000", "dayUseMinor": "3000"}], "cancellationPolicyRef": {"policyId": "$H-unheard-of", "version": 1}}}}
0 morning operator owner {"defineRatePlan": {"ratePlan": {"propertyId": "$H-C", "ratePlanId": "EVENT", "prices": [{"roomTypeId": "EVT",
  "nightlyMinor": "6000"}], "cancellationPolicy": {"policyId": "$H-cottage", "version": 1, "nonRefundable": true}}}}

# What people at a counter get wrong about the form of things.
story forms from 1
1 morning staff $H-clerk {}
1 morning staff - {"checkIn": {"bookingId": "$I-b"}}
1 morning staff $H-nobody {"checkIn": {"bookingId": "$I-b"}}
1 morning staff $H-clerk {"checkIn": {"bookingId": "with blanks"}}
1 morning staff $H-clerk {"noteRejects": {"counts": [{"cause": "mine", "count": "1"}]}}
1 morning staff $H-clerk {"createBooking": {"bookingId": "$I-b", "propertyId": "$H", "status": "CONFIRMED", "stay": {"arrival": 20241350, "departure":
  D+2}, "roomTypeId": "EVT", "ratePlanId": "EVENT", "guests": {"adults": -1}}, "ifRevision": "3"}
1 morning staff $H-clerk {"createBooking": {"bookingId": "$I-b", "propertyId": "$H", "status": "HELD", "stay": {"arrival": D+5, "departure": D+6},
  "roomTypeId": "EVT", "ratePlanId": "EVENT", "guests": {"adults": 1}, "guest": {"plain": {"fullName": "Nobody"}}}}
1 morning staff $H-clerk {"createBooking": {"bookingId": "$I-b", "propertyId": "$H", "status": "HELD", "holdExpiresAt": "T+0T00:00:00Z", "stay":
  {"arrival": D+5, "departure": D+6}, "roomTypeId": "EVT", "ratePlanId": "EVENT", "guests": {"adults": 1}}}
1 morning staff $H-clerk {"createBooking": {"bookingId": "$I-b", "propertyId": "$H-unknown", "status": "CONFIRMED", "stay": {"arrival": D+5,
  "departure": D+6}, "roomTypeId": "EVT", "ratePlanId": "EVENT", "guests": {"adults": 1}}}
1 morning staff $H-manager {"createBooking": {"bookingId": "$I-b", "propertyId": "$H-nowhere", "status": "CONFIRMED", "stay": {"arrival": D+5,
  "departure": D+6}, "roomTypeId": "EVT", "ratePlanId": "EVENT", "guests": {"adults": 1}}}
1 morning staff group-manager {"rollBusinessDate": {"propertyId": "$H-unknown", "businessDate": D+1}}
1 morning staff $H-clerk {"createBooking": {"bookingId": "$I-b", "propertyId": "$H", "status": "CONFIRMED", "stay": {"arrival": D+5, "departure":
  D+6}, "roomTypeId": "EVT", "ratePlanId": "FLEX", "guests": {"adults": 1}}}
1 morning staff $H-clerk {"createBooking": {"bookingId": "$I-b", "propertyId": "$H", "status": "CONFIRMED", "waitlistPriority": 3, "stay": {"arrival":
  D+5, "departure": D+6}, "roomTypeId": "EVT", "ratePlanId": "EVENT", "guests": {"adults": 1}}}
1 morning staff $H-clerk {"recordPayment": {"bookingId": "$I-b", "paymentId": "p1", "amount": {"amountMinor": "100", "currency": "QQQ"}}}
1 morning staff $H-clerk {"effectiveAt": "T+900T00:00:00Z", "checkIn": {"bookingId": "$I-b"}}
1 morning staff $H-clerk {"override": {"reasonCode": "none"}, "checkIn": {"bookingId": "$I-b"}}
1 morning staff $H-clerk {"override": {"codes": ["POLICY_NOT_AVAILABLE"], "authorisedBy": {"kind": "ACTOR_KIND_STAFF", "id": "$H-nobody"},
  "reasonCode": "none"}, "checkIn": {"bookingId": "$I-b"}}
1 morning staff $H-clerk {"override": {"codes": ["POLICY_NOT_AVAILABLE"], "authorisedBy": {"kind": "ACTOR_KIND_STAFF", "id": "$H-sales"},
  "reasonCode": "none"}, "checkIn": {"bookingId": "$I-b"}}
1 morning staff $H-manager {"authenticatedBy": "-", "override": {"codes": ["POLICY_NOT_AVAILABLE"], "authorisedBy": {"kind": "ACTOR_KIND_STAFF", "id":
  "$H-deputy"}, "reasonCode": "none"}, "checkIn": {"bookingId": "$I-b"}}
1 morning staff $H-clerk {"recordFeedback": {"feedback": {"feedbackId": "$I-f", "propertyId": "$H", "channel": "FEEDBACK_CHANNEL_PHONE", "kind":
  "FEEDBACK_KIND_COMPLAINT", "score": 101}}}
1 morning staff $H-clerk {"recordFeedback": {"feedback": {"feedbackId": "$I-f", "propertyId": "$H", "channel": "FEEDBACK_CHANNEL_PHONE", "kind":
  "FEEDBACK_KIND_COMPLAINT", "score": 30, "category": "noise"}}}
1 morning staff $H-service {"recordFeedback": {"feedback": {"feedbackId": "$I-f", "propertyId": "$H", "channel": "FEEDBACK_CHANNEL_EMAIL", "kind":
  "FEEDBACK_KIND_QUESTION"}}}
1 morning operator owner {"defineProperty": {"property": {"propertyId": "$I-mars", "timeZone": "Mars/Olympus", "currency": "EUR", "firstBusinessDate":
  D+0, "dueInPolicy": "DUE_IN_POLICY_DECLINE"}}}
1 morning operator owner {"defineRoomType": {"roomType": {"propertyId": "$H", "roomTypeId": "$I", "capacity": -1}}}
1 morning staff $H-service {"updateProfile": {"customerId": "$I-c", "kind": "CUSTOMER_PERSON"}}
1 morning staff $H-sales {"signAgreement": {"agreement": {"agreementId": "$I-g", "propertyId": "$H", "customerId": "$I-c", "supervisorStaffId":
  "$H-sales"}}}
1 morning staff $H-clerk {"recordQuote": {"quoteId": "$I-q", "expiresAt": "T+3T00:00:00Z"}}
1 morning channel closed-portal {"recordPayment": {"bookingId": "$I-b", "paymentId": "p1", "amount": {"amountMinor": "100", "currency": "$C"},
  "method": "PAYMENT_METHOD_CHANNEL"}}

# What people at a counter get wrong about what there is, and what is allowed.
story slips every 30 days from 2
0 midday staff $H-clerk {"createBooking": {"bookingId": "$I-b1", "propertyId": "$H", "status": "CONFIRMED", "stay": {"arrival": D+5, "departure":
  D+6}, "roomTypeId": "EVT", "ratePlanId": "EVENT", "guests": {"adults": 1}, "customerId": "$I-c"}}
0 midday staff $H-clerk {"createBooking": {"bookingId": "$I-b1", "propertyId": "$H", "status": "CONFIRMED", "stay": {"arrival": D+5, "departure":
  D+6}, "roomTypeId": "EVT", "ratePlanId": "EVENT", "guests": {"adults": 1}, "customerId": "$I-c"}}
0 midday staff $H-clerk {"createBooking": {"bookingId": "$I-b2", "propertyId": "$H", "status": "CONFIRMED", "stay": {"arrival": D+5, "departure":
  D+4}, "roomTypeId": "EVT", "ratePlanId": "EVENT", "guests": {"adults": 1}}}
0 midday staff $H-clerk {"createBooking": {"bookingId": "$I-b2", "propertyId": "$H", "status": "CONFIRMED", "stay": {"arrival": D+5, "departure":
  D+6}, "roomTypeId": "ATTIC", "ratePlanId": "EVENT", "guests": {"adults": 1}}}
0 midday staff $H-clerk {"createBooking": {"bookingId": "$I-b2", "propertyId": "$H", "status": "CONFIRMED", "stay": {"arrival": D+5, "departure":
  D+6}, "roomTypeId": "EVT", "ratePlanId": "GIFT", "guests": {"adults": 1}}}
0 midday staff $H-clerk {"createBooking": {"bookingId": "$I-b2", "propertyId": "$H", "status": "CONFIRMED", "stay": {"arrival": D+5, "departure":
  D+6}, "roomTypeId": "EVT", "ratePlanId": "EVENT", "guests": {"adults": 1}, "channelId": "$H-unheard-of"}}
0 midday staff $H-clerk {"createBooking": {"bookingId": "$I-b2", "propertyId": "$H", "status": "CONFIRMED", "stay": {"arrival": 20050101, "departure":
  20050102}, "roomTypeId": "EVT", "ratePlanId": "EVENT", "guests": {"adults": 1}}}
0 midday staff $H-clerk {"createBooking": {"bookingId": "$I-b2", "propertyId": "$H", "status": "CONFIRMED", "stay": {"arrival": 20450101, "departure":
  20450102}, "roomTypeId": "EVT", "ratePlanId": "EVENT", "guests": {"adults": 1}}}
0 midday staff $H-clerk {"createBooking": {"bookingId": "$I-b2", "propertyId": "$H", "status": "CONFIRMED", "stay": {"arrival": D+5, "departure":
  D+6}, "roomTypeId": "EVT", "ratePlanId": "EVENT", "guests": {"adults": 9}}}
0 midday staff $H-clerk {"createBooking": {"bookingId": "$I-b2", "propertyId": "$H", "status": "CONFIRMED", "stay": {"arrival": D+5, "departure":
  D+6}, "roomTypeId": "EVT", "ratePlanId": "EVENT", "guests": {"adults": 1}, "nightlyOverride": {"amountMinor": "100", "currency": "$C"}}}
0 midday staff $H-clerk {"createBooking": {"bookingId": "$I-b2", "propertyId": "$H", "status": "CONFIRMED", "stay": {"arrival": D+5, "departure":
  D+6}, "roomTypeId": "CELL", "ratePlanId": "CELL", "guests": {"adults": 1}}}
0 midday guest $I-d {"createBooking": {"bookingId": "$I-b2", "propertyId": "$H", "status": "CONFIRMED", "stay": {"arrival": D+5, "departure": D+6},
  "roomTypeId": "EVT", "ratePlanId": "EVENT", "guests": {"adults": 1}, "customerId": "$I-c"}}
0 midday staff $H-clerk {"checkIn": {"bookingId": "$I-b1"}}
0 midday staff $H-clerk {"checkOut": {"bookingId": "$I-b1"}}
0 midday staff $H-clerk {"checkIn": {"bookingId": "$I-b9"}}
0 midday staff $H-clerk {"effectiveAt": "T+0T00:00:00Z", "assignRoomType": {"bookingId": "$I-b1", "roomTypeId": "STD"}}
0 midday staff $H-clerk {"changeBooking": {"bookingId": "$I-b1", "reason": "CHANGE_REASON_FAMILY"}}
0 midday staff $H-clerk {"changeBooking": {"bookingId": "$I-b1", "departure": D+7}}
0 midday staff $H-clerk {"ifRevision": "9", "changeBooking": {"bookingId": "$I-b1", "reason": "CHANGE_REASON_FAMILY", "departure": D+7}}
0 midday staff $H-clerk {"recordPayment": {"bookingId": "$I-b1", "paymentId": "p1", "amount": {"amountMinor": "100", "currency": "JPY"}, "method":
  "PAYMENT_METHOD_CASH"}}
0 midday staff $H-clerk {"recordPayment": {"bookingId": "$I-b1", "paymentId": "p1", "amount": {"amountMinor": "0", "currency": "$C"}, "method":
  "PAYMENT_METHOD_CASH"}}
0 midday staff $H-clerk {"refundPayment": {"bookingId": "$I-b1", "paymentId": "p9", "refundId": "r1", "amount": {"amountMinor": "100", "currency":
  "$C"}, "reason": "REFUND_REASON_SERVICE"}}
0 midday staff $H-clerk {"override": {"codes": ["POLICY_NOT_AVAILABLE"], "authorisedBy": {"kind": "ACTOR_KIND_STAFF", "id": "$H-clerk"}, "reasonCode":
  "mine"}, "cancelBooking": {"bookingId": "$I-b1", "reason": "CANCELLATION_REASON_EMERGENCY"}}
0 midday staff $H-clerk {"setOutOfOrder": {"propertyId": "$H", "roomTypeId": "EVT", "from": D+3, "until": D+4, "rooms": 31, "reasonCode": "painting"}}
0 midday operator owner {"defineProperty": {"property": {"propertyId": "$H-C", "timeZone": "Europe/Athens", "currency": "$C", "firstBusinessDate":
  D+0, "dueInPolicy": "DUE_IN_POLICY_MARK_NO_SHOW"}}}
0 midday operator owner {"defineRoomType": {"roomType": {"propertyId": "$H", "roomTypeId": "CELL", "maxOccupancy": 1}}}
0 midday operator owner {"defineRatePlan": {"ratePlan": {"propertyId": "$H", "ratePlanId": "CELL", "prices": [{"roomTypeId": "CELL", "nightlyMinor":
  "100"}], "cancellationPolicy": {"policyId": "$H-cell", "version": 1}}}}
0 midday staff $H-clerk {"createBooking": {"bookingId": "$I-b2", "propertyId": "$H", "status": "CONFIRMED", "stay": {"arrival": D+5, "departure":
  D+6}, "roomTypeId": "CELL", "ratePlanId": "CELL", "guests": {"adults": 1}}}
0 evening staff $H-clerk {"cancelBooking": {"bookingId": "$I-b1", "reason": "CANCELLATION_REASON_CHANGE_OF_MIND"}}
)story";

}  // namespace daybook::simulation
