// Which channels a record is a message to, and what they say to it.
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/domain/request_text.h"
#include "tests/support/given.h"

namespace daybook::testing {
namespace {

v1::Request Listening(std::string_view id, bool inactive = false) {
  return With(DefineChannel(id, inactive), [](v1::Request& r) {
    v1::ChannelDefinition& channel = *r.mutable_define_channel()->mutable_channel();
    channel.set_takes_messages(true);
    channel.set_fallback("phone");
  });
}

// The standard hotel, where ota listens.
class ChannelsTest : public ::testing::Test {
 protected:
  ChannelsTest() { hotel_.Given(Listening("ota")); }

  v1::Request ByOta(const std::string& fields) {
    return Ask(SalesChannel("ota"),
               absl::StrCat("record_delivery { channel_id: 'ota' ", fields, " }"));
  }
  // The position of the record that it makes.
  uint64_t Given(const v1::Request& request) {
    hotel_.Given(request);
    return hotel_.records().back().position();
  }
  std::string Position(uint64_t position) { return absl::StrCat("position: ", position, " "); }
  const v1::Delivery* Message(uint64_t position, std::string_view channel = "ota") {
    return hotel_.state().Find<v1::Delivery>(DeliveryKey(channel, position));
  }
  std::vector<std::string> Told() {
    const auto& told = hotel_.records().back().outcome().accepted().told_channels();
    return {told.begin(), told.end()};
  }

  Ledgerless hotel_;
};
using Ids = std::vector<std::string>;

TEST_F(ChannelsTest, AChannelIsToldOfEachRecordAboutABookingOfItsOwn) {
  const uint64_t created = Given(Create({.channel = "ota"}));
  EXPECT_EQ(Told(), Ids{"ota"});
  ASSERT_NE(Message(created), nullptr);
  EXPECT_EQ(Message(created)->status(), v1::DELIVERY_PENDING);
  EXPECT_EQ(Message(created)->booking_id(), "b1");
  EXPECT_EQ(Message(created)->recorded_us(), hotel_.now().micros());
  const uint64_t paid = Given(Pay("b1", "p1", 100));
  EXPECT_EQ(Told(), Ids{"ota"});
  Given(As(SalesChannel("ota"), Cancel("b1")));
  EXPECT_EQ(Told(), Ids{"ota"}) << "who asked is told too: the state is the whole one";
  EXPECT_NE(Message(paid), nullptr);
}

TEST_F(ChannelsTest, NobodyIsToldOfWhatIsDirectDeclinedOrOfAChannelThatDoesNotListen) {
  Given(Create({.id = "direct"}));
  EXPECT_EQ(Told(), Ids{});
  hotel_.Given(DefineChannel("deaf"));
  Given(Create({.id = "deaf", .arrival = 20260401, .departure = 20260402, .channel = "deaf"}));
  EXPECT_EQ(Told(), Ids{});
  hotel_.When(Create({.id = "x", .room_type = "TENT", .channel = "ota"}))
      .ThenDeclined({v1::STATE_ROOM_TYPE_UNKNOWN});
  Given(Create({.id = "b1", .arrival = 20260501, .departure = 20260502, .channel = "ota"}));
  hotel_.Given(Listening("ota", true));
  Given(Cancel("b1"));
  EXPECT_EQ(Told(), Ids{}) << "an inactive channel is told nothing";
}

TEST_F(ChannelsTest, ARecordAboutManyBookingsIsOneMessageToEachChannel) {
  hotel_.Given(Listening("abc"));
  const auto hold = [](std::string id, std::string channel) {
    return Create({.id = std::move(id),
                   .room_type = "TWN",
                   .status = v1::HELD,
                   .hold_until = "2026-03-01T11:00:00Z",
                   .channel = std::move(channel)});
  };
  hotel_.Given({hold("b1", "ota"), hold("b2", "abc"), hold("b3", "ota")});
  hotel_.SetNow("2026-03-01T12:00:00Z");
  const uint64_t due = Given(Due("2026-03-01T12:00:00Z"));
  EXPECT_EQ(Told(), (Ids{"abc", "ota"}));
  EXPECT_NE(Message(due, "abc"), nullptr);
  EXPECT_NE(Message(due, "ota"), nullptr);
}

TEST_F(ChannelsTest, AnAcknowledgedMessageIsSettledOnce) {
  const uint64_t position = Given(Create({.channel = "ota"}));
  hotel_.SetNow("2026-03-01T10:05:00Z");
  hotel_.When(ByOta(Position(position)))
      .ThenAccepted({absl::StrCat("delivery_recorded { channel_id: 'ota' positions: ", position,
                                  " status: DELIVERY_ACKNOWLEDGED }")});
  EXPECT_EQ(Message(position)->status(), v1::DELIVERY_ACKNOWLEDGED);
  EXPECT_EQ(Message(position)->settled_us(), At("2026-03-01T10:05:00Z").micros());
  EXPECT_EQ(Message(position)->attempts(), 1);
  hotel_.When(ByOta(Position(position))).ThenDeclined({v1::STATE_STATUS});
  hotel_.When(ByOta(Position(0))).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
}

TEST_F(ChannelsTest, ARefusedMessageWaitsUntilItIsAcknowledgedOrGivenUp) {
  const uint64_t first = Given(Create({.channel = "ota"}));
  const uint64_t second = Given(Cancel("b1"));
  hotel_.When(ByOta(Position(first) + "refused: true code: 'E-42'")).ThenAccepted();
  EXPECT_EQ(Message(first)->status(), v1::DELIVERY_REFUSED);
  EXPECT_EQ(Message(first)->last_code(), "E-42");
  EXPECT_EQ(Message(first)->settled_us(), 0);
  hotel_.When(ByOta(Position(first) + "refused: true code: 'E-43'")).ThenAccepted();
  hotel_.When(ByOta(Position(first))).ThenAccepted();
  EXPECT_EQ(Message(first)->status(), v1::DELIVERY_ACKNOWLEDGED);
  EXPECT_EQ(Message(first)->attempts(), 3);
  EXPECT_EQ(Message(first)->last_code(), "E-43");

  hotel_.When(ByOta(Position(second) + "fall_back: true"))
      .ThenDeclined({v1::IDENTITY_ROLE_MISSING});
  const v1::Request give_up =
      As(StaffMember(kReservations), ByOta(Position(second) + "fall_back: true"));
  hotel_.When(give_up).ThenAccepted();
  EXPECT_EQ(Message(second)->status(), v1::DELIVERY_FALLBACK);
}

TEST_F(ChannelsTest, WithoutAFallbackNothingIsGivenUp) {
  hotel_.Given(With(Listening("ota"), [](v1::Request& r) {
    r.mutable_define_channel()->mutable_channel()->clear_fallback();
  }));
  const uint64_t position = Given(Create({.channel = "ota"}));
  hotel_.When(As(StaffMember(kReservations), ByOta(Position(position) + "fall_back: true")))
      .ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
}

TEST_F(ChannelsTest, OneWordAcknowledgesAllUpToAPosition) {
  hotel_.Given(Listening("abc"));
  const uint64_t first = Given(Create({.id = "b1", .channel = "ota"}));
  const uint64_t others = Given(Create({.id = "b2", .channel = "abc"}));
  const uint64_t second = Given(Pay("b1", "p1", 100));
  const uint64_t third = Given(Pay("b1", "p2", 100));
  hotel_.When(ByOta(Position(first) + "refused: true code: 'busy'")).ThenAccepted();
  hotel_.When(ByOta(Position(second) + "up_to: true"))
      .ThenAccepted({absl::StrCat("delivery_recorded { channel_id: 'ota' positions: ", first,
                                  " positions: ", second, " status: DELIVERY_ACKNOWLEDGED }")});
  EXPECT_EQ(Message(third)->status(), v1::DELIVERY_PENDING);
  EXPECT_EQ(Message(others, "abc")->status(), v1::DELIVERY_PENDING);
  hotel_.When(ByOta(Position(second) + "up_to: true")).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
}

TEST_F(ChannelsTest, ARecordHoldsSoManyAcknowledgementsAndSaysWhereToStop) {
  // A booking takes 256 payments.
  uint64_t last_that_fits = 0;
  int messages = 0;
  for (int booking = 0; booking < 5; ++booking) {
    const std::string id = absl::StrCat("b", booking);
    std::vector<v1::Request> requests = {Create({.id = id,
                                                 .arrival = 20260401 + booking,
                                                 .departure = 20260402 + booking,
                                                 .channel = "ota"})};
    for (int i = 0; i < 210; ++i) requests.push_back(Pay(id, absl::StrCat("p", i), 100));
    for (const v1::Request& request : requests) {
      const uint64_t position = Given(request);
      if (++messages == 1024) last_that_fits = position;
    }
  }
  ASSERT_GT(messages, 1024);
  const auto told = hotel_.When(ByOta("position: 1000000 up_to: true"));
  told.ThenDeclined({v1::STATE_TOO_MANY});
  EXPECT_NE(told.record().outcome().declined().reasons(0).detail().find(
                absl::StrCat("acknowledge up to ", last_that_fits)),
            std::string::npos);
  hotel_.When(ByOta(Position(last_that_fits) + "up_to: true")).ThenAccepted();
  hotel_.When(ByOta("position: 1000000 up_to: true")).ThenAccepted();
}

TEST_F(ChannelsTest, WhatIsSaidOfAMessageHasToMakeSense) {
  const uint64_t position = Given(Create({.channel = "ota"}));
  hotel_.When(ByOta(Position(position) + "refused: true")).ThenDeclined({v1::FORM_ID_INVALID});
  hotel_.When(ByOta(Position(position) + "code: 'E-1'")).ThenDeclined({v1::FORM_ID_INVALID});
  hotel_.When(ByOta(Position(position) + "refused: true code: 'E-1' up_to: true"))
      .ThenDeclined({v1::FORM_ENUM_INVALID});
  hotel_.When(Ask(StaffMember(kReservations), "record_delivery { channel_id: 'nobody' }"))
      .ThenDeclined({v1::STATE_CHANNEL_UNKNOWN});
  hotel_.When(Ask(SalesChannel("ota"), "record_delivery { channel_id: 'old' }"))
      .ThenDeclined({v1::IDENTITY_NOT_ENTITLED});
}

}  // namespace
}  // namespace daybook::testing
