// Keeps the bookings that may still change in memory, so that most records cost no read and no parse.
#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/arena.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "ledger/domain/booking/booking_evolve.h"
#include "projections/bookings/booking_index.h"
#include "projections/bookings/bookings_view.h"
#include "projections/bytes_map.h"

namespace daybook {
namespace {

// Raised when rows or index entries change for another reason than the fold. Both numbers only ever
// grow, so their sum names no two different views.
constexpr int kLayoutRevision = 1;
// Of the arena. What is kept and takes more than half of it is forgotten, and read again when it is asked for.
constexpr size_t kMostArenaBytes = size_t{64} << 20;

google::protobuf::ArenaOptions ArenaBlocks() {
  google::protobuf::ArenaOptions options;
  options.start_block_size = size_t{64} << 10;
  options.max_block_size = size_t{1} << 20;
  return options;
}

absl::Status ParseBooking(std::string_view key, std::string_view value, v1::Booking& booking) {
  if (!booking.ParseFromArray(value.data(), static_cast<int>(value.size()))) {
    return absl::DataLossError(absl::StrCat("the row of booking ", ToAbsl(key), " is damaged"));
  }
  return absl::OkStatus();
}

bool Creates(const v1::Event& event) { return event.has_booking_created(); }
bool Creates(const Posting&) { return false; }

std::string NameOf(const v1::Event& event) {
  return absl::StrCat("event ",
                      v1::Event::descriptor()->FindFieldByNumber(event.kind_case())->name());
}
std::string NameOf(const Posting& posting) {
  return absl::StrCat("posting ", v1::PostingRule_Name(posting.transfer.rule()));
}

class BookingsProjection final : public Projection {
 public:
  BookingsProjection() { Reset(); }

  std::string_view name() const override { return "bookings"; }
  int version() const override { return kBookingEvolveVersion + kLayoutRevision; }
  bool Wants(const v1::Record& record) const override {
    bool wants = false;
    ForEachBookingChange(record, [&wants](std::string_view, const auto&) { wants = true; });
    return wants;
  }

  absl::Status Apply(const v1::Record& record, ViewTransaction& txn) override {
    absl::Status status;
    ForEachBookingChange(record, [&](std::string_view id, const auto& what) {
      if (status.ok()) status = ApplyTo(id, record, what, txn);
    });
    DAYBOOK_RETURN_IF_ERROR(status);
    for (Kept* kept : changed_) {
      PutRow(*kept, txn);
      if (IsTerminal(kept->booking->status())) {  // hardly ever heard of again
        kept_.erase(kept_.find(kept->id));
      }
    }
    changed_.clear();
    BoundMemory();
    return absl::OkStatus();
  }

  void Reset() override {
    changed_.clear();
    kept_.clear();
    arena_ = std::make_unique<google::protobuf::Arena>(ArenaBlocks());
  }

  const google::protobuf::Message* RowType(std::string_view) const override {
    return &v1::Booking::default_instance();
  }

  absl::Status IndexEntries(std::string_view key, std::string_view value,
                            std::vector<std::string>& entries) const override {
    v1::Booking booking;
    DAYBOOK_RETURN_IF_ERROR(ParseBooking(key, value, booking));
    const IndexedFields fields = IndexedFieldsOf(booking);
    BookingIndexWriter writer;
    for (const BookingIndex index : kBookingIndexes) {
      if (const std::string_view entry = writer.Entry(index, fields, key); !entry.empty()) {
        entries.emplace_back(entry);
      }
    }
    return absl::OkStatus();
  }

 private:
  struct Kept {
    std::string_view id;                   // the key it is kept under
    v1::Booking* booking = nullptr;        // on arena_
    std::optional<IndexedFields> written;  // as its index entries in the view show it; none: no row
    bool changed = false;                  // by the present record
  };

  absl::StatusOr<Kept*> Find(std::string_view id, ViewTransaction& txn);
  // `what` is an event or a posting.
  template <typename What>
  absl::Status ApplyTo(std::string_view id, const v1::Record& record, const What& what,
                       ViewTransaction& txn);
  void PutRow(Kept& kept, ViewTransaction& txn);
  void ChangeIndexes(const Kept& kept, const IndexedFields& fields, ViewTransaction& txn);

  void BoundMemory();
  void MoveToNewArena();

  std::unique_ptr<google::protobuf::Arena> arena_;
  StableBytesMap<Kept> kept_;
  std::vector<Kept*> changed_;  // by the present record
  BookingIndexWriter index_writer_;
};

absl::StatusOr<BookingsProjection::Kept*> BookingsProjection::Find(std::string_view id,
                                                                   ViewTransaction& txn) {
  if (const auto found = kept_.find(id); found != kept_.end()) {
    return &found->second;
  }
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<std::string> row, txn.Get(id));
  const auto [added, is_new] = kept_.try_emplace(id);
  Kept& kept = added->second;
  kept.id = added->first;
  kept.booking = google::protobuf::Arena::CreateMessage<v1::Booking>(arena_.get());
  if (row.has_value()) {
    DAYBOOK_RETURN_IF_ERROR(ParseBooking(id, *row, *kept.booking));
    kept.written = IndexedFieldsOf(*kept.booking);
  }
  return &kept;
}

template <typename What>
absl::Status BookingsProjection::ApplyTo(std::string_view id, const v1::Record& record,
                                         const What& what, ViewTransaction& txn) {
  DAYBOOK_ASSIGN_OR_RETURN(Kept* const kept, Find(id, txn));
  const bool exists = !kept->booking->booking_id().empty();
  if (exists == Creates(what)) {
    return absl::DataLossError(absl::StrCat(NameOf(what), " can't be applied: booking ", ToAbsl(id),
                                            exists ? " is there already" : " is not there"));
  }
  EvolveBooking(record, what, *kept->booking);
  if (!kept->changed) {
    kept->changed = true;
    changed_.push_back(kept);
  }
  return absl::OkStatus();
}

void BookingsProjection::ChangeIndexes(const Kept& kept, const IndexedFields& fields,
                                       ViewTransaction& txn) {
  for (const BookingIndex index : kBookingIndexes) {
    if (kept.written.has_value()) {
      if (SameEntry(index, *kept.written, fields)) {
        continue;
      }
      const std::string_view before = index_writer_.Entry(index, *kept.written, kept.id);
      if (!before.empty()) {
        txn.DeleteIndex(before);
      }
    }
    const std::string_view after = index_writer_.Entry(index, fields, kept.id);
    if (!after.empty()) {
      txn.PutIndex(after);
    }
  }
}

void BookingsProjection::PutRow(Kept& kept, ViewTransaction& txn) {
  IndexedFields fields = IndexedFieldsOf(*kept.booking);
  if (kept.written != fields) {
    ChangeIndexes(kept, fields, txn);
    kept.written = std::move(fields);
  }
  // A schema without maps serialises in one way only.
  txn.Put(kept.id, kept.booking->SerializeAsString());
  kept.changed = false;
}

void BookingsProjection::BoundMemory() {
  if (arena_->SpaceAllocated() <= kMostArenaBytes) {
    return;
  }
  MoveToNewArena();
  if (arena_->SpaceAllocated() > kMostArenaBytes / 2) {
    Reset();
  }
}

void BookingsProjection::MoveToNewArena() {
  auto arena = std::make_unique<google::protobuf::Arena>(ArenaBlocks());
  for (auto& [id, kept] : kept_) {
    auto* booking = google::protobuf::Arena::CreateMessage<v1::Booking>(arena.get());
    *booking = *kept.booking;
    kept.booking = booking;
  }
  arena_ = std::move(arena);
}

}  // namespace

std::unique_ptr<Projection> NewBookingsProjection() {
  return std::make_unique<BookingsProjection>();
}

}  // namespace daybook
