#include "ledger/domain/entity_tables.h"

#include <algorithm>
#include <utility>

#include "ledger/base/strings.h"

namespace daybook {
namespace {

constexpr char kResidentRow = 'E';
constexpr char kOtherRow = 'e';

}  // namespace

EntityTables::EntityTables(Noted noted) : noted_(std::move(noted)) {
  by_letter_.fill(-1);
  for (const EntityKind& kind : EntityKinds()) {
    by_letter_[static_cast<size_t>(kind.letter)] = static_cast<int8_t>(tables_.size());
    tables_.push_back({&kind, {}});
  }
}

const EntityTables::Table& EntityTables::TableOf(char letter) const {
  return tables_[static_cast<size_t>(by_letter_[static_cast<size_t>(letter)])];
}

EntityTables::Entry* EntityTables::FindEntry(char letter, std::string_view key) const {
  const Table& table = TableOf(letter);
  const auto found = table.entries.find(ToAbsl(key));
  return found == table.entries.end() ? nullptr : found->second.get();
}

const google::protobuf::Message* EntityTables::Look(char letter, std::string_view key) const {
  const Entry* const entry = FindEntry(letter, key);
  if (entry == nullptr) return nullptr;
  entry->used = Use();
  return entry->entity.get();
}

const google::protobuf::Message* EntityTables::FindMessage(char letter, std::string_view key) {
  return Look(letter, key);
}

google::protobuf::Message& EntityTables::ChangeMessage(char letter, std::string_view key) {
  Table& table = tables_[static_cast<size_t>(by_letter_[static_cast<size_t>(letter)])];
  const auto found = table.entries.find(ToAbsl(key));
  const bool is_new = found == table.entries.end();
  Entry& entry = is_new ? Add(table, std::string(key)) : *found->second;
  if (is_new) {
    entry.entity.reset(table.kind->prototype()->New());
    ++evictable_;
  }
  entry.used = Use();
  const Place place{letter, &entry};
  if (!entry.changed) {
    entry.changed = true;
    changed_.push_back(place);
  }
  if (!entry.dirty) {
    entry.dirty = true;
    dirty_.push_back(place);
  }
  return *entry.entity;
}

EntityTables::Entry& EntityTables::Add(Table& table, std::string key) {
  auto entry = std::make_unique<Entry>();
  entry->key = std::move(key);
  Entry& added = *entry;
  table.entries.emplace(absl::string_view(added.key), std::move(entry));
  return added;
}

void EntityTables::Settle() {
  for (const Place& place : changed_) {
    place.entry->changed = false;
    Index(place);
  }
  changed_.clear();
}

void EntityTables::Index(const Place& place) {
  Entry& entry = *place.entry;
  const EntityKind& kind = *TableOf(place.letter).kind;
  noted_(place.letter, *entry.entity);
  const bool resident = kind.resident(*entry.entity);
  if (resident != entry.resident) {
    entry.resident = resident;
    evictable_ += resident ? size_t{0} - 1 : 1;
  }
  if (const Instant due = resident ? kind.due(*entry.entity) : Instant::Max(); due != entry.due) {
    if (entry.due != Instant::Max()) due_.erase({entry.due, place});
    if (due != Instant::Max()) due_.insert({due, place});
    entry.due = due;
  }
  DueDate date = resident ? kind.due_date(*entry.entity) : DueDate();
  if (date == entry.due_date) return;
  if (entry.due_date.date != 0) {
    due_on_[entry.due_date.property_id].erase({entry.due_date.date, place});
  }
  if (date.date != 0) due_on_[date.property_id].insert({date.date, place});
  entry.due_date = std::move(date);
}

void EntityTables::ForEach(char letter,
                           const std::function<void(const google::protobuf::Message&)>& see) const {
  const Table& table = TableOf(letter);
  std::vector<const Entry*> entries;
  entries.reserve(table.entries.size());
  for (const auto& [key, entry] : table.entries) entries.push_back(entry.get());
  std::sort(entries.begin(), entries.end(),
            [](const Entry* a, const Entry* b) { return a->key < b->key; });
  for (const Entry* const entry : entries) see(*entry->entity);
}

std::vector<DueEntity> EntityTables::DueAt(Instant until, size_t limit) const {
  std::vector<DueEntity> items;
  for (const Due& due : due_) {
    if (due.at > until || items.size() == limit) break;
    items.push_back({due.place.letter, due.at, due.place.entry->entity.get()});
  }
  return items;
}

Instant EntityTables::NextDue() const { return due_.empty() ? Instant::Max() : due_.begin()->at; }

std::vector<DueEntity> EntityTables::DueOn(std::string_view property_id, int32_t date,
                                           size_t limit) const {
  std::vector<DueEntity> items;
  const auto found = due_on_.find(ToAbsl(property_id));
  if (found == due_on_.end()) return items;
  for (const OnDate& due : found->second) {
    if (due.date > date || items.size() == limit) break;
    items.push_back({due.place.letter, Instant(), due.place.entry->entity.get()});
  }
  return items;
}

bool EntityTables::AnyDueOn(std::string_view property_id, int32_t date) const {
  if (due_on_.empty()) return false;
  const auto found = due_on_.find(ToAbsl(property_id));
  return found != due_on_.end() && !found->second.empty() && found->second.begin()->date <= date;
}

std::vector<std::string> EntityTables::PropertiesWithDates() const {
  std::vector<std::string> ids;
  for (const auto& [id, due] : due_on_) {
    if (!due.empty()) ids.push_back(id);
  }
  return ids;
}

std::string EntityTables::RowKey(bool resident, char letter, std::string_view key) {
  std::string row(1, resident ? kResidentRow : kOtherRow);
  row.push_back(letter);
  row.append(key);
  return row;
}

void EntityTables::TakeDirtyRows(std::vector<StateRow>& rows) {
  for (const Place& place : dirty_) {
    Entry& entry = *place.entry;
    const Stored stored = entry.resident ? Stored::kResident : Stored::kOther;
    rows.push_back(
        {RowKey(entry.resident, place.letter, entry.key), entry.entity->SerializeAsString()});
    if (entry.stored != Stored::kNot && entry.stored != stored) {
      rows.push_back({RowKey(!entry.resident, place.letter, entry.key), std::nullopt});
    }
    entry.stored = stored;
    entry.dirty = false;
  }
  dirty_.clear();
}

size_t EntityTables::dirty_rows() const { return dirty_.size(); }

bool EntityTables::LoadRow(std::string_view row_key, std::string_view value) {
  if (row_key.size() < 3) return false;
  const char letter = row_key[1];
  const auto index = static_cast<unsigned char>(letter);
  if (index >= by_letter_.size() || by_letter_[index] < 0) return false;
  Table& table = tables_[static_cast<size_t>(by_letter_[index])];
  std::unique_ptr<google::protobuf::Message> entity(table.kind->prototype()->New());
  if (!entity->ParseFromArray(value.data(), static_cast<int>(value.size()))) return false;
  const std::string key = table.kind->key(*entity);
  if (key != row_key.substr(2)) return false;
  const bool resident = row_key[0] == kResidentRow;
  if (table.kind->resident(*entity) != resident) return false;
  // What is in memory is never older than its row.
  if (table.entries.contains(absl::string_view(key))) return true;
  Entry& entry = Add(table, key);
  entry.entity = std::move(entity);
  entry.used = Use();
  entry.stored = resident ? Stored::kResident : Stored::kOther;
  ++evictable_;
  Index({letter, &entry});
  return true;
}

void EntityTables::AppendUses(std::vector<uint64_t>& uses) const {
  for (const Table& table : tables_) {
    for (const auto& [key, entry] : table.entries) {
      if (!entry->resident && !entry->dirty) uses.push_back(entry->used);
    }
  }
}

void EntityTables::Drop(uint64_t newest_dropped) {
  for (Table& table : tables_) {
    evictable_ -= absl::erase_if(table.entries, [&](const auto& item) {
      const Entry& entry = *item.second;
      return !entry.resident && !entry.dirty && entry.used <= newest_dropped;
    });
  }
}

}  // namespace daybook
