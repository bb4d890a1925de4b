#include "tools/import/csv_reader.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidcheck.h"

namespace daybook {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

struct Row {
  uint64_t line = 0;
  std::vector<std::string> fields;
  std::string problem;
};

// Gives `text` in pieces of at most `piece` bytes.
CsvReader::Source PiecesOf(std::string text, size_t piece) {
  return [text = std::move(text), piece, at = size_t{0}](
             char* buffer, size_t capacity) mutable -> absl::StatusOr<size_t> {
    const size_t size = std::min({piece, capacity, text.size() - at});
    std::memcpy(buffer, text.data() + at, size);
    at += size;
    return size;
  };
}

std::vector<Row> ReadAll(const std::string& text, size_t piece = 4096,
                         size_t max_record_bytes = CsvReader::kMaxRecordBytes) {
  CsvReader reader(PiecesOf(text, piece), max_record_bytes);
  std::vector<Row> rows;
  while (true) {
    const absl::StatusOr<const CsvRecord*> record = reader.Next();
    EXPECT_TRUE(record.ok()) << record.status();
    if (!record.ok() || *record == nullptr) return rows;
    const CsvRecord& found = **record;
    rows.push_back({found.line, {found.fields.begin(), found.fields.end()}, found.problem});
  }
}

TEST(CsvReaderTest, SplitsFieldsAtCommasAndRecordsAtLineEnds) {
  const auto rows = ReadAll("a,b\nc,,d\n");
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_THAT(rows[0].fields, ElementsAre("a", "b"));
  EXPECT_THAT(rows[1].fields, ElementsAre("c", "", "d"));
  EXPECT_EQ(rows[0].line, 1u);
  EXPECT_EQ(rows[1].line, 2u);
}

TEST(CsvReaderTest, TakesALastLineThatHasNoEnd) {
  const auto rows = ReadAll("a\nb,c");
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_THAT(rows[1].fields, ElementsAre("b", "c"));
}

TEST(CsvReaderTest, TakesCarriageReturnsBeforeLineFeedsAsPartOfTheLineEnd) {
  const auto rows = ReadAll("a,b\r\n\"c\",\"d\"\r\n\"e\",f\r\n");
  ASSERT_THAT(rows, SizeIs(3));
  EXPECT_THAT(rows[0].fields, ElementsAre("a", "b"));
  EXPECT_THAT(rows[1].fields, ElementsAre("c", "d"));
  EXPECT_THAT(rows[2].fields, ElementsAre("e", "f"));
}

TEST(CsvReaderTest, PassesOverAByteOrderMarkThatComesInPieces) {
  const auto rows = ReadAll(
      "\xEF\xBB\xBF"
      "a,b\n",
      1);
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_THAT(rows[0].fields, ElementsAre("a", "b"));
}

TEST(CsvReaderTest, PassesOverEmptyLinesButCountsThem) {
  const auto rows = ReadAll("\n\r\na\n\nb\n\n");
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_EQ(rows[0].line, 3u);
  EXPECT_EQ(rows[1].line, 5u);
}

TEST(CsvReaderTest, GivesNothingForAnEmptyInput) {
  EXPECT_THAT(ReadAll(""), SizeIs(0));
  EXPECT_THAT(ReadAll("\n"), SizeIs(0));
  EXPECT_THAT(ReadAll("\xEF\xBB\xBF"), SizeIs(0));
}

TEST(CsvReaderTest, KeepsAFinalEmptyField) {
  EXPECT_THAT(ReadAll("a,\n")[0].fields, ElementsAre("a", ""));
  EXPECT_THAT(ReadAll("\"a\",\r\n")[0].fields, ElementsAre("a", ""));
  EXPECT_THAT(ReadAll("\"a\",")[0].fields, ElementsAre("a", ""));
}

TEST(CsvReaderTest, UnquotesCommasQuotesAndLineEnds) {
  const auto rows = ReadAll("\"a,\"\"b\"\"\",\"\",\"x\r\ny\"\nnext\n");
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_THAT(rows[0].fields, ElementsAre("a,\"b\"", "", "x\r\ny"));
  EXPECT_EQ(rows[1].line, 3u) << "a line end inside quotes is a line of the file";
}

TEST(CsvReaderTest, GivesAStrayQuoteAsAProblemOfItsRowOnly) {
  const auto rows = ReadAll("a,b\"c\n\"d\"e,f\ng,\"never closed\nh,i\n");
  ASSERT_THAT(rows, SizeIs(4));
  EXPECT_THAT(rows[0].problem, HasSubstr("does not begin with one"));
  EXPECT_THAT(rows[1].problem, HasSubstr("follows a closing quote"));
  EXPECT_THAT(rows[2].problem, HasSubstr("never closed"));
  EXPECT_THAT(rows[2].fields, SizeIs(0));
  EXPECT_EQ(rows[2].line, 3u);
  EXPECT_THAT(rows[3].fields, ElementsAre("h", "i"));
  EXPECT_EQ(rows[3].line, 4u);
}

TEST(CsvReaderTest, GivesAQuoteAtTheVeryEndAsNeverClosed) {
  EXPECT_THAT(ReadAll("\"")[0].problem, HasSubstr("never closed"));
  EXPECT_THAT(ReadAll("\"a\n")[0].problem, HasSubstr("never closed"));
}

TEST(CsvReaderTest, GoesOnBehindARecordThatIsTooLong) {
  const std::string filler(100, 'x');
  for (const size_t piece : {1u, 7u, 4096u}) {
    const auto rows = ReadAll("a\n" + filler + "\nb\n\"" + "y\n" + filler + "\nc\n", piece, 50);
    ASSERT_THAT(rows, SizeIs(6));
    EXPECT_THAT(rows[1].problem, HasSubstr("longer than 50 bytes"));
    EXPECT_EQ(rows[1].line, 2u);
    EXPECT_THAT(rows[2].fields, ElementsAre("b"));
    EXPECT_THAT(rows[3].problem, HasSubstr("not closed within 50 bytes"));
    EXPECT_THAT(rows[4].problem, HasSubstr("longer than 50 bytes"));
    EXPECT_THAT(rows[5].fields, ElementsAre("c"));
    EXPECT_EQ(rows[5].line, 6u);
  }
}

TEST(CsvReaderTest, TakesARecordOfExactlyTheLargestSize) {
  EXPECT_THAT(ReadAll(std::string(50, 'x') + "\n", 4096, 50)[0].problem, "");
  EXPECT_THAT(ReadAll(std::string(51, 'x') + "\n", 4096, 50)[0].problem, HasSubstr("longer"));
  EXPECT_THAT(ReadAll(std::string(51, 'x'), 4096, 50)[0].problem, HasSubstr("longer"));
}

TEST(CsvReaderTest, HandsOnAFailureOfTheSource) {
  CsvReader reader([](char*, size_t) -> absl::StatusOr<size_t> {
    return absl::InternalError("the disk is gone");
  });
  EXPECT_EQ(reader.Next().status(), absl::InternalError("the disk is gone"));
}

std::string Quote(const std::string& field) {
  std::string quoted = "\"";
  for (const char c : field) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

TEST(CsvReaderTest, ReadsBackWhateverWasWrittenHoweverItComesInPieces) {
  EXPECT_TRUE(rc::check([] {
    const auto field =
        rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab,\"\n\r ")));
    const auto table = *rc::gen::container<std::vector<std::vector<std::string>>>(
        rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(field)));
    const size_t piece = *rc::gen::inRange<size_t>(1, 20);
    std::string text;
    std::vector<uint64_t> lines;
    for (const auto& row : table) {
      lines.push_back(1 + static_cast<uint64_t>(std::count(text.begin(), text.end(), '\n')));
      for (size_t i = 0; i < row.size(); ++i) text += (i == 0 ? "" : ",") + Quote(row[i]);
      text += *rc::gen::element<std::string>("\n", "\r\n");
    }
    const auto rows = ReadAll(text, piece);
    RC_ASSERT(rows.size() == table.size());
    for (size_t i = 0; i < rows.size(); ++i) {
      RC_ASSERT(rows[i].fields == table[i]);
      RC_ASSERT(rows[i].line == lines[i]);
    }
  }));
}

}  // namespace
}  // namespace daybook
