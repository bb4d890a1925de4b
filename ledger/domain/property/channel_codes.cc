#include "ledger/domain/property/channel_codes.h"

#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "ledger/base/strings.h"

namespace daybook {
namespace {

// Who asks from outside speaks for itself; staff say through which channel they were asked.
std::string_view SpeakingChannel(const DecideContext& context) {
  const v1::Request& request = context.request;
  if (request.actor().kind() == v1::ACTOR_KIND_CHANNEL) return request.actor().id();
  if (!request.channel_id().empty()) return request.channel_id();
  return context.booking == nullptr ? std::string_view() : context.booking->channel_id();
}

const v1::ChannelDefinition::ReasonCode* FindCode(const DecideContext& context,
                                                  const std::string& code) {
  const std::string_view channel_id = SpeakingChannel(context);
  if (channel_id.empty()) return nullptr;
  const v1::Channel* const channel = context.state.FindChannel(channel_id);
  if (channel == nullptr) return nullptr;
  for (const v1::ChannelDefinition::ReasonCode& one : channel->definition().reason_codes()) {
    if (one.code() == code) return &one;
  }
  return nullptr;
}

// Of both kinds of request, whose enums have the same shape.
struct GivenReason {
  int reason;
  bool is_valid;
  int unknown;
  std::string_view missing;
  const std::string& code;
};

void CheckForm(DecideContext& context, const GivenReason& given) {
  if (!given.is_valid) {
    context.Decline(v1::FORM_ENUM_INVALID, "reason", absl::StrCat(given.reason, " is no reason"));
  } else if (!given.code.empty()) {
    context.CheckId("channel_code", given.code);
    if (given.reason != 0) {
      context.Decline(v1::FORM_ENUM_INVALID, "reason",
                      "a reason beside the channel's code that stands for one");
    }
  } else if (given.reason == 0 || (given.reason == given.unknown && !context.FromImporter())) {
    context.Decline(v1::FORM_REASON_MISSING, "reason", std::string(given.missing));
  }
}

void DeclineCode(DecideContext& context, const std::string& code, std::string_view what) {
  context.Decline(v1::STATE_REFERENCE_UNKNOWN, "channel_code",
                  absl::StrCat(code, " is no reason for a ", ToAbsl(what), " of channel ",
                               ToAbsl(SpeakingChannel(context))));
}

}  // namespace

void CheckReasonForm(DecideContext& context, const v1::CancelBooking& cancel) {
  CheckForm(context, {cancel.reason(), v1::CancellationReason_IsValid(cancel.reason()),
                      v1::CANCELLATION_REASON_UNKNOWN, "a cancellation needs its reason",
                      cancel.channel_code()});
}

void CheckReasonForm(DecideContext& context, const v1::ChangeBooking& change) {
  CheckForm(context,
            {change.reason(), v1::ChangeReason_IsValid(change.reason()), v1::CHANGE_REASON_UNKNOWN,
             "a change needs its reason", change.channel_code()});
}

void CheckReasonState(DecideContext& context, const v1::CancelBooking& cancel) {
  if (ReasonOf(context, cancel) != v1::CANCELLATION_REASON_UNSPECIFIED) return;
  DeclineCode(context, cancel.channel_code(), "cancellation");
}

void CheckReasonState(DecideContext& context, const v1::ChangeBooking& change) {
  if (ReasonOf(context, change) != v1::CHANGE_REASON_UNSPECIFIED) return;
  DeclineCode(context, change.channel_code(), "change");
}

v1::CancellationReason ReasonOf(const DecideContext& context, const v1::CancelBooking& cancel) {
  if (cancel.channel_code().empty()) return cancel.reason();
  const auto* const code = FindCode(context, cancel.channel_code());
  return code == nullptr ? v1::CANCELLATION_REASON_UNSPECIFIED
                         : static_cast<v1::CancellationReason>(code->cancellation_reason());
}

v1::ChangeReason ReasonOf(const DecideContext& context, const v1::ChangeBooking& change) {
  if (change.channel_code().empty()) return change.reason();
  const auto* const code = FindCode(context, change.channel_code());
  return code == nullptr ? v1::CHANGE_REASON_UNSPECIFIED
                         : static_cast<v1::ChangeReason>(code->change_reason());
}

}  // namespace daybook
