// Views that keep entities (ledger/domain/entities.h): rows of the same fold that the write side's state is made by, so that no view has a
// fold of its own. A view over entities says which letters it keeps and which events may change them:
//
//   class VouchersView final : public EntityView {
//    public:
//     VouchersView() : EntityView({.name = "vouchers", .revision = 1, .letters = "v", .events = {{300, 399}}}) {}
//   };
//
// Rows: <letter><entity's key>, the value is the serialised entity. What the entities don't say (sums, statistics) goes into rows of the view's
// own, whose kinds are named by a digit: declared in EntityViewSpec::own, filled in ApplyOwn. Index entries follow from rows: AppendIndex
// says which ones a row calls for, and the base puts and deletes them.
#ifndef DAYBOOK_PROJECTIONS_ENTITY_VIEW_H_
#define DAYBOOK_PROJECTIONS_ENTITY_VIEW_H_

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daybook/v1/record.pb.h"
#include "google/protobuf/message.h"
#include "ledger/base/status_macros.h"
#include "ledger/domain/entities.h"
#include "projections/bytes_map.h"
#include "projections/projection.h"
#include "projections/view_store.h"

namespace daybook {

// Field numbers of Event.kind, both included.
struct EventNumbers {
  int first = 0;
  int last = 0;
};

// A kind of row of the view's own.
struct OwnRowKind {
  char digit = '0';                                      // '0' to '9': entities have letters
  const google::protobuf::Message* prototype = nullptr;  // lives as long as the program
};

struct EntityViewSpec {
  std::string name = {};     // as Projection::name
  int revision = 1;          // raised when rows change for another reason than the fold of entities
  std::string letters = {};  // of the entities that are kept
  // Records that Apply sees: accepted ones with an event of these numbers, or, where asked for, with journals, or with messages to
  // channels. All that can change the kept letters or the own rows must be among them (ledger/domain/evolve.cc says which area sees which).
  std::vector<EventNumbers> events = {};
  bool journals = false;
  bool messages = false;
  std::vector<OwnRowKind> own = {};
  bool indexed = false;  // AppendIndex has something to say
};

// Rows being folded: those of the transaction, with those lately used in memory. A failed read or a damaged row is latched: from then
// on rows that were not read yet are empty, and the record is given up. One thread.
class ViewRows final : public EntityStore {
 public:
  // Which entries a row calls for; null: the view has no index.
  class Indexer {
   public:
    virtual ~Indexer() = default;
    virtual void AppendIndex(std::string_view key, const google::protobuf::Message& row,
                             std::vector<std::string>& entries) const = 0;
  };

  // `spec` and `indexer` outlive the rows.
  ViewRows(const EntityViewSpec& spec, const Indexer* indexer);

  // A row of the view's own. Null where there is none. Lives until the end of the record.
  template <typename Row>
  const Row* FindOwn(char digit, std::string_view key) {
    return static_cast<const Row*>(FindRow(digit, key));
  }
  // To be changed; made, empty, where there was none. Lives until the end of the record.
  template <typename Row>
  Row& ChangeOwn(char digit, std::string_view key) {
    return static_cast<Row&>(ChangeRow(digit, key));
  }
  void DeleteOwn(char digit, std::string_view key);

  // Between the two calls the rows can be used.
  void Begin(ViewTransaction& txn) { txn_ = &txn; }
  // Writes what was changed to the transaction; status() is OK.
  void Finish();
  // The error that is latched, until Reset.
  const absl::Status& status() const { return status_; }
  void Reset();

 private:
  struct Kept {
    std::string_view key;                            // the row's; it is kept under
    std::unique_ptr<google::protobuf::Message> row;  // null: there is none
    std::vector<std::string> entries;                // index entries that the view has for it
    size_t bytes = 0;                                // that it was counted with
    bool stored = false;                             // the view has a row
    bool changed = false;                            // by the present record
  };

  const google::protobuf::Message* FindMessage(char letter, std::string_view key) override {
    return FindRow(letter, key);
  }
  google::protobuf::Message& ChangeMessage(char letter, std::string_view key) override {
    return ChangeRow(letter, key);
  }
  bool KeepsKind(char letter) const override;

  const google::protobuf::Message* PrototypeOf(char letter) const;
  const google::protobuf::Message* FindRow(char letter, std::string_view key);
  google::protobuf::Message& ChangeRow(char letter, std::string_view key);
  // Null: an error is latched.
  Kept* Load(char letter, std::string_view key);
  absl::Status Read(std::string_view row_key, Kept& kept);
  google::protobuf::Message& Scratch(char letter);
  void Write(Kept& kept);
  void WriteIndex(Kept& kept);
  void Count(Kept& kept);

  const EntityViewSpec& spec_;
  const Indexer* const indexer_;
  ViewTransaction* txn_ = nullptr;
  absl::Status status_;
  StableBytesMap<Kept> kept_;  // by row key
  std::vector<Kept*> changed_;
  size_t kept_bytes_ = 0;
  std::unique_ptr<google::protobuf::Message>
      scratch_;  // of a kind that is not kept: written nowhere
};

class EntityView : public Projection, private ViewRows::Indexer {
 public:
  std::string_view name() const final { return spec_.name; }
  // Of the fold and of the view's own: both only ever grow, so their sum names no two different views.
  int version() const final;
  bool Wants(const v1::Record& record) const override;
  absl::Status Apply(const v1::Record& record, ViewTransaction& txn) final;
  void Reset() final { rows_.Reset(); }
  absl::Status IndexEntries(std::string_view key, std::string_view value,
                            std::vector<std::string>& entries) const final;
  const google::protobuf::Message* RowType(std::string_view key) const final;

 protected:
  explicit EntityView(EntityViewSpec spec);

  // After the entities of the record are folded: the view's own rows, by `rows`' FindOwn, ChangeOwn, DeleteOwn. Entities may be looked at.
  // A function of the record and of rows, as Apply. An error stops the view at this record.
  virtual absl::Status ApplyOwn(const v1::Record& /*record*/, ViewRows& /*rows*/) {
    return absl::OkStatus();
  }
  // Every index entry (IndexEntry below) that a row calls for; `row` is a message of RowType(key). Only with spec.indexed.
  void AppendIndex(std::string_view /*key*/, const google::protobuf::Message& /*row*/,
                   std::vector<std::string>& /*entries*/) const override {}

 private:
  const EntityViewSpec spec_;
  ViewRows rows_;
};

// Keys.

inline std::string RowKeyOf(char letter, std::string_view key) {
  std::string row_key(1, letter);
  row_key.append(key);
  return row_key;
}
// <index><part>\0<part>...: parts are ids or digits of fixed width, and hold no \0 themselves. The last is usually the entity's key.
std::string IndexEntry(char index, std::initializer_list<std::string_view> parts);
// The beginning of all entries with these first parts.
std::string IndexPrefix(char index, std::initializer_list<std::string_view> parts);
// The parts of an entry; they live as long as the entry.
std::vector<std::string_view> IndexParts(std::string_view entry);
// A number that sorts as its digits do: 20 digits.
std::string SortedDigits(uint64_t number);

// Reading. DataLoss: a row is damaged.

absl::Status ParseViewRow(std::string_view key, std::string_view value,
                          google::protobuf::Message& row);

// A row by the letter or digit of its kind. nullopt: there is none.
template <typename Row>
absl::StatusOr<std::optional<Row>> GetRow(const ViewSnapshot& view, char letter,
                                          std::string_view key) {
  const std::string row_key = RowKeyOf(letter, key);
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<std::string> value, view.Get(row_key));
  if (!value.has_value()) return std::optional<Row>();
  std::optional<Row> row(std::in_place);
  DAYBOOK_RETURN_IF_ERROR(ParseViewRow(row_key, *value, *row));
  return row;
}

template <typename Entity>
absl::StatusOr<std::optional<Entity>> GetEntity(const ViewSnapshot& view, std::string_view key) {
  return GetRow<Entity>(view, LetterOf<Entity>::kLetter, key);
}

// Visits the rows of a kind whose key begins with `prefix`, in the order of keys: see(key, row) gives absl::StatusOr<bool>, false ends it.
template <typename Row, typename See>
absl::Status ScanRows(const ViewSnapshot& view, char letter, std::string_view prefix,
                      const See& see) {
  return view.Scan(RowKeyOf(letter, prefix),
                   [&see](std::string_view key, std::string_view value) -> absl::StatusOr<bool> {
                     Row row;
                     DAYBOOK_RETURN_IF_ERROR(ParseViewRow(key, value, row));
                     return see(key.substr(1), row);
                   });
}

// The same of entities: see(entity) gives absl::StatusOr<bool>.
template <typename Entity, typename See>
absl::Status ScanEntities(const ViewSnapshot& view, const See& see) {
  return ScanRows<Entity>(view, LetterOf<Entity>::kLetter, "",
                          [&see](std::string_view, const Entity& entity) -> absl::StatusOr<bool> {
                            return see(entity);
                          });
}

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_ENTITY_VIEW_H_
