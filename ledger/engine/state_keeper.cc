#include "ledger/engine/state_keeper.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "ledger/domain/booking/booking_evolve.h"
#include "ledger/domain/evolve.h"
#include "ledger/domain/named_entities.h"
#include "ledger/domain/rows_needed.h"
#include "ledger/domain/times.h"
#include "ledger/engine/state_checkpoint.h"
#include "ledger/engine/state_store.h"
#include "ledger/privacy/sealing.h"

namespace daybook {
namespace {

// Kinds of rows that are always in memory.
constexpr std::array<char, 9> kResidentKinds = {'P', 'T', 'O', 'R', 'C', 'S', 'B', 'E', 'M'};
// Each of the two only ever grows, so their sum names no two different folds.
constexpr uint32_t kStateRowsVersion = kStateEvolveVersion + kEntitiesEvolveVersion;
constexpr char kLiveBookingKind = 'B';
// How many checkpoints' worth of rows may gather while one is being written.
constexpr size_t kMaxBacklog = 4;

int64_t LiveBookingsAdded(const v1::Event& event) {
  switch (event.kind_case()) {
    case v1::Event::kBookingCreated:
    case v1::Event::kBookingReinstated:
      return 1;
    case v1::Event::kBookingCancelled:
    case v1::Event::kCheckedOut:
    case v1::Event::kNoShowMarked:
    case v1::Event::kBookingMoved:
      return -1;
    default:
      return 0;
  }
}

}  // namespace

absl::Status StateFailure(const absl::Status& status) {
  if (!absl::IsDataLoss(status)) return status;
  return absl::UnavailableError(absl::StrCat(
      std::string(FromAbsl(status.message())),
      "; the log is not concerned: open the ledger again, which makes the state anew"));
}

struct StateKeeper::Impl {
  StateKeeperOptions options;
  std::unique_ptr<StateStore> store;
  State state;
  StateMeta meta;  // its digest is the writer's
  int64_t live_bookings = 0;
  std::shared_ptr<AddedRows> added = std::make_shared<AddedRows>();
  std::shared_ptr<const AddedRows> in_flight;  // being written: looked up until the store has them
  // Written. Freeing so many rows takes milliseconds: left to the writer's thread.
  std::shared_ptr<const AddedRows> settled;
  uint64_t checkpointed = 0;       // position of the last checkpoint begun
  LiveRowHashes stored_live_rows;  // until the writer has them
  std::unique_ptr<StateCheckpointWriter> writer;
  std::vector<uint64_t> erased_slots;

  absl::Status LoadStore();
  absl::Status LoadIfStored(const std::string& key);
  void NoteKeySlots(const v1::Request& request, std::string_view customer);

  size_t dirty() const { return state.dirty_rows() + added->size(); }
  void Settle();
  void Begin();
};

namespace {

std::optional<Instant> KnownInstant(int64_t micros) {
  if (micros == StateMeta::kNever) return std::nullopt;
  return Instant::FromMicros(micros);
}

bool IsOfThisVersion(const StateMeta& meta) {
  return meta.evolve_version == kStateRowsVersion &&
         meta.booking_evolve_version == kBookingEvolveVersion;
}

}  // namespace

absl::Status StateKeeper::Impl::LoadStore() {
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<std::string> row, store->Get(kMetaKey));
  if (row.has_value()) {
    DAYBOOK_ASSIGN_OR_RETURN(meta, DecodeStateMeta(*row));
    if (!IsOfThisVersion(meta)) return absl::FailedPreconditionError("state: another fold");
  }
  uint64_t rows = 0;
  for (const char kind : kResidentKinds) {
    DAYBOOK_RETURN_IF_ERROR(
        store->ForEach(kind, [this, kind, &rows](std::string_view key, std::string_view value) {
          ++rows;
          if (kind == kLiveBookingKind) {
            ++live_bookings;
            stored_live_rows.emplace(key, RowHash(key, value));
          }
          return state.LoadRow(key, value);
        }));
  }
  if (!row.has_value() && rows > 0) return absl::DataLossError("state: no row '!'");
  meta.evolve_version = kStateRowsVersion;
  meta.booking_evolve_version = kBookingEvolveVersion;
  checkpointed = meta.position;
  return absl::OkStatus();
}

absl::Status StateKeeper::Impl::LoadIfStored(const std::string& key) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<std::string> value, store->Get(key));
  return value.has_value() ? store->NoteDamage(state.LoadRow(key, *value)) : absl::OkStatus();
}

void StateKeeper::Impl::NoteKeySlots(const v1::Request& request, std::string_view customer) {
  for (const v1::SealedData* sealed : SealedFields(request)) {
    // Slots are given out one after the other, so one below has its row already.
    if (sealed->ciphertext().empty() || sealed->key_slot() < meta.next_key_slot) continue;
    meta.next_key_slot = sealed->key_slot() + 1;
    added->key_slots.try_emplace(std::string(customer), sealed->key_slot());
  }
}

// What was written needs to be neither looked up here nor kept in memory any more.
void StateKeeper::Impl::Settle() {
  if (in_flight == nullptr || writer->busy() || !writer->status().ok()) return;
  settled = std::move(in_flight);
  state.Evict(options.cached_entities);
}

// Not while the writer is busy, and after Settle.
void StateKeeper::Impl::Begin() {
  StateCheckpoint checkpoint;
  checkpoint.rows = state.TakeDirtyRows();
  checkpoint.added = std::exchange(added, std::make_shared<AddedRows>());
  checkpoint.settled = std::move(settled);
  checkpoint.meta = meta;
  in_flight = checkpoint.added;
  checkpointed = meta.position;
  writer->Start(std::move(checkpoint));
}

StateKeeper::StateKeeper(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
StateKeeper::~StateKeeper() = default;

absl::StatusOr<std::unique_ptr<StateKeeper>> StateKeeper::Open(const std::string& state_dir,
                                                               const StateKeeperOptions& options) {
  const auto open = [&]() -> absl::StatusOr<std::unique_ptr<Impl>> {
    auto impl = std::make_unique<Impl>();
    impl->options = options;
    DAYBOOK_ASSIGN_OR_RETURN(impl->store, StateStore::Open(state_dir, options.storage));
    DAYBOOK_RETURN_IF_ERROR(impl->LoadStore());
    return impl;
  };
  absl::StatusOr<std::unique_ptr<Impl>> impl = open();
  if (absl::IsDataLoss(impl.status()) || absl::IsFailedPrecondition(impl.status())) {
    // Damaged, or of another fold: the log makes it anew, and only time is lost.
    DAYBOOK_RETURN_IF_ERROR(options.storage.files->RemoveTree(state_dir));
    impl = open();
  }
  if (!impl.ok()) return std::move(impl).status();
  (*impl)->writer = std::make_unique<StateCheckpointWriter>(
      *(*impl)->store, (*impl)->meta.digest, std::exchange((*impl)->stored_live_rows, {}),
      options.await_durable);
  return std::unique_ptr<StateKeeper>(new StateKeeper(*std::move(impl)));
}

const State& StateKeeper::state() const { return impl_->state; }
uint64_t StateKeeper::position() const { return impl_->meta.position; }
const Hash& StateKeeper::last_content_mac() const { return impl_->meta.last_content_mac; }
uint64_t StateKeeper::next_key_slot() const { return impl_->meta.next_key_slot; }
uint64_t StateKeeper::live_bookings() const {
  return static_cast<uint64_t>(std::max<int64_t>(impl_->live_bookings, 0));
}

std::optional<Instant> StateKeeper::last_recorded_at() const {
  return KnownInstant(impl_->meta.last_recorded_us);
}

std::optional<Instant> StateKeeper::last_own_recorded_at() const {
  return KnownInstant(impl_->meta.last_own_recorded_us);
}

std::optional<Instant> StateKeeper::last_machine_time() const {
  const StateMeta& meta = impl_->meta;
  if (impl_->state.facts().simulation.has_value()) return KnownInstant(meta.last_own_recorded_us);
  return KnownInstant(std::max(meta.last_recorded_us, meta.last_own_recorded_us));
}

absl::StatusOr<std::optional<FirstUse>> StateKeeper::FindRequest(std::string_view request_id) {
  for (const AddedRows* rows :
       {static_cast<const AddedRows*>(impl_->added.get()), impl_->in_flight.get()}) {
    if (rows == nullptr) continue;
    const auto found = rows->requests.find(ToAbsl(request_id));
    if (found != rows->requests.end()) return found->second;
  }
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<std::string> row,
                           impl_->store->Get(RequestRowKey(request_id)));
  if (!row.has_value()) return std::nullopt;
  absl::StatusOr<FirstUse> use = DecodeFirstUse(*row);
  if (!use.ok()) return impl_->store->NoteDamage(use.status());
  return *std::move(use);
}

absl::StatusOr<std::optional<uint64_t>> StateKeeper::FindKeySlot(std::string_view customer_id) {
  for (const AddedRows* rows :
       {static_cast<const AddedRows*>(impl_->added.get()), impl_->in_flight.get()}) {
    if (rows == nullptr) continue;
    const auto found = rows->key_slots.find(ToAbsl(customer_id));
    if (found != rows->key_slots.end()) return found->second;
  }
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<std::string> row,
                           impl_->store->Get(KeySlotRowKey(customer_id)));
  if (!row.has_value()) return std::nullopt;
  const absl::StatusOr<uint64_t> slot = DecodeKeySlot(*row);
  if (!slot.ok()) return impl_->store->NoteDamage(slot.status());
  return *slot;
}

std::string StateKeeper::SealingCustomer(const v1::Request& request) const {
  // The space is in no id: no customer is called so, to be erased or to have data sealed under the key.
  if (request.has_put_on_account()) return absl::StrCat("invoice ", request.request_id());
  if (const std::string_view named = CustomerNamedBy(request); !named.empty()) {
    return IsValidId(named) ? std::string(named) : std::string();
  }
  if (const auto* const of_case = impl_->state.Find<v1::Case>(IdNamedBy(request, "case_id"))) {
    return of_case->customer_id();
  }
  const v1::Booking* const booking = impl_->state.FindBooking(BookingNamedBy(request));
  return booking == nullptr ? std::string() : booking->customer_id();
}

absl::Status StateKeeper::Load(const v1::Request& request) {
  // What is loaded may name what is to be loaded next.
  std::set<std::string> asked;
  OutboxWalk walk;
  for (bool more = true; more;) {
    more = false;
    for (const std::string& key : RowsNeeded(impl_->state, request, walk)) {
      if (!asked.insert(key).second) continue;
      more = true;
      DAYBOOK_RETURN_IF_ERROR(impl_->LoadIfStored(key));
    }
  }
  return absl::OkStatus();
}

absl::Status StateKeeper::Apply(const v1::Record& record) {
  StateMeta& meta = impl_->meta;
  if (record.position() != meta.position ||
      record.content_mac().size() != meta.last_content_mac.size()) {
    return absl::DataLossError(absl::StrCat("the record at position ", record.position(),
                                            " can't be folded: ", meta.position, " is next"));
  }
  std::copy_n(record.content_mac().begin(), meta.last_content_mac.size(),
              meta.last_content_mac.begin());
  if (!record.outcome().has_conflict()) {
    impl_->added->requests.try_emplace(record.request().request_id(),
                                       FirstUse{meta.position, meta.last_content_mac});
  }
  const std::vector<const v1::SealedData*> sealed = SealedFields(record.request());
  if (!sealed.empty()) impl_->NoteKeySlots(record.request(), SealingCustomer(record.request()));
  impl_->state.Apply(record);
  if (record.request().has_put_on_account() && record.outcome().has_declined()) {
    // There is no invoice, so nothing for whose sake the buyer might be kept; and nobody whose erasure would reach the key.
    for (const v1::SealedData* const buyer : sealed) {
      if (!buyer->ciphertext().empty()) impl_->erased_slots.push_back(buyer->key_slot());
    }
  }
  for (const v1::Event& event : record.outcome().accepted().events()) {
    impl_->live_bookings += LiveBookingsAdded(event);
    if (event.has_buyer_destroyed()) {
      impl_->erased_slots.push_back(event.buyer_destroyed().key_slot());
    }
    if (!event.has_customer_erased()) continue;
    DAYBOOK_ASSIGN_OR_RETURN(const std::optional<uint64_t> slot,
                             FindKeySlot(event.customer_erased().customer_id()));
    if (slot) impl_->erased_slots.push_back(*slot);  // without one nothing was ever sealed
  }
  int64_t& last_us =
      IsAboutTheLedger(record.request()) ? meta.last_own_recorded_us : meta.last_recorded_us;
  last_us = std::max(last_us, ToInstant(record.resolution().recorded_at()).micros());
  ++meta.position;
  return absl::OkStatus();
}

std::vector<uint64_t> StateKeeper::TakeErasedSlots() {
  return std::exchange(impl_->erased_slots, {});
}

void StateKeeper::StopCheckpoints() { impl_->writer->Stop(); }

absl::Status StateKeeper::MaybeCheckpoint() {
  impl_->Settle();
  const size_t dirty = impl_->dirty();
  if (dirty < impl_->options.rows_per_checkpoint) return impl_->writer->status();
  if (impl_->writer->busy()) {
    if (dirty < kMaxBacklog * impl_->options.rows_per_checkpoint) return absl::OkStatus();
    impl_->writer->Wait();
  }
  impl_->Settle();
  DAYBOOK_RETURN_IF_ERROR(impl_->writer->status());
  impl_->Begin();
  return absl::OkStatus();
}

absl::Status StateKeeper::Checkpoint() {
  impl_->writer->Wait();
  impl_->Settle();
  DAYBOOK_RETURN_IF_ERROR(impl_->writer->status());
  if (impl_->checkpointed == impl_->meta.position) return absl::OkStatus();
  impl_->Begin();
  impl_->writer->Wait();
  impl_->Settle();
  return impl_->writer->status();
}

absl::StatusOr<SetDigest> StateKeeper::Digest() {
  impl_->writer->Wait();
  impl_->Settle();
  if (impl_->checkpointed != impl_->meta.position) {
    DAYBOOK_RETURN_IF_ERROR(impl_->writer->status());
    impl_->Begin();
    impl_->writer->Wait();
    impl_->Settle();
  }
  DAYBOOK_RETURN_IF_ERROR(impl_->writer->status());
  return impl_->writer->digest();
}

}  // namespace daybook
