#include "ledger/base/money.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

namespace daybook {
namespace {

constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
constexpr int64_t kMin = std::numeric_limits<int64_t>::min();

TEST(Currency, HasZeroTwoOrThreeDecimals) {
  for (const char* code : {"JPY", "KRW", "VND", "CLP", "ISK", "XAF", "XOF", "XPF", "UGX", "RWF",
                           "PYG", "KMF", "GNF", "DJF", "BIF", "VUV"}) {
    EXPECT_EQ(CurrencyExponent(code), 0) << code;
  }
  for (const char* code : {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"}) {
    EXPECT_EQ(CurrencyExponent(code), 3) << code;
  }
  for (const char* code : {"AED", "CNY", "EUR", "GBP", "HUF", "TWD", "USD", "ZWG"}) {
    EXPECT_EQ(CurrencyExponent(code), 2) << code;
  }
}

TEST(Currency, IsKnownForAHundredAndFiftyFiveOfAllCodesOfThreeLetters) {
  int known = 0;
  int of_zero = 0;
  int of_three = 0;
  std::string code = "AAA";
  for (code[0] = 'A'; code[0] <= 'Z'; ++code[0]) {
    for (code[1] = 'A'; code[1] <= 'Z'; ++code[1]) {
      for (code[2] = 'A'; code[2] <= 'Z'; ++code[2]) {
        const std::optional<int> exponent = CurrencyExponent(code);
        known += exponent.has_value() ? 1 : 0;
        of_zero += exponent == 0 ? 1 : 0;
        of_three += exponent == 3 ? 1 : 0;
      }
    }
  }
  EXPECT_EQ(known, 155);
  EXPECT_EQ(of_zero, 16);
  EXPECT_EQ(of_three, 7);
}

TEST(Currency, IsNotAnythingElse) {
  for (const char* code : {"", "E", "EU", "eur", "Eur", "EURO", " EUR", "XAU", "XXX", "XTS", "DEM",
                           "CLF", "\xff\xff\xff"}) {
    EXPECT_FALSE(CurrencyExponent(code).has_value()) << code;
  }
}

TEST(CheckedArithmetic, GivesNothingWhereTheResultDoesNotFit) {
  EXPECT_EQ(CheckedAdd(kMax - 1, 1), kMax);
  EXPECT_EQ(CheckedAdd(kMax, 1), std::nullopt);
  EXPECT_EQ(CheckedAdd(kMin, -1), std::nullopt);
  EXPECT_EQ(CheckedAdd(kMin, kMax), -1);
  EXPECT_EQ(CheckedMultiply(3, -7), -21);
  EXPECT_EQ(CheckedMultiply(kMax, 2), std::nullopt);
  EXPECT_EQ(CheckedMultiply(kMin, -1), std::nullopt);
  EXPECT_EQ(CheckedMultiply(kMin, 1), kMin);
}

TEST(PercentOf, RoundsHalfAwayFromZero) {
  struct Case {
    int64_t amount_minor, basis_points, expected;
  };
  for (const Case& c : {
           Case{10'000, 1'900, 1'900},
           Case{1, 5'000, 1},    // 0.5
           Case{-1, 5'000, -1},  // -0.5
           Case{1, 4'999, 0},
           Case{-1, 4'999, 0},
           Case{3, 5'000, 2},  // 1.5
           Case{-3, 5'000, -2},
           Case{12'345, 700, 864},  // 864.15
           Case{50, 1'900, 10},     // 9.5
           Case{0, 1'000'000, 0},
           Case{777, 0, 0},
           Case{kMaxAmountMinor, 1'000'000, 100 * kMaxAmountMinor},
           Case{-kMaxAmountMinor, 1'000'000, -100 * kMaxAmountMinor},
       }) {
    EXPECT_EQ(PercentOf(c.amount_minor, c.basis_points), c.expected)
        << c.amount_minor << " x " << c.basis_points;
  }
}

TEST(PercentOf, IsTheNearestWholeNumberAndOnATieTheLargerOne) {
  EXPECT_TRUE(rc::check("|10,000 result - amount x bp| <= 5,000", [] {
    const int64_t magnitude = *rc::gen::inRange<int64_t>(0, kMaxAmountMinor + 1);
    const int64_t basis_points = *rc::gen::inRange<int64_t>(0, 1'000'001);
    const int64_t result = PercentOf(magnitude, basis_points);
    // Up to 10^18: fits.
    const int64_t above = 10'000 * result - magnitude * basis_points;
    RC_ASSERT(above > -5'000);
    RC_ASSERT(above <= 5'000);
    RC_ASSERT(PercentOf(-magnitude, basis_points) == -result);
  }));
}

std::vector<int64_t> Split(int64_t amount_minor, const std::vector<int64_t>& weights) {
  return SplitByLargestRemainder(amount_minor, weights);
}

TEST(Split, GivesWhatIsLeftToTheLargestRemaindersAndOnATieToTheEarlierPart) {
  using Parts = std::vector<int64_t>;
  EXPECT_EQ(Split(100, {1, 1, 1}), (Parts{34, 33, 33}));
  EXPECT_EQ(Split(-100, {1, 1, 1}), (Parts{-34, -33, -33}));
  EXPECT_EQ(Split(101, {1, 1, 1}), (Parts{34, 34, 33}));
  EXPECT_EQ(Split(10, {5, 3, 1}), (Parts{6, 3, 1}));  // 5.56, 3.33, 1.11
  EXPECT_EQ(Split(1, {1, 2, 1}), (Parts{0, 1, 0}));
  EXPECT_EQ(Split(1, {1, 1}), (Parts{1, 0}));
  EXPECT_EQ(Split(7, {0, 5, 0}), (Parts{0, 7, 0}));
  EXPECT_EQ(Split(0, {3, 4}), (Parts{0, 0}));
  EXPECT_EQ(Split(42, {9}), (Parts{42}));
}

TEST(Split, StaysExactForTheLargestNumbersThereAre) {
  using Parts = std::vector<int64_t>;
  EXPECT_EQ(Split(kMax, {kMax, kMax}), (Parts{kMax / 2 + 1, kMax / 2}));
  EXPECT_EQ(Split(kMin, {kMax, kMax}), (Parts{kMin / 2, kMin / 2}));
}

TEST(Split, AddsUpAndNoPartIsAUnitOrMoreOff) {
  EXPECT_TRUE(rc::check("the parts of a split add up to the amount", [] {
    const int64_t amount = *rc::gen::inRange<int64_t>(-1'000'000'000, 1'000'000'001);
    auto weights =
        *rc::gen::nonEmpty(rc::gen::container<std::vector<int64_t>>(rc::gen::inRange(0, 1'000)));
    const int64_t total = std::accumulate(weights.begin(), weights.end(), int64_t{0});
    RC_PRE(total > 0);
    const std::vector<int64_t> parts = Split(amount, weights);
    RC_ASSERT(parts.size() == weights.size());
    RC_ASSERT(std::accumulate(parts.begin(), parts.end(), int64_t{0}) == amount);
    for (size_t i = 0; i < parts.size(); ++i) {
      const int64_t off = parts[i] * total - amount * weights[i];
      RC_ASSERT(off < total);
      RC_ASSERT(off > -total);
      if (weights[i] == 0) RC_ASSERT(parts[i] == 0);
    }
  }));
}

// The definition by hand: unit by unit to whom most is due, the first of them on a tie.
std::vector<int64_t> NaiveSplit(int64_t amount, const std::vector<int64_t>& weights) {
  const int64_t total = std::accumulate(weights.begin(), weights.end(), int64_t{0});
  std::vector<int64_t> parts;
  std::vector<int64_t> due;
  for (const int64_t weight : weights) {
    parts.push_back(amount * weight / total);
    due.push_back(amount * weight % total);
  }
  while (std::accumulate(parts.begin(), parts.end(), int64_t{0}) != amount) {
    const auto largest = std::max_element(due.begin(), due.end()) - due.begin();
    ++parts[static_cast<size_t>(largest)];
    due[static_cast<size_t>(largest)] = -1;
  }
  return parts;
}

TEST(Split, AgreesWithHandingOutUnitByUnit) {
  EXPECT_TRUE(rc::check("same as the naive split, and mirrored below zero", [] {
    const int64_t amount = *rc::gen::inRange<int64_t>(0, 100'000);
    auto weights =
        *rc::gen::nonEmpty(rc::gen::container<std::vector<int64_t>>(rc::gen::inRange(0, 7)));
    RC_PRE(std::accumulate(weights.begin(), weights.end(), int64_t{0}) > 0);
    std::vector<int64_t> expected = NaiveSplit(amount, weights);
    RC_ASSERT(Split(amount, weights) == expected);
    for (int64_t& part : expected) part = -part;
    RC_ASSERT(Split(-amount, weights) == expected);
  }));
}

TEST(FormatMinor, PutsThePointWhereTheCurrencyHasIt) {
  EXPECT_EQ(FormatMinor(123'456, "EUR"), "1234.56");
  EXPECT_EQ(FormatMinor(5, "JPY"), "5");
  EXPECT_EQ(FormatMinor(5, "EUR"), "0.05");
  EXPECT_EQ(FormatMinor(50, "EUR"), "0.50");
  EXPECT_EQ(FormatMinor(-5, "EUR"), "-0.05");
  EXPECT_EQ(FormatMinor(-123'456, "BHD"), "-123.456");
  EXPECT_EQ(FormatMinor(0, "KWD"), "0.000");
  EXPECT_EQ(FormatMinor(0, "ISK"), "0");
  EXPECT_EQ(FormatMinor(kMin, "USD"), "-92233720368547758.08");
}

}  // namespace
}  // namespace daybook
