#include "ledger/domain/entities.h"
#include "projections/channels/channels_rows.h"
#include "projections/channels/channels_view.h"
#include "projections/entity_view.h"

namespace daybook {
namespace {

EntityViewSpec Spec() {
  EntityViewSpec spec;
  spec.name = "channels";
  spec.revision = 1;
  spec.letters = {LetterOf<v1::Delivery>::kLetter, LetterOf<v1::Outbox>::kLetter,
                  LetterOf<v1::PolicyVersion>::kLetter};
  spec.events = {{v1::Event::kChannelDefined, v1::Event::kChannelDefined},
                 {v1::Event::kPolicyProposed, v1::Event::kPolicySettled},
                 {v1::Event::kDeliveryRecorded, v1::Event::kDeliveryRecorded}};
  spec.messages = true;
  spec.own = {{kChannelRow, &v1::ChannelDefinition::default_instance()}};
  spec.indexed = true;
  return spec;
}

class ChannelsProjection final : public EntityView {
 public:
  ChannelsProjection() : EntityView(Spec()) {}

 protected:
  absl::Status ApplyOwn(const v1::Record& record, ViewRows& rows) override {
    for (const v1::Event& event : record.outcome().accepted().events()) {
      if (!event.has_channel_defined()) continue;
      const v1::ChannelDefinition& definition = event.channel_defined();
      rows.ChangeOwn<v1::ChannelDefinition>(kChannelRow, definition.channel_id()) = definition;
    }
    return absl::OkStatus();
  }

  void AppendIndex(std::string_view key, const google::protobuf::Message& row,
                   std::vector<std::string>& entries) const override {
    if (key.empty() || key[0] != LetterOf<v1::Delivery>::kLetter) return;
    const auto& delivery = static_cast<const v1::Delivery&>(row);
    if (delivery.status() != v1::DELIVERY_PENDING && delivery.status() != v1::DELIVERY_REFUSED) {
      return;
    }
    entries.push_back(IndexEntry(kWaitingIndex, {key.substr(1)}));
  }
};

}  // namespace

std::unique_ptr<Projection> NewChannelsProjection() {
  return std::make_unique<ChannelsProjection>();
}

}  // namespace daybook
