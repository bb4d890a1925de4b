#include "tools/simulate/simulator.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

namespace daybook::simulation {
namespace {

constexpr int32_t kMaxAttempts = 11;
constexpr int32_t kCompaniesPerHotel = 8;

}  // namespace

Simulator::Simulator(const SimulationSettings& settings) : settings_(settings) {
  const int32_t companies = (settings.hotels + 1) / kShifts * kCompaniesPerHotel;
  for (int32_t shift = 0; shift < kShifts; ++shift) {
    customers_.push_back(std::make_unique<Customers>(std::max(companies, 1), shift));
  }
  for (int32_t index = 0; index < settings.hotels; ++index) {
    hotels_.push_back(std::make_unique<Hotel>(settings_, index,
                                              *customers_[static_cast<size_t>(ShiftOf(index))]));
  }
}

absl::StatusOr<SimulatedPart*> Simulator::Next() {
  const bool looks = turn_ == Turn::kLook;
  if (looks) AfterAudit();
  if (attempt_ > kMaxAttempts) {
    return absl::InternalError(
        absl::StrCat("the business date of day ", day_, " can't be rolled at every hotel"));
  }
  SimulatedPart& part = parts_[next_part_];
  next_part_ = 1 - next_part_;
  part.slot = SlotOf(day_, day_part_);
  Batch batch;
  if (turn_ == Turn::kDefine) {
    Define(batch);
    turn_ = Turn::kAsk;
  } else if (turn_ == Turn::kWait) {
    turn_ = Turn::kLook;
  } else if (!looks) {
    Play(batch);
  }
  Take(batch, part);
  return &part;
}

void Simulator::Define(Batch& batch) {
  int64_t number = 0;
  const RequestWriter group(hotels_.front()->plan(), settings_.from);
  for (v1::Request& request : GroupDefinitions()) {
    RequestWriter::SetOwner(request);
    request.set_request_id(absl::StrCat("group-r", ++number));
    Ask ask;
    ask.hotel = -1;
    batch.entries.push_back(
        {{group.InstantOf(SlotOf(0, kMorning), -7200), Sending::kFirst, std::move(request)}, ask});
  }
  for (const auto& hotel : hotels_) hotel->Define(batch);
}

// One shift; and on to the next one, or part, or to what comes of the audit.
void Simulator::Play(Batch& batch) {
  for (int32_t index = shift_; index < settings_.hotels; index += kShifts) {
    Hotel& hotel = *hotels_[static_cast<size_t>(index)];
    if (day_part_ != kNight) {
      hotel.Play(SlotOf(day_, day_part_), batch);
    } else if (!hotel.audited(day_)) {
      hotel.Audit(day_, attempt_, batch);
    }
  }
  if (++shift_ < kShifts) return;
  shift_ = 0;
  if (day_part_ == kNight) {
    turn_ = Turn::kWait;
  } else {
    ++day_part_;
  }
}

void Simulator::AfterAudit() {
  turn_ = Turn::kAsk;
  ++attempt_;
  if (!Audited()) return;
  ++day_;
  day_part_ = kMorning;
  attempt_ = 0;
}

bool Simulator::Audited() const {
  return std::all_of(hotels_.begin(), hotels_.end(),
                     [this](const auto& hotel) { return hotel->audited(day_); });
}

// Into the order of time; what is at the same instant stays in the order in which it was thought of.
void Simulator::Take(Batch& batch, SimulatedPart& part) {
  std::vector<uint32_t> order(batch.entries.size());
  for (uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&batch](uint32_t a, uint32_t b) {
    const Instant at_a = batch.entries[a].timed.at;
    const Instant at_b = batch.entries[b].timed.at;
    return at_a != at_b ? at_a < at_b : a < b;
  });
  part.requests.clear();
  part.asks.clear();
  part.requests.reserve(order.size());
  part.asks.reserve(order.size());
  for (const uint32_t i : order) {
    part.requests.push_back(std::move(batch.entries[i].timed));
    part.asks.push_back(batch.entries[i].ask);
  }
}

size_t Simulator::open_bookings() const {
  size_t open = 0;
  for (const auto& hotel : hotels_) open += hotel->open_bookings();
  return open;
}

void Simulator::Answer(const SimulatedPart& part, size_t index, const v1::Outcome& outcome,
                       uint64_t position) {
  const Ask& ask = part.asks[index];
  if (ask.hotel < 0 || part.requests[index].sending != Sending::kFirst) return;
  hotels_[static_cast<size_t>(ask.hotel)]->Answered(ask, part.slot, outcome, position);
}

}  // namespace daybook::simulation
