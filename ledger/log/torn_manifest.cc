#include "ledger/log/torn_manifest.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "ledger/base/status_macros.h"
#include "ledger/log/crc32c.h"
#include "ledger/log/fixed_ints.h"
#include "rocksdb/file_system.h"

namespace daybook {
namespace {

constexpr size_t kBlockBytes = 32'768;
constexpr size_t kHeaderBytes = 7;
constexpr uint8_t kWhole = 1;
constexpr uint8_t kLastPart = 4;

struct Part {
  uint8_t type = 0;
  size_t end = 0;  // offset behind it
};

uint32_t Unmask(uint32_t masked) {
  const uint32_t rotated = masked - 0xa282ead8u;
  return (rotated >> 17) | (rotated << 15);
}

// nullopt: no valid part of a record begins at `at`.
std::optional<Part> ParsePart(std::string_view log, size_t at) {
  const size_t left_in_block = kBlockBytes - at % kBlockBytes;
  if (left_in_block < kHeaderBytes || at + kHeaderBytes > log.size()) {
    return std::nullopt;
  }
  const uint64_t length = GetLittleEndian(log.substr(at + 4), 2);
  const uint8_t type = static_cast<uint8_t>(log[at + 6]);
  if (type < kWhole || type > kLastPart || kHeaderBytes + length > left_in_block ||
      at + kHeaderBytes + length > log.size()) {
    return std::nullopt;
  }
  const uint32_t crc = static_cast<uint32_t>(GetLittleEndian(log.substr(at), 4));
  if (Unmask(crc) != Crc32c(log.substr(at + 6, 1 + length))) {
    return std::nullopt;
  }
  return Part{type, at + kHeaderBytes + length};
}

size_t SkipFiller(size_t at) {
  const size_t left_in_block = kBlockBytes - at % kBlockBytes;
  return left_in_block < kHeaderBytes ? at + left_in_block : at;
}

// From header to header; payloads and checksums are not looked at.
bool HasPlausibleHeaders(std::string_view log) {
  size_t at = 0;
  while (true) {
    at = SkipFiller(at);
    if (at + kHeaderBytes > log.size()) {
      return true;
    }
    const uint64_t length = GetLittleEndian(log.substr(at + 4), 2);
    const uint8_t type = static_cast<uint8_t>(log[at + 6]);
    if (type < kWhole || type > kLastPart ||
        kHeaderBytes + length > kBlockBytes - at % kBlockBytes) {
      return false;
    }
    at += kHeaderBytes + length;
  }
}

absl::StatusOr<std::string> ManifestPath(const FileSystem& files, const std::string& log_path) {
  DAYBOOK_ASSIGN_OR_RETURN(std::string current, files.Read(log_path + "/CURRENT"));
  while (!current.empty() && current.back() == '\n') {
    current.pop_back();
  }
  return log_path + "/" + current;
}

class ShortenedFile : public rocksdb::FSSequentialFileOwnerWrapper {
 public:
  ShortenedFile(std::unique_ptr<rocksdb::FSSequentialFile> file, uint64_t bytes)
      : FSSequentialFileOwnerWrapper(std::move(file)), left_(bytes) {}

  rocksdb::IOStatus Read(size_t n, const rocksdb::IOOptions& options, rocksdb::Slice* result,
                         char* scratch, rocksdb::IODebugContext* debug) override {
    rocksdb::IOStatus status = FSSequentialFileOwnerWrapper::Read(std::min<uint64_t>(n, left_),
                                                                  options, result, scratch, debug);
    if (status.ok()) {
      left_ -= result->size();
    }
    return status;
  }
  rocksdb::IOStatus Skip(uint64_t n) override {
    const uint64_t skipped = std::min(n, left_);
    left_ -= skipped;
    return FSSequentialFileOwnerWrapper::Skip(skipped);
  }

 private:
  uint64_t left_;
};

class ShorteningFileSystem : public rocksdb::FileSystemWrapper {
 public:
  ShorteningFileSystem(const std::shared_ptr<rocksdb::FileSystem>& base, TornManifest torn)
      : FileSystemWrapper(base), torn_(std::move(torn)) {}

  const char* Name() const override { return "DaybookShorteningFileSystem"; }

  rocksdb::IOStatus NewSequentialFile(const std::string& path, const rocksdb::FileOptions& options,
                                      std::unique_ptr<rocksdb::FSSequentialFile>* result,
                                      rocksdb::IODebugContext* debug) override {
    rocksdb::IOStatus status = target()->NewSequentialFile(path, options, result, debug);
    if (status.ok() && path == torn_.path) {
      *result = std::make_unique<ShortenedFile>(std::move(*result), torn_.valid_bytes);
    }
    return status;
  }
  rocksdb::IOStatus GetFileSize(const std::string& path, const rocksdb::IOOptions& options,
                                uint64_t* size, rocksdb::IODebugContext* debug) override {
    rocksdb::IOStatus status = target()->GetFileSize(path, options, size, debug);
    if (status.ok() && path == torn_.path) {
      *size = std::min(*size, torn_.valid_bytes);
    }
    return status;
  }

 private:
  const TornManifest torn_;
};

}  // namespace

absl::StatusOr<bool> IsSafeToFollow(const FileSystem& files, const std::string& log_path) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::string manifest, ManifestPath(files, log_path));
  DAYBOOK_ASSIGN_OR_RETURN(const std::vector<std::string> names, files.List(log_path));
  std::vector<std::string> paths = {manifest};
  for (const std::string& name : names) {
    if (absl::EndsWith(name, ".log")) {
      paths.push_back(log_path + "/" + name);
    }
  }
  for (const std::string& path : paths) {
    const absl::StatusOr<std::string> log = files.Read(path);
    if (absl::IsNotFound(log.status())) {
      continue;  // a writer was quicker
    }
    DAYBOOK_RETURN_IF_ERROR(log.status());
    if (!HasPlausibleHeaders(*log)) {
      return false;
    }
  }
  return true;
}

absl::StatusOr<std::optional<TornManifest>> FindTornManifest(const FileSystem& files,
                                                             const std::string& log_path) {
  TornManifest torn;
  DAYBOOK_ASSIGN_OR_RETURN(torn.path, ManifestPath(files, log_path));
  DAYBOOK_ASSIGN_OR_RETURN(const std::string log, files.Read(torn.path));
  size_t at = 0;
  while (at < log.size()) {
    at = SkipFiller(at);
    const std::optional<Part> part = ParsePart(log, at);
    if (!part.has_value()) {
      break;
    }
    at = part->end;
    if (part->type == kWhole || part->type == kLastPart) {
      torn.valid_bytes = at;
    }
  }
  if (torn.valid_bytes >= log.size() || torn.valid_bytes == 0) {
    return std::optional<TornManifest>();
  }
  // A torn write is the last one. Where something whole follows, this is other damage.
  for (size_t behind = at + 1; behind < log.size(); ++behind) {
    if (ParsePart(log, behind).has_value()) {
      return std::optional<TornManifest>();
    }
  }
  return std::optional<TornManifest>(std::move(torn));
}

std::shared_ptr<rocksdb::Env> MakeEnvWithout(rocksdb::Env* base, const TornManifest& torn) {
  return rocksdb::NewCompositeEnv(
      std::make_shared<ShorteningFileSystem>(base->GetFileSystem(), torn));
}

absl::Status CutTornManifest(FileSystem& files, const TornManifest& torn) {
  DAYBOOK_ASSIGN_OR_RETURN(std::string bytes, files.Read(torn.path));
  bytes.resize(torn.valid_bytes);
  return files.WriteAtomically(torn.path, bytes);
}

}  // namespace daybook
