#include "projections/bulk_file.h"

#include <rocksdb/sst_file_writer.h>

#include <algorithm>

#include "ledger/base/file_system.h"
#include "ledger/base/status_macros.h"
#include "projections/rocks.h"

namespace daybook {
namespace {

// In the view's own folder, so that RocksDB can link it; a name that RocksDB does not take for one
// of its own.
std::string FilePath(const std::string& view_dir) { return view_dir + "/commit.tmp"; }

uint64_t LeadingBytes(char space, std::string_view key) {
  uint64_t order = static_cast<unsigned char>(space);
  for (size_t i = 0; i < 7; ++i) {
    order = order << 8 | (i < key.size() ? static_cast<unsigned char>(key[i]) : 0U);
  }
  return order;
}

}  // namespace

void BulkFile::Add(char space, std::string_view key, std::string_view value, bool put) {
  places_.push_back({.order = LeadingBytes(space, key), .index = changes_.size()});
  changes_.push_back({.key = key, .value = value, .space = space, .put = put});
}

absl::Status BulkFile::RemoveLeftover(const std::string& view_dir) {
  // It may be a second name of a file that is part of the view by now: never to be written to.
  FileSystem& files = PosixFileSystem();
  return files.Exists(FilePath(view_dir)) ? files.Remove(FilePath(view_dir)) : absl::OkStatus();
}

absl::Status BulkFile::WriteFile(const rocksdb::Options& options, const std::string& path,
                                 const std::string& view_dir) {
  rocksdb::SstFileWriter file(rocksdb::EnvOptions(), options);
  DAYBOOK_RETURN_IF_ERROR(FromRocks(file.Open(path), view_dir));
  std::string key;
  for (size_t i = 0; i < places_.size(); ++i) {
    const Change& change = changes_[places_[i].index];
    if (i + 1 < places_.size() && places_[i + 1].order == places_[i].order &&
        changes_[places_[i + 1].index].key == change.key) {
      continue;
    }
    key.clear();
    key.push_back(change.space);
    key.append(change.key);
    DAYBOOK_RETURN_IF_ERROR(
        FromRocks(change.put ? file.Put(key, ToSlice(change.value)) : file.Delete(key), view_dir));
  }
  return FromRocks(file.Finish(), view_dir);
}

absl::Status BulkFile::Ingest(rocksdb::DB& db, const std::string& view_dir) {
  DAYBOOK_RETURN_IF_ERROR(RemoveLeftover(view_dir));
  std::sort(places_.begin(), places_.end(), [this](const Place& a, const Place& b) {
    if (a.order != b.order) {
      return a.order < b.order;
    }
    const int keys = changes_[a.index].key.compare(changes_[b.index].key);
    return keys != 0 ? keys < 0 : a.index < b.index;
  });
  const std::string path = FilePath(view_dir);
  DAYBOOK_RETURN_IF_ERROR(WriteFile(db.GetOptions(), path, view_dir));
  rocksdb::IngestExternalFileOptions options;
  options.move_files = true;
  options.write_global_seqno = false;
  return FromRocks(db.IngestExternalFile({path}, options), view_dir);
}

}  // namespace daybook
