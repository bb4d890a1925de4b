// An honest power cut may leave the last, never synced record of RocksDB's MANIFEST with garbage in
// it, and RocksDB then refuses to open. What was synced before it is whole, so the log can be
// looked at, and opened, without that record. Internal to ledger/log (rocksdb in a header).
//
// MANIFEST is in RocksDB's log format: blocks of 32,768 bytes; in a block records of masked CRC-32C
// (4 bytes, little-endian, over type and payload), length (2), type (1: whole, 2 first, 3 middle, 4
// last part), payload; fewer than 7 bytes at the end of a block are filler.
#ifndef DAYBOOK_LEDGER_LOG_TORN_MANIFEST_H_
#define DAYBOOK_LEDGER_LOG_TORN_MANIFEST_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "ledger/base/file_system.h"
#include "rocksdb/env.h"

namespace daybook {

struct TornManifest {
  std::string path;
  uint64_t valid_bytes = 0;  // whole records before the damage
};

// nullopt: whole, or damaged in a way that a torn write can't explain (a whole record stands behind
// the damage).
absl::StatusOr<std::optional<TornManifest>> FindTornManifest(const FileSystem& files,
                                                             const std::string& log_path);

// Whether an instance that follows may be opened. RocksDB's secondary reads MANIFEST and WALs with a reader of their own
// that never returns from garbage whose type byte says 5 to 8 (seen in 7.8.3), as a torn tail may have it. What a
// living writer has half written is safe: its headers are whole or not there.
absl::StatusOr<bool> IsSafeToFollow(const FileSystem& files, const std::string& log_path);

// As `base`, which must outlive it, but the MANIFEST seems to end after its valid bytes. For reading.
std::shared_ptr<rocksdb::Env> MakeEnvWithout(rocksdb::Env* base, const TornManifest& torn);

// Cuts the file itself; whole or not at all, durable on return.
absl::Status CutTornManifest(FileSystem& files, const TornManifest& torn);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_LOG_TORN_MANIFEST_H_
