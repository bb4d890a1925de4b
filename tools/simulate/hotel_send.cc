// Onto the way: request ids, the moment, what goes wrong at the counter, what is sent twice.
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tools/simulate/hotel.h"
#include "tools/simulate/mistakes.h"

namespace daybook::simulation {
namespace {

// Half a part of the day each, and shorter, for what goes with or follows a request.
constexpr std::array<int32_t, kDayParts> kShiftSeconds = {8'600, 10'400, 10'400, 60};
constexpr std::array<int32_t, kDayParts> kShiftBeginsSeconds = {9'000, 10'800, 10'800, 300};
constexpr int64_t kMicros = 1'000'000;

}  // namespace

int64_t Hotel::DrawSecond(int32_t slot) {
  return ShiftBegins(slot) + 100 +
         random_.Below(kShiftSeconds[static_cast<size_t>(slot % kDayParts)]);
}

int64_t Hotel::ShiftBegins(int32_t slot) const {
  return ShiftOf(index_) * kShiftBeginsSeconds[static_cast<size_t>(slot % kDayParts)];
}

const std::string& Hotel::SomeDesk() {
  return desks_[static_cast<size_t>(random_.Below(static_cast<int32_t>(desks_.size())))];
}

Ask Hotel::AskAbout(AskKind kind, int64_t booking) const {
  Ask ask;
  ask.kind = kind;
  ask.hotel = index_;
  ask.booking = booking;
  return ask;
}

void Hotel::Send(int32_t slot, int64_t second, v1::Request request, const Ask& ask) {
  request.set_request_id(absl::StrCat(plan_.id, "-r", next_request_++));
  // Fractions of a second, so that hotels do not ask in step; the order of seconds stays.
  const Instant at = write_.InstantOf(slot, second).PlusMicros(index_ * 997 % kMicros);
  const bool again = random_.PerMille(rates_.retry_permille);
  const bool muddled = random_.Chance(rates_.conflict_per_100000, 100'000);
  if (again || muddled) {
    TimedRequest repeated{at.PlusMicros(random_.Between(1, 40) * kMicros),
                          again ? Sending::kAgain : Sending::kConflict, request};
    if (!again) repeated.request.set_correlation_id("another-matter");
    batch_->entries.push_back({{at, Sending::kFirst, std::move(request)}, ask});
    batch_->entries.push_back({std::move(repeated), Ask{}});
    return;
  }
  batch_->entries.push_back({{at, Sending::kFirst, std::move(request)}, ask});
}

void Hotel::SendAbout(int32_t slot, int64_t second, v1::Request request, const Ask& ask,
                      BookingEntry& entry) {
  if (entry.busy_slot != slot && random_.PerMille(rates_.mistake_permille)) {
    SendMistake(slot, second - 90, entry);
  }
  entry.busy_slot = slot;
  Send(slot, second, std::move(request), ask);
}

void Hotel::SendMistake(int32_t slot, int64_t second, const BookingEntry& entry) {
  const MistakeScene scene{plan_,        write_,         entry,        DayOf(slot),
                           former_desk_, desks_.front(), next_booking_};
  if (std::optional<v1::Request> mistake = MakeMistake(random_, scene)) {
    ++next_booking_;
    Send(slot, second, *std::move(mistake), AskAbout(AskKind::kNothing, 0));
  }
}

int64_t Hotel::PriceMinor(const BookingEntry& entry) const {
  const int64_t nightly = entry.agreed_nightly_minor > 0
                              ? entry.agreed_nightly_minor
                              : plan_.PriceMinor(entry.room_type, entry.rate_plan, price_rises_,
                                                 entry.nights() == 0, rates_.price_rise_permille);
  return nightly * std::max(1, entry.nights());
}

}  // namespace daybook::simulation
