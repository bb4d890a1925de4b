// A file system of a few files in memory. One thread.
#ifndef DAYBOOK_TESTS_FUZZ_MEMORY_FILES_H_
#define DAYBOOK_TESTS_FUZZ_MEMORY_FILES_H_

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "ledger/base/file_system.h"

namespace daybook::fuzz {

// Directories are there where a file is in them.
class MemoryFiles final : public FileSystem {
 public:
  std::map<std::string, std::string> files;  // by path

  absl::StatusOr<std::string> Read(const std::string& path) const override {
    const auto found = files.find(path);
    if (found == files.end()) return absl::NotFoundError(path);
    return found->second;
  }
  absl::Status WriteAtomically(const std::string& path, std::string_view bytes, uint32_t) override {
    files[path] = std::string(bytes);
    return absl::OkStatus();
  }
  absl::StatusOr<std::unique_ptr<OverwriteFile>> OpenForOverwrite(const std::string& path,
                                                                  uint32_t) override {
    return std::make_unique<MemoryFile>(files[path]);
  }
  absl::Status Remove(const std::string& path) override {
    return files.erase(path) == 1 ? absl::OkStatus() : absl::NotFoundError(path);
  }
  absl::Status RemoveTree(const std::string&) override { return NotNeeded(); }
  absl::Status Rename(const std::string&, const std::string&) override { return NotNeeded(); }
  absl::Status CreateDirectory(const std::string&, uint32_t) override { return absl::OkStatus(); }
  absl::StatusOr<std::vector<std::string>> List(const std::string& directory) const override {
    std::vector<std::string> names;
    for (const auto& [path, bytes] : files) {
      if (path.rfind(directory + "/", 0) == 0) names.push_back(path.substr(directory.size() + 1));
    }
    return names;
  }
  bool Exists(const std::string& path) const override { return files.count(path) == 1; }
  absl::StatusOr<uint64_t> Size(const std::string& path) const override {
    const absl::StatusOr<std::string> bytes = Read(path);
    if (!bytes.ok()) return bytes.status();
    return bytes->size();
  }
  absl::StatusOr<std::unique_ptr<FileLock>> Lock(const std::string&) override {
    return NotNeeded();
  }

 private:
  class MemoryFile final : public OverwriteFile {
   public:
    explicit MemoryFile(std::string& bytes) : bytes_(bytes) {}
    absl::Status WriteAt(uint64_t offset, std::string_view bytes) override {
      if (bytes_.size() < offset + bytes.size()) bytes_.resize(offset + bytes.size());
      bytes_.replace(offset, bytes.size(), bytes);
      return absl::OkStatus();
    }
    absl::Status Sync() override { return absl::OkStatus(); }

   private:
    std::string& bytes_;
  };

  static absl::Status NotNeeded() { return absl::UnimplementedError("no decoder does this"); }
};

}  // namespace daybook::fuzz

#endif  // DAYBOOK_TESTS_FUZZ_MEMORY_FILES_H_
