// What a report is printed from: columns, and rows of cells that know what they are. For people a
// table; for programs JSON lines or CSV.
#ifndef DAYBOOK_TOOLS_DAYBOOK_REPORT_TABLE_H_
#define DAYBOOK_TOOLS_DAYBOOK_REPORT_TABLE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/timestamp.pb.h"
#include "tools/daybook/output.h"

namespace daybook::cli {

enum class ColumnKind {
  kText,
  kCount,    // a whole number
  kMoney,    // minor units of the currency of its cell; JSON: the column's name and "_minor"
  kPercent,  // basis points; shown with two decimals
  kDate,     // yyyymmdd; 0: none
  kMonth,    // yyyymm; 0: none
};

struct ReportColumn {
  std::string name;  // small letters and '_': the key in JSON, the title elsewhere
  ColumnKind kind = ColumnKind::kText;
};

// One value, or none.
class Cell {
 public:
  Cell() = default;
  static Cell Text(std::string_view text);  // empty: none
  static Cell Number(int64_t number);       // what it means, its column says
  static Cell Money(int64_t amount_minor, std::string_view currency);
  // part / whole in basis points, half up; none where the whole is not above 0.
  static Cell Ratio(int64_t part, int64_t whole);
  // sum / count in minor units, half up; none where the count is not above 0.
  static Cell Average(int64_t sum_minor, int64_t count, std::string_view currency);
  static Cell Instant(const google::protobuf::Timestamp& at);

  bool has_value() const { return kind_ != Kind::kNone; }
  // As people and CSV have it.
  std::string Shown(ColumnKind column) const;
  // A JSON value.
  std::string Json(ColumnKind column) const;

 private:
  enum class Kind { kNone, kText, kNumber };
  Kind kind_ = Kind::kNone;
  std::string text_;  // or the currency
  int64_t number_ = 0;
};

class ReportTable {
 public:
  explicit ReportTable(std::vector<ReportColumn> columns) : columns_(std::move(columns)) {}

  // As many cells as columns.
  void Add(std::vector<Cell> cells) { rows_.push_back(std::move(cells)); }
  const std::vector<ReportColumn>& columns() const { return columns_; }
  size_t size() const { return rows_.size(); }
  // Something in it should not be so: a check failed.
  void SetDisagrees() { disagrees_ = true; }
  bool disagrees() const { return disagrees_; }

  enum class Format { kTable, kJson, kCsv };
  // JSON: an object a row, keys that have no value left out. CSV: RFC 4180, with a line of titles; lines
  // end with a line feed.
  void Print(Format format, const Terminal& terminal, Output& out) const;

  // For rows that are too many to keep: what Print writes where there is no terminal, in parts. False:
  // nobody reads any more.
  bool PrintTitles(Format format, Output& out) const;
  bool PrintRows(Format format, Output& out) const;
  void Clear() { rows_.clear(); }

 private:
  std::string JsonLine(const std::vector<Cell>& row) const;
  std::string CsvLine(const std::vector<Cell>& row) const;
  std::vector<std::string> ShownCells(const std::vector<Cell>& row) const;
  Table Titles() const;

  std::vector<ReportColumn> columns_;
  std::vector<std::vector<Cell>> rows_;
  bool disagrees_ = false;
};

// In quotes where CSV wants it.
std::string CsvField(std::string_view text);

// One of --json and --csv. InvalidArgument: both.
absl::StatusOr<ReportTable::Format> ReportFormat(bool json, bool csv);

}  // namespace daybook::cli

#endif  // DAYBOOK_TOOLS_DAYBOOK_REPORT_TABLE_H_
