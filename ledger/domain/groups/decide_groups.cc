// Blocks: rooms set aside for a group, confirmed, given back.
#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/base/strings.h"
#include "ledger/domain/booking/booking_checks.h"
#include "ledger/domain/decide_context.h"
#include "ledger/domain/groups/block_checks.h"
#include "ledger/domain/groups/blocks_due.h"

namespace daybook {
namespace {

constexpr int kMaxAllotments = 512;
constexpr int32_t kMaxRooms = 100'000;

// Form: a run of nights of a room type, and how many rooms.
void CheckRoomsForm(DecideContext& context, const std::string& path,
                    const v1::OpenBlock::Rooms& rooms, int32_t least_rooms) {
  context.CheckId(path + ".room_type_id", rooms.room_type_id());
  const auto from = context.CheckDate(path + ".from", rooms.from());
  const auto until = context.CheckDate(path + ".until", rooms.until());
  if (from && until && (*until - *from < 1 || *until - *from > kMaxNights)) {
    context.Decline(v1::FORM_STAY_INVALID, path + ".until",
                    absl::StrCat(*until - *from, " nights are not 1 to ", kMaxNights));
  }
  context.CheckRange(path + ".rooms", rooms.rooms(), least_rooms, kMaxRooms);
}

class OpenPhases : public Phases {
 public:
  explicit OpenPhases(const DecideContext& context) : open_(context.request.open_block()) {}

  void Form(DecideContext& context) override {
    context.CheckId("block_id", open_.block_id());
    context.CheckId("property_id", open_.property_id());
    context.CheckOptionalId("customer_id", open_.customer_id());
    context.CheckOptionalId("rate_plan_id", open_.rate_plan_id());
    if (open_.status() != v1::BLOCK_TENTATIVE && open_.status() != v1::BLOCK_DEFINITE) {
      context.Decline(v1::FORM_ENUM_INVALID, "status", "a block opens TENTATIVE or DEFINITE");
    }
    if (open_.cutoff_on() != 0) context.CheckDate("cutoff_on", open_.cutoff_on());
    if (open_.rooms().empty() || open_.rooms_size() > kMaxAllotments) {
      context.Decline(v1::FORM_TOO_MANY, "rooms",
                      absl::StrCat(open_.rooms_size(), " runs are not 1 to ", kMaxAllotments));
      return;
    }
    for (int i = 0; i < open_.rooms_size(); ++i) {
      CheckRoomsForm(context, absl::StrCat("rooms[", i, "]"), open_.rooms(i), 1);
    }
    if (!context.AnyDeclined()) Expand(context);
  }

  void State(DecideContext& context) override {
    context.RequireNew<v1::Block>("block_id", open_.block_id());
    if (!context.RequireProperty("property_id")) return;
    const int32_t today = context.property->business_date();
    if (open_.cutoff_on() != 0 && open_.cutoff_on() <= today) {
      context.Decline(v1::STATE_EXPIRED, "cutoff_on",
                      absl::StrCat(open_.cutoff_on(), " is not after the business date ", today));
    }
    for (int i = 0; i < open_.rooms_size(); ++i) {
      const v1::OpenBlock::Rooms& rooms = open_.rooms(i);
      if (context.state.FindRoomType(open_.property_id(), rooms.room_type_id()) == nullptr) {
        context.Decline(v1::STATE_ROOM_TYPE_UNKNOWN, absl::StrCat("rooms[", i, "].room_type_id"),
                        absl::StrCat("no room type ", rooms.room_type_id(), " is defined"));
      }
      if (rooms.from() < today) {
        context.Decline(v1::STATE_NIGHT_IN_PAST, absl::StrCat("rooms[", i, "].from"),
                        absl::StrCat(rooms.from(), " is before the business date ", today));
      }
    }
    if (open_.rate_plan_id().empty()) return;
    if (context.state.FindRatePlan(open_.property_id(), open_.rate_plan_id()) == nullptr) {
      context.Decline(v1::STATE_RATE_PLAN_UNKNOWN, "rate_plan_id",
                      absl::StrCat("no rate plan ", open_.rate_plan_id(), " is defined"));
    }
  }

  void Policy(DecideContext& context) override {
    for (int i = 0; i < open_.rooms_size(); ++i) {
      CheckOnSale(context, absl::StrCat("rooms[", i, "]"), open_.rooms(i));
      CheckNotTooFar(context, absl::StrCat("rooms[", i, "].until"), DateOf(open_.rooms(i).until()));
    }
  }

  void Accept(DecideContext&, v1::Accepted& accepted) override {
    v1::Block& event = *accepted.add_events()->mutable_block_opened();
    event.set_block_id(open_.block_id());
    event.set_property_id(open_.property_id());
    event.set_customer_id(open_.customer_id());
    event.set_status(open_.status());
    event.set_cutoff_on(open_.cutoff_on());
    event.set_rate_plan_id(open_.rate_plan_id());
    for (const auto& [place, rooms] : allotments_) {
      v1::Allotment& allotment = *event.add_allotments();
      allotment.set_room_type_id(place.first);
      allotment.set_night(place.second);
      allotment.set_rooms(rooms);
    }
  }

 private:
  // Form: night by night, each once and not too many.
  void Expand(DecideContext& context) {
    bool twice = false;
    int64_t nights = 0;
    for (const v1::OpenBlock::Rooms& rooms : open_.rooms()) {
      const CivilDate until = DateOf(rooms.until());
      nights += until - DateOf(rooms.from());
      if (nights > kMaxAllotments) continue;
      for (CivilDate night = DateOf(rooms.from()); night < until; night = night + 1) {
        const auto place = std::make_pair(rooms.room_type_id(), night.ymd());
        twice = !allotments_.emplace(place, rooms.rooms()).second || twice;
      }
    }
    if (nights > kMaxAllotments) {
      context.Decline(
          v1::FORM_TOO_MANY, "rooms",
          absl::StrCat(nights, " nights of room types, a block holds ", kMaxAllotments));
    }
    if (twice) {
      context.Decline(v1::FORM_DUPLICATE, "rooms", "a night of a room type is there twice");
    }
  }

  void CheckOnSale(DecideContext& context, const std::string& path,
                   const v1::OpenBlock::Rooms& rooms) {
    int32_t short_of = 0;
    CivilDate first;
    for (CivilDate night = DateOf(rooms.from()); night < DateOf(rooms.until()); night = night + 1) {
      const int32_t on_sale =
          RoomsOnSale(context.state, open_.property_id(), rooms.room_type_id(), night);
      if (rooms.rooms() <= on_sale) continue;
      if (short_of++ == 0) first = night;
    }
    if (short_of == 0) return;
    const int32_t on_sale =
        RoomsOnSale(context.state, open_.property_id(), rooms.room_type_id(), first);
    context.Decline(v1::POLICY_NOT_AVAILABLE, path,
                    absl::StrCat(rooms.rooms(), " rooms of type ", rooms.room_type_id(),
                                 " are not there for ", short_of, " of the nights, first ",
                                 first.ToString(), " with ", std::max(0, on_sale), " on sale"));
  }

  const v1::OpenBlock& open_;
  std::map<std::pair<std::string, int32_t>, int32_t> allotments_;
};

// What is asked of a block that is there.
class BlockPhases : public Phases {
 public:
  explicit BlockPhases(std::string_view block_id) : block_id_(block_id) {}

  void Form(DecideContext& context) override { context.CheckId("block_id", block_id_); }

  void State(DecideContext& context) override {
    block_ = context.Require<v1::Block>("block_id", block_id_);
    if (block_ != nullptr) context.CheckRevision(block_->revision());
  }

 protected:
  void DeclineStatus(DecideContext& context) {
    context.Decline(
        v1::STATE_STATUS, "block_id",
        absl::StrCat("block ", block_->block_id(), " is ", v1::BlockStatus_Name(block_->status())));
  }

  const std::string_view block_id_;
  const v1::Block* block_ = nullptr;
};

class ConfirmPhases : public BlockPhases {
 public:
  explicit ConfirmPhases(const DecideContext& context)
      : BlockPhases(context.request.confirm_block().block_id()) {}

  void State(DecideContext& context) override {
    BlockPhases::State(context);
    if (block_ != nullptr && block_->status() != v1::BLOCK_TENTATIVE) DeclineStatus(context);
  }

  void Accept(DecideContext&, v1::Accepted& accepted) override {
    accepted.add_events()->mutable_block_confirmed()->set_block_id(block_->block_id());
  }
};

class ReleasePhases : public BlockPhases {
 public:
  explicit ReleasePhases(const DecideContext& context)
      : BlockPhases(context.request.release_block().block_id()) {}

  void State(DecideContext& context) override {
    BlockPhases::State(context);
    if (block_ != nullptr && block_->status() == v1::BLOCK_RELEASED) DeclineStatus(context);
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    AddBlockRelease(context, *block_, accepted);
  }
};

class WashPhases : public BlockPhases {
 public:
  explicit WashPhases(const DecideContext& context)
      : BlockPhases(context.request.wash_block().block_id()),
        rooms_(context.request.wash_block().rooms()) {}

  void Form(DecideContext& context) override {
    BlockPhases::Form(context);
    CheckRoomsForm(context, "rooms", rooms_, 0);
  }

  void State(DecideContext& context) override {
    BlockPhases::State(context);
    if (block_ == nullptr) return;
    if (block_->status() == v1::BLOCK_RELEASED) return DeclineStatus(context);
    for (CivilDate night = DateOf(rooms_.from()); night < DateOf(rooms_.until());
         night = night + 1) {
      if (!WashNight(context, night)) return;
    }
    if (!washed_.allotments().empty() || context.AnyDeclined()) return;
    context.Decline(v1::FORM_CHANGE_EMPTY, "rooms",
                    absl::StrCat("each of the nights has ", rooms_.rooms(), " rooms already"));
  }

  void Accept(DecideContext&, v1::Accepted& accepted) override {
    washed_.set_block_id(block_->block_id());
    accepted.add_events()->mutable_block_washed()->Swap(&washed_);
  }

 private:
  // False: declined. The first night that is wrong stands for all.
  bool WashNight(DecideContext& context, CivilDate night) {
    const int index = AllotmentIndex(*block_, rooms_.room_type_id(), night.ymd());
    if (index < 0) {
      context.Decline(v1::STATE_REFERENCE_UNKNOWN, "rooms",
                      absl::StrCat("block ", block_->block_id(), " holds no ",
                                   rooms_.room_type_id(), " on ", night.ToString()));
      return false;
    }
    const v1::Allotment& allotment = block_->allotments(index);
    if (rooms_.rooms() < allotment.picked_up() || rooms_.rooms() > allotment.rooms()) {
      context.Decline(
          v1::STATE_BALANCE_TOO_SMALL, "rooms.rooms",
          absl::StrCat("of ", allotment.rooms(), " rooms on ", night.ToString(), " ",
                       allotment.picked_up(), " are picked up: ", rooms_.rooms(), " can't stay"));
      return false;
    }
    if (rooms_.rooms() == allotment.rooms()) return true;
    v1::Allotment& washed = *washed_.add_allotments();
    washed = allotment;
    washed.set_rooms(rooms_.rooms());
    return true;
  }

  const v1::OpenBlock::Rooms& rooms_;
  v1::BlockWashed washed_;
};

template <typename SomePhases>
void Run(DecideContext& context, v1::Outcome& outcome) {
  SomePhases phases(context);
  RunPhases(context, phases, outcome);
}

}  // namespace

void AddBlockRelease(const DecideContext&, const v1::Block& block, v1::Accepted& accepted) {
  accepted.add_events()->mutable_block_released()->set_block_id(block.block_id());
}

void DecideGroups(DecideContext& context, v1::Outcome& outcome) {
  switch (context.request.body_case()) {
    case v1::Request::kOpenBlock:
      return Run<OpenPhases>(context, outcome);
    case v1::Request::kConfirmBlock:
      return Run<ConfirmPhases>(context, outcome);
    case v1::Request::kWashBlock:
      return Run<WashPhases>(context, outcome);
    default:
      return Run<ReleasePhases>(context, outcome);
  }
}

}  // namespace daybook
