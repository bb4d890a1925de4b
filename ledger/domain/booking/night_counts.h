// Rooms taken per night, dense over the nights that were ever asked for.
#ifndef DAYBOOK_LEDGER_DOMAIN_BOOKING_NIGHT_COUNTS_H_
#define DAYBOOK_LEDGER_DOMAIN_BOOKING_NIGHT_COUNTS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "ledger/base/civil_date.h"

namespace daybook {

// One thread. Four bytes a night between the earliest and the latest one touched.
class NightCounts {
 public:
  // Adds `by` to each night of [from, to).
  void Add(CivilDate from, CivilDate to, int32_t by) {
    if (from >= to) return;
    Cover(from, to);
    for (int32_t day = from.days(); day < to.days(); ++day) {
      counts_[static_cast<size_t>(day - first_day_)] += by;
    }
  }

  // Adds the other's counts, night by night.
  void Add(const NightCounts& other) {
    for (size_t i = 0; i < other.counts_.size(); ++i) {
      if (other.counts_[i] == 0) continue;
      const CivilDate night =
          CivilDate() + (other.first_day_ + static_cast<int32_t>(i) - CivilDate().days());
      Add(night, night + 1, other.counts_[i]);
    }
  }

  int32_t At(CivilDate night) const {
    const int64_t index = int64_t{night.days()} - first_day_;
    if (index < 0 || index >= static_cast<int64_t>(counts_.size())) return 0;
    return counts_[static_cast<size_t>(index)];
  }

  // The first night from `from` on of which more than `limit` (0 or more) are taken.
  std::optional<CivilDate> FirstAbove(CivilDate from, int32_t limit) const {
    const int64_t skip = std::max<int64_t>(0, int64_t{from.days()} - first_day_);
    for (int64_t i = skip; i < static_cast<int64_t>(counts_.size()); ++i) {
      if (counts_[static_cast<size_t>(i)] <= limit) continue;
      return from + static_cast<int32_t>(first_day_ + i - from.days());
    }
    return std::nullopt;
  }

 private:
  // Grows by a season at least, so that bookings made in the order of their dates seldom move the
  // counts.
  static constexpr int32_t kSlackDays = 90;

  void Cover(CivilDate from, CivilDate to) {
    if (counts_.empty()) {
      first_day_ = from.days();
      counts_.resize(static_cast<size_t>(to - from + kSlackDays));
      return;
    }
    if (from.days() < first_day_) {
      const int32_t first_day = from.days() - kSlackDays;
      counts_.insert(counts_.begin(), static_cast<size_t>(first_day_ - first_day), 0);
      first_day_ = first_day;
    }
    const auto needed = static_cast<size_t>(to.days() - first_day_);
    if (needed > counts_.size()) counts_.resize(needed + kSlackDays);
  }

  int32_t first_day_ = 0;
  std::vector<int32_t> counts_;
};

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_BOOKING_NIGHT_COUNTS_H_
