// DIR/head: whatever the file holds, reading it gives a head or DataLoss.
#include <limits>
#include <memory>

#include "ledger/base/status_macros.h"
#include "ledger/log/crc32c.h"
#include "ledger/log/fixed_ints.h"
#include "ledger/log/head.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/memory_files.h"

namespace daybook::fuzz {
namespace {

constexpr size_t kSlotBytes = 64;
constexpr size_t kCrcAt = 60;

void CheckRead(std::string bytes) {
  MemoryFiles disk;
  disk.files["head"] = std::move(bytes);
  const absl::StatusOr<Head> head = ReadHead(disk, "head");
  if (!head.ok()) {
    Require(absl::IsDataLoss(head.status()), "a head that can't be read is DataLoss");
    return;
  }
  MemoryFiles again;
  again.files["head"] = EncodeHead(*head);
  if (head->sequence == std::numeric_limits<uint64_t>::max()) return;  // 580 million years on
  const absl::StatusOr<Head> encoded = ReadHead(again, "head");
  Require(encoded.ok() && encoded->sequence == head->sequence + 1 && encoded->end == head->end &&
              encoded->root == head->root,
          "an encoded head reads back");

  const auto writer = HeadWriter::Open(disk, "head");
  Require(writer.ok() && (*writer)->Write(head->end + 1, head->root).ok(), "a head goes on");
  const absl::StatusOr<Head> next = ReadHead(disk, "head");
  Require(next.ok() && next->sequence == head->sequence + 1 && next->end == head->end + 1,
          "what was written last is read");
}

// Damage that the checksums do not see.
std::string WithRightChecksums(std::string bytes) {
  for (size_t slot = 0; slot + kSlotBytes <= bytes.size(); slot += kSlotBytes) {
    const std::string_view covered = std::string_view(bytes).substr(slot, kCrcAt);
    PutLittleEndian(Crc32c(covered), 4, bytes.data() + slot + kCrcAt);
  }
  return bytes;
}

}  // namespace
}  // namespace daybook::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string bytes(daybook::fuzz::AsText(data, size));
  daybook::fuzz::CheckRead(bytes);
  daybook::fuzz::CheckRead(daybook::fuzz::WithRightChecksums(bytes));
  return 0;
}

extern "C" void AddFuzzSeeds(std::vector<std::string>& seeds) {
  for (const uint64_t sequence : {0u, 1u, 2u, 77u}) {
    daybook::Head head{.sequence = sequence, .end = 3 * sequence, .root = {}};
    head.root[0] = static_cast<uint8_t>(sequence);
    seeds.push_back(daybook::EncodeHead(head));
  }
}
