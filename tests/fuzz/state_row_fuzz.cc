// Rows of state as stored: loading any gives OK or DataLoss, and what was loaded can be looked at,
// dropped, and is never half there.
#include <memory>

#include "ledger/domain/booking/night_counts.h"
#include "ledger/domain/state.h"
#include "ledger/domain/state_impl.h"
#include "tests/fuzz/byte_mutator.h"
#include "tests/fuzz/message_mutator.h"
#include "tests/fuzz/pieces.h"
#include "tests/fuzz/small_hotel.h"

namespace daybook::fuzz {
namespace {

// A row is two pieces: the key, the value.
std::string InputOfRows(const std::vector<StateRow>& rows) {
  std::vector<Piece> pieces;
  for (const StateRow& row : rows) {
    pieces.push_back({0, row.key});
    pieces.push_back({0, row.value.value_or("")});
  }
  return JoinPieces(pieces);
}

void LookAt(const State& state) {
  const CivilDate day = *CivilDate::FromYmd(20260310);
  for (const char* property : {"H1", "H2"}) {
    for (const char* room_type : {"DBL", "SUI", "TWN"}) {
      Require(state.RoomsTaken(property, room_type, day) >= 0, "rooms taken are not negative");
      Require(state.RoomsOutOfOrder(property, room_type, day) >= 0,
              "rooms out of order are not negative");
    }
    for (const v1::Booking* booking : state.DueIn(property, day)) {
      Require(booking->stay().arrival() <= 20260310, "what is due in has arrived");
    }
    for (const v1::Booking* booking : state.DueOut(property, day)) {
      Require(booking->status() == v1::IN_HOUSE, "only guests in house are due out");
    }
  }
  const auto expired = state.ExpiredHolds(Instant::Max(), 1000);
  Require(expired.empty() == (state.NextDue() == Instant::Max()), "what is due next is a hold");
}

void CheckLoad(std::string_view input) {
  State state;
  const std::vector<Piece> pieces = SplitPieces(input);
  for (size_t i = 0; i + 1 < pieces.size(); i += 2) {
    const std::string& key = pieces[i].bytes;
    const std::string& value = pieces[i + 1].bytes;
    const size_t evictable = state.evictable();
    const size_t live = state.live_bookings();
    const absl::Status status = state.LoadRow(key, value);
    if (!status.ok()) {
      Require(absl::IsDataLoss(status), "a row that can't be loaded is DataLoss");
      Require(state.evictable() == evictable && state.live_bookings() == live,
              "a row that can't be loaded leaves nothing");
      continue;
    }
    const size_t evictable_after = state.evictable();
    const size_t live_after = state.live_bookings();
    Require(state.LoadRow(key, value).ok(), "a row loads twice");
    Require(state.evictable() == evictable_after && state.live_bookings() == live_after,
            "a row that is there already stays as it is");
    const bool of_booking = key.front() == kBookingRow || key.front() == kTerminalBookingRow;
    // Without an id there is nothing to find it by.
    if (of_booking && key.size() > 1) {
      Require(state.FindBooking(std::string_view(key).substr(1)) != nullptr, "a booking is found");
    }
  }
  Require(state.dirty_rows() == 0, "what was loaded is clean");
  LookAt(state);
  state.Evict(0);
  Require(state.evictable() == 0, "all that can be evicted is clean here, and goes");
  LookAt(state);
}

std::unique_ptr<google::protobuf::Message> MessageOf(char kind) {
  switch (kind) {
    case kPropertyRow:
      return std::make_unique<v1::Property>();
    case kRoomTypeRow:
      return std::make_unique<v1::RoomType>();
    case kRatePlanRow:
      return std::make_unique<v1::RatePlan>();
    case kChannelRow:
      return std::make_unique<v1::Channel>();
    case kStaffRow:
      return std::make_unique<v1::Staff>();
    case kFeedbackRow:
      return std::make_unique<v1::Feedback>();
    case kBookingRow:
    case kTerminalBookingRow:
      return std::make_unique<v1::Booking>();
    default:
      return nullptr;
  }
}

// Bookings change their place most: one that was changed gets the key that it belongs under.
std::string KeyOf(const std::string& key, const std::string& value) {
  v1::Booking booking;
  if (key.empty() || (key[0] != kBookingRow && key[0] != kTerminalBookingRow) ||
      !booking.ParseFromString(value)) {
    return key;
  }
  const bool terminal = booking.status() == v1::CHECKED_OUT || booking.status() == v1::CANCELLED ||
                        booking.status() == v1::NO_SHOW;
  return RowKey(terminal ? kTerminalBookingRow : kBookingRow, booking.booking_id());
}

std::string MutateRows(std::string_view input, Random& random) {
  static const Dictionary words = HotelDictionary();
  std::vector<Piece> pieces = SplitPieces(input);
  if (pieces.size() < 2 || random.OneIn(10)) {
    ShufflePieces(pieces, random);
    return JoinPieces(pieces);
  }
  const size_t row = 2 * random.Below(pieces.size() / 2);
  std::string& key = pieces[row].bytes;
  std::string& value = pieces[row + 1].bytes;
  if (random.OneIn(12)) {
    MutateBytes(key, words.texts[random.Below(words.texts.size())], random);
    return JoinPieces(pieces);
  }
  if (const auto message = MessageOf(key.empty() ? '\0' : key.front())) {
    MutateSerialized(*message, words, value, random);
    if (!random.OneIn(6)) key = KeyOf(key, value);
  } else {
    MutateBytes(value, key, random);
  }
  return JoinPieces(pieces);
}

void AddSeeds(std::vector<std::string>& seeds) {
  seeds.push_back(InputOfRows(SmallHotelRows()));
  std::vector<StateRow> bookings;
  for (const StateRow& row : SmallHotelRows()) {
    if (row.key[0] == kBookingRow || row.key[0] == kTerminalBookingRow) bookings.push_back(row);
    seeds.push_back(InputOfRows({row}));
  }
  seeds.push_back(InputOfRows(bookings));
}

}  // namespace
}  // namespace daybook::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  daybook::fuzz::SilenceProtobuf();
  daybook::fuzz::CheckLoad(daybook::fuzz::AsText(data, size));
  return 0;
}

extern "C" void AddFuzzSeeds(std::vector<std::string>& seeds) { daybook::fuzz::AddSeeds(seeds); }

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t max_size,
                                          unsigned int seed) {
  daybook::fuzz::SilenceProtobuf();
  daybook::fuzz::Random random(seed);
  const std::string rows = daybook::fuzz::MutateRows(daybook::fuzz::AsText(data, size), random);
  return daybook::fuzz::PutInput(rows, data, size, max_size);
}
