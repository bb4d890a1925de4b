#include "tools/daybook/report_table.h"

#include <algorithm>
#include <cstdlib>

#include "absl/numeric/int128.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "ledger/base/money.h"
#include "ledger/base/strings.h"
#include "tools/daybook/booking_format.h"

namespace daybook::cli {
namespace {

constexpr int64_t kWholeInBasisPoints = 10'000;

// numerator / denominator, half away from zero; the denominator is above 0.
int64_t DividedHalfUp(absl::int128 numerator, int64_t denominator) {
  const absl::int128 half = denominator / 2;
  return static_cast<int64_t>(numerator < 0 ? (numerator - half) / denominator
                                            : (numerator + half) / denominator);
}

std::string FormatBasisPoints(int64_t basis_points) {
  const int64_t size = std::abs(basis_points);
  return absl::StrFormat("%s%d.%02d", basis_points < 0 ? "-" : "", size / 100, size % 100);
}

std::string FormatMonth(int64_t yyyymm) {
  return yyyymm == 0 ? "" : absl::StrFormat("%04d-%02d", yyyymm / 100, yyyymm % 100);
}

std::string FormatMoney(int64_t amount_minor, const std::string& currency) {
  return CurrencyExponent(currency).has_value() ? FormatMinor(amount_minor, currency)
                                                : absl::StrCat(amount_minor);
}

}  // namespace

Cell Cell::Text(std::string_view text) {
  Cell cell;
  if (text.empty()) return cell;
  cell.kind_ = Kind::kText;
  cell.text_ = std::string(text);
  return cell;
}

Cell Cell::Number(int64_t number) {
  Cell cell;
  cell.kind_ = Kind::kNumber;
  cell.number_ = number;
  return cell;
}

Cell Cell::Money(int64_t amount_minor, std::string_view currency) {
  Cell cell = Number(amount_minor);
  cell.text_ = std::string(currency);
  return cell;
}

Cell Cell::Ratio(int64_t part, int64_t whole) {
  if (whole <= 0) return {};
  return Number(DividedHalfUp(static_cast<absl::int128>(part) * kWholeInBasisPoints, whole));
}

Cell Cell::Average(int64_t sum_minor, int64_t count, std::string_view currency) {
  if (count <= 0) return {};
  return Money(DividedHalfUp(sum_minor, count), currency);
}

Cell Cell::Instant(const google::protobuf::Timestamp& at) { return Text(FormatTime(at)); }

std::string Cell::Shown(ColumnKind column) const {
  if (kind_ != Kind::kNumber) return text_;
  switch (column) {
    case ColumnKind::kMoney:
      return FormatMoney(number_, text_);
    case ColumnKind::kPercent:
      return FormatBasisPoints(number_);
    case ColumnKind::kDate:
      return FormatYmd(static_cast<int32_t>(number_));
    case ColumnKind::kMonth:
      return FormatMonth(number_);
    case ColumnKind::kText:
    case ColumnKind::kCount:
      break;
  }
  return absl::StrCat(number_);
}

std::string Cell::Json(ColumnKind column) const {
  if (kind_ == Kind::kText) return JsonQuote(text_);
  switch (column) {
    case ColumnKind::kMoney:
    case ColumnKind::kCount:
      return absl::StrCat(number_);
    case ColumnKind::kPercent:
      return FormatBasisPoints(number_);
    default:
      return JsonQuote(Shown(column));
  }
}

std::string ReportTable::JsonLine(const std::vector<Cell>& row) const {
  JsonObject object;
  for (size_t i = 0; i < columns_.size() && i < row.size(); ++i) {
    const ReportColumn& column = columns_[i];
    if (!row[i].has_value()) continue;
    object.Raw(column.kind == ColumnKind::kMoney ? column.name + "_minor" : column.name,
               row[i].Json(column.kind));
  }
  return object.ToString();
}

std::string ReportTable::CsvLine(const std::vector<Cell>& row) const {
  std::string line;
  for (size_t i = 0; i < columns_.size(); ++i) {
    absl::StrAppend(&line, i == 0 ? "" : ",", CsvField(row[i].Shown(columns_[i].kind)));
  }
  return line;
}

std::vector<std::string> ReportTable::ShownCells(const std::vector<Cell>& row) const {
  std::vector<std::string> cells;
  for (size_t i = 0; i < columns_.size(); ++i) cells.push_back(row[i].Shown(columns_[i].kind));
  return cells;
}

Table ReportTable::Titles() const {
  std::vector<Table::Column> titles;
  for (const ReportColumn& column : columns_) {
    const bool right = column.kind == ColumnKind::kCount || column.kind == ColumnKind::kMoney ||
                       column.kind == ColumnKind::kPercent;
    titles.push_back({absl::AsciiStrToUpper(column.name),
                      right ? Table::Align::kRight : Table::Align::kLeft, right});
  }
  return Table(std::move(titles));
}

bool ReportTable::PrintTitles(Format format, Output& out) const {
  if (format == Format::kJson) return true;
  if (format == Format::kTable) return out.Line(Titles().TabSeparatedTitles());
  std::string line;
  for (const ReportColumn& column : columns_) {
    absl::StrAppend(&line, line.empty() ? "" : ",", column.name);
  }
  return out.Line(line);
}

bool ReportTable::PrintRows(Format format, Output& out) const {
  return std::all_of(rows_.begin(), rows_.end(), [&](const std::vector<Cell>& row) {
    switch (format) {
      case Format::kJson:
        return out.Line(JsonLine(row));
      case Format::kCsv:
        return out.Line(CsvLine(row));
      case Format::kTable:
        break;
    }
    return out.Line(Table::TabSeparated(ShownCells(row)));
  });
}

void ReportTable::Print(Format format, const Terminal& terminal, Output& out) const {
  if (format != Format::kTable || !terminal.out) {
    if (PrintTitles(format, out)) PrintRows(format, out);
    return;
  }
  Table table = Titles();
  for (const std::vector<Cell>& row : rows_) table.Add(ShownCells(row));
  table.Print(terminal, out);
}

std::string CsvField(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

absl::StatusOr<ReportTable::Format> ReportFormat(bool json, bool csv) {
  if (json && csv) return absl::InvalidArgumentError("--json and --csv exclude each other");
  return json  ? ReportTable::Format::kJson
         : csv ? ReportTable::Format::kCsv
               : ReportTable::Format::kTable;
}

}  // namespace daybook::cli
