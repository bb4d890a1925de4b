// What could not be recorded at all, counted by cause until a record of the ledger's own says so (NoteRejects): that nothing went
// missing in silence is part of what an auditor asks. The ticker lets that record be written every now and then, and closing the ledger
// does: a crash loses the counts since. Any thread.
#ifndef DAYBOOK_LEDGER_ENGINE_REJECT_REGISTER_H_
#define DAYBOOK_LEDGER_ENGINE_REJECT_REGISTER_H_

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "daybook/v1/request.pb.h"

namespace daybook {

class RejectRegister {
 public:
  // `cause` is an id.
  void Count(std::string_view cause) {
    const std::lock_guard lock(mutex_);
    ++counts_[std::string(cause)];
  }

  // What was counted since the last Take, in the order of causes; may be empty.
  v1::NoteRejects Take() {
    std::map<std::string, uint64_t> counts;
    {
      const std::lock_guard lock(mutex_);
      counts.swap(counts_);
    }
    v1::NoteRejects note;
    for (const auto& [cause, count] : counts) {
      v1::NoteRejects::Count& added = *note.add_counts();
      added.set_cause(cause);
      added.set_count(count);
    }
    return note;
  }

  // It came to nothing: counted again.
  void PutBack(const v1::NoteRejects& note) {
    const std::lock_guard lock(mutex_);
    for (const v1::NoteRejects::Count& one : note.counts()) counts_[one.cause()] += one.count();
  }

 private:
  std::mutex mutex_;
  std::map<std::string, uint64_t> counts_;
};

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_ENGINE_REJECT_REGISTER_H_
