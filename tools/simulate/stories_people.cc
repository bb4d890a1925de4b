#include "tools/simulate/stories.h"

namespace daybook::simulation {

const char kPeopleStories[] = R"story(
# Complaints, promises, and what is done about what keeps happening.
story complaint every 6 days from 3
0 midday staff $H-service {"openCase": {"caseId": "$I-k", "propertyId": "$H", "customerId": "$I-c", "kind": "FEEDBACK_KIND_COMPLAINT", "category":
  "cleanliness", "emotion": "EMOTION_ANGRY", "remark": {"plain": {"remark": "The bath was not cleaned."}}}}
0 midday staff $H-service {"openCase": {"caseId": "$I-k", "propertyId": "$H", "customerId": "$I-c", "kind": "FEEDBACK_KIND_COMPLAINT", "category":
  "noise"}}
0 midday staff $H-service {"stepCase": {"caseId": "$I-k", "acknowledge": {}}}
0 midday staff $H-service {"stepCase": {"caseId": "$I-k", "acknowledge": {}}}
0 midday staff $H-service {"stepCase": {"caseId": "$I-nothing", "acknowledge": {}}}
0 midday staff $H-service {"stepCase": {"caseId": "$I-k", "route": {}}}
0 evening staff $H-clerk {"stepCase": {"caseId": "$I-k", "plan": {"planCode": "clean-again"}}}
0 evening staff $H-service {"stepCase": {"caseId": "$I-k", "makeUrgent": {}}}
0 evening staff $H-service {"stepCase": {"caseId": "$I-k", "noteEmotion": {"emotion": "EMOTION_CALM", "deEscalated": true}}}
0 evening staff $H-service {"stepCase": {"caseId": "$I-k", "assign": {"staffId": "$H-clerk"}}}
0 evening staff $H-service {"makeCommitment": {"commitment": {"commitmentId": "$I-p1", "propertyId": "$H", "customerId": "$I-c", "caseId": "$I-k",
  "code": "fresh-towels", "dueOn": D+1}}}
1 morning staff $H-service {"settleCommitment": {"commitmentId": "$I-p1", "status": "COMMITMENT_KEPT"}}
1 morning staff $H-service {"stepCase": {"caseId": "$I-k", "answer": {}}}
1 midday staff $H-service {"stepCase": {"caseId": "$I-k", "resolve": {}}}
2 midday staff $H-service {"stepCase": {"caseId": "$I-k", "reopen": {"reasonCode": "again"}}}
2 evening staff $H-service {"stepCase": {"caseId": "$I-k", "answer": {}}}
2 evening staff $H-service {"stepCase": {"caseId": "$I-k", "resolve": {}}}
3 morning staff $H-manager {"stepCase": {"caseId": "$I-k", "rate": {"scores": [{"competency": "COMPETENCY_SKILL", "score": 4}, {"competency":
  "COMPETENCY_OVERALL", "score": 3}]}}}
3 morning staff $H-service {"recordContact": {"contact": {"contactId": "$I-t", "propertyId": "$H", "customerId": "$I-c", "channel":
  "FEEDBACK_CHANNEL_PHONE", "purpose": "CONTACT_REASON_FINDING", "foundReason": "not-cleaned", "helpGiven": "room-changed"}}}
3 midday staff $H-service {"openAction": {"action": {"actionId": "$I-x", "propertyId": "$H", "category": "cleanliness", "measureCode": "second-round",
  "ownerStaffId": "$H-service"}}}
4 midday staff $H-service {"completeAction": {"actionId": "$I-x"}}

# The teams at work: who handles what how well, and who learns what of it.
story teams every 9 days from 4
0 morning staff $H-clerk {"openCase": {"caseId": "$I-k1", "propertyId": "$H", "kind": "FEEDBACK_KIND_QUESTION", "category": "parking"}}
0 morning staff $H-clerk {"openCase": {"caseId": "$I-k2", "propertyId": "$H", "kind": "FEEDBACK_KIND_COMPLAINT", "category": "breakfast", "emotion":
  "EMOTION_UPSET"}}
0 morning staff $H-clerk {"openCase": {"caseId": "$I-k3", "propertyId": "$H", "kind": "FEEDBACK_KIND_SUGGESTION", "category": "breakfast"}}
0 midday staff $H-service {"stepCase": {"caseId": "$I-k1", "assign": {"staffId": "$H-nora"}}}
0 midday staff $H-service {"stepCase": {"caseId": "$I-k2", "assign": {"staffId": "$H-service"}}}
0 midday staff $H-service {"stepCase": {"caseId": "$I-k3", "assign": {"staffId": "$H-otto"}}}
0 evening staff $H-nora {"stepCase": {"caseId": "$I-k1", "answer": {}}}
0 evening staff $H-service {"stepCase": {"caseId": "$I-k2", "noteEmotion": {"emotion": "EMOTION_CALM", "deEscalated": true}}}
0 evening staff $H-service {"stepCase": {"caseId": "$I-k2", "answer": {}}}
1 morning staff $H-nora {"stepCase": {"caseId": "$I-k1", "resolve": {}}}
1 morning staff $H-nora {"stepCase": {"caseId": "$I-k1", "rate": {"scores": [{"competency": "COMPETENCY_SKILL", "score": 5}]}}}
1 morning staff $H-service {"stepCase": {"caseId": "$I-k2", "resolve": {}}}
1 morning staff $H-otto {"stepCase": {"caseId": "$I-k3", "resolve": {}}}
1 evening staff $H-manager {"stepCase": {"caseId": "$I-k1", "rate": {"scores": [{"competency": "COMPETENCY_MENTAL", "score": 4}, {"competency":
  "COMPETENCY_CHARACTER", "score": 5}, {"competency": "COMPETENCY_SKILL", "score": 2}, {"competency": "COMPETENCY_OVERALL", "score": 3}]}}}
1 evening staff $H-manager {"stepCase": {"caseId": "$I-k2", "rate": {"scores": [{"competency": "COMPETENCY_MENTAL", "score": 2}, {"competency":
  "COMPETENCY_CHARACTER", "score": 4}, {"competency": "COMPETENCY_SKILL", "score": 3}, {"competency": "COMPETENCY_OVERALL", "score": 3}]}}}
1 evening staff $H-manager {"stepCase": {"caseId": "$I-k3", "rate": {"scores": [{"competency": "COMPETENCY_CHARACTER", "score": 4}, {"competency":
  "COMPETENCY_OVERALL", "score": 4}]}}}
2 morning staff $H-manager {"recordTraining": {"staffId": "$H-nora", "competency": "COMPETENCY_SKILL", "course": "booking-system"}}
2 morning staff $H-manager {"recordTraining": {"staffId": "$H-service", "competency": "COMPETENCY_MENTAL", "course": "angry-guests"}}
2 midday staff $H-deputy {"revealStaffFigures": {"propertyId": "$H", "purpose": "appraisal"}}
2 midday staff $H-otto {"revealStaffFigures": {"propertyId": "$H", "purpose": "curiosity"}}

# A guest's file: kept, asked for, merged, and in the end forgotten.
story file every 12 days from 4
0 morning staff $H-service {"updateProfile": {"customerId": "$I-c", "kind": "CUSTOMER_PERSON", "profile": {"plain": {"fullName": "Ada $I", "phone":
  "+351 900", "interests": "sailing", "occupation": "pilot"}}}}
0 morning staff $H-service {"updateProfile": {"customerId": "$I-d", "kind": "CUSTOMER_PERSON", "profile": {"plain": {"fullName": "A. $I"}}}}
0 morning staff $H-sales {"makeOffer": {"offer": {"offerId": "$I-o1", "propertyId": "$H", "customerId": "$I-c", "kind": "OFFER_PROMOTION", "campaign":
  "spring", "content": "third-night", "expiresOn": D+10}}}
0 morning guest $I-c {"setConsent": {"customerId": "$I-c", "purpose": "CONSENT_PROMOTION", "given": true}}
0 morning guest $I-c {"setConsent": {"customerId": "$I-c", "purpose": "CONSENT_PREFERENCES", "given": true}}
0 morning guest $I-c {"setConsent": {"customerId": "$I-c", "purpose": "CONSENT_SURVEY", "given": true}}
0 midday staff $H-service {"recordPreference": {"customerId": "$I-c", "code": "quiet-room", "value": "yes"}}
0 midday staff $H-sales {"makeOffer": {"offer": {"offerId": "$I-o1", "propertyId": "$H", "customerId": "$I-c", "kind": "OFFER_PROMOTION", "campaign":
  "spring", "content": "third-night", "expiresOn": D+3}}}
0 midday staff $H-sales {"makeOffer": {"offer": {"offerId": "$I-o2", "propertyId": "$H", "customerId": "$I-c", "kind": "OFFER_PROMOTION", "campaign":
  "spring", "content": "spa", "expiresOn": D+30}}}
1 midday guest $I-c {"answerOffer": {"offerId": "$I-o2", "status": "OFFER_ACCEPTED"}}
1 midday guest $I-c {"recordSurvey": {"surveyId": "$I-v", "propertyId": "$H", "customerId": "$I-c", "answers": [{"question": "overall", "score": 80},
  {"question": "breakfast", "score": 90}]}}
1 midday guest $I-c {"recordSurvey": {"surveyId": "$I-v2", "propertyId": "$H", "customerId": "$I-c"}}
1 evening staff $H-sales {"setKeyAccount": {"customerId": "$I-c", "ownerStaffId": "$H-sales", "contactEveryDays": 30}}
1 evening staff $H-sales {"reportPeopleChange": {"customerId": "$I-c", "change": "PEOPLE_CHANGE_EMPLOYER"}}
2 morning staff $H-service {"mergeCustomers": {"customerId": "$I-c", "mergedId": "$I-d"}}
2 morning staff $H-service {"unmergeCustomers": {"customerId": "$I-c", "mergedId": "$I-d"}}
2 midday staff $H-service {"revealPersonalData": {"customerId": "$I-c", "purpose": "guest-request"}}
2 midday staff $H-sales {"revealPersonalData": {"customerId": "$I-c", "purpose": "curiosity"}}
2 evening staff $H-sales {"signAgreement": {"agreement": {"agreementId": "$I-g", "propertyId": "$H", "customerId": "$I-c", "supervisorStaffId":
  "$H-sales", "items": [{"itemId": "i1", "code": "flowers", "dueOn": D+3, "dueMinute": 600}, {"itemId": "i2", "code": "cake", "dueOn": D+4,
  "dueMinute": 900}]}}}
3 midday staff $H-clerk {"settleAgreementItem": {"agreementId": "$I-g", "itemId": "i1", "status": "AGREEMENT_ITEM_DELIVERED"}}
4 midday guest $I-c {"answerOffer": {"offerId": "$I-o1", "status": "OFFER_ACCEPTED"}}
5 midday staff $H-clerk {"settleAgreementItem": {"agreementId": "$I-g", "itemId": "i2", "status": "AGREEMENT_ITEM_MISSED"}}
6 midday staff $H-manager {"eraseCustomer": {"customerId": "$I-d", "reasonCode": "asked-for"}}
)story";

}  // namespace daybook::simulation
