// The small formats: record, head, the list of closed files, CRC-32C.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <filesystem>
#include <memory>
#include <string>

#include "ledger/log/closed_files.h"
#include "ledger/log/crc32c.h"
#include "ledger/log/head.h"
#include "ledger/log/record_codec.h"
#include "tests/log/log_test_support.h"

namespace daybook {
namespace {

TEST(RecordCodec, GivesBackWhatWasEncoded) {
  v1::Record record;
  record.set_position(7);
  record.mutable_request()->set_request_id("r-7");
  const absl::StatusOr<std::string> bytes = EncodeRecord(record);
  ASSERT_TRUE(bytes.ok());
  v1::Record decoded;
  ASSERT_TRUE(DecodeRecord(7, *bytes, decoded).ok());
  EXPECT_EQ(decoded.SerializeAsString(), record.SerializeAsString());
}

TEST(RecordCodec, RefusesARecordThatIsTooLargeAndTakesTheLargest) {
  v1::Record record;
  record.set_content_mac(std::string(kMaxRecordBytes - 4, 'x'));  // 4: tag and length
  EXPECT_EQ(EncodeRecord(record)->size(), kMaxRecordBytes);
  record.set_content_mac(std::string(kMaxRecordBytes - 3, 'x'));
  EXPECT_TRUE(absl::IsResourceExhausted(EncodeRecord(record).status()));
}

TEST(RecordCodec, SaysDataLossOfAnotherPositionOfGarbageAndOfNothing) {
  v1::Record decoded;
  EXPECT_TRUE(absl::IsDataLoss(DecodeRecord(8, RecordAt(7), decoded)));
  EXPECT_TRUE(absl::IsDataLoss(DecodeRecord(0, "\xff\xff\xff", decoded)));
  EXPECT_TRUE(absl::IsDataLoss(DecodeRecord(0, "", decoded)));
}

TEST(Crc32c, GivesThePublishedCheckValue) { EXPECT_EQ(Crc32c("123456789"), 0xe3069283u); }

class HeadTest : public ::testing::Test {
 protected:
  std::string path() const { return folder_ / "head"; }
  void Write(uint64_t end) {
    absl::StatusOr<std::unique_ptr<HeadWriter>> writer =
        HeadWriter::Open(PosixFileSystem(), path());
    ASSERT_TRUE(writer.ok()) << writer.status();
    ASSERT_TRUE((*writer)->Write(end, Sha256Of(std::to_string(end))).ok());
  }
  absl::StatusOr<Head> Read() const { return ReadHead(PosixFileSystem(), path()); }
  TestFolder folder_;
};

TEST_F(HeadTest, IsNotFoundBeforeTheFirstWrite) { EXPECT_TRUE(absl::IsNotFound(Read().status())); }

TEST_F(HeadTest, GivesBackTheLastWrite) {
  for (uint64_t end = 1; end <= 5; ++end) {
    Write(end);
    ASSERT_TRUE(Read().ok()) << Read().status();
    EXPECT_EQ(Read()->sequence, end);
    EXPECT_EQ(Read()->end, end);
    EXPECT_EQ(Read()->root, Sha256Of(std::to_string(end)));
  }
}

TEST_F(HeadTest, FallsBackToTheOlderSlotWhateverBitOfTheNewerIsFlipped) {
  Write(1);
  Write(2);  // sequence 2: slot 0
  const std::string bytes = ReadFile(path());
  for (size_t bit = 0; bit < 64 * 8; ++bit) {
    std::string damaged = bytes;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
    WriteFile(path(), damaged);
    ASSERT_TRUE(Read().ok()) << "bit " << bit;
    EXPECT_EQ(Read()->end, 1u) << "bit " << bit;
  }
}

TEST_F(HeadTest, IsDataLossWithoutAValidSlotOrWithAnotherSize) {
  Write(1);
  std::string bytes = ReadFile(path());
  WriteFile(path(), bytes.substr(0, 127));
  EXPECT_TRUE(absl::IsDataLoss(Read().status()));
  WriteFile(path(), std::string(128, '\0'));
  EXPECT_TRUE(absl::IsDataLoss(Read().status()));
}

TEST(ClosedFilesFormat, GivesBackWhatWasEncodedAndFindsEveryFlippedBit) {
  EXPECT_TRUE(rc::check([] {
    ClosedFiles closed;
    closed.end = *rc::gen::arbitrary<uint64_t>();
    closed.root = Sha256Of(*rc::gen::arbitrary<std::string>());
    const auto count = *rc::gen::inRange(0, 4);
    for (int i = 0; i < count; ++i) {
      closed.files.push_back({"log/" + std::to_string(i) + ".sst", *rc::gen::arbitrary<uint64_t>(),
                              Sha256Of(std::to_string(i))});
    }
    const std::string bytes = EncodeClosedFiles(closed);
    const absl::StatusOr<ClosedFiles> decoded = DecodeClosedFiles(bytes);
    RC_ASSERT(decoded.ok());
    RC_ASSERT(EncodeClosedFiles(*decoded) == bytes);
    RC_ASSERT(decoded->end == closed.end);
    RC_ASSERT(decoded->files.size() == closed.files.size());

    std::string damaged = bytes;
    const auto at = *rc::gen::inRange<size_t>(0, bytes.size());
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << *rc::gen::inRange(0, 8)));
    RC_ASSERT(absl::IsDataLoss(DecodeClosedFiles(damaged).status()));
    RC_ASSERT(absl::IsDataLoss(DecodeClosedFiles(bytes.substr(0, at)).status()));
  }));
}

}  // namespace
}  // namespace daybook
