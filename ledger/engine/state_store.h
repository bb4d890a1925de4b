// The RocksDB under DIR/state: one column family, written one batch a checkpoint. Internal to the
// state keeper.
//
// A batch becomes one sorted file that RocksDB takes over whole: no WAL and no memtable, and rows
// and the position they are as of never part.
#ifndef DAYBOOK_LEDGER_ENGINE_STATE_STORE_H_
#define DAYBOOK_LEDGER_ENGINE_STATE_STORE_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "ledger/domain/state.h"
#include "ledger/log/storage.h"

namespace daybook {

// Rows to be written together. Later changes of a key win.
class StateBatch {
 public:
  void Reserve(size_t rows) { rows_.reserve(rows); }
  void Put(std::string_view key, std::string_view value) {
    rows_.push_back({std::string(key), std::string(value)});
  }
  void Delete(std::string_view key) { rows_.push_back({std::string(key), std::nullopt}); }
  // As Put or Delete, without a copy.
  void Add(StateRow row) { rows_.push_back(std::move(row)); }

 private:
  friend class StateStore;
  std::vector<StateRow> rows_;
};

// Safe from any thread. Errors: DataLoss (the store is damaged; it can be deleted and folded
// again), ResourceExhausted (disk full), Unavailable (the environment failed).
//
// Damage is often met long after the store was opened, in a row that opening does not look at. It
// is noted in the folder, and the store does not open again: whoever opens it deletes it and folds
// anew.
class StateStore {
 public:
  // Opens, making it if need be. DataLoss also where damage was noted.
  static absl::StatusOr<std::unique_ptr<StateStore>> Open(const std::string& state_dir,
                                                          const Storage& storage);
  // As the files are; writes nothing and takes no lock, so another process may write meanwhile.
  // NotFound: no store.
  static absl::StatusOr<std::unique_ptr<StateStore>> OpenForReading(const std::string& state_dir,
                                                                    const Storage& storage);
  ~StateStore();

  // nullopt: no such row.
  absl::StatusOr<std::optional<std::string>> Get(std::string_view key) const;
  // Every row whose key begins with `kind`, in the order of keys; a visitor that is not OK ends it.
  absl::Status ForEach(char kind,
                       const std::function<absl::Status(std::string_view key,
                                                        std::string_view value)>& visitor) const;
  absl::Status ForEach(const std::function<absl::Status(std::string_view key,
                                                        std::string_view value)>& visitor) const;
  // All or nothing, and durable on return. One writer at a time.
  absl::Status Write(StateBatch batch);

  // Where it is DataLoss: has the folder made anew at the next opening, as damage that the store meets
  // itself does. For those who can't make sense of what it gave. Gives the status back.
  absl::Status NoteDamage(absl::Status status) const;

 private:
  struct Impl;
  explicit StateStore(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_ENGINE_STATE_STORE_H_
