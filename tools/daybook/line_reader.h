// Lines of a file, a pipe or a terminal, each no longer than a limit, until the end or until
// interrupted.
#ifndef DAYBOOK_TOOLS_DAYBOOK_LINE_READER_H_
#define DAYBOOK_TOOLS_DAYBOOK_LINE_READER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace daybook::cli {

// One thread. Owns neither descriptor.
class LineReader {
 public:
  enum class Kind { kLine, kTooLong, kEnd, kStopped };
  struct Line {
    Kind kind = Kind::kEnd;
    uint64_t number = 0;    // 1 is the first line
    std::string_view text;  // without its end; lives until the next call. kLine only
  };

  // `stop_fd` is readable once reading is to stop.
  LineReader(int fd, int stop_fd, size_t max_bytes)
      : fd_(fd), stop_fd_(stop_fd), max_bytes_(max_bytes) {}

  // A line that is too long is skipped without being kept. Unavailable: the input can't be read.
  absl::StatusOr<Line> Next();

 private:
  enum class Fill { kMore, kEnd, kStopped };
  absl::StatusOr<Fill> ReadMore();

  const int fd_;
  const int stop_fd_;
  const size_t max_bytes_;
  std::string buffer_;
  size_t begin_ = 0;  // of what has not been given out
  bool ended_ = false;
  uint64_t number_ = 0;
};

}  // namespace daybook::cli

#endif  // DAYBOOK_TOOLS_DAYBOOK_LINE_READER_H_
