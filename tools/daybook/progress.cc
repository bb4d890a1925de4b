#include "tools/daybook/progress.h"

#include <cstdio>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "ledger/base/strings.h"

namespace daybook::cli {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kQuiet{500};
constexpr milliseconds kTerminalInterval{200};
constexpr milliseconds kPlainInterval{2'000};

std::string Duration(uint64_t seconds) {
  if (seconds < 60) return absl::StrCat(seconds, " s");
  if (seconds < 3600) return absl::StrFormat("%d min %02d s", seconds / 60, seconds % 60);
  return absl::StrFormat("%d h %02d min", seconds / 3600, seconds % 3600 / 60);
}

}  // namespace

std::string ProgressLine(std::string_view unit, uint64_t first, uint64_t done, uint64_t total,
                         double seconds) {
  const double rate = seconds > 0 ? static_cast<double>(done - first) / seconds : 0;
  std::string line;
  if (total > 0) {
    const uint64_t percent =
        static_cast<uint64_t>(100.0 * static_cast<double>(done) / static_cast<double>(total));
    absl::StrAppend(&line, percent, " % of ", WithThousands(total));
  } else {
    absl::StrAppend(&line, WithThousands(done));
  }
  absl::StrAppend(&line, " ", ToAbsl(unit), ", ", WithThousands(static_cast<uint64_t>(rate)), "/s");
  if (rate >= 1 && total > done) {
    absl::StrAppend(&line, ", ",
                    Duration(static_cast<uint64_t>(static_cast<double>(total - done) / rate) + 1),
                    " left");
  }
  return line;
}

Progress::Progress(std::string_view what, std::string_view unit, const Terminal& terminal,
                   bool wanted)
    : what_(what),
      unit_(unit),
      terminal_(terminal.err),
      shown_(terminal.err || wanted),
      begin_(steady_clock::now()),
      next_(begin_ + kQuiet) {}

Progress::~Progress() {
  if (line_open_) std::fputs("\r\033[K", stderr);
}

void Progress::Update(uint64_t done, uint64_t total) {
  if (!shown_) return;
  if (!begun_) {
    begun_ = true;
    first_ = done;
  }
  const Time now = steady_clock::now();
  if (now < next_) return;
  next_ = now + (terminal_ ? kTerminalInterval : kPlainInterval);
  const double seconds = std::chrono::duration<double>(now - begin_).count();
  const std::string line =
      absl::StrCat(what_, ": ", ProgressLine(unit_, first_, done, total, seconds));
  if (terminal_) {
    std::fputs(absl::StrCat("\r", line, "\033[K").c_str(), stderr);
    line_open_ = true;
  } else {
    std::fputs(absl::StrCat(line, "\n").c_str(), stderr);
  }
  std::fflush(stderr);
}

std::function<void(uint64_t, uint64_t)> Progress::Callback() {
  if (!shown_) return {};
  return [this](uint64_t done, uint64_t total) { Update(done, total); };
}

}  // namespace daybook::cli
