// DIR/closed: what a cleanly closed log consists of. It stands only while nobody writes the log:
// written (whole or not at all) after the log was closed, and durably removed before the log is
// opened for writing again.
//
// Text, one item a line, each line ended by one LF, fields separated by one space:
//   daybook-closed-files 0
//   end 1234                          number of records, decimal
//   root 64 hexadecimal digits        RFC 6962 root of the records [0, end)
//   file 81920 64-digits log/000012.sst     size, SHA-256 of the content, name relative to DIR
//   ...                               every file in DIR/log but LOCK, and DIR/head, sorted by name
//   sum 64-digits                     SHA-256 of all bytes before this line
// Digits are lower case and numbers have no leading zeros: there is one way to write a given
// content, and a reader accepts no other.
#ifndef DAYBOOK_LEDGER_LOG_CLOSED_FILES_H_
#define DAYBOOK_LEDGER_LOG_CLOSED_FILES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "ledger/base/sha256.h"

namespace daybook {

struct ClosedFile {
  std::string name;  // relative to DIR, without a newline
  uint64_t size = 0;
  Hash sha256{};
};

struct ClosedFiles {
  uint64_t end = 0;
  Hash root{};
  std::vector<ClosedFile> files;  // sorted by name
};

std::string EncodeClosedFiles(const ClosedFiles& closed);

// DataLoss: not exactly what EncodeClosedFiles gives for some content.
absl::StatusOr<ClosedFiles> DecodeClosedFiles(std::string_view bytes);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_LOG_CLOSED_FILES_H_
