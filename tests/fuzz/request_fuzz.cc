// Requests as bytes, through what the engine asks of them (it parses, it will parse again, it fits)
// to resolve, decide and apply, one after the other in a small hotel.
#include <map>
#include <set>

#include "ledger/base/strings.h"
#include "ledger/base/time_zones.h"
#include "ledger/domain/booking/booking_evolve.h"
#include "ledger/domain/booking/night_counts.h"
#include "ledger/domain/property/out_of_order.h"
#include "ledger/domain/state.h"
#include "ledger/engine/wire_check.h"
#include "ledger/log/record_codec.h"
#include "ledger/privacy/sealing.h"
#include "tests/fuzz/message_mutator.h"
#include "tests/fuzz/pieces.h"
#include "tests/fuzz/small_hotel.h"
#include "tests/support/requests.h"

namespace daybook::fuzz {
namespace {

constexpr size_t kMaxRequests = 32;
constexpr int64_t kMicrosPerMinute = 60'000'000;

const WireCheck& RequestCheck() {
  static const WireCheck check(v1::Request::descriptor());
  return check;
}

// What the check lets through parses again, and a string that is not UTF-8 is not let through.
bool PassesWireCheck(const v1::Request& request, std::string_view any_bytes) {
  static_cast<void>(RequestCheck().Check(any_bytes));
  v1::Request spoilt = request;
  spoilt.mutable_actor()->set_id(std::string(any_bytes.substr(0, 64)));
  v1::Request again;
  const std::string spoilt_bytes = spoilt.SerializeAsString();
  if (RequestCheck().Check(spoilt_bytes).ok()) {
    Require(again.ParseFromString(spoilt_bytes), "what passes the check parses again");
  } else if (RequestCheck().Check(request.SerializeAsString()).ok()) {
    Require(!again.ParseFromString(spoilt_bytes), "what the check refuses would not parse again");
  }
  const std::string bytes = request.SerializeAsString();
  if (!RequestCheck().Check(bytes).ok()) return false;
  Require(again.ParseFromString(bytes), "what passes the check parses again");
  Require(again.SerializeAsString() == bytes, "a request serialises to the same bytes again");
  return true;
}

// As the engine admits it.
bool Admitted(const v1::Request& request) {
  return IsValidId(request.request_id()) && SealedFields(request).empty() &&
         request.ByteSizeLong() <= kMaxRequestBytes;
}

class Play {
 public:
  Play() {
    for (const StateRow& row : SmallHotelRows()) {
      Require(state_.LoadRow(row.key, *row.value).ok(), "the hotel's rows load");
      rows_[row.key] = *row.value;
    }
    for (int i = 1; i <= 7; ++i) bookings_.insert("b" + std::to_string(i));
  }

  void Submit(const v1::Request& request, int64_t minutes_later) {
    now_ = now_.PlusMicros(minutes_later * kMicrosPerMinute);
    const v1::Record record = Judge(state_, position_, request, now_);
    CheckOutcome(record.outcome());
    if (!Admitted(request)) return;
    const absl::StatusOr<std::string> bytes = EncodeRecord(record);
    if (!bytes.ok()) return;
    v1::Record decoded;
    Require(DecodeRecord(position_, *bytes, decoded).ok(), "what is recorded can be read");
    state_.Apply(decoded);
    ++position_;
    for (const v1::Event& event : decoded.outcome().accepted().events()) {
      if (!BookingOf(event).empty()) bookings_.insert(std::string(BookingOf(event)));
    }
  }

  // Rooms taken, counted naively from the bookings, before and after a way through the rows.
  void CheckEnd() {
    CheckInventory(state_);
    for (const StateRow& row : state_.TakeDirtyRows()) {
      if (row.value.has_value()) {
        rows_[row.key] = *row.value;
      } else {
        rows_.erase(row.key);
      }
    }
    State loaded;
    for (const auto& [key, value] : rows_) {
      Require(loaded.LoadRow(key, value).ok(), "a row that state gave loads");
    }
    CheckInventory(loaded);
    CheckOutOfOrder(loaded);
    Require(loaded.NextDue() == state_.NextDue(), "what is due next survives the rows");
    Require(loaded.evictable() == state_.evictable() &&
                loaded.live_bookings() == state_.live_bookings(),
            "everything survives the rows");
  }

 private:
  using Place = std::pair<std::string, std::string>;  // property, room type

  static void CheckOutcome(const v1::Outcome& outcome) {
    Require(outcome.has_accepted() || outcome.has_declined(), "every request has an outcome");
    Require(outcome.has_accepted() || !outcome.declined().reasons().empty(),
            "a decline has a reason");
    const WireCheck check(v1::Outcome::descriptor());
    Require(check.Check(outcome.SerializeAsString()).ok(), "an outcome can be read again");
  }

  void CheckOutOfOrder(const State& loaded) const {
    for (const char* property : {"H1", "H2"}) {
      for (const char* room_type : {"DBL", "SUI", "TWN"}) {
        const OutOfOrderNights* const nights = state_.NightsOutOfOrder(property, room_type);
        const OutOfOrderNights* const again = loaded.NightsOutOfOrder(property, room_type);
        Require((nights == nullptr || nights->runs().empty())
                    ? again == nullptr || again->runs().empty()
                    : again != nullptr && again->runs() == nights->runs(),
                "what is out of order survives the rows");
        if (nights == nullptr || nights->runs().empty()) continue;
        Require(nights->runs().front().from.ymd() >= state_.FindProperty(property)->business_date(),
                "what is out of order is so from the business date on");
      }
    }
  }

  void CheckInventory(const State& state) const {
    std::map<Place, std::map<int32_t, int32_t>> taken;  // by the days since 1970
    int32_t first = 100'000;
    int32_t last = 0;
    for (const std::string& id : bookings_) {
      const v1::Booking* const booking = state.FindBooking(id);
      if (booking == nullptr) continue;
      const auto arrival = CivilDate::FromYmd(booking->stay().arrival());
      const auto departure = CivilDate::FromYmd(booking->stay().departure());
      Require(arrival && departure && *arrival <= *departure, "a booking has a stay");
      Require(booking->price_minor() == SumOfLines(booking->price()), "a price is its lines");
      first = std::min(first, arrival->days() - 2);
      last = std::max(last, departure->days() + 2);
      auto& nights = taken[{booking->property_id(), HeldRoomType(*booking)}];
      if (!HoldsRoom(booking->status())) continue;
      for (int32_t day = arrival->days(); day < departure->days(); ++day) ++nights[day];
    }
    for (const auto& [place, nights] : taken) {
      const NightCounts* const counts = state.NightsTaken(place.first, place.second);
      for (int32_t day = first; day < last; ++day) {
        const int32_t count = counts == nullptr ? 0 : counts->At(CivilDate::FromDays(day));
        const auto expected = nights.find(day);
        Require(count >= 0, "rooms taken are not negative");
        Require(count == (expected == nights.end() ? 0 : expected->second),
                "rooms taken are those of the bookings");
      }
    }
  }

  State state_;
  Instant now_ = SmallHotelOpened();
  uint64_t position_ = SmallHotelEnd();
  std::set<std::string> bookings_;
  std::map<std::string, std::string> rows_;
};

// A piece's tag says how much later its request comes: up to 45 days, mostly less.
void CheckInput(std::string_view input) {
  std::vector<Piece> pieces = SplitPieces(input);
  if (pieces.size() > kMaxRequests) pieces.resize(kMaxRequests);
  Play play;
  for (const Piece& piece : pieces) {
    v1::Request request;
    if (!request.ParseFromString(piece.bytes)) request.Clear();
    if (!PassesWireCheck(request, piece.bytes)) continue;
    play.Submit(request, int64_t{piece.tag} * piece.tag);
  }
  play.CheckEnd();
}

// One of each that follows on from the small hotel, so that mutation has all shapes to begin with.
std::vector<v1::Request> FurtherRequests() {
  namespace given = daybook::testing;
  return {
      given::Create({.id = "b8", .arrival = 20260309, .departure = 20260314, .room_type = "TWN"}),
      given::ChangeStay("b1", 20260309, 20260313, v1::REQUOTE_ALL),
      given::ChangeRoomType("b1", "SUI"),
      given::Confirm("b2"),
      given::Release("b2"),
      given::Promote("b3"),
      given::Assign("b1", "SUI"),
      given::ChangeDeparture("b4", 20260305),
      given::CheckOutOf("b4"),
      given::Settle("b1", "pay1", "ref1", v1::REFUND_SUCCEEDED),
      given::Refund("b1", "pay1", "ref2", 2'000),
      given::Cancel("b1"),
      given::Pay("b3", "pay2", 5'000),
      given::Remark("f2"),
      given::Create({.id = "b10", .arrival = 20260301, .departure = 20260303, .room_type = "TWN"}),
      given::CheckInOf("b10"),
      given::Overriding({v1::POLICY_NOT_AVAILABLE}, given::StaffMember(given::kManager),
                        given::Create({.id = "b9"})),
      given::As(given::Guest("c-1"), given::Cancel("b3")),
      given::DefineRoomType("H1", "DBL", 1),
      given::DefineProperty("H3", "America/New_York"),
      given::DefineRatePlan("H1", "FLEX", {{.room_type = "DBL"}},
                            given::Policy("p9", {given::Tier(1, 1080, given::FirstNights(1))}, 60)),
      given::DefineStaff({}),
      given::DefineChannel("web"),
      given::Roll("H1", 20260301),
      given::Roll("H2", 20260301),
      given::OutOfOrder("H1", "DBL", 20260301, 20260303, 1),
      given::OutOfOrder("H1", "TWN", 20260309, 20260311, 0),
      given::Due("2026-03-05T00:00:00Z"),
      given::Schema(),
      given::ImportBegin(),
      given::ImportComplete(),
      given::SimulationBegin(),
  };
}

void AddSeeds(std::vector<std::string>& seeds) {
  std::vector<Piece> all;
  int number = 0;
  for (v1::Request& request : FurtherRequests()) {
    request.set_request_id("q-" + std::to_string(number++));
    all.push_back({static_cast<uint8_t>(number % 3 == 0 ? 20 : 0), request.SerializeAsString()});
    seeds.push_back(JoinPieces({all.back()}));
  }
  seeds.push_back(JoinPieces(all));
  for (size_t at = 0; at + 6 <= all.size(); at += 3) {
    const auto from = all.begin() + static_cast<std::ptrdiff_t>(at);
    seeds.push_back(JoinPieces({from, from + 6}));
  }
}

std::string MutateRequests(std::string_view input, Random& random) {
  static const Dictionary words = HotelDictionary();
  std::vector<Piece> pieces = SplitPieces(input);
  if (pieces.empty() || random.OneIn(6)) {
    ShufflePieces(pieces, random);
    return JoinPieces(pieces);
  }
  Piece& piece = pieces[random.Below(pieces.size())];
  if (random.OneIn(8)) {
    piece.tag = static_cast<uint8_t>(random.Below(random.OneIn(4) ? 256 : 40));
  } else {
    MutateSerialized(v1::Request::default_instance(), words, piece.bytes, random);
  }
  return JoinPieces(pieces);
}

}  // namespace
}  // namespace daybook::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  daybook::fuzz::SilenceProtobuf();
  daybook::fuzz::CheckInput(daybook::fuzz::AsText(data, size));
  return 0;
}

extern "C" void AddFuzzSeeds(std::vector<std::string>& seeds) { daybook::fuzz::AddSeeds(seeds); }

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t max_size,
                                          unsigned int seed) {
  daybook::fuzz::SilenceProtobuf();
  daybook::fuzz::Random random(seed);
  const std::string requests =
      daybook::fuzz::MutateRequests(daybook::fuzz::AsText(data, size), random);
  return daybook::fuzz::PutInput(requests, data, size, max_size);
}
