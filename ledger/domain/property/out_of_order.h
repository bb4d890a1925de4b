// Rooms of a type that can't be sold, by night: runs of nights with the same number.
#ifndef DAYBOOK_LEDGER_DOMAIN_PROPERTY_OUT_OF_ORDER_H_
#define DAYBOOK_LEDGER_DOMAIN_PROPERTY_OUT_OF_ORDER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/civil_date.h"

namespace daybook {

// One thread. What was said last about a night counts.
class OutOfOrderNights {
 public:
  struct Run {
    CivilDate from;
    CivilDate until;    // after `from`
    int32_t rooms = 0;  // above 0
    friend bool operator==(const Run&, const Run&) = default;
  };

  // On each night of [from, until); rooms is not negative.
  void Set(CivilDate from, CivilDate until, int32_t rooms);
  // Forgets the nights before `date`. False: there was none.
  bool DropBefore(CivilDate date);

  int32_t At(CivilDate night) const;
  // In the order of their nights, without two that could be one.
  const std::vector<Run>& runs() const { return runs_; }

  // Three numbers a run, 4 bytes big-endian each: from and until as yyyymmdd, rooms. Nothing for
  // nothing.
  std::string Encode() const;
  // nullopt: not what Encode gives.
  static std::optional<OutOfOrderNights> Decode(std::string_view bytes);

 private:
  void Append(const Run& run);

  std::vector<Run> runs_;
};

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_PROPERTY_OUT_OF_ORDER_H_
