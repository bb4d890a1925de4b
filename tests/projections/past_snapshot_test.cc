// A view as of any moment of its past, against a model that keeps a copy of the whole view per moment.
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "projections/version_key.h"
#include "projections/view_store.h"
#include "rapidcheck.h"
#include "tests/support/view_folder.h"

namespace daybook {
namespace {

using Rows = std::map<std::string, std::string>;
using Entries = std::set<std::string>;

struct Moment {
  Rows rows;
  Entries entries;
};

// Keys that try the escaping: one the beginning of another, zeros, ones and ff at every place.
std::string AnyKey(std::mt19937_64& random) {
  static constexpr char kBytes[] = {'\0', '\1', 'a', 'b', static_cast<char>(0xff)};
  std::string key;
  for (uint64_t length = random() % 4; length > 0; --length) {
    key.push_back(kBytes[random() % sizeof(kBytes)]);
  }
  return key;
}

// Writes what a few records write, and notes every moment.
class Writer {
 public:
  Writer(uint64_t seed, ViewStore& store) : random_(seed), store_(store) { moments_.push_back({}); }

  void Commit(uint64_t records) {
    auto txn = store_.Begin();
    for (uint64_t i = 0; i < records; ++i) {
      txn->AtRecord(moments_.size() - 1);
      Moment now = moments_.back();
      for (uint64_t change = random_() % 4; change > 0; --change) {
        Change(now, *txn);
      }
      moments_.push_back(std::move(now));
    }
    const absl::Status committed = store_.Commit(std::move(txn), moments_.size() - 1);
    RC_ASSERT(committed.ok());
  }

  const std::vector<Moment>& moments() const { return moments_; }

 private:
  void Change(Moment& now, ViewTransaction& txn) {
    const std::string key = AnyKey(random_);
    switch (random_() % 3) {
      case 0:
        now.rows.erase(key);
        txn.Delete(key);
        break;
      case 1: {
        const std::string value = random_() % 8 == 0 ? "" : std::to_string(random_() % 100);
        now.rows[key] = value;
        txn.Put(key, value);
        break;
      }
      default:
        if (now.entries.insert(key).second) {
          txn.PutIndex(key);
        } else {
          now.entries.erase(key);
          txn.DeleteIndex(key);
        }
    }
  }

  std::mt19937_64 random_;
  ViewStore& store_;
  std::vector<Moment> moments_;
};

Rows RowsOf(const ViewSnapshot& view, std::string_view prefix) {
  Rows rows;
  std::string last;
  const absl::Status scanned =
      view.Scan(prefix, [&](std::string_view key, std::string_view value) -> absl::StatusOr<bool> {
        RC_ASSERT(rows.empty() || last < key);
        last = key;
        rows.emplace(key, value);
        return true;
      });
  RC_ASSERT(scanned.ok());
  return rows;
}

Entries EntriesFrom(const ViewSnapshot& view, const std::string& begin, const std::string& end) {
  Entries entries;
  const absl::Status scanned =
      view.ScanIndexRange(begin, end, [&](std::string_view key) -> absl::StatusOr<bool> {
        RC_ASSERT(entries.emplace(key).second);
        return true;
      });
  RC_ASSERT(scanned.ok());
  return entries;
}

Rows WithPrefix(const Rows& rows, const std::string& prefix) {
  Rows some;
  for (const auto& [key, value] : rows) {
    if (key.rfind(prefix, 0) == 0) some.emplace(key, value);
  }
  return some;
}

void CheckMoment(const ViewStore& store, uint64_t position, const Moment& expected,
                 std::mt19937_64& random) {
  const auto view = store.SnapshotAt(position);
  RC_ASSERT(view.ok());
  RC_ASSERT((*view)->info().position == position);
  RC_ASSERT(RowsOf(**view, "") == expected.rows);
  const std::string prefix = AnyKey(random);
  RC_ASSERT(RowsOf(**view, prefix) == WithPrefix(expected.rows, prefix));
  std::string begin = AnyKey(random);
  std::string end = AnyKey(random);
  if (end < begin) std::swap(begin, end);
  RC_ASSERT(EntriesFrom(**view, begin, end) ==
            Entries(expected.entries.lower_bound(begin), expected.entries.lower_bound(end)));
  const absl::StatusOr<ViewInfo> counted = CountRows(**view);
  RC_ASSERT(counted.ok());
  SetDigest digest;
  for (const auto& [key, value] : expected.rows) digest.Add(RowHash(key, value));
  RC_ASSERT(counted->digest == digest);
  RC_ASSERT(counted->rows == expected.rows.size());
  RC_ASSERT(counted->index_entries == expected.entries.size());
  for (int i = 0; i < 8; ++i) {
    const std::string key = AnyKey(random);
    const auto found = (*view)->Get(key);
    RC_ASSERT(found.ok());
    const auto row = expected.rows.find(key);
    RC_ASSERT(*found == (row == expected.rows.end() ? std::nullopt
                                                    : std::optional<std::string>(row->second)));
  }
}

class PastInBothModes : public ::testing::TestWithParam<ViewMode> {};
INSTANTIATE_TEST_SUITE_P(Modes, PastInBothModes,
                         ::testing::Values(ViewMode::kLive, ViewMode::kRebuild),
                         [](const auto& mode) {
                           return mode.param == ViewMode::kLive ? "Live" : "Rebuild";
                         });

TEST_P(PastInBothModes, EveryMomentReadsAsTheViewWasThen) {
  EXPECT_TRUE(rc::check([this](uint64_t seed) {
    const ViewFolder folder;
    auto store = ViewStore::Open(folder.view(), GetParam());
    RC_ASSERT(store.ok());
    Writer writer(seed, **store);
    std::mt19937_64 random(seed + 1);
    for (int commit = 0; commit < 4; ++commit) {
      writer.Commit(random() % 12);
    }
    RC_ASSERT((*store)->Flush().ok());
    for (uint64_t position = 0; position < writer.moments().size(); ++position) {
      CheckMoment(**store, position, writer.moments()[position], random);
    }
    RC_ASSERT((*store)->SnapshotAt(writer.moments().size()).status().code() ==
              absl::StatusCode::kOutOfRange);
  }));
}

TEST(Past, ARowOfManyVersionsIsReadAsOfEachOfThem) {
  const ViewFolder folder;
  const auto store = ViewStore::Open(folder.view(), ViewMode::kLive);
  ASSERT_TRUE(store.ok()) << store.status();
  constexpr uint64_t kVersions = 1000;
  auto txn = (*store)->Begin();
  for (uint64_t i = 0; i < kVersions; ++i) {
    txn->AtRecord(i);
    txn->Put("busy", std::to_string(i));
    if (i % 100 == 0) txn->Put("neighbour", std::to_string(i));
  }
  ASSERT_TRUE((*store)->Commit(std::move(txn), kVersions).ok());
  for (uint64_t position = 1; position <= kVersions; position += 37) {
    const auto view = (*store)->SnapshotAt(position);
    ASSERT_TRUE(view.ok()) << view.status();
    EXPECT_EQ((*view)->Get("busy")->value(), std::to_string(position - 1));
    EXPECT_EQ(RowsOf(**view, ""),
              (Rows{{"busy", std::to_string(position - 1)},
                    {"neighbour", std::to_string((position - 1) / 100 * 100)}}));
  }
}

TEST(Past, AReaderBesideTheWriterSeesTheSamePast) {
  const ViewFolder folder;
  const auto store = ViewStore::Open(folder.view(), ViewMode::kLive);
  ASSERT_TRUE(store.ok()) << store.status();
  auto txn = (*store)->Begin();
  txn->AtRecord(0);
  txn->Put("k", "first");
  txn->AtRecord(1);
  txn->Put("k", "second");
  ASSERT_TRUE((*store)->Commit(std::move(txn), 2).ok());
  const auto reader = ViewStore::OpenForReading(folder.view());
  ASSERT_TRUE(reader.ok()) << reader.status();
  {
    const auto past = (*reader)->SnapshotAt(1);
    ASSERT_TRUE(past.ok()) << past.status();
    EXPECT_EQ((*past)->Get("k")->value(), "first");
    EXPECT_EQ((*reader)->Refresh().code(), absl::StatusCode::kFailedPrecondition);
  }
  EXPECT_TRUE((*reader)->Refresh().ok());
  EXPECT_EQ((*reader)->SnapshotAt(3).status().code(), absl::StatusCode::kOutOfRange);
}

TEST(VersionKey, EscapedKeysKeepTheirOrderAndComeBack) {
  EXPECT_TRUE(rc::check([](uint64_t seed) {
    std::mt19937_64 random(seed);
    const std::string a = AnyKey(random);
    const std::string b = AnyKey(random);
    std::string group_a;
    std::string group_b;
    AppendVersionGroup(a, group_a);
    AppendVersionGroup(b, group_b);
    RC_ASSERT((a < b) == (group_a < group_b));
    RC_ASSERT(a == b || group_b.rfind(group_a, 0) != 0);
    std::string scratch;
    RC_ASSERT(KeyOfGroup(group_a, scratch) == a);
  }));
}

TEST(VersionKey, LaterVersionsComeFirst) {
  std::string early("k");
  std::string late("k");
  AppendVersionTail(7, kThere, early);
  AppendVersionTail(8, kGone, late);
  EXPECT_LT(late, early);
  EXPECT_EQ(EndOfVersion(early), 7u);
  EXPECT_EQ(MarkOfVersion(late), kGone);
  EXPECT_EQ(GroupOfVersion(late), "k");
}

}  // namespace
}  // namespace daybook
