#include "tools/simulate/settings.h"

#include <string>

#include "absl/strings/str_cat.h"

namespace daybook {
namespace {

// The number counts up when the same settings would give other requests.
constexpr char kSource[] = "daybook-simulate/3";
constexpr int32_t kFirstDay = 1970'01'01;
constexpr int32_t kLastDay = 2190'12'31;

absl::Status CheckRange(const char* what, int32_t value, int32_t most) {
  if (value >= 1 && value <= most) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(what, ": ", value, " is not 1 to ", most));
}

}  // namespace

absl::Status CheckSettings(const SimulationSettings& settings) {
  if (auto s = CheckRange("hotels", settings.hotels, kMaxSimulatedHotels); !s.ok()) return s;
  if (auto s = CheckRange("days", settings.days, kMaxSimulatedDays); !s.ok()) return s;
  if (settings.from < *CivilDate::FromYmd(kFirstDay) ||
      settings.from + settings.days > *CivilDate::FromYmd(kLastDay)) {
    return absl::InvalidArgumentError(absl::StrCat(
        settings.days, " days from ", settings.from.ToString(), " are not within 1970 to 2190"));
  }
  if (settings.rates.rooms_least < 10 || settings.rates.rooms_most < settings.rates.rooms_least ||
      settings.rates.rooms_most > 250) {
    return absl::InvalidArgumentError("rooms of a hotel: not a range within 10 to 250");
  }
  return absl::OkStatus();
}

SimulationPlan PlanOf(const SimulationSettings& settings) {
  const Hash rates = RatesHash(settings.rates);
  const Hash hash = Sha256Of(
      absl::StrCat("hotels ", settings.hotels, ", from ", settings.from.ToString(), ", rates "),
      AsBytes(rates));
  SimulationPlan plan;
  plan.source = absl::StrCat(kSource, "/", settings.hotels, "-hotels-from-", settings.from.ymd());
  plan.seed = settings.seed;
  plan.settings_sha256 = std::string(AsBytes(hash));
  return plan;
}

}  // namespace daybook
