// A small CSV file of another system, by the names of its columns.
#ifndef DAYBOOK_TOOLS_DAYBOOK_CSV_TABLE_H_
#define DAYBOOK_TOOLS_DAYBOOK_CSV_TABLE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace daybook::cli {

class CsvTable {
 public:
  struct Row {
    uint64_t line = 0;  // on which it begins; 1 is the first line
    std::vector<std::string> fields;
  };

  // Plain or gzip; the first line names the columns, in any case. NotFound: no such file. InvalidArgument:
  // it is not well-formed, or one of the columns `needed` is missing; the message says which and where.
  static absl::StatusOr<CsvTable> Read(const std::string& path,
                                       const std::vector<std::string>& needed);

  const std::vector<Row>& rows() const { return rows_; }
  bool Has(std::string_view column) const { return columns_.contains(std::string(column)); }
  // Empty where there is no such column.
  std::string_view Get(const Row& row, std::string_view column) const;

 private:
  std::map<std::string, size_t> columns_;
  std::vector<Row> rows_;
};

// "12.34" in the currency's minor units; with a sign, without thousands. nullopt: it is no such amount.
std::optional<int64_t> ParseMinor(std::string_view text, std::string_view currency);

}  // namespace daybook::cli

#endif  // DAYBOOK_TOOLS_DAYBOOK_CSV_TABLE_H_
