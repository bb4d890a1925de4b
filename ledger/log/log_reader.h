// Reading a log from a process that does not write it, while another may. Needs no right to write
// to DIR and holds no key. Shows positions below head's end only: RocksDB would show records before
// their fsync has returned.
#ifndef DAYBOOK_LEDGER_LOG_LOG_READER_H_
#define DAYBOOK_LEDGER_LOG_LOG_READER_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "ledger/log/record_log.h"
#include "ledger/log/record_source.h"

namespace daybook {

class LogReader : public RecordSource {
 public:
  // NotFound: no ledger at dir. DataLoss: as RecordLog::Open; a log that holds less than head says
  // is DataLoss (unless a writer is just then at work: the reader looks again before it says so).
  static absl::StatusOr<std::unique_ptr<LogReader>> Open(const std::string& dir);
  ~LogReader() override;

  // Catches up with the writer.
  absl::Status Refresh();

  uint64_t end() const override;  // as of the last Refresh or WaitPast
  absl::Status Read(uint64_t from, uint64_t to, const RecordVisitor& visitor) const override;
  absl::StatusOr<uint64_t> WaitPast(uint64_t position,
                                    absl::Time deadline) const override;  // polls

  // Of head, that is, of [0, end()).
  Hash Root() const;

 private:
  struct Impl;
  explicit LogReader(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_LOG_LOG_READER_H_
