// The ledger of one scenario: a real one, in a folder of its own, with a clock that stands still
// and views that follow request by request.
#ifndef DAYBOOK_TESTS_SCENARIOS_SCENARIO_LEDGER_H_
#define DAYBOOK_TESTS_SCENARIOS_SCENARIO_LEDGER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "ledger/engine/engine.h"
#include "ledger/ledger.h"
#include "projections/host.h"
#include "tests/scenarios/scenario_answer.h"
#include "tests/support/ledger_folder.h"
#include "tests/support/manual_clock.h"

namespace daybook::testing {

struct ViewRow {
  std::string key;
  std::unique_ptr<google::protobuf::Message> row;
};

class ScenarioLedger {
 public:
  static absl::StatusOr<std::unique_ptr<ScenarioLedger>> Create(Instant now);

  Instant now() const { return clock_.Now(); }
  void SetNow(Instant now) { clock_.Set(now); }

  // A request of SYSTEM goes in the ledger's own name; nothing falls due but by such a request.
  absl::StatusOr<Answer> Ask(const v1::Request& request);
  // As the ticker does: what is due at or before `until`.
  absl::StatusOr<Answer> AskForDue(Instant until);

  // yyyymmdd. NotFound: no such property.
  absl::StatusOr<int32_t> BusinessDate(const std::string& property_id) const;

  // Every kind of row that a view can have. NotFound: no such view.
  static absl::StatusOr<std::vector<const google::protobuf::Message*>> RowTypes(
      std::string_view view);
  // The rows of a view whose key begins with `prefix`, in key order.
  absl::StatusOr<std::vector<ViewRow>> Rows(std::string_view view, std::string_view prefix);

  // Runs `use`, which may do with the folder what another process may, while the ledger is closed.
  absl::Status WhileClosed(const std::function<absl::Status(const std::string& dir)>& use);
  // An empty place for files of a name of its own, outside of the ledger.
  std::string scratch(std::string_view name) const { return folder_ / name; }

 private:
  explicit ScenarioLedger(Instant now);

  absl::Status Open();
  absl::Status Close();
  absl::Status CatchUpViews();
  absl::StatusOr<Answer> AskOwn(const v1::Request& request);
  absl::Status ForEachRecord(const std::function<void(const v1::Record&)>& visitor) const;

  LedgerFolder folder_;
  const std::string dir_ = folder_ / "book";
  ManualClock clock_;
  LedgerOptions options_;
  std::unique_ptr<Engine> ledger_;
  std::unique_ptr<ProjectionHost> views_;
};

}  // namespace daybook::testing

#endif  // DAYBOOK_TESTS_SCENARIOS_SCENARIO_LEDGER_H_
