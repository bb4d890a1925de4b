// Taking rooms out of what can be sold, and putting them back.
#include <string>

#include "absl/strings/str_cat.h"
#include "ledger/domain/booking/night_counts.h"
#include "ledger/domain/decide_context.h"

namespace daybook {
namespace {

constexpr int32_t kMostRooms = 100'000;

class OutOfOrderPhases : public Phases {
 public:
  explicit OutOfOrderPhases(const DecideContext& context)
      : set_(context.request.set_out_of_order()) {}

  void Form(DecideContext& context) override {
    context.CheckId("property_id", set_.property_id());
    context.CheckId("room_type_id", set_.room_type_id());
    const auto from = context.CheckDate("from", set_.from());
    const auto until = context.CheckDate("until", set_.until());
    if (from && until) {
      from_ = *from;
      until_ = *until;
      CheckNights(context);
    }
    if (set_.rooms() < 0 || set_.rooms() > kMostRooms) {
      context.Decline(v1::FORM_LIMIT_INVALID, "rooms",
                      absl::StrCat(set_.rooms(), " is not 0 to ", kMostRooms));
    }
    context.CheckOptionalId("reason_code", set_.reason_code());
  }

  void State(DecideContext& context) override {
    if (!context.RequireProperty("property_id")) return;
    if (from_ < context.BusinessDate()) {
      context.Decline(v1::STATE_NIGHT_IN_PAST, "from",
                      absl::StrCat(from_.ToString(), " is before the business date ",
                                   context.BusinessDate().ToString()));
    }
    room_type_ = context.state.FindRoomType(set_.property_id(), set_.room_type_id());
    if (room_type_ == nullptr) {
      context.Decline(v1::STATE_ROOM_TYPE_UNKNOWN, "room_type_id",
                      absl::StrCat("no room type ", set_.room_type_id(), " is defined"));
    } else if (set_.rooms() > room_type_->definition().capacity()) {
      context.Decline(v1::STATE_OUT_OF_ORDER_ABOVE_CAPACITY, "rooms",
                      absl::StrCat("room type ", set_.room_type_id(), " has ",
                                   room_type_->definition().capacity(), " rooms"));
    }
  }

  // Of what is sold already, somebody has to answer for taking it away. Putting rooms back takes
  // nothing away, even where too much is sold.
  void Policy(DecideContext& context) override {
    const NightCounts* taken = context.state.NightsTaken(set_.property_id(), set_.room_type_id());
    const NightCounts* blocked =
        context.state.NightsBlocked(set_.property_id(), set_.room_type_id());
    if (taken == nullptr && blocked == nullptr) return;
    const int32_t left = room_type_->definition().capacity() +
                         room_type_->definition().overbooking_limit() - set_.rooms();
    for (CivilDate night = from_; night < until_; night = night + 1) {
      const int32_t used =
          (taken == nullptr ? 0 : taken->At(night)) + (blocked == nullptr ? 0 : blocked->At(night));
      if (used <= left) continue;
      if (set_.rooms() <=
          context.state.RoomsOutOfOrder(set_.property_id(), set_.room_type_id(), night)) {
        continue;
      }
      context.Decline(v1::POLICY_CAPACITY_BELOW_SOLD, "rooms",
                      absl::StrCat(used, " rooms are taken for ", night.ToString(), ", ", left,
                                   " could be sold"));
      return;
    }
  }

  void Accept(DecideContext&, v1::Accepted& accepted) override {
    v1::OutOfOrderSet& event = *accepted.add_events()->mutable_out_of_order_set();
    event.set_property_id(set_.property_id());
    event.set_room_type_id(set_.room_type_id());
    event.set_from(set_.from());
    event.set_until(set_.until());
    event.set_rooms(set_.rooms());
  }

 private:
  void CheckNights(DecideContext& context) {
    const int32_t nights = until_ - from_;
    if (nights >= 1 && nights <= kMaxNights) return;
    context.Decline(v1::FORM_LIMIT_INVALID, "until",
                    absl::StrCat(from_.ToString(), " to ", until_.ToString(), " is ", nights,
                                 " nights, not 1 to ", kMaxNights));
  }

  const v1::SetOutOfOrder& set_;
  CivilDate from_;
  CivilDate until_;
  const v1::RoomType* room_type_ = nullptr;
};

}  // namespace

void DecideOutOfOrder(DecideContext& context, v1::Outcome& outcome) {
  OutOfOrderPhases phases(context);
  RunPhases(context, phases, outcome);
}

}  // namespace daybook
