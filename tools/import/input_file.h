// The unpacked content of a file that is plain or gzip, told apart by its first bytes.
#ifndef DAYBOOK_TOOLS_IMPORT_INPUT_FILE_H_
#define DAYBOOK_TOOLS_IMPORT_INPUT_FILE_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

struct gzFile_s;

namespace daybook {

// One thread.
class InputFile {
 public:
  // NotFound: no such file. InvalidArgument: a directory. PermissionDenied, Internal: it can't be
  // opened.
  static absl::StatusOr<std::unique_ptr<InputFile>> Open(const std::string& path);
  ~InputFile();
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  // Fills at most `capacity` bytes (which is above 0) and says how many; 0 at the end of the
  // content. InvalidArgument: the gzip data is cut off or damaged. Internal: the file can't be
  // read.
  absl::StatusOr<size_t> Read(char* buffer, size_t capacity);

 private:
  InputFile(std::string path, gzFile_s* file) : path_(std::move(path)), file_(file) {}
  absl::Status Failure() const;

  std::string path_;
  gzFile_s* file_;
};

}  // namespace daybook

#endif  // DAYBOOK_TOOLS_IMPORT_INPUT_FILE_H_
