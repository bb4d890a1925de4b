// A disk whose power can be cut: a Storage over a real directory that remembers what was synced and
// what was not.
//
// What is durable:
//   data     of a file: what it held at its last sync. What was appended since survives as a prefix of
//            any length, the last page of which may be garbage; each write in place since survives,
//            whole or in part, or does not
//   entries  of a directory (a file or folder made, renamed, removed): what there was at the last sync
//            of the directory. The changes since survive as a prefix: a rename is one change
// A range sync makes nothing durable.
//
//   PowerCutDisk disk(dir);
//   LogOptions options{.storage = disk.storage()};
//   disk.SetCutAfter(100);
//   ... write until it fails, drop everything that was opened ...
//   disk.Restore(seed);   // dir is now what a machine might find that is switched on again
#ifndef DAYBOOK_TESTS_SUPPORT_POWER_CUT_DISK_H_
#define DAYBOOK_TESTS_SUPPORT_POWER_CUT_DISK_H_

#include <cstdint>
#include <memory>
#include <string>

#include "ledger/log/storage.h"

namespace daybook {

class DiskModel;

// Safe from any thread. Files outside the directory, lock files and all reading go to the machine
// as they are.
class PowerCutDisk {
 public:
  struct Options {
    bool ignore_syncs = false;  // a sync says OK and makes nothing durable
  };

  // `directory` exists, and what it holds counts as durable. Beside it DIRECTORY.lost is used.
  explicit PowerCutDisk(const std::string& directory) : PowerCutDisk(directory, Options()) {}
  PowerCutDisk(const std::string& directory, Options options);
  ~PowerCutDisk();

  // Valid as long as the disk.
  Storage storage() const;

  // Cuts the power in the midst of the operations-th write, sync, creation, renaming or removal
  // from now on: that one fails though it may have had its effect, and all after it fail and have
  // none. Zero: now.
  void SetCutAfter(uint64_t operations);
  bool power_is_cut() const;
  // Since construction or the last Restore.
  uint64_t operations() const;

  // Cuts the power if it is still on, turns the directory into one that the model allows, chosen by
  // `seed`, and switches the power on again. Files that were opened before stay dead.
  void Restore(uint64_t seed);

 private:
  std::shared_ptr<DiskModel> model_;
  std::unique_ptr<FileSystem> files_;
  std::unique_ptr<rocksdb::Env> env_;
};

}  // namespace daybook

#endif  // DAYBOOK_TESTS_SUPPORT_POWER_CUT_DISK_H_
