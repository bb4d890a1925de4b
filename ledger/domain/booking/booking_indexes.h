// The write side's indexes over bookings: nights taken per room type, arrivals and departures due
// per property, holds by expiry. Internal to state. One thread.
#ifndef DAYBOOK_LEDGER_DOMAIN_BOOKING_BOOKING_INDEXES_H_
#define DAYBOOK_LEDGER_DOMAIN_BOOKING_BOOKING_INDEXES_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/btree_set.h"
#include "absl/container/flat_hash_map.h"
#include "daybook/v1/booking.pb.h"
#include "daybook/v1/property.pb.h"
#include "ledger/base/civil_date.h"
#include "ledger/base/instant.h"
#include "ledger/domain/booking/night_counts.h"
#include "ledger/domain/property/out_of_order.h"

namespace daybook {

struct BookingEntry;

// Bookings by a local date. A booking knows its place in its day, so that taking it out does not
// search.
class DayBuckets {
 public:
  void Add(CivilDate day, BookingEntry& entry);
  void Remove(CivilDate day, BookingEntry& entry);
  // Those of all days up to and including `day`, in the order (day, booking id).
  std::vector<const v1::Booking*> UpTo(CivilDate day) const;

 private:
  absl::btree_map<CivilDate, std::vector<BookingEntry*>> days_;
};

// Bookings whose deposit is not there, by the date at which it is due.
class DepositIndex {
 public:
  void Add(CivilDate due, BookingEntry& entry) { due_.insert({due, &entry}); }
  void Remove(CivilDate due, BookingEntry& entry) { due_.erase({due, &entry}); }
  // In the order (date, booking id), at most `limit`.
  std::vector<const v1::Booking*> UpTo(CivilDate date, size_t limit) const;
  bool AnyUpTo(CivilDate date) const { return !due_.empty() && due_.begin()->date <= date; }

 private:
  struct Due {
    CivilDate date;
    BookingEntry* entry;
  };
  struct Before {
    bool operator()(const Due& a, const Due& b) const;
  };
  absl::btree_set<Due, Before> due_;
};

// A definition in memory. An entry that is not `defined` was made by something that names it.
template <typename Entity>
struct DefinitionEntry {
  Entity entity;
  bool defined = false;
  bool dirty = false;
};

struct RoomTypeEntry : DefinitionEntry<v1::RoomType> {
  NightCounts taken;
  OutOfOrderNights out_of_order;
  bool out_of_order_dirty = false;
};

struct PropertyEntry : DefinitionEntry<v1::Property> {
  absl::flat_hash_map<std::string, std::unique_ptr<RoomTypeEntry>> room_types;
  absl::flat_hash_map<std::string, std::unique_ptr<DefinitionEntry<v1::RatePlan>>> rate_plans;
  DayBuckets due_in;
  DayBuckets due_out;
  DepositIndex deposits;
};

// Where a booking stands in the indexes.
struct IndexImage {
  enum class Due { kNot, kIn, kOut };

  PropertyEntry* property = nullptr;
  RoomTypeEntry* room_type = nullptr;  // held; null: holds no room
  CivilDate arrival;
  CivilDate departure;
  Due due = Due::kNot;
  bool hold = false;
  Instant hold_expires_at;
  bool deposit = false;  // not there
  CivilDate deposit_due;

  friend bool operator==(const IndexImage&, const IndexImage&) = default;
};

// A booking in memory.
struct BookingEntry {
  v1::Booking booking;
  IndexImage indexed;         // what the indexes hold about it
  size_t due_slot = 0;        // its place in its day's bucket
  mutable uint64_t used = 0;  // when it was last looked at, in the order of looks
  bool dirty = false;
};

class HoldIndex {
 public:
  void Add(Instant expiry, BookingEntry& entry) { holds_.insert({expiry, &entry}); }
  void Remove(Instant expiry, BookingEntry& entry) { holds_.erase({expiry, &entry}); }
  std::vector<const v1::Booking*> ExpiredAt(Instant until, size_t limit) const;
  Instant Earliest() const { return holds_.empty() ? Instant::Max() : holds_.begin()->expiry; }

 private:
  struct Hold {
    Instant expiry;
    BookingEntry* entry;
    friend bool operator<(const Hold& a, const Hold& b) {
      if (a.expiry != b.expiry) return a.expiry < b.expiry;
      return a.entry->booking.booking_id() < b.entry->booking.booking_id();
    }
  };
  absl::btree_set<Hold> holds_;
};

// What the indexes have to say about the booking as it is now. `property` is the booking's.
IndexImage ImageOf(const v1::Booking& booking, PropertyEntry& property);

// The one place where the indexes change: from what they hold about the booking to `after`.
void UpdateIndexes(BookingEntry& entry, const IndexImage& after, HoldIndex& holds);

// The entry of the room type, made if need be.
RoomTypeEntry& RoomTypeOf(PropertyEntry& property, const std::string& room_type_id);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_BOOKING_BOOKING_INDEXES_H_
