#include "tools/daybook/output.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "ledger/base/strings.h"

namespace daybook::cli {
namespace {

constexpr size_t kBufferBytes = 64 * 1024;
constexpr size_t kGap = 2;  // blanks between columns
constexpr size_t kReadableColumn = 10;
constexpr size_t kNarrowestColumn = 5;

bool StartsCharacter(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

size_t CountCharacters(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), StartsCharacter));
}

// The first `count` characters, never half a one.
std::string_view FirstCharacters(std::string_view text, size_t count) {
  size_t bytes = 0;
  while (bytes < text.size()) {
    if (StartsCharacter(text[bytes]) && count-- == 0) break;
    ++bytes;
  }
  return text.substr(0, bytes);
}

// A cell never breaks the line it stands in, nor drives the terminal.
std::string OneLine(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) c = ' ';
  }
  return result;
}

std::string Cut(std::string_view text, size_t width) {
  std::string cell = OneLine(text);
  if (CountCharacters(cell) <= width) return cell;
  return absl::StrCat(ToAbsl(FirstCharacters(cell, width - 1)), "…");
}

// Whether less than this can be read; of a column that is `natural` wide.
size_t ReadableWidth(const Table::Column& column, size_t natural) {
  const bool number = column.align == Table::Align::kRight;
  return column.whole || number ? natural : std::min(natural, kReadableColumn);
}

size_t TotalWidth(const std::vector<size_t>& widths) {
  size_t total = 0;
  for (const size_t width : widths) {
    if (width > 0) total += width + (total > 0 ? kGap : 0);
  }
  return total;
}

}  // namespace

Terminal Terminal::Detect() {
  Terminal terminal;
  terminal.out = ::isatty(STDOUT_FILENO) == 1;
  terminal.err = ::isatty(STDERR_FILENO) == 1;
  winsize size{};
  if (terminal.out && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    terminal.width = size.ws_col;
  }
  return terminal;
}

bool Output::Write(std::string_view text) {
  if (error_ != 0) return false;
  buffer_.append(text);
  return buffer_.size() < kBufferBytes || Flush();
}

bool Output::Flush() {
  std::string_view rest = buffer_;
  while (error_ == 0 && !rest.empty()) {
    const ssize_t written = ::write(fd_, rest.data(), rest.size());
    if (written >= 0) {
      rest.remove_prefix(static_cast<size_t>(written));
    } else if (errno != EINTR) {
      error_ = errno;
    }
  }
  buffer_.clear();
  return error_ == 0;
}

bool Output::reader_gone() const { return error_ == EPIPE; }

std::string JsonQuote(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
        quoted += "\\\"";
        break;
      case '\\':
        quoted += "\\\\";
        break;
      case '\n':
        quoted += "\\n";
        break;
      case '\r':
        quoted += "\\r";
        break;
      case '\t':
        quoted += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          absl::StrAppendFormat(&quoted, "\\u%04x",
                                static_cast<unsigned>(static_cast<unsigned char>(c)));
        } else {
          quoted += c;
        }
    }
  }
  quoted += '"';
  return quoted;
}

std::string JsonArray(const std::vector<std::string>& values) {
  std::string array = "[";
  for (const std::string& value : values)
    absl::StrAppend(&array, array.size() > 1 ? "," : "", value);
  return array + "]";
}

void JsonObject::Key(std::string_view key) {
  if (!body_.empty()) body_ += ',';
  body_ += JsonQuote(key);
  body_ += ':';
}

JsonObject& JsonObject::Text(std::string_view key, std::string_view value) {
  Key(key);
  body_ += JsonQuote(value);
  return *this;
}

JsonObject& JsonObject::Number(std::string_view key, int64_t value) {
  Key(key);
  absl::StrAppend(&body_, value);
  return *this;
}

JsonObject& JsonObject::Count(std::string_view key, uint64_t value) {
  Key(key);
  absl::StrAppend(&body_, value);
  return *this;
}

JsonObject& JsonObject::Bool(std::string_view key, bool value) {
  return Raw(key, value ? "true" : "false");
}

JsonObject& JsonObject::Raw(std::string_view key, std::string_view json) {
  Key(key);
  body_.append(json);
  return *this;
}

std::vector<size_t> Table::NaturalWidths() const {
  std::vector<size_t> widths;
  for (size_t i = 0; i < columns_.size(); ++i) {
    size_t width = CountCharacters(columns_[i].title);
    for (const auto& row : rows_) width = std::max(width, CountCharacters(row[i]));
    widths.push_back(width);
  }
  return widths;
}

std::vector<size_t> Table::NumberWidths() const {
  std::vector<size_t> widths(columns_.size(), 0);
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i].align != Align::kRight) continue;
    for (const auto& row : rows_) widths[i] = std::max(widths[i], CountCharacters(row[i]));
  }
  return widths;
}

std::vector<size_t> Table::Widths(size_t terminal_width) const {
  std::vector<size_t> widths = NaturalWidths();
  std::vector<size_t> readable;
  for (size_t i = 0; i < widths.size(); ++i) {
    readable.push_back(ReadableWidth(columns_[i], widths[i]));
  }
  while (TotalWidth(readable) > terminal_width) {
    size_t least_wanted = 0;
    for (size_t i = 1; i < readable.size(); ++i) {
      if (readable[i] > 0 &&
          (readable[least_wanted] == 0 || columns_[i].optional > columns_[least_wanted].optional)) {
        least_wanted = i;
      }
    }
    if (columns_[least_wanted].optional == 0) break;
    readable[least_wanted] = widths[least_wanted] = 0;
  }
  // A number that is cut would pass for another one: of those only the titles may be.
  const std::vector<size_t> numbers = NumberWidths();
  // First the columns that may be cut, then, where even that is not enough, all.
  for (const bool also_whole : {false, true}) {
    while (TotalWidth(widths) > terminal_width) {
      size_t widest = widths.size();
      for (size_t i = 0; i < widths.size(); ++i) {
        const size_t floor = also_whole ? std::max(kNarrowestColumn, numbers[i]) : readable[i];
        if (widths[i] > floor && (widest == widths.size() || widths[i] > widths[widest]))
          widest = i;
      }
      if (widest == widths.size()) break;
      --widths[widest];
    }
  }
  return widths;
}

std::string Table::AlignedLine(const std::vector<std::string>& cells,
                               const std::vector<size_t>& widths) const {
  std::string line;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (widths[i] == 0) continue;
    const std::string cell = Cut(cells[i], widths[i]);
    const std::string blanks(widths[i] - CountCharacters(cell), ' ');
    if (!line.empty()) line.append(kGap, ' ');
    const bool right = columns_[i].align == Align::kRight;
    absl::StrAppend(&line, right ? blanks : "", cell, right ? "" : blanks);
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

void Table::Print(const Terminal& terminal, Output& out) const {
  if (!terminal.out) {
    if (!out.Line(TabSeparatedTitles())) return;
    for (const auto& row : rows_) {
      if (!out.Line(TabSeparated(row))) return;
    }
    return;
  }
  const std::vector<size_t> widths = Widths(terminal.width);
  std::vector<std::string> titles;
  for (const Column& column : columns_) titles.push_back(column.title);
  if (!out.Line(AlignedLine(titles, widths))) return;
  for (const auto& row : rows_) {
    if (!out.Line(AlignedLine(row, widths))) return;
  }
}

std::string Table::TabSeparated(const std::vector<std::string>& cells) {
  std::string line;
  for (size_t i = 0; i < cells.size(); ++i)
    absl::StrAppend(&line, i > 0 ? "\t" : "", OneLine(cells[i]));
  return line;
}

std::string Table::TabSeparatedTitles() const {
  std::vector<std::string> titles;
  for (const Column& column : columns_) titles.push_back(column.title);
  return TabSeparated(titles);
}

Facts& Facts::Text(std::string_view label, std::string_view key, std::string_view value) {
  return Raw(label, key, value, JsonQuote(value));
}

Facts& Facts::Count(std::string_view label, std::string_view key, uint64_t value) {
  return Raw(label, key, WithThousands(value), absl::StrCat(value));
}

Facts& Facts::Bool(std::string_view label, std::string_view key, bool value) {
  return Raw(label, key, value ? "yes" : "no", value ? "true" : "false");
}

Facts& Facts::Raw(std::string_view label, std::string_view key, std::string_view text,
                  std::string_view json) {
  lines_.emplace_back(label, text);
  object_.Raw(key, json);
  return *this;
}

void Facts::Print(bool json, Output& out) const {
  if (json) {
    out.Line(object_.ToString());
    return;
  }
  size_t width = 0;
  for (const auto& [label, text] : lines_) width = std::max(width, label.size());
  for (const auto& [label, text] : lines_) {
    out.Line(absl::StrCat(label, std::string(width - label.size() + kGap, ' '), text));
  }
}

std::string CutToWidth(std::string_view text, size_t width) { return Cut(text, width); }

std::string WithThousands(uint64_t number) {
  std::string digits = absl::StrCat(number);
  for (size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

std::string HumanBytes(uint64_t bytes) {
  constexpr const char* kUnits[] = {"B", "KiB", "MiB", "GiB", "TiB"};
  auto amount = static_cast<double>(bytes);
  size_t unit = 0;
  while (amount >= 1024 && unit + 1 < std::size(kUnits)) {
    amount /= 1024;
    ++unit;
  }
  return unit == 0 ? absl::StrCat(bytes, " B") : absl::StrFormat("%.1f %s", amount, kUnits[unit]);
}

}  // namespace daybook::cli
