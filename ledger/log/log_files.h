// The files of a log as files: their names, and their comparison with DIR/closed. Internal to
// ledger/log.
#ifndef DAYBOOK_LEDGER_LOG_LOG_FILES_H_
#define DAYBOOK_LEDGER_LOG_LOG_FILES_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "ledger/log/closed_files.h"
#include "ledger/log/record_log.h"
#include "ledger/log/storage.h"

namespace daybook {

inline constexpr std::string_view kLogName = "log";
inline constexpr std::string_view kHeadName = "head";
inline constexpr std::string_view kClosedName = "closed";
inline constexpr std::string_view kRecoveringName = "log.recovering";
inline constexpr std::string_view kDamagedPrefix = "log.damaged-";

std::string JoinPath(std::string_view dir, std::string_view name);

// What to do about damage, to end a message with.
std::string DamageAdvice(const std::string& dir);

// nullopt: no DIR/closed, so the log is being written or was not cleanly closed.
absl::StatusOr<std::optional<ClosedFiles>> ReadClosed(const FileSystem& files,
                                                      const std::string& dir);

// Every file of DIR/log but LOCK, and DIR/head, as they are now. The SHA-256 of an SST is taken
// from `sst_checksums` (by file number) where it is there, and computed otherwise.
absl::StatusOr<std::vector<ClosedFile>> ListFiles(const Storage& storage, const std::string& dir,
                                                  const std::map<uint64_t, Hash>& sst_checksums);

// Writes DIR/closed. The log is closed and its head written. Durable on return, and so is every
// name in DIR/log.
absl::Status WriteClosed(const Storage& storage, const std::string& dir, uint64_t end,
                         const Hash& root, const std::map<uint64_t, Hash>& sst_checksums);

// DataLoss names the first file that is missing, extra or different, and says what is wrong with
// it. kSizes: no contents of SST files.
absl::Status CompareFiles(const Storage& storage, const std::string& dir, const ClosedFiles& closed,
                          FileCheck check);

// Makes the entries of the directory durable.
absl::Status SyncDirectory(const Storage& storage, const std::string& path);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_LOG_LOG_FILES_H_
