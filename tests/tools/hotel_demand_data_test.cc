// The plan of the real data. Reads the file that DAYBOOK_HOTEL_DEMAND names.
#include <cstdlib>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ledger/base/strings.h"
#include "tools/import/hotel_demand_file.h"
#include "tools/import/hotel_demand_plan.h"

namespace daybook {
namespace {

using ::testing::IsEmpty;

class HotelDemandDataTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    const char* path = std::getenv("DAYBOOK_HOTEL_DEMAND");
    if (path == nullptr) return;
    auto read = ReadHotelDemand(path, 0, 10);
    ASSERT_TRUE(read.ok()) << read.status();
    data_ = new HotelDemandData(*std::move(read));
    plan_ = new HotelDemandPlan(PlanHotelDemand(data_->rows));
  }
  static void TearDownTestSuite() {
    delete std::exchange(plan_, nullptr);
    delete std::exchange(data_, nullptr);
  }
  void SetUp() override {
    if (plan_ == nullptr)
      GTEST_SKIP() << "DAYBOOK_HOTEL_DEMAND does not name hotel_bookings.csv.gz";
  }

  static inline HotelDemandData* data_ = nullptr;
  static inline HotelDemandPlan* plan_ = nullptr;
};

TEST_F(HotelDemandDataTest, EveryRowIsGood) {
  EXPECT_EQ(data_->rows_read, 119'390u);
  EXPECT_EQ(data_->rows.size(), 119'390u);
  EXPECT_EQ(data_->bad_row_count, 0u);
  EXPECT_THAT(data_->bad_rows, IsEmpty());
  EXPECT_EQ(ToHex(AsBytes(data_->file_sha256)),
            "7c2ae42a7353905ea136e5c2287f17c92c5435826598bfbb8491c6f0c7b1fc06");
}

TEST_F(HotelDemandDataTest, BookingsEndAsThePaperSays) {
  std::map<std::tuple<std::string, HotelDemandStatus>, int> counts;
  for (const HotelDemandRow& row : data_->rows) {
    ++counts[{std::string(kHotelDemandProperties[row.property]), row.status}];
  }
  EXPECT_EQ((counts[{"H1", HotelDemandStatus::kCheckedOut}]), 28'938);
  EXPECT_EQ((counts[{"H1", HotelDemandStatus::kCancelled}]), 10'831);
  EXPECT_EQ((counts[{"H1", HotelDemandStatus::kNoShow}]), 291);
  EXPECT_EQ((counts[{"H2", HotelDemandStatus::kCheckedOut}]), 46'228);
  EXPECT_EQ((counts[{"H2", HotelDemandStatus::kCancelled}]), 32'186);
  EXPECT_EQ((counts[{"H2", HotelDemandStatus::kNoShow}]), 916);
}

TEST_F(HotelDemandDataTest, ThePlanHoldsEveryPromotionChangeAndAssignment) {
  EXPECT_EQ(plan_->promotions, 3'698u);
  EXPECT_EQ(plan_->changes, 26'400u);
  EXPECT_EQ(plan_->assignments, 14'917u);
  EXPECT_EQ(plan_->check_outs, 75'166u);
  EXPECT_EQ(plan_->cancellations, 43'017u);
  EXPECT_EQ(plan_->no_shows, 1'207u);
}

TEST_F(HotelDemandDataTest, OneNoShowIsForced) {
  EXPECT_EQ(plan_->forced, 1u);
  for (const HotelDemandRow& row : data_->rows) {
    if (row.status == HotelDemandStatus::kNoShow && row.status_date < row.arrival) {
      EXPECT_EQ(row.line, 7037u);
      EXPECT_EQ(row.arrival - row.status_date, 111);
    }
  }
}

TEST_F(HotelDemandDataTest, ThePlanSpansTheBookingYears) {
  EXPECT_EQ(plan_->steps.front().day.ymd(), 20130624);
  EXPECT_EQ(plan_->steps.back().day.ymd(), 20170914);
}

TEST_F(HotelDemandDataTest, ALimitTakesTheFirstRowsAndNamesTheWholeFile) {
  const auto limited = ReadHotelDemand(std::getenv("DAYBOOK_HOTEL_DEMAND"), 1000, 10);
  ASSERT_TRUE(limited.ok()) << limited.status();
  EXPECT_EQ(limited->rows.size(), 1000u);
  EXPECT_TRUE(limited->limited);
  EXPECT_EQ(limited->file_sha256, data_->file_sha256);
}

}  // namespace
}  // namespace daybook
