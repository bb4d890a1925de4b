// What the tests of this folder run views with: a small projection, one that can be watched and made
// to fail, a log that counts what is read of it, and a folder for a host.
#ifndef DAYBOOK_TESTS_PROJECTIONS_TOYS_H_
#define DAYBOOK_TESTS_PROJECTIONS_TOYS_H_

#include <atomic>
#include <charconv>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "ledger/base/status_macros.h"
#include "projections/projection.h"
#include "projections/view_store.h"
#include "tests/support/booking_histories.h"
#include "tests/support/memory_records.h"

namespace daybook {

inline bool Mentions(const absl::Status& status, const std::string& text) {
  return std::string(status.message()).find(text) != std::string::npos;
}

inline absl::Time InAMinute() { return absl::Now() + absl::Minutes(1); }

inline void Fill(MemoryRecords& log, uint64_t seed, int records) {
  BookingHistory history(seed);
  for (int i = 0; i < records; ++i) {
    log.Append(history.Next());
  }
}

inline bool SameView(const ViewInfo& a, const ViewInfo& b) {
  return a.position == b.position && a.digest == b.digest && a.rows == b.rows &&
         a.index_entries == b.index_entries && a.last_record == b.last_record;
}

// Rows: "all", how many records there are; "declined", how many of them are declined; "of N", the
// last position that is N modulo 7; each with an index entry "i" and its key.
class Tally final : public Projection {
 public:
  explicit Tally(std::string name = "tally", int version = 1)
      : name_(std::move(name)), version_(version) {}

  std::string_view name() const override { return name_; }
  int version() const override { return version_; }
  bool Wants(const v1::Record&) const override { return true; }
  absl::Status Apply(const v1::Record& record, ViewTransaction& txn) override {
    DAYBOOK_RETURN_IF_ERROR(Count("all", txn));
    if (record.outcome().has_declined()) {
      DAYBOOK_RETURN_IF_ERROR(Count("declined", txn));
    }
    const std::string key = absl::StrCat("of ", record.position() % 7);
    DAYBOOK_ASSIGN_OR_RETURN(const std::optional<std::string> before, txn.Get(key));
    Replace(key, before, record.position(), txn);
    return absl::OkStatus();
  }
  absl::Status IndexEntries(std::string_view key, std::string_view,
                            std::vector<std::string>& entries) const override {
    entries.push_back("i" + std::string(key));
    return absl::OkStatus();
  }

 private:
  static absl::Status Count(const std::string& key, ViewTransaction& txn) {
    DAYBOOK_ASSIGN_OR_RETURN(const std::optional<std::string> before, txn.Get(key));
    uint64_t count = 0;
    if (before.has_value()) {
      std::from_chars(before->data(), before->data() + before->size(), count);
    }
    Replace(key, before, count + 1, txn);
    return absl::OkStatus();
  }
  static void Replace(const std::string& key, const std::optional<std::string>& before,
                      uint64_t value, ViewTransaction& txn) {
    txn.Put(key, absl::StrCat(value));
    if (!before.has_value()) {
      txn.PutIndex("i" + key);
    }
  }

  const std::string name_;
  const int version_;
};

// The row "all" of a Tally: as many as the view's position says.
inline std::string CountOfAll(const ViewSnapshot& view) {
  const auto row = view.Get("all");
  return row.ok() ? row->value_or("0") : row.status().ToString();
}

// Another projection, under a version of its own where one is given; what `before` returns of each
// record is what Apply returns, unless it is OK.
class Watched final : public Projection {
 public:
  using Before = std::function<absl::Status(const v1::Record& record)>;
  Watched(std::unique_ptr<Projection> inner, Before before, int version = 0)
      : inner_(std::move(inner)),
        before_(std::move(before)),
        version_(version == 0 ? inner_->version() : version) {}

  std::string_view name() const override { return inner_->name(); }
  int version() const override { return version_; }
  bool Wants(const v1::Record& record) const override { return inner_->Wants(record); }
  absl::Status Apply(const v1::Record& record, ViewTransaction& txn) override {
    DAYBOOK_RETURN_IF_ERROR(before_(record));
    return inner_->Apply(record, txn);
  }
  void Reset() override { inner_->Reset(); }
  absl::Status IndexEntries(std::string_view key, std::string_view value,
                            std::vector<std::string>& entries) const override {
    return inner_->IndexEntries(key, value, entries);
  }

 private:
  const std::unique_ptr<Projection> inner_;
  const Before before_;
  const int version_;
};

// A Tally that can't apply one record.
inline std::unique_ptr<Projection> StoppingAt(uint64_t position, std::string name = "tally",
                                              int version = 1) {
  return std::make_unique<Watched>(
      std::make_unique<Tally>(std::move(name), version), [position](const v1::Record& record) {
        return record.position() == position ? absl::DataLossError("no room for it")
                                             : absl::OkStatus();
      });
}

template <typename... Projections>
std::vector<std::unique_ptr<Projection>> ListOf(Projections... projections) {
  std::vector<std::unique_ptr<Projection>> list;
  (list.push_back(std::move(projections)), ...);
  return list;
}

// Any thread.
class CountingRecords final : public RecordSource {
 public:
  explicit CountingRecords(const RecordSource& records) : records_(records) {}
  uint64_t read() const { return read_; }  // records visited
  void Forget() { read_ = 0; }

  uint64_t end() const override { return records_.end(); }
  absl::Status Read(uint64_t from, uint64_t to, const RecordVisitor& visitor) const override {
    return records_.Read(from, to, [this, &visitor](uint64_t position, std::string_view bytes) {
      ++read_;
      return visitor(position, bytes);
    });
  }
  absl::StatusOr<uint64_t> WaitPast(uint64_t position, absl::Time deadline) const override {
    return records_.WaitPast(position, deadline);
  }

 private:
  const RecordSource& records_;
  mutable std::atomic<uint64_t> read_ = 0;
};

}  // namespace daybook

#endif  // DAYBOOK_TESTS_PROJECTIONS_TOYS_H_
