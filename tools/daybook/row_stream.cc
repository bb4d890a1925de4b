#include "tools/daybook/row_stream.h"

#include <utility>

namespace daybook::cli {
namespace {

constexpr size_t kChunkRows = 512;
constexpr size_t kChunkBytes = size_t{1} << 20;
constexpr size_t kMostChunks = 4;

}  // namespace

RowStream::RowStream(const ViewSnapshot& snapshot)
    : scanner_([this, &snapshot] { Scan(snapshot); }) {}

RowStream::~RowStream() {
  {
    const std::lock_guard lock(mutex_);
    abandoned_ = true;
  }
  changed_.notify_all();
  scanner_.join();
}

bool RowStream::Hand(Chunk chunk) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return abandoned_ || ready_.size() < kMostChunks; });
  if (abandoned_) return false;
  ready_.push_back(std::move(chunk));
  changed_.notify_all();
  return true;
}

void RowStream::Scan(const ViewSnapshot& snapshot) {
  Chunk chunk;
  size_t bytes = 0;
  absl::Status status =
      snapshot.Scan("", [&](std::string_view key, std::string_view value) -> absl::StatusOr<bool> {
        chunk.push_back({std::string(key), std::string(value)});
        bytes += key.size() + value.size();
        if (chunk.size() < kChunkRows && bytes < kChunkBytes) return true;
        bytes = 0;
        return Hand(std::exchange(chunk, {}));
      });
  if (!chunk.empty()) Hand(std::move(chunk));
  const std::lock_guard lock(mutex_);
  status_ = std::move(status);
  scanned_ = true;
  changed_.notify_all();
}

absl::StatusOr<const RowStream::Row*> RowStream::Next() {
  if (next_ == present_.size()) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return scanned_ || !ready_.empty(); });
    if (ready_.empty()) {
      if (!status_.ok()) return status_;
      return static_cast<const Row*>(nullptr);
    }
    present_ = std::move(ready_.front());
    ready_.pop_front();
    next_ = 0;
    changed_.notify_all();
  }
  return &present_[next_++];
}

}  // namespace daybook::cli
