// Imports into real ledgers.
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daybook/v1/record.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ledger/domain/booking/booking_evolve.h"
#include "ledger/ledger.h"
#include "ledger/log/record_codec.h"
#include "tests/tools/hotel_demand_csv.h"
#include "tests/tools/import_files.h"
#include "tools/import/hotel_demand.h"

namespace daybook {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

// The machine's zones. Sets `stop` when the beginning of a day was asked for so many times: an
// import then stops between two days, wherever the test wants it to.
class StoppingZones : public TimeZones {
 public:
  absl::StatusOr<Instant> Resolve(std::string_view zone, CivilDate date,
                                  int32_t minute_of_day) const override {
    if (days_until_stop > 0 && --days_until_stop == 0) stop = true;
    return SystemTimeZones().Resolve(zone, date, minute_of_day);
  }
  absl::StatusOr<CivilDate> LocalDate(std::string_view zone, Instant instant) const override {
    return SystemTimeZones().LocalDate(zone, instant);
  }
  std::string_view version() const override { return SystemTimeZones().version(); }

  mutable std::atomic<int> days_until_stop{0};
  mutable std::atomic<bool> stop{false};
};

std::vector<DemandRow> SmallHotel() {
  return {
      DemandRow().Lead(10).Changes(2).Reserved('A').Assigned('D'),
      DemandRow().Lead(0),
      DemandRow().Arrives("June", 12).Nights(0).Out("2016-06-12"),
      DemandRow().Arrives("June", 14).Lead(12).Waits(4).Nights(2).Out("2016-06-16"),
      DemandRow().Arrives("June", 14).Lead(12).Waits(4).Changes(1).Cancelled("2016-06-06"),
      DemandRow().Arrives("June", 20).Lead(15).Cancelled("2016-06-05"),
      DemandRow().Arrives("June", 20).Lead(15).Cancelled("2016-06-20"),
      DemandRow().Arrives("June", 18).Nights(9).Out("2016-06-18"),
      DemandRow().Arrives("June", 13).Nights(4).Assigned('B').Out("2016-06-15"),
      DemandRow().Arrives("June", 18).NoShow("2016-06-18"),
      DemandRow().Arrives("August", 18).Lead(80).NoShow("2016-06-21"),
      DemandRow().City().Set("children", "NA").Set("adr", "-6.38"),
      DemandRow().City().Arrives("June", 25).Lead(3).Nights(2).Out("2016-06-27"),
  };
}

std::vector<v1::Record> RecordsOf(const std::string& dir) {
  std::vector<v1::Record> records;
  const auto ledger = Ledger::Open(dir);
  EXPECT_TRUE(ledger.ok()) << ledger.status();
  if (!ledger.ok()) return records;
  const RecordSource& source = (*ledger)->records();
  const absl::Status read =
      source.Read(0, source.end(), [&](uint64_t position, std::string_view bytes) {
        return DecodeRecord(position, bytes, records.emplace_back());
      });
  EXPECT_TRUE(read.ok()) << read;
  return records;
}

// The imported requests with what became of them. Left out: where they stand in the log, when they
// really were taken in, and the MAC, whose key is each ledger's own.
std::vector<std::string> ImportedOf(const std::vector<v1::Record>& records) {
  std::vector<std::string> imported;
  for (v1::Record record : records) {
    if (record.request().actor().kind() != v1::ACTOR_KIND_IMPORTER) continue;
    EXPECT_EQ(record.resolution().time_source(), v1::TIME_SOURCE_IMPORTED);
    EXPECT_TRUE(record.resolution().has_ingested_at());
    record.clear_position();
    record.clear_content_mac();
    record.mutable_resolution()->clear_ingested_at();
    imported.push_back(record.ShortDebugString());
  }
  return imported;
}

std::map<std::string, v1::Booking> BookingsOf(const std::vector<v1::Record>& records) {
  std::map<std::string, v1::Booking> bookings;
  for (const v1::Record& record : records) {
    for (const v1::Event& event : record.outcome().accepted().events()) {
      const std::string id(BookingOf(event));
      if (!id.empty()) EvolveBooking(record, event, bookings[id]);
    }
  }
  return bookings;
}

class HotelDemandImportTest : public ImportFilesTest {
 protected:
  HotelDemandImportTest() {
    options_.file = Write("hotel.csv", DemandFile(SmallHotel()));
    options_.dir = Path("book");
    options_.ledger.zones = &zones_;
    options_.cancel = &zones_.stop;
  }

  ImportReport Import() {
    const auto report = ImportHotelDemand(options_);
    EXPECT_TRUE(report.ok()) << report.status();
    return report.ok() ? *report : ImportReport();
  }

  absl::Status StopAfter(int days) {
    zones_.stop = false;
    zones_.days_until_stop = days;
    const absl::Status stopped = ImportHotelDemand(options_).status();
    zones_.days_until_stop = 0;
    zones_.stop = false;
    return stopped;
  }

  StoppingZones zones_;
  ImportOptions options_;
};

TEST_F(HotelDemandImportTest, EveryRowBecomesABookingThatEndsAsTheDataSays) {
  const ImportReport report = Import();
  EXPECT_EQ(report.rows, 13u);
  EXPECT_EQ(report.bookings, 13u);
  EXPECT_EQ(report.accepted, report.requests);
  EXPECT_EQ(report.declined, 0u);
  EXPECT_EQ(report.duplicates, 0u);
  EXPECT_EQ(report.promotions, 2u);
  EXPECT_EQ(report.changes, 3u);
  EXPECT_EQ(report.assignments, 2u);
  EXPECT_EQ(report.check_outs, 8u);
  EXPECT_EQ(report.cancellations, 3u);
  EXPECT_EQ(report.no_shows, 2u);
  EXPECT_EQ(report.forced, 1u);
  EXPECT_FALSE(report.resumed);

  const auto bookings = BookingsOf(RecordsOf(options_.dir));
  ASSERT_THAT(bookings, SizeIs(13));
  EXPECT_EQ(bookings.at("H1-2").status(), v1::CHECKED_OUT);
  EXPECT_EQ(bookings.at("H1-2").change_count(), 2);
  EXPECT_EQ(bookings.at("H1-2").assigned_room_type_id(), "D");
  EXPECT_EQ(bookings.at("H1-2").booked_on(), 20160601);
  EXPECT_EQ(bookings.at("H1-4").price_minor(), 7550) << "a day use has the price of its day";
  EXPECT_TRUE(bookings.at("H1-5").promoted());
  EXPECT_EQ(bookings.at("H1-6").status(), v1::CANCELLED);
  EXPECT_EQ(bookings.at("H1-6").cancellation().penalty_minor(), 0);
  EXPECT_EQ(bookings.at("H1-10").checked_out_on(), 20160615);
  EXPECT_EQ(bookings.at("H1-12").status(), v1::NO_SHOW);
  EXPECT_EQ(bookings.at("H1-12").provenance().line(), 12u);
  EXPECT_TRUE(bookings.at("H2-13").guests().children_unknown());
  EXPECT_EQ(bookings.at("H2-13").price_minor(), -638);
  EXPECT_EQ(bookings.at("H2-13").source().agent(), "240");
}

TEST_F(HotelDemandImportTest, AnInterruptedImportGoesOnAndEqualsAnUninterruptedOne) {
  Import();
  const auto expected = ImportedOf(RecordsOf(options_.dir));
  options_.dir = Path("stopped");
  for (const int days : {2, 5, 9, 1}) {
    EXPECT_EQ(StopAfter(days).code(), absl::StatusCode::kCancelled);
  }
  const ImportReport report = Import();
  EXPECT_TRUE(report.resumed);
  EXPECT_GT(report.duplicates, 0u);
  EXPECT_LT(report.duplicates, report.requests);
  EXPECT_EQ(report.accepted, report.requests);
  EXPECT_EQ(report.forced, 1u);
  EXPECT_EQ(ImportedOf(RecordsOf(options_.dir)), expected);
}

TEST_F(HotelDemandImportTest, ACompleteImportIsNotDoneAgain) {
  Import();
  const size_t records = RecordsOf(options_.dir).size();
  const ImportReport again = Import();
  EXPECT_TRUE(again.already_complete);
  EXPECT_EQ(again.duplicates, again.requests);
  EXPECT_EQ(RecordsOf(options_.dir).size(), records);
}

TEST_F(HotelDemandImportTest, AnInterruptedAndResumedImportIsKnownToBeComplete) {
  ASSERT_EQ(StopAfter(5).code(), absl::StatusCode::kCancelled);
  Import();
  EXPECT_TRUE(Import().already_complete);
}

TEST_F(HotelDemandImportTest, AnotherFileOrOtherOptionsDoNotGoOnWithAnImport) {
  ASSERT_EQ(StopAfter(5).code(), absl::StatusCode::kCancelled);
  ImportOptions limited = options_;
  limited.limit_rows = 12;
  const absl::Status other_limit = ImportHotelDemand(limited).status();
  EXPECT_EQ(other_limit.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(other_limit.message()),
              AllOf(HasSubstr("holds another import"), HasSubstr("hotel-demand+first-12")));

  ImportOptions other = options_;
  other.file = Write("other.csv", DemandFile({DemandRow()}));
  EXPECT_EQ(ImportHotelDemand(other).status().code(), absl::StatusCode::kFailedPrecondition);

  EXPECT_TRUE(Import().resumed) << "none of that did harm";
}

TEST_F(HotelDemandImportTest, ALedgerThatHoldsSomethingElseTakesNoImport) {
  ASSERT_TRUE(Ledger::Create(options_.dir).ok());
  {
    auto ledger = Ledger::Open(options_.dir);
    ASSERT_TRUE(ledger.ok()) << ledger.status();
    v1::Request request;
    request.set_request_id("own");
    request.mutable_actor()->set_kind(v1::ACTOR_KIND_OPERATOR);
    request.mutable_actor()->set_id("operator");
    request.set_authenticated_by("test");
    request.mutable_define_channel()->mutable_channel()->set_channel_id("web");
    const auto receipt = (*ledger)->Submit(request, absl::InfiniteFuture());
    ASSERT_TRUE(receipt.ok() && receipt->outcome.has_accepted());
  }
  EXPECT_EQ(ImportHotelDemand(options_).status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(HotelDemandImportTest, AnEmptyLedgerTakesAnImport) {
  ASSERT_TRUE(Ledger::Create(options_.dir).ok());
  EXPECT_FALSE(Import().resumed);
}

TEST_F(HotelDemandImportTest, ABadRowIsReportedAndNothingIsImported) {
  auto rows = SmallHotel();
  rows[3].Set("adr", "1.234");
  options_.file = Write("bad.csv", DemandFile(rows));
  const absl::Status refused = ImportHotelDemand(options_).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(refused.message()),
              AllOf(HasSubstr("1 of 13 rows are bad"), HasSubstr("line 5, column adr: '1.234'")));
  EXPECT_FALSE(std::filesystem::exists(options_.dir));
}

TEST_F(HotelDemandImportTest, BadRowsAreSkippedCountedAndListedWhenAskedTo) {
  auto rows = SmallHotel();
  rows[3].Set("adr", "1.234");
  options_.file = Write("bad.csv", DemandFile(rows));
  options_.skip_bad_rows = true;
  const ImportReport report = Import();
  EXPECT_EQ(report.bookings, 12u);
  EXPECT_EQ(report.bad_row_count, 1u);
  ASSERT_THAT(report.bad_rows, SizeIs(1));
  EXPECT_EQ(FormatBadRow(report.bad_rows[0]).rfind("line 5, column adr: ", 0), 0u);
  EXPECT_EQ(BookingsOf(RecordsOf(options_.dir)).count("H1-5"), 0u);

  // The ledger says so too, once however often the file is given to it.
  Import();
  std::vector<std::string> rejects;
  for (const v1::Record& record : RecordsOf(options_.dir)) {
    for (const v1::NoteRejects::Count& one : record.request().note_rejects().counts()) {
      rejects.push_back(absl::StrCat(one.cause(), " ", one.count()));
    }
  }
  EXPECT_THAT(rejects, ElementsAre("bad-row 1"));
}

TEST_F(HotelDemandImportTest, AFileWithoutRowsIsRefused) {
  options_.file = Write("none.csv", DemandHeader() + "\n");
  EXPECT_EQ(ImportHotelDemand(options_).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(std::filesystem::exists(options_.dir));
}

TEST_F(HotelDemandImportTest, CapacitiesAreReportedByPropertyAndRoomType) {
  options_.file = Write("two.csv", DemandFile({DemandRow(), DemandRow().Reserved('B').City()}));
  const ImportReport report = Import();
  ASSERT_THAT(report.capacities, SizeIs(3));
  EXPECT_EQ(report.capacities[0].property_id, "H1");
  EXPECT_EQ(report.capacities[0].room_type_id, "A");
  EXPECT_EQ(report.capacities[0].rooms, 1);
  EXPECT_EQ(report.capacities[1].property_id, "H2");
  EXPECT_EQ(report.capacities[2].room_type_id, "B");
}

TEST_F(HotelDemandImportTest, TheFirstRowsOfTheRealDataAreImported) {
  const char* path = std::getenv("DAYBOOK_HOTEL_DEMAND");
  if (path == nullptr) {
    GTEST_SKIP() << "DAYBOOK_HOTEL_DEMAND does not name hotel_bookings.csv.gz";
  }
  options_.file = path;
  options_.limit_rows = 5'000;
  const ImportReport report = Import();
  EXPECT_EQ(report.bookings, 5'000u);
  EXPECT_EQ(report.accepted, report.requests);
  EXPECT_EQ(report.file_sha256, "7c2ae42a7353905ea136e5c2287f17c92c5435826598bfbb8491c6f0c7b1fc06");
}

}  // namespace
}  // namespace daybook
