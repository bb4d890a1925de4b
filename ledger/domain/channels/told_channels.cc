#include "ledger/domain/channels/told_channels.h"

#include <set>
#include <string>
#include <string_view>

#include "ledger/domain/booking/booking_evolve.h"

namespace daybook {
namespace {

// Empty: sold direct. A booking keeps its channel for life.
std::string_view ChannelOf(const State& state, const v1::Accepted& accepted,
                           const v1::Event& event) {
  if (event.has_booking_created()) return event.booking_created().channel_id();
  const std::string_view id = BookingOf(event);
  if (id.empty()) return {};
  if (const v1::Booking* const booking = state.FindBooking(id)) return booking->channel_id();
  // Made by this very record: its BookingCreated tells.
  for (const v1::Event& other : accepted.events()) {
    if (other.has_booking_created() && other.booking_created().booking_id() == id) {
      return other.booking_created().channel_id();
    }
  }
  return {};
}

}  // namespace

void TellChannels(const DecideContext& context, v1::Accepted& accepted) {
  std::set<std::string_view> told;
  for (const v1::Event& event : accepted.events()) {
    const std::string_view id = ChannelOf(context.state, accepted, event);
    if (id.empty() || told.contains(id)) continue;
    const v1::Channel* const channel = context.state.FindChannel(id);
    if (channel != nullptr && channel->definition().takes_messages() &&
        !channel->definition().inactive()) {
      told.insert(id);
    }
  }
  for (const std::string_view id : told) accepted.add_told_channels(std::string(id));
}

}  // namespace daybook
