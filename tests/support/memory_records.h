// A log in memory, for what only reads one.
#ifndef DAYBOOK_TESTS_SUPPORT_MEMORY_RECORDS_H_
#define DAYBOOK_TESTS_SUPPORT_MEMORY_RECORDS_H_

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "daybook/v1/record.pb.h"
#include "ledger/log/record_source.h"

namespace daybook {

// Any thread.
class MemoryRecords : public RecordSource {
 public:
  // Appends the record with the next position put into it; returns the position.
  uint64_t Append(v1::Record record);
  // Appends what need not be a record.
  uint64_t Append(std::string bytes);
  // Wakes waiters with Cancelled.
  void Close();

  uint64_t end() const override;
  absl::Status Read(uint64_t from, uint64_t to, const RecordVisitor& visitor) const override;
  absl::StatusOr<uint64_t> WaitPast(uint64_t position, absl::Time deadline) const override;

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable grown_;
  std::vector<std::shared_ptr<const std::string>> records_;
  bool closed_ = false;
};

}  // namespace daybook

#endif  // DAYBOOK_TESTS_SUPPORT_MEMORY_RECORDS_H_
