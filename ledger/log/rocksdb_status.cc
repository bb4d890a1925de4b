#include "ledger/log/rocksdb_status.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "ledger/base/strings.h"

namespace daybook {
namespace {

// RocksDB has no code of its own for most errno values; only their text reaches us.
absl::StatusCode CodeOfEnvironment(const rocksdb::Status& status, absl::StatusCode otherwise) {
  const std::string text = status.ToString();
  if (status.IsNoSpace() || absl::StrContains(text, "No space left") ||
      absl::StrContains(text, "Disk quota exceeded") ||
      absl::StrContains(text, "Too many open files")) {
    return absl::StatusCode::kResourceExhausted;
  }
  if (absl::StrContains(text, "Permission denied") ||
      absl::StrContains(text, "Operation not permitted") ||
      absl::StrContains(text, "Read-only file system")) {
    return absl::StatusCode::kPermissionDenied;
  }
  if (absl::StrContains(text, "lock file") || absl::StrContains(text, "lock hold by")) {
    return absl::StatusCode::kFailedPrecondition;
  }
  return otherwise;
}

absl::Status Convert(const rocksdb::Status& status, std::string_view doing,
                     absl::StatusCode io_error) {
  if (status.ok()) {
    return absl::OkStatus();
  }
  absl::StatusCode code = absl::StatusCode::kInternal;
  if (status.IsCorruption()) {
    code = absl::StatusCode::kDataLoss;
  } else if (status.IsIOError() || status.IsPathNotFound()) {
    code = CodeOfEnvironment(status, io_error);
  } else if (status.IsNotFound() || status.IsInvalidArgument()) {
    // InvalidArgument: RocksDB says so of a folder that lacks CURRENT or a column family.
    code = io_error;
  } else if (status.IsBusy() || status.IsTryAgain() || status.IsTimedOut()) {
    code = absl::StatusCode::kUnavailable;
  } else if (status.IsMemoryLimit()) {
    code = absl::StatusCode::kResourceExhausted;
  }
  return absl::Status(code, absl::StrCat("could not ", ToAbsl(doing), ": ", status.ToString()));
}

}  // namespace

absl::Status FromReading(const rocksdb::Status& status, std::string_view doing) {
  return Convert(status, doing, absl::StatusCode::kDataLoss);
}

absl::Status FromWriting(const rocksdb::Status& status, std::string_view doing) {
  return Convert(status, doing, absl::StatusCode::kUnavailable);
}

}  // namespace daybook
