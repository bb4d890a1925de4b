#include "tools/import/csv_reader.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"

namespace daybook {
namespace {

constexpr size_t kChunk = 64 * 1024;

std::string_view WithoutCarriageReturn(std::string_view line) {
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

}  // namespace

CsvReader::CsvReader(Source source, size_t max_record_bytes)
    : source_(std::move(source)), max_record_bytes_(max_record_bytes) {}

absl::StatusOr<const CsvRecord*> CsvReader::Next() {
  if (!started_) DAYBOOK_RETURN_IF_ERROR(PassByteOrderMark());
  while (true) {
    DAYBOOK_ASSIGN_OR_RETURN(const size_t end, LineEnd(0));
    record_.line = line_;
    record_.fields.clear();
    record_.problem.clear();
    if (end == kNone) {
      record_.problem = absl::StrCat("longer than ", max_record_bytes_, " bytes");
      DAYBOOK_RETURN_IF_ERROR(PassLongLine());
      return &record_;
    }
    if (end == 0 && EndsTheInput(0)) return nullptr;
    const std::string_view line(buffer_.data() + begin_, end);
    const std::string_view text = WithoutCarriageReturn(line);
    if (text.empty()) {
      TakeLines(end);
      continue;
    }
    if (text.find('"') == std::string_view::npos) {
      SplitPlain(text);
      TakeLines(end);
    } else {
      DAYBOOK_RETURN_IF_ERROR(SplitQuoted(end));
    }
    return &record_;
  }
}

absl::Status CsvReader::Fill() {
  buffer_.erase(0, begin_);
  begin_ = 0;
  const size_t kept = buffer_.size();
  buffer_.resize(kept + kChunk);
  absl::StatusOr<size_t> got = source_(buffer_.data() + kept, kChunk);
  buffer_.resize(kept + (got.ok() ? *got : 0));
  if (!got.ok()) return std::move(got).status();
  at_end_ = *got == 0;
  return absl::OkStatus();
}

absl::Status CsvReader::PassByteOrderMark() {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  while (buffer_.size() < kMark.size() && !at_end_) DAYBOOK_RETURN_IF_ERROR(Fill());
  if (buffer_.compare(0, kMark.size(), kMark) == 0) begin_ = kMark.size();
  started_ = true;
  return absl::OkStatus();
}

// Offset of the first line feed at or after `from`, or of the end of the input; kNone where the
// record would be too long.
absl::StatusOr<size_t> CsvReader::LineEnd(size_t from) {
  while (true) {
    const std::string_view rest(buffer_.data() + begin_, buffer_.size() - begin_);
    const size_t found = rest.find('\n', from);
    const size_t end = found != std::string_view::npos ? found : rest.size();
    if (end > max_record_bytes_) return kNone;
    if (found != std::string_view::npos || at_end_) return end;
    from = rest.size();
    DAYBOOK_RETURN_IF_ERROR(Fill());
  }
}

// Takes what ends at the line feed, or end of the input, at offset `end`. The bytes stay where they
// are until more is read.
void CsvReader::TakeLines(size_t end) {
  const size_t next = std::min(begin_ + end + 1, buffer_.size());
  const auto first = buffer_.begin() + static_cast<std::ptrdiff_t>(begin_);
  const auto last = buffer_.begin() + static_cast<std::ptrdiff_t>(next);
  line_ += static_cast<uint64_t>(std::count(first, last, '\n'));
  begin_ = next;
}

absl::Status CsvReader::PassLongLine() {
  while (true) {
    const size_t found = buffer_.find('\n', begin_);
    if (found != std::string::npos) {
      TakeLines(found - begin_);
      return absl::OkStatus();
    }
    begin_ = buffer_.size();
    if (at_end_) return absl::OkStatus();
    DAYBOOK_RETURN_IF_ERROR(Fill());
  }
}

void CsvReader::SplitPlain(std::string_view text) {
  while (true) {
    const size_t comma = text.find(',');
    record_.fields.push_back(text.substr(0, comma));
    if (comma == std::string_view::npos) return;
    text.remove_prefix(comma + 1);
  }
}

absl::Status CsvReader::SplitQuoted(size_t line_end) {
  const size_t first_line_end = line_end;
  unquoted_.clear();
  field_ends_.clear();
  size_t at = 0;
  while (true) {
    if (at < line_end && buffer_[begin_ + at] == '"') {
      DAYBOOK_ASSIGN_OR_RETURN(at, Unquote(at + 1, line_end));
    } else {
      at = CopyBare(at, line_end);
    }
    if (!record_.problem.empty()) {
      TakeLines(first_line_end);
      return absl::OkStatus();
    }
    field_ends_.push_back(unquoted_.size());
    if (at >= line_end) break;
    ++at;  // the comma
  }
  size_t from = 0;
  for (const size_t end : field_ends_) {
    record_.fields.emplace_back(unquoted_.data() + from, end - from);
    from = end;
  }
  TakeLines(line_end);
  return absl::OkStatus();
}

// Copies a quoted field, which goes on over line ends, and returns the offset behind it: of a comma
// or of the line's end.
absl::StatusOr<size_t> CsvReader::Unquote(size_t from, size_t& line_end) {
  size_t at = from;
  while (true) {
    if (at == line_end) {
      const bool last = EndsTheInput(line_end);
      size_t next_end = kNone;
      if (!last) {
        DAYBOOK_ASSIGN_OR_RETURN(next_end, LineEnd(line_end + 1));
      }
      if (next_end == kNone) {
        record_.problem =
            last ? "a quote is never closed"
                 : absl::StrCat("a quote is not closed within ", max_record_bytes_, " bytes");
        return at;
      }
      unquoted_.push_back('\n');
      at = line_end + 1;
      line_end = next_end;
      continue;
    }
    const char c = buffer_[begin_ + at++];
    if (c != '"') {
      unquoted_.push_back(c);
    } else if (at < line_end && buffer_[begin_ + at] == '"') {
      unquoted_.push_back('"');
      ++at;
    } else {
      break;
    }
  }
  const std::string_view rest =
      WithoutCarriageReturn({buffer_.data() + begin_ + at, line_end - at});
  if (rest.empty()) return line_end;
  if (rest.front() != ',') record_.problem = "text follows a closing quote";
  return at;
}

size_t CsvReader::CopyBare(size_t from, size_t line_end) {
  const std::string_view rest(buffer_.data() + begin_ + from, line_end - from);
  const size_t comma = rest.find(',');
  const std::string_view field =
      comma == std::string_view::npos ? WithoutCarriageReturn(rest) : rest.substr(0, comma);
  if (field.find('"') != std::string_view::npos) {
    record_.problem = "a quote stands inside a field that does not begin with one";
  }
  unquoted_.append(field);
  return comma == std::string_view::npos ? line_end : from + comma;
}

}  // namespace daybook
