#include "ledger/domain/booking/price_lines.h"

#include <algorithm>

#include "ledger/domain/decide_context.h"

namespace daybook {

void AppendLine(CivilDate from, CivilDate to, int64_t nightly_minor, PriceLines& lines) {
  if (!lines.empty() && from < to) {
    v1::PriceLine& last = lines[lines.size() - 1];
    if (last.to() == from.ymd() && last.nightly_minor() == nightly_minor &&
        last.from() != last.to()) {
      last.set_to(to.ymd());
      return;
    }
  }
  v1::PriceLine& line = *lines.Add();
  line.set_from(from.ymd());
  line.set_to(to.ymd());
  line.set_nightly_minor(nightly_minor);
}

void AppendPartOf(const PriceLines& lines, Nights range, PriceLines& out) {
  for (const v1::PriceLine& line : lines) {
    const CivilDate from = std::max(DateOf(line.from()), range.from);
    const CivilDate to = std::min(DateOf(line.to()), range.to);
    if (from < to) AppendLine(from, to, line.nightly_minor(), out);
  }
}

bool SameLines(const PriceLines& a, const PriceLines& b) {
  return std::equal(
      a.begin(), a.end(), b.begin(), b.end(), [](const v1::PriceLine& x, const v1::PriceLine& y) {
        return x.from() == y.from() && x.to() == y.to() && x.nightly_minor() == y.nightly_minor();
      });
}

const v1::RoomTypePrice* FindPrice(const v1::RatePlan& plan, std::string_view room_type_id) {
  for (const v1::RoomTypePrice& price : plan.definition().prices()) {
    if (price.room_type_id() == room_type_id) return &price;
  }
  return nullptr;
}

}  // namespace daybook
