#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "ledger/domain/booking/booking_evolve.h"
#include "projections/channels/channels_rows.h"
#include "projections/channels/channels_view.h"
#include "projections/entity_view.h"

namespace daybook {
namespace {

constexpr int64_t kMicrosPerMinute = 60'000'000;

bool Waits(const v1::Delivery& delivery) {
  return delivery.status() == v1::DELIVERY_PENDING || delivery.status() == v1::DELIVERY_REFUSED;
}

// Keys of the channel's messages begin with it; those of all with nothing.
std::string PrefixOf(std::string_view channel_id) {
  std::string prefix(channel_id);
  if (!prefix.empty()) prefix.push_back('\0');
  return prefix;
}

}  // namespace

absl::StatusOr<std::map<std::string, v1::ChannelDefinition>> Channels(const ViewSnapshot& view) {
  std::map<std::string, v1::ChannelDefinition> channels;
  DAYBOOK_RETURN_IF_ERROR(ScanRows<v1::ChannelDefinition>(
      view, kChannelRow, "",
      [&](std::string_view key, const v1::ChannelDefinition& row) -> absl::StatusOr<bool> {
        channels.emplace(key, row);
        return true;
      }));
  return channels;
}

absl::StatusOr<std::optional<v1::Delivery>> GetDelivery(const ViewSnapshot& view,
                                                        std::string_view channel_id,
                                                        uint64_t position) {
  return GetEntity<v1::Delivery>(view, DeliveryKey(channel_id, position));
}

absl::Status ListDeliveries(const ViewSnapshot& view, std::string_view channel_id, bool waiting,
                            const std::function<bool(const v1::Delivery&)>& visitor) {
  if (!waiting) {
    return ScanRows<v1::Delivery>(
        view, LetterOf<v1::Delivery>::kLetter, PrefixOf(channel_id),
        [&](std::string_view, const v1::Delivery& delivery) -> absl::StatusOr<bool> {
          return visitor(delivery);
        });
  }
  return view.ScanIndex(RowKeyOf(kWaitingIndex, PrefixOf(channel_id)),
                        [&](std::string_view entry) -> absl::StatusOr<bool> {
                          DAYBOOK_ASSIGN_OR_RETURN(const auto delivery,
                                                   GetEntity<v1::Delivery>(view, entry.substr(1)));
                          if (!delivery)
                            return absl::DataLossError("view channels: the index names no message");
                          return visitor(*delivery);
                        });
}

std::vector<std::string> BookingsTold(const v1::Record& record) {
  std::vector<std::string> ids;
  for (const v1::Event& event : record.outcome().accepted().events()) {
    const std::string_view id = BookingOf(event);
    if (!id.empty() && std::find(ids.begin(), ids.end(), id) == ids.end()) ids.emplace_back(id);
  }
  return ids;
}

std::string DeliveryId(const v1::Delivery& delivery) {
  return absl::StrCat(delivery.channel_id(), "/", delivery.position());
}

absl::StatusOr<DeliveryClocks> DeliveryClocks::Load(const ViewSnapshot& view) {
  DeliveryClocks clocks;
  DAYBOOK_RETURN_IF_ERROR(ScanEntities<v1::PolicyVersion>(
      view, [&](const v1::PolicyVersion& version) -> absl::StatusOr<bool> {
        if (version.policy().has_service_levels()) clocks.versions_.push_back(version);
        return true;
      }));
  for (const v1::PolicyVersion& version : clocks.versions_) clocks.policies_.Note(version);
  return clocks;
}

std::optional<Instant> DeliveryClocks::DueBy(const v1::Delivery& delivery,
                                             std::string_view property_id) const {
  const v1::Policy* const policy = policies_.InForce(v1::Policy::kServiceLevels, property_id);
  if (policy == nullptr || policy->service_levels().delivery_minutes() == 0) return std::nullopt;
  return Instant::FromMicros(delivery.recorded_us())
      .PlusMicros(policy->service_levels().delivery_minutes() * kMicrosPerMinute);
}

bool DeliveryClocks::IsOverdue(const v1::Delivery& delivery, std::string_view property_id,
                               Instant now) const {
  if (!Waits(delivery)) return false;
  const std::optional<Instant> due_by = DueBy(delivery, property_id);
  return due_by && *due_by <= now;
}

absl::StatusOr<std::map<std::string, ChannelCounts>> CountDeliveries(const ViewSnapshot& view) {
  std::map<std::string, ChannelCounts> counts;
  DAYBOOK_ASSIGN_OR_RETURN(const auto channels, Channels(view));
  for (const auto& [id, definition] : channels) counts.try_emplace(id);
  DAYBOOK_RETURN_IF_ERROR(ListDeliveries(view, "", false, [&](const v1::Delivery& delivery) {
    ChannelCounts& count = counts[delivery.channel_id()];
    count.pending += delivery.status() == v1::DELIVERY_PENDING;
    count.refused += delivery.status() == v1::DELIVERY_REFUSED;
    count.acknowledged += delivery.status() == v1::DELIVERY_ACKNOWLEDGED;
    count.fallback += delivery.status() == v1::DELIVERY_FALLBACK;
    if (Waits(delivery) && !count.oldest_waiting) {
      count.oldest_waiting = Instant::FromMicros(delivery.recorded_us());
    }
    return true;
  }));
  return counts;
}

}  // namespace daybook
