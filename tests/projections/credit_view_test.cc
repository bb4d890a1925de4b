// The view `credit`: what the write side knows of an account, at every moment, and every review that there was.
#include "projections/credit/credit_view.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "ledger/domain/credit/credit_checks.h"
#include "tests/domain/credit_hotel.h"
#include "tests/projections/viewed_records.h"

namespace daybook::testing {
namespace {

// A year and a half of an account, and what the write side knew of it after so many records.
class History {
 public:
  History() {
    Note();
    hotel_.GivenCredit();
    Note();
    hotel_.GivenStay("b1");
    hotel_.Given(CreditHotel::OnAccount("b2", 20260320));
    Note();
    hotel_.GivenRolled(20260310);
    hotel_.Given({CreditHotel::ReceiptOf("r1", "K1-1", 40 * kEuro), Cancel("b2")});
    Note();
    for (const int32_t date : {20260502, 20260601, 20260701}) {
      hotel_.GivenRolled(date);
      Note();
      hotel_.WhenDue();
      Note();
    }
  }

  CreditHotel& hotel() { return hotel_; }
  const std::map<uint64_t, v1::Credit>& credits() const { return credits_; }
  const std::map<uint64_t, Exposure>& exposures() const { return exposures_; }
  const std::map<uint64_t, v1::CreditStatus>& statuses() const { return statuses_; }

 private:
  void Note() {
    const uint64_t at = hotel_.records().size();
    credits_[at] = hotel_.credit();
    exposures_[at] = ExposureOf(hotel_.account(), hotel_.state().Find<v1::AccountBookings>("acme"),
                                hotel_.today(), hotel_.credit().reviews() == 0 ? 0 : 30);
    statuses_[at] = StatusNow(hotel_.state(), hotel_.account(), hotel_.credit());
  }

  CreditHotel hotel_;
  std::map<uint64_t, v1::Credit> credits_;
  std::map<uint64_t, Exposure> exposures_;
  std::map<uint64_t, v1::CreditStatus> statuses_;
};

TEST(CreditView, KnowsWhatTheWriteSideKnewAtEveryMoment) {
  History history;
  const ViewedRecords view(history.hotel().records(), NewCreditProjection());
  ASSERT_GT(history.credits().size(), 8U);
  for (const auto& [position, credit] : history.credits()) {
    SCOPED_TRACE(position);
    const auto standing = GetCreditStanding(*view.At(position), "acme");
    ASSERT_TRUE(standing.ok()) << standing.status();
    ASSERT_TRUE(standing->has_value());
    EXPECT_EQ((*standing)->credit.SerializeAsString(), credit.SerializeAsString())
        << (*standing)->credit.DebugString() << credit.DebugString();
    EXPECT_EQ((*standing)->exposure.Net(), history.exposures().at(position).Net());
    EXPECT_EQ((*standing)->exposure.Gross(), history.exposures().at(position).Gross());
    EXPECT_EQ((*standing)->currency, "EUR");
    if (credit.reviews() != 0) {
      EXPECT_EQ((*standing)->status, history.statuses().at(position));
    }
  }
}

TEST(CreditView, KeepsEveryReviewInItsOrder) {
  History history;
  const ViewedRecords view(history.hotel().records(), NewCreditProjection());
  const auto reviews = CreditHistory(*view, "acme");
  ASSERT_TRUE(reviews.ok()) << reviews.status();
  std::vector<ReviewAt> expected;
  for (const v1::Record& record : history.hotel().records()) {
    for (const v1::Event& event : record.outcome().accepted().events()) {
      if (event.has_credit_reviewed()) {
        expected.push_back({record.position(), event.credit_reviewed()});
      }
    }
  }
  ASSERT_EQ(reviews->size(), expected.size());
  ASSERT_GE(expected.size(), 4U);
  for (size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ((*reviews)[i].position, expected[i].position);
    EXPECT_EQ((*reviews)[i].review.SerializeAsString(), expected[i].review.SerializeAsString());
  }
  EXPECT_EQ(CreditHistory(*view, "acm")->size(), 0U) << "no other account's";
}

TEST(CreditView, ListsAccountsAndKnowsWhichThereAreNot) {
  History history;
  const ViewedRecords view(history.hotel().records(), NewCreditProjection());
  std::vector<std::string> ids;
  ASSERT_TRUE(ListCreditStandings(*view, [&ids](const CreditStanding& standing) {
                ids.push_back(standing.account.definition().account_id());
                EXPECT_EQ(standing.status, v1::CREDIT_SUSPENDED);
                EXPECT_EQ(standing.ageing[AgeingBucket::k91AndMore], 60 * kEuro);
                return true;
              }).ok());
  EXPECT_EQ(ids, std::vector<std::string>{"acme"});
  const auto nobody = GetCreditStanding(*view, "nobody");
  ASSERT_TRUE(nobody.ok());
  EXPECT_FALSE(nobody->has_value());
}

TEST(CreditWords, SayWhereALevelComesFrom) {
  v1::FactorLevel factor;
  factor.set_factor(v1::FACTOR_FINANCES);
  factor.set_missing(true);
  EXPECT_EQ(ExplainFactor(factor), "missing: 0");
  factor.set_missing(false);
  factor.set_level(4);
  EXPECT_EQ(ExplainFactor(factor), "assessed as 4");
  factor.set_derived(true);
  EXPECT_EQ(ExplainFactor(factor), "derived from revenue and days to pay: 4");
  EXPECT_EQ(FactorName(v1::FACTOR_DEBT_GUARANTEE), "debt guarantee");
  EXPECT_EQ(GradeName(v1::CREDIT_GRADE_LOYAL_OLD), "loyal old");
  EXPECT_EQ(GradeName(v1::CREDIT_GRADE_UNSPECIFIED), "none yet");
  EXPECT_EQ(CreditStatusName(v1::CREDIT_LOCAL_APPROVAL), "local approval");
  EXPECT_EQ(TriggerName(v1::REVIEW_NEAR_LIMIT), "near limit");
}

}  // namespace
}  // namespace daybook::testing
