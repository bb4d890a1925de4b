// What the tests of the log share: a folder, records, and an oracle for roots.
#ifndef DAYBOOK_TESTS_LOG_LOG_TEST_SUPPORT_H_
#define DAYBOOK_TESTS_LOG_LOG_TEST_SUPPORT_H_

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "daybook/v1/record.pb.h"
#include "ledger/base/sha256.h"
#include "ledger/log/record_codec.h"
#include "ledger/log/record_log.h"

namespace daybook {

// A fresh folder of the running test, removed at the end.
class TestFolder {
 public:
  TestFolder() {
    static int made = 0;
    const ::testing::TestInfo* test = ::testing::UnitTest::GetInstance()->current_test_info();
    path_ = (std::filesystem::path(::testing::TempDir()) /
             (std::string(test->test_suite_name()) + "." + test->name() + "." +
              std::to_string(::getpid()) + "." + std::to_string(++made)))
                .string();
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~TestFolder() { std::filesystem::remove_all(path_); }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;

  const std::string& path() const { return path_; }
  std::string operator/(std::string_view name) const { return path_ + "/" + std::string(name); }

 private:
  std::string path_;
};

// The record at a position is a function of the position, so that what is read can be compared with
// nothing kept. About one in fifty is large.
inline std::string RecordAt(uint64_t position) {
  v1::Record record;
  record.set_position(position);
  record.mutable_request()->set_request_id("request-" + std::to_string(position * 7919 % 100'003));
  record.set_content_mac(std::string(position % 50 == 0 ? 5'000 : position * 31 % 400, 'm'));
  record.set_decider_version(1);
  absl::StatusOr<std::string> bytes = EncodeRecord(record);
  EXPECT_TRUE(bytes.ok()) << bytes.status();
  return *std::move(bytes);
}

// [from, to).
inline std::vector<std::string> RecordsIn(uint64_t from, uint64_t to) {
  std::vector<std::string> records;
  for (uint64_t position = from; position < to; ++position) {
    records.push_back(RecordAt(position));
  }
  return records;
}

// RFC 6962 section 2.1, word for word, over RecordAt.
inline Hash NaiveRoot(uint64_t from, uint64_t to) {
  const std::string leaf_prefix(1, '\0');
  const std::string node_prefix(1, '\1');
  if (from == to) {
    return Sha256Of("");
  }
  if (to - from == 1) {
    return Sha256Of(leaf_prefix, RecordAt(from));
  }
  uint64_t split = 1;
  while (2 * split < to - from) {
    split *= 2;
  }
  const Hash left = NaiveRoot(from, from + split);
  const Hash right = NaiveRoot(from + split, to);
  return Sha256Of(node_prefix, AsBytes(left), AsBytes(right));
}

// OK where [from, to) of the source is what RecordAt says.
inline absl::Status CompareRecords(const RecordSource& source, uint64_t from, uint64_t to) {
  uint64_t next = from;
  absl::Status status = source.Read(from, to, [&](uint64_t position, std::string_view bytes) {
    if (position != next || bytes != RecordAt(position)) {
      return absl::InternalError("other content at position " + std::to_string(position));
    }
    ++next;
    return absl::OkStatus();
  });
  if (status.ok() && next != to) {
    return absl::InternalError("visited up to " + std::to_string(next));
  }
  return status;
}

// Head far behind: as if the power had gone before it was written again.
inline LogOptions WithLazyHead() {
  LogOptions options;
  options.head_interval = absl::Hours(1);
  return options;
}

inline std::unique_ptr<RecordLog> MustOpen(const std::string& dir, const LogOptions& options = {}) {
  absl::StatusOr<std::unique_ptr<RecordLog>> log = RecordLog::Open(dir, options);
  EXPECT_TRUE(log.ok()) << log.status();
  return log.ok() ? *std::move(log) : nullptr;
}

// Appends [end, to) in batches.
inline void Grow(RecordLog& log, uint64_t to, uint64_t batch = 100) {
  while (log.end() < to) {
    const uint64_t from = log.end();
    const absl::Status status = log.Append(from, RecordsIn(from, std::min(from + batch, to)));
    ASSERT_TRUE(status.ok()) << status;
  }
}

// A closed log of `end` records, written in three sessions so that there are several files of each
// kind.
inline void MakeClosedLog(const std::string& dir, uint64_t end) {
  ASSERT_TRUE(RecordLog::Create(dir).ok());
  for (uint64_t session = 1; session <= 3; ++session) {
    const std::unique_ptr<RecordLog> log = MustOpen(dir);
    ASSERT_NE(log, nullptr);
    Grow(*log, end * session / 3);
    const absl::Status closed = log->Close();
    ASSERT_TRUE(closed.ok()) << closed;
  }
}

inline std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

inline void WriteFile(const std::string& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

// Every file below `dir` with its content, lock files aside.
inline std::map<std::string, std::string> Contents(const std::string& dir) {
  std::map<std::string, std::string> contents;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(dir)) {
    if (entry.is_regular_file() && entry.path().filename() != "LOCK") {
      contents[entry.path().string()] = ReadFile(entry.path().string());
    }
  }
  return contents;
}

// Leaves the folder as a crash at this moment would: a copy taken while the log is open.
inline void CopyAsCrashed(const std::string& from, const std::string& to) {
  std::filesystem::remove_all(to);
  std::filesystem::copy(from, to, std::filesystem::copy_options::recursive);
}

}  // namespace daybook

#endif  // DAYBOOK_TESTS_LOG_LOG_TEST_SUPPORT_H_
