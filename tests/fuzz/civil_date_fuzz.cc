// Dates as text and as numbers: what is read is written again as it was.
#include <cstring>

#include "ledger/base/civil_date.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using daybook::CivilDate;
  using daybook::fuzz::Require;
  const std::string_view text = daybook::fuzz::AsText(data, size);
  if (const auto date = CivilDate::Parse(text)) {
    Require(date->ToString() == text, "a date is written as it was read");
    Require(CivilDate::FromYmd(date->ymd()) == date, "a date's number is that date");
  }
  int32_t number = 0;
  if (size > 0) std::memcpy(&number, data, size < sizeof(number) ? size : sizeof(number));
  for (const int32_t candidate : {number, number % 22'000'000}) {
    const auto date = CivilDate::FromYmd(candidate);
    if (!date) continue;
    Require(date->ymd() == candidate, "a date has the number it was made from");
    Require(CivilDate::Parse(date->ToString()) == date, "a date reads back");
    Require(*date - *date == 0 && (*date + 1) - *date == 1, "a day is a day");
  }
  return 0;
}

extern "C" void AddFuzzSeeds(std::vector<std::string>& seeds) {
  seeds.insert(seeds.end(), {"1900-01-01", "2199-12-31", "2026-03-29", "2024-02-29", "2100-02-28"});
}
