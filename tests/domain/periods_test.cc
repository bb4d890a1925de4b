// Periods of the books: closed against control totals, reopened by two persons.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/domain/houses_with_books.h"

namespace daybook::testing {
namespace {

using ::testing::HasSubstr;

v1::Request Close(const Ledgerless& ledger, std::string_view period_id, int32_t through) {
  v1::Request request = Ask(kFinance, "close_period { property_id: 'K1' }");
  v1::ClosePeriod& close = *request.mutable_close_period();
  close.set_period_id(std::string(period_id));
  close.set_through(through);
  for (int account = 1; account <= v1::BookAccount_MAX; ++account) {
    const auto kind = static_cast<v1::BookAccount>(account);
    if (Balance(ledger, "K1", kind) == 0) continue;
    v1::ControlTotal& total = *close.add_totals();
    total.set_account(kind);
    total.set_balance_minor(Balance(ledger, "K1", kind));
  }
  return request;
}

v1::Request Reopen(std::string_view period_id) {
  return Ask(kFinance, absl::StrCat("reopen_period { property_id: 'K1' period_id: '",
                                    std::string(period_id), "' reason_code: 'audit' }"));
}

v1::Request ByTwo(v1::Request request) {
  return Overriding({v1::POLICY_AUTHORISER_REQUIRED}, StaffMember(kManager), std::move(request));
}

// K1 is on 2026-03-04, and a guest in house owes three nights.
struct HouseWithGuest {
  HouseWithGuest() {
    GivenHousesWithBooks(ledger_);
    GivenInHouse(ledger_, "b1", "K1", 20260310);
    ledger_.GivenBusinessDate("K1", 20260304);
  }
  ~HouseWithGuest() { ExpectBooksInOrder(ledger_); }
  const v1::Books& books() const { return *ledger_.state().Find<v1::Books>("K1"); }

  Ledgerless ledger_;
};

class Periods : public ::testing::Test, protected HouseWithGuest {};

TEST_F(Periods, CloseOneAfterTheOther) {
  ledger_.When(Close(ledger_, "p1", 20260302)).ThenAccepted({R"pb(period_closed {
                                                                    period_id: "p1"
                                                                    from: 20260301
                                                                    through: 20260302
                                                                  })pb"});
  EXPECT_EQ(books().closed_through(), 20260302);
  ledger_.When(Close(ledger_, "p1", 20260303)).ThenDeclined({v1::STATE_ID_EXISTS});
  ledger_.When(Close(ledger_, "p2", 20260303)).ThenAccepted({R"pb(period_closed {
                                                                    period_id: "p2"
                                                                    from: 20260303
                                                                    through: 20260303
                                                                  })pb"});
  EXPECT_EQ(books().last_period_id(), "p2");
  const auto& second = *ledger_.state().Find<v1::Period>(PeriodKey("K1", "p2"));
  EXPECT_EQ(second.previous_period_id(), "p1");
  EXPECT_EQ(second.from(), 20260303);
  EXPECT_EQ(second.closed_by().id(), kFinance);
  EXPECT_GT(second.totals_size(), 0);
}

TEST(Declines, StatePeriodClosedAlready) {
  HouseWithGuest house;
  house.ledger_.Given(Close(house.ledger_, "p1", 20260302));
  house.ledger_.When(Close(house.ledger_, "p2", 20260302)).ThenDeclined({v1::STATE_PERIOD_CLOSED});
  house.ledger_.When(Close(house.ledger_, "p2", 20260228)).ThenDeclined({v1::STATE_PERIOD_CLOSED});
}

TEST_F(Periods, DoNotCloseBeforeTheyAreOver) {
  ledger_.When(Close(ledger_, "p1", 20260304)).ThenDeclined({v1::STATE_BUSINESS_DATE_MISMATCH});
}

TEST(Declines, StateControlTotalMismatchOfEachAccountThatIsOff) {
  HouseWithGuest house;
  const auto off = [&](const std::function<void(v1::ClosePeriod&)>& change) {
    return house.ledger_
        .When(With(Close(house.ledger_, "p1", 20260303),
                   [&](v1::Request& request) { change(*request.mutable_close_period()); }))
        .ThenDeclined({v1::STATE_CONTROL_TOTAL_MISMATCH});
  };
  const Then missing = off([](auto& close) { close.mutable_totals()->DeleteSubrange(0, 1); });
  EXPECT_THAT(missing.record().outcome().declined().reasons(0).detail(),
              HasSubstr("GUEST_LEDGER is 30000 in the books, 0 was given"));
  const Then both = off([](auto& close) {
    close.mutable_totals(0)->set_balance_minor(1);
    v1::ControlTotal& more = *close.add_totals();
    more.set_account(v1::BAD_DEBT);
    more.set_balance_minor(7);
  });
  EXPECT_EQ(both.record().outcome().declined().reasons_size(), 2);
  // A total of zero may be given or left out.
  house.ledger_
      .When(With(Close(house.ledger_, "p1", 20260303),
                 [](v1::Request& request) {
                   request.mutable_close_period()->add_totals()->set_account(v1::BAD_DEBT);
                 }))
      .ThenAccepted();
}

TEST_F(Periods, AreClosedByARequestThatIsRightInItself) {
  const auto with = [&](const std::function<void(v1::ClosePeriod&)>& change) {
    return With(Close(ledger_, "p1", 20260303),
                [&](v1::Request& request) { change(*request.mutable_close_period()); });
  };
  ledger_.When(with([](auto& close) { *close.add_totals() = v1::ControlTotal(close.totals(0)); }))
      .ThenDeclined({v1::FORM_DUPLICATE});
  ledger_
      .When(with([](auto& close) {
        close.mutable_totals(0)->set_account(static_cast<v1::BookAccount>(99));
      }))
      .ThenDeclined({v1::FORM_ENUM_INVALID});
  ledger_.When(with([](auto& close) { close.add_views()->set_view("accounts.v1"); }))
      .ThenDeclined({v1::FORM_LIMIT_INVALID});
  ledger_
      .When(with([](auto& close) {
        for (int i = 0; i < 65; ++i) close.add_views();
      }))
      .ThenDeclined({v1::FORM_TOO_MANY});
  ledger_.When(with([](auto& close) { close.set_through(20260230); }))
      .ThenDeclined({v1::FORM_DATE_INVALID});
  ledger_.When(with([](auto& close) { close.set_property_id("H1"); }))
      .ThenDeclined({v1::STATE_BOOKS_NOT_KEPT, v1::STATE_BUSINESS_DATE_MISMATCH,
                     v1::STATE_CONTROL_TOTAL_MISMATCH});
  ledger_
      .When(with([](auto& close) {
        v1::ViewDigest& view = *close.add_views();
        view.set_view("accounts.v1");
        view.set_digest(std::string(32, 'x'));
      }))
      .ThenAccepted();
}

TEST(Declines, PolicyAuthoriserRequiredToReopenAPeriod) {
  HouseWithGuest house;
  house.ledger_.Given(Close(house.ledger_, "p1", 20260302));
  house.ledger_.When(Reopen("p1")).ThenDeclined({v1::POLICY_AUTHORISER_REQUIRED});
  house.ledger_.When(ByTwo(Reopen("p1"))).ThenAccepted({R"pb(period_reopened {
                                                               property_id: "K1"
                                                               period_id: "p1"
                                                             })pb"});
  EXPECT_EQ(house.books().closed_through(), 0);
  EXPECT_TRUE(house.ledger_.state().Find<v1::Period>(PeriodKey("K1", "p1"))->reopened());
}

TEST_F(Periods, AreReopenedTheLastOneFirst) {
  ledger_.When(ByTwo(Reopen("p1"))).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
  ledger_.Given(Close(ledger_, "p1", 20260301));
  ledger_.Given(Close(ledger_, "p2", 20260303));
  ledger_.When(ByTwo(Reopen("p1"))).ThenDeclined({v1::STATE_STATUS});
  ledger_.Given(ByTwo(Reopen("p2")));
  EXPECT_EQ(books().closed_through(), 20260301);
  ledger_.When(ByTwo(Reopen("p2"))).ThenDeclined({v1::STATE_STATUS});
  // What was reopened is closed again, with what stands corrected.
  ledger_.When(Close(ledger_, "p2", 20260302)).ThenAccepted({R"pb(period_closed {
                                                                    period_id: "p2"
                                                                    from: 20260302
                                                                    through: 20260302
                                                                  })pb"});
  EXPECT_EQ(books().closed_through(), 20260302);
}

TEST_F(Periods, AreNoBurdenOnTheBooksHoweverManyThereWere) {
  ledger_.Given(Close(ledger_, "p1", 20260301));
  const size_t size = books().ByteSizeLong();
  for (int i = 10; i < 60; ++i) {
    const std::string id = absl::StrCat("p", i);
    ledger_.Given({Close(ledger_, id, 20260302), ByTwo(Reopen(id))});
  }
  EXPECT_LT(books().ByteSizeLong(), size + 16);
}

TEST_F(Periods, TakeNoPostingThatComesLater) {
  ledger_.Given(Close(ledger_, "p1", 20260303));
  ledger_.Given(Pay("b1", "pay", 1'000));
  const v1::Record& paid = ledger_.records().back();
  ASSERT_EQ(paid.outcome().accepted().journals_size(), 1);
  EXPECT_GT(paid.outcome().accepted().journals(0).business_date(), books().closed_through());
}

}  // namespace
}  // namespace daybook::testing
