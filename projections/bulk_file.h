// One commit of a rebuild as one sorted file that RocksDB takes over whole: rows, index entries and
// position appear together or not at all, durably, and without the cost of a memtable. Internal to
// this folder.
#ifndef DAYBOOK_PROJECTIONS_BULK_FILE_H_
#define DAYBOOK_PROJECTIONS_BULK_FILE_H_

#include <rocksdb/db.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "projections/row_head.h"

namespace daybook {

// Keys and values are not copied: they live until Ingest returns.
class BulkFile {
 public:
  explicit BulkFile(size_t expected) {
    changes_.reserve(expected);
    places_.reserve(expected);
  }

  // The key is `space`, which is one character, followed by `key`. Of several changes to one key
  // the last one counts.
  void Put(char space, std::string_view key, std::string_view value) {
    Add(space, key, value, true);
  }
  void Delete(char space, std::string_view key) { Add(space, key, {}, false); }
  // A row, which is stored behind its head.
  void PutRow(std::string_view key, const RowHead& head, std::string_view value);

  // Adds everything to `db`, whose folder is `view_dir`. At most once.
  absl::Status Ingest(rocksdb::DB& db, const std::string& view_dir);

  // Removes what an interrupted Ingest left. Must come before the next one.
  static absl::Status RemoveLeftover(const std::string& view_dir);

 private:
  struct Change {
    std::string_view key;
    std::string_view value;
    size_t head = 0;  // index in heads_, and one more; 0: none
    char space;
    bool put;  // else deleted
  };
  // What is sorted: most comparisons end within the first bytes of the whole key.
  struct Place {
    std::array<uint64_t, 3> order;
    size_t index;  // in changes_
  };

  void Add(char space, std::string_view key, std::string_view value, bool put);
  absl::Status WriteFile(const rocksdb::Options& options, const std::string& path,
                         const std::string& view_dir);

  std::vector<RowHead> heads_;
  std::vector<Change> changes_;
  std::vector<Place> places_;
};

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_BULK_FILE_H_
