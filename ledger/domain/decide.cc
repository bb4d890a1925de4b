#include "ledger/domain/decide.h"

#include <algorithm>
#include <vector>

#include "ledger/domain/channels/told_channels.h"
#include "ledger/domain/decide_context.h"
#include "ledger/domain/groups/pick_ups.h"
#include "ledger/domain/staff/authority.h"
#include "ledger/domain/staff/backdating.h"
#include "ledger/domain/staff/policy_authority.h"

namespace daybook {
namespace {

void DecideBody(DecideContext& context, v1::Outcome& outcome) {
  switch (context.request.body_case()) {
    case v1::Request::kDefineProperty:
    case v1::Request::kDefineRoomType:
    case v1::Request::kDefineRatePlan:
    case v1::Request::kDefineChannel:
    case v1::Request::kDefineStaff:
    case v1::Request::kDefinePartner:
      return DecideDefinition(context, outcome);
    case v1::Request::kRollBusinessDate:
      return DecideRoll(context, outcome);
    case v1::Request::kSetOutOfOrder:
      return DecideOutOfOrder(context, outcome);
    case v1::Request::kCreateBooking:
      return DecideCreate(context, outcome);
    case v1::Request::kConfirmBooking:
    case v1::Request::kReleaseBooking:
    case v1::Request::kPromoteBooking:
      return DecideHoldOrWaitlist(context, outcome);
    case v1::Request::kChangeBooking:
      return DecideChange(context, outcome);
    case v1::Request::kCancelBooking:
      return DecideCancel(context, outcome);
    case v1::Request::kAssignRoomType:
    case v1::Request::kCheckIn:
    case v1::Request::kCheckOut:
    case v1::Request::kMarkNoShow:
      return DecideStay(context, outcome);
    case v1::Request::kRecordPayment:
    case v1::Request::kRefundPayment:
    case v1::Request::kSettleRefund:
      return DecidePayment(context, outcome);
    case v1::Request::kRecordFeedback:
      return DecideFeedback(context, outcome);
    case v1::Request::kProposePolicy:
    case v1::Request::kSettlePolicy:
      return DecidePolicy(context, outcome);
    case v1::Request::kPostNights:
      return DecidePostNights(context, outcome);
    case v1::Request::kReinstateBooking:
    case v1::Request::kSplitBooking:
    case v1::Request::kMoveBooking:
    case v1::Request::kSetLateCheckOut:
    case v1::Request::kRecordTurnaway:
      return DecideReshape(context, outcome);
    case v1::Request::kRecordQuote:
      return DecideQuote(context, outcome);
    case v1::Request::kOpenBlock:
    case v1::Request::kConfirmBlock:
    case v1::Request::kWashBlock:
    case v1::Request::kReleaseBlock:
      return DecideGroups(context, outcome);
    case v1::Request::kDefineOutlet:
    case v1::Request::kBookTable:
    case v1::Request::kChangeTable:
    case v1::Request::kSettleTable:
      return DecideDining(context, outcome);
    case v1::Request::kRecordChargeback:
    case v1::Request::kReverseChargeback:
    case v1::Request::kReverseRefund:
    case v1::Request::kReversePayment:
    case v1::Request::kPostCharge:
    case v1::Request::kWaiveCharge:
    case v1::Request::kReverseCharge:
    case v1::Request::kTransferFolio:
    case v1::Request::kReverseTransfer:
      return DecideFolio(context, outcome);
    case v1::Request::kOpenAccount:
    case v1::Request::kSetAccountStatus:
    case v1::Request::kPutOnAccount:
    case v1::Request::kCreditInvoice:
    case v1::Request::kDisputeInvoice:
    case v1::Request::kRecordReceipt:
    case v1::Request::kApplyReceipt:
    case v1::Request::kReverseReceipt:
    case v1::Request::kWriteOff:
    case v1::Request::kReverseWriteOff:
      return DecideAccounts(context, outcome);
    case v1::Request::kIssueVoucher:
    case v1::Request::kRedeemVoucher:
    case v1::Request::kReverseVoucher:
      return DecideVouchers(context, outcome);
    case v1::Request::kEnrolMember:
    case v1::Request::kGrantPoints:
    case v1::Request::kRedeemPoints:
      return DecideLoyalty(context, outcome);
    case v1::Request::kClosePeriod:
    case v1::Request::kReopenPeriod:
      return DecidePeriods(context, outcome);
    case v1::Request::kOpenCase:
    case v1::Request::kStepCase:
    case v1::Request::kMakeCommitment:
    case v1::Request::kSettleCommitment:
    case v1::Request::kOpenAction:
    case v1::Request::kCompleteAction:
    case v1::Request::kRecordContact:
      return DecideCases(context, outcome);
    case v1::Request::kUpdateProfile:
    case v1::Request::kSetConsent:
    case v1::Request::kRecordPreference:
    case v1::Request::kRecordStayNote:
    case v1::Request::kRecordSurvey:
    case v1::Request::kSetKeyAccount:
    case v1::Request::kMergeCustomers:
    case v1::Request::kUnmergeCustomers:
    case v1::Request::kReportPeopleChange:
    case v1::Request::kAcknowledgeNotice:
    case v1::Request::kRevealPersonalData:
    case v1::Request::kEraseCustomer:
    case v1::Request::kEndRetention:
      return DecideCustomer(context, outcome);
    case v1::Request::kSignAgreement:
    case v1::Request::kSettleAgreementItem:
    case v1::Request::kGiveGift:
    case v1::Request::kMakeOffer:
    case v1::Request::kAnswerOffer:
      return DecideCare(context, outcome);
    case v1::Request::kAssessCredit:
    case v1::Request::kRunCreditReview:
    case v1::Request::kDesignateStrategic:
    case v1::Request::kSetGuarantee:
    case v1::Request::kBlockCredit:
      return DecideCredit(context, outcome);
    case v1::Request::kRecordDelivery:
      return DecideDelivery(context, outcome);
    case v1::Request::kRecordTraining:
    case v1::Request::kRevealStaffFigures:
      return DecideTraining(context, outcome);
    case v1::Request::kRunDue:
      return DecideRunDue(context, outcome);
    case v1::Request::kAdoptSchema:
    case v1::Request::kNoteRecovery:
    case v1::Request::kBeginImport:
    case v1::Request::kCompleteImport:
    case v1::Request::kBeginSimulation:
    case v1::Request::kNoteRejects:
      return DecideSystem(context, outcome);
    case v1::Request::BODY_NOT_SET:
      break;
  }
  CheckEnvelope(context);
  context.DeclineEnvelope(v1::FORM_BODY_MISSING, "", "the request asks for nothing");
}

// Takes away what the override sets aside; what was taken away is sorted, each code once.
std::vector<v1::DeclineCode> SetAside(const v1::Override& over, v1::Declined& declined) {
  std::vector<v1::DeclineCode> set_aside;
  auto& reasons = *declined.mutable_reasons();
  for (int i = 0; i < reasons.size();) {
    const v1::DeclineCode code = reasons[i].code();
    if (IsOverridable(code) &&
        std::find(over.codes().begin(), over.codes().end(), code) != over.codes().end()) {
      set_aside.push_back(code);
      reasons.DeleteSubrange(i, 1);
    } else {
      ++i;
    }
  }
  std::sort(set_aside.begin(), set_aside.end());
  set_aside.erase(std::unique(set_aside.begin(), set_aside.end()), set_aside.end());
  return set_aside;
}

}  // namespace

void RunPhases(DecideContext& context, Phases& phases, v1::Outcome& outcome) {
  CheckEnvelope(context);
  phases.Form(context);
  if (context.AnyDeclined()) return;
  CheckIdentity(context);
  if (context.AnyDeclined()) return;
  phases.State(context);
  if (context.AnyDeclined()) return;
  phases.Policy(context);
  CheckBackdatingAuthorised(context);
  std::vector<v1::DeclineCode> overrode;
  if (context.AnyDeclined() && context.request.has_override()) {
    overrode = SetAside(context.request.override(), context.declined);
  }
  if (context.AnyDeclined()) return;
  v1::Accepted& accepted = *outcome.mutable_accepted();
  phases.Accept(context, accepted);
  CiteIdentityPolicy(context, accepted);
  NotePickUps(context, accepted);
  TellChannels(context, accepted);
  for (const v1::DeclineCode code : overrode) accepted.add_overrode(code);
}

void DecideInto(const State& state, const v1::Request& request, const v1::Resolution& resolution,
                v1::Outcome& outcome) {
  outcome.Clear();
  v1::Declined declined;
  DecideContext context = ContextOf(state, request, resolution, declined);
  DecideBody(context, outcome);
  if (!outcome.has_accepted()) outcome.mutable_declined()->Swap(&declined);
}

v1::Outcome Decide(const State& state, const v1::Request& request,
                   const v1::Resolution& resolution) {
  v1::Outcome outcome;
  DecideInto(state, request, resolution, outcome);
  return outcome;
}

}  // namespace daybook
