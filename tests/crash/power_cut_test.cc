// Power cuts under a whole ledger, on a disk that forgets what was not synced (tests/support/power_cut_disk.h).
//
//   DAYBOOK_POWER_CUTS=N   how many (default 200)
#include <cstdlib>
#include <filesystem>
#include <future>
#include <map>
#include <memory>
#include <random>

#include "gtest/gtest.h"
#include "ledger/ledger.h"
#include "ledger/log/verify_log.h"
#include "tests/crash/crash_workload.h"
#include "tests/crash/ledger_checks.h"
#include "tests/support/ledger_folder.h"
#include "tests/support/power_cut_disk.h"

namespace daybook::crash {
namespace {

using daybook::testing::InAMinute;
using daybook::testing::LedgerFolder;

constexpr int kCutsPerMachine = 10;

int Cuts() {
  const char* value = std::getenv("DAYBOOK_POWER_CUTS");
  return value == nullptr ? 200 : std::atoi(value);
}

// A machine on which a ledger is written, and whose power fails.
class Machine {
 public:
  Machine(uint64_t seed, bool ignore_syncs)
      : random_(seed), disk_(MakeFolder(), {.ignore_syncs = ignore_syncs}) {
    options_.log.storage = disk_.storage();
    options_.log.head_interval = absl::Milliseconds(1);
    options_.tick_interval = absl::ZeroDuration();
  }

  // The first thing that is wrong after a cut, or OK.
  absl::Status LiveThrough(int cuts) {
    if (absl::Status status = Found(); !status.ok()) return status;
    for (int i = 0; i < cuts; ++i) {
      disk_.SetCutAfter(1 + random_() % 250);
      // What fails now fails because of the cut. A ledger that the power left alone is closed, and opened again.
      while (!disk_.power_is_cut()) Work();
      disk_.Restore(random_());
      if (absl::Status status = LookAround(); !status.ok()) {
        return absl::Status(status.code(),
                            "cut " + std::to_string(i) + ": " + std::string(status.message()));
      }
    }
    return absl::OkStatus();
  }

  uint64_t acknowledged() const { return acknowledged_.size(); }

 private:
  std::string MakeFolder() {
    std::filesystem::create_directory(dir_);
    return dir_;
  }

  // The ledger and its hotel, made while the power is on.
  absl::Status Found() {
    if (absl::Status status = Ledger::Create(dir_, options_); !status.ok()) return status;
    absl::StatusOr<std::unique_ptr<Ledger>> ledger = Ledger::Open(dir_, options_);
    if (!ledger.ok()) return ledger.status();
    for (const v1::Request& request : Hotel()) {
      if (absl::Status status = (*ledger)->Submit(request, InAMinute()).status(); !status.ok())
        return status;
    }
    return (*ledger)->Close();
  }

  void Work() {
    absl::StatusOr<std::unique_ptr<Ledger>> ledger = Ledger::Open(dir_, options_);
    if (!ledger.ok()) return;
    ++session_;
    const uint64_t bursts = 1 + random_() % 20;
    for (uint64_t i = 0; i < bursts && !disk_.power_is_cut(); ++i) Burst(**ledger);
    (*ledger)->Close().IgnoreError();
  }

  // Some requests together, from one of two streams of this session.
  void Burst(Ledger& ledger) {
    const std::string stream = "s" + std::to_string(session_) + "-" + std::to_string(random_() % 2);
    std::vector<std::pair<std::string, std::future<absl::StatusOr<Receipt>>>> answers;
    const uint64_t size = 1 + random_() % 30;
    for (uint64_t i = 0; i < size; ++i) {
      v1::Request request = NthRequest(stream, next_[stream]++);
      auto promise = std::make_shared<std::promise<absl::StatusOr<Receipt>>>();
      answers.emplace_back(request.request_id(), promise->get_future());
      ledger.SubmitAsync(
          std::move(request), InAMinute(),
          [promise](absl::StatusOr<Receipt> receipt) { promise->set_value(std::move(receipt)); });
    }
    last_asked_.clear();
    for (auto& [id, answer] : answers) {
      const absl::StatusOr<Receipt> receipt = answer.get();
      last_asked_.push_back(id);
      if (receipt.ok()) acknowledged_[id] = {receipt->position, OutcomeHash(receipt->outcome)};
    }
  }

  absl::Status LookAround() {
    absl::StatusOr<std::unique_ptr<Ledger>> ledger = Ledger::Open(dir_, options_);
    if (!ledger.ok()) return ledger.status();
    if (absl::Status status = CheckAcknowledged((*ledger)->records(), acknowledged_); !status.ok())
      return status;
    if (absl::Status status = CheckAnswersAgain(**ledger, acknowledged_, last_asked_);
        !status.ok()) {
      return status;
    }
    if (absl::Status status = (*ledger)->Close(); !status.ok()) return status;
    ledger->reset();
    if (absl::Status status = VerifyLog(dir_).status(); !status.ok()) return status;
    return CheckRefold(dir_, /*rejudge=*/false);
  }

  LedgerFolder folder_;
  const std::string dir_ = folder_ / "book";
  std::mt19937_64 random_;
  PowerCutDisk disk_;
  LedgerOptions options_;
  int session_ = 0;
  std::map<std::string, int> next_;
  std::vector<std::string> last_asked_;
  Acknowledgements acknowledged_;
};

TEST(PowerCut, UnderALedgerLosesNothingAcknowledged) {
  uint64_t acknowledged = 0;
  const int machines = (Cuts() + kCutsPerMachine - 1) / kCutsPerMachine;
  for (int seed = 0; seed < machines; ++seed) {
    Machine machine(static_cast<uint64_t>(seed), /*ignore_syncs=*/false);
    const absl::Status status = machine.LiveThrough(kCutsPerMachine);
    ASSERT_TRUE(status.ok()) << "machine " << seed << ": " << status;
    acknowledged += machine.acknowledged();
  }
  // Else the cuts came where nothing was at stake.
  EXPECT_GT(acknowledged, static_cast<uint64_t>(Cuts()) * 10);
}

TEST(PowerCut, IsFoundOutWhereTheDiskOnlySaysThatItSyncs) {
  int losses = 0;
  for (uint64_t seed = 0; seed < 10; ++seed) {
    Machine machine(seed, /*ignore_syncs=*/true);
    losses += machine.LiveThrough(3).ok() ? 0 : 1;
  }
  EXPECT_GT(losses, 5);
}

}  // namespace
}  // namespace daybook::crash
