// The write side's entities of all kinds: in memory by letter and key, with what falls due in order, and what changed since rows
// were taken. Internal to state. One thread.
#ifndef DAYBOOK_LEDGER_DOMAIN_ENTITY_TABLES_H_
#define DAYBOOK_LEDGER_DOMAIN_ENTITY_TABLES_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/btree_set.h"
#include "absl/container/flat_hash_map.h"
#include "google/protobuf/message.h"
#include "ledger/base/instant.h"
#include "ledger/domain/entities.h"
#include "ledger/domain/state.h"

namespace daybook {

class EntityTables final : public EntityStore {
 public:
  using Noted = std::function<void(char letter, const google::protobuf::Message& entity)>;

  // `noted` is told of every entity that was loaded or has changed, when it is settled.
  explicit EntityTables(Noted noted);

  // As EntityStore's, for who only looks.
  const google::protobuf::Message* Look(char letter, std::string_view key) const;

  // Folds are over: what was changed takes its place in the indexes. Pointers of Change end here.
  void Settle();

  // Entities of the kind in memory, in the order of keys.
  void ForEach(char letter, const std::function<void(const google::protobuf::Message&)>& see) const;

  // What falls due at or before the instant, in the order (due, letter, key), at most `limit`.
  std::vector<DueEntity> DueAt(Instant until, size_t limit) const;
  Instant NextDue() const;
  // What the business date has brought: of the property, with a date at or before `date`, in the order (date, letter, key).
  std::vector<DueEntity> DueOn(std::string_view property_id, int32_t date, size_t limit) const;

  bool AnyDueOn(std::string_view property_id, int32_t date) const;
  // In the order of ids.
  std::vector<std::string> PropertiesWithDates() const;

  // Rows: key is 'E' (resident) or 'e', the letter, the entity's key.
  void TakeDirtyRows(std::vector<StateRow>& rows);
  size_t dirty_rows() const;
  // False: the value does not parse, or does not belong under the key.
  bool LoadRow(std::string_view row_key, std::string_view value);
  static std::string RowKey(bool resident, char letter, std::string_view key);

  // Of what may leave memory: clean and not resident. Its uses, and dropping those of `newest_dropped` and before.
  void AppendUses(std::vector<uint64_t>& uses) const;
  void Drop(uint64_t newest_dropped);
  size_t evictable() const { return evictable_; }

  // What a look is numbered by; shared with the bookings. It outlives the tables.
  void CountLooksWith(uint64_t* looks) { looks_ = looks; }

 private:
  enum class Stored : uint8_t { kNot, kResident, kOther };

  struct Entry {
    std::string key;
    std::unique_ptr<google::protobuf::Message> entity;
    mutable uint64_t used = 0;
    bool dirty = false;
    bool changed = false;          // since Settle
    bool resident = false;         // as it stands in the indexes
    Stored stored = Stored::kNot;  // under which kind of row, as far as rows were taken or loaded
    Instant due = Instant::Max();
    DueDate due_date;
  };
  struct Table {
    const EntityKind* kind = nullptr;
    absl::flat_hash_map<absl::string_view, std::unique_ptr<Entry>> entries;  // by their own keys
  };
  // An entry by where it is: entries are never moved, and dropped only when nothing is due.
  struct Place {
    char letter;
    Entry* entry;
    friend bool operator<(const Place& a, const Place& b) {
      return a.letter != b.letter ? a.letter < b.letter : a.entry->key < b.entry->key;
    }
  };
  struct Due {
    Instant at;
    Place place;
    friend bool operator<(const Due& a, const Due& b) {
      return a.at != b.at ? a.at < b.at : a.place < b.place;
    }
  };
  struct OnDate {
    int32_t date;
    Place place;
    friend bool operator<(const OnDate& a, const OnDate& b) {
      return a.date != b.date ? a.date < b.date : a.place < b.place;
    }
  };

  const google::protobuf::Message* FindMessage(char letter, std::string_view key) override;
  google::protobuf::Message& ChangeMessage(char letter, std::string_view key) override;
  bool KeepsKind(char) const override { return true; }

  const Table& TableOf(char letter) const;
  Entry* FindEntry(char letter, std::string_view key) const;
  static Entry& Add(Table& table, std::string key);
  void Index(const Place& place);
  uint64_t Use() const { return ++*looks_; }

  const Noted noted_;
  std::vector<Table> tables_;
  std::array<int8_t, 128> by_letter_;  // index into tables_; -1: none
  std::vector<Place> changed_;
  std::vector<Place> dirty_;
  absl::btree_set<Due> due_;
  absl::btree_map<std::string, absl::btree_set<OnDate>> due_on_;  // by property
  size_t evictable_ = 0;
  uint64_t own_looks_ = 0;
  uint64_t* looks_ = &own_looks_;
};

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_ENTITY_TABLES_H_
