// The rows of a view pulled one by one, so that two moments of it can be walked together. A scan
// calls back; here it runs in a thread of its own and is taken from in chunks, of which a few exist
// at a time.
#ifndef DAYBOOK_TOOLS_DAYBOOK_ROW_STREAM_H_
#define DAYBOOK_TOOLS_DAYBOOK_ROW_STREAM_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "projections/view_store.h"

namespace daybook::cli {

// One thread, that no longer uses the snapshot itself.
class RowStream {
 public:
  explicit RowStream(const ViewSnapshot& snapshot);
  ~RowStream();
  RowStream(const RowStream&) = delete;
  RowStream& operator=(const RowStream&) = delete;

  struct Row {
    std::string key;
    std::string value;
  };
  // In the order of keys; lives until the next call. Null behind the last row.
  absl::StatusOr<const Row*> Next();

 private:
  using Chunk = std::vector<Row>;

  void Scan(const ViewSnapshot& snapshot);
  // False: nobody takes any more.
  bool Hand(Chunk chunk);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Chunk> ready_;
  bool scanned_ = false;
  bool abandoned_ = false;
  absl::Status status_;  // of the scan

  Chunk present_;
  size_t next_ = 0;  // in present_
  std::thread scanner_;
};

}  // namespace daybook::cli

#endif  // DAYBOOK_TOOLS_DAYBOOK_ROW_STREAM_H_
