// RFC 3339 as text: what is read, Abseil reads alike, and it is written so that it reads back.
#include "absl/time/time.h"
#include "ledger/base/instant.h"
#include "ledger/base/strings.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using daybook::fuzz::Require;
  const std::string_view text = daybook::fuzz::AsText(data, size);
  const absl::StatusOr<daybook::Instant> instant = daybook::ParseInstant(text);
  if (!instant.ok()) {
    Require(absl::IsInvalidArgument(instant.status()), "what is no instant is InvalidArgument");
    return 0;
  }
  absl::Time time;
  std::string error;
  if (absl::ParseTime(absl::RFC3339_full, daybook::ToAbsl(text), &time, &error)) {
    Require(absl::ToUnixMicros(time) == instant->micros(), "an instant is what Abseil says it is");
  }
  const std::string written = daybook::FormatInstant(*instant);
  // An offset may lead out of the years that RFC 3339 has.
  if (written.size() > 27 || written[4] != '-' || written[0] == '-') return 0;
  const absl::StatusOr<daybook::Instant> again = daybook::ParseInstant(written);
  Require(again.ok() && *again == *instant, "an instant reads back");
  return 0;
}

extern "C" void AddFuzzSeeds(std::vector<std::string>& seeds) {
  seeds.insert(seeds.end(), {"2026-03-29T01:30:00Z", "2026-03-29t01:30:00.123456789+05:30",
                             "0000-01-01T00:00:00+23:59", "9999-12-31T23:59:59.999999-23:59",
                             "1969-12-31T23:59:59.9z", "2016-12-31T23:59:60Z"});
}
