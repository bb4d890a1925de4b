// Opening what records hold sealed, for those who may see it. Internal to the engine.
#ifndef DAYBOOK_LEDGER_ENGINE_SEALED_READER_H_
#define DAYBOOK_LEDGER_ENGINE_SEALED_READER_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "daybook/v1/types.pb.h"
#include "ledger/ledger.h"
#include "ledger/log/record_source.h"
#include "ledger/privacy/key_ring.h"

namespace daybook {

// What the request at the position gave; the first of it, if there is more. NotFound: nothing, or the key is destroyed.
absl::StatusOr<v1::PersonalData> OpenSealed(const RecordSource& log, const KeyRing& keys,
                                            uint64_t position);

// All that is sealed under keys of these slots in [0, end), in the order of the log; slots whose key is destroyed show nothing. O(end): every
// record is read.
absl::StatusOr<std::vector<Revealed::Part>> OpenAllSealed(const RecordSource& log,
                                                          const KeyRing& keys,
                                                          const std::vector<uint64_t>& slots,
                                                          uint64_t end);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_ENGINE_SEALED_READER_H_
