// Other ways to have what is wanted: in declines for want of a room, and ranked.
#include "ledger/domain/booking/alternatives.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/domain/request_text.h"
#include "tests/support/given.h"

namespace daybook::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// "H1 DBL 20260311-20260313 20000", or "partner".
std::vector<std::string> Named(const Alternatives& alternatives) {
  std::vector<std::string> named;
  for (const v1::Alternative& one : alternatives) {
    named.push_back(one.partner_id().empty()
                        ? absl::StrCat(one.property_id(), " ", one.room_type_id(), " ",
                                       one.stay().arrival(), "-", one.stay().departure(), " ",
                                       one.price_minor())
                        : one.partner_id());
  }
  return named;
}

v1::Request Partner(std::string_view id, int32_t rank, std::string_view property = "H1",
                    bool inactive = false) {
  return Ask(Operator(), absl::StrCat("define_partner { partner { partner_id: '", std::string(id),
                                      "' property_ids: '", std::string(property), "' rank: ", rank,
                                      " inactive: ", inactive ? "true" : "false", " } }"));
}

// Both rooms DBL of H1 are taken on the night of the 10th.
void GivenTheTenthIsSoldOut(Ledgerless& hotel) {
  hotel.Given({Create({.id = "x1", .arrival = 20260310, .departure = 20260311}),
               Create({.id = "x2", .arrival = 20260310, .departure = 20260311})});
}

Wish TheTenth() {
  v1::Stay stay;
  stay.set_arrival(20260310);
  stay.set_departure(20260312);
  v1::Guests guests;
  guests.set_adults(2);
  return {"H1", "DBL", "FLEX", stay, guests};
}

TEST(AlternativesOf, AStayAreTheNearestDatesThenRoomTypesThenPropertiesThenPartners) {
  Ledgerless hotel;
  hotel.Given({Partner("far-inn", 2), Partner("near-inn", 1), Partner("closed-inn", 0, "H1", true),
               Partner("lisbon-inn", 0, "H2")});
  GivenTheTenthIsSoldOut(hotel);
  EXPECT_THAT(Named(FindAlternatives(hotel.state(), TheTenth())),
              ElementsAre("H1 DBL 20260311-20260313 20000", "H1 DBL 20260312-20260314 20000",
                          "H1 DBL 20260308-20260310 20000", "H1 TWN 20260310-20260312 16000",
                          "H1 SUI 20260310-20260312 50000", "H2 DBL 20260310-20260312 14000",
                          "near-inn", "far-inn"));
}

TEST(AlternativesOf, AStayAreNeverMoreThanEight) {
  Ledgerless hotel;
  for (int i = 0; i < 9; ++i) hotel.Given(Partner("inn-" + std::to_string(i), i));
  const Alternatives found = FindAlternatives(hotel.state(), TheTenth());
  EXPECT_EQ(found.size(), kMaxAlternatives);
  EXPECT_EQ(found[kMaxAlternatives - 1].partner_id(), "inn-1");
}

TEST(AlternativesOf, AStayAreNotInThePastNorTooSmallForTheGuests) {
  Ledgerless hotel;
  Wish wish = TheTenth();
  wish.stay.set_arrival(20260301);
  wish.stay.set_departure(20260302);
  wish.guests.set_adults(3);  // DBL takes two, TWN any number, SUI four
  EXPECT_THAT(Named(FindAlternatives(hotel.state(), wish)),
              ElementsAre("H1 TWN 20260301-20260302 8000", "H1 SUI 20260301-20260302 25000",
                          "H2 DBL 20260301-20260302 7000"));
}

TEST(AlternativesOf, AStayLeaveOutRoomsThatAreOutOfOrderAndHeldByBlocks) {
  Ledgerless hotel;
  GivenTheTenthIsSoldOut(hotel);
  hotel.Given(OutOfOrder("H1", "TWN", 20260310, 20260311, 3));
  hotel.Given(Ask(StaffMember(kManager),
                  "open_block { block_id: 'g' property_id: 'H1' status: BLOCK_DEFINITE rooms { "
                  "room_type_id: 'SUI' from: 20260310 until: 20260312 rooms: 2 } }"));
  for (const std::string& one : Named(FindAlternatives(hotel.state(), TheTenth()))) {
    EXPECT_EQ(one.find("TWN"), std::string::npos) << one;
    EXPECT_EQ(one.find("SUI"), std::string::npos) << one;
  }
}

// 9,999 yen are no nearer to 100.00 euros than 20,000 are.
TEST(AlternativesOf, AStayInAnotherCurrencyComeLastAndAreNotRankedByPrice) {
  Ledgerless hotel;
  hotel.Given({DefineProperty("A1", "Asia/Tokyo", "JPY"), DefineRoomType("A1", "ECO", 1),
               DefineRoomType("A1", "ZEN", 1),
               DefineRatePlan("A1", "FLEX",
                              {PriceSpec{.room_type = "ZEN", .nightly_minor = 10'000},
                               PriceSpec{.room_type = "ECO", .nightly_minor = 20'000}})});
  const auto of_others = [&] {
    std::vector<std::string> named;
    for (const std::string& one : Named(FindAlternatives(hotel.state(), TheTenth()))) {
      if (one.substr(0, 2) != "H1") named.push_back(one);
    }
    return named;
  };
  EXPECT_THAT(of_others(),
              ElementsAre("H2 DBL 20260310-20260312 14000", "A1 ECO 20260310-20260312 40000"));
  hotel.Given(OutOfOrder("A1", "ECO", 20260310, 20260311, 1));
  EXPECT_THAT(of_others(),
              ElementsAre("H2 DBL 20260310-20260312 14000", "A1 ZEN 20260310-20260312 20000"));
}

TEST(AlternativesOf, AnUnknownPropertyAreNone) {
  Ledgerless hotel(Ledgerless::Begin::kEmpty);
  EXPECT_THAT(Named(FindAlternatives(hotel.state(), TheTenth())), IsEmpty());
}

TEST(ADeclineForWantOfARoom, NamesAlternativesThatCanThenBeBooked) {
  Ledgerless hotel;
  GivenTheTenthIsSoldOut(hotel);
  const Then then = hotel.When(Create());
  then.ThenDeclined({v1::POLICY_NOT_AVAILABLE});
  const Alternatives& found = then.record().outcome().declined().alternatives();
  ASSERT_GE(found.size(), 4);
  for (const v1::Alternative& one : found) {
    SCOPED_TRACE(one.ShortDebugString());
    const v1::Request create = Create({.id = "b1",
                                       .property = one.property_id(),
                                       .arrival = one.stay().arrival(),
                                       .departure = one.stay().departure(),
                                       .room_type = one.room_type_id(),
                                       .rate_plan = one.rate_plan_id()});
    const v1::Outcome outcome = hotel.Judge(WithId("as-proposed", create));
    EXPECT_TRUE(outcome.has_accepted()) << outcome.ShortDebugString();
  }
}

TEST(ADeclineForWantOfARoom, NamesThemForAChangeAndAPromotionToo) {
  Ledgerless hotel;
  GivenTheTenthIsSoldOut(hotel);
  hotel.Given({Create({.id = "b1", .arrival = 20260312, .departure = 20260313}),
               Create({.id = "w1", .status = v1::WAITLISTED})});
  const Then change = hotel.When(ChangeStay("b1", 20260310, 20260311));
  change.ThenDeclined({v1::POLICY_NOT_AVAILABLE});
  EXPECT_FALSE(change.record().outcome().declined().alternatives().empty());
  const Then promote = hotel.When(As(StaffMember(kManager), Promote("w1")));
  promote.ThenDeclined({v1::POLICY_NOT_AVAILABLE});
  EXPECT_FALSE(promote.record().outcome().declined().alternatives().empty());
}

TEST(ADeclineForAnythingElse, NamesNone) {
  Ledgerless hotel;
  const Then then = hotel.When(Create({.adults = 3}));
  then.ThenDeclined({v1::POLICY_OCCUPANCY_EXCEEDED});
  EXPECT_TRUE(then.record().outcome().declined().alternatives().empty());
}

}  // namespace
}  // namespace daybook::testing
