// What is kept beside the log, compared with what a replay of the log gives.
#ifndef DAYBOOK_TOOLS_DAYBOOK_COMPARISON_H_
#define DAYBOOK_TOOLS_DAYBOOK_COMPARISON_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "ledger/base/sha256.h"
#include "ledger/log/record_source.h"
#include "projections/projection.h"
#include "projections/view_store.h"
#include "tools/daybook/command.h"

namespace daybook::cli {

struct Comparison {
  std::string name;       // "view bookings.v1", "state"
  uint64_t position = 0;  // records folded, on both sides
  uint64_t log_end = 0;
  Hash kept{};          // the digest found on disk
  Hash replayed{};      // the digest of the replay
  std::string missing;  // why there was nothing to compare; empty: compared
  std::string damage;   // what else is wrong; empty: nothing

  bool equal() const { return missing.empty() && damage.empty() && kept == replayed; }
  bool failed() const { return missing.empty() && !equal(); }
};

// A view as it is kept.
struct KeptView {
  Projection* projection = nullptr;
  const ViewStore* store = nullptr;
};
// Checks each in itself, and its rows and their whole past against a rebuild to its own position; one
// scan for all that are at one position. In the order given.
absl::StatusOr<std::vector<Comparison>> CompareViews(const std::vector<KeptView>& views,
                                                     const RecordSource& log,
                                                     const CommandContext& context, bool progress);
// DIR/state against a refold to its own position.
absl::StatusOr<Comparison> CompareState(const std::string& dir, const RecordSource& log,
                                        const CommandContext& context, bool progress);

// kDone, or kDamaged where one failed.
ExitCode PrintComparisons(const std::vector<Comparison>& comparisons, bool json, Output& out);
std::string ComparisonsJson(const std::vector<Comparison>& comparisons);
// "position 7: digest 00ab... equals the replay's"
std::string ComparisonText(const Comparison& comparison);

}  // namespace daybook::cli

#endif  // DAYBOOK_TOOLS_DAYBOOK_COMPARISON_H_
