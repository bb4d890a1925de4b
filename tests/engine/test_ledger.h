// A ledger in a folder of its own, with a clock that a test moves, gone after the test.
#ifndef DAYBOOK_TESTS_ENGINE_TEST_LEDGER_H_
#define DAYBOOK_TESTS_ENGINE_TEST_LEDGER_H_

#include <stdlib.h>

#include <functional>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "ledger/base/file_system.h"
#include "ledger/engine/schema_record.h"
#include "ledger/ledger.h"
#include "ledger/log/record_codec.h"
#include "tests/support/manual_clock.h"
#include "tests/support/requests.h"

namespace daybook::testing {

class TestFolder {
 public:
  TestFolder() : path_(::testing::TempDir() + "daybook-engine-XXXXXX") {
    EXPECT_NE(::mkdtemp(path_.data()), nullptr);
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  ~TestFolder() { PosixFileSystem().RemoveTree(path_).IgnoreError(); }

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// How many records the schema takes: what an empty ledger holds.
inline uint64_t SchemaRecords() {
  static const uint64_t records = AdoptSchemaRequests(BuiltInSchema(), 0).size();
  return records;
}

// Long enough that only a hang exceeds it.
inline absl::Time Soon() { return absl::Now() + absl::Seconds(60); }

// A callback and the answer that it is called with.
class Answered {
 public:
  ReceiptCallback callback() {
    return [promise = promise_](absl::StatusOr<Receipt> answer) {
      promise->set_value(std::move(answer));
    };
  }
  absl::StatusOr<Receipt> Get() { return future_.get(); }
  bool ready() const {
    return future_.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
  }

 private:
  std::shared_ptr<std::promise<absl::StatusOr<Receipt>>> promise_ =
      std::make_shared<std::promise<absl::StatusOr<Receipt>>>();
  std::future<absl::StatusOr<Receipt>> future_ = promise_->get_future();
};

class TestLedger {
 public:
  // Made and opened. Nothing ticks unless `change` says so.
  explicit TestLedger(const std::function<void(LedgerOptions&)>& change = {}) {
    options.clock = &clock;
    options.tick_interval = absl::ZeroDuration();
    if (change) change(options);
    const absl::Status created = Ledger::Create(dir(), options);
    EXPECT_TRUE(created.ok()) << created;
    Open();
  }
  ~TestLedger() { ledger.reset(); }

  std::string dir() const { return folder_.path() + "/book"; }

  void Open() {
    absl::StatusOr<std::unique_ptr<Ledger>> opened = Ledger::Open(dir(), options);
    ASSERT_TRUE(opened.ok()) << opened.status();
    ledger = *std::move(opened);
  }
  void Reopen() {
    const absl::Status closed = ledger->Close();
    EXPECT_TRUE(closed.ok()) << closed;
    ledger.reset();
    Open();
  }

  // The standard hotel (tests/support/requests.h), with ids hotel/0, hotel/1, ...
  void DefineHotel() {
    int number = 0;
    for (const v1::Request& request : StandardHotel()) {
      Accept(WithId(absl::StrCat("hotel/", number++), request));
    }
  }

  absl::StatusOr<Receipt> Submit(const v1::Request& request) {
    return ledger->Submit(request, Soon());
  }
  Receipt Accept(const v1::Request& request) {
    const absl::StatusOr<Receipt> receipt = Submit(request);
    EXPECT_TRUE(receipt.ok()) << receipt.status() << request.ShortDebugString();
    if (!receipt.ok()) return Receipt();
    EXPECT_TRUE(receipt->outcome.has_accepted()) << receipt->outcome.ShortDebugString();
    return *receipt;
  }

  std::vector<v1::Record> Records() const {
    std::vector<v1::Record> records;
    const absl::Status read = ledger->records().Read(
        0, ledger->records().end(), [&](uint64_t position, std::string_view bytes) {
          return DecodeRecord(position, bytes, records.emplace_back());
        });
    EXPECT_TRUE(read.ok()) << read;
    return records;
  }
  std::string Bytes() const {
    std::string all;
    const absl::Status read = ledger->records().Read(0, ledger->records().end(),
                                                     [&all](uint64_t, std::string_view bytes) {
                                                       all.append(bytes);
                                                       return absl::OkStatus();
                                                     });
    EXPECT_TRUE(read.ok()) << read;
    return all;
  }

 private:
  TestFolder folder_;

 public:
  ManualClock clock{At("2026-03-01T10:00:00Z")};
  LedgerOptions options;
  std::unique_ptr<Ledger> ledger;
};

// Stops the thread that commits and answers, in a callback, until it is let go.
class HeldCommitter {
 public:
  // Submits `request`, whose answer then holds the thread. Returns when it is held.
  HeldCommitter(Ledger& ledger, v1::Request request) {
    std::promise<void> held;
    ledger.SubmitAsync(std::move(request), Soon(), [&held, go = go_.get_future().share()](auto) {
      held.set_value();
      go.wait();
    });
    held.get_future().wait();
  }
  ~HeldCommitter() { LetGo(); }

  void LetGo() {
    if (!std::exchange(let_go_, true)) go_.set_value();
  }

 private:
  std::promise<void> go_;
  bool let_go_ = false;
};

}  // namespace daybook::testing

#endif  // DAYBOOK_TESTS_ENGINE_TEST_LEDGER_H_
