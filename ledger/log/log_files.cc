#include "ledger/log/log_files.h"

#include <algorithm>
#include <charconv>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "ledger/log/rocksdb_status.h"
#include "rocksdb/env.h"

namespace daybook {
namespace {

constexpr size_t kHashChunk = 1 << 20;
constexpr std::string_view kSstSuffix = ".sst";

rocksdb::Env& EnvOf(const Storage& storage) {
  return storage.env != nullptr ? *storage.env : *rocksdb::Env::Default();
}

bool IsSst(std::string_view name) {
  return name.size() > kSstSuffix.size() &&
         name.substr(name.size() - kSstSuffix.size()) == kSstSuffix;
}

// 12 of 000012.sst.
std::optional<uint64_t> SstNumber(std::string_view name) {
  if (!IsSst(name)) {
    return std::nullopt;
  }
  uint64_t number = 0;
  const char* end = name.data() + name.size() - kSstSuffix.size();
  if (std::from_chars(name.data(), end, number).ptr != end) {
    return std::nullopt;
  }
  return number;
}

// In chunks: an SST may be larger than the memory we want to take.
absl::StatusOr<Hash> HashFile(rocksdb::Env& env, const std::string& path) {
  std::unique_ptr<rocksdb::SequentialFile> file;
  const std::string doing = absl::StrCat("read ", path);
  DAYBOOK_RETURN_IF_ERROR(
      FromReading(env.NewSequentialFile(path, &file, rocksdb::EnvOptions()), doing));
  std::string scratch(kHashChunk, '\0');
  Sha256 sha256;
  while (true) {
    rocksdb::Slice chunk;
    DAYBOOK_RETURN_IF_ERROR(FromReading(file->Read(scratch.size(), &chunk, scratch.data()), doing));
    if (chunk.empty()) {
      return sha256.Finish();
    }
    sha256.Update({chunk.data(), chunk.size()});
  }
}

// Names relative to DIR, sorted.
absl::StatusOr<std::vector<std::string>> ListNames(const FileSystem& files,
                                                   const std::string& dir) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::vector<std::string> in_log,
                           files.List(JoinPath(dir, kLogName)));
  std::vector<std::string> names;
  for (const std::string& name : in_log) {
    if (name != "LOCK") {
      names.push_back(JoinPath(kLogName, name));
    }
  }
  if (files.Exists(JoinPath(dir, kHeadName))) {
    names.emplace_back(kHeadName);
  }
  std::sort(names.begin(), names.end());
  return names;
}

absl::Status Differs(const std::string& dir, const std::string& name, std::string_view what) {
  return absl::DataLossError(absl::StrCat(JoinPath(dir, name), " ", ToAbsl(what),
                                          " since the ledger was closed: it is damaged"));
}

}  // namespace

std::string JoinPath(std::string_view dir, std::string_view name) {
  return absl::StrCat(ToAbsl(dir), "/", ToAbsl(name));
}

std::string DamageAdvice(const std::string& dir) {
  return absl::StrCat("; `daybook verify ", dir, "` says how much is damaged, `daybook recover ",
                      dir, "` helps where nothing acknowledged is lost, else restore a backup");
}

absl::StatusOr<std::optional<ClosedFiles>> ReadClosed(const FileSystem& files,
                                                      const std::string& dir) {
  const std::string path = JoinPath(dir, kClosedName);
  const absl::StatusOr<std::string> bytes = files.Read(path);
  if (absl::IsNotFound(bytes.status())) {
    return std::optional<ClosedFiles>();
  }
  DAYBOOK_RETURN_IF_ERROR(bytes.status());
  absl::StatusOr<ClosedFiles> closed = DecodeClosedFiles(*bytes);
  if (!closed.ok()) {
    return absl::DataLossError(
        absl::StrCat(path, " is damaged: ", std::string(FromAbsl(closed.status().message()))));
  }
  return std::optional<ClosedFiles>(*std::move(closed));
}

absl::StatusOr<std::vector<ClosedFile>> ListFiles(const Storage& storage, const std::string& dir,
                                                  const std::map<uint64_t, Hash>& sst_checksums) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::vector<std::string> names, ListNames(*storage.files, dir));
  std::vector<ClosedFile> listed;
  for (const std::string& name : names) {
    ClosedFile file;
    file.name = name;
    const std::string path = JoinPath(dir, name);
    DAYBOOK_ASSIGN_OR_RETURN(file.size, storage.files->Size(path));
    const std::optional<uint64_t> number =
        SstNumber(std::string_view(name).substr(name.rfind('/') + 1));
    const auto known = number.has_value() ? sst_checksums.find(*number) : sst_checksums.end();
    if (known != sst_checksums.end()) {
      file.sha256 = known->second;
    } else {
      DAYBOOK_ASSIGN_OR_RETURN(file.sha256, HashFile(EnvOf(storage), path));
    }
    listed.push_back(std::move(file));
  }
  return listed;
}

absl::Status CompareFiles(const Storage& storage, const std::string& dir, const ClosedFiles& closed,
                          FileCheck check) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::vector<std::string> names, ListNames(*storage.files, dir));
  for (const ClosedFile& file : closed.files) {
    const std::string path = JoinPath(dir, file.name);
    if (!std::binary_search(names.begin(), names.end(), file.name)) {
      return Differs(dir, file.name, "has disappeared");
    }
    DAYBOOK_ASSIGN_OR_RETURN(const uint64_t size, storage.files->Size(path));
    if (size != file.size) {
      return Differs(dir, file.name, absl::StrCat("went from ", file.size, " to ", size, " bytes"));
    }
    if (check == FileCheck::kContents || !IsSst(file.name)) {
      DAYBOOK_ASSIGN_OR_RETURN(const Hash sha256, HashFile(EnvOf(storage), path));
      if (sha256 != file.sha256) {
        return Differs(dir, file.name, "has changed in content");
      }
    }
  }
  for (const std::string& name : names) {
    const auto listed = std::lower_bound(
        closed.files.begin(), closed.files.end(), name,
        [](const ClosedFile& file, const std::string& sought) { return file.name < sought; });
    if (listed == closed.files.end() || listed->name != name) {
      return Differs(dir, name, "has appeared");
    }
  }
  return absl::OkStatus();
}

absl::Status WriteClosed(const Storage& storage, const std::string& dir, uint64_t end,
                         const Hash& root, const std::map<uint64_t, Hash>& sst_checksums) {
  // RocksDB deletes files without a sync of the directory: after a power cut they would stand there
  // again, and extra.
  DAYBOOK_RETURN_IF_ERROR(SyncDirectory(storage, JoinPath(dir, kLogName)));
  ClosedFiles closed;
  closed.end = end;
  closed.root = root;
  DAYBOOK_ASSIGN_OR_RETURN(closed.files, ListFiles(storage, dir, sst_checksums));
  return storage.files->WriteAtomically(JoinPath(dir, kClosedName), EncodeClosedFiles(closed));
}

absl::Status SyncDirectory(const Storage& storage, const std::string& path) {
  std::unique_ptr<rocksdb::Directory> directory;
  const std::string doing = absl::StrCat("sync ", path);
  DAYBOOK_RETURN_IF_ERROR(FromWriting(EnvOf(storage).NewDirectory(path, &directory), doing));
  return FromWriting(directory->Fsync(), doing);
}

}  // namespace daybook
