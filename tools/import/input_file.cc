#include "tools/import/input_file.h"

#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"

namespace daybook {
namespace {

constexpr unsigned kInflateBuffer = 128 * 1024;

absl::Status OpenFailure(const std::string& path, int error) {
  const std::string message = absl::StrCat("can't open ", path, ": ", std::strerror(error));
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return absl::NotFoundError(message);
    case EACCES:
    case EPERM:
      return absl::PermissionDeniedError(message);
    default:
      return absl::InternalError(message);
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<InputFile>> InputFile::Open(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    return absl::InvalidArgumentError(absl::StrCat(path, " is a directory"));
  }
  errno = 0;
  gzFile file = gzopen(path.c_str(), "rb");
  if (file == nullptr) return OpenFailure(path, errno != 0 ? errno : ENOMEM);
  gzbuffer(file, kInflateBuffer);
  return std::unique_ptr<InputFile>(new InputFile(path, file));
}

InputFile::~InputFile() { gzclose_r(file_); }

absl::StatusOr<size_t> InputFile::Read(char* buffer, size_t capacity) {
  const auto wanted = static_cast<unsigned>(std::min<size_t>(capacity, 1u << 30));
  const int got = gzread(file_, buffer, wanted);
  if (got < 0) return Failure();
  // A stream that is cut off gives what could be unpacked first, and says so only in gzerror.
  if (static_cast<unsigned>(got) < wanted) {
    int error = Z_OK;
    gzerror(file_, &error);
    if (error != Z_OK && error != Z_STREAM_END) return Failure();
  }
  return static_cast<size_t>(got);
}

absl::Status InputFile::Failure() const {
  int error = Z_OK;
  const char* text = gzerror(file_, &error);
  if (error == Z_ERRNO) {
    return absl::InternalError(absl::StrCat("can't read ", path_, ": ", std::strerror(errno)));
  }
  if (error == Z_BUF_ERROR) {
    return absl::InvalidArgumentError(absl::StrCat(path_, ": the gzip data is cut off"));
  }
  return absl::InvalidArgumentError(absl::StrCat(path_, ": the gzip data is damaged (", text, ")"));
}

}  // namespace daybook
