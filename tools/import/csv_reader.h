// Comma-separated values by RFC 4180, as a stream: fields may be quoted, a quote in a quoted field
// is doubled, lines end with LF or CR LF, the last one may have no end. A UTF-8 byte order mark at
// the start and empty lines are passed over.
#ifndef DAYBOOK_TOOLS_IMPORT_CSV_READER_H_
#define DAYBOOK_TOOLS_IMPORT_CSV_READER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace daybook {

struct CsvRecord {
  uint64_t line = 0;                     // on which it begins; 1 is the first line
  std::vector<std::string_view> fields;  // unquoted
  std::string problem;                   // not empty: not well-formed, and fields is empty
};

// One thread.
class CsvReader {
 public:
  // Fills at most `capacity` bytes and says how many; 0 at the end.
  using Source = std::function<absl::StatusOr<size_t>(char* buffer, size_t capacity)>;

  static constexpr size_t kMaxRecordBytes = 64 * 1024;

  explicit CsvReader(Source source, size_t max_record_bytes = kMaxRecordBytes);

  // The next record, which lives until the next call; null at the end. A record that is not
  // well-formed (a stray quote, a quote that is never closed, more than max_record_bytes) is given
  // with its problem, and reading goes on with the line after the one on which it began: a stray
  // quote costs one row. Errors are the source's.
  absl::StatusOr<const CsvRecord*> Next();

 private:
  // Offsets count from begin_, because reading more moves the buffer.
  static constexpr size_t kNone = std::string::npos;

  absl::Status Fill();
  absl::Status PassByteOrderMark();
  absl::StatusOr<size_t> LineEnd(size_t from);
  bool EndsTheInput(size_t offset) const { return at_end_ && begin_ + offset == buffer_.size(); }
  void TakeLines(size_t end);
  void SplitPlain(std::string_view text);
  absl::Status SplitQuoted(size_t line_end);
  absl::StatusOr<size_t> Unquote(size_t from, size_t& line_end);
  size_t CopyBare(size_t from, size_t line_end);
  absl::Status PassLongLine();

  Source source_;
  const size_t max_record_bytes_;
  std::string buffer_;  // what was read and not yet taken is [begin_, buffer_.size())
  size_t begin_ = 0;
  uint64_t line_ = 1;  // on which begin_ stands
  bool started_ = false;
  bool at_end_ = false;             // the source has no more
  std::string unquoted_;            // the fields of a record that has quotes, one after the other
  std::vector<size_t> field_ends_;  // in unquoted_
  CsvRecord record_;
};

}  // namespace daybook

#endif  // DAYBOOK_TOOLS_IMPORT_CSV_READER_H_
