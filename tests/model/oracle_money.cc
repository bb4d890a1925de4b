// The oracle's money: payments and refunds.
#include "tests/model/oracle.h"

namespace daybook::model {
namespace {

PaymentEntry* Find(BookingEntry& booking, const std::string& payment_id) {
  for (PaymentEntry& payment : booking.payments) {
    if (payment.id == payment_id) return &payment;
  }
  return nullptr;
}

}  // namespace

Verdict Oracle::Pay(const v1::Request& request, BookingEntry& booking) {
  Codes state = StateCodes(request, booking, {booking.status});
  if (Find(booking, request.record_payment().payment_id()) != nullptr)
    state.insert(v1::STATE_PAYMENT_EXISTS);
  if (!state.empty()) return {state, {}};
  booking.payments.push_back({request.record_payment().payment_id(),
                              request.record_payment().amount().amount_minor(),
                              {}});
  ++booking.revision;
  return {};
}

Verdict Oracle::Refund(const v1::Request& request, BookingEntry& booking) {
  const v1::RefundPayment& refund = request.refund_payment();
  Codes state = StateCodes(request, booking, {booking.status});
  PaymentEntry* payment = Find(booking, refund.payment_id());
  if (payment == nullptr) state.insert(v1::STATE_PAYMENT_UNKNOWN);
  for (const PaymentEntry& each : booking.payments) {
    for (const RefundEntry& entry : each.refunds) {
      if (entry.id == refund.refund_id()) state.insert(v1::STATE_REFUND_EXISTS);
    }
  }
  if (payment == nullptr) return {state, {v1::STATE_REFUND_EXISTS}};
  if (!state.empty()) return {state, {}};
  Codes policy;
  const int64_t amount = refund.amount().amount_minor();
  if (amount > payment->Free()) policy.insert(v1::POLICY_REFUND_EXCEEDS_FREE);
  const StaffEntry& staff = staff_.at(request.actor().id());
  if (!staff.roles.contains(v1::ROLE_MANAGER) && amount > staff.refund_limit_minor) {
    policy.insert(v1::POLICY_REFUND_ABOVE_LIMIT);
  }
  if (const Verdict verdict = Policies(request, policy); !verdict.accepted()) return verdict;
  payment->refunds.push_back({refund.refund_id(), amount, RefundEntry::State::kPending});
  ++booking.revision;
  return {};
}

Verdict Oracle::Settle(const v1::Request& request, BookingEntry& booking) {
  const v1::SettleRefund& settle = request.settle_refund();
  Codes state = StateCodes(request, booking, {booking.status});
  PaymentEntry* payment = Find(booking, settle.payment_id());
  RefundEntry* entry = nullptr;
  if (payment == nullptr) {
    state.insert(v1::STATE_PAYMENT_UNKNOWN);
    return {state, {v1::STATE_REFUND_UNKNOWN}};
  }
  for (RefundEntry& refund : payment->refunds) {
    if (refund.id == settle.refund_id()) entry = &refund;
  }
  if (entry == nullptr) {
    state.insert(v1::STATE_REFUND_UNKNOWN);
  } else if (entry->state != RefundEntry::State::kPending) {
    state.insert(v1::STATE_REFUND_SETTLED);
  }
  if (!state.empty()) return {state, {}};
  entry->state = settle.status() == v1::REFUND_SUCCEEDED ? RefundEntry::State::kSucceeded
                 : settle.status() == v1::REFUND_FAILED  ? RefundEntry::State::kFailed
                                                         : RefundEntry::State::kCancelled;
  ++booking.revision;
  return {};
}

}  // namespace daybook::model
