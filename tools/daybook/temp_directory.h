// A private directory outside the ledger that goes away with its owner.
#ifndef DAYBOOK_TOOLS_DAYBOOK_TEMP_DIRECTORY_H_
#define DAYBOOK_TOOLS_DAYBOOK_TEMP_DIRECTORY_H_

#include <string>

#include "absl/status/statusor.h"

namespace daybook::cli {

class TempDirectory {
 public:
  // In $TMPDIR, else /tmp; mode 0700. Unavailable: it can't be made.
  static absl::StatusOr<TempDirectory> Make();
  TempDirectory(TempDirectory&& other) noexcept;
  TempDirectory& operator=(TempDirectory&&) = delete;
  ~TempDirectory();

  const std::string& path() const { return path_; }

 private:
  explicit TempDirectory(std::string path) : path_(std::move(path)) {}
  std::string path_;  // empty: moved from
};

}  // namespace daybook::cli

#endif  // DAYBOOK_TOOLS_DAYBOOK_TEMP_DIRECTORY_H_
