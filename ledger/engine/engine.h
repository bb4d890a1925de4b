// The ledger: queue, sequencer, committer, ticker, and the files behind them, opened and closed in
// the right order.
//
//   submitters --SubmitQueue--> Sequencer (Recorder, StateKeeper) --Batch--> Committer
//   Committer --> RecordLog, then callbacks
//
// Threads: the sequencer, the committer, the checkpoint writer of the keeper, the maker of key
// slabs, the ticker, and the log's own for the head.
#ifndef DAYBOOK_LEDGER_ENGINE_ENGINE_H_
#define DAYBOOK_LEDGER_ENGINE_ENGINE_H_

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "ledger/engine/clock_guard.h"
#include "ledger/engine/committer.h"
#include "ledger/engine/counters.h"
#include "ledger/engine/key_supply.h"
#include "ledger/engine/reject_register.h"
#include "ledger/engine/sequencer.h"
#include "ledger/engine/state_keeper.h"
#include "ledger/engine/submit_queue.h"
#include "ledger/engine/ticker.h"
#include "ledger/engine/wire_check.h"
#include "ledger/ledger.h"
#include "ledger/privacy/key_ring.h"

namespace daybook {

class Engine final : public Ledger {
 public:
  // Takes DIR/lock. FailedPrecondition: another holder has it; the message names it.
  static absl::StatusOr<std::unique_ptr<FileLock>> TakeLock(const std::string& dir,
                                                            const LedgerOptions& options);
  // Opens the ledger whose lock is given, folds what state has not seen, and adopts the schema of
  // this program where the log's is another one.
  static absl::StatusOr<std::unique_ptr<Engine>> Open(const std::string& dir,
                                                      const LedgerOptions& options,
                                                      std::unique_ptr<FileLock> lock);
  ~Engine() override;

  absl::StatusOr<Receipt> Submit(const v1::Request& request, absl::Time deadline) override;
  void SubmitAsync(v1::Request request, absl::Time deadline, ReceiptCallback done) override;
  absl::Status BeginImport(const ImportPlan& plan) override;
  void SubmitImported(v1::Request request, Instant recorded_at, absl::Time deadline,
                      ReceiptCallback done) override;
  absl::Status CompleteImport() override;
  absl::Status BeginSimulation(const SimulationPlan& plan) override;
  void SubmitSimulated(v1::Request request, Instant recorded_at, absl::Time deadline,
                       ReceiptCallback done) override;
  absl::StatusOr<Receipt> Quote(const v1::Request& request, absl::Time deadline) override;
  absl::StatusOr<std::vector<v1::ExplainStep>> Explain(std::string_view booking_id, Explained what,
                                                       absl::Time deadline) override;
  absl::StatusOr<Revealed> Reveal(const v1::Request& request, absl::Time deadline) override;
  void CountReject(std::string_view cause) override;
  void LimitAppends(uint64_t end) override;
  const RecordSource& records() const override { return *log_; }
  Hash Root() const override { return log_->Root(); }
  const OpenReport& open_report() const override { return log_->open_report(); }
  LedgerStats stats() const override;
  absl::Status Close() override;

  // As Submit, in the ledger's own name. FailedPrecondition where it is declined.
  absl::Status SubmitOwn(v1::Request request);

 private:
  Engine(const LedgerOptions& options, std::unique_ptr<FileLock> lock);

  absl::Status OpenFiles(const std::string& dir);
  absl::Status OpenState(const std::string& state_dir);
  absl::StatusOr<bool> StateIsOfThisLog() const;
  void StartThreads();
  void StartTicker();
  absl::Status AdoptSchemaIfNeeded();
  absl::Status NoteRecoveryIfOwed(const std::string& dir, uint64_t recovered_end);

  absl::StatusOr<Receipt> SubmitAndWait(Submission submission);
  void SubmitGiven(Origin origin, v1::Request request, Instant recorded_at, absl::Time deadline,
                   ReceiptCallback done);
  void Enqueue(Submission submission);
  // `cause` is why, for the reject register, where it is not OK.
  absl::Status Admit(Submission& submission, std::string_view& cause) const;
  void NoteRejects();
  void NoteRejectsNowAndThen();
  void RunWhatIsDue();
  // Where what a request wants to see is sealed.
  struct WhereSealed {
    std::optional<uint64_t> position;  // of the file, or of the buyer
    std::vector<uint64_t> slots;       // where everything is asked for
  };
  absl::Status FindSealed(const State& state, const v1::RevealPersonalData& asked,
                          WhereSealed& found) const;
  absl::Status CloseAll();

  const LedgerOptions options_;
  const WireCheck request_check_;
  Counters counters_;
  RejectRegister rejects_;

  // In the order in which they are opened; each uses those before it.
  std::unique_ptr<FileLock> lock_;
  std::unique_ptr<RecordLog> log_;
  std::unique_ptr<KeyRing> keys_;
  std::unique_ptr<Committer> committer_;
  std::unique_ptr<StateKeeper> keeper_;
  std::unique_ptr<KeySupply> key_supply_;
  std::optional<ClockGuard> clock_guard_;
  SubmitQueue queue_;
  std::unique_ptr<Sequencer> sequencer_;
  std::unique_ptr<Ticker> ticker_;
  uint32_t ticks_ = 0;  // the ticker's own

  std::mutex import_mutex_;
  std::string import_sha256_;  // of the import begun here; empty: none

  std::mutex close_mutex_;
  std::optional<absl::Status> closed_;
};

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_ENGINE_ENGINE_H_
