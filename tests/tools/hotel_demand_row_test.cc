#include "tools/import/hotel_demand_row.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/tools/hotel_demand_csv.h"

namespace daybook {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

// Splits lines without quotes; the fields live in `text`.
CsvRecord RecordOf(std::string_view text, uint64_t line) {
  CsvRecord record;
  record.line = line;
  while (true) {
    const size_t comma = text.find(',');
    record.fields.push_back(text.substr(0, comma));
    if (comma == std::string_view::npos) return record;
    text.remove_prefix(comma + 1);
  }
}

HotelDemandRowParser ParserFor(const std::string& header) {
  auto parser = HotelDemandRowParser::ForHeader(RecordOf(header, 1));
  EXPECT_TRUE(parser.ok()) << parser.status();
  return *parser;
}

struct Parsed {
  std::optional<HotelDemandRow> row;
  std::vector<BadRow> problems;
};

Parsed Parse(const DemandRow& row, uint64_t line = 7) {
  const std::string text = row.Line();
  Parsed parsed;
  parsed.row = ParserFor(DemandHeader()).Parse(RecordOf(text, line), parsed.problems);
  return parsed;
}

TEST(HotelDemandRowTest, ReadsEveryColumn) {
  const Parsed parsed = Parse(DemandRow()
                                  .City()
                                  .Arrives("February", 29)
                                  .Lead(31)
                                  .Waits(5)
                                  .Changes(3)
                                  .Reserved('C')
                                  .Assigned('K')
                                  .Set("stays_in_weekend_nights", "2")
                                  .Set("stays_in_week_nights", "5")
                                  .Set("adults", "3")
                                  .Set("children", "2")
                                  .Set("babies", "1")
                                  .Set("meal", "Undefined")
                                  .Set("country", "CN")
                                  .Set("market_segment", "Offline TA/TO")
                                  .Set("distribution_channel", "GDS")
                                  .Set("is_repeated_guest", "1")
                                  .Set("previous_cancellations", "26")
                                  .Set("previous_bookings_not_canceled", "72")
                                  .Set("deposit_type", "Non Refund")
                                  .Set("agent", "9")
                                  .Set("company", "543")
                                  .Set("customer_type", "Transient-Party")
                                  .Set("adr", "5400.07")
                                  .Set("required_car_parking_spaces", "8")
                                  .Set("total_of_special_requests", "4")
                                  .Out("2016-03-05"));
  ASSERT_TRUE(parsed.row.has_value()) << FormatBadRow(parsed.problems.at(0));
  const HotelDemandRow& row = *parsed.row;
  EXPECT_EQ(row.line, 7u);
  EXPECT_EQ(kHotelDemandProperties[row.property], "H2");
  EXPECT_EQ(row.arrival.ymd(), 20160229);
  EXPECT_EQ(row.departure().ymd(), 20160307);
  EXPECT_EQ(row.booked_on().ymd(), 20160129);
  EXPECT_EQ(row.promoted_on().ymd(), 20160203);
  EXPECT_EQ(row.status_date.ymd(), 20160305);
  EXPECT_EQ(row.status, HotelDemandStatus::kCheckedOut);
  EXPECT_EQ(row.changes, 3);
  EXPECT_EQ(row.reserved_room_type, 'C');
  EXPECT_EQ(row.assigned_room_type, 'K');
  EXPECT_EQ(row.adults, 3);
  EXPECT_EQ(row.children, 2);
  EXPECT_EQ(row.babies, 1);
  EXPECT_FALSE(row.children_unknown);
  EXPECT_EQ(kHotelDemandMeals[row.meal], "Undefined");
  EXPECT_EQ(row.country_code(), "CN");
  EXPECT_EQ(kHotelDemandMarketSegments[row.market_segment], "Offline TA/TO");
  EXPECT_EQ(kHotelDemandChannels[row.channel], "GDS");
  EXPECT_TRUE(row.repeated_guest);
  EXPECT_EQ(row.previous_cancellations, 26);
  EXPECT_EQ(row.previous_stays, 72);
  EXPECT_EQ(kHotelDemandDepositTypes[row.deposit_type], "Non Refund");
  EXPECT_EQ(row.agent, 9);
  EXPECT_EQ(row.company, 543);
  EXPECT_EQ(kHotelDemandCustomerTypes[row.customer_type], "Transient-Party");
  EXPECT_EQ(row.adr_minor, 540007);
  EXPECT_EQ(row.parking_spaces, 8);
  EXPECT_EQ(row.special_requests, 4);
}

TEST(HotelDemandRowTest, TakesWhatTheSourceDoesNotSayAsUnknown) {
  const Parsed parsed = Parse(DemandRow()
                                  .Set("children", "NA")
                                  .Set("country", "NULL")
                                  .Set("agent", "NULL")
                                  .Set("company", "NULL"));
  ASSERT_TRUE(parsed.row.has_value());
  EXPECT_TRUE(parsed.row->children_unknown);
  EXPECT_EQ(parsed.row->children, 0);
  EXPECT_EQ(parsed.row->country_code(), "");
  EXPECT_EQ(parsed.row->agent, 0);
  EXPECT_EQ(parsed.row->company, 0);
}

TEST(HotelDemandRowTest, ReadsTheRateExactlyInCents) {
  const struct {
    const char* text;
    int32_t cents;
  } kCases[] = {
      {"0", 0},      {"75", 7500},    {"0.1", 10},  {"0.07", 7},   {"-6.38", -638},
      {"-0.5", -50}, {"98.30", 9830}, {"007", 700}, {"1.15", 115}, {"10000000", 1'000'000'000},
      {"-0", 0}};
  for (const auto& c : kCases) {
    const Parsed parsed = Parse(DemandRow().Set("adr", c.text));
    ASSERT_TRUE(parsed.row.has_value()) << c.text;
    EXPECT_EQ(parsed.row->adr_minor, c.cents) << c.text;
  }
}

TEST(HotelDemandRowTest, NamesLineAndColumnOfEachValueThatIsWrong) {
  const struct {
    const char* column;
    const char* value;
    const char* problem;
  } kCases[] = {
      {"hotel", "Beach Hotel", "'Beach Hotel' is none of Resort Hotel, City Hotel"},
      {"is_canceled", "2", "'2' is not a whole number from 0 to 1"},
      {"is_canceled", "1", "1 contradicts the status 'Check-Out'"},
      {"lead_time", "-1", "'-1' is not a whole number from 0 to 1826"},
      {"lead_time", "1827", "from 0 to 1826"},
      {"lead_time", "", "'' is not a whole number"},
      {"lead_time", " 7", "' 7' is not"},
      {"lead_time", "7.0", "'7.0' is not"},
      {"lead_time", "99999999999999999999", "is not a whole number"},
      {"arrival_date_year", "16", "from 1970 to 2150"},
      {"arrival_date_month", "Juni", "'Juni' is none of January"},
      {"arrival_date_week_number", "54", "from 1 to 53"},
      {"arrival_date_day_of_month", "32", "from 1 to 31"},
      {"arrival_date_day_of_month", "31", "June 2016 has no day 31"},
      {"stays_in_weekend_nights", "732", "from 0 to 731"},
      {"adults", "1001", "from 0 to 1000"},
      {"children", "NULL", "'NULL' is not a whole number"},
      {"babies", "x", "'x' is not"},
      {"meal", "bb", "'bb' is none of BB, HB, FB, SC, Undefined"},
      {"country", "Prt", "two or three capital letters"},
      {"country", "PRTX", "two or three capital letters"},
      {"market_segment", "Online", "is none of Direct"},
      {"distribution_channel", "TA", "is none of Direct"},
      {"is_repeated_guest", "no", "from 0 to 1"},
      {"previous_cancellations", "-", "is not a whole number"},
      {"previous_bookings_not_canceled", "1e3", "is not a whole number"},
      {"reserved_room_type", "a", "'a' is not a letter from A to Z"},
      {"assigned_room_type", "AB", "'AB' is not a letter from A to Z"},
      {"booking_changes", "1001", "from 0 to 1000"},
      {"deposit_type", "None", "is none of No Deposit"},
      {"agent", "0", "'0' is neither NULL nor a number"},
      {"agent", "09", "without leading zeros"},
      {"company", "ACME", "is neither NULL nor a number"},
      {"days_in_waiting_list", "-3", "is not a whole number"},
      {"days_in_waiting_list", "11", "until 2016-06-12, after arrival 2016-06-11"},
      {"customer_type", "Guest", "is none of Transient"},
      {"adr", "1.234", "at most two decimals"},
      {"adr", "1.", "at most two decimals"},
      {"adr", ".5", "at most two decimals"},
      {"adr", "1,5", ""},
      {"adr", "--1", "at most two decimals"},
      {"adr", "1e2", "at most two decimals"},
      {"adr", "10000000.01", "up to 10000000"},
      {"required_car_parking_spaces", "10001", "from 0 to 10000"},
      {"total_of_special_requests", "?", "is not a whole number"},
      {"reservation_status", "Check-In", "is none of Check-Out, Canceled, No-Show"},
      {"reservation_status_date", "2016-02-30", "is not a date like"},
      {"reservation_status_date", "12/06/2016", "is not a date like"},
      {"reservation_status_date", "2016-06-10", "is not from the arrival 2016-06-11 to"},
      {"reservation_status_date", "2016-06-13", "to the departure 2016-06-12"},
  };
  for (const auto& c : kCases) {
    const Parsed parsed = Parse(DemandRow().Set(c.column, c.value), 123);
    EXPECT_FALSE(parsed.row.has_value()) << c.column << ' ' << c.value;
    ASSERT_THAT(parsed.problems, SizeIs(1)) << c.column << ' ' << c.value;
    EXPECT_EQ(parsed.problems[0].line, 123u);
    // A comma makes it one field too many, which no column is to blame for.
    const bool splits = std::string_view(c.value).find(',') != std::string_view::npos;
    EXPECT_EQ(parsed.problems[0].column, splits ? "" : c.column);
    EXPECT_THAT(parsed.problems[0].problem, HasSubstr(c.problem));
  }
}

TEST(HotelDemandRowTest, RefusesAnEndThatTheStayCanNotHaveHad) {
  const DemandRow kBad[] = {
      DemandRow().Cancelled("2016-05-31"),           // before it was booked
      DemandRow().Cancelled("2016-06-12"),           // after the arrival
      DemandRow().NoShow("2016-06-12"),              // after the arrival
      DemandRow().NoShow("2016-05-31"),              // before it was booked
      DemandRow().Waits(5).Cancelled("2016-06-05"),  // before it was promoted
      DemandRow().Set("stays_in_weekend_nights", "731").Out("2016-06-12"),
  };
  for (const DemandRow& row : kBad) EXPECT_THAT(Parse(row).problems, SizeIs(1)) << row.Line();
  const DemandRow kGood[] = {
      DemandRow().Cancelled("2016-06-01"),
      DemandRow().Cancelled("2016-06-11"),
      DemandRow().NoShow("2016-06-02"),
      DemandRow().Waits(4).Cancelled("2016-06-05"),
      DemandRow().Waits(10),
      DemandRow().Nights(0).Out("2016-06-11"),
      DemandRow().Nights(9).Out("2016-06-11"),
      DemandRow().Set("adults", "0"),
  };
  for (const DemandRow& row : kGood) EXPECT_TRUE(Parse(row).row.has_value()) << row.Line();
}

TEST(HotelDemandRowTest, GivesAllTheProblemsOfARow) {
  const Parsed parsed =
      Parse(DemandRow().Set("meal", "?").Set("adr", "x").Set("arrival_date_month", "Moon"));
  EXPECT_FALSE(parsed.row.has_value());
  EXPECT_THAT(parsed.problems, SizeIs(3));
}

TEST(HotelDemandRowTest, RefusesARowWithTooManyOrTooFewFields) {
  const HotelDemandRowParser parser = ParserFor(DemandHeader());
  std::vector<BadRow> problems;
  const std::string line = DemandRow().Line();
  EXPECT_FALSE(parser.Parse(RecordOf(line + ",", 2), problems).has_value());
  EXPECT_FALSE(parser.Parse(RecordOf(line.substr(0, line.rfind(',')), 3), problems).has_value());
  ASSERT_THAT(problems, SizeIs(2));
  EXPECT_EQ(FormatBadRow(problems[0]), "line 2: 33 fields where the header has 32");
  EXPECT_EQ(FormatBadRow(problems[1]), "line 3: 31 fields where the header has 32");
}

TEST(HotelDemandRowTest, ShowsAStrangeValueCutAndPrintable) {
  const Parsed parsed = Parse(DemandRow().Set("meal", "\x1b[31m" + std::string(60, 'm')));
  EXPECT_THAT(FormatBadRow(parsed.problems.at(0)),
              ::testing::StartsWith("line 7, column meal: '?[31m" + std::string(35, 'm') + "...'"));
}

TEST(HotelDemandRowTest, FindsColumnsByNameInAnyOrder) {
  std::string header;
  std::string line;
  const std::string names = DemandHeader();
  const std::string values = DemandRow().Line();
  const CsvRecord name_fields = RecordOf(names, 1);
  const CsvRecord value_fields = RecordOf(values, 2);
  for (size_t i = name_fields.fields.size(); i-- > 0;) {
    header += std::string(name_fields.fields[i]) + (i > 0 ? "," : "");
    line += std::string(value_fields.fields[i]) + (i > 0 ? "," : "");
  }
  std::vector<BadRow> problems;
  const auto row = ParserFor(header).Parse(RecordOf(line, 2), problems);
  ASSERT_TRUE(row.has_value());
  EXPECT_EQ(row->arrival.ymd(), 20160611);
  EXPECT_EQ(row->adr_minor, 7550);
}

TEST(HotelDemandRowTest, RefusesAHeaderThatLacksRepeatsOrAddsAColumn) {
  const auto failure = [](const std::string& header) {
    const auto parser = HotelDemandRowParser::ForHeader(RecordOf(header, 1));
    EXPECT_EQ(parser.status().code(), absl::StatusCode::kInvalidArgument);
    return std::string(parser.status().message());
  };
  const std::string header = DemandHeader();
  EXPECT_THAT(failure(header.substr(0, header.rfind(','))),
              HasSubstr("missing: reservation_status_date"));
  EXPECT_THAT(failure(header + ",adr"), HasSubstr("'adr' stands twice"));
  EXPECT_THAT(failure(header + ",city_tax"), HasSubstr("unknown column 'city_tax'"));
  EXPECT_THAT(failure("PK\x03"), HasSubstr("unknown column 'PK?'"));
}

TEST(HotelDemandRowTest, CountsNightsOverTheEndOfAYear) {
  const Parsed parsed = Parse(DemandRow().Arrives("December", 31).Nights(2).Out("2017-01-02"));
  ASSERT_TRUE(parsed.row.has_value());
  EXPECT_EQ(parsed.row->departure().ymd(), 20170102);
}

}  // namespace
}  // namespace daybook
