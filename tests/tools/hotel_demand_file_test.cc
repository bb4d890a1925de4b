#include "tools/import/hotel_demand_file.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/tools/hotel_demand_csv.h"
#include "tests/tools/import_files.h"

namespace daybook {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using HotelDemandFileTest = ImportFilesTest;

const std::vector<DemandRow> kThreeRows = {DemandRow(), DemandRow().City(), DemandRow()};

TEST_F(HotelDemandFileTest, KeepsRepeatedRowsApartByTheirLines) {
  const auto data = ReadHotelDemand(Write("a.csv", DemandFile(kThreeRows)), 0, 10);
  ASSERT_TRUE(data.ok()) << data.status();
  ASSERT_THAT(data->rows, SizeIs(3));
  EXPECT_EQ(data->rows[0].line, 2u);
  EXPECT_EQ(data->rows[2].line, 4u);
  EXPECT_EQ(data->rows_read, 3u);
  EXPECT_FALSE(data->limited);
}

TEST_F(HotelDemandFileTest, NamesAFileByItsUnpackedContent) {
  const std::string text = DemandFile(kThreeRows);
  const auto plain = ReadHotelDemand(Write("a.csv", text), 0, 10);
  const auto packed = ReadHotelDemand(WriteGzip("a.csv.gz", text), 0, 10);
  const auto limited = ReadHotelDemand(Path("a.csv.gz"), 1, 10);
  ASSERT_TRUE(plain.ok() && packed.ok() && limited.ok());
  EXPECT_EQ(plain->file_sha256, Sha256Of(text));
  EXPECT_EQ(packed->file_sha256, plain->file_sha256);
  EXPECT_EQ(limited->file_sha256, plain->file_sha256);
  EXPECT_THAT(packed->rows, SizeIs(3));
}

TEST_F(HotelDemandFileTest, ALimitThatTakesAllRowsIsNone) {
  const std::string path = Write("a.csv", DemandFile(kThreeRows));
  EXPECT_TRUE(ReadHotelDemand(path, 2, 10)->limited);
  EXPECT_THAT(ReadHotelDemand(path, 2, 10)->rows, SizeIs(2));
  EXPECT_FALSE(ReadHotelDemand(path, 3, 10)->limited);
  EXPECT_FALSE(ReadHotelDemand(path, 4, 10)->limited);
}

TEST_F(HotelDemandFileTest, CountsAllBadRowsAndListsTheFirst) {
  std::string text = DemandFile({DemandRow().Set("adr", "x").Set("meal", "y"), DemandRow(),
                                 DemandRow().Set("lead_time", "-1")});
  text += "a stray \" quote\n" + DemandRow().Line() + "\n";
  const std::string path = Write("a.csv", text);
  const auto all = ReadHotelDemand(path, 0, 10);
  ASSERT_TRUE(all.ok()) << all.status();
  EXPECT_EQ(all->rows_read, 5u);
  EXPECT_EQ(all->bad_row_count, 3u);
  EXPECT_THAT(all->rows, SizeIs(2));
  ASSERT_THAT(all->bad_rows, SizeIs(4)) << "one for each column";
  EXPECT_EQ(all->bad_rows[0].line, 2u);
  EXPECT_EQ(all->bad_rows[2].line, 4u);
  EXPECT_EQ(all->bad_rows[3].line, 5u);
  const auto first = ReadHotelDemand(path, 0, 1);
  EXPECT_EQ(first->bad_row_count, 3u);
  EXPECT_THAT(first->bad_rows, SizeIs(1));
}

TEST_F(HotelDemandFileTest, BadRowsBehindTheLimitAreNotLookedAt) {
  const auto data = ReadHotelDemand(
      Write("a.csv", DemandFile({DemandRow(), DemandRow().Set("adr", "x")})), 1, 10);
  ASSERT_TRUE(data.ok()) << data.status();
  EXPECT_THAT(data->bad_rows, IsEmpty());
}

TEST_F(HotelDemandFileTest, RefusesWhatIsNotSuchData) {
  const auto message = [](const absl::StatusOr<HotelDemandData>& data) {
    EXPECT_EQ(data.status().code(), absl::StatusCode::kInvalidArgument);
    return std::string(data.status().message());
  };
  EXPECT_THAT(message(ReadHotelDemand(Write("empty", ""), 0, 10)), HasSubstr("is empty"));
  EXPECT_THAT(message(ReadHotelDemand(Write("other", "a,b\n1,2\n"), 0, 10)),
              HasSubstr("other is not hotel booking demand data: line 1: unknown column 'a'"));
  EXPECT_EQ(ReadHotelDemand(Path("none"), 0, 10).status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace daybook
