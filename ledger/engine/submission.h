// What travels from a submitter to the sequencer and on to the committer.
#ifndef DAYBOOK_LEDGER_ENGINE_SUBMISSION_H_
#define DAYBOOK_LEDGER_ENGINE_SUBMISSION_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daybook/v1/record.pb.h"
#include "ledger/base/instant.h"
#include "ledger/base/sha256.h"
#include "ledger/domain/state.h"
#include "ledger/ledger.h"

namespace daybook {

enum class Origin {
  kOutside,    // Submit, SubmitAsync
  kImporter,   // SubmitImported
  kSimulator,  // SubmitSimulated
  kLedger,     // the ledger itself: schema, what falls due, the bounds of an import
};

struct Submission {
  v1::Request request;
  Hash content_mac{};
  absl::Time deadline;
  ReceiptCallback done;
  Origin origin = Origin::kOutside;
  Instant given_at;  // kImporter and kSimulator: when it is said to have come
  // Set: nothing is recorded. Called by the sequencer with what the request is decided against, as it is at that moment; the answer
  // comes when that is durable. A status of its own is the answer.
  std::function<absl::Status(const State& state, const v1::Request& request,
                             const v1::Resolution& resolution)>
      look;
};

// An answer that is given once everything staged before it is durable.
struct Answer {
  ReceiptCallback done;
  absl::StatusOr<Receipt> result;
  // A duplicate: the answer is what the log holds there.
  std::optional<uint64_t> first_position;
};

// What was decided and is not yet durable: encoded records at consecutive positions, and what is to
// be answered then.
struct Batch {
  uint64_t first_position = 0;
  std::vector<std::string> records;
  std::vector<Answer> answers;

  bool empty() const { return answers.empty() && records.empty(); }
};

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_ENGINE_SUBMISSION_H_
