#include "ledger/domain/channels/outbox.h"

namespace daybook {
namespace {

const v1::Delivery* FindDelivery(const State& state, std::string_view channel_id, uint64_t link) {
  return link == 0 ? nullptr : state.Find<v1::Delivery>(DeliveryKey(channel_id, link - 1));
}

// Null where there is none: then nothing hangs together with it either.
v1::Delivery* ChangeDelivery(std::string_view channel_id, uint64_t link, EntityStore& store) {
  if (link == 0) return nullptr;
  const std::string key = DeliveryKey(channel_id, link - 1);
  return store.Find<v1::Delivery>(key) == nullptr ? nullptr : &store.Change<v1::Delivery>(key);
}

}  // namespace

bool Waits(const v1::Delivery& delivery) {
  return delivery.status() == v1::DELIVERY_PENDING || delivery.status() == v1::DELIVERY_REFUSED;
}

std::vector<uint64_t> WaitingUpTo(const State& state, std::string_view channel_id, uint64_t up_to) {
  std::vector<uint64_t> positions;
  const auto* const outbox = state.Find<v1::Outbox>(channel_id);
  uint64_t link = outbox == nullptr ? 0 : outbox->first();
  while (link != 0 && link - 1 <= up_to && positions.size() <= kMaxDeliveriesPerRecord) {
    const v1::Delivery* const delivery = FindDelivery(state, channel_id, link);
    if (delivery == nullptr) break;
    positions.push_back(link - 1);
    link = delivery->waits_before();
  }
  return positions;
}

std::vector<std::string> OutboxKeysNeeded(const State& state, const v1::RecordDelivery& request,
                                          OutboxWalk& walk) {
  const std::string& channel_id = request.channel_id();
  std::vector<std::string> keys;
  const auto need = [&](uint64_t link) {
    if (link != 0) keys.push_back(DeliveryKey(channel_id, link - 1));
  };
  if (!request.up_to()) {
    keys.push_back(DeliveryKey(channel_id, request.position()));
    if (const auto* const delivery = state.Find<v1::Delivery>(keys.front())) {
      need(delivery->waits_after());
      need(delivery->waits_before());
    }
    return keys;
  }
  const auto* const outbox = state.Find<v1::Outbox>(channel_id);
  if (outbox == nullptr) return keys;
  if (!walk.begun) walk.next = outbox->first();
  walk.begun = true;
  // As WaitingUpTo goes.
  while (walk.next != 0 && walk.next - 1 <= request.position() &&
         walk.come_to <= kMaxDeliveriesPerRecord) {
    const v1::Delivery* const delivery = FindDelivery(state, channel_id, walk.next);
    if (delivery == nullptr) break;
    ++walk.come_to;
    walk.next = delivery->waits_before();
  }
  // To be settled too, or to become the first.
  need(walk.next);
  return keys;
}

void AppendToOutbox(std::string_view channel_id, uint64_t position, EntityStore& store) {
  const uint64_t link = position + 1;
  v1::Outbox& outbox = store.Change<v1::Outbox>(channel_id);
  const uint64_t last = outbox.last();
  outbox.set_channel_id(std::string(channel_id));
  if (outbox.first() == 0) outbox.set_first(link);
  outbox.set_last(link);
  outbox.set_waiting(outbox.waiting() + 1);
  if (auto* const before = ChangeDelivery(channel_id, last, store)) before->set_waits_before(link);
  if (auto* const added = ChangeDelivery(channel_id, link, store)) added->set_waits_after(last);
}

void RemoveFromOutbox(std::string_view channel_id, uint64_t position, EntityStore& store) {
  const uint64_t link = position + 1;
  v1::Delivery* const removed = ChangeDelivery(channel_id, link, store);
  if (removed == nullptr) return;
  const uint64_t before = removed->waits_after();
  const uint64_t after = removed->waits_before();
  removed->clear_waits_after();
  removed->clear_waits_before();
  if (store.Find<v1::Outbox>(channel_id) == nullptr) return;
  v1::Outbox& outbox = store.Change<v1::Outbox>(channel_id);
  if (outbox.first() == link) outbox.set_first(after);
  if (outbox.last() == link) outbox.set_last(before);
  if (outbox.waiting() > 0) outbox.set_waiting(outbox.waiting() - 1);
  if (auto* const earlier = ChangeDelivery(channel_id, before, store)) {
    earlier->set_waits_before(after);
  }
  if (auto* const later = ChangeDelivery(channel_id, after, store)) later->set_waits_after(before);
}

}  // namespace daybook
