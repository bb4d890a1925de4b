// Thousands of random days of a small hotel: decide and evolve against the oracle, request by
// request.
//
//   DAYBOOK_MODEL_SEEDS=N        how many workloads (default 3,000; 1,000 where nothing is
//   optimised) DAYBOOK_MODEL_FIRST_SEED=N   the first seed (default 1): a failure names the seed
//   that shows it again
#include <cstdlib>

#include "gtest/gtest.h"
#include "ledger/base/time_zones.h"
#include "ledger/domain/decide.h"
#include "ledger/domain/named_entities.h"
#include "ledger/domain/resolve.h"
#include "ledger/domain/times.h"
#include "tests/model/comparison.h"
#include "tests/model/oracle.h"
#include "tests/model/workload.h"
#include "tests/support/requests.h"

namespace daybook::model {
namespace {

#ifdef __OPTIMIZE__
constexpr uint64_t kDefaultSeeds = 3'000;
#else
constexpr uint64_t kDefaultSeeds = 1'000;
#endif
constexpr int kRequestsPerSeed = 150;

uint64_t FromEnvironment(const char* name, uint64_t otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : std::strtoull(value, nullptr, 10);
}

// What a campaign went through; so that it can be told from one that only saw refusals.
struct Coverage {
  std::map<std::string, uint64_t> accepted;  // by request
  std::map<v1::DeclineCode, uint64_t> declined;
};

class Play {
 public:
  Play(uint64_t seed, Coverage& coverage) : workload_(seed), coverage_(coverage) {}

  // The first difference; empty: none.
  std::string Through() {
    for (const v1::Request& request : HotelOfTheWorkload()) {
      if (std::string difference =
              Submit({request, daybook::testing::At("2026-02-27T08:00:00Z").micros()});
          !difference.empty()) {
        return difference;
      }
    }
    for (int i = 0; i < kRequestsPerSeed; ++i) {
      if (std::string difference = Submit(workload_.Next(oracle_)); !difference.empty())
        return difference;
    }
    return "";
  }

 private:
  std::string Submit(const Step& step) {
    const Verdict verdict = oracle_.Submit(step.request, step.now_us);
    const Instant now = Instant::FromMicros(step.now_us);
    v1::Record record;
    record.set_position(position_++);
    *record.mutable_request() = step.request;
    *record.mutable_resolution() =
        Resolve(state_, step.request, now, v1::TIME_SOURCE_SYSTEM, now, SystemTimeZones());
    *record.mutable_outcome() = Decide(state_, step.request, record.resolution());
    state_.Apply(record);
    Count(record);
    std::string difference = CompareOutcome(verdict, record.outcome());
    if (difference.empty()) difference = CompareInventory(oracle_, state_);
    if (difference.empty()) {
      difference =
          CompareBookings(oracle_, [&](const std::string& id) { return state_.FindBooking(id); });
    }
    if (difference.empty()) difference = BrokenInvariant(oracle_, state_);
    if (difference.empty()) return "";
    return difference + "\nat " + FormatInstant(now) + " request " +
           step.request.ShortDebugString() + HistoryOf(step.request);
  }

  // Accepted requests about the same booking, so that a failure can be read.
  std::string HistoryOf(const v1::Request& request) const {
    const std::string id = std::string(BookingNamedBy(request));
    std::string history = "\naccepted before:";
    if (id.empty()) return history;
    for (const v1::Record& record : accepted_) {
      if (BookingNamedBy(record.request()) != id) continue;
      history += "\n  " + FormatInstant(ToInstant(record.resolution().recorded_at())) +
                 " business date " + std::to_string(record.resolution().business_date()) + " " +
                 record.request().ShortDebugString();
    }
    return history;
  }

  void Count(const v1::Record& record) {
    if (record.outcome().has_accepted()) {
      const auto* field =
          v1::Request::descriptor()->FindFieldByNumber(record.request().body_case());
      ++coverage_.accepted[field->name()];
      accepted_.push_back(record);
    }
    for (const v1::Decline& reason : record.outcome().declined().reasons()) {
      ++coverage_.declined[reason.code()];
    }
  }

  Oracle oracle_;
  Workload workload_;
  State state_;
  uint64_t position_ = 0;
  std::vector<v1::Record> accepted_;
  Coverage& coverage_;
};

TEST(DecideAndEvolve, AgreeWithTheOracleOnRandomWorkloads) {
  const uint64_t first = FromEnvironment("DAYBOOK_MODEL_FIRST_SEED", 1);
  const uint64_t seeds = FromEnvironment("DAYBOOK_MODEL_SEEDS", kDefaultSeeds);
  Coverage coverage;
  for (uint64_t seed = first; seed < first + seeds; ++seed) {
    const std::string difference = Play(seed, coverage).Through();
    ASSERT_TRUE(difference.empty())
        << difference << "\nagain: DAYBOOK_MODEL_SEEDS=1 DAYBOOK_MODEL_FIRST_SEED=" << seed;
  }
  if (seeds < 100) return;
  // The workload must really go where it can hurt.
  for (const char* request :
       {"create_booking", "confirm_booking", "release_booking", "promote_booking", "change_booking",
        "cancel_booking", "assign_room_type", "check_in", "check_out", "mark_no_show",
        "record_payment", "refund_payment", "settle_refund", "roll_business_date", "run_due",
        "set_out_of_order"}) {
    EXPECT_GT(coverage.accepted[request], seeds / 2) << request;
  }
  for (const v1::DeclineCode code :
       {v1::POLICY_NOT_AVAILABLE, v1::STATE_BOOKING_STATUS, v1::STATE_REVISION_STALE,
        v1::POLICY_DUE_INS_UNRESOLVED, v1::POLICY_DUE_OUTS_UNRESOLVED,
        v1::POLICY_REFUND_EXCEEDS_FREE, v1::POLICY_REFUND_ABOVE_LIMIT, v1::IDENTITY_ROLE_MISSING,
        v1::IDENTITY_NOT_ENTITLED, v1::STATE_HOLD_EXPIRED}) {
    EXPECT_GT(coverage.declined[code], seeds / 10) << v1::DeclineCode_Name(code);
  }
  // Rarer: a shrinking redefinition has to meet a room type that is nearly sold out.
  EXPECT_GT(coverage.declined[v1::POLICY_CAPACITY_BELOW_SOLD], seeds / 20);
  EXPECT_GT(coverage.declined[v1::STATE_OUT_OF_ORDER_ABOVE_CAPACITY], seeds / 20);
}

TEST(Oracle, KnowsTheCalendar) {
  EXPECT_EQ(DayOf(19700101), 0);
  EXPECT_EQ(DayOf(20260301) - DayOf(20260228), 1);
  EXPECT_EQ(DayOf(20280301) - DayOf(20280228), 2);
  for (int day = DayOf(20260101); day < DayOf(20290101); ++day) ASSERT_EQ(DayOf(YmdOf(day)), day);
}

TEST(Workload, IsTheSameForTheSameSeed) {
  Oracle a_book, another_book;
  Workload a(7), another(7), other(8);
  bool differs = false;
  for (const v1::Request& request : HotelOfTheWorkload()) {
    a_book.Submit(request, 0);
    another_book.Submit(request, 0);
  }
  for (int i = 0; i < 50; ++i) {
    const Step step = a.Next(a_book);
    const Step same = another.Next(another_book);
    ASSERT_EQ(step.request.SerializeAsString(), same.request.SerializeAsString());
    ASSERT_EQ(step.now_us, same.now_us);
    differs = differs ||
              other.Next(a_book).request.SerializeAsString() != step.request.SerializeAsString();
    a_book.Submit(step.request, step.now_us);
    another_book.Submit(same.request, same.now_us);
  }
  EXPECT_TRUE(differs);
}

}  // namespace
}  // namespace daybook::model
