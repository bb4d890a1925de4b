// How far a long job is, on stderr: done, rate, and how long it will take.
#ifndef DAYBOOK_TOOLS_DAYBOOK_PROGRESS_H_
#define DAYBOOK_TOOLS_DAYBOOK_PROGRESS_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "tools/daybook/output.h"

namespace daybook::cli {

// Says nothing during the first moments, so that short jobs stay quiet; after that a few times a
// second on a terminal (rewriting one line), every few seconds elsewhere (if asked to). One thread.
class Progress {
 public:
  // Shown where stderr is a terminal, or `wanted`. `what` is "Importing", `unit` is "records".
  Progress(std::string_view what, std::string_view unit, const Terminal& terminal, bool wanted);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();  // ends the line

  void Update(uint64_t done, uint64_t total);
  // The same as a function, which must not outlive this; empty where nothing is shown.
  std::function<void(uint64_t, uint64_t)> Callback();

 private:
  using Time = std::chrono::steady_clock::time_point;

  const std::string what_;
  const std::string unit_;
  const bool terminal_;
  const bool shown_;
  const Time begin_;
  Time next_;
  bool begun_ = false;  // the first call says where the job goes on from
  uint64_t first_ = 0;
  bool line_open_ = false;
};

// "41 % of 1,234,567 records, 52,000/s, 14 s left". Pure, for tests.
std::string ProgressLine(std::string_view unit, uint64_t first, uint64_t done, uint64_t total,
                         double seconds);

}  // namespace daybook::cli

#endif  // DAYBOOK_TOOLS_DAYBOOK_PROGRESS_H_
