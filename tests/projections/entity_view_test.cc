#include "projections/entity_view.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/domain/evolve.h"
#include "projections/runner.h"
#include "tests/projections/toys.h"
#include "tests/support/view_folder.h"

namespace daybook {
namespace {

constexpr char kCount = '1';
constexpr char kOpenIndex = 'o';

// Notices, those that are open by whom they are for, and how many are open for each.
class NoticesToy final : public EntityView {
 public:
  NoticesToy()
      : EntityView({.name = "notices",
                    .revision = 4,
                    .letters = "n",
                    .events = {{509, 509}, {520, 520}},
                    .journals = false,
                    .messages = false,
                    .own = {{kCount, &v1::Money::default_instance()}},
                    .indexed = true}) {}

 private:
  absl::Status ApplyOwn(const v1::Record& record, ViewRows& rows) override {
    for (const v1::Event& event : record.outcome().accepted().events()) {
      if (event.has_notice_raised()) Count(event.notice_raised().to(), 1, rows);
      if (!event.has_notice_acknowledged()) continue;
      const auto* notice = rows.Find<v1::Notice>(event.notice_acknowledged().notice_id());
      if (notice == nullptr || notice->to().empty()) return absl::DataLossError("no such notice");
      Count(notice->to(), -1, rows);
    }
    return absl::OkStatus();
  }
  void AppendIndex(std::string_view key, const google::protobuf::Message& row,
                   std::vector<std::string>& entries) const override {
    if (key.front() != 'n') return;
    const auto& notice = static_cast<const v1::Notice&>(row);
    if (notice.acknowledged()) return;
    entries.push_back(IndexEntry(kOpenIndex, {notice.to(), notice.notice_id()}));
  }
  static void Count(const std::string& to, int by, ViewRows& rows) {
    v1::Money& count = rows.ChangeOwn<v1::Money>(kCount, to);
    count.set_amount_minor(count.amount_minor() + by);
    if (count.amount_minor() == 0) rows.DeleteOwn(kCount, to);
  }
};

v1::Record Raised(const std::vector<std::string>& departments) {
  v1::Record record = AcceptedRecord();
  for (const std::string& to : departments) {
    v1::Notice& notice =
        *record.mutable_outcome()->mutable_accepted()->add_events()->mutable_notice_raised();
    notice.set_kind(v1::NOTICE_CREDIT_REVIEW);
    notice.set_to(to);
  }
  return record;
}

v1::Record Acknowledged(const std::string& notice_id) {
  v1::Record record = AcceptedRecord();
  record.mutable_outcome()
      ->mutable_accepted()
      ->add_events()
      ->mutable_notice_acknowledged()
      ->set_notice_id(notice_id);
  return record;
}

class EntityViewTest : public ::testing::Test {
 protected:
  std::unique_ptr<ViewSnapshot> Now() {
    const absl::Status caught_up = CaughtUp();
    EXPECT_TRUE(caught_up.ok()) << caught_up;
    const auto checked = CheckView(toy_, *store_);
    EXPECT_TRUE(checked.ok()) << checked.status();
    return store_->Snapshot();
  }
  absl::Status CaughtUp() {
    if (store_ == nullptr) {
      auto store = ViewStore::Open(folder_.view(), ViewMode::kLive);
      EXPECT_TRUE(store.ok()) << store.status();
      store_ = *std::move(store);
    }
    return CatchUp(toy_, *store_, log_, log_.end());
  }

  const ViewFolder folder_;
  MemoryRecords log_;
  NoticesToy toy_;
  std::unique_ptr<ViewStore> store_;
};

std::vector<std::string> OpenFor(const ViewSnapshot& view, std::string_view to) {
  std::vector<std::string> ids;
  const absl::Status scanned = view.ScanIndex(IndexPrefix(kOpenIndex, {to}),
                                              [&](std::string_view entry) -> absl::StatusOr<bool> {
                                                ids.emplace_back(IndexParts(entry).back());
                                                return true;
                                              });
  EXPECT_TRUE(scanned.ok()) << scanned;
  return ids;
}

TEST_F(EntityViewTest, RowsAreTheEntitiesOfTheFoldUnderTheirLetter) {
  log_.Append(CreatedRecord("B1"));
  log_.Append(Raised({"sales", "finance"}));
  log_.Append(Acknowledged("1-1"));
  const auto view = Now();
  const auto first = GetEntity<v1::Notice>(*view, "1-0");
  ASSERT_TRUE(first.ok() && first->has_value());
  EXPECT_EQ((*first)->to(), "sales");
  EXPECT_FALSE((*first)->acknowledged());
  EXPECT_TRUE((**GetEntity<v1::Notice>(*view, "1-1")).acknowledged());
  EXPECT_EQ(*GetEntity<v1::Notice>(*view, "1-2"), std::nullopt);
  std::vector<std::string> ids;
  ASSERT_TRUE(
      ScanEntities<v1::Notice>(*view, [&](const v1::Notice& notice) -> absl::StatusOr<bool> {
        ids.push_back(notice.notice_id());
        return true;
      }).ok());
  EXPECT_EQ(ids, (std::vector<std::string>{"1-0", "1-1"}));
}

TEST_F(EntityViewTest, IndexEntriesComeAndGoWithTheirRow) {
  log_.Append(Raised({"sales", "finance", "sales"}));
  EXPECT_EQ(OpenFor(*Now(), "sales"), (std::vector<std::string>{"0-0", "0-2"}));
  log_.Append(Acknowledged("0-0"));
  const auto view = Now();
  EXPECT_EQ(OpenFor(*view, "sales"), std::vector<std::string>{"0-2"});
  EXPECT_EQ(OpenFor(*view, "sale"), std::vector<std::string>());
}

TEST_F(EntityViewTest, RowsOfTheViewsOwnAreMadeChangedAndDeleted) {
  log_.Append(Raised({"sales", "sales"}));
  EXPECT_EQ((**GetRow<v1::Money>(*Now(), kCount, "sales")).amount_minor(), 2);
  log_.Append(Acknowledged("0-0"));
  EXPECT_EQ((**GetRow<v1::Money>(*Now(), kCount, "sales")).amount_minor(), 1);
  log_.Append(Acknowledged("0-1"));
  EXPECT_EQ(*GetRow<v1::Money>(*Now(), kCount, "sales"), std::nullopt);
  log_.Append(Raised({"sales"}));
  EXPECT_EQ((**GetRow<v1::Money>(*Now(), kCount, "sales")).amount_minor(), 1);
}

TEST_F(EntityViewTest, WhatTheFoldChangesBesideIsNotKept) {
  v1::Record record = Raised({"sales"});
  v1::Journal& journal = *record.mutable_outcome()->mutable_accepted()->add_journals();
  journal.set_property_id("H1");
  v1::Transfer& transfer = *journal.add_transfers();
  transfer.set_debit(v1::RECEIVABLES);
  transfer.set_credit(v1::GUEST_LEDGER);
  transfer.set_amount_minor(100);
  transfer.set_account_id("A1");
  log_.Append(record);
  std::vector<std::string> keys;
  ASSERT_TRUE(Now()
                  ->Scan("",
                         [&](std::string_view key, std::string_view) -> absl::StatusOr<bool> {
                           keys.emplace_back(key);
                           return true;
                         })
                  .ok());
  EXPECT_EQ(keys, (std::vector<std::string>{"1sales", "n0-0"}));
}

TEST_F(EntityViewTest, RecordsThatCanNotChangeItAreNotWanted) {
  EXPECT_TRUE(toy_.Wants(Raised({"sales"})));
  EXPECT_TRUE(toy_.Wants(Acknowledged("0-0")));
  EXPECT_FALSE(toy_.Wants(CreatedRecord("B1")));
  v1::Record declined = Raised({"sales"});
  declined.mutable_outcome()->mutable_declined();
  EXPECT_FALSE(toy_.Wants(declined));
}

TEST_F(EntityViewTest, ADamagedRowStopsTheViewAndSaysWhich) {
  log_.Append(Raised({"sales"}));
  Now();
  auto txn = store_->Begin();
  txn->AtRecord(0);
  txn->Put("n0-0", "\xff");
  ASSERT_TRUE(store_->Commit(std::move(txn), 1).ok());
  log_.Append(Acknowledged("0-0"));
  const absl::Status stopped = CaughtUp();
  EXPECT_EQ(stopped.code(), absl::StatusCode::kDataLoss);
  EXPECT_TRUE(Mentions(stopped, "Notice 0-0 is damaged")) << stopped;
  EXPECT_EQ(GetEntity<v1::Notice>(*store_->Snapshot(), "0-0").status().code(),
            absl::StatusCode::kDataLoss);
}

TEST_F(EntityViewTest, AnErrorOfTheViewsOwnStopsItAtThatRecord) {
  log_.Append(Raised({"sales"}));
  log_.Append(Acknowledged("7-0"));
  const absl::Status stopped = CaughtUp();
  EXPECT_TRUE(Mentions(stopped, "no such notice")) << stopped;
  EXPECT_EQ(store_->info().position, 1u);
}

TEST_F(EntityViewTest, ItsVersionGrowsWithTheFoldsAndWithItsOwn) {
  EXPECT_EQ(toy_.version(), kEntitiesEvolveVersion + 4);
  EXPECT_EQ(toy_.RowType("n0-0"), &v1::Notice::default_instance());
  EXPECT_EQ(toy_.RowType("1sales"), &v1::Money::default_instance());
  EXPECT_EQ(toy_.RowType("uc-1"), nullptr);
  EXPECT_EQ(toy_.RowType(""), nullptr);
}

TEST(EntityViews, AreTheSameHoweverOftenTheyForget) {
  for (uint64_t seed = 1; seed <= 10; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937_64 random(seed);
    MemoryRecords log;
    std::vector<std::string> open;
    for (uint64_t i = 0; i < 40; ++i) {
      if (!open.empty() && random() % 2 == 0) {
        const auto which = open.begin() + static_cast<std::ptrdiff_t>(random() % open.size());
        log.Append(Acknowledged(*which));
        open.erase(which);
        continue;
      }
      std::vector<std::string> departments;
      for (uint64_t n = random() % 3; n > 0; --n) {
        open.push_back(absl::StrCat(i, "-", departments.size()));
        departments.push_back(absl::StrCat("d", random() % 3));
      }
      log.Append(Raised(departments));
    }
    const ViewFolder live_folder;
    auto live = *ViewStore::Open(live_folder.view(), ViewMode::kLive);
    NoticesToy toy;
    // Each CatchUp begins by forgetting.
    for (uint64_t to = 1; to <= log.end(); to += 1 + random() % 5) {
      ASSERT_TRUE(CatchUp(toy, *live, log, to).ok());
    }
    ASSERT_TRUE(CatchUp(toy, *live, log, log.end()).ok());
    const ViewFolder rebuilt_folder;
    const auto rebuilt = Rebuild(toy, rebuilt_folder.view(), log, log.end());
    ASSERT_TRUE(rebuilt.ok());
    ASSERT_TRUE(SameView(live->info(), *rebuilt));
    std::map<std::string, std::vector<std::string>> by_department;
    for (const std::string& id : open) {
      const auto notice = GetEntity<v1::Notice>(*live->Snapshot(), id);
      ASSERT_TRUE(notice.ok() && notice->has_value());
      by_department[(*notice)->to()].push_back(id);
    }
    for (auto& [to, ids] : by_department) {
      std::sort(ids.begin(), ids.end());
      ASSERT_TRUE(OpenFor(*live->Snapshot(), to) == ids);
    }
  }
}

TEST(IndexEntries, AreTakenApartAsTheyWerePutTogether) {
  const std::string entry = IndexEntry('x', {"H1", SortedDigits(7), "c-1"});
  EXPECT_EQ(IndexParts(entry),
            (std::vector<std::string_view>{"H1", "00000000000000000007", "c-1"}));
  EXPECT_EQ(entry.rfind(IndexPrefix('x', {"H1"}), 0), 0u);
  EXPECT_NE(entry.rfind(IndexPrefix('x', {"H"}), 0), 0u);
  EXPECT_EQ(IndexPrefix('x', {}), "x");
}

}  // namespace
}  // namespace daybook
