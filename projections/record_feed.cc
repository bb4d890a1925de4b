#include "projections/record_feed.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string_view>
#include <thread>
#include <utility>

#include "ledger/base/status_macros.h"
#include "ledger/log/record_codec.h"

namespace daybook {
namespace {

constexpr size_t kArenaBytes = size_t{1} << 20;      // a chunk's first block, kept from use to use
constexpr size_t kChunkBytes = size_t{1} << 20;      // stored bytes after which a chunk ends early
constexpr size_t kParsedBytesPerRecord = 4096;       // generous: about five times a stored record
constexpr size_t kChunks = 6;                        // in flight
constexpr uint64_t kThreadWorthwhileRecords = 2048;  // below, a thread costs more than it saves

google::protobuf::ArenaOptions OnBlock(char* block, size_t bytes) {
  google::protobuf::ArenaOptions options;
  options.initial_block = block;
  options.initial_block_size = bytes;
  options.start_block_size = size_t{64} << 10;
  options.max_block_size = size_t{1} << 20;
  return options;
}

absl::Status EndedEarly() { return absl::DataLossError("the log has no such record"); }

void Clear(RecordChunk& chunk, uint64_t from) {
  chunk.arena.Reset();
  chunk.records.clear();
  chunk.bytes = 0;
  chunk.begin = chunk.end = from;
  chunk.status = absl::OkStatus();
}

// The chunk ends before it is full. Its records stay only where the hash of the last one can be
// had, which ties to the log whatever is made of them.
void EndEarly(const RecordSource& source, const absl::Status& read, RecordChunk& chunk) {
  chunk.status = read.ok() ? EndedEarly() : read;
  if (chunk.records.empty()) {
    return;
  }
  const absl::Status again =
      source.Read(chunk.end - 1, chunk.end, [&chunk](uint64_t, std::string_view bytes) {
        chunk.last_record = Sha256Of(bytes);
        return absl::OkStatus();
      });
  if (!again.ok()) {
    chunk.records.clear();
    chunk.end = chunk.begin;
  }
}

// Whether the chunk is full now, or the range at its end.
absl::StatusOr<bool> Add(uint64_t position, std::string_view bytes, uint64_t to,
                         uint32_t chunk_records, RecordChunk& chunk) {
  auto* record = google::protobuf::Arena::CreateMessage<v1::Record>(&chunk.arena);
  DAYBOOK_RETURN_IF_ERROR(DecodeRecord(position, bytes, *record));
  chunk.records.push_back(record);
  chunk.bytes += bytes.size();
  chunk.end = position + 1;
  const bool full =
      chunk.records.size() == chunk_records || chunk.bytes >= kChunkBytes || chunk.end == to;
  if (full) {
    chunk.last_record = Sha256Of(bytes);
  }
  return full;
}

}  // namespace

RecordChunk::RecordChunk(size_t arena_bytes)
    : arena_block(new char[arena_bytes]), arena(OnBlock(arena_block.get(), arena_bytes)) {}

struct RecordFeed::Impl {
  Impl(const RecordSource& records, uint64_t from, uint64_t to_end, uint32_t per_chunk)
      : source(records), to(to_end), chunk_records(per_chunk), next(from) {}

  bool Ended(const RecordChunk& chunk) const { return !chunk.status.ok() || chunk.end == to; }
  const RecordChunk* NextInline();
  const RecordChunk* NextParsedAhead();

  // Of the parser thread.
  void ParseAhead();
  std::unique_ptr<RecordChunk> TakeEmpty();  // null: stopping
  void HandOver(std::unique_ptr<RecordChunk> chunk);

  const RecordSource& source;
  const uint64_t to;
  const uint32_t chunk_records;

  uint64_t next;  // where the next chunk begins; of the parser, once there is one
  bool ended = false;
  std::unique_ptr<RecordChunk> current;

  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::unique_ptr<RecordChunk>> empty;   // guarded by mutex
  std::deque<std::unique_ptr<RecordChunk>> parsed;  // guarded by mutex
  bool stopping = false;                            // guarded by mutex
  std::thread parser;
};

const RecordChunk* RecordFeed::Impl::NextInline() {
  if (current == nullptr) {
    const uint64_t most = std::min<uint64_t>(to - next, chunk_records);
    current = std::make_unique<RecordChunk>(
        std::min<size_t>(kArenaBytes, static_cast<size_t>(most) * kParsedBytesPerRecord));
  }
  Clear(*current, next);
  const uint64_t stop = next + std::min<uint64_t>(to - next, chunk_records);
  bool full = false;
  const absl::Status read =
      source.Read(next, stop, [&](uint64_t position, std::string_view bytes) -> absl::Status {
        DAYBOOK_ASSIGN_OR_RETURN(full, Add(position, bytes, to, chunk_records, *current));
        return full ? absl::CancelledError("the chunk is full") : absl::OkStatus();
      });
  if (!full) {
    EndEarly(source, read, *current);
  }
  next = current->end;
  ended = Ended(*current);
  return current.get();
}

const RecordChunk* RecordFeed::Impl::NextParsedAhead() {
  std::unique_lock lock(mutex);
  if (current != nullptr) {
    empty.push_back(std::move(current));
    changed.notify_all();
  }
  changed.wait(lock, [this] { return !parsed.empty(); });
  current = std::move(parsed.front());
  parsed.pop_front();
  ended = Ended(*current);
  return current.get();
}

std::unique_ptr<RecordChunk> RecordFeed::Impl::TakeEmpty() {
  std::unique_lock lock(mutex);
  changed.wait(lock, [this] { return stopping || !empty.empty(); });
  if (stopping) {
    return nullptr;
  }
  std::unique_ptr<RecordChunk> chunk = std::move(empty.front());
  empty.pop_front();
  return chunk;
}

void RecordFeed::Impl::HandOver(std::unique_ptr<RecordChunk> chunk) {
  const std::lock_guard lock(mutex);
  parsed.push_back(std::move(chunk));
  changed.notify_all();
}

// One read for the whole range, because a source reads ahead within one.
void RecordFeed::Impl::ParseAhead() {
  std::unique_ptr<RecordChunk> chunk;
  const absl::Status read =
      source.Read(next, to, [&](uint64_t position, std::string_view bytes) -> absl::Status {
        if (chunk == nullptr) {
          chunk = TakeEmpty();
          if (chunk == nullptr) {
            return absl::CancelledError("stopping");
          }
          Clear(*chunk, position);
        }
        DAYBOOK_ASSIGN_OR_RETURN(const bool full, Add(position, bytes, to, chunk_records, *chunk));
        if (full) {
          next = chunk->end;
          HandOver(std::move(chunk));
        }
        return absl::OkStatus();
      });
  if (next == to) {
    return;
  }
  if (chunk == nullptr) {
    chunk = TakeEmpty();
    if (chunk == nullptr) {
      return;
    }
    Clear(*chunk, next);
  }
  EndEarly(source, read, *chunk);
  HandOver(std::move(chunk));
}

RecordFeed::RecordFeed(const RecordSource& records, uint64_t from, uint64_t to,
                       uint32_t chunk_records)
    : impl_(std::make_unique<Impl>(records, from, to, std::max<uint32_t>(chunk_records, 1))) {
  impl_->ended = from >= to;
  if (to > from && to - from >= kThreadWorthwhileRecords) {
    for (size_t i = 0; i < kChunks; ++i) {
      impl_->empty.push_back(std::make_unique<RecordChunk>(kArenaBytes));
    }
    impl_->parser = std::thread([impl = impl_.get()] { impl->ParseAhead(); });
  }
}

RecordFeed::~RecordFeed() {
  if (impl_->parser.joinable()) {
    {
      const std::lock_guard lock(impl_->mutex);
      impl_->stopping = true;
      impl_->changed.notify_all();
    }
    impl_->parser.join();
  }
}

const RecordChunk* RecordFeed::Next() {
  if (impl_->ended) {
    return nullptr;
  }
  return impl_->parser.joinable() ? impl_->NextParsedAhead() : impl_->NextInline();
}

}  // namespace daybook
