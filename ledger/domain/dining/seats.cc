#include "ledger/domain/dining/seats.h"

#include <algorithm>

namespace daybook {
namespace {

int32_t SeatedAt(const v1::OutletDay& day, int32_t moment, int32_t sitting_minutes) {
  int32_t seated = 0;
  for (const v1::OutletDay::Sitting& sitting : day.sittings()) {
    if (sitting.minute() <= moment && moment < sitting.minute() + sitting_minutes) {
      seated += sitting.covers();
    }
  }
  return seated;
}

}  // namespace

// The number rises only when a party begins.
int32_t MostSeated(const v1::OutletDay* day, int32_t minute, int32_t sitting_minutes) {
  if (day == nullptr) return 0;
  int32_t most = SeatedAt(*day, minute, sitting_minutes);
  for (const v1::OutletDay::Sitting& sitting : day->sittings()) {
    if (minute < sitting.minute() && sitting.minute() < minute + sitting_minutes) {
      most = std::max(most, SeatedAt(*day, sitting.minute(), sitting_minutes));
    }
  }
  return most;
}

int32_t MostSeatedOfDay(const v1::OutletDay& day, int32_t sitting_minutes, int32_t* minute) {
  int32_t most = 0;
  for (const v1::OutletDay::Sitting& sitting : day.sittings()) {
    const int32_t seated = SeatedAt(day, sitting.minute(), sitting_minutes);
    if (seated <= most) continue;
    most = seated;
    if (minute != nullptr) *minute = sitting.minute();
  }
  return most;
}

void AddCovers(int32_t minute, int32_t covers, v1::OutletDay& day) {
  auto& sittings = *day.mutable_sittings();
  int at = 0;
  while (at < sittings.size() && sittings[at].minute() < minute) ++at;
  if (at == sittings.size() || sittings[at].minute() != minute) {
    sittings.Add()->set_minute(minute);
    std::rotate(sittings.begin() + at, sittings.end() - 1, sittings.end());
  }
  sittings[at].set_covers(sittings[at].covers() + covers);
  if (sittings[at].covers() <= 0) sittings.DeleteSubrange(at, 1);
}

}  // namespace daybook
