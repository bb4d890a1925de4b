#include "projections/customers/customers_view.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/domain/state.h"
#include "projections/entity_view.h"
#include "tests/domain/houses_with_books.h"
#include "tests/projections/viewed_records.h"
#include "tests/support/given.h"

namespace daybook::testing {
namespace {

constexpr std::string_view kSegments =
    "segment { currency: 'EUR' key_revenue_minor: 100000 key_stays: 3 old_after_days: 30 "
    "stale_after_days: 60 }";
const CivilDate kToday = *CivilDate::FromYmd(20260401);

class Viewed : public ViewedRecords {
 public:
  explicit Viewed(const Ledgerless& hotel)
      : ViewedRecords(hotel.records(), NewCustomersProjection()) {}

  v1::CustomerStats Stats(std::string_view customer_id) const {
    return GetRow<v1::CustomerStats>(**this, '0', customer_id)->value_or(v1::CustomerStats());
  }
  // By the segment policy in force.
  Standing Of(std::string_view customer_id, CivilDate today = kToday) const {
    const auto policy = SegmentPolicyInForce(**this, "");
    EXPECT_TRUE(policy.ok()) << policy.status();
    const auto standing =
        GetStanding(**this, customer_id, policy->has_value() ? &**policy : nullptr, today);
    EXPECT_TRUE(standing.ok() && standing->has_value()) << customer_id;
    return standing.ok() ? standing->value_or(Standing()) : Standing();
  }
  std::vector<std::string> Listed(const CustomerFilter& filter, CivilDate today = kToday) const {
    const auto policy = SegmentPolicyInForce(**this, "");
    std::vector<std::string> ids;
    const absl::Status listed =
        ListCustomers(**this, filter, policy->has_value() ? &**policy : nullptr, today,
                      [&](const Standing& standing) {
                        ids.push_back(standing.file.customer_id());
                        return true;
                      });
    EXPECT_TRUE(listed.ok()) << listed;
    return ids;
  }
};

v1::Request Profile(std::string_view customer_id) {
  return Ask(kManager, absl::StrCat("update_profile { customer_id: '", std::string(customer_id),
                                    "' profile { sealed { key_slot: 7 } } }"));
}

// A stay at H1, which keeps no books, of one night from the business date on.
void GivenStay(Ledgerless& hotel, const std::string& booking_id, const std::string& customer_id) {
  const int32_t arrival = hotel.state().FindProperty("H1")->business_date();
  const int32_t departure = (*CivilDate::FromYmd(arrival) + 1).ymd();
  hotel.Given(
      {Create(
           {.id = booking_id, .arrival = arrival, .departure = departure, .customer = customer_id}),
       CheckInOf(booking_id), Roll("H1", arrival), CheckOutOf(booking_id)});
}

TEST(CustomersView, CountsWhatBecameOfBookings) {
  Ledgerless hotel;
  hotel.Given(
      {Create({.id = "b1"}), Create({.id = "b2"}),
       Create({.id = "held",
               .room_type = "TWN",
               .status = v1::HELD,
               .hold_until = "2026-03-01T12:00:00Z"}),
       Create({.id = "other", .arrival = 20260320, .departure = 20260321, .customer = "c-2"}),
       Cancel("b2"), Release("held")});
  GivenStay(hotel, "stay", "c-1");
  const Viewed view(hotel);
  const v1::CustomerStats stats = view.Stats("c-1");
  EXPECT_EQ(stats.bookings(), 4);
  EXPECT_EQ(stats.cancellations(), 1) << "who lets a hold go cancels nothing";
  EXPECT_EQ(stats.stays(), 1);
  EXPECT_EQ(stats.nights(), 1);
  EXPECT_EQ(stats.first_seen_on(), 20260301);
  EXPECT_EQ(stats.last_seen_on(), 20260302);
  ASSERT_EQ(stats.months_size(), 1);
  EXPECT_EQ(stats.months(0).month(), 202603);
  EXPECT_EQ(stats.months(0).revenue_minor(), 10'000) << "no books: the price of the stay";
  EXPECT_EQ(view.Stats("c-2").bookings(), 1);
}

TEST(CustomersView, CountsNoShowsAndWhatIsTakenBack) {
  Ledgerless hotel;
  hotel.Given({Create({.id = "b1", .arrival = 20260301, .departure = 20260303}),
               Create({.id = "b2", .arrival = 20260310, .departure = 20260311}), Cancel("b2"),
               NoShow("b1")});
  EXPECT_EQ(Viewed(hotel).Stats("c-1").no_shows(), 1);
  EXPECT_EQ(Viewed(hotel).Stats("c-1").cancellations(), 1);
  hotel.Given({Ask(kManager, "reinstate_booking { booking_id: 'b1' }"),
               Ask(kManager, "reinstate_booking { booking_id: 'b2' }")});
  EXPECT_EQ(Viewed(hotel).Stats("c-1").no_shows(), 0);
  EXPECT_EQ(Viewed(hotel).Stats("c-1").cancellations(), 0);
}

TEST(CustomersView, TakesRevenueFromTheBooksWhereTheyAreKept) {
  Ledgerless house;
  GivenHousesWithBooks(house);
  house.Given(PolicyInForce("vat", "tax { rates { kind: REVENUE_ROOM basis_points: 2500 } }"));
  GivenInHouse(house, "b1", "K1", 20260303);
  house.Given(Roll("K1", 20260301));
  EXPECT_EQ(Viewed(house).Stats("c-1").months(0).revenue_minor(), 8'000) << "net of tax";
  EXPECT_EQ(Viewed(house).Stats("c-1").stays(), 0);
  house.Given({Roll("K1", 20260302), Pay("b1", "p1", 20'000), CheckOutOf("b1")});
  const v1::CustomerStats stats = Viewed(house).Stats("c-1");
  EXPECT_EQ(stats.months(0).revenue_minor(), 16'000);
  EXPECT_EQ(stats.stays(), 1);
  EXPECT_EQ(stats.nights(), 2);
}

TEST(CustomersView, ForgetsMonthsThatNoYearReachesBackTo) {
  Ledgerless hotel;
  GivenStay(hotel, "b1", "c-1");
  hotel.GivenBusinessDate("H1", 20270301);
  hotel.SetNow("2027-03-01T10:00:00Z");
  GivenStay(hotel, "b2", "c-1");
  EXPECT_EQ(Viewed(hotel).Stats("c-1").months_size(), 2) << "12 months apart";
  hotel.GivenBusinessDate("H1", 20270401);
  hotel.SetNow("2027-04-01T10:00:00Z");
  GivenStay(hotel, "b3", "c-1");
  const v1::CustomerStats stats = Viewed(hotel).Stats("c-1");
  ASSERT_EQ(stats.months_size(), 2);
  EXPECT_EQ(stats.months(0).month(), 202703);
  EXPECT_EQ(stats.stays(), 3) << "stays are counted for ever";
}

TEST(CustomersView, SegmentsByThePolicyInForce) {
  Ledgerless hotel;
  hotel.Given({Create({.id = "asks", .customer = "asks"}), Profile("filed")});
  GivenStay(hotel, "b1", "guest");
  for (int i = 0; i < 3; ++i) GivenStay(hotel, absl::StrCat("r", i), "regular");
  EXPECT_EQ(Viewed(hotel).Of("guest").tenure, std::nullopt) << "no policy, no segment";
  hotel.Given(PolicyInForce("segments", kSegments));
  const Viewed view(hotel);
  EXPECT_EQ(view.Of("asks").tenure, Tenure::kProspect);
  EXPECT_EQ(view.Of("filed").tenure, Tenure::kProspect);
  EXPECT_EQ(view.Of("guest", *CivilDate::FromYmd(20260330)).tenure, Tenure::kNew);
  EXPECT_EQ(view.Of("guest", *CivilDate::FromYmd(20260331)).tenure, Tenure::kOld) << "30 days";
  EXPECT_FALSE(view.Of("guest").key);
  EXPECT_TRUE(view.Of("regular").key) << "three stays";
  EXPECT_EQ(view.Of("regular").revenue_minor, 30'000);
  EXPECT_FALSE(view.Of("regular", *CivilDate::FromYmd(20270301)).key) << "a year later";
  EXPECT_EQ(view.Listed({.tenure = Tenure::kOld}), (std::vector<std::string>{"guest", "regular"}));
  EXPECT_EQ(view.Listed({.only_key = true}), std::vector<std::string>{"regular"});
  EXPECT_EQ(view.Listed({}), (std::vector<std::string>{"asks", "filed", "guest", "regular"}));
  EXPECT_EQ(**LatestBusinessDate(*view), *CivilDate::FromYmd(20260305));
}

TEST(CustomersView, ReportsStaleProfilesAndOverdueContacts) {
  Ledgerless hotel;
  hotel.Given(PolicyInForce("segments", kSegments));
  hotel.Given({Profile("old"), Ask(kManager,
                                   "set_key_account { customer_id: 'big' owner_staff_id: 'mia' "
                                   "contact_every_days: 31 }")});
  hotel.SetNow("2026-03-20T10:00:00Z");
  hotel.Given(Profile("fresh"));
  const Viewed view(hotel);
  const CivilDate may = *CivilDate::FromYmd(20260430);
  EXPECT_EQ(view.Listed({.only_stale = true}, may), std::vector<std::string>{"old"}) << "60 days";
  EXPECT_EQ(view.Listed({.only_stale = true}, may - 1), std::vector<std::string>());
  EXPECT_EQ(view.Of("big").contact_due_on, 20260401);
  EXPECT_FALSE(view.Of("big").contact_overdue) << "due today";
  EXPECT_TRUE(view.Of("big").key);
  EXPECT_EQ(view.Listed({.only_overdue = true}, kToday + 1), std::vector<std::string>{"big"});
  hotel.Given(Ask(kManager,
                  "record_contact { contact { contact_id: 't-1' property_id: 'H1' customer_id: "
                  "'big' channel: FEEDBACK_CHANNEL_PHONE purpose: CONTACT_SCHEDULED } }"));
  EXPECT_EQ(Viewed(hotel).Stats("big").contacts(), 1);
  EXPECT_EQ(Viewed(hotel).Stats("big").last_contact_on(), 20260301) << "the business date";
}

TEST(CustomersView, AddsUpMergedFiles) {
  Ledgerless hotel;
  hotel.Given(PolicyInForce("segments", kSegments));
  GivenStay(hotel, "b1", "a");
  GivenStay(hotel, "b2", "b");
  hotel.Given({Profile("a"), Profile("b"),
               Ask(kManager, "merge_customers { customer_id: 'a' merged_id: 'b' }")});
  const Viewed merged(hotel);
  for (const std::string_view id : {"a", "b"}) {
    EXPECT_EQ(merged.Of(id).file.customer_id(), "a");
    EXPECT_EQ(merged.Of(id).stats.stays(), 2);
    EXPECT_EQ(merged.Of(id).revenue_minor, 20'000);
  }
  EXPECT_EQ(merged.Of("a").stats.first_seen_on(), 20260301);
  EXPECT_EQ(merged.Listed({}), std::vector<std::string>{"a"});
  hotel.Given(Ask(kManager, "unmerge_customers { customer_id: 'a' merged_id: 'b' }"));
  const Viewed apart(hotel);
  EXPECT_EQ(apart.Of("b").stats.stays(), 1);
  EXPECT_EQ(apart.Of("a").revenue_minor, 10'000);
  EXPECT_EQ(apart.Listed({}), (std::vector<std::string>{"a", "b"}));
}

TEST(CustomersView, HasNobodyOfAnUnknownId) {
  Ledgerless hotel;
  const Viewed view(hotel);
  EXPECT_EQ((*GetStanding(*view, "c-9", nullptr, kToday)).has_value(), false);
}

// A house with an agreement of two items, a gift, three offers and a survey of c-1.
void GivenCare(Ledgerless& house) {
  GivenHousesWithBooks(house);
  const auto offer = [](std::string_view id, std::string_view what, int32_t expires_on) {
    return Ask(kSales, absl::StrCat("make_offer { offer { offer_id: '", std::string(id),
                                    "' property_id: 'K1' customer_id: 'c-1' content: 'spa-day' ",
                                    std::string(what), " expires_on: ", expires_on, " } }"));
  };
  const auto consent = [](std::string_view purpose) {
    return Ask(kSales, absl::StrCat("set_consent { customer_id: 'c-1' purpose: ",
                                    std::string(purpose), " given: true }"));
  };
  house.Given(
      {consent("CONSENT_PROMOTION"), consent("CONSENT_SURVEY"),
       Create({.id = "b1", .property = "K1"}),
       Ask(kSales,
           "sign_agreement { agreement { agreement_id: 'g-1' property_id: 'K1' customer_id: 'c-1' "
           "supervisor_staff_id: 'mia' items { item_id: 'i1' code: 'flowers' due_on: 20260301 } "
           "items { item_id: 'i2' code: 'car' due_on: 20260302 } } }"),
       Ask(kSales,
           "give_gift { gift { gift_id: 'w-1' property_id: 'K1' customer_id: 'c-1' code: 'wine' "
           "cost { amount_minor: 900 currency: 'EUR' } } }"),
       offer("o-1", "kind: OFFER_PROMOTION campaign: 'spring'", 20260302),
       offer("o-2", "kind: OFFER_PROMOTION campaign: 'spring'", 20260320),
       offer("o-3", "kind: OFFER_RETENTION", 20260320),
       Ask(kSales, "answer_offer { offer_id: 'o-2' status: OFFER_ACCEPTED booked_id: 'b1' }"),
       Ask(kSales, "answer_offer { offer_id: 'o-3' status: OFFER_REFUSED }"),
       Ask(kSales,
           "record_survey { survey_id: 's-1' property_id: 'K1' customer_id: 'c-1' answers { "
           "question: 'bed' score: 80 } }")});
}

TEST(CustomersView, FollowsAgreementsByTheDateOfTheirProperty) {
  Ledgerless house;
  GivenCare(house);
  EXPECT_TRUE(OverdueItems(*Viewed(house), "")->empty()) << "due today";
  house.Given(Roll("K1", 20260301));
  const auto overdue = *OverdueItems(*Viewed(house), "mia");
  ASSERT_EQ(overdue.size(), 1u);
  EXPECT_EQ(overdue[0].agreement.items(overdue[0].item).item_id(), "i1");
  EXPECT_TRUE(OverdueItems(*Viewed(house), "max")->empty());
  house.Given(Ask(kSales,
                  "settle_agreement_item { agreement_id: 'g-1' item_id: 'i1' status: "
                  "AGREEMENT_ITEM_MISSED }"));
  EXPECT_TRUE(OverdueItems(*Viewed(house), "mia")->empty());
}

TEST(CustomersView, SaysWhatOffersAchieved) {
  Ledgerless house;
  GivenCare(house);
  house.Given(Roll("K1", 20260301));
  const auto uptake = *UptakeOfOffers(*Viewed(house));
  ASSERT_EQ(uptake.size(), 2u);
  EXPECT_EQ(uptake[0].name, "spa-day");
  EXPECT_EQ(uptake[0].refused, 1);
  EXPECT_EQ(uptake[1].name, "spring");
  EXPECT_EQ(uptake[1].made, 2);
  EXPECT_EQ(uptake[1].accepted, 1);
  EXPECT_EQ(uptake[1].booked, 1);
  EXPECT_EQ(uptake[1].expired, 1);
}

TEST(CustomersView, KeepsWhatBelongsToAFileTogetherAcrossMerging) {
  Ledgerless house;
  GivenCare(house);
  house.Given(
      {Profile("z"), Ask(kManager, "merge_customers { customer_id: 'z' merged_id: 'c-1' }")});
  const Viewed view(house);
  const v1::Customer file = view.Of("z").file;
  EXPECT_EQ(AgreementsOf(*view, file)->size(), 1u);
  EXPECT_EQ(GiftsOf(*view, file)->size(), 1u);
  EXPECT_EQ(OffersOf(*view, file)->size(), 3u);
  EXPECT_EQ(SurveysOf(*view, file)->size(), 1u);
}

TEST(CustomersView, ListsNoticesUntilTheyAreAcknowledged) {
  Ledgerless hotel;
  hotel.Given({Profile("joe"),
               Ask(kManager,
                   "report_people_change { customer_id: 'joe' change: PEOPLE_CHANGE_EMPLOYER }")});
  const auto notices = *OpenNotices(*Viewed(hotel), "customer-service");
  ASSERT_EQ(notices.size(), 1u);
  EXPECT_EQ(notices[0].about(), "joe");
  EXPECT_EQ(OpenNotices(*Viewed(hotel), "")->size(), 1u);
  EXPECT_TRUE(OpenNotices(*Viewed(hotel), "sales")->empty());
  hotel.Given(Ask(
      kManager, absl::StrCat("acknowledge_notice { notice_id: '", notices[0].notice_id(), "' }")));
  EXPECT_TRUE(OpenNotices(*Viewed(hotel), "")->empty());
}

TEST(CustomersView, KnowsWhoWasShownPersonalDataAndWhy) {
  Ledgerless hotel;
  hotel.Given(With(DefineStaff({.id = "tom"}), [](v1::Request& r) {
    r.mutable_define_staff()->mutable_staff()->set_reveals_personal_data(true);
  }));
  const auto reveal = [](std::string_view id, std::string_view purpose) {
    return Ask("tom", absl::StrCat("reveal_personal_data { customer_id: '", std::string(id),
                                   "' purpose: '", std::string(purpose), "' }"));
  };
  hotel.Given({Profile("c-1"), Profile("c-2"), reveal("c-1", "guest-request"),
               reveal("c-2", "audit"), reveal("c-1", "audit")});
  hotel.When(reveal("c-1", "")).ThenDeclined({v1::FORM_ID_INVALID});
  const Viewed view(hotel);
  const auto all = *AccessesOf(*view, "");
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[1].customer_id(), "c-2");
  EXPECT_EQ(all[1].by().id(), "tom");
  const auto own = *AccessesOf(*view, "c-1");
  ASSERT_EQ(own.size(), 2u);
  EXPECT_EQ(own[1].purpose(), "audit");
  EXPECT_LT(own[0].position(), own[1].position());
}

// What the write side's fold of all records has, row by row.
TEST(CustomersView, HasTheEntitiesThatStateHas) {
  Ledgerless house;
  GivenCare(house);
  house.Given(
      {Profile("joe"), PolicyInForce("segments", kSegments)[0],
       Ask(kManager, "report_people_change { customer_id: 'joe' change: PEOPLE_CHANGE_EMPLOYER }"),
       Ask(kManager,
           "set_key_account { customer_id: 'joe' owner_staff_id: 'mia' "
           "contact_every_days: 31 }"),
       Ask(kManager,
           "record_contact { contact { contact_id: 't-1' property_id: 'K1' customer_id: "
           "'joe' channel: FEEDBACK_CHANNEL_PHONE purpose: CONTACT_SCHEDULED } }"),
       Ask(kManager, "erase_customer { customer_id: 'c-1' reason_code: 'asked-for' }")});
  State state;
  for (const v1::Record& record : house.records()) state.Apply(record);
  const std::string letters = "ugGfsnp";
  std::map<std::string, std::string> expected;
  for (const StateRow& row : state.TakeDirtyRows()) {
    const bool entity = row.key.size() > 2 && (row.key[0] == 'E' || row.key[0] == 'e');
    if (!entity || letters.find(row.key[1]) == std::string::npos || !row.value.has_value())
      continue;
    expected[row.key.substr(1)] = *row.value;
  }
  const Viewed view(house);
  std::map<std::string, std::string> rows;
  ASSERT_TRUE((*view)
                  .Scan("",
                        [&](std::string_view key, std::string_view value) -> absl::StatusOr<bool> {
                          if (letters.find(key.front()) != std::string::npos) {
                            rows[std::string(key)] = std::string(value);
                          }
                          return true;
                        })
                  .ok());
  EXPECT_GT(expected.size(), 10u);
  EXPECT_EQ(rows, expected);
}

}  // namespace
}  // namespace daybook::testing
