// DIR/head: how far the log is known to be durable, apart from the log itself.
//
// 128 bytes, two slots of 64, all integers little-endian:
//   0  8  magic "DAYBHEAD"
//   8  8  sequence      the slot with the larger one is the newer; slot = sequence mod 2
//   16 8  end           number of durable records
//   24 32 root          RFC 6962 root of the records [0, end)
//   56 4  reserved, zero
//   60 4  crc32c of the 60 bytes before
// A write goes to the older slot and is synced; a torn write leaves the other slot. The reader
// takes the newer of the valid slots. Written after the log's own sync, so head never is ahead of
// the log unless the log lost data.
#ifndef DAYBOOK_LEDGER_LOG_HEAD_H_
#define DAYBOOK_LEDGER_LOG_HEAD_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "ledger/base/file_system.h"
#include "ledger/base/sha256.h"

namespace daybook {

struct Head {
  uint64_t sequence = 0;
  uint64_t end = 0;
  Hash root{};
};

// NotFound: no file. DataLoss: no valid slot, or a wrong size.
absl::StatusOr<Head> ReadHead(const FileSystem& files, const std::string& path);

// The whole file, with `head` in one slot and the same again, one sequence later, in the other.
std::string EncodeHead(const Head& head);

// One thread.
class HeadWriter {
 public:
  // Goes on from the head that is there, or begins with sequence 1.
  static absl::StatusOr<std::unique_ptr<HeadWriter>> Open(FileSystem& files,
                                                          const std::string& path);
  // Durable on return.
  absl::Status Write(uint64_t end, const Hash& root);

 private:
  HeadWriter(std::unique_ptr<OverwriteFile> file, uint64_t sequence)
      : file_(std::move(file)), sequence_(sequence) {}
  std::unique_ptr<OverwriteFile> file_;
  uint64_t sequence_;
};

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_LOG_HEAD_H_
