#include "projections/consumer.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "ledger/base/file_system.h"
#include "ledger/base/sha256.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "ledger/base/thread_name.h"
#include "ledger/log/crc32c.h"
#include "ledger/log/fixed_ints.h"
#include "ledger/log/record_codec.h"
#include "projections/log_closed.h"
#include "projections/record_feed.h"

namespace daybook {
namespace {

constexpr size_t kPositionBytes = 8;
constexpr size_t kHashBytes = 32;
constexpr size_t kCrcBytes = 4;
constexpr size_t kNameBytes = 64;
constexpr uint32_t kRecordsPerChunk = 64;
constexpr uint64_t kRecordsPerFeed = 1024;  // below what a feed takes a thread for
// A wait for records can't be interrupted, so this is how long the end of a subscription may take.
constexpr absl::Duration kStopLatency = absl::Milliseconds(50);

bool IsConsumerName(std::string_view name) {
  return !name.empty() && name.size() <= kNameBytes &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
         });
}

std::string ConsumersDirectory(const std::string& dir) { return dir + "/consumers"; }

// What the file holds.
struct Place {
  uint64_t position = 0;
  Hash last_record{};
};

std::string EncodePlace(const Place& place) {
  std::string bytes(kPositionBytes, '\0');
  PutLittleEndian(place.position, kPositionBytes, bytes.data());
  bytes.append(AsBytes(place.last_record));
  const uint32_t crc = Crc32c(bytes);
  bytes.resize(bytes.size() + kCrcBytes);
  PutLittleEndian(crc, kCrcBytes, bytes.data() + kPositionBytes + kHashBytes);
  return bytes;
}

std::optional<Place> DecodePlace(std::string_view bytes) {
  if (bytes.size() != kPositionBytes + kHashBytes + kCrcBytes) {
    return std::nullopt;
  }
  const std::string_view content = bytes.substr(0, kPositionBytes + kHashBytes);
  if (Crc32c(content) != GetLittleEndian(bytes.substr(content.size()), kCrcBytes)) {
    return std::nullopt;
  }
  Place place;
  place.position = GetLittleEndian(content, kPositionBytes);
  std::copy(content.begin() + kPositionBytes, content.end(), place.last_record.begin());
  return place;
}

// Of the record before `position`; zero where there is none.
absl::StatusOr<Hash> HashBefore(const RecordSource& records, uint64_t position) {
  Hash hash{};
  if (position > 0) {
    DAYBOOK_RETURN_IF_ERROR(
        records.Read(position - 1, position, [&hash](uint64_t, std::string_view bytes) {
          hash = Sha256Of(bytes);
          return absl::OkStatus();
        }));
  }
  return hash;
}

absl::Status CheckSameLog(std::string_view name, const Place& place, const RecordSource& records) {
  if (place.position > records.end()) {
    return absl::FailedPreconditionError(
        absl::StrCat("consumer ", ToAbsl(name), " is at record ", place.position,
                     ", but the log ends at ", records.end(), ": it has consumed another log"));
  }
  DAYBOOK_ASSIGN_OR_RETURN(const Hash hash, HashBefore(records, place.position));
  if (hash != place.last_record) {
    return absl::FailedPreconditionError(
        absl::StrCat("consumer ", ToAbsl(name), " has consumed another log: record ",
                     place.position - 1, " is not the one it has seen"));
  }
  return absl::OkStatus();
}

}  // namespace

struct Consumer::Impl {
  Impl(const RecordSource& source, std::string file_path, std::unique_ptr<FileLock> file_lock,
       const Place& place)
      : records(source),
        path(std::move(file_path)),
        lock(std::move(file_lock)),
        position(place.position),
        committed(place.position) {}

  const RecordSource& records;
  const std::string path;
  const std::unique_ptr<FileLock> lock;
  uint64_t position;
  uint64_t committed;
  std::optional<Hash> last_record;  // the one before position, where it is known
};

Consumer::Consumer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Consumer::~Consumer() = default;

absl::StatusOr<std::unique_ptr<Consumer>> Consumer::Open(const std::string& dir,
                                                         std::string_view name,
                                                         const RecordSource& records) {
  if (!IsConsumerName(name)) {
    return absl::InvalidArgumentError(
        absl::StrCat("consumer '", ToAbsl(name), "': a name is 1 to 64 characters of a-z 0-9 _ -"));
  }
  FileSystem& files = PosixFileSystem();
  const std::string folder = ConsumersDirectory(dir);
  if (!files.Exists(folder)) {
    const absl::Status made = files.CreateDirectory(folder);
    if (!made.ok() && !absl::IsAlreadyExists(made)) {
      return made;
    }
  }
  const std::string path = absl::StrCat(folder, "/", ToAbsl(name));
  absl::StatusOr<std::unique_ptr<FileLock>> lock = files.Lock(path + ".lock");
  if (absl::IsFailedPrecondition(lock.status())) {
    return absl::FailedPreconditionError(
        absl::StrCat("consumer ", ToAbsl(name), " is in use: ", lock.status().message()));
  }
  DAYBOOK_RETURN_IF_ERROR(lock.status());
  Place place;
  const absl::StatusOr<std::string> bytes = files.Read(path);
  if (bytes.ok()) {
    const std::optional<Place> decoded = DecodePlace(*bytes);
    if (!decoded.has_value()) {
      return absl::DataLossError(absl::StrCat("consumer ", ToAbsl(name), ": ", path,
                                              " is damaged; without the file it ",
                                              "begins at the first record again"));
    }
    place = *decoded;
    DAYBOOK_RETURN_IF_ERROR(CheckSameLog(name, place, records));
  } else if (!absl::IsNotFound(bytes.status())) {
    return bytes.status();
  }
  auto impl = std::make_unique<Impl>(records, path, *std::move(lock), place);
  impl->last_record = place.last_record;
  return std::unique_ptr<Consumer>(new Consumer(std::move(impl)));
}

absl::StatusOr<std::vector<std::string>> Consumer::Names(const std::string& dir) {
  const FileSystem& files = PosixFileSystem();
  const std::string folder = ConsumersDirectory(dir);
  if (!files.Exists(folder)) {
    return std::vector<std::string>();
  }
  DAYBOOK_ASSIGN_OR_RETURN(std::vector<std::string> names, files.List(folder));
  // Locks and temporary files have a dot in their names.
  names.erase(std::remove_if(names.begin(), names.end(),
                             [](const std::string& name) { return !IsConsumerName(name); }),
              names.end());
  return names;
}

uint64_t Consumer::position() const { return impl_->position; }
uint64_t Consumer::committed() const { return impl_->committed; }

absl::StatusOr<std::vector<v1::Record>> Consumer::Pull(size_t max, absl::Time deadline) {
  if (max == 0) {
    return absl::InvalidArgumentError("pull at least one record");
  }
  const uint64_t from = impl_->position;
  DAYBOOK_ASSIGN_OR_RETURN(const uint64_t end, impl_->records.WaitPast(from, deadline));
  std::vector<v1::Record> pulled;
  std::string last;  // as stored
  const absl::Status read = impl_->records.Read(
      from, from + std::min<uint64_t>(end - from, max),
      [&pulled, &last](uint64_t position, std::string_view bytes) -> absl::Status {
        v1::Record record;
        DAYBOOK_RETURN_IF_ERROR(DecodeRecord(position, bytes, record));
        pulled.push_back(std::move(record));
        last.assign(bytes);
        return absl::OkStatus();
      });
  if (!read.ok() && IsClosed(impl_->records)) {
    return absl::CancelledError("the log is closed");
  }
  // What is before a record that can't be read is delivered; the next call is told.
  if (pulled.empty()) {
    return read.ok() ? absl::DataLossError(absl::StrCat("the log has no record ", from)) : read;
  }
  impl_->position = from + pulled.size();
  impl_->last_record = Sha256Of(last);
  return pulled;
}

absl::Status Consumer::Commit() {
  if (impl_->position == impl_->committed) {
    return absl::OkStatus();
  }
  if (!impl_->last_record.has_value()) {
    DAYBOOK_ASSIGN_OR_RETURN(impl_->last_record, HashBefore(impl_->records, impl_->position));
  }
  DAYBOOK_RETURN_IF_ERROR(PosixFileSystem().WriteAtomically(
      impl_->path, EncodePlace({impl_->position, *impl_->last_record})));
  impl_->committed = impl_->position;
  return absl::OkStatus();
}

absl::Status Consumer::Seek(uint64_t position) {
  const uint64_t end = impl_->records.end();
  if (position > end) {
    return absl::OutOfRangeError(absl::StrCat("the log ends at ", end, ", before ", position));
  }
  if (position != impl_->position) {
    impl_->position = position;
    impl_->last_record.reset();
  }
  return absl::OkStatus();
}

struct RecordSubscription::Impl {
  Impl(const RecordSource& source, uint64_t from, Visitor record_visitor)
      : records(source), visitor(std::move(record_visitor)), position(from) {}

  void Run() {
    NameThisThread("daybook-sub");
    absl::Status ended = Deliver();
    const std::lock_guard lock(mutex);
    status = std::move(ended);
  }

  // Until the end; OK: by the destructor.
  absl::Status Deliver() {
    while (!stopping) {
      const uint64_t from = position;
      const absl::StatusOr<uint64_t> end = records.WaitPast(from, absl::Now() + kStopLatency);
      if (absl::IsDeadlineExceeded(end.status())) {
        continue;
      }
      DAYBOOK_RETURN_IF_ERROR(end.status());
      RecordFeed feed(records, from, std::min(*end, from + kRecordsPerFeed), kRecordsPerChunk);
      while (const RecordChunk* chunk = feed.Next()) {
        for (const v1::Record* record : chunk->records) {
          if (stopping) {
            return absl::OkStatus();
          }
          DAYBOOK_RETURN_IF_ERROR(visitor(*record));
          position = record->position() + 1;
        }
        if (!chunk->status.ok()) {
          return IsClosed(records) ? absl::CancelledError("the log is closed") : chunk->status;
        }
      }
    }
    return absl::OkStatus();
  }

  const RecordSource& records;
  const Visitor visitor;
  std::atomic<uint64_t> position;
  std::atomic<bool> stopping = false;
  mutable std::mutex mutex;
  absl::Status status;  // guarded by mutex
  std::thread thread;
};

RecordSubscription::RecordSubscription(const RecordSource& records, uint64_t from, Visitor visitor)
    : impl_(std::make_unique<Impl>(records, from, std::move(visitor))) {
  impl_->thread = std::thread([impl = impl_.get()] { impl->Run(); });
}

RecordSubscription::~RecordSubscription() {
  impl_->stopping = true;
  impl_->thread.join();
}

uint64_t RecordSubscription::position() const { return impl_->position; }

absl::Status RecordSubscription::status() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->status;
}

}  // namespace daybook
