// The view `channels`: the outbox (DOMAIN A5). Rows:
//   d <channel id> 00 <position, 16 hex digits>   v1::Delivery: a message to the channel, in the order (channel, position)
//   W <channel id>                                v1::Outbox: the first and last message that wait, and how many do
//   p <policy id> 00 <version>                    v1::PolicyVersion: service levels say how long a channel may take
//   0 <channel id>                                v1::ChannelDefinition
// Index:
//   w <channel id> 00 <position, 16 hex digits>   messages that wait to be acknowledged: pending, or refused and to be tried again
//
// A message is the record at its position: it tells the full state of each of the channel's bookings that the record is about, as of
// then (the view `bookings` as of position + 1), so that whoever gets it twice, or late, is none the worse.
#ifndef DAYBOOK_PROJECTIONS_CHANNELS_CHANNELS_VIEW_H_
#define DAYBOOK_PROJECTIONS_CHANNELS_CHANNELS_VIEW_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daybook/v1/property.pb.h"
#include "daybook/v1/record.pb.h"
#include "ledger/base/instant.h"
#include "ledger/domain/policy/policy_register.h"
#include "projections/projection.h"
#include "projections/view_store.h"

namespace daybook {

std::unique_ptr<Projection> NewChannelsProjection();

// All that are defined, by id.
absl::StatusOr<std::map<std::string, v1::ChannelDefinition>> Channels(const ViewSnapshot& view);

absl::StatusOr<std::optional<v1::Delivery>> GetDelivery(const ViewSnapshot& view,
                                                        std::string_view channel_id,
                                                        uint64_t position);

// Visits messages in the order (channel, position): of one channel, or of all where it is empty; those that wait, or all. Those that
// wait cost what there is of them. Returning false ends it.
absl::Status ListDeliveries(const ViewSnapshot& view, std::string_view channel_id, bool waiting,
                            const std::function<bool(const v1::Delivery&)>& visitor);

// Ids of the bookings that the record is about, each once, in the order of its events: what of them is the channel's, the message tells.
std::vector<std::string> BookingsTold(const v1::Record& record);

// "ota/17": what a channel calls a message by.
std::string DeliveryId(const v1::Delivery& delivery);

// By when a message has to be acknowledged, as the service level policies have it at the moment of the view.
class DeliveryClocks {
 public:
  static absl::StatusOr<DeliveryClocks> Load(const ViewSnapshot& view);
  DeliveryClocks(DeliveryClocks&&) = default;
  DeliveryClocks& operator=(DeliveryClocks&&) = default;

  // The instant from which on it is too late; nullopt: no clock. Of messages about bookings of the property.
  std::optional<Instant> DueBy(const v1::Delivery& delivery, std::string_view property_id) const;
  // Whether it waits still, and its instant has come.
  bool IsOverdue(const v1::Delivery& delivery, std::string_view property_id, Instant now) const;

 private:
  DeliveryClocks() = default;

  std::vector<v1::PolicyVersion> versions_;  // which the register points to
  PolicyRegister policies_;
};

// How many messages of a channel are in which status, and since when the oldest waits.
struct ChannelCounts {
  uint64_t pending = 0;
  uint64_t refused = 0;
  uint64_t acknowledged = 0;
  uint64_t fallback = 0;
  std::optional<Instant> oldest_waiting;  // when it was recorded
};
// By channel id; channels without a message are there too.
absl::StatusOr<std::map<std::string, ChannelCounts>> CountDeliveries(const ViewSnapshot& view);

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_CHANNELS_CHANNELS_VIEW_H_
