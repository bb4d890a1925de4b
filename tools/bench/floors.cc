#include "tools/bench/floors.h"

#include <fstream>
#include <memory>

#include "absl/time/clock.h"
#include "daybook/v1/record.pb.h"
#include "google/protobuf/arena.h"
#include "rocksdb/db.h"
#include "rocksdb/table.h"
#include "rocksdb/write_batch.h"

namespace daybook::bench {
namespace {

absl::Status Convert(const rocksdb::Status& status) {
  return status.ok() ? absl::OkStatus() : absl::InternalError(status.ToString());
}

absl::StatusOr<std::unique_ptr<rocksdb::DB>> OpenRaw(const std::string& dir) {
  rocksdb::Options options;
  options.create_if_missing = true;
  options.write_buffer_size = 64 << 20;
  options.compression = rocksdb::kLZ4Compression;
  rocksdb::BlockBasedTableOptions table;
  table.block_size = 16 << 10;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  rocksdb::DB* db = nullptr;
  if (absl::Status status = Convert(rocksdb::DB::Open(options, dir, &db)); !status.ok()) {
    return status;
  }
  return std::unique_ptr<rocksdb::DB>(db);
}

std::string Key(uint64_t position) {
  std::string key(8, '\0');
  for (size_t i = 0; i < 8; ++i) {
    key[i] = static_cast<char>(position >> (56 - 8 * i));
  }
  return key;
}

}  // namespace

absl::StatusOr<double> RawAppendSeconds(const std::string& dir,
                                        const std::vector<std::string>& records,
                                        uint64_t per_batch) {
  auto db = OpenRaw(dir);
  if (!db.ok()) {
    return db.status();
  }
  rocksdb::WriteOptions write;
  write.sync = true;
  const absl::Time start = absl::Now();
  rocksdb::WriteBatch batch;
  for (uint64_t position = 0; position < records.size(); ++position) {
    if (absl::Status status = Convert(batch.Put(Key(position), records[position])); !status.ok()) {
      return status;
    }
    if ((position + 1) % per_batch == 0 || position + 1 == records.size()) {
      if (absl::Status status = Convert((*db)->Write(write, &batch)); !status.ok()) {
        return status;
      }
      batch.Clear();
    }
  }
  const double seconds = absl::ToDoubleSeconds(absl::Now() - start);
  // The scan that follows reads tables, as a replay of a log does, not the memtable.
  if (absl::Status status = Convert((*db)->Flush({})); !status.ok()) {
    return status;
  }
  return seconds;
}

absl::StatusOr<double> RawScanAndParseSeconds(const std::string& dir) {
  auto db = OpenRaw(dir);
  if (!db.ok()) {
    return db.status();
  }
  rocksdb::ReadOptions read;
  read.fill_cache = false;
  read.readahead_size = 2 << 20;
  const absl::Time start = absl::Now();
  google::protobuf::Arena arena;
  uint64_t count = 0;
  std::unique_ptr<rocksdb::Iterator> it((*db)->NewIterator(read));
  for (it->SeekToFirst(); it->Valid(); it->Next()) {
    auto* record = google::protobuf::Arena::CreateMessage<v1::Record>(&arena);
    if (!record->ParseFromArray(it->value().data(), static_cast<int>(it->value().size()))) {
      return absl::DataLossError("the floor's own record does not parse");
    }
    if (++count % 256 == 0) {
      arena.Reset();
    }
  }
  if (absl::Status status = Convert(it->status()); !status.ok()) {
    return status;
  }
  return absl::ToDoubleSeconds(absl::Now() - start);
}

absl::StatusOr<std::vector<std::string>> AllRecords(const RecordSource& source) {
  std::vector<std::string> records;
  records.reserve(source.end());
  absl::Status status = source.Read(0, source.end(), [&](uint64_t, std::string_view bytes) {
    records.emplace_back(bytes);
    return absl::OkStatus();
  });
  if (!status.ok()) {
    return status;
  }
  return records;
}

void ResetPeak() { std::ofstream("/proc/self/clear_refs") << 5; }

double PeakMiB() {
  std::ifstream status("/proc/self/status");
  std::string word;
  while (status >> word) {
    if (word == "VmHWM:") {
      double kib = 0;
      status >> kib;
      return kib / 1024;
    }
  }
  return 0;
}

}  // namespace daybook::bench
