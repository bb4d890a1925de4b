// Entries are written once. What has to be known of bookings is kept in memory as long as it fits,
// so that a record that only names a booking costs no read.
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "ledger/domain/booking/booking_evolve.h"
#include "ledger/domain/named_entities.h"
#include "projections/audit/audit_entry.h"
#include "projections/audit/audit_keys.h"
#include "projections/audit/audit_view.h"
#include "projections/audit/entity_kinds.h"
#include "projections/audit/event_targets.h"
#include "projections/bytes_map.h"

namespace daybook {
namespace {

// Forgotten together, and read again where they are asked for: as good as a smarter choice, since
// most bookings are asked for within days of each other.
constexpr size_t kMostKeptBookings = size_t{1} << 18;

int32_t DaysBetween(int32_t from, int32_t to) {
  const auto begin = CivilDate::FromYmd(from);
  const auto end = CivilDate::FromYmd(to);
  return begin.has_value() && end.has_value() ? *end - *begin : 0;
}

// Whose story something is part of.
bool IsOwner(v1::EntityKind kind) {
  return kind == v1::ENTITY_KIND_CUSTOMER || kind == v1::ENTITY_KIND_BOOKING ||
         kind == v1::ENTITY_KIND_ACCOUNT || kind == v1::ENTITY_KIND_CASE;
}

// Whether the view keeps what it belongs to: everything but bookings, customers and definitions.
bool HasOwners(v1::EntityKind kind) {
  const AuditedKind* const audited = FindAuditedKind(kind);
  return audited != nullptr && !audited->definition && kind != v1::ENTITY_KIND_BOOKING &&
         kind != v1::ENTITY_KIND_CUSTOMER;
}

template <typename Row>
absl::Status ParseRow(std::string_view what, std::string_view value, Row& row) {
  if (row.ParseFromArray(value.data(), static_cast<int>(value.size()))) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat("view audit: ", ToAbsl(what), " is damaged"));
}

class AuditProjection final : public Projection {
 public:
  std::string_view name() const override { return "audit"; }
  int version() const override { return 2; }
  bool Wants(const v1::Record&) const override { return true; }

  absl::Status Apply(const v1::Record& record, ViewTransaction& txn) override;
  void Reset() override { kept_.clear(); }
  absl::Status IndexEntries(std::string_view key, std::string_view value,
                            std::vector<std::string>& entries) const override;
  const google::protobuf::Message* RowType(std::string_view key) const override;

 private:
  // Null: there is no such booking. Lives until the next call.
  absl::StatusOr<v1::AuditedBooking*> Find(std::string_view booking_id, ViewTransaction& txn);
  v1::AuditedBooking& Keep(std::string_view booking_id);
  static void Put(std::string_view booking_id, const v1::AuditedBooking& booking,
                  ViewTransaction& txn);

  absl::Status AddNamed(const v1::Request& request, ViewTransaction& txn);
  absl::Status AddEvent(const v1::Record& record, const v1::Event& event, ViewTransaction& txn);
  absl::Status AddTargets(const v1::Record& record, ViewTransaction& txn);
  absl::Status KeepEntity(const v1::Record& record, const v1::Event& event,
                          const v1::EntityRef& entity, ViewTransaction& txn);
  absl::Status AddPosted(const v1::Record& record, ViewTransaction& txn);
  absl::Status AddWhatTheyBelongTo(const v1::Request& request, ViewTransaction& txn);
  absl::Status AddNamedBooking(std::string_view booking_id, ViewTransaction& txn);
  void AddBooking(std::string_view booking_id, const v1::AuditedBooking& booking);
  void Create(const v1::BookingCreated& event, ViewTransaction& txn);
  absl::Status Archive(const v1::Record& record, std::string_view booking_id,
                       const v1::AuditedBooking& booking, v1::BookingStatus status,
                       const v1::Cancellation& cancellation, ViewTransaction& txn);
  static absl::Status Unarchive(std::string_view booking_id, ViewTransaction& txn);
  void RequestRefund(const v1::RefundRequested& event, v1::AuditedBooking& booking,
                     ViewTransaction& txn);
  void SettleRefund(const v1::RefundSettled& event, v1::AuditedBooking& booking,
                    ViewTransaction& txn);
  v1::AuditedAmounts& AmountsOf(std::string_view booking_id, const std::string& currency);

  v1::AuditEntry entry_;  // used again for each record, as are the index entries
  std::vector<std::string> index_entries_;
  StableBytesMap<v1::AuditedBooking> kept_;
};

absl::StatusOr<v1::AuditedBooking*> AuditProjection::Find(std::string_view booking_id,
                                                          ViewTransaction& txn) {
  if (const auto found = kept_.find(booking_id); found != kept_.end()) return &found->second;
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<std::string> row,
                           txn.Get(AuditedBookingKey(booking_id)));
  if (!row.has_value()) return nullptr;
  v1::AuditedBooking& kept = Keep(booking_id);
  DAYBOOK_RETURN_IF_ERROR(ParseRow("a booking's row", *row, kept));
  return &kept;
}

v1::AuditedBooking& AuditProjection::Keep(std::string_view booking_id) {
  return kept_.try_emplace(booking_id).first->second;
}

void AuditProjection::Put(std::string_view booking_id, const v1::AuditedBooking& booking,
                          ViewTransaction& txn) {
  txn.Put(AuditedBookingKey(booking_id), booking.SerializeAsString());
}

v1::AuditedAmounts& AuditProjection::AmountsOf(std::string_view booking_id,
                                               const std::string& currency) {
  for (v1::AuditedAmounts& amounts : *entry_.mutable_amounts()) {
    if (amounts.booking_id() == booking_id) return amounts;
  }
  v1::AuditedAmounts& amounts = *entry_.add_amounts();
  amounts.set_booking_id(booking_id.data(), booking_id.size());
  amounts.set_currency(currency);
  return amounts;
}

void AuditProjection::AddBooking(std::string_view booking_id, const v1::AuditedBooking& booking) {
  AddConcern(v1::ENTITY_KIND_BOOKING, booking_id, "", entry_);
  AddConcern(v1::ENTITY_KIND_CUSTOMER, booking.customer_id(), "", entry_);
}

absl::Status AuditProjection::AddNamed(const v1::Request& request, ViewTransaction& txn) {
  const std::string_view property_id = PropertyNamedBy(request);
  entry_.set_property_id(property_id.data(), property_id.size());
  const std::string_view booking_id = BookingNamedBy(request);
  if (IsValidId(booking_id)) {
    AddConcern(v1::ENTITY_KIND_BOOKING, booking_id, "", entry_);
    // A booking that is being created is not there, and what is there is found with its event.
    if (!request.has_create_booking()) {
      DAYBOOK_ASSIGN_OR_RETURN(const v1::AuditedBooking* booking, Find(booking_id, txn));
      if (booking != nullptr) {
        AddBooking(booking_id, *booking);
        if (property_id.empty()) entry_.set_property_id(booking->property_id());
      }
    }
  }
  AddConcern(v1::ENTITY_KIND_CUSTOMER, CustomerNamedBy(request), "", entry_);
  AddDefinitionsConcerned(request, entry_);
  ForEachNamed(request, [this](v1::EntityKind kind, std::string_view id) {
    AddConcern(kind, id, "", entry_);
  });
  return absl::OkStatus();
}

// A booking that is named beside what the record is about brings its customer, where it is there.
absl::Status AuditProjection::AddNamedBooking(std::string_view booking_id, ViewTransaction& txn) {
  if (!IsValidId(booking_id)) return absl::OkStatus();
  DAYBOOK_ASSIGN_OR_RETURN(const v1::AuditedBooking* const booking, Find(booking_id, txn));
  if (booking != nullptr) {
    AddBooking(booking_id, *booking);
  } else {
    AddConcern(v1::ENTITY_KIND_BOOKING, booking_id, "", entry_);
  }
  return absl::OkStatus();
}

absl::Status AuditProjection::AddTargets(const v1::Record& record, ViewTransaction& txn) {
  for (const v1::Event& event : record.outcome().accepted().events()) {
    const std::vector<EventTarget> targets = TargetsOf(record, event);
    for (const EventTarget& target : targets) {
      AddConcern(target.entity.kind(), target.entity.id(), target.entity.property_id(), entry_);
    }
    ForEachNamed(event, [this](v1::EntityKind kind, std::string_view id) {
      AddConcern(kind, id, "", entry_);
    });
    if (!targets.empty()) {
      DAYBOOK_RETURN_IF_ERROR(KeepEntity(record, event, targets.front().entity, txn));
    }
  }
  return absl::OkStatus();
}

// What is made by this event: whose it is, as far as the event or the request that made it says.
absl::Status AuditProjection::KeepEntity(const v1::Record& record, const v1::Event& event,
                                         const v1::EntityRef& entity, ViewTransaction& txn) {
  if (!HasOwners(entity.kind())) return absl::OkStatus();
  const std::string key = AuditedEntityKey(entity);
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<std::string> there, txn.Get(key));
  if (there.has_value()) return absl::OkStatus();
  v1::AuditedEntity kept;
  bool of_request = false;
  const auto add = [&](v1::EntityKind kind, std::string_view id) {
    if (IsOwner(kind) && kind != entity.kind() && IsValidId(id)) {
      *kept.add_belongs_to() = MakeEntityRef(kind, id);
    }
  };
  ForEachNamed(event, add);
  ForEachNamed(record.request(), [&](v1::EntityKind kind, std::string_view id) {
    of_request = of_request || (kind == entity.kind() && id == entity.id());
  });
  if (of_request) {
    if (kept.belongs_to().empty()) ForEachNamed(record.request(), add);
    const std::string_view property_id = PropertyNamedBy(record.request());
    kept.set_property_id(property_id.data(), property_id.size());
  }
  txn.Put(key, kept.SerializeAsString());
  return absl::OkStatus();
}

// Money that moved is the story of whoever's folio or account it moved in.
absl::Status AuditProjection::AddPosted(const v1::Record& record, ViewTransaction& txn) {
  for (const v1::Journal& journal : record.outcome().accepted().journals()) {
    for (const v1::Transfer& transfer : journal.transfers()) {
      DAYBOOK_RETURN_IF_ERROR(AddNamedBooking(transfer.booking_id(), txn));
      DAYBOOK_RETURN_IF_ERROR(AddNamedBooking(transfer.to_booking_id(), txn));
      AddConcern(v1::ENTITY_KIND_ACCOUNT, transfer.account_id(), "", entry_);
    }
  }
  return absl::OkStatus();
}

absl::Status AuditProjection::AddWhatTheyBelongTo(const v1::Request& request,
                                                  ViewTransaction& txn) {
  // What is added meanwhile is not followed further: an owner's owner is not concerned.
  const int named = entry_.concerns_size();
  for (int i = 0; i < named; ++i) {
    const v1::EntityRef entity = entry_.concerns(i);
    // The one that the request is about is there with its customer, or is another than the one that has its id.
    if (entity.kind() == v1::ENTITY_KIND_BOOKING && entity.id() != BookingNamedBy(request)) {
      DAYBOOK_RETURN_IF_ERROR(AddNamedBooking(entity.id(), txn));
    }
    if (!HasOwners(entity.kind())) continue;
    DAYBOOK_ASSIGN_OR_RETURN(const std::optional<std::string> row,
                             txn.Get(AuditedEntityKey(entity)));
    if (!row.has_value()) continue;
    v1::AuditedEntity kept;
    DAYBOOK_RETURN_IF_ERROR(ParseRow("an entity's row", *row, kept));
    if (entry_.property_id().empty()) entry_.set_property_id(kept.property_id());
    for (const v1::EntityRef& owner : kept.belongs_to()) {
      if (owner.kind() == v1::ENTITY_KIND_BOOKING) {
        DAYBOOK_RETURN_IF_ERROR(AddNamedBooking(owner.id(), txn));
      } else {
        AddConcern(owner.kind(), owner.id(), owner.property_id(), entry_);
      }
    }
  }
  return absl::OkStatus();
}

void AuditProjection::Create(const v1::BookingCreated& event, ViewTransaction& txn) {
  v1::AuditedBooking& booking = Keep(event.booking_id());
  booking.Clear();
  booking.set_customer_id(event.customer_id());
  booking.set_property_id(event.property_id());
  booking.set_channel_id(event.channel_id());
  booking.set_arrival(event.stay().arrival());
  booking.set_currency(event.currency());
  Put(event.booking_id(), booking, txn);
  AddBooking(event.booking_id(), booking);
}

// A booking that was reinstated ended after all with a stay, or ends once more.
absl::Status AuditProjection::Unarchive(std::string_view booking_id, ViewTransaction& txn) {
  const std::string key = ArchiveKey(booking_id);
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<std::string> row, txn.Get(key));
  if (!row.has_value()) return absl::OkStatus();
  v1::ArchivedCancellation archived;
  DAYBOOK_RETURN_IF_ERROR(ParseRow("a row of the archive", *row, archived));
  txn.Delete(key);
  txn.DeleteIndex(ArchiveIndexEntry(archived));
  return absl::OkStatus();
}

absl::Status AuditProjection::Archive(const v1::Record& record, std::string_view booking_id,
                                      const v1::AuditedBooking& booking, v1::BookingStatus status,
                                      const v1::Cancellation& cancellation, ViewTransaction& txn) {
  DAYBOOK_RETURN_IF_ERROR(Unarchive(booking_id, txn));
  v1::AuditedAmounts& amounts = AmountsOf(booking_id, booking.currency());
  amounts.set_penalty_minor(cancellation.penalty_minor());
  amounts.set_refund_due_minor(cancellation.refund_due_minor());

  v1::ArchivedCancellation archived;
  archived.set_booking_id(booking_id.data(), booking_id.size());
  archived.set_property_id(booking.property_id());
  archived.set_channel_id(booking.channel_id());
  archived.set_customer_id(booking.customer_id());
  archived.set_status(status);
  archived.set_cause(cancellation.cause());
  archived.set_reason(cancellation.reason());
  archived.set_currency(booking.currency());
  archived.set_penalty_minor(cancellation.penalty_minor());
  archived.set_refund_due_minor(cancellation.refund_due_minor());
  archived.set_business_date(cancellation.business_date());
  archived.set_arrival(booking.arrival());
  archived.set_days_before_arrival(DaysBetween(cancellation.business_date(), booking.arrival()));
  *archived.mutable_recorded_at() = record.resolution().recorded_at();
  archived.set_position(record.position());
  txn.Put(ArchiveKey(booking_id), archived.SerializeAsString());
  txn.PutIndex(ArchiveIndexEntry(archived));
  return absl::OkStatus();
}

void AuditProjection::RequestRefund(const v1::RefundRequested& event, v1::AuditedBooking& booking,
                                    ViewTransaction& txn) {
  v1::AuditedAmounts& amounts = AmountsOf(event.booking_id(), booking.currency());
  amounts.set_refund_requested_minor(amounts.refund_requested_minor() + event.amount_minor());
  v1::AuditedBooking::PendingRefund& pending = *booking.add_pending_refunds();
  pending.set_payment_id(event.payment_id());
  pending.set_refund_id(event.refund_id());
  pending.set_amount_minor(event.amount_minor());
  Put(event.booking_id(), booking, txn);
}

void AuditProjection::SettleRefund(const v1::RefundSettled& event, v1::AuditedBooking& booking,
                                   ViewTransaction& txn) {
  for (int i = 0; i < booking.pending_refunds_size(); ++i) {
    const v1::AuditedBooking::PendingRefund& pending = booking.pending_refunds(i);
    if (pending.payment_id() != event.payment_id() || pending.refund_id() != event.refund_id()) {
      continue;
    }
    if (event.status() == v1::REFUND_SUCCEEDED) {
      v1::AuditedAmounts& amounts = AmountsOf(event.booking_id(), booking.currency());
      amounts.set_refunded_minor(amounts.refunded_minor() + pending.amount_minor());
    }
    booking.mutable_pending_refunds()->DeleteSubrange(i, 1);
    Put(event.booking_id(), booking, txn);
    return;
  }
}

absl::Status AuditProjection::AddEvent(const v1::Record& record, const v1::Event& event,
                                       ViewTransaction& txn) {
  const std::string_view id = BookingOf(event);
  if (id.empty()) return absl::OkStatus();
  if (event.has_booking_created()) {
    Create(event.booking_created(), txn);
    return absl::OkStatus();
  }
  DAYBOOK_ASSIGN_OR_RETURN(v1::AuditedBooking* const booking, Find(id, txn));
  if (booking == nullptr) {
    return absl::DataLossError(
        absl::StrCat("an event is about booking ", ToAbsl(id), ", which is not there"));
  }
  AddBooking(id, *booking);
  switch (event.kind_case()) {
    case v1::Event::kBookingChanged: {
      const v1::BookingChanged& changed = event.booking_changed();
      if (!changed.price().empty() || changed.price_difference_minor() != 0) {
        AmountsOf(id, booking->currency())
            .set_price_difference_minor(changed.price_difference_minor());
      }
      if (changed.has_stay() && changed.stay().arrival() != booking->arrival()) {
        booking->set_arrival(changed.stay().arrival());
        Put(id, *booking, txn);
      }
      break;
    }
    case v1::Event::kBookingCancelled:
      return Archive(record, id, *booking, v1::CANCELLED, event.booking_cancelled().cancellation(),
                     txn);
    case v1::Event::kBookingReinstated:
      return Unarchive(id, txn);
    case v1::Event::kNoShowMarked:
      return Archive(record, id, *booking, v1::NO_SHOW, event.no_show_marked().cancellation(), txn);
    case v1::Event::kPaymentRecorded: {
      const v1::Money& amount = event.payment_recorded().amount();
      v1::AuditedAmounts& amounts = AmountsOf(id, amount.currency());
      amounts.set_paid_minor(amounts.paid_minor() + amount.amount_minor());
      break;
    }
    case v1::Event::kRefundRequested:
      RequestRefund(event.refund_requested(), *booking, txn);
      break;
    case v1::Event::kRefundSettled:
      SettleRefund(event.refund_settled(), *booking, txn);
      break;
    default:
      break;
  }
  return absl::OkStatus();
}

absl::Status AuditProjection::Apply(const v1::Record& record, ViewTransaction& txn) {
  if (kept_.size() > kMostKeptBookings) kept_.clear();
  entry_.Clear();
  FillFromRecord(record, entry_);
  DAYBOOK_RETURN_IF_ERROR(AddNamed(record.request(), txn));
  for (const v1::Event& event : record.outcome().accepted().events()) {
    DAYBOOK_RETURN_IF_ERROR(AddEvent(record, event, txn));
  }
  DAYBOOK_RETURN_IF_ERROR(AddTargets(record, txn));
  DAYBOOK_RETURN_IF_ERROR(AddPosted(record, txn));
  DAYBOOK_RETURN_IF_ERROR(AddWhatTheyBelongTo(record.request(), txn));
  // A schema without maps serialises in one way only.
  txn.Put(EntryKey(record.position()), entry_.SerializeAsString());
  index_entries_.clear();
  AppendIndexEntries(entry_, index_entries_);
  for (const std::string& index_entry : index_entries_) txn.PutIndex(index_entry);
  return absl::OkStatus();
}

absl::Status AuditProjection::IndexEntries(std::string_view key, std::string_view value,
                                           std::vector<std::string>& entries) const {
  if (!key.empty() && key.front() == kEntryRow) {
    v1::AuditEntry entry;
    DAYBOOK_RETURN_IF_ERROR(ParseRow("an entry", value, entry));
    AppendIndexEntries(entry, entries);
  } else if (!key.empty() && key.front() == kArchiveRow) {
    v1::ArchivedCancellation archived;
    DAYBOOK_RETURN_IF_ERROR(ParseRow("a row of the archive", value, archived));
    entries.push_back(ArchiveIndexEntry(archived));
  }
  return absl::OkStatus();
}

const google::protobuf::Message* AuditProjection::RowType(std::string_view key) const {
  if (key.empty()) return nullptr;
  switch (key.front()) {
    case kEntryRow:
      return &v1::AuditEntry::default_instance();
    case kBookingRow:
      return &v1::AuditedBooking::default_instance();
    case kArchiveRow:
      return &v1::ArchivedCancellation::default_instance();
    case kEntityRow:
      return &v1::AuditedEntity::default_instance();
    default:
      return nullptr;
  }
}

}  // namespace

std::unique_ptr<Projection> NewAuditProjection() { return std::make_unique<AuditProjection>(); }

}  // namespace daybook
