// The generator by itself: what it asks for is a matter of its settings and of the answers.
#include <cstdint>
#include <map>
#include <string>

#include "gtest/gtest.h"
#include "ledger/base/sha256.h"
#include "ledger/base/strings.h"
#include "tests/tools/simulated_bookings.h"
#include "tools/simulate/simulator.h"

namespace daybook::simulation {
namespace {

SimulationSettings SmallGroup(uint64_t seed = 7) {
  SimulationSettings settings;
  settings.seed = seed;
  settings.hotels = 2;
  settings.days = 40;
  return settings;
}

// All requests with their instants, as bytes.
std::string BytesOf(const SimulationSettings& settings) {
  std::string bytes;
  RunAcceptingAll(settings, [&](const TimedRequest& timed) {
    bytes += std::to_string(timed.at.micros()) + " ";
    timed.request.AppendToString(&bytes);
    bytes += '\n';
  });
  return bytes;
}

TEST(SimulatorTest, TheSameSeedGivesTheSameRequestsByteForByte) {
  const std::string bytes = BytesOf(SmallGroup());
  EXPECT_GT(bytes.size(), 200'000u);
  EXPECT_TRUE(bytes == BytesOf(SmallGroup()));
}

// Made once on one machine: another one, another compiler, another library give it too. A change of
// what is simulated changes it, and then the simulator needs a new name (settings.cc).
TEST(SimulatorTest, TheRequestsAreTheSameOnEveryMachine) {
  EXPECT_EQ(ToHex(AsBytes(Sha256Of(BytesOf(SmallGroup())))),
            "bf460d33aaa3e5e3ba8f4c97226ed8d9395a97fd1ed3a434ccf12a33cf4caa5c");
}

TEST(SimulatorTest, AnotherSeedGivesOtherRequests) {
  EXPECT_FALSE(BytesOf(SmallGroup(7)) == BytesOf(SmallGroup(8)));
}

TEST(SimulatorTest, MoreDaysBeginWithTheFewerDays) {
  SimulationSettings longer = SmallGroup();
  longer.days = 55;
  const std::string few = BytesOf(SmallGroup());
  const std::string many = BytesOf(longer);
  ASSERT_GT(many.size(), few.size());
  EXPECT_TRUE(many.compare(0, few.size(), few) == 0);
}

TEST(SimulatorTest, TimeNeverGoesBackAndStaysWithinTheDays) {
  const SimulationSettings settings = SmallGroup();
  Instant last;
  CivilDate first_day = settings.from;
  RunAcceptingAll(settings, [&](const TimedRequest& timed) {
    EXPECT_LE(last, timed.at);
    last = timed.at;
    EXPECT_GE(DateOfInstant(timed.at), first_day);
    EXPECT_LT(DateOfInstant(timed.at), first_day + settings.days);
  });
}

TEST(SimulatorTest, NoRequestIdServesTwiceButForRetriesAndMuddles) {
  SimulationSettings settings = SmallGroup();
  settings.rates.retry_permille = 80;
  settings.rates.conflict_per_100000 = 5'000;
  std::map<std::string, std::string> first;
  uint64_t again = 0;
  uint64_t conflicts = 0;
  RunAcceptingAll(settings, [&](const TimedRequest& timed) {
    const std::string bytes = timed.request.SerializeAsString();
    if (timed.sending == Sending::kFirst) {
      EXPECT_TRUE(first.emplace(timed.request.request_id(), bytes).second);
    } else if (timed.sending == Sending::kAgain) {
      EXPECT_EQ(first.at(timed.request.request_id()), bytes);
      ++again;
    } else {
      EXPECT_NE(first.at(timed.request.request_id()), bytes);
      ++conflicts;
    }
  });
  EXPECT_GT(again, 100u);
  EXPECT_GT(conflicts, 50u);
}

// A ledger that has nothing: no hotel opens, and nobody goes on as if it had.
TEST(SimulatorTest, SaysSoWhenABusinessDateCannotBeRolled) {
  Simulator simulator(SmallGroup());
  v1::Outcome declined;
  declined.mutable_declined()->add_reasons()->set_code(v1::STATE_PROPERTY_UNKNOWN);
  absl::Status failure;
  for (int batch = 0; batch < 100 && failure.ok(); ++batch) {
    const auto part = simulator.Next();
    failure = part.status();
    if (!failure.ok()) break;
    for (size_t i = 0; i < (*part)->requests.size(); ++i) simulator.Answer(**part, i, declined);
  }
  EXPECT_TRUE(absl::IsInternal(failure)) << failure;
  EXPECT_EQ(simulator.days_done(), 0);
}

TEST(SimulatorTest, ForgetsBookingsThatAreOver) {
  SimulationSettings settings = SmallGroup();
  settings.rates.rooms_least = settings.rates.rooms_most = 10;
  settings.days = 1'500;
  Simulator simulator(settings);
  v1::Outcome accepted;
  accepted.mutable_accepted();
  size_t open_after_two_years = 0;
  uint64_t bookings = 0;
  while (simulator.days_done() < settings.days) {
    const auto part = simulator.Next();
    ASSERT_TRUE(part.ok()) << part.status();
    for (size_t i = 0; i < (*part)->requests.size(); ++i) {
      if ((*part)->requests[i].request.has_create_booking()) ++bookings;
      simulator.Answer(**part, i, accepted);
    }
    if (simulator.days_done() == 740) open_after_two_years = simulator.open_bookings();
  }
  EXPECT_GT(bookings, 5'000u);
  EXPECT_LT(simulator.open_bookings(), open_after_two_years * 13 / 10);
}

// Everybody is turned away: some come back for another room type, some wait, some are forced in.
TEST(SimulatorTest, WhoFindsNoRoomTakesAnotherWaitsOrIsForcedIn) {
  SimulationSettings settings = SmallGroup();
  settings.rates.overbooked_permille = 100;
  settings.rates.mistake_permille = 0;
  Simulator simulator(settings);
  v1::Outcome accepted;
  accepted.mutable_accepted();
  v1::Outcome full;
  full.mutable_declined()->add_reasons()->set_code(v1::POLICY_NOT_AVAILABLE);
  std::map<std::string, v1::CreateBooking> turned_away;
  uint64_t other_types = 0;
  uint64_t waiting = 0;
  uint64_t forced = 0;
  while (simulator.days_done() < settings.days) {
    const auto part = simulator.Next();
    ASSERT_TRUE(part.ok()) << part.status();
    for (size_t i = 0; i < (*part)->requests.size(); ++i) {
      const TimedRequest& timed = (*part)->requests[i];
      const v1::CreateBooking& create = timed.request.create_booking();
      const bool takes_room =
          timed.request.has_create_booking() && create.status() != v1::WAITLISTED;
      if (const auto before = turned_away.find(create.booking_id());
          timed.sending == Sending::kFirst && before != turned_away.end()) {
        if (create.room_type_id() != before->second.room_type_id()) ++other_types;
        if (create.status() == v1::WAITLISTED) ++waiting;
        if (timed.request.has_override()) ++forced;
      }
      if (takes_room) turned_away[create.booking_id()] = create;
      simulator.Answer(**part, i, takes_room ? full : accepted);
    }
  }
  EXPECT_GT(other_types, 100u);
  EXPECT_GT(waiting, 50u);
  EXPECT_GT(forced, 50u);
}

}  // namespace
}  // namespace daybook::simulation
