// Whole-file SHA-256 of every SST, computed by RocksDB while it writes the file and kept in its
// MANIFEST. Internal to ledger/log (rocksdb in a header).
#ifndef DAYBOOK_LEDGER_LOG_SST_CHECKSUM_H_
#define DAYBOOK_LEDGER_LOG_SST_CHECKSUM_H_

#include <memory>

#include "rocksdb/file_checksum.h"

namespace daybook {

// The name stands in every MANIFEST: it never changes.
inline constexpr char kSstChecksumName[] = "DaybookSha256";

std::shared_ptr<rocksdb::FileChecksumGenFactory> MakeSstChecksumFactory();

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_LOG_SST_CHECKSUM_H_
