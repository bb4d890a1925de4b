// The machine's file system; a test overrides what goes another way.
#ifndef DAYBOOK_TESTS_SUPPORT_FORWARDING_FILES_H_
#define DAYBOOK_TESTS_SUPPORT_FORWARDING_FILES_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/file_system.h"

namespace daybook {

class ForwardingFiles : public FileSystem {
 public:
  absl::StatusOr<std::string> Read(const std::string& path) const override {
    return files_.Read(path);
  }
  absl::Status WriteAtomically(const std::string& path, std::string_view bytes,
                               uint32_t mode) override {
    return files_.WriteAtomically(path, bytes, mode);
  }
  absl::StatusOr<std::unique_ptr<OverwriteFile>> OpenForOverwrite(const std::string& path,
                                                                  uint32_t mode) override {
    return files_.OpenForOverwrite(path, mode);
  }
  absl::Status Remove(const std::string& path) override { return files_.Remove(path); }
  absl::Status RemoveTree(const std::string& path) override { return files_.RemoveTree(path); }
  absl::Status Rename(const std::string& from, const std::string& to) override {
    return files_.Rename(from, to);
  }
  absl::Status Exchange(const std::string& a, const std::string& b) override {
    return files_.Exchange(a, b);
  }
  absl::Status CreateDirectory(const std::string& path, uint32_t mode) override {
    return files_.CreateDirectory(path, mode);
  }
  absl::StatusOr<std::vector<std::string>> List(const std::string& directory) const override {
    return files_.List(directory);
  }
  bool Exists(const std::string& path) const override { return files_.Exists(path); }
  absl::StatusOr<uint64_t> Size(const std::string& path) const override {
    return files_.Size(path);
  }
  absl::StatusOr<std::unique_ptr<FileLock>> Lock(const std::string& path) override {
    return files_.Lock(path);
  }

 protected:
  FileSystem& files_ = PosixFileSystem();
};

}  // namespace daybook

#endif  // DAYBOOK_TESTS_SUPPORT_FORWARDING_FILES_H_
