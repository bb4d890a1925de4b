// A small simulation on a real ledger.
#include <algorithm>
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "gtest/gtest.h"
#include "ledger/log/record_codec.h"
#include "projections/bookings/bookings_view.h"
#include "projections/runner.h"
#include "tests/support/ledger_folder.h"
#include "tests/tools/simulated_occupancy.h"
#include "tools/simulate/run.h"

namespace daybook {
namespace {

using ::daybook::testing::LedgerFolder;

SimulationSettings SmallGroup(int32_t days) {
  SimulationSettings settings;
  settings.seed = 11;
  settings.hotels = 2;
  settings.days = days;
  settings.rates.rooms_least = settings.rates.rooms_most = 40;
  settings.rates.occupancy_permille = 1'500;  // a new hotel is empty; this one is to be full soon
  settings.rates.mistake_permille = 60;
  settings.rates.conflict_per_100000 = 200;
  // Bookings without personal data have the same rows in every ledger.
  settings.rates.guest_details_permille = 0;
  settings.rates.remark_permille = 0;
  return settings;
}

std::unique_ptr<Ledger> OpenLedger(const std::string& dir) {
  auto ledger = Ledger::Open(dir);
  EXPECT_TRUE(ledger.ok()) << ledger.status();
  return ledger.ok() ? *std::move(ledger) : nullptr;
}

std::unique_ptr<Ledger> NewLedger(const std::string& dir) {
  const absl::Status created = Ledger::Create(dir);
  EXPECT_TRUE(created.ok()) << created;
  return OpenLedger(dir);
}

void ForEachRecord(const Ledger& ledger, const std::function<void(const v1::Record&)>& see) {
  v1::Record record;
  const absl::Status read = ledger.records().Read(
      0, ledger.records().end(), [&](uint64_t position, std::string_view bytes) -> absl::Status {
        const absl::Status decoded = DecodeRecord(position, bytes, record);
        if (decoded.ok()) see(record);
        return decoded;
      });
  EXPECT_TRUE(read.ok()) << read;
}

// Sealing draws nonces and goes by the ledger's own keys.
void ClearSealed(google::protobuf::Message& message) {
  if (message.GetDescriptor() == v1::SealedData::descriptor()) return message.Clear();
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const auto* const field : fields) {
    if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      ClearSealed(*reflection.MutableMessage(&message, field));
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      ClearSealed(*reflection.MutableRepeatedMessage(&message, field, i));
    }
  }
}

// Everything but what a ledger has of its own: the machine's time, and MACs and what is sealed under its own keys.
std::vector<std::string> ComparableRecords(const Ledger& ledger) {
  std::vector<std::string> records;
  ForEachRecord(ledger, [&](const v1::Record& record) {
    v1::Record comparable = record;
    comparable.clear_content_mac();
    ClearSealed(*comparable.mutable_request());
    comparable.mutable_resolution()->clear_ingested_at();
    if (record.request().has_begin_simulation() || record.request().has_adopt_schema()) {
      comparable.mutable_resolution()->clear_recorded_at();
    }
    records.push_back(comparable.SerializeAsString());
  });
  return records;
}

// Says where they part.
void ExpectSameRecords(const Ledger& a, const Ledger& b) {
  const std::vector<std::string> of_a = ComparableRecords(a);
  const std::vector<std::string> of_b = ComparableRecords(b);
  EXPECT_EQ(of_a.size(), of_b.size());
  for (size_t i = 0; i < std::min(of_a.size(), of_b.size()); ++i) {
    if (of_a[i] == of_b[i]) continue;
    v1::Record record_a;
    v1::Record record_b;
    record_a.ParseFromString(of_a[i]);
    record_b.ParseFromString(of_b[i]);
    ADD_FAILURE() << record_a.DebugString() << "\n   is not\n\n" << record_b.DebugString();
    return;
  }
}

SetDigest BookingsDigest(const Ledger& ledger, const std::string& view_dir) {
  const std::unique_ptr<Projection> projection = NewBookingsProjection();
  const auto built = Rebuild(*projection, view_dir, ledger.records(), ledger.records().end());
  EXPECT_TRUE(built.ok()) << built.status();
  return built.ok() ? built->digest : SetDigest();
}

class SimulationTest : public ::testing::Test {
 protected:
  static constexpr int32_t kDays = 60;

  static void SetUpTestSuite() {
    folder_ = new LedgerFolder;
    ledger_ = NewLedger(*folder_ / "whole").release();
    ASSERT_NE(ledger_, nullptr);
    auto report = RunSimulation(*ledger_, SmallGroup(kDays), {});
    ASSERT_TRUE(report.ok()) << report.status();
    report_ = *std::move(report);
  }
  static void TearDownTestSuite() {
    delete std::exchange(ledger_, nullptr);
    delete std::exchange(folder_, nullptr);
  }

  static inline LedgerFolder* folder_ = nullptr;
  static inline Ledger* ledger_ = nullptr;  // with kDays simulated
  static inline SimulationReport report_;
};

TEST_F(SimulationTest, MeetsEveryKindOfRequestThatComesFromOutside) {
  std::map<int, uint64_t> accepted;
  ForEachRecord(*ledger_, [&](const v1::Record& record) {
    if (record.outcome().has_accepted()) ++accepted[record.request().body_case()];
  });
  const auto* kinds = v1::Request::descriptor()->FindOneofByName("body");
  for (int i = 0; i < kinds->field_count(); ++i) {
    if (kinds->field(i)->number() >= 1000) continue;
    EXPECT_GT(accepted[kinds->field(i)->number()], 0u) << kinds->field(i)->name();
  }
}

TEST_F(SimulationTest, MeetsEveryKindOfOutcome) {
  EXPECT_GT(report_.accepted, 5'000u);
  EXPECT_GT(report_.declined, 100u);
  EXPECT_GT(report_.repeated, 10u);
  EXPECT_GT(report_.conflicts, 3u);
  EXPECT_GT(report_.forced, 0u);
  EXPECT_GT(report_.bookings, 1'000u);
  EXPECT_EQ(report_.there_already, 0u);
  EXPECT_EQ(report_.requests,
            report_.accepted + report_.declined + report_.repeated + report_.conflicts);
  EXPECT_LT(report_.declined, report_.accepted / 2) << "a hotel that refuses most is no hotel";
}

TEST_F(SimulationTest, TheReportCountsWhatTheLogHolds) {
  uint64_t accepted = 0;
  uint64_t declined = 0;
  uint64_t conflicts = 0;
  std::map<v1::DeclineCode, uint64_t> codes;
  ForEachRecord(*ledger_, [&](const v1::Record& record) {
    if (record.request().actor().kind() == v1::ACTOR_KIND_SYSTEM) return;
    EXPECT_EQ(record.resolution().time_source(), v1::TIME_SOURCE_SIMULATED);
    accepted += record.outcome().has_accepted() ? 1 : 0;
    conflicts += record.outcome().has_conflict() ? 1 : 0;
    declined += record.outcome().has_declined() ? 1 : 0;
    for (const v1::Decline& reason : record.outcome().declined().reasons()) ++codes[reason.code()];
  });
  EXPECT_EQ(report_.accepted, accepted);
  EXPECT_EQ(report_.declined, declined);
  EXPECT_EQ(report_.conflicts, conflicts);
  EXPECT_EQ(report_.declined_by_code, codes);
  EXPECT_EQ(report_.end, ledger_->records().end());
}

TEST_F(SimulationTest, MakesTheMistakesThatPeopleMake) {
  for (const v1::DeclineCode code : {v1::FORM_STAY_INVALID,
                                     v1::FORM_REASON_MISSING,
                                     v1::FORM_CHANGE_EMPTY,
                                     v1::FORM_AMOUNT_NOT_POSITIVE,
                                     v1::IDENTITY_ACTOR_UNKNOWN,
                                     v1::IDENTITY_ROLE_MISSING,
                                     v1::IDENTITY_NOT_ENTITLED,
                                     v1::IDENTITY_AUTHORISER_IS_ACTOR,
                                     v1::IDENTITY_BACKDATING_NOT_ALLOWED,
                                     v1::STATE_ROOM_TYPE_UNKNOWN,
                                     v1::STATE_RATE_PLAN_UNKNOWN,
                                     v1::STATE_CHANNEL_UNKNOWN,
                                     v1::STATE_BOOKING_UNKNOWN,
                                     v1::STATE_BOOKING_EXISTS,
                                     v1::STATE_BOOKING_STATUS,
                                     v1::STATE_REVISION_STALE,
                                     v1::STATE_PAYMENT_UNKNOWN,
                                     v1::STATE_CURRENCY_MISMATCH,
                                     v1::STATE_BUSINESS_DATE_MISMATCH,
                                     v1::STATE_PROPERTY_FIELD_FIXED,
                                     v1::STATE_NIGHT_IN_PAST,
                                     v1::STATE_OUT_OF_ORDER_ABOVE_CAPACITY,
                                     v1::POLICY_NOT_AVAILABLE,
                                     v1::POLICY_OCCUPANCY_EXCEEDED,
                                     v1::POLICY_ARRIVAL_TOO_FAR,
                                     v1::POLICY_PRICE_OVERRIDE_NOT_ALLOWED,
                                     v1::POLICY_CHECK_IN_BEFORE_ARRIVAL,
                                     v1::POLICY_REFUND_EXCEEDS_FREE}) {
    EXPECT_TRUE(report_.declined_by_code.contains(code)) << v1::DeclineCode_Name(code);
  }
}

TEST_F(SimulationTest, HoldsAreConfirmedReleasedAndExpire) {
  std::map<v1::CancellationCause, int> causes;
  int confirmed = 0;
  ForEachRecord(*ledger_, [&](const v1::Record& record) {
    for (const v1::Event& event : record.outcome().accepted().events()) {
      if (event.has_booking_confirmed()) ++confirmed;
      if (event.has_booking_cancelled()) ++causes[event.booking_cancelled().cancellation().cause()];
    }
  });
  EXPECT_GT(confirmed, 10);
  EXPECT_GT(causes[v1::CANCELLATION_CAUSE_REQUESTED], 100);
  EXPECT_GT(causes[v1::CANCELLATION_CAUSE_HOLD_RELEASED], 3);
  EXPECT_GT(causes[v1::CANCELLATION_CAUSE_HOLD_EXPIRED], 3);
}

TEST_F(SimulationTest, NoNightIsSoldPastWhatIsAllowedButByARecordedOverride) {
  SimulatedOccupancy occupancy;
  ForEachRecord(*ledger_, [&](const v1::Record& record) { occupancy.Take(record); });
  EXPECT_GT(occupancy.nights_taken(), 5'000u);
  EXPECT_GT(occupancy.full_nights(), 10u) << "nothing was near its limit";
  for (const std::string& problem : occupancy.problems()) ADD_FAILURE() << problem;
}

TEST_F(SimulationTest, RunAgainItFindsEverythingThere) {
  const uint64_t end = ledger_->records().end();
  const auto again = RunSimulation(*ledger_, SmallGroup(kDays), {});
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(ledger_->records().end(), end);
  EXPECT_EQ(again->accepted, report_.accepted);
  EXPECT_EQ(again->declined, report_.declined);
  EXPECT_EQ(again->conflicts, report_.conflicts);
  EXPECT_EQ(again->bookings, report_.bookings);
  EXPECT_EQ(again->there_already, report_.accepted + report_.declined);
}

TEST_F(SimulationTest, AnotherSimulationIsRefused) {
  const std::unique_ptr<Ledger> ledger = NewLedger(*folder_ / "other");
  ASSERT_TRUE(RunSimulation(*ledger, SmallGroup(1), {}).ok());
  SimulationSettings other = SmallGroup(1);
  other.seed = 12;
  EXPECT_TRUE(absl::IsFailedPrecondition(RunSimulation(*ledger, other, {}).status()));
  other = SmallGroup(1);
  other.rates.prepaid_permille += 1;
  EXPECT_TRUE(absl::IsFailedPrecondition(RunSimulation(*ledger, other, {}).status()));
}

TEST_F(SimulationTest, InterruptedSeveralTimesItEndsAsIfItHadNotBeen) {
  const std::string dir = *folder_ / "interrupted";
  std::unique_ptr<Ledger> ledger = NewLedger(dir);
  const uint64_t whole = ledger_->records().end();
  for (const uint64_t part : {1u, 3u, 4u, 7u}) {
    std::atomic<bool> cancel{false};
    std::thread watcher([&] {
      const auto past =
          ledger->records().WaitPast(whole * part / 10, daybook::testing::InAMinute());
      EXPECT_TRUE(past.ok()) << past.status();
      cancel = true;
    });
    const auto stopped = RunSimulation(*ledger, SmallGroup(kDays), {{}, &cancel});
    watcher.join();
    EXPECT_TRUE(absl::IsCancelled(stopped.status())) << stopped.status();
    EXPECT_LT(ledger->records().end(), whole);
    EXPECT_TRUE(ledger->Close().ok());
    ledger = OpenLedger(dir);
  }
  const auto report = RunSimulation(*ledger, SmallGroup(kDays), {});
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_GT(report->there_already, 0u);
  EXPECT_LT(report->there_already, report->accepted);
  EXPECT_EQ(report->accepted, report_.accepted);
  EXPECT_EQ(report->conflicts, report_.conflicts);
  ExpectSameRecords(*ledger, *ledger_);
  EXPECT_EQ(BookingsDigest(*ledger, *folder_ / "interrupted-view"),
            BookingsDigest(*ledger_, *folder_ / "whole-view"));
}

TEST_F(SimulationTest, GivenMoreDaysItGoesOn) {
  std::unique_ptr<Ledger> ledger = NewLedger(*folder_ / "longer");
  ASSERT_TRUE(RunSimulation(*ledger, SmallGroup(kDays / 3), {}).ok());
  const uint64_t third = ledger->records().end();
  ASSERT_TRUE(RunSimulation(*ledger, SmallGroup(kDays), {}).ok());
  EXPECT_LT(third, ledger->records().end());
  ExpectSameRecords(*ledger, *ledger_);
}

TEST_F(SimulationTest, PersonalDataGoesInSealed) {
  std::unique_ptr<Ledger> ledger = NewLedger(*folder_ / "personal");
  SimulationSettings settings = SmallGroup(10);
  settings.rates.guest_details_permille = 1'000;
  ASSERT_TRUE(RunSimulation(*ledger, settings, {}).ok());
  uint64_t sealed = 0;
  ForEachRecord(*ledger, [&](const v1::Record& record) {
    if (record.request().create_booking().guest().has_sealed()) ++sealed;
    EXPECT_FALSE(record.request().create_booking().guest().has_plain());
  });
  EXPECT_GT(sealed, 100u);
}

}  // namespace
}  // namespace daybook
