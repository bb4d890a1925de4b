#include "ledger/engine/fold.h"

#include <string_view>
#include <vector>

#include "google/protobuf/arena.h"
#include "ledger/base/status_macros.h"
#include "ledger/log/record_codec.h"

namespace daybook {

absl::Status Fold(const RecordSource& records, uint64_t to, StateKeeper& keeper,
                  const std::function<absl::Status(const v1::Record&)>& before,
                  const std::function<absl::Status(StateKeeper&)>& after) {
  // The block that Reset keeps: larger than most records, once parsed.
  std::vector<char> block(64 * 1024);
  google::protobuf::ArenaOptions options;
  options.initial_block = block.data();
  options.initial_block_size = block.size();
  google::protobuf::Arena arena(options);
  return records.Read(keeper.position(), to, [&](uint64_t position, std::string_view bytes) {
    auto* const record = google::protobuf::Arena::CreateMessage<v1::Record>(&arena);
    absl::Status status = DecodeRecord(position, bytes, *record);
    if (status.ok()) status = keeper.Load(record->request());
    if (status.ok() && before) status = before(*record);
    if (status.ok()) status = keeper.Apply(*record);
    if (status.ok() && after) status = after(keeper);
    if (status.ok()) status = keeper.MaybeCheckpoint();
    arena.Reset();
    return status;
  });
}

}  // namespace daybook
