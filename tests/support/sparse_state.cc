#include "tests/support/sparse_state.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "ledger/domain/decide.h"
#include "ledger/domain/rows_needed.h"
#include "ledger/domain/state.h"

namespace daybook::testing {
namespace {

using Rows = std::map<std::string, std::string>;

void Keep(State& state, Rows& rows) {
  for (StateRow& row : state.TakeDirtyRows()) {
    if (row.value.has_value()) {
      rows[row.key] = *std::move(row.value);
    } else {
      rows.erase(row.key);
    }
  }
}

// False: a row does not load.
bool Load(const v1::Request& request, const Rows& rows, State& state, size_t& loaded) {
  std::set<std::string> asked;
  for (bool more = true; more;) {
    more = false;
    for (const std::string& key : RowsNeeded(state, request)) {
      if (!asked.insert(key).second) continue;
      more = true;
      const auto row = rows.find(key);
      if (row == rows.end()) continue;
      ++loaded;
      if (!state.LoadRow(key, row->second).ok()) return false;
    }
  }
  return true;
}

}  // namespace

SparseReplay ReplaySparsely(const std::vector<v1::Record>& records) {
  SparseReplay replay;
  State sparse;
  Rows rows;
  for (const v1::Record& record : records) {
    const std::string place = absl::StrCat("position ", record.position(), ": ");
    size_t loaded = 0;
    if (!Load(record.request(), rows, sparse, loaded)) {
      replay.difference = place + "a row does not load";
      return replay;
    }
    replay.most_rows_loaded = std::max(replay.most_rows_loaded, loaded);
    const v1::Outcome again = Decide(sparse, record.request(), record.resolution());
    if (again.SerializeAsString() != record.outcome().SerializeAsString()) {
      replay.difference = absl::StrCat(place, "decided as ", again.ShortDebugString(),
                                       " instead of ", record.outcome().ShortDebugString());
      return replay;
    }
    sparse.Apply(record);
    Keep(sparse, rows);
    sparse.Evict(0);
    const auto resident = std::count_if(rows.begin(), rows.end(), [](const auto& row) {
      return row.first.front() == 'E' || row.first.front() == 'B';
    });
    replay.most_rows_resident = std::max(replay.most_rows_resident, static_cast<size_t>(resident));
  }
  State whole;
  for (const v1::Record& record : records) whole.Apply(record);
  Rows expected;
  Keep(whole, expected);
  for (const auto& [key, value] : expected) {
    const auto row = rows.find(key);
    if (row == rows.end() || row->second != value) {
      replay.difference = absl::StrCat("row ", key, row == rows.end() ? " is missing" : " differs");
      return replay;
    }
  }
  if (rows.size() != expected.size()) replay.difference = "rows too many";
  return replay;
}

}  // namespace daybook::testing
