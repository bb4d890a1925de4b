// Index entries are compared as sets through their digests, in constant memory; only where the
// digests differ are they compared one by one, so that the message can name one.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "ledger/base/set_digest.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "projections/runner.h"

namespace daybook {
namespace {

struct Tally {
  SetDigest digest;
  uint64_t count = 0;

  void Add(const Hash& hash) {
    digest.Add(hash);
    ++count;
  }
  friend bool operator==(const Tally&, const Tally&) = default;
};

std::string Printable(std::string_view key) { return absl::CHexEscape(ToAbsl(key)); }

absl::Status Damaged(const Projection& projection, const std::string& what) {
  return absl::DataLossError(
      absl::StrCat("view ", ToAbsl(projection.name()), ": ", what, "; rebuild the view"));
}

// Visits the rows and, for each, the index entries it calls for.
absl::Status EachRow(
    const Projection& projection, const ViewSnapshot& view,
    const std::function<absl::Status(const Hash& row, const std::vector<std::string>& entries)>&
        visitor) {
  std::vector<std::string> entries;
  const auto visit = [&](std::string_view key, std::string_view value) -> absl::StatusOr<bool> {
    entries.clear();
    DAYBOOK_RETURN_IF_ERROR(projection.IndexEntries(key, value, entries));
    DAYBOOK_RETURN_IF_ERROR(visitor(RowHash(key, value), entries));
    return true;
  };
  return view.Scan("", visit);
}

absl::StatusOr<bool> HasEntry(const ViewSnapshot& view, const std::string& entry) {
  bool found = false;
  DAYBOOK_RETURN_IF_ERROR(
      view.ScanIndexRange(entry, entry + '\0', [&found](std::string_view) -> absl::StatusOr<bool> {
        found = true;
        return false;
      }));
  return found;
}

// Names a missing or a stale entry. Keeps 32 bytes for each.
absl::Status DescribeDifference(const Projection& projection, const ViewSnapshot& view) {
  std::vector<Hash> expected;
  const auto look_for = [&](const Hash&, const std::vector<std::string>& entries) -> absl::Status {
    for (const std::string& entry : entries) {
      DAYBOOK_ASSIGN_OR_RETURN(const bool found, HasEntry(view, entry));
      if (!found) {
        return Damaged(projection, absl::StrCat("index entry ", Printable(entry), " is missing"));
      }
      expected.push_back(RowHash(entry, ""));
    }
    return absl::OkStatus();
  };
  DAYBOOK_RETURN_IF_ERROR(EachRow(projection, view, look_for));
  std::sort(expected.begin(), expected.end());
  const auto look_back = [&](std::string_view entry) -> absl::StatusOr<bool> {
    if (!std::binary_search(expected.begin(), expected.end(), RowHash(entry, ""))) {
      return Damaged(projection, absl::StrCat("index entry ", Printable(entry), " has no row"));
    }
    return true;
  };
  DAYBOOK_RETURN_IF_ERROR(view.ScanIndex("", look_back));
  return Damaged(projection, "two rows call for the same index entry");
}

}  // namespace

absl::StatusOr<ViewInfo> CheckView(const Projection& projection, const ViewStore& store) {
  const std::unique_ptr<ViewSnapshot> view = store.Snapshot();
  const ViewInfo info = view->info();

  Tally rows;
  Tally expected;
  const auto tally = [&](const Hash& row, const std::vector<std::string>& entries) {
    rows.Add(row);
    for (const std::string& entry : entries) {
      expected.Add(RowHash(entry, ""));
    }
    return absl::OkStatus();
  };
  DAYBOOK_RETURN_IF_ERROR(EachRow(projection, *view, tally));
  if (rows.count != info.rows) {
    return Damaged(projection, absl::StrCat("has ", rows.count, " rows, should have ", info.rows));
  }
  if (rows.digest != info.digest) {
    return Damaged(projection,
                   absl::StrCat("the digest of its rows is ", ToHex(AsBytes(rows.digest.sum())),
                                ", should be ", ToHex(AsBytes(info.digest.sum()))));
  }

  Tally present;
  DAYBOOK_RETURN_IF_ERROR(view->ScanIndex("", [&](std::string_view entry) -> absl::StatusOr<bool> {
    present.Add(RowHash(entry, ""));
    return true;
  }));
  if (present != expected) {
    return DescribeDifference(projection, *view);
  }
  if (present.count != info.index_entries) {
    return Damaged(projection, absl::StrCat("has ", present.count, " index entries, should have ",
                                            info.index_entries));
  }
  return info;
}

}  // namespace daybook
