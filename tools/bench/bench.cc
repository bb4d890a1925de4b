// Benchmarks as ratios: each is run beside its raw floor, in turn, in one process, so that a noisy
// machine is noisy for both. An absolute figure here is an order of magnitude; the ratio is what
// counts.
//
//   daybook_bench [submit|import|rebuild|as-of|mixed]... [--data FILE] [--rounds N] [--requests N]
//
//   submit    durable answers to pipelined submitters
//             / raw RocksDB appending the same bytes in batches as large
//   import    a hotel-demand file from nothing to a closed log
//             / the same
//   rebuild   the view `bookings` built anew
//             / scan and full parse of the same records
//   as-of     reads of the past of `bookings`, over made-up logs (--length)
//             / the same reads of the present
//   mixed     requests a second of a simulated group: stays, money, people, mistakes
//             / of the same group's bookings made and at once cancelled, and nothing else
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "ledger/base/status_macros.h"
#include "ledger/ledger.h"
#include "ledger/log/log_reader.h"
#include "projections/bookings/bookings_view.h"
#include "projections/runner.h"
#include "tools/bench/as_of.h"
#include "tools/bench/floors.h"
#include "tools/bench/mixed.h"
#include "tools/bench/workload.h"
#include "tools/import/hotel_demand.h"

namespace daybook::bench {
namespace {

struct Settings {
  std::string scratch;
  std::string data;
  int rounds = 5;
  uint32_t requests = 200'000;
  uint32_t submitters = 2;
  uint32_t outstanding = 4'096;
  std::vector<uint64_t> lengths = {100'000, 1'000'000};
  LedgerOptions ledger;
};

// One run of ours and of its floor.
struct Round {
  uint64_t records = 0;
  double seconds = 0;
  double floor_seconds = 0;
  double per_batch = 0;
  double bytes_per_record = 0;
  double peak_mib = 0;
};

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void Print(const char* name, double target, const std::vector<Round>& rounds) {
  std::vector<double> ratios;
  std::vector<double> rates;
  std::vector<double> floors;
  double peak = 0;
  for (const Round& round : rounds) {
    ratios.push_back(round.floor_seconds / round.seconds);
    rates.push_back(static_cast<double>(round.records) / round.seconds);
    floors.push_back(static_cast<double>(round.records) / round.floor_seconds);
    peak = std::max(peak, round.peak_mib);
  }
  const auto [low, high] = std::minmax_element(ratios.begin(), ratios.end());
  std::printf("%-8s %8.2fx %6.2f-%4.2fx %7.2fx %12.0f/s %12.0f/s %9.0f %7.0f B %8.0f MiB\n", name,
              Median(ratios), *low, *high, target, Median(rates), Median(floors),
              rounds.back().per_batch, rounds.back().bytes_per_record, peak);
  std::fflush(stdout);
}

class Outstanding {
 public:
  explicit Outstanding(uint32_t limit) : limit_(limit) {}

  void Acquire() {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [&] { return count_ < limit_; });
    ++count_;
  }
  void Release() {
    std::lock_guard<std::mutex> lock(mutex_);
    // Waking at half full lets submitter and ledger work in runs instead of handing over request by
    // request.
    if (--count_ == limit_ / 2 || count_ == 0) {
      changed_.notify_all();
    }
  }
  void WaitForAll() {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [&] { return count_ == 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  uint32_t count_ = 0;
  const uint32_t limit_;
};

absl::StatusOr<Round> MeasureFloor(const std::string& book, const std::string& raw,
                                   uint64_t batches, Round round) {
  DAYBOOK_ASSIGN_OR_RETURN(auto reader, LogReader::Open(book));
  DAYBOOK_ASSIGN_OR_RETURN(std::vector<std::string> records, AllRecords(*reader));
  double bytes = 0;
  for (const std::string& record : records) {
    bytes += static_cast<double>(record.size());
  }
  round.records = records.size();
  round.bytes_per_record = bytes / static_cast<double>(records.size());
  round.per_batch = static_cast<double>(records.size()) / static_cast<double>(batches);
  DAYBOOK_ASSIGN_OR_RETURN(
      round.floor_seconds,
      RawAppendSeconds(raw, records, std::max<uint64_t>(1, records.size() / batches)));
  return round;
}

absl::StatusOr<Round> SubmitRound(const Settings& settings, const std::string& dir) {
  const std::string book = dir + "/book";
  DAYBOOK_RETURN_IF_ERROR(Ledger::Create(book));
  DAYBOOK_ASSIGN_OR_RETURN(auto ledger, Ledger::Open(book, settings.ledger));
  DAYBOOK_RETURN_IF_ERROR(DefineHotel(*ledger));

  std::vector<std::vector<v1::Request>> lists;
  for (uint32_t s = 0; s < settings.submitters; ++s) {
    lists.push_back(FrontDeskRequests(s, settings.requests / settings.submitters));
  }
  ResetPeak();
  const uint64_t batches_before = ledger->stats().batches;
  std::atomic<uint64_t> wrong{0};
  const absl::Time start = absl::Now();
  {
    std::vector<std::thread> threads;
    for (auto& list : lists) {
      threads.emplace_back([&ledger, &list, &wrong, &settings] {
        Outstanding outstanding(settings.outstanding);
        for (v1::Request& request : list) {
          outstanding.Acquire();
          ledger->SubmitAsync(std::move(request), absl::InfiniteFuture(),
                              [&outstanding, &wrong](const absl::StatusOr<Receipt>& receipt) {
                                if (!receipt.ok() || !receipt->outcome.has_accepted()) {
                                  ++wrong;
                                }
                                outstanding.Release();
                              });
        }
        outstanding.WaitForAll();
      });
    }
    for (std::thread& thread : threads) {
      thread.join();
    }
  }
  Round round;
  round.seconds = absl::ToDoubleSeconds(absl::Now() - start);
  round.peak_mib = PeakMiB();
  const uint64_t batches = ledger->stats().batches - batches_before;
  if (wrong > 0) {
    return absl::InternalError(std::to_string(wrong.load()) + " requests were not accepted");
  }
  DAYBOOK_RETURN_IF_ERROR(ledger->Close());
  return MeasureFloor(book, dir + "/raw", batches, round);
}

absl::StatusOr<Round> ImportRound(const Settings& settings, const std::string& dir) {
  ImportOptions options;
  options.file = settings.data;
  options.dir = dir + "/book";
  options.ledger = settings.ledger;
  ResetPeak();
  const absl::Time start = absl::Now();
  DAYBOOK_ASSIGN_OR_RETURN(ImportReport report, ImportHotelDemand(options));
  Round round;
  round.seconds = absl::ToDoubleSeconds(absl::Now() - start);
  round.peak_mib = PeakMiB();
  return MeasureFloor(options.dir, dir + "/raw", report.batches, round);
}

absl::StatusOr<Round> RebuildRound(const std::string& book, const std::string& raw,
                                   const std::string& dir) {
  DAYBOOK_ASSIGN_OR_RETURN(auto reader, LogReader::Open(book));
  auto projection = NewBookingsProjection();
  Round round;
  round.records = reader->end();
  ResetPeak();
  const absl::Time start = absl::Now();
  DAYBOOK_RETURN_IF_ERROR(Rebuild(*projection, dir + "/view", *reader, reader->end()).status());
  round.seconds = absl::ToDoubleSeconds(absl::Now() - start);
  round.peak_mib = PeakMiB();
  DAYBOOK_ASSIGN_OR_RETURN(round.floor_seconds, RawScanAndParseSeconds(raw));
  return round;
}

absl::Status MeasureMixed(const Settings& settings) {
  DAYBOOK_ASSIGN_OR_RETURN(const MixedTraffic traffic,
                           MakeMixedTraffic(settings.scratch + "/group", settings.requests));
  std::vector<double> ratios;
  std::vector<double> mixed_rates;
  std::vector<double> alone_rates;
  for (int i = 0; i < settings.rounds; ++i) {
    const std::string dir = settings.scratch + "/mixed" + std::to_string(i);
    DAYBOOK_ASSIGN_OR_RETURN(const double mixed,
                             SecondsToRecord(dir, traffic.mixed, settings.ledger));
    std::filesystem::remove_all(dir);
    DAYBOOK_ASSIGN_OR_RETURN(const double alone,
                             SecondsToRecord(dir, traffic.alone, settings.ledger));
    std::filesystem::remove_all(dir);
    mixed_rates.push_back(static_cast<double>(traffic.mixed.size()) / mixed);
    alone_rates.push_back(static_cast<double>(traffic.alone.size()) / alone);
    ratios.push_back(mixed_rates.back() / alone_rates.back());
  }
  const auto [low, high] = std::minmax_element(ratios.begin(), ratios.end());
  std::printf("%-8s %9s %13s %8s %14s %14s %9s\n", "", "of alone", "range", "aim", "mixed", "alone",
              "requests");
  std::printf("%-8s %8.2fx %6.2f-%4.2fx %7.2fx %12.0f/s %12.0f/s %9zu\n", "mixed", Median(ratios),
              *low, *high, 0.75, Median(mixed_rates), Median(alone_rates), traffic.mixed.size());
  std::fflush(stdout);
  return absl::OkStatus();
}

absl::Status Repeat(const Settings& settings, const char* name, double target,
                    const std::function<absl::StatusOr<Round>(const std::string& dir)>& run) {
  std::vector<Round> rounds;
  for (int i = 0; i < settings.rounds; ++i) {
    const std::string dir = settings.scratch + "/" + name + std::to_string(i);
    std::filesystem::create_directories(dir);
    DAYBOOK_ASSIGN_OR_RETURN(Round round, run(dir));
    rounds.push_back(round);
    std::filesystem::remove_all(dir);
  }
  Print(name, target, rounds);
  return absl::OkStatus();
}

absl::Status Run(const Settings& settings, const std::vector<std::string>& names) {
  const auto wanted = [&](const char* name) {
    return names.empty() || std::find(names.begin(), names.end(), name) != names.end();
  };
  if (wanted("as-of")) {
    DAYBOOK_RETURN_IF_ERROR(MeasureAsOf(settings.scratch, settings.lengths, settings.rounds));
    if (names.size() == 1) {
      return absl::OkStatus();
    }
  }
  if (wanted("mixed")) {
    DAYBOOK_RETURN_IF_ERROR(MeasureMixed(settings));
    if (names.size() == 1) {
      return absl::OkStatus();
    }
  }
  std::printf("%-8s %9s %13s %8s %14s %14s %9s %9s %12s\n", "", "of floor", "range", "aim", "ours",
              "floor", "per batch", "a record", "peak memory");
  if (wanted("submit")) {
    DAYBOOK_RETURN_IF_ERROR(Repeat(settings, "submit", 0.3, [&](const std::string& dir) {
      return SubmitRound(settings, dir);
    }));
  }
  if (settings.data.empty()) {
    std::fprintf(stderr, "import and rebuild need --data FILE (hotel-demand, plain or gzip)\n");
    return absl::OkStatus();
  }
  if (wanted("import")) {
    DAYBOOK_RETURN_IF_ERROR(Repeat(settings, "import", 0.25, [&](const std::string& dir) {
      return ImportRound(settings, dir);
    }));
  }
  if (wanted("rebuild")) {
    const std::string base = settings.scratch + "/base";
    std::filesystem::create_directories(base);
    DAYBOOK_RETURN_IF_ERROR(ImportRound(settings, base).status());
    DAYBOOK_RETURN_IF_ERROR(Repeat(settings, "rebuild", 0.25, [&](const std::string& dir) {
      return RebuildRound(base + "/book", base + "/raw", dir);
    }));
  }
  return absl::OkStatus();
}

}  // namespace
}  // namespace daybook::bench

int main(int argc, char** argv) {
  daybook::bench::Settings settings;
  std::vector<std::string> names;
  CLI::App app("Benchmarks of Daybook, each beside its floor");
  app.add_option("name", names, "submit, import, rebuild, as-of, mixed; none: all")
      ->check(CLI::IsMember({"submit", "import", "rebuild", "as-of", "mixed"}));
  app.add_option("--length", settings.lengths, "records of the logs of as-of")
      ->check(CLI::Range(10'000, 1'000'000'000));
  app.add_option("--data", settings.data, "hotel-demand file, plain or gzip")
      ->check(CLI::ExistingFile);
  app.add_option("--rounds", settings.rounds, "rounds of each")->check(CLI::Range(1, 101));
  app.add_option("--requests", settings.requests, "requests a round of submit")
      ->check(CLI::Range(1'000, 100'000'000));
  app.add_option("--submitters", settings.submitters, "submitting threads")
      ->check(CLI::Range(1, 256));
  app.add_option("--outstanding", settings.outstanding, "requests outstanding a thread")
      ->check(CLI::Range(1, 1'000'000));
  app.add_option("--max-batch", settings.ledger.max_batch, "records a synced write, at most")
      ->check(CLI::Range(1, 100'000));
  std::string scratch = std::filesystem::current_path().string();
  app.add_option("--scratch", scratch, "where to write; the disk that is measured")
      ->check(CLI::ExistingDirectory);
  CLI11_PARSE(app, argc, argv);

  settings.scratch = scratch + "/daybook-bench-" + std::to_string(getpid());
  std::filesystem::create_directories(settings.scratch);
  const absl::Status status = daybook::bench::Run(settings, names);
  std::filesystem::remove_all(settings.scratch);
  if (!status.ok()) {
    std::fprintf(stderr, "daybook_bench: %s\n", status.ToString().c_str());
    return 5;
  }
  return 0;
}
