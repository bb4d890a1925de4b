#include "ledger/domain/decide.h"

#include <algorithm>
#include <vector>

#include "ledger/domain/authority.h"
#include "ledger/domain/decide_context.h"
#include "ledger/domain/named_entities.h"
#include "ledger/domain/times.h"

namespace daybook {
namespace {

const v1::Booking* NamedBooking(const State& state, const v1::Request& request) {
  const std::string_view id = BookingNamedBy(request);
  return id.empty() ? nullptr : state.FindBooking(id);
}

void DecideBody(DecideContext& context, v1::Outcome& outcome) {
  switch (context.request.body_case()) {
    case v1::Request::kDefineProperty:
    case v1::Request::kDefineRoomType:
    case v1::Request::kDefineRatePlan:
    case v1::Request::kDefineChannel:
    case v1::Request::kDefineStaff:
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
      return DecideMoney(context, outcome);
    case v1::Request::kRecordFeedback:
      return DecideFeedback(context, outcome);
    case v1::Request::kRunDue:
      return DecideRunDue(context, outcome);
    case v1::Request::kAdoptSchema:
    case v1::Request::kNoteRecovery:
    case v1::Request::kBeginImport:
    case v1::Request::kCompleteImport:
    case v1::Request::kBeginSimulation:
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
  std::vector<v1::DeclineCode> overrode;
  if (context.AnyDeclined() && context.request.has_override()) {
    overrode = SetAside(context.request.override(), context.declined);
  }
  if (context.AnyDeclined()) return;
  v1::Accepted& accepted = *outcome.mutable_accepted();
  phases.Accept(context, accepted);
  for (const v1::DeclineCode code : overrode) accepted.add_overrode(code);
}

void DecideInto(const State& state, const v1::Request& request, const v1::Resolution& resolution,
                v1::Outcome& outcome) {
  outcome.Clear();
  v1::Declined declined;
  DecideContext context{state,
                        request,
                        resolution,
                        declined,
                        ToInstant(resolution.recorded_at()),
                        PropertyNamedBy(request)};
  context.booking = NamedBooking(state, request);
  if (context.property_id.empty() && context.booking != nullptr) {
    context.property_id = context.booking->property_id();
  }
  if (!context.property_id.empty()) context.property = state.FindProperty(context.property_id);
  if (request.actor().kind() == v1::ACTOR_KIND_STAFF) {
    context.staff = state.FindStaff(request.actor().id());
  }
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
