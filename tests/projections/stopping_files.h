// The machine's file system until the process "dies": after so many changes every further one fails.
#ifndef DAYBOOK_TESTS_PROJECTIONS_STOPPING_FILES_H_
#define DAYBOOK_TESTS_PROJECTIONS_STOPPING_FILES_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/forwarding_files.h"

namespace daybook {

// One thread.
class StoppingFiles final : public ForwardingFiles {
 public:
  // `can_exchange`: whether two folders can change names.
  StoppingFiles(int changes, bool can_exchange) : left_(changes), can_exchange_(can_exchange) {}
  bool stopped() const { return stopped_; }

  absl::Status WriteAtomically(const std::string& path, std::string_view bytes,
                               uint32_t mode) override {
    return Goes() ? files_.WriteAtomically(path, bytes, mode) : Dead();
  }
  absl::StatusOr<std::unique_ptr<OverwriteFile>> OpenForOverwrite(const std::string&,
                                                                  uint32_t) override {
    return Dead();
  }
  absl::Status Remove(const std::string& path) override {
    return Goes() ? files_.Remove(path) : Dead();
  }
  // Of a tree, two changes: first the half of what is in it, so that a crash leaves half a tree.
  absl::Status RemoveTree(const std::string& path) override {
    if (!files_.Exists(path)) return absl::OkStatus();
    if (!Goes()) return Dead();
    const absl::StatusOr<std::vector<std::string>> names = files_.List(path);
    for (size_t i = 0; names.ok() && i < names->size(); i += 2) {
      const absl::Status removed = files_.RemoveTree(path + "/" + (*names)[i]);
      if (!removed.ok()) return removed;
    }
    return Goes() ? files_.RemoveTree(path) : Dead();
  }
  absl::Status Rename(const std::string& from, const std::string& to) override {
    return Goes() ? files_.Rename(from, to) : Dead();
  }
  absl::Status Exchange(const std::string& a, const std::string& b) override {
    if (!can_exchange_) return FileSystem::Exchange(a, b);
    return Goes() ? files_.Exchange(a, b) : Dead();
  }
  absl::Status CreateDirectory(const std::string& path, uint32_t mode) override {
    return Goes() ? files_.CreateDirectory(path, mode) : Dead();
  }

 private:
  bool Goes() {
    stopped_ = stopped_ || left_-- <= 0;
    return !stopped_;
  }
  static absl::Status Dead() { return absl::UnavailableError("the process is dead"); }

  int left_;
  const bool can_exchange_;
  bool stopped_ = false;
};

}  // namespace daybook

#endif  // DAYBOOK_TESTS_PROJECTIONS_STOPPING_FILES_H_
