// Writing results: a buffered stdout that notices when its reader has gone, tables for people, JSON
// for programs.
#ifndef DAYBOOK_TOOLS_DAYBOOK_OUTPUT_H_
#define DAYBOOK_TOOLS_DAYBOOK_OUTPUT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace daybook::cli {

// What the process is connected to.
struct Terminal {
  bool out = false;   // stdout is a terminal
  bool err = false;   // stderr is a terminal
  size_t width = 80;  // columns of stdout, where it is a terminal

  static Terminal Detect();
};

// A file descriptor written through a buffer. One thread at a time. SIGPIPE must be ignored by the
// process.
class Output {
 public:
  explicit Output(int fd) : fd_(fd) {}
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  ~Output() { Flush(); }

  // False once writing has become pointless: the reader has gone, or the file can't be written.
  bool Write(std::string_view text);
  bool Line(std::string_view text) { return Write(text) && Write("\n"); }
  bool Flush();

  bool reader_gone() const;             // EPIPE: someone like head(1) has seen enough
  int error() const { return error_; }  // errno of the first failed write; 0: none

 private:
  int fd_;
  int error_ = 0;
  std::string buffer_;
};

// One JSON object, keys in the order given.
class JsonObject {
 public:
  JsonObject& Text(std::string_view key, std::string_view value);
  JsonObject& Number(std::string_view key, int64_t value);
  JsonObject& Count(std::string_view key, uint64_t value);
  JsonObject& Bool(std::string_view key, bool value);
  // `json` is a JSON value already.
  JsonObject& Raw(std::string_view key, std::string_view json);
  std::string ToString() const { return "{" + body_ + "}"; }

 private:
  void Key(std::string_view key);
  std::string body_;
};

// In quotes, with everything escaped that JSON wants escaped.
std::string JsonQuote(std::string_view text);
std::string JsonArray(const std::vector<std::string>& values);  // of JSON values

// Rows for people. On a terminal: aligned, and cut with an ellipsis to its width, save what is aligned
// to the right, such as amounts: for those a line gets wider than the terminal. Elsewhere: tab-separated.
class Table {
 public:
  enum class Align { kLeft, kRight };
  struct Column {
    std::string title;
    Align align = Align::kLeft;
    bool whole = false;  // means nothing when cut: other columns are cut first
    int optional = 0;    // where the terminal is narrow: the highest is left out first; 0: never
  };

  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // As many cells as columns.
  void Add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  size_t size() const { return rows_.size(); }
  void Print(const Terminal& terminal, Output& out) const;

  // For rows that are too many to keep: what Print writes where there is no terminal.
  static std::string TabSeparated(const std::vector<std::string>& cells);
  std::string TabSeparatedTitles() const;

 private:
  std::vector<size_t> NaturalWidths() const;
  std::vector<size_t> NumberWidths() const;  // of cells aligned to the right; 0 elsewhere
  // Of the columns that fit; 0: the column is left out.
  std::vector<size_t> Widths(size_t terminal_width) const;
  std::string AlignedLine(const std::vector<std::string>& cells,
                          const std::vector<size_t>& widths) const;

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

// "label   value" lines for people, and the same facts as one JSON object for programs.
class Facts {
 public:
  // Shown to people as `label`, to programs as `key`.
  Facts& Text(std::string_view label, std::string_view key, std::string_view value);
  Facts& Count(std::string_view label, std::string_view key, uint64_t value);
  Facts& Bool(std::string_view label, std::string_view key, bool value);
  // Other wording for people than for programs.
  Facts& Raw(std::string_view label, std::string_view key, std::string_view text,
             std::string_view json);
  void Print(bool json, Output& out) const;

 private:
  std::vector<std::pair<std::string, std::string>> lines_;
  JsonObject object_;
};

// On one line of at most `width` characters, with an ellipsis where it is cut.
std::string CutToWidth(std::string_view text, size_t width);

// 1234567 -> "1,234,567".
std::string WithThousands(uint64_t number);
// 12345678 -> "11.8 MiB".
std::string HumanBytes(uint64_t bytes);

}  // namespace daybook::cli

#endif  // DAYBOOK_TOOLS_DAYBOOK_OUTPUT_H_
