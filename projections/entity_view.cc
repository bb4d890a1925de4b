#include "projections/entity_view.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "ledger/base/strings.h"
#include "ledger/domain/evolve.h"

namespace daybook {
namespace {

using google::protobuf::Message;

// Of rows as they are serialised. Beyond it all are forgotten together and read again where they are asked for: as good as a smarter
// choice, since what is asked for again is asked for soon.
constexpr size_t kMostKeptBytes = size_t{32} << 20;
// What a row costs beside its bytes: the node, the message, the key.
constexpr size_t kBytesBesideARow = 256;

std::string Joined(char index, std::initializer_list<std::string_view> parts) {
  std::string entry(1, index);
  bool first = true;
  for (const std::string_view part : parts) {
    if (!first) entry.push_back('\0');
    first = false;
    entry.append(part);
  }
  return entry;
}

}  // namespace

ViewRows::ViewRows(const EntityViewSpec& spec, const Indexer* indexer)
    : spec_(spec), indexer_(indexer) {}

bool ViewRows::KeepsKind(char letter) const {
  return spec_.letters.find(letter) != std::string::npos;
}

const Message* ViewRows::PrototypeOf(char letter) const {
  if (KeepsKind(letter)) {
    const EntityKind* const kind = FindEntityKind(letter);
    return kind == nullptr ? nullptr : kind->prototype();
  }
  const auto own = std::find_if(spec_.own.begin(), spec_.own.end(),
                                [letter](const OwnRowKind& kind) { return kind.digit == letter; });
  return own == spec_.own.end() ? nullptr : own->prototype;
}

const Message* ViewRows::FindRow(char letter, std::string_view key) {
  if (PrototypeOf(letter) == nullptr) return nullptr;
  const Kept* const kept = Load(letter, key);
  return kept == nullptr ? nullptr : kept->row.get();
}

Message& ViewRows::ChangeRow(char letter, std::string_view key) {
  const Message* const prototype = PrototypeOf(letter);
  Kept* const kept = prototype == nullptr ? nullptr : Load(letter, key);
  if (kept == nullptr) return Scratch(letter);
  if (kept->row == nullptr) kept->row.reset(prototype->New());
  if (!kept->changed) {
    kept->changed = true;
    changed_.push_back(kept);
  }
  return *kept->row;
}

void ViewRows::DeleteOwn(char digit, std::string_view key) {
  Kept* const kept = PrototypeOf(digit) == nullptr ? nullptr : Load(digit, key);
  if (kept == nullptr || kept->row == nullptr) return;
  kept->row.reset();
  if (!kept->changed) {
    kept->changed = true;
    changed_.push_back(kept);
  }
}

ViewRows::Kept* ViewRows::Load(char letter, std::string_view key) {
  const std::string row_key = RowKeyOf(letter, key);
  if (const auto found = kept_.find(row_key); found != kept_.end()) return &found->second;
  if (!status_.ok()) return nullptr;
  const auto added = kept_.try_emplace(row_key).first;
  added->second.key = added->first;
  status_ = Read(added->first, added->second);
  if (!status_.ok()) {
    kept_.erase(added);
    return nullptr;
  }
  Count(added->second);
  return &added->second;
}

absl::Status ViewRows::Read(std::string_view row_key, Kept& kept) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<std::string> value, txn_->Get(row_key));
  if (!value.has_value()) return absl::OkStatus();
  kept.row.reset(PrototypeOf(row_key.front())->New());
  DAYBOOK_RETURN_IF_ERROR(ParseViewRow(row_key, *value, *kept.row));
  kept.stored = true;
  if (indexer_ != nullptr) indexer_->AppendIndex(row_key, *kept.row, kept.entries);
  return absl::OkStatus();
}

// A fold may change what this view does not keep, and what could not be read: the change goes nowhere.
Message& ViewRows::Scratch(char letter) {
  const EntityKind* const kind = FindEntityKind(letter);
  const Message* const prototype = kind != nullptr ? kind->prototype() : PrototypeOf(letter);
  scratch_.reset(prototype->New());
  return *scratch_;
}

void ViewRows::Finish() {
  for (Kept* const kept : changed_) Write(*kept);
  changed_.clear();
  scratch_.reset();
  txn_ = nullptr;
  if (kept_bytes_ > kMostKeptBytes) Reset();
}

void ViewRows::Write(Kept& kept) {
  if (indexer_ != nullptr) WriteIndex(kept);
  if (kept.row != nullptr) {
    // A schema without maps serialises in one way only.
    txn_->Put(kept.key, kept.row->SerializeAsString());
  } else if (kept.stored) {
    txn_->Delete(kept.key);
  }
  kept.stored = kept.row != nullptr;
  kept.changed = false;
  Count(kept);
}

void ViewRows::WriteIndex(Kept& kept) {
  std::vector<std::string> entries;
  if (kept.row != nullptr) indexer_->AppendIndex(kept.key, *kept.row, entries);
  for (const std::string& before : kept.entries) {
    if (std::find(entries.begin(), entries.end(), before) == entries.end()) {
      txn_->DeleteIndex(before);
    }
  }
  for (const std::string& after : entries) {
    if (std::find(kept.entries.begin(), kept.entries.end(), after) == kept.entries.end()) {
      txn_->PutIndex(after);
    }
  }
  kept.entries = std::move(entries);
}

void ViewRows::Count(Kept& kept) {
  kept_bytes_ -= kept.bytes;
  kept.bytes =
      kBytesBesideARow + kept.key.size() + (kept.row == nullptr ? 0 : kept.row->ByteSizeLong());
  kept_bytes_ += kept.bytes;
}

void ViewRows::Reset() {
  changed_.clear();
  kept_.clear();
  kept_bytes_ = 0;
  status_ = absl::OkStatus();
  scratch_.reset();
  txn_ = nullptr;
}

EntityView::EntityView(EntityViewSpec spec)
    : spec_(std::move(spec)), rows_(spec_, spec_.indexed ? this : nullptr) {}

int EntityView::version() const { return kEntitiesEvolveVersion + spec_.revision; }

bool EntityView::Wants(const v1::Record& record) const {
  if (!record.outcome().has_accepted()) return false;
  const v1::Accepted& accepted = record.outcome().accepted();
  if (spec_.journals && !accepted.journals().empty()) return true;
  if (spec_.messages && !accepted.told_channels().empty()) return true;
  for (const v1::Event& event : accepted.events()) {
    const int number = event.kind_case();
    for (const EventNumbers& range : spec_.events) {
      if (range.first <= number && number <= range.last) return true;
    }
  }
  return false;
}

absl::Status EntityView::Apply(const v1::Record& record, ViewTransaction& txn) {
  rows_.Begin(txn);
  EvolveEntities(record, rows_);
  absl::Status applied = rows_.status();
  if (applied.ok()) applied = ApplyOwn(record, rows_);
  // What a failed read makes of the view's own rows is not the reason.
  if (!rows_.status().ok()) applied = rows_.status();
  if (!applied.ok()) {
    rows_.Reset();
    return applied;
  }
  rows_.Finish();
  return absl::OkStatus();
}

absl::Status EntityView::IndexEntries(std::string_view key, std::string_view value,
                                      std::vector<std::string>& entries) const {
  if (!spec_.indexed) return absl::OkStatus();
  const Message* const prototype = RowType(key);
  if (prototype == nullptr) {
    return absl::DataLossError(
        absl::StrCat("view ", spec_.name, ": a row of a kind that it does not keep"));
  }
  const std::unique_ptr<Message> row(prototype->New());
  DAYBOOK_RETURN_IF_ERROR(ParseViewRow(key, value, *row));
  AppendIndex(key, *row, entries);
  return absl::OkStatus();
}

const Message* EntityView::RowType(std::string_view key) const {
  if (key.empty()) return nullptr;
  if (spec_.letters.find(key.front()) != std::string::npos) {
    const EntityKind* const kind = FindEntityKind(key.front());
    return kind == nullptr ? nullptr : kind->prototype();
  }
  for (const OwnRowKind& own : spec_.own) {
    if (own.digit == key.front()) return own.prototype;
  }
  return nullptr;
}

std::string IndexEntry(char index, std::initializer_list<std::string_view> parts) {
  return Joined(index, parts);
}

std::string IndexPrefix(char index, std::initializer_list<std::string_view> parts) {
  std::string prefix = Joined(index, parts);
  if (parts.size() > 0) prefix.push_back('\0');
  return prefix;
}

std::vector<std::string_view> IndexParts(std::string_view entry) {
  std::vector<std::string_view> parts;
  if (entry.empty()) return parts;
  entry.remove_prefix(1);
  for (size_t end = entry.find('\0'); end != std::string_view::npos; end = entry.find('\0')) {
    parts.push_back(entry.substr(0, end));
    entry.remove_prefix(end + 1);
  }
  parts.push_back(entry);
  return parts;
}

std::string SortedDigits(uint64_t number) { return absl::StrFormat("%020u", number); }

absl::Status ParseViewRow(std::string_view key, std::string_view value, Message& row) {
  if (row.ParseFromArray(value.data(), static_cast<int>(value.size()))) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat("the row of ", row.GetDescriptor()->name(), " ",
                                          ToAbsl(key.substr(std::min<size_t>(1, key.size()))),
                                          " is damaged"));
}

}  // namespace daybook
