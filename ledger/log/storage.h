// What a ledger's files are written through. Tests replace both members together
// (tests/support/power_cut_disk.h).
#ifndef DAYBOOK_LEDGER_LOG_STORAGE_H_
#define DAYBOOK_LEDGER_LOG_STORAGE_H_

#include "ledger/base/file_system.h"

namespace rocksdb {
class Env;
}

namespace daybook {

struct Storage {
  FileSystem* files = &PosixFileSystem();  // never null
  rocksdb::Env* env = nullptr;             // null: RocksDB's default
};

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_LOG_STORAGE_H_
