#include "ledger/base/time_zones.h"

#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <mutex>
#include <shared_mutex>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"

namespace daybook {
namespace {

constexpr absl::CivilDay kEpochDay(1970, 1, 1);

// Abseil takes more than names of the IANA database: absolute paths, "localtime" (another zone on
// every machine), fixed offsets of its own spelling, and the copies in posix/ and right/ (the
// latter count leap seconds).
bool IsZoneName(std::string_view zone) {
  constexpr size_t kMaxLength = 64;
  if (zone.empty() || zone.size() > kMaxLength || zone.front() == '/') return false;
  for (const char c : zone) {
    const bool allowed = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                         (c >= '0' && c <= '9') || c == '/' || c == '_' || c == '+' || c == '-';
    if (!allowed) return false;
  }
  if (zone == "localtime" || zone == "posixrules") return false;
  for (const std::string_view prefix : {"Fixed/", "posix/", "right/"}) {
    if (zone.substr(0, prefix.size()) == prefix) return false;
  }
  return true;
}

std::string FirstLine(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

// The folder is the one that Abseil reads.
std::string InstalledVersion() {
  const char* const tzdir = std::getenv("TZDIR");
  const std::string folder = tzdir != nullptr && *tzdir != '\0' ? tzdir : "/usr/share/zoneinfo";
  constexpr std::string_view kMark = "# version ";
  const std::string line = FirstLine(folder + "/tzdata.zi");
  if (line.size() > kMark.size() && line.compare(0, kMark.size(), kMark) == 0) {
    return line.substr(kMark.size());
  }
  const std::string version = FirstLine(folder + "/+VERSION");
  return version.empty() ? "unknown" : version;
}

class InstalledTimeZones final : public TimeZones {
 public:
  InstalledTimeZones() : version_(InstalledVersion()) {}

  absl::StatusOr<Instant> Resolve(std::string_view zone, CivilDate date,
                                  int32_t minute_of_day) const override {
    if (minute_of_day < 0 || minute_of_day > 1439) {
      return absl::InvalidArgumentError(
          absl::StrCat("not a minute of the day (0 to 1439): ", minute_of_day));
    }
    DAYBOOK_ASSIGN_OR_RETURN(const absl::TimeZone loaded, Load(zone));
    const absl::CivilMinute local = absl::CivilMinute(kEpochDay + date.days()) + minute_of_day;
    return Instant::FromMicros(absl::ToUnixMicros(loaded.At(absl::CivilSecond(local)).pre));
  }

  absl::StatusOr<CivilDate> LocalDate(std::string_view zone, Instant instant) const override {
    DAYBOOK_ASSIGN_OR_RETURN(const absl::TimeZone loaded, Load(zone));
    const absl::CivilDay day(loaded.At(absl::FromUnixMicros(instant.micros())).cs);
    return CivilDate::FromDays(static_cast<int32_t>(day - kEpochDay));
  }

  std::string_view version() const override { return version_; }

 private:
  absl::StatusOr<absl::TimeZone> Load(std::string_view zone) const {
    {
      const std::shared_lock lock(mutex_);
      if (const auto found = zones_.find(zone); found != zones_.end()) return found->second;
    }
    absl::TimeZone loaded;
    if (!IsZoneName(zone) || !absl::LoadTimeZone(ToAbsl(zone), &loaded)) {
      return absl::NotFoundError(
          absl::StrCat("no such time zone: '", ToAbsl(zone.substr(0, 64)), "'"));
    }
    const std::unique_lock lock(mutex_);
    zones_.emplace(zone, loaded);
    return loaded;
  }

  const std::string version_;
  mutable std::shared_mutex mutex_;
  mutable std::map<std::string, absl::TimeZone, std::less<>> zones_;  // those that exist
};

}  // namespace

const TimeZones& SystemTimeZones() {
  static const TimeZones& zones = *new InstalledTimeZones;  // outlives all threads
  return zones;
}

}  // namespace daybook
