// The arithmetic of credit/v1, around every threshold, and against a second writing of it.
#include "ledger/domain/credit/credit_score.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <vector>

#include "ledger/domain/credit/credit_v1.h"

namespace daybook {
namespace {

constexpr int64_t kEuro = 100;

// All six assessed at one level: score = 200 * level.
CreditFacts AssessedAt(int32_t level) {
  CreditFacts facts;
  facts.account_id = "acme";
  facts.business_date = 20260601;
  facts.assessed.fill(level);
  return facts;
}

CreditFacts LoyalFacts() {
  CreditFacts facts = AssessedAt(3);
  facts.known_days = 730;
  facts.stays = 12;
  facts.due = 20;
  facts.lost = 8;
  facts.revenue_minor = 20'000 * kEuro;
  return facts;
}

CreditFacts LargeFacts() {
  CreditFacts facts = AssessedAt(3);
  facts.known_days = 365;
  facts.revenue_minor = 50'000 * kEuro;
  return facts;
}

CreditFacts NewFacts() {
  CreditFacts facts = AssessedAt(1);
  facts.known_days = 364;
  facts.revenue_minor = 5'000 * kEuro;
  return facts;
}

CreditFacts Changed(CreditFacts facts, void (*change)(CreditFacts&)) {
  change(facts);
  return facts;
}

struct GradeCase {
  std::string name;
  CreditFacts facts;
  v1::CreditGrade grade;
};

TEST(CreditGrade, IsTheFirstRuleThatMatches) {
  using F = CreditFacts;
  const std::vector<GradeCase> cases = {
      {"all of loyal old, just", LoyalFacts(), v1::CREDIT_GRADE_LOYAL_OLD},
      {"known a day too short", Changed(LoyalFacts(), [](F& f) { f.known_days = 729; }),
       v1::CREDIT_GRADE_SMALL},
      {"a stay too few", Changed(LoyalFacts(), [](F& f) { f.stays = 11; }), v1::CREDIT_GRADE_SMALL},
      {"more than 40% lost", Changed(LoyalFacts(), [](F& f) { f.due = 1000, f.lost = 401; }),
       v1::CREDIT_GRADE_SMALL},
      {"exactly 40% lost of many", Changed(LoyalFacts(), [](F& f) { f.due = 1000, f.lost = 400; }),
       v1::CREDIT_GRADE_LOYAL_OLD},
      {"score below 600", Changed(LoyalFacts(), [](F& f) { f.assessed[5] = 2; }),
       v1::CREDIT_GRADE_SMALL},
      {"loyal old before profitable large",
       Changed(LoyalFacts(), [](F& f) { f.revenue_minor = 90'000 * kEuro; }),
       v1::CREDIT_GRADE_LOYAL_OLD},
      {"not loyal, but large",
       Changed(LoyalFacts(), [](F& f) { f.stays = 11, f.revenue_minor = 90'000 * kEuro; }),
       v1::CREDIT_GRADE_PROFITABLE_LARGE},
      {"large, just", LargeFacts(), v1::CREDIT_GRADE_PROFITABLE_LARGE},
      {"a cent too little", Changed(LargeFacts(), [](F& f) { --f.revenue_minor; }),
       v1::CREDIT_GRADE_SMALL},
      {"large in revenue, score below 600", Changed(LargeFacts(), [](F& f) { f.assessed[0] = 2; }),
       v1::CREDIT_GRADE_SMALL},
      {"new, just", NewFacts(), v1::CREDIT_GRADE_STRATEGIC_NEW},
      {"known 365 days", Changed(NewFacts(), [](F& f) { f.known_days = 365; }),
       v1::CREDIT_GRADE_SMALL},
      {"a cent too little for new", Changed(NewFacts(), [](F& f) { --f.revenue_minor; }),
       v1::CREDIT_GRADE_SMALL},
      {"designated without any revenue",
       Changed(NewFacts(), [](F& f) { f.revenue_minor = 0, f.designated = true; }),
       v1::CREDIT_GRADE_STRATEGIC_NEW},
      {"designated but known too long",
       Changed(NewFacts(), [](F& f) { f.known_days = 365, f.designated = true; }),
       v1::CREDIT_GRADE_SMALL},
      {"nothing known at all", CreditFacts(), v1::CREDIT_GRADE_SMALL},
  };
  for (const GradeCase& one : cases) {
    SCOPED_TRACE(one.name);
    EXPECT_EQ(ReviewCredit(one.facts, CreditV1()).matched(), one.grade);
  }
}

struct TableCase {
  std::string name;
  v1::CreditPolicy::Table table;
  std::vector<int64_t> just_reaches;  // level 1 to 5
  int64_t step;                       // towards the next lower level
};

TEST(CreditTables, GiveTheLevelWhoseThresholdIsJustReached) {
  const v1::CreditPolicy policy = CreditV1();
  const std::vector<TableCase> cases = {
      {"revenue",
       policy.finances_by_revenue(),
       {1'000 * kEuro, 5'000 * kEuro, 15'000 * kEuro, 30'000 * kEuro, 50'000 * kEuro},
       -1},
      {"days to pay", policy.finances_by_days_to_pay(), {90, 60, 45, 30, 15}, 1},
      {"on time", policy.character_by_percent_on_time(), {50, 70, 80, 90, 95}, -1},
      {"past due", policy.character_by_worst_days_past_due(), {90, 60, 30, 15, 0}, 1},
      {"lost", policy.character_by_cancellation_percent(), {60, 40, 30, 20, 10}, 1},
      {"broken", policy.character_by_broken_commitments(), {4, 3, 2, 1, 0}, 1},
  };
  for (const TableCase& one : cases) {
    for (int32_t level = 1; level <= 5; ++level) {
      const int64_t value = one.just_reaches[static_cast<size_t>(level) - 1];
      EXPECT_EQ(LevelIn(one.table, value), level) << one.name << " " << value;
      EXPECT_EQ(LevelIn(one.table, value + one.step), level - 1) << one.name << " " << value;
    }
  }
}

v1::FactorLevel Level(v1::CreditFactor factor, const CreditFacts& facts) {
  return LevelOf(factor, facts, CreditV1());
}

TEST(CreditFactors, AreMissingWithoutAnAssessmentOrEventsToDeriveThemFrom) {
  const v1::CreditReview review = ReviewCredit(CreditFacts(), CreditV1());
  ASSERT_EQ(review.factors_size(), 6);
  for (const v1::FactorLevel& factor : review.factors()) {
    EXPECT_TRUE(factor.missing()) << factor.ShortDebugString();
    EXPECT_EQ(factor.level(), 0);
    EXPECT_FALSE(factor.derived());
  }
  EXPECT_EQ(review.score(), 0);
}

TEST(CreditFactors, AreTheReviewersWhereThereIsAnAssessment) {
  CreditFacts facts;
  facts.revenue_minor = 50'000 * kEuro;
  EXPECT_EQ(Level(v1::FACTOR_FINANCES, facts).level(), 5);
  EXPECT_TRUE(Level(v1::FACTOR_FINANCES, facts).derived());
  facts.assessed[v1::FACTOR_FINANCES - 1] = 2;
  const v1::FactorLevel level = Level(v1::FACTOR_FINANCES, facts);
  EXPECT_EQ(level.level(), 2);
  EXPECT_FALSE(level.derived());
  EXPECT_EQ(level.points(), 100);
}

TEST(CreditFactors, DeriveFinancesFromTheLowerOfRevenueAndDaysToPay) {
  CreditFacts facts;
  facts.revenue_minor = 30'000 * kEuro;
  EXPECT_EQ(Level(v1::FACTOR_FINANCES, facts).level(), 4);
  facts.paid_invoices = 2;
  facts.days_to_pay = 90;  // 45 on average
  EXPECT_EQ(Level(v1::FACTOR_FINANCES, facts).level(), 3);
  facts.days_to_pay = 91;  // 45.5 is more than 45
  EXPECT_EQ(Level(v1::FACTOR_FINANCES, facts).level(), 2);
  facts.revenue_minor = 0;
  EXPECT_EQ(Level(v1::FACTOR_FINANCES, facts).level(), 0);
  EXPECT_FALSE(Level(v1::FACTOR_FINANCES, facts).missing());
}

TEST(CreditFactors, DeriveTheGuaranteeFromTheShareOfGrossExposureThatIsCovered) {
  CreditFacts facts;
  facts.gross_exposure_minor = 1'000;
  for (const auto& [cover, level] : std::vector<std::pair<int64_t, int32_t>>{
           {0, 0}, {199, 0}, {200, 1}, {999, 4}, {1'000, 5}, {50'000, 5}}) {
    facts.cover_minor = cover;
    EXPECT_EQ(Level(v1::FACTOR_DEBT_GUARANTEE, facts).level(), level) << cover;
    EXPECT_FALSE(Level(v1::FACTOR_DEBT_GUARANTEE, facts).missing());
  }
  facts.gross_exposure_minor = 0;
  EXPECT_EQ(Level(v1::FACTOR_DEBT_GUARANTEE, facts).level(), 5);
  facts.cover_minor = 0;
  EXPECT_TRUE(Level(v1::FACTOR_DEBT_GUARANTEE, facts).missing());
}

TEST(CreditFactors, DeriveCharacterFromTheWorstOfItsFour) {
  CreditFacts good;
  good.paid_invoices = 20;
  good.paid_on_time = 19;
  good.due = 10;
  good.lost = 1;
  EXPECT_EQ(Level(v1::FACTOR_CHARACTER_AND_ABILITY, good).level(), 5);
  using F = CreditFacts;
  for (const auto& [change, level] : std::vector<std::pair<void (*)(F&), int32_t>>{
           {[](F& f) { f.paid_on_time = 18; }, 4},
           {[](F& f) { f.days_past_due = 31; }, 2},
           {[](F& f) { f.lost = 3; }, 3},
           {[](F& f) { f.broken_commitments = 4; }, 1},
           {[](F& f) { f.broken_commitments = 5, f.lost = 3; }, 0}}) {
    EXPECT_EQ(Level(v1::FACTOR_CHARACTER_AND_ABILITY, Changed(good, change)).level(), level);
  }
}

TEST(CreditTerms, AreThoseOfTheGrade) {
  const v1::CreditPolicy policy = CreditV1();
  EXPECT_EQ(TermDays(v1::CREDIT_GRADE_LOYAL_OLD, 600, policy), 60);
  EXPECT_EQ(TermDays(v1::CREDIT_GRADE_PROFITABLE_LARGE, 600, policy), 45);
  EXPECT_EQ(TermDays(v1::CREDIT_GRADE_STRATEGIC_NEW, 0, policy), 30);
  EXPECT_EQ(TermDays(v1::CREDIT_GRADE_SMALL, 599, policy), 0);
  EXPECT_EQ(TermDays(v1::CREDIT_GRADE_SMALL, 600, policy), 15);
  EXPECT_EQ(TermDays(v1::CREDIT_GRADE_UNSPECIFIED, 1000, policy), 0);
}

struct LimitCase {
  std::string name;
  v1::CreditGrade grade;
  int32_t score;
  int64_t revenue;
  int64_t volume;
  int64_t limit;
};

TEST(CreditLimits, FollowTheFormulaTheCapAndTheRounding) {
  const std::vector<LimitCase> cases = {
      // 36,000 * 120 / 360 = 12,000; * 0.6 * 2
      {"loyal", v1::CREDIT_GRADE_LOYAL_OLD, 600, 36'000 * kEuro, 0, 14'400 * kEuro},
      {"the larger of the two", v1::CREDIT_GRADE_LOYAL_OLD, 600, 1, 36'000 * kEuro, 14'400 * kEuro},
      {"rounded down to 100.00", v1::CREDIT_GRADE_LOYAL_OLD, 600, 36'000 * kEuro - 1, 0,
       14'300 * kEuro},
      {"loyal, at its cap", v1::CREDIT_GRADE_LOYAL_OLD, 1000, 150'000 * kEuro, 0, 100'000 * kEuro},
      {"loyal, capped", v1::CREDIT_GRADE_LOYAL_OLD, 1000, 1'000'000 * kEuro, 0, 100'000 * kEuro},
      // 80,000 * 105 / 360 * 0.9 * 1.5 = 31,500
      {"large", v1::CREDIT_GRADE_PROFITABLE_LARGE, 900, 80'000 * kEuro, 0, 31'500 * kEuro},
      {"large, capped", v1::CREDIT_GRADE_PROFITABLE_LARGE, 1000, 9'000'000 * kEuro, 0,
       500'000 * kEuro},
      // 20,000 * 90 / 360 * 0.4 = 2,000
      {"new", v1::CREDIT_GRADE_STRATEGIC_NEW, 400, 0, 20'000 * kEuro, 2'000 * kEuro},
      {"new, capped", v1::CREDIT_GRADE_STRATEGIC_NEW, 1000, 0, 900'000 * kEuro, 50'000 * kEuro},
      // 12,000 * 75 / 360 * 0.8 * 0.5 = 1,000
      {"small of good score", v1::CREDIT_GRADE_SMALL, 800, 12'000 * kEuro, 0, 1'000 * kEuro},
      {"small, capped", v1::CREDIT_GRADE_SMALL, 1000, 900'000 * kEuro, 0, 5'000 * kEuro},
      {"small without a term", v1::CREDIT_GRADE_SMALL, 599, 900'000 * kEuro, 0, 0},
      {"nothing earned", v1::CREDIT_GRADE_LOYAL_OLD, 1000, 0, 0, 0},
      {"as much as there can be", v1::CREDIT_GRADE_PROFITABLE_LARGE, 1000, INT64_MAX, 0,
       500'000 * kEuro},
  };
  for (const LimitCase& one : cases) {
    EXPECT_EQ(CreditLimit(one.grade, one.score, one.revenue, one.volume, CreditV1()), one.limit)
        << one.name;
  }
}

TEST(CreditStatus, RisesWithWhatIsPastDue) {
  const v1::CreditPolicy policy = CreditV1();
  for (const auto& [days, status] :
       std::vector<std::pair<int32_t, v1::CreditStatus>>{{0, v1::CREDIT_OK},
                                                         {30, v1::CREDIT_OK},
                                                         {31, v1::CREDIT_LOCAL_APPROVAL},
                                                         {60, v1::CREDIT_LOCAL_APPROVAL},
                                                         {61, v1::CREDIT_PREPAY},
                                                         {90, v1::CREDIT_PREPAY},
                                                         {91, v1::CREDIT_SUSPENDED}}) {
    EXPECT_EQ(CreditStatusOf(days, false, false, policy), status) << days;
  }
  EXPECT_EQ(CreditStatusOf(0, true, false, policy), v1::CREDIT_SUSPENDED);
  EXPECT_EQ(CreditStatusOf(0, false, true, policy), v1::CREDIT_LOCAL_APPROVAL);
  EXPECT_EQ(CreditStatusOf(61, false, true, policy), v1::CREDIT_PREPAY);
}

TEST(CreditReview, ComesAgainAfterTheDaysOfTheGradeAndSoonerWhereSuspended) {
  const auto next = [](CreditFacts facts) {
    return ReviewCredit(facts, CreditV1()).next_review_on();
  };
  EXPECT_EQ(next(LoyalFacts()), 20270601);   // 365 days
  EXPECT_EQ(next(LargeFacts()), 20261128);   // 180
  EXPECT_EQ(next(NewFacts()), 20261128);     // 180
  EXPECT_EQ(next(AssessedAt(1)), 20260830);  // 90
  CreditFacts suspended = LoyalFacts();
  suspended.days_past_due = 91;
  EXPECT_EQ(next(suspended), 20260701);  // 30
}

// What an account of grade `grade` becomes when a review matches SMALL, new or better.
CreditFacts Graded(v1::CreditGrade grade, CreditFacts facts) {
  facts.grade = grade;
  return facts;
}

TEST(CreditGradeChange, ActsAtOnceForAFirstGradeAndADowngrade) {
  EXPECT_EQ(ReviewCredit(LoyalFacts(), CreditV1()).grade(), v1::CREDIT_GRADE_LOYAL_OLD);
  const v1::CreditReview down =
      ReviewCredit(Graded(v1::CREDIT_GRADE_LOYAL_OLD, AssessedAt(1)), CreditV1());
  EXPECT_EQ(down.old_grade(), v1::CREDIT_GRADE_LOYAL_OLD);
  EXPECT_EQ(down.grade(), v1::CREDIT_GRADE_SMALL);
  EXPECT_EQ(down.limit_minor(), 0);
}

TEST(CreditGradeChange, NeedsTwoReviewsThirtyDaysApartToGoUp) {
  CreditFacts facts = Graded(v1::CREDIT_GRADE_SMALL, LargeFacts());
  const v1::CreditReview first = ReviewCredit(facts, CreditV1());
  EXPECT_EQ(first.matched(), v1::CREDIT_GRADE_PROFITABLE_LARGE);
  EXPECT_EQ(first.grade(), v1::CREDIT_GRADE_SMALL);
  const UpgradeSeen seen = SeenAfter({}, first);
  EXPECT_EQ(seen, (UpgradeSeen{v1::CREDIT_GRADE_PROFITABLE_LARGE, 20260601}));

  facts.upgrade_seen = seen.grade;
  facts.upgrade_seen_on = seen.on;
  facts.business_date = 20260630;  // 29 days after it
  const v1::CreditReview too_soon = ReviewCredit(facts, CreditV1());
  EXPECT_EQ(too_soon.grade(), v1::CREDIT_GRADE_SMALL);
  EXPECT_EQ(SeenAfter(seen, too_soon), seen) << "the first of the two stays the first";

  facts.business_date = 20260701;
  const v1::CreditReview second = ReviewCredit(facts, CreditV1());
  EXPECT_EQ(second.grade(), v1::CREDIT_GRADE_PROFITABLE_LARGE);
  EXPECT_EQ(SeenAfter(seen, second), UpgradeSeen());
}

TEST(CreditGradeChange, BeginsAnewWhereAReviewBetweenSawNoUpgrade) {
  const UpgradeSeen seen = {v1::CREDIT_GRADE_PROFITABLE_LARGE, 20260601};
  const v1::CreditReview none =
      ReviewCredit(Graded(v1::CREDIT_GRADE_SMALL, AssessedAt(1)), CreditV1());
  EXPECT_EQ(SeenAfter(seen, none), UpgradeSeen());
}

TEST(CreditGradeChange, RaisesToTheLowerOfWhatTheReviewsSaw) {
  CreditFacts facts = Graded(v1::CREDIT_GRADE_SMALL, LoyalFacts());
  facts.upgrade_seen = v1::CREDIT_GRADE_PROFITABLE_LARGE;
  facts.upgrade_seen_on = 20260401;
  const v1::CreditReview review = ReviewCredit(facts, CreditV1());
  EXPECT_EQ(review.matched(), v1::CREDIT_GRADE_LOYAL_OLD);
  EXPECT_EQ(review.grade(), v1::CREDIT_GRADE_PROFITABLE_LARGE);
  EXPECT_EQ(SeenAfter({facts.upgrade_seen, facts.upgrade_seen_on}, review),
            (UpgradeSeen{v1::CREDIT_GRADE_LOYAL_OLD, 20260601}));
}

TEST(CreditGradeChange, ReclassifiesAtOnceWhoIsNotNewAnyMore) {
  const CreditFacts large = Graded(v1::CREDIT_GRADE_STRATEGIC_NEW, LargeFacts());
  EXPECT_EQ(ReviewCredit(large, CreditV1()).grade(), v1::CREDIT_GRADE_PROFITABLE_LARGE);
  CreditFacts still_new = large;
  still_new.known_days = 364;
  EXPECT_EQ(ReviewCredit(still_new, CreditV1()).grade(), v1::CREDIT_GRADE_STRATEGIC_NEW);
  CreditFacts small = Graded(v1::CREDIT_GRADE_STRATEGIC_NEW, NewFacts());
  small.known_days = 365;
  EXPECT_EQ(ReviewCredit(small, CreditV1()).grade(), v1::CREDIT_GRADE_SMALL);
}

// A second writing of score, rule, term and limit, for numbers whose products fit 64 bits.
struct Expected {
  int32_t score = 0;
  int grade = 0;
  int32_t term = 0;
  int64_t limit = 0;
};

int Count(const std::vector<bool>& reached) {
  return static_cast<int>(std::count(reached.begin(), reached.end(), true));
}

Expected Naive(const CreditFacts& f) {
  const std::vector<int> weights = {100, 100, 150, 250, 150, 250};
  std::vector<int> levels(6, 0);
  const int64_t rev = f.revenue_minor;
  int finances =
      Count({rev >= 100'000, rev >= 500'000, rev >= 1'500'000, rev >= 3'000'000, rev >= 5'000'000});
  const auto paid = f.paid_invoices;
  const auto days = [&](int64_t most) { return f.days_to_pay <= most * paid; };
  if (paid > 0) {
    finances = std::min(finances, Count({days(90), days(60), days(45), days(30), days(15)}));
  }
  levels[3] = finances;
  if (f.gross_exposure_minor > 0) {
    for (int l = 1; l <= 5; ++l) {
      if (5 * f.cover_minor >= l * f.gross_exposure_minor) levels[4] = l;
    }
  } else if (f.cover_minor > 0) {
    levels[4] = 5;
  }
  int character = 9;
  if (paid > 0) {
    const auto on_time = [&](int64_t least) { return 100 * f.paid_on_time >= least * paid; };
    character = Count({on_time(50), on_time(70), on_time(80), on_time(90), on_time(95)});
  }
  const int past = f.days_past_due;
  if (paid > 0 || past > 0) {
    character =
        std::min(character, Count({past <= 90, past <= 60, past <= 30, past <= 15, past <= 0}));
  }
  const auto lost = [&](int64_t most) { return 100 * f.lost <= most * f.due; };
  if (f.due > 0) {
    character = std::min(character, Count({lost(60), lost(40), lost(30), lost(20), lost(10)}));
  }
  if (f.broken_commitments > 0 || character < 9) {
    character = std::min(character, std::max(0, 5 - f.broken_commitments));
  }
  levels[5] = character == 9 ? 0 : character;
  int sum = 0;
  for (size_t i = 0; i < 6; ++i) sum += weights[i] * f.assessed[i].value_or(levels[i]);

  Expected e;
  e.score = sum / 5;
  const bool good = e.score >= 600;
  const bool is_new = f.known_days < 365 && (f.designated || rev >= 500'000);
  e.grade = good && f.known_days >= 730 && f.stays >= 12 && lost(40) ? 1
            : good && rev >= 5'000'000                               ? 2
            : is_new                                                 ? 3
                                                                     : 4;
  e.term = e.grade == 4 ? (good ? 15 : 0)
                        : std::vector<int>{60, 45, 30}[static_cast<size_t>(e.grade) - 1];
  const int64_t k = std::vector<int>{20, 15, 10, 5}[static_cast<size_t>(e.grade) - 1];
  const int64_t cap = std::vector<int>{100, 500, 50, 5}[static_cast<size_t>(e.grade) - 1];
  const int64_t base = std::max(rev, f.authorised_volume_minor);
  const int64_t limit = base * (e.term + 60) * e.score * k / 3'600'000;
  e.limit = e.term == 0 ? 0 : std::min(limit, cap * 100'000) / 10'000 * 10'000;
  return e;
}

int64_t Near(const std::vector<int64_t>& values) {
  return std::max<int64_t>(0, *rc::gen::elementOf(values) + *rc::gen::inRange(-1, 2));
}

CreditFacts AnyFacts() {
  CreditFacts f;
  f.business_date = 20260601;
  for (auto& level : f.assessed) {
    if (*rc::gen::arbitrary<bool>()) level = *rc::gen::inRange(0, 6);
  }
  f.revenue_minor = *rc::gen::arbitrary<bool>()
                        ? Near({0, 100'000, 500'000, 1'500'000, 3'000'000, 5'000'000})
                        : *rc::gen::inRange<int64_t>(0, 10'000'000'000);
  f.stays = static_cast<int32_t>(Near({0, 12}));
  f.due = *rc::gen::inRange<int64_t>(0, 60);
  f.lost = *rc::gen::inRange<int64_t>(0, f.due + 1);
  f.known_days = static_cast<int32_t>(Near({0, 365, 730}));
  f.paid_invoices = *rc::gen::inRange<int64_t>(0, 40);
  f.paid_on_time = *rc::gen::inRange<int64_t>(0, f.paid_invoices + 1);
  f.days_to_pay = f.paid_invoices == 0 ? 0 : *rc::gen::inRange<int64_t>(0, 100 * f.paid_invoices);
  f.days_past_due = static_cast<int32_t>(Near({0, 15, 30, 60, 90}));
  f.broken_commitments = *rc::gen::inRange(0, 7);
  f.cover_minor = *rc::gen::inRange<int64_t>(0, 2'000);
  f.gross_exposure_minor = *rc::gen::inRange<int64_t>(-5, 2'000);
  f.designated = *rc::gen::arbitrary<bool>();
  if (f.designated) f.authorised_volume_minor = *rc::gen::inRange<int64_t>(1, 10'000'000'000);
  return f;
}

TEST(CreditScore, AgreesWithASecondWritingOfThePolicy) {
  EXPECT_TRUE(rc::check("score, grade, term and limit are those of plain integers", [] {
    const CreditFacts facts = AnyFacts();
    const Expected expected = Naive(facts);
    const v1::CreditReview review = ReviewCredit(facts, CreditV1());
    RC_ASSERT(review.score() == expected.score);
    RC_ASSERT(static_cast<int>(review.matched()) == expected.grade);
    RC_ASSERT(review.term_days() == expected.term);
    RC_ASSERT(review.limit_minor() == expected.limit);
    int points = 0;
    for (const v1::FactorLevel& factor : review.factors()) points += factor.points();
    RC_ASSERT(points == review.score());
  }));
}

}  // namespace
}  // namespace daybook
