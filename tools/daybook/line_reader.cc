#include "tools/daybook/line_reader.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"

namespace daybook::cli {
namespace {

constexpr size_t kReadBytes = 64 * 1024;

}  // namespace

absl::StatusOr<LineReader::Fill> LineReader::ReadMore() {
  if (ended_) return Fill::kEnd;
  for (;;) {
    pollfd waits[] = {{stop_fd_, POLLIN, 0}, {fd_, POLLIN, 0}};
    if (::poll(waits, 2, -1) < 0) {
      if (errno == EINTR) continue;
      return absl::UnavailableError(absl::StrCat("can't wait for input: ", std::strerror(errno)));
    }
    if (waits[0].revents != 0) return Fill::kStopped;
    const size_t kept = buffer_.size();
    buffer_.resize(kept + kReadBytes);
    const ssize_t got = ::read(fd_, buffer_.data() + kept, kReadBytes);
    buffer_.resize(kept + (got > 0 ? static_cast<size_t>(got) : 0));
    if (got > 0) return Fill::kMore;
    if (got == 0) {
      ended_ = true;
      return Fill::kEnd;
    }
    if (errno != EINTR && errno != EAGAIN) {
      return absl::UnavailableError(absl::StrCat("can't read the input: ", std::strerror(errno)));
    }
  }
}

absl::StatusOr<LineReader::Line> LineReader::Next() {
  buffer_.erase(0, begin_);
  begin_ = 0;
  size_t searched = 0;
  bool too_long = false;
  for (;;) {
    const size_t end = buffer_.find('\n', searched);
    if (end != std::string::npos) {
      begin_ = end + 1;
      ++number_;
      if (too_long || end > max_bytes_) return Line{Kind::kTooLong, number_, {}};
      return Line{Kind::kLine, number_, std::string_view(buffer_).substr(0, end)};
    }
    if (buffer_.size() > max_bytes_) {
      too_long = true;
      buffer_.clear();
    }
    searched = buffer_.size();
    DAYBOOK_ASSIGN_OR_RETURN(const Fill fill, ReadMore());
    if (fill == Fill::kStopped) return Line{Kind::kStopped, number_, {}};
    if (fill == Fill::kMore) continue;
    if (too_long) {
      buffer_.clear();
      return Line{Kind::kTooLong, ++number_, {}};
    }
    if (buffer_.empty()) return Line{Kind::kEnd, number_, {}};
    begin_ = buffer_.size();
    return Line{Kind::kLine, ++number_, buffer_};
  }
}

}  // namespace daybook::cli
