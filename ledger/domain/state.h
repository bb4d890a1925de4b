// The write side: everything that decide may look at, folded from the records. In memory, no I/O.
// What can still change (definitions, bookings that are not terminal) always is here; a terminal
// booking or a piece of feedback may have been evicted, and then must be loaded (Load*) before a
// request that names it is decided or applied.
//
// One thread.
#ifndef DAYBOOK_LEDGER_DOMAIN_STATE_H_
#define DAYBOOK_LEDGER_DOMAIN_STATE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "daybook/v1/record.pb.h"
#include "ledger/base/civil_date.h"
#include "ledger/base/instant.h"
#include "ledger/domain/entities.h"

namespace daybook {

class NightCounts;       // ledger/domain/booking/night_counts.h
class PolicyRegister;    // ledger/domain/policy/policy_register.h
class OutOfOrderNights;  // ledger/domain/property/out_of_order.h

// Raised whenever the same records give other rows.
inline constexpr int kStateEvolveVersion = 3;

// A row as state is stored: the key begins with one character for its kind.
//   P property   T room type   R rate plan   C channel   S staff
//   O rooms of a room type out of order, from the business date on (OutOfOrderNights::Encode)
//   B booking that is not terminal   b terminal booking   F feedback
//   E<letter> an entity of the kind (entities.h) that is always in memory   e<letter> any other
//   M the ledger's own facts, one row
// and goes on with the id; ids of several parts are separated by '\0'.
struct StateRow {
  std::string key;
  std::optional<std::string> value;  // nullopt: the row is gone, if it was there
  // False: no row was ever stored under the key, so that none need be looked for.
  bool may_replace = true;
};

// Something that falls due.
struct DueEntity {
  char letter = 0;                                    // of its kind
  Instant due;                                        // where it is due at an instant
  const google::protobuf::Message* entity = nullptr;  // of the kind's type
};

// Facts about the ledger as a whole.
struct LedgerFacts {
  Instant last_recorded_at;
  // Requests from outside that were neither imported nor simulated, whatever became of them: their
  // time is the machine's, and an import or a simulation would have to go back behind it.
  bool holds_own_requests = false;
  std::optional<v1::ImportBegun> import;  // begun; completed or not
  bool import_completed = false;
  std::optional<v1::SimulationBegun> simulation;  // the whole ledger is one
  std::string schema_sha256;                      // adopted last, all parts
  int32_t schema_parts_seen = 0;
};

class State {
 public:
  State();
  ~State();
  State(State&&) noexcept;
  State& operator=(State&&) noexcept;

  // Null where there is none. Pointers live until the next Apply, Load or Evict.
  const v1::Property* FindProperty(std::string_view property_id) const;
  const v1::RoomType* FindRoomType(std::string_view property_id,
                                   std::string_view room_type_id) const;
  const v1::RatePlan* FindRatePlan(std::string_view property_id,
                                   std::string_view rate_plan_id) const;
  const v1::Channel* FindChannel(std::string_view channel_id) const;
  const v1::Staff* FindStaff(std::string_view staff_id) const;
  const v1::Booking* FindBooking(std::string_view booking_id) const;     // in memory
  const v1::Feedback* FindFeedback(std::string_view feedback_id) const;  // in memory
  const LedgerFacts& facts() const;
  // Of all that are defined, sorted.
  std::vector<std::string> PropertyIds() const;
  // Of the property, sorted; none where it is not known.
  std::vector<std::string> RatePlanIds(std::string_view property_id) const;

  // An entity in memory by its key (entities.h). Null where there is none.
  template <typename Entity>
  const Entity* Find(std::string_view key) const {
    return static_cast<const Entity*>(FindEntity(LetterOf<Entity>::kLetter, key));
  }
  const google::protobuf::Message* FindEntity(char letter, std::string_view key) const;
  // All of a kind in memory, in the order of keys.
  template <typename Entity, typename See>
  void ForEach(See see) const {
    ForEachEntity(LetterOf<Entity>::kLetter, [&see](const google::protobuf::Message& entity) {
      see(static_cast<const Entity&>(entity));
    });
  }
  const PolicyRegister& policies() const;

  // Rooms of the type taken for the night by bookings that hold a room.
  int32_t RoomsTaken(std::string_view property_id, std::string_view room_type_id,
                     CivilDate night) const;
  // The same for all nights at once; null: none is taken.
  const NightCounts* NightsTaken(std::string_view property_id, std::string_view room_type_id) const;

  // Rooms of the type that blocks hold and nobody has picked up; null: none ever.
  const NightCounts* NightsBlocked(std::string_view property_id,
                                   std::string_view room_type_id) const;

  // Rooms of the type that can't be sold for the night; 0 for nights before the business date: they
  // are forgotten when it rolls.
  int32_t RoomsOutOfOrder(std::string_view property_id, std::string_view room_type_id,
                          CivilDate night) const;
  // The same for all nights at once; null: the room type is not known.
  const OutOfOrderNights* NightsOutOfOrder(std::string_view property_id,
                                           std::string_view room_type_id) const;

  // Bookings of the property that are HELD or CONFIRMED with arrival <= date, in the order
  // (arrival, id).
  std::vector<const v1::Booking*> DueIn(std::string_view property_id, CivilDate date) const;
  // IN_HOUSE with departure <= date, in the order (departure, id).
  std::vector<const v1::Booking*> DueOut(std::string_view property_id, CivilDate date) const;
  // Holds whose expiry is at or before `until`, in the order (expiry, id), at most `limit`.
  std::vector<const v1::Booking*> ExpiredHolds(Instant until, size_t limit) const;
  // Bookings of the property that are HELD or CONFIRMED, whose deposit was due at or before `date` and is not there, in the
  // order (due date, id), at most `limit`.
  std::vector<const v1::Booking*> DepositsDue(std::string_view property_id, CivilDate date,
                                              size_t limit) const;
  // IN_HOUSE bookings of the property, in the order of ids.
  std::vector<const v1::Booking*> InHouse(std::string_view property_id) const;
  // Entities that fall due at or before `until`, in the order (due, letter, key), at most `limit`.
  std::vector<DueEntity> EntitiesDue(Instant until, size_t limit) const;
  // Entities that the business date of their property has brought, property by property, in the order (date, letter, key), at most
  // `limit`.
  std::vector<DueEntity> EntitiesDueByDate(size_t limit) const;
  // Properties where deposits are overdue: due before the business date. In the order of ids.
  std::vector<std::string> PropertiesWithDepositsOverdue() const;
  // The earliest instant at which something is due; that of the last record where a business date has brought something;
  // Instant::Max() where nothing is.
  Instant NextDue() const;

  // Folds one record; its evictable entities must be in memory. Declined and conflicting records
  // change facts only.
  void Apply(const v1::Record& record);

  // Puts a stored row back, unchanged; what is in memory already stays as it is. DataLoss: it does
  // not parse, its kind is unknown, or it does not belong under its key.
  absl::Status LoadRow(std::string_view key, std::string_view value);

  // Rows changed since the last call, each once, sorted by key, serialised. Marks them clean. When
  // a booking becomes terminal its 'B' row is gone, whether or not it was ever among the rows.
  std::vector<StateRow> TakeDirtyRows();
  size_t dirty_rows() const;

  // Drops clean evictable entities until at most `keep` of them are left (the longest unused
  // first).
  void Evict(size_t keep);
  size_t evictable() const;
  size_t live_bookings() const;  // not terminal

  // Key under which an evictable entity would be stored; what to look up in the store.
  static std::string TerminalBookingKey(std::string_view booking_id);
  static std::string FeedbackKey(std::string_view feedback_id);
  static std::string EntityRowKey(char letter, std::string_view key);  // not resident

 private:
  void ForEachEntity(char letter,
                     const std::function<void(const google::protobuf::Message&)>& see) const;

  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_STATE_H_
