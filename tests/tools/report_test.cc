#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <numeric>

#include "rapidcheck.h"
#include "tests/tools/import_files.h"
#include "tools/daybook/csv_table.h"
#include "tools/daybook/report_table.h"
#include "tools/daybook/sampling.h"

namespace daybook::cli {
namespace {

// What Print writes.
std::string Printed(const ReportTable& table, ReportTable::Format format) {
  std::FILE* const file = std::tmpfile();
  EXPECT_NE(file, nullptr);
  {
    Output out(fileno(file));
    table.Print(format, Terminal{}, out);
  }
  std::string text(static_cast<size_t>(::lseek(fileno(file), 0, SEEK_END)), '\0');
  EXPECT_EQ(::pread(fileno(file), text.data(), text.size(), 0), static_cast<ssize_t>(text.size()));
  std::fclose(file);
  return text;
}

ReportTable Sales() {
  ReportTable table({{"hotel"},
                     {"nights", ColumnKind::kCount},
                     {"share_percent", ColumnKind::kPercent},
                     {"currency"},
                     {"revenue", ColumnKind::kMoney},
                     {"from", ColumnKind::kDate},
                     {"month", ColumnKind::kMonth}});
  table.Add({Cell::Text("Inn, \"old\""), Cell::Number(3), Cell::Ratio(1, 3), Cell::Text("EUR"),
             Cell::Money(123456, "EUR"), Cell::Number(20260301), Cell::Number(202603)});
  table.Add({Cell::Text("Ryokan"), Cell::Number(0), Cell::Ratio(1, 0), Cell::Text("JPY"),
             Cell::Money(-500, "JPY"), Cell(), Cell()});
  return table;
}

TEST(ReportTable, ShowsMoneyWithTheDecimalsOfItsCurrency) {
  EXPECT_EQ(Printed(Sales(), ReportTable::Format::kTable),
            "HOTEL\tNIGHTS\tSHARE_PERCENT\tCURRENCY\tREVENUE\tFROM\tMONTH\n"
            "Inn, \"old\"\t3\t33.33\tEUR\t1234.56\t2026-03-01\t2026-03\n"
            "Ryokan\t0\t\tJPY\t-500\t\t\n");
}

TEST(ReportTable, GivesProgramsMinorUnitsAndLeavesOutWhatIsNotThere) {
  EXPECT_EQ(Printed(Sales(), ReportTable::Format::kJson),
            "{\"hotel\":\"Inn, \\\"old\\\"\",\"nights\":3,\"share_percent\":33.33,"
            "\"currency\":\"EUR\",\"revenue_minor\":123456,\"from\":\"2026-03-01\","
            "\"month\":\"2026-03\"}\n"
            "{\"hotel\":\"Ryokan\",\"nights\":0,\"currency\":\"JPY\",\"revenue_minor\":-500}\n");
}

TEST(ReportTable, QuotesInCsvWhatHasACommaOrAQuote) {
  EXPECT_EQ(Printed(Sales(), ReportTable::Format::kCsv),
            "hotel,nights,share_percent,currency,revenue,from,month\n"
            "\"Inn, \"\"old\"\"\",3,33.33,EUR,1234.56,2026-03-01,2026-03\n"
            "Ryokan,0,,JPY,-500,,\n");
}

TEST(ReportTable, OneFormatAtATime) {
  EXPECT_EQ(*ReportFormat(false, false), ReportTable::Format::kTable);
  EXPECT_EQ(*ReportFormat(true, false), ReportTable::Format::kJson);
  EXPECT_EQ(*ReportFormat(false, true), ReportTable::Format::kCsv);
  EXPECT_EQ(ReportFormat(true, true).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(Cell, RoundsHalfUpAwayFromZero) {
  EXPECT_EQ(Cell::Ratio(1, 8).Shown(ColumnKind::kPercent), "12.50");
  EXPECT_EQ(Cell::Ratio(2, 3).Shown(ColumnKind::kPercent), "66.67");
  EXPECT_EQ(Cell::Average(5, 2, "EUR").Shown(ColumnKind::kMoney), "0.03");
  EXPECT_EQ(Cell::Average(-5, 2, "EUR").Shown(ColumnKind::kMoney), "-0.03");
  EXPECT_EQ(Cell::Average(7, 0, "EUR").has_value(), false);
  EXPECT_EQ(Cell::Ratio(9'000'000'000'000'000, 9'000'000'000'000'000).Json(ColumnKind::kPercent),
            "100.00");
}

// The reference values of the generator from the seed 1234567.
TEST(Sampling, TheGeneratorIsSplitMix64) {
  SplitMix64 random(1234567);
  EXPECT_EQ(random.Next(), 6457827717110365317u);
  EXPECT_EQ(random.Next(), 3203168211198807973u);
  EXPECT_EQ(random.Next(), 9817491932198370423u);
}

std::vector<size_t> IndexesOf(const std::vector<Drawn>& drawn) {
  std::vector<size_t> indexes;
  for (const Drawn& one : drawn) indexes.push_back(one.index);
  return indexes;
}

TEST(Sampling, ARandomSampleIsAsManyDifferentItemsInTheirOrder) {
  EXPECT_TRUE(rc::check([](uint64_t seed) {
    const auto count = static_cast<size_t>(*rc::gen::inRange(0, 60));
    const auto size = static_cast<size_t>(*rc::gen::inRange(0, 80));
    SplitMix64 random(seed);
    SplitMix64 again(seed);
    const auto indexes = IndexesOf(DrawRandom(count, size, random));
    RC_ASSERT(indexes.size() == std::min(count, size));
    RC_ASSERT(std::adjacent_find(indexes.begin(), indexes.end(), std::greater_equal<>()) ==
              indexes.end());
    RC_ASSERT((indexes.empty() || indexes.back() < count));
    RC_ASSERT(indexes == IndexesOf(DrawRandom(count, size, again)));
  }));
}

TEST(Sampling, EveryItemIsDrawnAsOftenAsAnother) {
  std::vector<int> drawn(10, 0);
  SplitMix64 random(1);
  constexpr int kRounds = 20'000;
  for (int i = 0; i < kRounds; ++i) {
    for (const size_t index : IndexesOf(DrawRandom(drawn.size(), 3, random))) ++drawn[index];
  }
  for (const int count : drawn) EXPECT_NEAR(count, kRounds * 3 / 10, 300);
}

// Walks the units one by one.
std::vector<Drawn> NaiveUnits(const std::vector<int64_t>& amounts, size_t size, uint64_t interval,
                              uint64_t start) {
  std::vector<Drawn> drawn;
  uint64_t unit = 0;
  uint64_t next = start;
  for (size_t i = 0; i < amounts.size(); ++i) {
    for (int64_t k = 0; k < amounts[i]; ++k, ++unit) {
      if (unit != next || size == 0) continue;
      --size;
      next += interval;
      if (!drawn.empty() && drawn.back().index == i) {
        ++drawn.back().hits;
      } else {
        drawn.push_back({.index = i, .hits = 1});
      }
    }
  }
  return drawn;
}

TEST(Sampling, MonetaryUnitsStandAFixedIntervalApart) {
  EXPECT_TRUE(rc::check([](uint64_t seed) {
    const auto amounts = *rc::gen::container<std::vector<int64_t>>(rc::gen::inRange(-3, 40));
    const auto size = static_cast<size_t>(*rc::gen::inRange(0, 20));
    SplitMix64 random(seed);
    const MonetarySample sample = DrawMonetaryUnits(amounts, size, random);
    uint64_t total = 0;
    for (const int64_t amount : amounts) total += amount > 0 ? static_cast<uint64_t>(amount) : 0;
    RC_ASSERT(sample.total == total);
    if (total == 0 || size == 0) {
      RC_ASSERT(sample.drawn.empty());
      return;
    }
    RC_ASSERT(sample.interval == std::max<uint64_t>(1, total / size));
    RC_ASSERT(sample.start < sample.interval);
    RC_ASSERT(sample.drawn == NaiveUnits(amounts, size, sample.interval, sample.start));
    // What is worth an interval or more can't be missed.
    for (size_t i = 0; i < amounts.size() && total >= size; ++i) {
      if (amounts[i] < static_cast<int64_t>(sample.interval)) continue;
      const auto drawn = IndexesOf(sample.drawn);
      const uint64_t before =
          std::accumulate(amounts.begin(), amounts.begin() + static_cast<std::ptrdiff_t>(i),
                          uint64_t{0}, [](uint64_t sum, int64_t amount) {
                            return sum + (amount > 0 ? static_cast<uint64_t>(amount) : 0);
                          });
      if (before + sample.interval > sample.interval * size) continue;  // behind the last unit
      RC_ASSERT(std::find(drawn.begin(), drawn.end(), i) != drawn.end());
    }
  }));
}

TEST(Sampling, AStratifiedSampleHasSomethingOfEachStratum) {
  std::vector<std::string> strata(90, "CONFIRMED");
  strata.resize(99, "CANCELLED");
  strata.emplace_back("NO_SHOW");
  SplitMix64 random(7);
  const auto indexes = IndexesOf(DrawStratified(strata, 10, random));
  std::map<std::string, int> counts;
  for (const size_t index : indexes) ++counts[strata[index]];
  EXPECT_EQ(counts,
            (std::map<std::string, int>{{"CONFIRMED", 7}, {"CANCELLED", 2}, {"NO_SHOW", 1}}));
  EXPECT_TRUE(std::is_sorted(indexes.begin(), indexes.end()));
  SplitMix64 again(7);
  EXPECT_EQ(IndexesOf(DrawStratified(strata, 1000, again)).size(), strata.size());
  EXPECT_TRUE(DrawStratified({}, 10, again).empty());
}

TEST(ParseMinor, ReadsAmountsAsProvidersWriteThem) {
  EXPECT_EQ(ParseMinor("12.34", "EUR"), 1234);
  EXPECT_EQ(ParseMinor("-12.3", "EUR"), -1230);
  EXPECT_EQ(ParseMinor("+12", "EUR"), 1200);
  EXPECT_EQ(ParseMinor("12", "JPY"), 12);
  EXPECT_EQ(ParseMinor("1.234", "BHD"), 1234);
  for (const char* text : {"", "-", ".", "1.", "1.234", "1,00", "1 000", "12x", "99999999999999"}) {
    EXPECT_EQ(ParseMinor(text, "EUR"), std::nullopt) << text;
  }
  EXPECT_EQ(ParseMinor("1.0", "JPY"), std::nullopt);
  EXPECT_EQ(ParseMinor("1", "XXQ"), std::nullopt);
}

class CsvTableTest : public ImportFilesTest {};

TEST_F(CsvTableTest, IsReadByTheNamesOfItsColumns) {
  const auto table =
      CsvTable::Read(Write("list.csv", "Payment, Amount,currency\n\"p,1\",12.00,EUR\n p2 ,3,JPY\n"),
                     {"payment", "amount"});
  ASSERT_TRUE(table.ok()) << table.status();
  ASSERT_EQ(table->rows().size(), 2u);
  EXPECT_EQ(table->Get(table->rows()[0], "payment"), "p,1");
  EXPECT_EQ(table->Get(table->rows()[0], "amount"), "12.00");
  EXPECT_EQ(table->rows()[1].line, 3u);
  EXPECT_EQ(table->Get(table->rows()[1], "payment"), "p2");
  EXPECT_EQ(table->Get(table->rows()[1], "booking"), "");
}

TEST_F(CsvTableTest, SaysWhichColumnOrLineIsWrong) {
  const auto says = [](const absl::StatusOr<CsvTable>& table) {
    return std::string(table.status().message());
  };
  EXPECT_NE(says(CsvTable::Read(Write("a.csv", "payment\np1\n"), {"amount"})).find("'amount'"),
            std::string::npos);
  EXPECT_NE(says(CsvTable::Read(Write("b.csv", "a,b\n1\n"), {})).find("line 2"), std::string::npos);
  EXPECT_EQ(CsvTable::Read(Path("none.csv"), {}).status().code(), absl::StatusCode::kNotFound);
  EXPECT_NE(says(CsvTable::Read(Write("empty.csv", ""), {"payment"})).find("'payment'"),
            std::string::npos);
}

}  // namespace
}  // namespace daybook::cli
