#include "ledger/domain/staff/permissions.h"

#include <initializer_list>

namespace daybook {
namespace {

bool IsOneOf(int role, std::initializer_list<v1::Role> roles) {
  for (const v1::Role one : roles) {
    if (role == one) return true;
  }
  return false;
}

Permission ForBookings(const v1::Request& request) {
  switch (request.body_case()) {
    case v1::Request::kPromoteBooking:
    case v1::Request::kAssignRoomType:
      return Permission::kPromoteOrAssign;
    case v1::Request::kCheckIn:
    case v1::Request::kCheckOut:
    case v1::Request::kMarkNoShow:
    case v1::Request::kSetLateCheckOut:
      return Permission::kStay;
    case v1::Request::kMoveBooking:
      return Permission::kMove;
    case v1::Request::kRecordTurnaway:
      return Permission::kTurnaway;
    case v1::Request::kOpenBlock:
    case v1::Request::kConfirmBlock:
    case v1::Request::kWashBlock:
    case v1::Request::kReleaseBlock:
      return Permission::kBlock;
    case v1::Request::kDefineOutlet:
      return Permission::kDefineAtProperty;
    case v1::Request::kBookTable:
    case v1::Request::kChangeTable:
    case v1::Request::kSettleTable:
      return Permission::kTable;
    default:
      return Permission::kBooking;
  }
}

Permission ForMoney(const v1::Request& request) {
  switch (request.body_case()) {
    case v1::Request::kRecordPayment:
      return Permission::kRecordPayment;
    case v1::Request::kRefundPayment:
    case v1::Request::kSettleRefund:
      return Permission::kRefund;
    case v1::Request::kPostCharge:
    case v1::Request::kWaiveCharge:
    case v1::Request::kReverseCharge:
    case v1::Request::kTransferFolio:
    case v1::Request::kReverseTransfer:
      return Permission::kCharge;
    case v1::Request::kPutOnAccount:
      return Permission::kOnAccount;
    case v1::Request::kIssueVoucher:
    case v1::Request::kReverseVoucher:
    case v1::Request::kGrantPoints:
      return Permission::kGoodwill;
    case v1::Request::kRedeemVoucher:
    case v1::Request::kRedeemPoints:
      return Permission::kRedeem;
    case v1::Request::kEnrolMember:
      return Permission::kCustomerCare;
    default:
      return Permission::kFinance;
  }
}

Permission ForPeople(const v1::Request& request) {
  switch (request.body_case()) {
    case v1::Request::kRecordFeedback:
      return Permission::kFeedback;
    case v1::Request::kOpenCase:
    case v1::Request::kStepCase:
    case v1::Request::kMakeCommitment:
    case v1::Request::kSettleCommitment:
    case v1::Request::kRecordContact:
      return Permission::kCase;
    case v1::Request::kOpenAction:
    case v1::Request::kCompleteAction:
      return Permission::kImprove;
    case v1::Request::kSetKeyAccount:
      return Permission::kKeyAccount;
    case v1::Request::kMergeCustomers:
    case v1::Request::kUnmergeCustomers:
      return Permission::kMerge;
    case v1::Request::kAcknowledgeNotice:
      return Permission::kNotice;
    case v1::Request::kRevealPersonalData:
      return Permission::kReveal;
    case v1::Request::kEraseCustomer:
    case v1::Request::kEndRetention:
      return Permission::kErase;
    case v1::Request::kGiveGift:
      return Permission::kGoodwill;
    case v1::Request::kReportPeopleChange:
    case v1::Request::kSignAgreement:
    case v1::Request::kSettleAgreementItem:
    case v1::Request::kMakeOffer:
    case v1::Request::kAnswerOffer:
      return Permission::kCustomerCare;
    default:
      return Permission::kCustomerFile;
  }
}

Permission ForProperty(const v1::Request& request) {
  switch (request.body_case()) {
    case v1::Request::kDefineChannel:
    case v1::Request::kDefineStaff:
      return Permission::kDefineEverywhere;
    case v1::Request::kRollBusinessDate:
    case v1::Request::kSetOutOfOrder:
    case v1::Request::kPostNights:
      return Permission::kRunProperty;
    default:
      return Permission::kDefineAtProperty;
  }
}

}  // namespace

// By the ranges of field numbers in request.proto.
Permission PermissionFor(const v1::Request& request) {
  const int number = request.body_case();
  if (number >= 1000 || number == 0) return Permission::kSystem;
  if (number >= 800) {
    return request.has_reveal_staff_figures() ? Permission::kPeopleFigures : Permission::kTraining;
  }
  if (number >= 700) return Permission::kDelivery;
  if (number >= 600) return Permission::kCredit;
  if (number >= 400) return ForPeople(request);
  if (number >= 300) return ForMoney(request);
  if (number >= 200) return ForBookings(request);
  return ForProperty(request);
}

bool RoleAllows(int role, Permission permission) {
  if (role == v1::ROLE_MANAGER) {
    return permission != Permission::kSystem && permission != Permission::kReveal &&
           permission != Permission::kPeopleFigures;
  }
  switch (permission) {
    case Permission::kBooking:
    case Permission::kPromoteOrAssign:
    case Permission::kTable:
    case Permission::kTurnaway:
    case Permission::kFeedback:
    case Permission::kCase:
    case Permission::kCustomerFile:
    case Permission::kRedeem:
      return IsOneOf(
          role, {v1::ROLE_RESERVATIONS, v1::ROLE_FRONT_DESK, v1::ROLE_SERVICE, v1::ROLE_SALES});
    case Permission::kBlock:
    case Permission::kMove:
      return IsOneOf(role, {v1::ROLE_RESERVATIONS, v1::ROLE_SALES});
    case Permission::kStay:
    case Permission::kRunProperty:
      return role == v1::ROLE_FRONT_DESK;
    case Permission::kRecordPayment:
    case Permission::kRefund:
    case Permission::kCharge:
    case Permission::kOnAccount:
      return IsOneOf(role, {v1::ROLE_FRONT_DESK, v1::ROLE_FINANCE});
    case Permission::kFinance:
    case Permission::kCredit:
      return role == v1::ROLE_FINANCE;
    case Permission::kGoodwill:
    case Permission::kCustomerCare:
      return IsOneOf(role, {v1::ROLE_FRONT_DESK, v1::ROLE_SERVICE, v1::ROLE_SALES});
    case Permission::kKeyAccount:
      return role == v1::ROLE_SALES;
    case Permission::kMerge:
    case Permission::kImprove:
      return role == v1::ROLE_SERVICE;
    case Permission::kDelivery:
      return IsOneOf(role, {v1::ROLE_RESERVATIONS, v1::ROLE_SERVICE});
    case Permission::kNotice:
      return role != v1::ROLE_AUDITOR;
    case Permission::kDefineAtProperty:
    case Permission::kDefineEverywhere:
    case Permission::kReveal:
    case Permission::kErase:
    case Permission::kTraining:
    case Permission::kPeopleFigures:
    case Permission::kSystem:
      return false;
  }
  return false;
}

bool GuestMay(const v1::Request& request) {
  switch (request.body_case()) {
    case v1::Request::kReinstateBooking:
    case v1::Request::kSplitBooking:
      return false;
    case v1::Request::kOpenCase:
      return true;
    default:
      break;
  }
  switch (PermissionFor(request)) {
    case Permission::kBooking:
    case Permission::kFeedback:
    case Permission::kTable:
    case Permission::kRedeem:
      return true;
    case Permission::kCustomerFile:
      return !request.has_record_stay_note();
    default:
      return request.has_enrol_member() || request.has_answer_offer();
  }
}

bool ChannelMay(const v1::Request& request) {
  switch (PermissionFor(request)) {
    case Permission::kBooking:
      return !request.has_reinstate_booking() && !request.has_split_booking();
    case Permission::kRecordPayment:
      return request.record_payment().method() == v1::PAYMENT_METHOD_CHANNEL;
    case Permission::kFeedback:
    case Permission::kTurnaway:
      return true;
    case Permission::kDelivery:
      return !request.record_delivery().fall_back();
    default:
      return false;
  }
}

}  // namespace daybook
