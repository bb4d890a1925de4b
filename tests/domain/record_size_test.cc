// Records stay within the bytes that the log takes, however long the ids are, and what does not find room in one is done by the next.
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "ledger/domain/loyalty/points.h"
#include "ledger/log/record_codec.h"
#include "tests/domain/credit_hotel.h"
#include "tests/support/books_hotel.h"

namespace daybook::testing {
namespace {

// As long as ids may be.
std::string LongId(std::string_view prefix, int number) {
  std::string id = absl::StrCat(std::string(prefix), number, "-");
  id.append(64 - id.size(), 'x');
  return id;
}

bool Fits(const Then& then) { return then.record().ByteSizeLong() <= kMaxRecordBytes; }

TEST(RecordSize, OfARollWithManyNoShowsIsKeptByDecliningIt) {
  BooksHotel hotel;
  hotel.WithTaxes();
  for (int i = 0; i < 200; ++i) {
    hotel.Given(Book(LongId("b", i), 20260301, 20260302, "NRF"));
    hotel.Given(Pay(LongId("b", i), "p", 20'000));
  }
  EXPECT_TRUE(Fits(hotel.When(Roll("HB", 20260301))));
  hotel.When(Roll("HB", 20260301)).ThenDeclined({v1::STATE_TOO_MANY_DUE});
  for (int i = 0; i < 170; ++i) hotel.Given(NoShow(LongId("b", i)));
  EXPECT_TRUE(Fits(hotel.When(Roll("HB", 20260301)).ThenAccepted()));
  EXPECT_EQ(hotel.booking(LongId("b", 199)).status(), v1::NO_SHOW);
}

TEST(RecordSize, OfChargedNightsIsKeptByChargingTheRestLater) {
  BooksHotel hotel;
  hotel.WithTaxes();
  for (int i = 0; i < 256; ++i) {
    hotel.Given({Book(LongId("b", i)), CheckInOf(LongId("b", i))});
  }
  hotel.When(Roll("HB", 20260301)).ThenDeclined({v1::STATE_TOO_MANY_DUE});
  EXPECT_TRUE(Fits(hotel.When(Nights("HB", 20260301)).ThenAccepted()));
  EXPECT_LT(hotel.Balance(v1::GUEST_LEDGER), 256 * 10'700);
  EXPECT_TRUE(Fits(hotel.When(Roll("HB", 20260301)).ThenAccepted()));
  EXPECT_EQ(hotel.Balance(v1::GUEST_LEDGER), 256 * 10'700);
}

TEST(RecordSize, OfHoldsThatExpireTogetherIsKept) {
  BooksHotel hotel;
  for (int i = 0; i < 256; ++i) {
    hotel.Given(Create({.id = LongId("h", i),
                        .property = "HB",
                        .status = v1::HELD,
                        .hold_until = "2026-03-01T12:00:00Z"}));
    hotel.Given(Pay(LongId("h", i), "p", 20'000));
  }
  hotel.SetNow("2026-03-01T13:00:00Z");
  while (hotel.state().NextDue() <= hotel.now()) {
    const Then then = hotel.When(Due("2026-03-01T13:00:00Z"));
    ASSERT_TRUE(Fits(then.ThenAccepted()));
    ASSERT_GT(then.record().outcome().accepted().events_size(), 0);
  }
  EXPECT_EQ(hotel.Balance(v1::REFUNDS_PAYABLE), -256 * 20'000);
}

TEST(RecordSize, OfManyCreditReviewsOnOneDateIsKept) {
  CreditHotel hotel;
  const auto account = [](int i) { return LongId("a", i); };
  for (int i = 0; i < 120; ++i) {
    hotel.Given(Ask(kFinance, absl::StrCat("open_account { account { account_id: '", account(i),
                                           "' customer_id: '", LongId("c", i),
                                           "' home_property_id: 'K1' owner_staff_id: 'sol' } }")));
    hotel.Given(
        Ask(kFinance, absl::StrCat("run_credit_review { account_id: '", account(i), "' }")));
  }
  hotel.GivenRolled(20260530);
  int records = 0;
  for (; hotel.state().NextDue() <= hotel.now(); ++records) {
    const Then then = hotel.WhenDue();
    ASSERT_TRUE(Fits(then.ThenAccepted()));
    ASSERT_GT(then.record().outcome().accepted().events_size(), 0);
  }
  EXPECT_GT(records, 1);
  for (int i = 0; i < 120; ++i) {
    ASSERT_EQ(hotel.state().Find<v1::Credit>(account(i))->reviews(), 2) << i;
  }
}

TEST(RecordSize, OfPointsOfManyLotsIsKept) {
  Ledgerless house;
  GivenHousesWithBooks(house);
  const std::string member = LongId("c", 1);
  house.Given(Ask(kSales, absl::StrCat("enrol_member { customer_id: '", member, "' }")));
  for (int i = 0; i < kMaxPointsLots; ++i) {
    house.Given(Ask(
        kSales, absl::StrCat("grant_points { customer_id: '", member, "' property_id: '",
                             i % 2 == 0 ? "K1" : "K2", "' points: 10 reason_code: 'thanks' }")));
  }
  const std::string booking = LongId("b", 1);
  house.Given(Create({.id = booking, .property = "K1", .customer = member}));
  const auto redeem = [&booking](int64_t points) {
    return Ask(kFrontDesk,
               absl::StrCat("redeem_points { booking_id: '", booking, "' points: ", points, " }"));
  };
  house.When(redeem(10 * kMaxPartsRedeemed + 1)).ThenDeclined({v1::STATE_TOO_MANY});
  EXPECT_TRUE(Fits(house.When(redeem(10 * kMaxPartsRedeemed)).ThenAccepted()));
  ExpectBooksInOrder(house);

  house.Given(Cancel(booking));
  house.GivenBusinessDate("K1", 20270301);
  house.GivenBusinessDate("K2", 20270301);
  for (int records = 0; house.state().NextDue() <= house.now(); ++records) {
    ASSERT_LT(records, kMaxPointsLots) << "what is due must not be due for ever";
    ASSERT_TRUE(Fits(house.When(Due("2099-01-01T00:00:00Z")).ThenAccepted()));
  }
  EXPECT_EQ(house.state().Find<v1::Member>(member)->points(), 0);
  ExpectBooksInOrder(house);
}

TEST(RecordSize, OfWhatIsHeardOfACustomerIsKeptByTheNumberOfTheAccounts) {
  CreditHotel hotel;
  const auto open = [](int i) {
    return Ask(kFinance, absl::StrCat("open_account { account { account_id: '", LongId("a", i),
                                      "' customer_id: 'many' home_property_id: 'K1' "
                                      "owner_staff_id: 'sol' } }"));
  };
  for (int i = 0; i < 32; ++i) {
    hotel.Given(open(i));
    hotel.Given(
        Ask(kFinance, absl::StrCat("run_credit_review { account_id: '", LongId("a", i), "' }")));
  }
  hotel.When(open(32)).ThenDeclined({v1::STATE_TOO_MANY});
}

}  // namespace
}  // namespace daybook::testing
