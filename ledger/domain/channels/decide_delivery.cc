// What a channel says to the messages that it was sent.
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/domain/channels/outbox.h"
#include "ledger/domain/decide_context.h"

namespace daybook {
namespace {

class DeliveryPhases : public Phases {
 public:
  explicit DeliveryPhases(const DecideContext& context)
      : delivery_(context.request.record_delivery()) {}

  void Form(DecideContext& context) override {
    context.CheckId("channel_id", delivery_.channel_id());
    if (delivery_.refused()) {
      context.CheckId("code", delivery_.code());
    } else if (!delivery_.code().empty()) {
      context.Decline(v1::FORM_ID_INVALID, "code", "a code is given to a refusal only");
    }
    if (delivery_.up_to() + delivery_.refused() + delivery_.fall_back() > 1) {
      context.Decline(v1::FORM_ENUM_INVALID, "", "up_to, refused, fall_back: one of them at most");
    }
  }

  void State(DecideContext& context) override {
    const v1::Channel* const channel = context.state.FindChannel(delivery_.channel_id());
    if (channel == nullptr) {
      context.Decline(v1::STATE_CHANNEL_UNKNOWN, "channel_id",
                      absl::StrCat("no channel ", delivery_.channel_id(), " is defined"));
      return;
    }
    if (delivery_.fall_back() && channel->definition().fallback().empty()) {
      context.Decline(v1::STATE_REFERENCE_UNKNOWN, "channel_id",
                      absl::StrCat("channel ", delivery_.channel_id(), " has no fallback"));
    }
    if (delivery_.up_to()) {
      FindUpTo(context);
    } else {
      FindOne(context);
    }
  }

  void Accept(DecideContext&, v1::Accepted& accepted) override {
    v1::DeliveryRecorded& event = *accepted.add_events()->mutable_delivery_recorded();
    event.set_channel_id(delivery_.channel_id());
    event.mutable_positions()->Assign(positions_.begin(), positions_.end());
    event.set_status(delivery_.refused()     ? v1::DELIVERY_REFUSED
                     : delivery_.fall_back() ? v1::DELIVERY_FALLBACK
                                             : v1::DELIVERY_ACKNOWLEDGED);
    event.set_code(delivery_.code());
  }

 private:
  void FindOne(DecideContext& context) {
    const auto* const found =
        context.state.Find<v1::Delivery>(DeliveryKey(delivery_.channel_id(), delivery_.position()));
    const std::string id = absl::StrCat(delivery_.channel_id(), "/", delivery_.position());
    if (found == nullptr) {
      context.Decline(v1::STATE_REFERENCE_UNKNOWN, "position",
                      absl::StrCat("there is no message ", id));
    } else if (!Waits(*found)) {
      context.Decline(v1::STATE_STATUS, "position",
                      absl::StrCat("message ", id, " waits no more: it is ",
                                   v1::DeliveryStatus_Name(found->status())));
    } else {
      positions_.push_back(delivery_.position());
    }
  }

  void FindUpTo(DecideContext& context) {
    positions_ = WaitingUpTo(context.state, delivery_.channel_id(), delivery_.position());
    if (positions_.empty()) {
      context.Decline(v1::STATE_REFERENCE_UNKNOWN, "position",
                      absl::StrCat("no message to ", delivery_.channel_id(), " up to ",
                                   delivery_.position(), " waits to be acknowledged"));
    } else if (positions_.size() > kMaxDeliveriesPerRecord) {
      context.Decline(
          v1::STATE_TOO_MANY, "position",
          absl::StrCat("more messages wait up to there than the ", kMaxDeliveriesPerRecord,
                       " that a record holds: acknowledge up to ",
                       positions_[kMaxDeliveriesPerRecord - 1], " first"));
    }
  }

  const v1::RecordDelivery& delivery_;
  std::vector<uint64_t> positions_;
};

}  // namespace

void DecideDelivery(DecideContext& context, v1::Outcome& outcome) {
  DeliveryPhases phases(context);
  RunPhases(context, phases, outcome);
}

}  // namespace daybook
