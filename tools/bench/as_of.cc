#include "tools/bench/as_of.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <random>

#include "absl/time/clock.h"
#include "ledger/base/status_macros.h"
#include "projections/bookings/bookings_view.h"
#include "projections/runner.h"
#include "projections/view_store.h"
#include "tools/bench/floors.h"
#include "tools/bench/made_up_records.h"

namespace daybook::bench {
namespace {

constexpr int kPointReads = 20'000;
constexpr int kCustomers = 200;

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

absl::StatusOr<double> Seconds(const std::function<absl::Status()>& work) {
  const absl::Time start = absl::Now();
  DAYBOOK_RETURN_IF_ERROR(work());
  return absl::ToDoubleSeconds(absl::Now() - start);
}

using Snapshots = std::function<absl::StatusOr<std::unique_ptr<ViewSnapshot>>()>;

// Each read takes a snapshot of its own, as a caller that asks once does.
absl::Status ReadPoints(const Snapshots& snapshots, uint64_t bookings, uint64_t seed) {
  std::mt19937_64 random(seed);
  for (int i = 0; i < kPointReads; ++i) {
    DAYBOOK_ASSIGN_OR_RETURN(const auto view, snapshots());
    DAYBOOK_RETURN_IF_ERROR(view->Get(MadeUpRecords::BookingId(random() % bookings)).status());
  }
  return absl::OkStatus();
}

// Every row and index entry, for its digest.
absl::Status DigestAll(const Snapshots& snapshots) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto view, snapshots());
  return CountRows(*view).status();
}

// Every row, not looked at.
absl::Status PassAll(const Snapshots& snapshots) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto view, snapshots());
  return view->Scan(
      "", [](std::string_view, std::string_view) -> absl::StatusOr<bool> { return true; });
}

absl::Status CountAll(const Snapshots& snapshots) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto view, snapshots());
  return CountBookings(*view, {}, {BookingField::kProperty, BookingField::kStatus}).status();
}

absl::Status ListCustomers(const Snapshots& snapshots, uint64_t seed) {
  std::mt19937_64 random(seed);
  for (int i = 0; i < kCustomers; ++i) {
    DAYBOOK_ASSIGN_OR_RETURN(const auto view, snapshots());
    BookingFilter filter;
    filter.customer_id = "C" + std::to_string(random() % 50'000);
    DAYBOOK_RETURN_IF_ERROR(ListBookings(*view, filter, [](const v1::Booking&) { return true; }));
  }
  return absl::OkStatus();
}

// The past beside the present, in turn.
struct Compared {
  std::vector<double> present;
  std::vector<double> past;
  absl::Status Add(const std::function<absl::Status()>& of_present,
                   const std::function<absl::Status()>& of_past) {
    DAYBOOK_ASSIGN_OR_RETURN(const double one, Seconds(of_present));
    DAYBOOK_ASSIGN_OR_RETURN(const double other, Seconds(of_past));
    present.push_back(one);
    past.push_back(other);
    return absl::OkStatus();
  }
  void Print(uint64_t records, const char* what, double units, const char* unit) const {
    std::vector<double> ratios;
    for (size_t i = 0; i < present.size(); ++i) ratios.push_back(past[i] / present[i]);
    const auto [low, high] = std::minmax_element(ratios.begin(), ratios.end());
    std::printf("%10llu  %-28s %6.2fx %6.2f-%4.2fx %10.2f %10.2f %s\n",
                static_cast<unsigned long long>(records), what, Median(ratios), *low, *high,
                Median(present) * 1e6 / units, Median(past) * 1e6 / units, unit);
    std::fflush(stdout);
  }
};

double MiBOf(const std::string& dir) {
  double bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(dir)) {
    if (entry.is_regular_file()) bytes += static_cast<double>(entry.file_size());
  }
  return bytes / (1 << 20);
}

absl::Status MeasureLength(const std::string& dir, uint64_t length, int rounds) {
  const MadeUpRecords records(length);
  const auto projection = NewBookingsProjection();
  const std::string view_dir = dir + "/view";
  DAYBOOK_ASSIGN_OR_RETURN(const double built, Seconds([&] {
                             return Rebuild(*projection, view_dir, records, length).status();
                           }));
  DAYBOOK_ASSIGN_OR_RETURN(const auto store, ViewStore::Open(view_dir, ViewMode::kLive));
  std::printf("%10llu  built in %.1f s, %llu rows, %.0f MiB on disk\n",
              static_cast<unsigned long long>(length), built,
              static_cast<unsigned long long>(store->info().rows), MiBOf(view_dir));
  std::mt19937_64 random(7);
  const Snapshots present = [&] { return store->Snapshot(); };
  const Snapshots any = [&] { return store->SnapshotAt(random() % length); };
  const Snapshots half = [&] { return store->SnapshotAt(length / 2); };
  const Snapshots late = [&] { return store->SnapshotAt(length - length / 50); };
  const auto whole = static_cast<double>(store->info().rows);
  struct Case {
    const char* what;
    double units;
    const char* unit;
    std::function<absl::Status(const Snapshots&, uint64_t seed)> work;
    Snapshots past;
    Compared compared;
  };
  const auto count = [](const Snapshots& of, uint64_t) { return CountAll(of); };
  const auto digest = [](const Snapshots& of, uint64_t) { return DigestAll(of); };
  const auto pass = [](const Snapshots& of, uint64_t) { return PassAll(of); };
  const auto points = [&](const Snapshots& of, uint64_t seed) {
    return ReadPoints(of, records.bookings(), seed);
  };
  std::vector<Case> cases = {
      {"one booking, any moment", kPointReads, "us a read", points, any, {}},
      {"bookings of a customer", kCustomers, "us a list", ListCustomers, any, {}},
      {"count by status, half way", whole, "us a row of now", count, half, {}},
      {"count by status, near the end", whole, "us a row of now", count, late, {}},
      {"digest, half way", whole, "us a row of now", digest, half, {}},
      {"rows not looked at, half way", whole, "us a row of now", pass, half, {}},
  };
  for (int round = 0; round <= rounds; ++round) {
    for (Case& one : cases) {
      const auto seed = static_cast<uint64_t>(round);
      Compared warm_up;
      DAYBOOK_RETURN_IF_ERROR((round == 0 ? warm_up : one.compared)
                                  .Add([&] { return one.work(present, seed); },
                                       [&] { return one.work(one.past, seed); }));
    }
  }
  for (const Case& one : cases) {
    one.compared.Print(length, one.what, one.units, one.unit);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status MeasureAsOf(const std::string& scratch, const std::vector<uint64_t>& lengths,
                         int rounds) {
  std::printf("%10s  %-28s %7s %12s %10s %10s\n", "records", "as of the past", "of now", "range",
              "now", "then");
  for (const uint64_t length : lengths) {
    const std::string dir = scratch + "/as-of-" + std::to_string(length);
    std::filesystem::create_directories(dir);
    DAYBOOK_RETURN_IF_ERROR(MeasureLength(dir, length, rounds));
    std::filesystem::remove_all(dir);
  }
  return absl::OkStatus();
}

}  // namespace daybook::bench
