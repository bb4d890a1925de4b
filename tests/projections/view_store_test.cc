#include "projections/view_store.h"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "rapidcheck.h"
#include "tests/support/view_folder.h"

namespace daybook {
namespace {

std::unique_ptr<ViewStore> MustOpen(const std::string& view_dir, ViewMode mode) {
  absl::StatusOr<std::unique_ptr<ViewStore>> store = ViewStore::Open(view_dir, mode);
  EXPECT_TRUE(store.ok()) << store.status();
  return store.ok() ? *std::move(store) : nullptr;
}

std::unique_ptr<ViewStore> MustRead(const std::string& view_dir) {
  absl::StatusOr<std::unique_ptr<ViewStore>> store = ViewStore::OpenForReading(view_dir);
  EXPECT_TRUE(store.ok()) << store.status();
  return store.ok() ? *std::move(store) : nullptr;
}

void MustCommit(ViewStore& store, std::unique_ptr<StoreTransaction> txn, uint64_t position) {
  const absl::Status committed = store.Commit(std::move(txn), position);
  EXPECT_TRUE(committed.ok()) << committed;
}

void PutOne(ViewStore& store, const std::string& key, const std::string& value, uint64_t position) {
  std::unique_ptr<StoreTransaction> txn = store.Begin();
  txn->Put(key, value);
  MustCommit(store, std::move(txn), position);
}

std::map<std::string, std::string> Rows(const ViewSnapshot& view, std::string_view prefix = "") {
  std::map<std::string, std::string> rows;
  const absl::Status scanned = view.Scan(
      prefix, [&rows](std::string_view key, std::string_view value) -> absl::StatusOr<bool> {
        rows.emplace(key, value);
        return true;
      });
  EXPECT_TRUE(scanned.ok()) << scanned;
  return rows;
}

std::vector<std::string> Entries(const ViewSnapshot& view, std::string_view prefix = "") {
  std::vector<std::string> entries;
  const absl::Status scanned =
      view.ScanIndex(prefix, [&entries](std::string_view key) -> absl::StatusOr<bool> {
        entries.emplace_back(key);
        return true;
      });
  EXPECT_TRUE(scanned.ok()) << scanned;
  return entries;
}

SetDigest DigestOf(const std::map<std::string, std::string>& rows) {
  SetDigest digest;
  for (const auto& [key, value] : rows) {
    digest.Add(RowHash(key, value));
  }
  return digest;
}

class ViewStoreInBothModes : public ::testing::TestWithParam<ViewMode> {};
INSTANTIATE_TEST_SUITE_P(Modes, ViewStoreInBothModes,
                         ::testing::Values(ViewMode::kLive, ViewMode::kRebuild),
                         [](const auto& mode) {
                           return mode.param == ViewMode::kLive ? "Live" : "Rebuild";
                         });

TEST_P(ViewStoreInBothModes, WhatIsCommittedIsThereAfterReopening) {
  const ViewFolder folder;
  const Hash last_record = Sha256Of("the record at 6");
  ViewInfo before;
  {
    const auto store = MustOpen(folder.view(), GetParam());
    auto txn = store->Begin();
    txn->Put("a", "1");
    txn->Put("b", "2");
    txn->PutIndex("x/a");
    ASSERT_TRUE(store->Commit(std::move(txn), 7, last_record).ok());
    before = store->info();
  }
  const auto store = MustOpen(folder.view(), GetParam());
  EXPECT_EQ(store->info().position, 7u);
  EXPECT_EQ(store->info().last_record, last_record);
  EXPECT_EQ(store->info().rows, 2u);
  EXPECT_EQ(store->info().index_entries, 1u);
  EXPECT_EQ(store->info().digest, before.digest);
  EXPECT_EQ(Rows(*store->Snapshot()), (std::map<std::string, std::string>{{"a", "1"}, {"b", "2"}}));
  EXPECT_EQ(Entries(*store->Snapshot()), std::vector<std::string>{"x/a"});
}

TEST_P(ViewStoreInBothModes, ATransactionSeesItsOwnWritesAndThoseCommittedBefore) {
  const ViewFolder folder;
  const auto store = MustOpen(folder.view(), GetParam());
  PutOne(*store, "old", "committed", 1);
  auto txn = store->Begin();
  txn->Put("new", "staged");
  EXPECT_EQ(txn->Get("old")->value(), "committed");
  EXPECT_EQ(txn->Get("new")->value(), "staged");
  txn->Delete("old");
  EXPECT_EQ(*txn->Get("old"), std::nullopt);
  EXPECT_EQ(*txn->Get("never"), std::nullopt);
}

TEST_P(ViewStoreInBothModes, ADroppedTransactionLeavesNoTrace) {
  const ViewFolder folder;
  const auto store = MustOpen(folder.view(), GetParam());
  PutOne(*store, "a", "1", 1);
  {
    auto txn = store->Begin();
    txn->Put("a", "2");
    txn->PutIndex("x");
  }
  PutOne(*store, "b", "1", 2);
  EXPECT_EQ(Rows(*store->Snapshot()), (std::map<std::string, std::string>{{"a", "1"}, {"b", "1"}}));
  EXPECT_EQ(store->info().index_entries, 0u);
}

TEST_P(ViewStoreInBothModes, ACommitToAnEarlierPositionIsRefused) {
  const ViewFolder folder;
  const auto store = MustOpen(folder.view(), GetParam());
  PutOne(*store, "a", "1", 5);
  EXPECT_EQ(store->Commit(store->Begin(), 4).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(store->info().position, 5u);
}

// One store through all the cases: opening one costs more than a case.
class AgainstAPlainMap {
 public:
  explicit AgainstAPlainMap(ViewMode mode) : mode_(mode) { Reopen(); }

  void Reopen() {
    store_.reset();
    store_ = MustOpen(folder_.view(), mode_);
  }

  void CommitSomeSteps() {
    auto txn = store_->Begin();
    for (int step = *rc::gen::inRange(0, 12); step > 0; --step) {
      const std::string key(1, static_cast<char>(*rc::gen::inRange(0, 8)));
      if (*rc::gen::arbitrary<bool>()) {
        RC_ASSERT((*txn->Get(key)).has_value() == rows_.contains(key));
      }
      if (*rc::gen::inRange(0, 3) > 0) {
        rows_[key] = *rc::gen::string<std::string>();
        txn->Put(key, rows_[key]);
      } else {
        rows_.erase(key);
        txn->Delete(key);
      }
      if (entries_.erase(key) > 0) {
        txn->DeleteIndex(key);
      } else {
        entries_.insert(key);
        txn->PutIndex(key);
      }
    }
    MustCommit(*store_, std::move(txn), ++position_);
  }

  void Compare() const {
    const auto view = store_->Snapshot();
    RC_ASSERT(Rows(*view) == rows_);
    RC_ASSERT(Entries(*view) == std::vector<std::string>(entries_.begin(), entries_.end()));
    RC_ASSERT(view->info().digest == DigestOf(rows_));
    RC_ASSERT(view->info().rows == rows_.size());
    RC_ASSERT(view->info().index_entries == entries_.size());
    RC_ASSERT(view->info().position == position_);
  }

 private:
  const ViewFolder folder_;
  const ViewMode mode_;
  std::unique_ptr<ViewStore> store_;
  std::map<std::string, std::string> rows_;
  std::set<std::string> entries_;
  uint64_t position_ = 0;
};

TEST_P(ViewStoreInBothModes, RowsDigestAndCountsEqualThoseOfAPlainMap) {
  AgainstAPlainMap store(GetParam());
  EXPECT_TRUE(rc::check("against a map", [&store] {
    store.CommitSomeSteps();
    if (*rc::gen::inRange(0, 10) == 0) {
      store.Reopen();
    }
    store.CommitSomeSteps();
    store.Compare();
  }));
}

TEST(ViewStore, ASnapshotDoesNotChangeWhileTheWriterGoesOn) {
  const ViewFolder folder;
  const auto store = MustOpen(folder.view(), ViewMode::kLive);
  PutOne(*store, "a", "1", 1);
  const auto view = store->Snapshot();
  PutOne(*store, "a", "2", 2);
  EXPECT_EQ(view->info().position, 1u);
  EXPECT_EQ(view->Get("a")->value(), "1");
  EXPECT_EQ(store->Snapshot()->Get("a")->value(), "2");
}

TEST(ViewStore, ScansKeepToTheirPrefixAndStopWhenTold) {
  const ViewFolder folder;
  const auto store = MustOpen(folder.view(), ViewMode::kLive);
  auto txn = store->Begin();
  for (const char* key : {"a", "b", "b\xff", "b\xff\xff", "c"}) {
    txn->Put(key, key);
    txn->PutIndex(key);
  }
  MustCommit(*store, std::move(txn), 1);
  const auto view = store->Snapshot();
  EXPECT_EQ(Rows(*view, "b").size(), 3u);
  EXPECT_EQ(Rows(*view, "b\xff").size(), 2u);
  EXPECT_EQ(Entries(*view, "b"), (std::vector<std::string>{"b", "b\xff", "b\xff\xff"}));
  EXPECT_EQ(Entries(*view), (std::vector<std::string>{"a", "b", "b\xff", "b\xff\xff", "c"}));

  std::vector<std::string> range;
  ASSERT_TRUE(view->ScanIndexRange("b", "c",
                                   [&range](std::string_view key) -> absl::StatusOr<bool> {
                                     range.emplace_back(key);
                                     return range.size() < 2;
                                   })
                  .ok());
  EXPECT_EQ(range, (std::vector<std::string>{"b", "b\xff"}));
}

TEST(ViewStore, AnErrorOfTheVisitorEndsTheScan) {
  const ViewFolder folder;
  const auto store = MustOpen(folder.view(), ViewMode::kLive);
  PutOne(*store, "a", "1", 1);
  const absl::Status scanned =
      store->Snapshot()->Scan("", [](std::string_view, std::string_view) -> absl::StatusOr<bool> {
        return absl::DataLossError("seen");
      });
  EXPECT_EQ(scanned, absl::DataLossError("seen"));
}

TEST(ViewStore, ASecondWriterIsRefusedByName) {
  const ViewFolder folder;
  const auto store = MustOpen(folder.view(), ViewMode::kLive);
  for (const ViewMode mode : {ViewMode::kLive, ViewMode::kRebuild}) {
    const absl::Status second = ViewStore::Open(folder.view(), mode).status();
    EXPECT_EQ(second.code(), absl::StatusCode::kFailedPrecondition) << second;
    EXPECT_NE(second.message().find("view bookings.v1 is being written by another process"),
              absl::string_view::npos)
        << second;
  }
}

TEST(ViewStore, OpeningForWritingMakesTheFolderAboveIt) {
  const ViewFolder folder;
  const auto store = MustOpen(ViewDirectory(folder.path(), "bookings", 1), ViewMode::kLive);
  EXPECT_TRUE(std::filesystem::exists(folder.path() + "/views/bookings.v1/CURRENT"));
}

TEST(ViewStore, WhatAnInterruptedCommitLeftIsNotWrittenInto) {
  const ViewFolder folder;
  {
    const auto store = MustOpen(folder.view(), ViewMode::kRebuild);
    PutOne(*store, "a", "1", 1);
    ASSERT_TRUE(store->Flush().ok());
  }
  // The crash came when the file was part of the view and not yet rid of its first name.
  for (const auto& file : std::filesystem::directory_iterator(folder.view())) {
    if (file.path().extension() == ".sst") {
      std::filesystem::create_hard_link(file.path(), folder.view() + "/commit.tmp");
      break;
    }
  }
  ASSERT_TRUE(std::filesystem::exists(folder.view() + "/commit.tmp"));
  const auto store = MustOpen(folder.view(), ViewMode::kRebuild);
  PutOne(*store, "b", "2", 2);
  ASSERT_TRUE(store->Flush().ok());
  EXPECT_EQ(Rows(*MustRead(folder.view())->Snapshot()),
            (std::map<std::string, std::string>{{"a", "1"}, {"b", "2"}}));
}

TEST(ViewReading, AViewThatIsNotThereIsNotFound) {
  const ViewFolder folder;
  EXPECT_EQ(ViewStore::OpenForReading(folder.view()).status().code(), absl::StatusCode::kNotFound);
}

TEST(ViewReading, AReaderBesideTheWriterSeesWhatWasCommittedWhenItRefreshes) {
  const ViewFolder folder;
  const auto writer = MustOpen(folder.view(), ViewMode::kLive);
  PutOne(*writer, "a", "1", 1);
  const auto reader = MustRead(folder.view());
  EXPECT_EQ(reader->info().position, 1u);
  EXPECT_EQ(reader->Snapshot()->Get("a")->value(), "1");

  PutOne(*writer, "a", "2", 2);
  PutOne(*writer, "b", "1", 3);
  EXPECT_EQ(reader->info().position, 1u);
  ASSERT_TRUE(reader->Refresh().ok());
  EXPECT_EQ(reader->info().position, 3u);
  EXPECT_EQ(reader->info().digest, writer->info().digest);
  EXPECT_EQ(Rows(*reader->Snapshot()),
            (std::map<std::string, std::string>{{"a", "2"}, {"b", "1"}}));
}

TEST(ViewReading, AReaderFollowsThroughAReopeningOfTheWriter) {
  const ViewFolder folder;
  auto writer = MustOpen(folder.view(), ViewMode::kLive);
  PutOne(*writer, "a", "1", 1);
  const auto reader = MustRead(folder.view());
  for (uint64_t position = 2; position < 6; ++position) {
    writer.reset();
    writer = MustOpen(folder.view(), ViewMode::kLive);
    PutOne(*writer, "a", std::to_string(position), position);
    ASSERT_TRUE(reader->Refresh().ok());
    EXPECT_EQ(reader->info().position, position);
    EXPECT_EQ(reader->Snapshot()->Get("a")->value(), std::to_string(position));
  }
}

TEST(ViewReading, AReaderDoesNotRefreshUnderASnapshot) {
  const ViewFolder folder;
  const auto writer = MustOpen(folder.view(), ViewMode::kLive);
  PutOne(*writer, "a", "1", 1);
  const auto reader = MustRead(folder.view());
  auto view = reader->Snapshot();
  EXPECT_EQ(reader->Refresh().code(), absl::StatusCode::kFailedPrecondition);
  view.reset();
  EXPECT_TRUE(reader->Refresh().ok());
}

TEST(ViewReading, AReaderWritesNothing) {
  const ViewFolder folder;
  const auto writer = MustOpen(folder.view(), ViewMode::kLive);
  PutOne(*writer, "a", "1", 1);
  const auto reader = MustRead(folder.view());
  EXPECT_EQ(reader->Begin(), nullptr);
  EXPECT_EQ(reader->Commit(nullptr, 2).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(reader->Flush().code(), absl::StatusCode::kFailedPrecondition);
}

// A commit of so many rows is a file that RocksDB takes over, not a batch in its WAL.
void PutMany(ViewStore& store, const std::string& value, uint64_t position) {
  auto txn = store.Begin();
  txn->AtRecord(position - 1);
  txn->Put("k", value);
  for (int i = 0; i < 20'000; ++i) txn->Put("z" + std::to_string(i), value);
  MustCommit(store, std::move(txn), position);
}

TEST(ViewReading, AReaderShowsOneMomentAlsoAfterACommitThatIsAFile) {
  const ViewFolder folder;
  const auto writer = MustOpen(folder.view(), ViewMode::kLive);
  PutOne(*writer, "k", "one", 1);
  const auto reader = MustRead(folder.view());
  PutOne(*writer, "k", "two", 2);
  ASSERT_TRUE(reader->Refresh().ok());
  for (uint64_t position = 3; position < 7; ++position) {
    const std::string value = std::to_string(position);
    if (position % 2 == 1) {
      PutMany(*writer, value, position);
    } else {
      PutOne(*writer, "k", value, position);
    }
    ASSERT_TRUE(reader->Refresh().ok());
    EXPECT_EQ(reader->info().position, position);
    EXPECT_EQ(reader->Snapshot()->Get("k")->value(), value);
    EXPECT_EQ(Rows(*reader->Snapshot(), "k").at("k"), value);
  }
}

TEST(ViewReading, UnderFullWriteLoadEveryReadingIsOneMoment) {
  const ViewFolder folder;
  const auto writer = MustOpen(folder.view(), ViewMode::kLive);
  PutOne(*writer, "last", "1", 1);
  std::atomic<bool> stop = false;
  // Large enough that memtables are flushed every few hundred commits.
  std::thread writing([&] {
    for (uint64_t position = 2; !stop; ++position) {
      auto txn = writer->Begin();
      txn->AtRecord(position - 1);
      txn->Put("last", std::to_string(position));
      txn->Put("of " + std::to_string(position % 500), std::to_string(position));
      txn->Put("large", std::string(32'000, static_cast<char>('a' + position % 26)));
      MustCommit(*writer, std::move(txn), position);
    }
  });
  const auto reader = MustRead(folder.view());
  for (int reading = 0; reading < 150 && reader != nullptr; ++reading) {
    const absl::Status refreshed = reader->Refresh();
    EXPECT_TRUE(refreshed.ok()) << refreshed;
    const auto view = reader->Snapshot();
    const uint64_t position = view->info().position;
    EXPECT_EQ(view->Get("last")->value_or(""), std::to_string(position));
    for (uint64_t at = position > 400 ? position - 400 : 2; at <= position; ++at) {
      EXPECT_EQ(view->Get("of " + std::to_string(at % 500))->value_or(""), std::to_string(at))
          << "as of " << position;
    }
    if (HasFailure()) break;
  }
  stop = true;
  writing.join();
}

TEST(ViewReading, AViewThatLacksFilesIsDamagedAndNotEmpty) {
  namespace fs = std::filesystem;
  const ViewFolder folder;
  { PutMany(*MustOpen(folder.view(), ViewMode::kLive), "1", 1); }
  const auto each = [&](const std::string& what, const std::function<bool(const std::string&)>& hit,
                        const std::function<void(const fs::path&)>& damage) {
    const std::string copy = folder.path() + "/" + what + ".v1";
    fs::copy(folder.view(), copy, fs::copy_options::recursive);
    int hits = 0;
    for (const auto& file : fs::directory_iterator(copy)) {
      if (hit(file.path().filename().string()) && ++hits > 0) damage(file.path());
    }
    EXPECT_GT(hits, 0) << what;
    EXPECT_EQ(ViewStore::OpenForReading(copy).status().code(), absl::StatusCode::kDataLoss) << what;
  };
  const auto table = [](const std::string& name) { return name.find(".sst") != std::string::npos; };
  const auto remove = [](const fs::path& file) { fs::remove(file); };
  each("no_table", table, remove);
  each("cut_table", table, [](const fs::path& file) { fs::resize_file(file, 100); });
  each(
      "no_current", [](const std::string& name) { return name == "CURRENT"; }, remove);
  each(
      "no_manifest", [](const std::string& name) { return name.rfind("MANIFEST", 0) == 0; },
      remove);
}

}  // namespace
}  // namespace daybook
