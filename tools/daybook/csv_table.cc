#include "tools/daybook/csv_table.h"

#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "ledger/base/money.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "tools/import/csv_reader.h"
#include "tools/import/input_file.h"

namespace daybook::cli {
namespace {

std::string Trimmed(std::string_view text) {
  return std::string(absl::StripAsciiWhitespace(ToAbsl(text)));
}

}  // namespace

absl::StatusOr<CsvTable> CsvTable::Read(const std::string& path,
                                        const std::vector<std::string>& needed) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::unique_ptr<InputFile> file, InputFile::Open(path));
  CsvReader reader([&file](char* buffer, size_t capacity) { return file->Read(buffer, capacity); });
  CsvTable table;
  bool titled = false;
  for (;;) {
    DAYBOOK_ASSIGN_OR_RETURN(const CsvRecord* const record, reader.Next());
    if (record == nullptr) break;
    if (!record->problem.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, ", line ", record->line, ": ", record->problem));
    }
    if (!titled) {
      titled = true;
      for (size_t i = 0; i < record->fields.size(); ++i) {
        table.columns_.emplace(absl::AsciiStrToLower(Trimmed(record->fields[i])), i);
      }
      continue;
    }
    Row row{.line = record->line, .fields = {}};
    for (const std::string_view field : record->fields) row.fields.push_back(Trimmed(field));
    if (row.fields.size() != table.columns_.size()) {
      return absl::InvalidArgumentError(absl::StrCat(path, ", line ", record->line, ": ",
                                                     row.fields.size(), " fields, the titles are ",
                                                     table.columns_.size()));
    }
    table.rows_.push_back(std::move(row));
  }
  for (const std::string& column : needed) {
    if (!table.Has(column)) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, ": the first line names no column '", column, "'"));
    }
  }
  return table;
}

std::string_view CsvTable::Get(const Row& row, std::string_view column) const {
  const auto found = columns_.find(std::string(column));
  return found == columns_.end() ? std::string_view() : row.fields[found->second];
}

std::optional<int64_t> ParseMinor(std::string_view text, std::string_view currency) {
  const std::optional<int> exponent = CurrencyExponent(currency);
  if (!exponent.has_value() || text.empty()) return std::nullopt;
  const bool negative = text.front() == '-';
  if (negative || text.front() == '+') text.remove_prefix(1);
  const size_t point = text.find('.');
  std::string digits(text.substr(0, point));
  if (digits.empty()) return std::nullopt;
  std::string decimals;
  if (point != std::string_view::npos) decimals = std::string(text.substr(point + 1));
  if (decimals.size() > static_cast<size_t>(*exponent)) return std::nullopt;
  if (point != std::string_view::npos && decimals.empty()) return std::nullopt;
  decimals.resize(static_cast<size_t>(*exponent), '0');
  digits += decimals;
  int64_t amount = 0;
  for (const char digit : digits) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(digit))) return std::nullopt;
  }
  if (!absl::SimpleAtoi(digits, &amount) || amount > kMaxAmountMinor) return std::nullopt;
  return negative ? -amount : amount;
}

}  // namespace daybook::cli
