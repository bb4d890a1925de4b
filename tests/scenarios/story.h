// A real ledger in a folder of its own, told what to do in the order of a story.
#ifndef DAYBOOK_TESTS_SCENARIOS_STORY_H_
#define DAYBOOK_TESTS_SCENARIOS_STORY_H_

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "ledger/domain/booking/booking_evolve.h"
#include "ledger/ledger.h"
#include "ledger/log/record_codec.h"
#include "tests/support/ledger_folder.h"
#include "tests/support/manual_clock.h"
#include "tests/support/requests.h"

namespace daybook::testing {

class Story : public ::testing::Test {
 protected:
  // The standard hotel (requests.h) at 2026-03-01T10:00:00Z, with a ticker that looks often.
  void SetUp() override {
    options_.clock = &clock_;
    options_.tick_interval = absl::Milliseconds(1);
    options_.max_clock_jump_us = int64_t{30} * 86'400 * 1'000'000;  // stories skip days
    const absl::Status created = Ledger::Create(dir_, options_);
    ASSERT_TRUE(created.ok()) << created;
    Open();
    for (const v1::Request& request : StandardHotel()) Accepted(request);
  }

  void Open() {
    absl::StatusOr<std::unique_ptr<Ledger>> opened = Ledger::Open(dir_, options_);
    ASSERT_TRUE(opened.ok()) << opened.status();
    ledger_ = *std::move(opened);
  }

  void ItIs(std::string_view rfc3339) { clock_.Set(At(rfc3339)); }

  Receipt Ask(v1::Request request) {
    if (request.request_id().empty()) request.set_request_id("story-" + std::to_string(asked_++));
    const absl::StatusOr<Receipt> receipt = ledger_->Submit(request, InAMinute());
    EXPECT_TRUE(receipt.ok()) << receipt.status() << request.ShortDebugString();
    return receipt.ok() ? *receipt : Receipt();
  }

  Receipt Accepted(const v1::Request& request) {
    const Receipt receipt = Ask(request);
    EXPECT_TRUE(receipt.outcome.has_accepted())
        << request.ShortDebugString() << receipt.outcome.ShortDebugString();
    return receipt;
  }

  void Declined(const v1::Request& request, const std::set<v1::DeclineCode>& codes) {
    const Receipt receipt = Ask(request);
    std::set<v1::DeclineCode> given;
    for (const v1::Decline& reason : receipt.outcome.declined().reasons())
      given.insert(reason.code());
    EXPECT_EQ(given, codes) << request.ShortDebugString() << receipt.outcome.ShortDebugString();
  }

  // The booking as the log tells it: replayed from the first record.
  v1::Booking Replayed(const std::string& booking_id) const {
    return ReplayFrom(ledger_->records(), booking_id);
  }

  static v1::Booking ReplayFrom(const RecordSource& records, const std::string& booking_id) {
    v1::Booking booking;
    const absl::Status read =
        records.Read(0, records.end(), [&](uint64_t position, std::string_view bytes) {
          v1::Record record;
          const absl::Status decoded = DecodeRecord(position, bytes, record);
          ForEachBookingChange(record, [&](std::string_view id, const auto& what) {
            if (id == booking_id) EvolveBooking(record, what, booking);
          });
          return decoded;
        });
    EXPECT_TRUE(read.ok()) << read;
    return booking;
  }

  LedgerFolder folder_;
  const std::string dir_ = folder_ / "book";
  ManualClock clock_{At("2026-03-01T10:00:00Z")};
  LedgerOptions options_;
  std::unique_ptr<Ledger> ledger_;
  int asked_ = 0;
};

}  // namespace daybook::testing

#endif  // DAYBOOK_TESTS_SCENARIOS_STORY_H_
