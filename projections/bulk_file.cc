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

// Eight bytes of the whole key from `skip` on, as a number in the order of the bytes; zeros behind its
// end.
uint64_t BytesAt(size_t skip, char space, std::string_view key) {
  uint64_t order = 0;
  for (size_t i = skip; i < skip + 8; ++i) {
    const char byte = i == 0 ? space : i - 1 < key.size() ? key[i - 1] : '\0';
    order = order << 8 | static_cast<unsigned char>(byte);
  }
  return order;
}

}  // namespace

void BulkFile::Add(char space, std::string_view key, std::string_view value, bool put) {
  places_.push_back(
      {.order = {BytesAt(0, space, key), BytesAt(8, space, key), BytesAt(16, space, key)},
       .index = changes_.size()});
  changes_.push_back({.key = key, .value = value, .head = 0, .space = space, .put = put});
}

void BulkFile::PutRow(std::string_view key, const RowHead& head, std::string_view value) {
  Put(kRowSpace[0], key, value);
  heads_.push_back(head);
  changes_.back().head = heads_.size();
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
  std::string behind_head;
  for (size_t i = 0; i < places_.size(); ++i) {
    const Change& change = changes_[places_[i].index];
    if (i + 1 < places_.size() && places_[i + 1].order == places_[i].order &&
        changes_[places_[i + 1].index].key == change.key) {
      continue;
    }
    key.clear();
    key.push_back(change.space);
    key.append(change.key);
    std::string_view value = change.value;
    if (change.head > 0) {
      behind_head.clear();
      AppendRowHead(heads_[change.head - 1], behind_head);
      value = behind_head.append(value);
    }
    DAYBOOK_RETURN_IF_ERROR(
        FromRocks(change.put ? file.Put(key, ToSlice(value)) : file.Delete(key), view_dir));
  }
  return FromRocks(file.Finish(), view_dir);
}

absl::Status BulkFile::Ingest(rocksdb::DB& db, const std::string& view_dir) {
  DAYBOOK_RETURN_IF_ERROR(RemoveLeftover(view_dir));
  std::sort(places_.begin(), places_.end(), [this](const Place& a, const Place& b) {
    for (size_t i = 0; i < a.order.size(); ++i) {
      if (a.order[i] != b.order[i]) {
        return a.order[i] < b.order[i];
      }
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
