#include "tools/daybook/channel_list.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

namespace daybook::cli {
namespace {

std::string FileOf(const std::string& text) {
  const std::string path = ::testing::TempDir() + "/channel-list-" +
                           ::testing::UnitTest::GetInstance()->current_test_info()->name();
  std::ofstream(path) << text;
  return path;
}

void ExpectTwoBookings(const std::string& text) {
  SCOPED_TRACE(text);
  const auto list = ReadChannelList(FileOf(text));
  ASSERT_TRUE(list.ok()) << list.status();
  ASSERT_EQ(list->size(), 2u);
  EXPECT_EQ((*list)[0].booking_id, "b1");
  EXPECT_EQ((*list)[0].arrival, 20260310);
  EXPECT_EQ((*list)[0].departure, 20260312);
  EXPECT_EQ((*list)[0].status, v1::CONFIRMED);
  EXPECT_EQ((*list)[1].booking_id, "b2");
  EXPECT_EQ((*list)[1].status, v1::NO_SHOW);
}

TEST(ChannelList, ReadsTheColumnsOfACsvFileInAnyOrder) {
  ExpectTwoBookings(
      "Status,booking_id,arrival,departure,price\n"
      "CONFIRMED,b1,2026-03-10,2026-03-12,100\n"
      "no_show,b2,20260310,20260311,\n");
}

TEST(ChannelList, ReadsJsonLinesWithDatesAsTextOrNumbers) {
  ExpectTwoBookings(
      "\n"
      R"({"booking_id": "b1", "arrival": "2026-03-10", "departure": 20260312, "status": "confirmed"})"
      "\n\n"
      R"({"booking_id": "b2", "arrival": 20260310, "departure": 20260311, "status": "NO_SHOW", "x": [1]})"
      "\n");
}

TEST(ChannelList, SaysWhichLineIsWrongAndWhy) {
  struct Row {
    std::string text;
    std::string says;
  };
  const Row rows[] = {{"booking_id,arrival,departure\nb1,2026-03-10,2026-03-12\n", "status"},
                      {"booking_id,arrival,departure,status\nb1,2026-02-30,2026-03-12,HELD\n",
                       "line 2: arrival '2026-02-30' is no date"},
                      {"booking_id,arrival,departure,status\nb1,2026-03-10,2026-03-12,BOOKED\n",
                       "line 2: status 'BOOKED' is no status"},
                      {"booking_id,arrival,departure,status\n,2026-03-10,2026-03-12,HELD\n",
                       "line 2: booking_id '' is no id"},
                      {"{\"booking_id\": \"b1\"}\n", "line 1: arrival '' is no date"},
                      {"{\"booking_id\": \"b1\"\n", "line 1: no JSON object"}};
  for (const Row& row : rows) {
    SCOPED_TRACE(row.text);
    const auto list = ReadChannelList(FileOf(row.text));
    ASSERT_FALSE(list.ok());
    EXPECT_EQ(list.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_NE(std::string(list.status().message()).find(row.says), std::string::npos)
        << list.status();
  }
  EXPECT_EQ(ReadChannelList("/no/such/file").status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace daybook::cli
