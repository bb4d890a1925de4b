#include "ledger/domain/dining/outlet_checks.h"

#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "ledger/base/civil_date.h"
#include "ledger/domain/dining/seats.h"

namespace daybook {
namespace {

class ExpectedGuests {
 public:
  ExpectedGuests(DecideContext& context, const v1::OutletDefinition& now,
                 const v1::OutletDefinition& next)
      : context_(context), now_(now), next_(next) {}

  void Check(const v1::OutletDay& day) {
    if (day.sittings().empty()) return;
    if (next_.inactive() && !now_.inactive()) {
      Decline(closes_, day, "outlet.inactive", day.sittings(0).minute(), "guests are expected");
    }
    CheckSeats(day);
    CheckHours(day);
  }

 private:
  void CheckSeats(const v1::OutletDay& day) {
    if (next_.seats() >= now_.seats() && next_.sitting_minutes() <= now_.sitting_minutes()) return;
    int32_t minute = 0;
    const int32_t seated = MostSeatedOfDay(day, next_.sitting_minutes(), &minute);
    if (seated <= next_.seats()) return;
    Decline(seats_, day, next_.seats() < now_.seats() ? "outlet.seats" : "outlet.sitting_minutes",
            minute,
            absl::StrCat(seated, " guests are expected, for whom there would be ", next_.seats(),
                         " seats"));
  }

  void CheckHours(const v1::OutletDay& day) {
    for (const v1::OutletDay::Sitting& sitting : day.sittings()) {
      const int32_t minute = sitting.minute();
      const std::string guests = absl::StrCat(sitting.covers(), " guests are expected");
      if (minute < next_.opens_minute() && minute >= now_.opens_minute()) {
        Decline(opens_, day, "outlet.opens_minute", minute, guests);
      }
      if (minute >= next_.closes_minute() && minute < now_.closes_minute()) {
        Decline(shuts_, day, "outlet.closes_minute", minute, guests);
      }
    }
  }

  void Decline(bool& said, const v1::OutletDay& day, std::string_view path, int32_t minute,
               const std::string& what) {
    if (said) return;
    said = true;
    context_.Decline(
        v1::POLICY_CAPACITY_BELOW_SOLD, path,
        absl::StrCat("on ", DateOf(day.date()).ToString(), " at ", TimeOfDay(minute), " ", what));
  }

  DecideContext& context_;
  const v1::OutletDefinition& now_;
  const v1::OutletDefinition& next_;
  bool closes_ = false;
  bool seats_ = false;
  bool opens_ = false;
  bool shuts_ = false;
};

}  // namespace

std::string TimeOfDay(int32_t minute) {
  return absl::StrFormat("%02d:%02d", minute / 60, minute % 60);
}

void CheckExpectedGuests(DecideContext& context, const v1::Outlet& now,
                         const v1::OutletDefinition& next) {
  ExpectedGuests expected(context, now.definition(), next);
  for (const int32_t date : now.expects_on()) {
    if (date < context.property->business_date()) continue;
    const auto* const day =
        context.state.Find<v1::OutletDay>(OutletDayKey(next.property_id(), next.outlet_id(), date));
    if (day != nullptr) expected.Check(*day);
  }
}

}  // namespace daybook
