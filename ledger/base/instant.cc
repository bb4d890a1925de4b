#include "ledger/base/instant.h"

#include <time.h>

#include <cstddef>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "ledger/base/strings.h"

namespace daybook {
namespace {

constexpr int64_t kMicrosPerSecond = 1'000'000;
constexpr int64_t kMicrosPerDay = 86'400 * kMicrosPerSecond;
constexpr size_t kMaxFractionDigits = 9;

class RealTimeClock final : public Clock {
 public:
  Instant Now() const override {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    return Instant::FromMicros(static_cast<int64_t>(now.tv_sec) * kMicrosPerSecond +
                               now.tv_nsec / 1'000);
  }
};

// Reads from the front of a text. After a failure every further read fails.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool failed() const { return failed_; }
  bool AtEnd() const { return rest_.empty(); }

  // `width` digits whose value is from `min` to `max`.
  int Number(size_t width, int min, int max) {
    if (failed_ || rest_.size() < width) return Fail();
    int value = 0;
    for (size_t i = 0; i < width; ++i) {
      if (!IsDigit(rest_[i])) return Fail();
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(width);
    return value < min || value > max ? Fail() : value;
  }

  // True where the next character is one of `choices`, which is then passed.
  bool Skip(std::string_view choices) {
    if (failed_ || rest_.empty() || choices.find(rest_.front()) == std::string_view::npos) {
      return false;
    }
    rest_.remove_prefix(1);
    return true;
  }

  void Require(std::string_view choices) {
    if (!Skip(choices)) Fail();
  }

  // The digits of a fraction of a second, cut off after six.
  int64_t FractionMicros() {
    int64_t micros = 0;
    size_t digits = 0;
    for (; digits < rest_.size() && IsDigit(rest_[digits]); ++digits) {
      if (digits < 6) micros = micros * 10 + (rest_[digits] - '0');
    }
    if (failed_ || digits == 0 || digits > kMaxFractionDigits) return Fail();
    for (size_t i = digits; i < 6; ++i) micros *= 10;
    rest_.remove_prefix(digits);
    return micros;
  }

 private:
  static bool IsDigit(char c) { return c >= '0' && c <= '9'; }
  int Fail() {
    failed_ = true;
    return 0;
  }

  std::string_view rest_;
  bool failed_ = false;
};

// Minutes east of UTC.
int ScanOffset(Scanner& scanner) {
  if (scanner.Skip("Zz")) return 0;
  const bool west = scanner.Skip("-");
  if (!west) scanner.Require("+");
  const int hours = scanner.Number(2, 0, 23);
  scanner.Require(":");
  const int minutes = scanner.Number(2, 0, 59);
  return west ? -(hours * 60 + minutes) : hours * 60 + minutes;
}

std::optional<Instant> Scan(std::string_view text) {
  Scanner scanner(text);
  const int year = scanner.Number(4, 0, 9999);
  scanner.Require("-");
  const int month = scanner.Number(2, 1, 12);
  scanner.Require("-");
  const int day = scanner.Number(2, 1, 31);
  scanner.Require("Tt");
  const int hour = scanner.Number(2, 0, 23);
  scanner.Require(":");
  const int minute = scanner.Number(2, 0, 59);
  scanner.Require(":");
  const int second = scanner.Number(2, 0, 59);
  const int64_t fraction_micros = scanner.Skip(".") ? scanner.FractionMicros() : 0;
  const int offset_minutes = ScanOffset(scanner);
  if (scanner.failed() || !scanner.AtEnd()) return std::nullopt;

  const absl::CivilSecond local(year, month, day, hour, minute, second);
  if (local.day() != day) return std::nullopt;  // normalised: there is no such day in the month
  const int64_t seconds = (local - absl::CivilSecond(1970, 1, 1)) - int64_t{offset_minutes} * 60;
  return Instant::FromMicros(seconds * kMicrosPerSecond + fraction_micros);
}

}  // namespace

std::string FormatInstant(Instant instant) {
  int64_t days = instant.micros() / kMicrosPerDay;
  int64_t micros_of_day = instant.micros() % kMicrosPerDay;
  if (micros_of_day < 0) {
    micros_of_day += kMicrosPerDay;
    --days;
  }
  const absl::CivilDay date = absl::CivilDay(1970, 1, 1) + days;
  const int64_t second_of_day = micros_of_day / kMicrosPerSecond;
  const int64_t micros = micros_of_day % kMicrosPerSecond;
  std::string text =
      absl::StrFormat("%04d-%02d-%02dT%02d:%02d:%02d", date.year(), date.month(), date.day(),
                      second_of_day / 3600, second_of_day / 60 % 60, second_of_day % 60);
  if (micros != 0) absl::StrAppendFormat(&text, ".%06d", micros);
  text.push_back('Z');
  return text;
}

absl::StatusOr<Instant> ParseInstant(std::string_view text) {
  const std::optional<Instant> instant = Scan(text);
  if (!instant) {
    return absl::InvalidArgumentError(absl::StrCat("not an instant: '", ToAbsl(text.substr(0, 64)),
                                                   "' (expected 2026-03-29T01:30:00Z)"));
  }
  return *instant;
}

const Clock& SystemClock() {
  static const Clock& clock = *new RealTimeClock;  // outlives all threads
  return clock;
}

}  // namespace daybook
