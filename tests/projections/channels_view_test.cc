#include "projections/channels/channels_view.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "projections/channels/reconciliation.h"
#include "tests/domain/request_text.h"
#include "tests/projections/viewed_records.h"
#include "tests/support/given.h"

namespace daybook::testing {
namespace {

class Viewed : public ViewedRecords {
 public:
  explicit Viewed(const Ledgerless& hotel)
      : ViewedRecords(hotel.records(), NewChannelsProjection()) {}

  std::vector<std::string> Listed(std::string_view channel_id, bool waiting) const {
    std::vector<std::string> ids;
    const absl::Status listed =
        ListDeliveries(**this, channel_id, waiting, [&](const v1::Delivery& delivery) {
          ids.push_back(DeliveryId(delivery));
          return true;
        });
    EXPECT_TRUE(listed.ok()) << listed;
    return ids;
  }
};
using Ids = std::vector<std::string>;

v1::Request Listening(std::string_view id) {
  return With(DefineChannel(id), [](v1::Request& r) {
    r.mutable_define_channel()->mutable_channel()->set_takes_messages(true);
  });
}

v1::Request Say(std::string_view channel_id, uint64_t position, std::string_view more = "") {
  return Ask(SalesChannel(channel_id),
             absl::StrCat("record_delivery { channel_id: '", std::string(channel_id),
                          "' position: ", position, " ", std::string(more), " }"));
}

TEST(ChannelsView, ListsMessagesByChannelAndPositionAndThoseThatWait) {
  Ledgerless hotel;
  hotel.Given({Listening("ota"), Listening("abc"), Create({.id = "b1", .channel = "ota"}),
               Create({.id = "b2", .channel = "abc"}), Pay("b1", "p1", 100)});
  const uint64_t end = hotel.records().size();
  const std::string b1 = absl::StrCat("ota/", end - 3);
  const std::string b2 = absl::StrCat("abc/", end - 2);
  const std::string paid = absl::StrCat("ota/", end - 1);
  {
    const Viewed view(hotel);
    EXPECT_EQ(view.Listed("", true), (Ids{b2, b1, paid}));
    EXPECT_EQ(view.Listed("ota", false), (Ids{b1, paid}));
    EXPECT_EQ(view.Listed("ot", false), Ids{}) << "an id is not the beginning of another";
  }
  hotel.Given({Say("ota", end - 3), Say("ota", end - 1, "refused: true code: 'E-1'")});
  const Viewed view(hotel);
  EXPECT_EQ(view.Listed("", true), (Ids{b2, paid}));
  EXPECT_EQ(view.Listed("", false), (Ids{b2, b1, paid}));
  const auto counts = CountDeliveries(*view);
  ASSERT_TRUE(counts.ok());
  EXPECT_EQ(counts->at("ota").acknowledged, 1u);
  EXPECT_EQ(counts->at("ota").refused, 1u);
  EXPECT_EQ(counts->at("abc").pending, 1u);
  EXPECT_EQ(counts->at("abc").oldest_waiting, hotel.now());
  EXPECT_TRUE(counts->contains("old")) << "a channel without a message is there too";
  EXPECT_EQ((*GetDelivery(*view, "ota", end - 1))->last_code(), "E-1");
}

TEST(ChannelsView, AMessageIsOverdueFromTheInstantThatTheServiceLevelsName) {
  Ledgerless hotel;  // 10:00
  hotel.Given({Listening("ota"), Create({.channel = "ota"})});
  const uint64_t position = hotel.records().back().position();
  const auto overdue = [&](const Viewed& view, const char* now) {
    const auto clocks = DeliveryClocks::Load(*view);
    EXPECT_TRUE(clocks.ok());
    return clocks->IsOverdue(**GetDelivery(*view, "ota", position), "H1", At(now));
  };
  EXPECT_FALSE(overdue(Viewed(hotel), "2027-01-01T00:00:00Z")) << "no policy, no clock";

  hotel.Given(Ask(StaffMember(kManager),
                  "propose_policy { policy { policy_id: 'sla' version: 1 service_levels { "
                  "delivery_minutes: 30 urgent_percent: 100 levels { kind: FEEDBACK_KIND_COMPLAINT "
                  "answer_minutes: 1 } } } }"));
  EXPECT_FALSE(overdue(Viewed(hotel), "2027-01-01T00:00:00Z")) << "proposed is not in force";
  hotel.Given(Ask(StaffMember(kOtherManager),
                  "settle_policy { policy_id: 'sla' version: 1 approved: true }"));
  EXPECT_FALSE(overdue(Viewed(hotel), "2026-03-01T10:29:59Z"));
  EXPECT_TRUE(overdue(Viewed(hotel), "2026-03-01T10:30:00Z"));
  hotel.Given(Say("ota", position));
  EXPECT_FALSE(overdue(Viewed(hotel), "2026-03-01T10:30:00Z")) << "acknowledged";
}

TEST(ChannelsView, AMessageTellsOfTheBookingsOfItsRecordOnceEach) {
  Ledgerless hotel;
  const auto hold = [](std::string id) {
    return Create({.id = std::move(id),
                   .room_type = "TWN",
                   .status = v1::HELD,
                   .hold_until = "2026-03-01T11:00:00Z"});
  };
  hotel.Given({hold("b2"), hold("b1")});
  hotel.SetNow("2026-03-01T11:00:00Z");
  hotel.Given(Due("2026-03-01T11:00:00Z"));
  EXPECT_EQ(BookingsTold(hotel.records().back()), (Ids{"b1", "b2"}));
  hotel.When(Cancel("b1"));
  EXPECT_EQ(BookingsTold(hotel.records().back()), Ids{}) << "declined tells nothing";
}

ChannelsBooking Listed(std::string id, int32_t arrival, int32_t departure,
                       v1::BookingStatus status) {
  return {std::move(id), arrival, departure, status};
}

std::vector<std::string> Names(const std::vector<Disagreement>& found) {
  std::vector<std::string> names;
  for (const Disagreement& one : found) {
    names.push_back(absl::StrCat(one.booking_id, " ", std::string(DifferenceName(one.difference))));
  }
  return names;
}

TEST(Reconciliation, SaysWhatIsMissingWhereAndWhatIsOtherwise) {
  const std::map<std::string, ChannelsBooking> ours = {
      {"b1", Listed("b1", 20260310, 20260312, v1::CONFIRMED)},
      {"b2", Listed("b2", 20260310, 20260312, v1::CONFIRMED)},
      {"b3", Listed("b3", 20260310, 20260312, v1::CANCELLED)},
      {"b4", Listed("b4", 20260310, 20260312, v1::CANCELLED)},
      {"b5", Listed("b5", 20260310, 20260312, v1::CONFIRMED)}};
  const std::vector<ChannelsBooking> theirs = {Listed("b4", 20260310, 20260313, v1::CONFIRMED),
                                               Listed("b1", 20260310, 20260312, v1::CONFIRMED),
                                               Listed("b9", 20260310, 20260312, v1::CONFIRMED),
                                               Listed("b1", 20260310, 20260312, v1::CONFIRMED),
                                               Listed("b5", 20260310, 20260312, v1::IN_HOUSE)};
  EXPECT_EQ(Names(Reconcile(theirs, ours)), (Ids{"b1 listed-twice", "b2 missing-there", "b4 stay",
                                                 "b4 status", "b5 status", "b9 missing-here"}));
  EXPECT_EQ(Names(Reconcile({}, {})), Ids{});
}

TEST(Reconciliation, AListThatIsOursAgreesAndOneChangeInItIsFound) {
  std::mt19937 random(7);
  const auto below = [&random](uint32_t n) { return static_cast<int32_t>(random() % n); };
  for (int round = 0; round < 100; ++round) {
    std::map<std::string, ChannelsBooking> ours;
    std::vector<ChannelsBooking> theirs;
    for (int i = 0; i < 20; ++i) {
      const ChannelsBooking booking = Listed(absl::StrCat("b", i), 20260301 + below(20), 20260325,
                                             static_cast<v1::BookingStatus>(1 + below(7)));
      ours.emplace(booking.booking_id, booking);
      theirs.push_back(booking);
    }
    std::shuffle(theirs.begin(), theirs.end(), random);
    ASSERT_TRUE(Reconcile(theirs, ours).empty());
    ChannelsBooking& changed = theirs[static_cast<size_t>(below(20))];
    changed.departure = 20260326;
    const std::vector<Disagreement> found = Reconcile(theirs, ours);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].booking_id, changed.booking_id);
    EXPECT_EQ(found[0].difference, Difference::kStay);
  }
}

}  // namespace
}  // namespace daybook::testing
