#include "tools/daybook/row_stream.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace daybook::cli {
namespace {

// Rows in memory; the scan ends with `status` behind the last.
class FixedRows : public ViewSnapshot {
 public:
  std::map<std::string, std::string, std::less<>> rows;
  absl::Status status;

  ViewInfo info() const override { return {}; }
  absl::StatusOr<std::optional<std::string>> Get(std::string_view) const override {
    return std::optional<std::string>();
  }
  absl::Status Scan(std::string_view, const RowVisitor& visitor) const override {
    for (const auto& [key, value] : rows) {
      const absl::StatusOr<bool> more = visitor(key, value);
      if (!more.ok()) return more.status();
      if (!*more) return absl::OkStatus();
    }
    return status;
  }
  absl::Status ScanIndex(std::string_view, const IndexVisitor&) const override {
    return absl::OkStatus();
  }
  absl::Status ScanIndexRange(std::string_view, std::string_view,
                              const IndexVisitor&) const override {
    return absl::OkStatus();
  }
};

FixedRows Rows(int count) {
  FixedRows rows;
  for (int i = 0; i < count; ++i) rows.rows[std::to_string(1'000'000 + i)] = std::to_string(i);
  return rows;
}

TEST(RowStream, GivesEveryRowInOrder) {
  for (const int count : {0, 1, 511, 512, 513, 10'000}) {
    const FixedRows rows = Rows(count);
    RowStream stream(rows);
    for (const auto& [key, value] : rows.rows) {
      const auto row = stream.Next();
      ASSERT_TRUE(row.ok() && *row != nullptr) << key;
      EXPECT_EQ((*row)->key, key);
      EXPECT_EQ((*row)->value, value);
    }
    for (int again = 0; again < 2; ++again) {
      const auto behind = stream.Next();
      ASSERT_TRUE(behind.ok());
      EXPECT_EQ(*behind, nullptr);
    }
  }
}

TEST(RowStream, AScanThatFailsIsToldBehindItsRows) {
  FixedRows rows = Rows(1);
  rows.status = absl::DataLossError("torn");
  RowStream stream(rows);
  EXPECT_TRUE(stream.Next().ok());
  EXPECT_EQ(stream.Next().status().message(), "torn");
}

TEST(RowStream, CanBeLeftInTheMiddle) {
  const FixedRows rows = Rows(100'000);
  RowStream stream(rows);
  EXPECT_TRUE(stream.Next().ok());
}

}  // namespace
}  // namespace daybook::cli
