// Records of a log, parsed, in chunks. Parsing is the dearest part of a replay: over a long range a
// thread of the feed's own reads and parses ahead, by a bounded number of chunks.
#ifndef DAYBOOK_PROJECTIONS_RECORD_FEED_H_
#define DAYBOOK_PROJECTIONS_RECORD_FEED_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "daybook/v1/record.pb.h"
#include "google/protobuf/arena.h"
#include "ledger/base/sha256.h"
#include "ledger/log/record_source.h"

namespace daybook {

// The records [begin, end), on an arena that is used again for later chunks.
struct RecordChunk {
  explicit RecordChunk(size_t arena_bytes);

  uint64_t begin = 0;
  uint64_t end = 0;
  std::vector<const v1::Record*> records;
  size_t bytes = 0;     // of the records, as stored
  Hash last_record{};   // SHA-256 of the one at end - 1, as stored
  absl::Status status;  // not OK: no record can be read at `end`, and the feed ends here

  std::unique_ptr<char[]> arena_block;
  google::protobuf::Arena arena;
};

// One thread. `records` outlives it.
class RecordFeed {
 public:
  // Chunks of at most `chunk_records` records (at least 1), fewer where records are large.
  RecordFeed(const RecordSource& records, uint64_t from, uint64_t to, uint32_t chunk_records);
  ~RecordFeed();

  // The next chunk, which lives until the next call; null at the end of the range, or after a chunk
  // that is not OK.
  const RecordChunk* Next();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_RECORD_FEED_H_
