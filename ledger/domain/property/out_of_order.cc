#include "ledger/domain/property/out_of_order.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace daybook {
namespace {

constexpr size_t kRunBytes = 12;

void AppendNumber(int32_t number, std::string& out) {
  const auto value = static_cast<uint32_t>(number);
  for (int shift = 24; shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>((value >> shift) & 0xff));
  }
}

int32_t NumberAt(std::string_view bytes, size_t at) {
  uint32_t value = 0;
  for (size_t i = at; i < at + 4; ++i) value = value << 8 | static_cast<uint8_t>(bytes[i]);
  return static_cast<int32_t>(value);
}

}  // namespace

void OutOfOrderNights::Append(const Run& run) {
  if (run.rooms == 0 || run.from >= run.until) return;
  if (!runs_.empty() && runs_.back().until == run.from && runs_.back().rooms == run.rooms) {
    runs_.back().until = run.until;
  } else {
    runs_.push_back(run);
  }
}

void OutOfOrderNights::Set(CivilDate from, CivilDate until, int32_t rooms) {
  if (from >= until) return;
  const std::vector<Run> before = std::exchange(runs_, {});
  for (const Run& run : before) Append({run.from, std::min(run.until, from), run.rooms});
  Append({from, until, rooms});
  for (const Run& run : before) Append({std::max(run.from, until), run.until, run.rooms});
}

bool OutOfOrderNights::DropBefore(CivilDate date) {
  if (runs_.empty() || runs_.front().from >= date) return false;
  const auto kept =
      std::find_if(runs_.begin(), runs_.end(), [date](const Run& run) { return run.until > date; });
  runs_.erase(runs_.begin(), kept);
  if (!runs_.empty()) runs_.front().from = std::max(runs_.front().from, date);
  return true;
}

int32_t OutOfOrderNights::At(CivilDate night) const {
  const auto run =
      std::upper_bound(runs_.begin(), runs_.end(), night,
                       [](CivilDate date, const Run& later) { return date < later.until; });
  return run == runs_.end() || night < run->from ? 0 : run->rooms;
}

std::string OutOfOrderNights::Encode() const {
  std::string bytes;
  bytes.reserve(runs_.size() * kRunBytes);
  for (const Run& run : runs_) {
    AppendNumber(run.from.ymd(), bytes);
    AppendNumber(run.until.ymd(), bytes);
    AppendNumber(run.rooms, bytes);
  }
  return bytes;
}

std::optional<OutOfOrderNights> OutOfOrderNights::Decode(std::string_view bytes) {
  if (bytes.size() % kRunBytes != 0) return std::nullopt;
  OutOfOrderNights nights;
  for (size_t at = 0; at < bytes.size(); at += kRunBytes) {
    const std::optional<CivilDate> from = CivilDate::FromYmd(NumberAt(bytes, at));
    const std::optional<CivilDate> until = CivilDate::FromYmd(NumberAt(bytes, at + 4));
    const int32_t rooms = NumberAt(bytes, at + 8);
    if (!from || !until || rooms < 0) return std::nullopt;
    if (!nights.runs_.empty() && *from < nights.runs_.back().until) return std::nullopt;
    nights.Append({*from, *until, rooms});
  }
  // Runs that are empty, or that could be one, were never written.
  if (nights.runs_.size() * kRunBytes != bytes.size()) return std::nullopt;
  return nights;
}

}  // namespace daybook
