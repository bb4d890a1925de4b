// Records without a ledger, and a view of them that agrees with them.
#ifndef DAYBOOK_TESTS_PROJECTIONS_VIEWED_RECORDS_H_
#define DAYBOOK_TESTS_PROJECTIONS_VIEWED_RECORDS_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "daybook/v1/record.pb.h"
#include "projections/runner.h"
#include "projections/view_store.h"
#include "tests/support/memory_records.h"
#include "tests/support/view_folder.h"

namespace daybook::testing {

class ViewedRecords {
 public:
  ViewedRecords(const std::vector<v1::Record>& records, std::unique_ptr<Projection> projection) {
    for (const v1::Record& record : records) log_.Append(record);
    const auto rebuilt = Rebuild(*projection, folder_.view(), log_, log_.end());
    EXPECT_TRUE(rebuilt.ok()) << rebuilt.status();
    auto store = ViewStore::OpenForReading(folder_.view());
    EXPECT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
    view_ = store_->Snapshot();
    const auto checked = CheckView(*projection, *store_);
    EXPECT_TRUE(checked.ok()) << checked.status();
  }

  const ViewSnapshot& operator*() const { return *view_; }
  const ViewStore& store() const { return *store_; }
  const MemoryRecords& log() const { return log_; }
  // As of so many records.
  std::unique_ptr<ViewSnapshot> At(uint64_t position) const {
    auto snapshot = store_->SnapshotAt(position);
    EXPECT_TRUE(snapshot.ok()) << snapshot.status();
    return *std::move(snapshot);
  }

 private:
  MemoryRecords log_;
  ViewFolder folder_;
  std::unique_ptr<ViewStore> store_;
  std::unique_ptr<ViewSnapshot> view_;
};

}  // namespace daybook::testing

#endif  // DAYBOOK_TESTS_PROJECTIONS_VIEWED_RECORDS_H_
