// Folding the log into a state keeper.
#ifndef DAYBOOK_LEDGER_ENGINE_FOLD_H_
#define DAYBOOK_LEDGER_ENGINE_FOLD_H_

#include <cstdint>
#include <functional>

#include "absl/status/status.h"
#include "daybook/v1/record.pb.h"
#include "ledger/engine/state_keeper.h"
#include "ledger/log/record_source.h"

namespace daybook {

// Folds the records [keeper.position(), to). `before` (may be empty) sees each one when what it
// names has been loaded and before it is folded; `after` (may be empty) is called when it is folded
// and before a checkpoint of it could be written; not OK: the fold stops with that. DataLoss: a
// record does not decode.
absl::Status Fold(const RecordSource& records, uint64_t to, StateKeeper& keeper,
                  const std::function<absl::Status(const v1::Record&)>& before = {},
                  const std::function<absl::Status(StateKeeper&)>& after = {});

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_ENGINE_FOLD_H_
