#include "ledger/domain/booking/booking_indexes.h"

#include <algorithm>
#include <cstddef>

#include "ledger/domain/booking/booking_evolve.h"
#include "ledger/domain/times.h"

namespace daybook {

void DayBuckets::Add(CivilDate day, BookingEntry& entry) {
  std::vector<BookingEntry*>& bucket = days_[day];
  entry.due_slot = bucket.size();
  bucket.push_back(&entry);
}

void DayBuckets::Remove(CivilDate day, BookingEntry& entry) {
  const auto found = days_.find(day);
  std::vector<BookingEntry*>& bucket = found->second;
  BookingEntry* const last = bucket.back();
  bucket[entry.due_slot] = last;
  last->due_slot = entry.due_slot;
  bucket.pop_back();
  if (bucket.empty()) days_.erase(found);
}

std::vector<const v1::Booking*> DayBuckets::UpTo(CivilDate day) const {
  std::vector<const v1::Booking*> bookings;
  for (const auto& [due, bucket] : days_) {
    if (due > day) break;
    const auto begin = static_cast<std::ptrdiff_t>(bookings.size());
    for (const BookingEntry* entry : bucket) bookings.push_back(&entry->booking);
    std::sort(bookings.begin() + begin, bookings.end(),
              [](const v1::Booking* a, const v1::Booking* b) {
                return a->booking_id() < b->booking_id();
              });
  }
  return bookings;
}

std::vector<const v1::Booking*> HoldIndex::ExpiredAt(Instant until, size_t limit) const {
  std::vector<const v1::Booking*> bookings;
  for (const Hold& hold : holds_) {
    if (hold.expiry > until || bookings.size() >= limit) break;
    bookings.push_back(&hold.entry->booking);
  }
  return bookings;
}

bool DepositIndex::Before::operator()(const Due& a, const Due& b) const {
  if (a.date != b.date) return a.date < b.date;
  return a.entry->booking.booking_id() < b.entry->booking.booking_id();
}

std::vector<const v1::Booking*> DepositIndex::UpTo(CivilDate date, size_t limit) const {
  std::vector<const v1::Booking*> bookings;
  for (const Due& due : due_) {
    if (due.date > date || bookings.size() >= limit) break;
    bookings.push_back(&due.entry->booking);
  }
  return bookings;
}

RoomTypeEntry& RoomTypeOf(PropertyEntry& property, const std::string& room_type_id) {
  std::unique_ptr<RoomTypeEntry>& entry = property.room_types[room_type_id];
  if (entry == nullptr) entry = std::make_unique<RoomTypeEntry>();
  return *entry;
}

IndexImage ImageOf(const v1::Booking& booking, PropertyEntry& property) {
  IndexImage image;
  const auto arrival = CivilDate::FromYmd(booking.stay().arrival());
  const auto departure = CivilDate::FromYmd(booking.stay().departure());
  if (!arrival || !departure || !HoldsRoom(booking.status())) return image;
  image.property = &property;
  image.room_type = &RoomTypeOf(property, HeldRoomType(booking));
  image.arrival = *arrival;
  image.departure = *departure;
  image.due = booking.status() == v1::IN_HOUSE ? IndexImage::Due::kOut : IndexImage::Due::kIn;
  if (booking.status() == v1::HELD) {
    image.hold = true;
    image.hold_expires_at = ToInstant(booking.hold_expires_at());
  }
  const auto deposit_due = CivilDate::FromYmd(booking.deposit_due_on());
  if (booking.deposit_cancels() && deposit_due && booking.status() != v1::IN_HOUSE &&
      booking.folio().deposit_minor() < booking.deposit_required_minor()) {
    image.deposit = true;
    image.deposit_due = *deposit_due;
  }
  return image;
}

namespace {

void RemoveDue(BookingEntry& entry, const IndexImage& image) {
  if (image.due == IndexImage::Due::kIn) image.property->due_in.Remove(image.arrival, entry);
  if (image.due == IndexImage::Due::kOut) image.property->due_out.Remove(image.departure, entry);
}

void AddDue(BookingEntry& entry, const IndexImage& image) {
  if (image.due == IndexImage::Due::kIn) image.property->due_in.Add(image.arrival, entry);
  if (image.due == IndexImage::Due::kOut) image.property->due_out.Add(image.departure, entry);
}

void CountNights(const IndexImage& image, int32_t by) {
  if (image.room_type != nullptr) image.room_type->taken.Add(image.arrival, image.departure, by);
}

}  // namespace

void UpdateIndexes(BookingEntry& entry, const IndexImage& after, HoldIndex& holds) {
  const IndexImage before = entry.indexed;
  if (before == after) return;
  const bool same_nights = before.room_type == after.room_type && before.arrival == after.arrival &&
                           before.departure == after.departure;
  if (!same_nights) {
    CountNights(before, -1);
    CountNights(after, 1);
  }
  if (!same_nights || before.due != after.due) {
    RemoveDue(entry, before);
    AddDue(entry, after);
  }
  if (before.hold != after.hold || before.hold_expires_at != after.hold_expires_at) {
    if (before.hold) holds.Remove(before.hold_expires_at, entry);
    if (after.hold) holds.Add(after.hold_expires_at, entry);
  }
  if (before.deposit != after.deposit || before.deposit_due != after.deposit_due) {
    if (before.deposit) before.property->deposits.Remove(before.deposit_due, entry);
    if (after.deposit) after.property->deposits.Add(after.deposit_due, entry);
  }
  entry.indexed = after;
}

}  // namespace daybook
