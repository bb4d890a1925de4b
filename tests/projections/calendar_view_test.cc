#include "projections/calendar/calendar_view.h"

#include <gtest/gtest.h>

#include "ledger/domain/times.h"
#include "projections/as_of.h"
#include "projections/runner.h"
#include "rapidcheck.h"
#include "tests/support/booking_histories.h"
#include "tests/support/memory_records.h"
#include "tests/support/view_folder.h"

namespace daybook {
namespace {

CivilDate Day(int32_t ymd) { return *CivilDate::FromYmd(ymd); }

v1::Record Defined(const std::string& property, int32_t first) {
  v1::Record record = AcceptedRecord();
  auto& defined =
      *record.mutable_outcome()->mutable_accepted()->add_events()->mutable_property_defined();
  defined.set_property_id(property);
  defined.set_first_business_date(first);
  return record;
}

v1::Record Rolled(const std::string& property, int32_t from, int32_t to) {
  v1::Record record = AcceptedRecord();
  auto& rolled =
      *record.mutable_outcome()->mutable_accepted()->add_events()->mutable_business_date_rolled();
  rolled.set_property_id(property);
  rolled.set_from(from);
  rolled.set_to(to);
  return record;
}

class CalendarTest : public ::testing::Test {
 protected:
  // The view of the log as it is.
  std::unique_ptr<ViewSnapshot> Now() {
    if (store_ == nullptr) {
      auto store = ViewStore::Open(folder_.view(), ViewMode::kLive);
      EXPECT_TRUE(store.ok()) << store.status();
      store_ = *std::move(store);
    }
    const absl::Status caught_up = CatchUp(*calendar_, *store_, log_, log_.end());
    EXPECT_TRUE(caught_up.ok()) << caught_up;
    return store_->Snapshot();
  }

  const ViewFolder folder_;
  MemoryRecords log_;
  std::unique_ptr<Projection> calendar_ = NewCalendarProjection();
  std::unique_ptr<ViewStore> store_;
};

TEST_F(CalendarTest, ADateIsClosedByTheRecordThatRolledIt) {
  log_.Append(Defined("H1", 20260301));
  log_.Append(CreatedRecord("B1"));
  log_.Append(Rolled("H1", 20260301, 20260302));
  log_.Append(CreatedRecord("B2"));
  const auto view = Now();
  EXPECT_EQ(**PositionAtClose(*view, "H1", Day(20260301)), 3u);
  EXPECT_EQ((*GetClosedDay(*view, "H1", Day(20260301)))->position(), 2u);
  EXPECT_EQ((*GetOpenDay(*view, "H1"))->business_date(), 20260302);
}

TEST_F(CalendarTest, AnOpenDateHasNoPositionYet) {
  log_.Append(Defined("H1", 20260301));
  log_.Append(CreatedRecord("B1"));
  EXPECT_EQ(*PositionAtClose(*Now(), "H1", Day(20260301)), std::nullopt);
  EXPECT_EQ(*PositionAtClose(*Now(), "", Day(20260301)), std::nullopt);
}

TEST_F(CalendarTest, ADateThatNeverWasIsRefusedWithThoseThatWere) {
  log_.Append(Defined("H1", 20260301));
  const auto view = Now();
  for (const int32_t date : {20260228, 20260302}) {
    const auto position = PositionAtClose(*view, "H1", Day(date));
    EXPECT_EQ(position.status().code(), absl::StatusCode::kOutOfRange);
    EXPECT_NE(position.status().message().find("2026-03-01 to 2026-03-01"), std::string::npos);
  }
  EXPECT_EQ(PositionAtClose(*view, "H9", Day(20260301)).status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(CalendarTest, OfSeveralPropertiesTheLastToCloseCounts) {
  log_.Append(Defined("H1", 20260301));
  log_.Append(Defined("H2", 20260301));
  log_.Append(Defined("H3", 20260401));  // not open yet on that day
  log_.Append(Rolled("H1", 20260301, 20260302));
  log_.Append(Rolled("H2", 20260301, 20260302));
  const auto view = Now();
  EXPECT_EQ(**PositionAtClose(*view, "", Day(20260301)), 5u);
  EXPECT_EQ(**PositionAtClose(*view, "H1", Day(20260301)), 4u);
}

TEST_F(CalendarTest, APropertyThatIsDefinedAgainKeepsItsDates) {
  log_.Append(Defined("H1", 20260301));
  log_.Append(Rolled("H1", 20260301, 20260302));
  log_.Append(Defined("H1", 20260301));
  EXPECT_EQ((*GetOpenDay(*Now(), "H1"))->business_date(), 20260302);
}

TEST_F(CalendarTest, ARollOfAPropertyThatIsNotThereStopsTheView) {
  log_.Append(Rolled("H1", 20260301, 20260302));
  auto store = ViewStore::Open(folder_.view(), ViewMode::kLive);
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_EQ(CatchUp(*calendar_, **store, log_, log_.end()).code(), absl::StatusCode::kDataLoss);
}

// How many records a person would count: up to the last that counts and is not later.
uint64_t CountedPosition(const std::vector<v1::Record>& records, Instant instant) {
  uint64_t position = 0;
  for (uint64_t i = 0; i < records.size(); ++i) {
    if (IsAboutTheLedger(records[i].request())) continue;
    if (ToInstant(records[i].resolution().recorded_at()) <= instant) position = i + 1;
  }
  return position;
}

TEST(PositionAtInstant, IsWhatCountingGives) {
  EXPECT_TRUE(rc::check([](uint64_t seed) {
    std::mt19937_64 random(seed);
    MemoryRecords log;
    std::vector<v1::Record> records;
    int64_t now = 1'000'000;
    for (uint64_t i = random() % 60; i > 0; --i) {
      v1::Record record;
      const bool own = random() % 4 == 0;
      if (own) {
        record.mutable_request()->mutable_actor()->set_kind(v1::ACTOR_KIND_SYSTEM);
        record.mutable_request()->mutable_adopt_schema();
      } else {
        now += static_cast<int64_t>(random() % 3) * 1000;
      }
      *record.mutable_resolution()->mutable_recorded_at() =
          ToTimestamp(Instant::FromMicros(own ? 1'900'000'000'000'000 : now));
      records.push_back(record);
      log.Append(record);
    }
    for (int64_t at = 999'000; at <= now + 1000; at += 500) {
      const auto position = PositionAtInstant(log, Instant::FromMicros(at));
      RC_ASSERT(position.ok());
      RC_ASSERT(*position == CountedPosition(records, Instant::FromMicros(at)));
    }
  }));
}

}  // namespace
}  // namespace daybook
