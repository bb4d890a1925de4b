#include "ledger/log/record_log.h"

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "ledger/base/thread_name.h"
#include "ledger/log/fixed_ints.h"
#include "ledger/log/log_check.h"
#include "ledger/log/log_db.h"
#include "ledger/log/log_files.h"
#include "ledger/log/record_codec.h"
#include "ledger/log/rocksdb_status.h"
#include "ledger/proof/merkle_tree.h"
#include "rocksdb/env.h"
#include "rocksdb/write_batch.h"

namespace daybook {
namespace {

using SteadyClock = std::chrono::steady_clock;

// Says early, and before anything is read, that another has the log open. RocksDB's own open says
// so again.
absl::Status ProbeLock(rocksdb::Env* env, const std::string& log_path) {
  rocksdb::Env& environment = env != nullptr ? *env : *rocksdb::Env::Default();
  rocksdb::FileLock* lock = nullptr;
  DAYBOOK_RETURN_IF_ERROR(FromReading(environment.LockFile(log_path + "/LOCK", &lock),
                                      absl::StrCat("lock ", log_path, " for writing")));
  return FromReading(environment.UnlockFile(lock), absl::StrCat("unlock ", log_path));
}

absl::Status CheckRecords(std::span<const std::string> records) {
  for (const std::string& record : records) {
    if (record.empty() || record.size() > kMaxRecordBytes) {
      return absl::InvalidArgumentError(absl::StrCat(
          "a record of ", record.size(), " bytes; it must have 1 to ", kMaxRecordBytes));
    }
  }
  return absl::OkStatus();
}

}  // namespace

struct RecordLog::Impl {
  std::string dir;
  LogOptions options;
  OpenReport report;
  std::unique_ptr<LogDb> db;
  std::unique_ptr<HeadWriter> head;  // of head_thread while that runs

  // Of the appending thread. After a failure tree is ahead of what is durable, and never used
  // again.
  TiledTree tree;
  rocksdb::WriteBatch batch;
  std::vector<Tile> full_tiles;
  std::optional<absl::Status> closed_with;

  std::atomic<uint64_t> end{0};

  mutable std::mutex mutex;               // guards what follows
  mutable std::condition_variable grown;  // end, or closing
  mutable std::condition_variable reads_ended;
  std::condition_variable head_wanted;
  TiledTree durable;  // the tree over [0, end)
  uint64_t head_end = 0;
  bool head_thread_idle = false;
  bool closing = false;
  absl::Status failure;
  mutable size_t active_reads = 0;

  std::thread head_thread;

  absl::Status Write(std::span<const std::string> records);
  void Fail(const absl::Status& status);
  void Publish();
  void KeepHead();
  absl::Status CloseCleanly();
};

absl::Status RecordLog::Impl::Write(std::span<const std::string> records) {
  batch.Clear();
  full_tiles.clear();
  uint64_t position = tree.size();
  for (const std::string& record : records) {
    const std::array<char, 8> key = BigEndian64(position++);
    // The batch lives in memory; a put can't fail before it passes 4 GiB.
    batch.Put(db->records(), rocksdb::Slice(key.data(), key.size()), record).PermitUncheckedError();
    tree.Append(LeafHash(record), full_tiles);
  }
  for (const Tile& tile : full_tiles) {
    const TileKey key = MakeTileKey(tile.id);
    batch.Put(db->tiles(), rocksdb::Slice(key.data(), key.size()), tile.hashes)
        .PermitUncheckedError();
  }
  rocksdb::WriteOptions write_options;
  write_options.sync = true;
  return FromWriting(db->db().Write(write_options, &batch),
                     absl::StrCat("append ", records.size(), " records to ", dir));
}

void RecordLog::Impl::Fail(const absl::Status& status) {
  const std::lock_guard<std::mutex> lock(mutex);
  if (failure.ok()) {
    failure = status;
  }
}

void RecordLog::Impl::Publish() {
  const std::lock_guard<std::mutex> lock(mutex);
  durable = tree;
  end.store(durable.size(), std::memory_order_release);
  grown.notify_all();
  // While it is between two writes the thread looks for itself.
  if (head_thread_idle) {
    head_wanted.notify_one();
  }
}

// The thread that lets DIR/head follow the log.
void RecordLog::Impl::KeepHead() {
  NameThisThread("daybook-head");
  const std::chrono::nanoseconds interval = absl::ToChronoNanoseconds(options.head_interval);
  SteadyClock::time_point next = SteadyClock::now();
  std::unique_lock<std::mutex> lock(mutex);
  while (true) {
    head_thread_idle = true;
    head_wanted.wait(lock, [this] { return closing || durable.size() > head_end; });
    head_thread_idle = false;
    if (closing || head_wanted.wait_until(lock, next, [this] { return closing; })) {
      return;
    }
    const TiledTree snapshot = durable;
    lock.unlock();
    next = SteadyClock::now() + interval;
    const absl::Status status = head->Write(snapshot.size(), snapshot.Root());
    lock.lock();
    if (!status.ok()) {
      // A head that no longer follows would let a later loss go unnoticed.
      if (failure.ok()) {
        failure = status;
      }
      return;
    }
    head_end = snapshot.size();
  }
}

absl::Status RecordLog::Impl::CloseCleanly() {
  DAYBOOK_RETURN_IF_ERROR(db->Flush());
  const Hash root = durable.Root();
  if (head_end != durable.size()) {
    DAYBOOK_RETURN_IF_ERROR(head->Write(durable.size(), root));
  }
  head.reset();
  using Checksums = std::map<uint64_t, Hash>;
  DAYBOOK_ASSIGN_OR_RETURN(const Checksums checksums, db->SettleAndListChecksums());
  DAYBOOK_RETURN_IF_ERROR(db->Close());
  return WriteClosed(options.storage, dir, durable.size(), root, checksums);
}

absl::Status RecordLog::Create(const std::string& dir, const LogOptions& options) {
  FileSystem& files = *options.storage.files;
  const absl::Status found = FindLog(files, dir);
  if (!absl::IsNotFound(found)) {
    return absl::AlreadyExistsError(absl::StrCat("there is a ledger in ", dir));
  }
  // Built under another name, so that an interrupted creation leaves nothing that looks like a log.
  const std::string building = JoinPath(dir, "log.creating");
  DAYBOOK_RETURN_IF_ERROR(files.RemoveTree(building));
  DAYBOOK_RETURN_IF_ERROR(files.CreateDirectory(building));
  using Checksums = std::map<uint64_t, Hash>;
  Checksums checksums;
  {
    DAYBOOK_ASSIGN_OR_RETURN(const std::unique_ptr<LogDb> db,
                             LogDb::Open(building, LogDb::Mode::kCreate,
                                         {.env = Unowned(options.storage.env), .scratch_dir = {}}));
    DAYBOOK_RETURN_IF_ERROR(db->Flush());
    DAYBOOK_ASSIGN_OR_RETURN(checksums, db->SettleAndListChecksums());
    DAYBOOK_RETURN_IF_ERROR(db->Close());
  }
  DAYBOOK_RETURN_IF_ERROR(SyncDirectory(options.storage, building));
  const Head head{.sequence = 1, .end = 0, .root = MerkleFrontier().Root()};
  DAYBOOK_RETURN_IF_ERROR(files.WriteAtomically(JoinPath(dir, kHeadName), EncodeHead(head)));
  DAYBOOK_RETURN_IF_ERROR(files.Rename(building, JoinPath(dir, kLogName)));
  return WriteClosed(options.storage, dir, 0, head.root, checksums);
}

absl::StatusOr<std::unique_ptr<RecordLog>> RecordLog::Open(const std::string& dir,
                                                           const LogOptions& options) {
  FileSystem& files = *options.storage.files;
  const std::string log_path = JoinPath(dir, kLogName);
  DAYBOOK_RETURN_IF_ERROR(FindLog(files, dir));
  DAYBOOK_RETURN_IF_ERROR(ProbeLock(options.storage.env, log_path));
  DAYBOOK_ASSIGN_OR_RETURN(CheckedLog checked, CheckLog(dir, options));

  auto impl = std::make_unique<Impl>();
  impl->dir = dir;
  impl->options = options;
  impl->report = {.cleanly_closed = checked.closed.has_value(),
                  .end = checked.end,
                  .head_end = checked.head.end};
  if (checked.closed.has_value()) {
    DAYBOOK_RETURN_IF_ERROR(files.Remove(JoinPath(dir, kClosedName)));
  }
  if (checked.torn_manifest.has_value()) {
    DAYBOOK_RETURN_IF_ERROR(CutTornManifest(files, *checked.torn_manifest));
  }
  // Also where another process removed DIR/closed and was killed before that was durable: from here
  // on files change, and a list that came back would accuse them.
  DAYBOOK_RETURN_IF_ERROR(SyncDirectory(options.storage, dir));
  DAYBOOK_ASSIGN_OR_RETURN(impl->db,
                           LogDb::Open(log_path, LogDb::Mode::kWrite,
                                       {.env = Unowned(options.storage.env), .scratch_dir = {}}));
  DAYBOOK_ASSIGN_OR_RETURN(const uint64_t end, impl->db->End());
  if (end != checked.end) {
    return absl::DataLossError(absl::StrCat(log_path, " held ", checked.end,
                                            " records when read and ", end, " when opened",
                                            DamageAdvice(dir)));
  }
  DAYBOOK_ASSIGN_OR_RETURN(impl->head, HeadWriter::Open(files, JoinPath(dir, kHeadName)));
  if (checked.head.end != end) {
    // Opening has made durable what it found past the head.
    DAYBOOK_RETURN_IF_ERROR(impl->head->Write(end, checked.tree.Root()));
  }
  impl->tree = std::move(checked.tree);
  impl->durable = impl->tree;
  impl->head_end = end;
  impl->end.store(end);
  impl->head_thread = std::thread([log = impl.get()] { log->KeepHead(); });
  return std::unique_ptr<RecordLog>(new RecordLog(std::move(impl)));
}

RecordLog::RecordLog(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

RecordLog::~RecordLog() { Close().IgnoreError(); }

absl::Status RecordLog::Append(uint64_t expected_next, std::span<const std::string> records) {
  if (impl_->closed_with.has_value()) {
    return absl::FailedPreconditionError("the log is closed");
  }
  {
    const std::lock_guard<std::mutex> lock(impl_->mutex);
    if (!impl_->failure.ok()) {
      return absl::FailedPreconditionError(
          absl::StrCat("the log stopped after a failure and must be opened again: ",
                       std::string(FromAbsl(impl_->failure.message()))));
    }
  }
  if (expected_next != impl_->tree.size()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "append expected at ", expected_next, ", but the log ends at ", impl_->tree.size()));
  }
  DAYBOOK_RETURN_IF_ERROR(CheckRecords(records));
  if (records.empty()) {
    return absl::OkStatus();
  }
  const absl::Status written = impl_->Write(records);
  if (!written.ok()) {
    impl_->Fail(written);
    return written;
  }
  impl_->Publish();
  return absl::OkStatus();
}

uint64_t RecordLog::end() const { return impl_->end.load(std::memory_order_acquire); }

absl::Status RecordLog::Read(uint64_t from, uint64_t to, const RecordVisitor& visitor) const {
  if (to > end()) {
    return absl::OutOfRangeError(
        absl::StrCat("read up to position ", to, ", but the log ends at ", end()));
  }
  {
    const std::lock_guard<std::mutex> lock(impl_->mutex);
    if (impl_->closing) {
      return absl::FailedPreconditionError("the log is closed");
    }
    ++impl_->active_reads;
  }
  const absl::Status status = impl_->db->Read(from, to, visitor);
  const std::lock_guard<std::mutex> lock(impl_->mutex);
  if (--impl_->active_reads == 0) {
    impl_->reads_ended.notify_all();
  }
  return status;
}

absl::StatusOr<uint64_t> RecordLog::WaitPast(uint64_t position, absl::Time deadline) const {
  std::unique_lock<std::mutex> lock(impl_->mutex);
  const auto ready = [this, position] { return impl_->closing || end() > position; };
  if (deadline == absl::InfiniteFuture()) {
    impl_->grown.wait(lock, ready);
  } else {
    impl_->grown.wait_until(lock, absl::ToChronoTime(deadline), ready);
  }
  if (end() > position) {
    return end();
  }
  if (impl_->closing) {
    return absl::CancelledError("the log is closed");
  }
  return absl::DeadlineExceededError(absl::StrCat("the log still ends at ", end()));
}

Hash RecordLog::Root() const {
  std::unique_lock<std::mutex> lock(impl_->mutex);
  const TiledTree durable = impl_->durable;
  lock.unlock();
  return durable.Root();
}

const OpenReport& RecordLog::open_report() const { return impl_->report; }

absl::Status RecordLog::Close() {
  if (impl_->closed_with.has_value()) {
    return *impl_->closed_with;
  }
  {
    std::unique_lock<std::mutex> lock(impl_->mutex);
    impl_->closing = true;
    impl_->grown.notify_all();
    impl_->head_wanted.notify_all();
    impl_->reads_ended.wait(lock, [this] { return impl_->active_reads == 0; });
  }
  impl_->head_thread.join();
  // After a failure nothing is written any more, DIR/closed least of all.
  impl_->closed_with = impl_->failure.ok() ? impl_->CloseCleanly() : impl_->failure;
  impl_->db.reset();
  impl_->head.reset();
  return *impl_->closed_with;
}

}  // namespace daybook
