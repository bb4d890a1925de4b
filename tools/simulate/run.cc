#include "tools/simulate/run.h"

#include <array>
#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "ledger/log/record_codec.h"
#include "tools/simulate/simulator.h"

namespace daybook {
namespace {

using simulation::Sending;
using simulation::SimulatedPart;
using simulation::Simulator;
using simulation::TimedRequest;

constexpr absl::Duration kPatience = absl::Minutes(10);

// The answers to the requests of one part of a day: each in its place, by the ledger's threads;
// looked at by the submitting one when all are there. It does not go away before they are.
class Answers {
 public:
  Answers() = default;
  ~Answers() { WaitForAll(); }

  void Expect(size_t count) { answers_.assign(count, not_answered_); }

  void Await() {
    const std::lock_guard<std::mutex> lock(mutex_);
    ++missing_;
  }

  void Take(size_t index, absl::StatusOr<Receipt> answer) {
    answers_[index] = std::move(answer);
    const std::lock_guard<std::mutex> lock(mutex_);
    if (--missing_ == 0) all_there_.notify_one();
  }

  void WaitForAll() {
    std::unique_lock<std::mutex> lock(mutex_);
    all_there_.wait(lock, [this] { return missing_ == 0; });
  }

  // Once all are there.
  absl::StatusOr<Receipt>& operator[](size_t index) { return answers_[index]; }

 private:
  const absl::StatusOr<Receipt> not_answered_ = absl::UnknownError("not answered");
  std::vector<absl::StatusOr<Receipt>> answers_;
  std::mutex mutex_;
  std::condition_variable all_there_;
  size_t missing_ = 0;
};

// The requests that an earlier run has recorded as conflicts. A ledger records a conflict each time
// that it is met, so these must not be sent again.
absl::StatusOr<std::unordered_set<std::string>> RecordedConflicts(const RecordSource& records) {
  std::unordered_set<std::string> ids;
  v1::Record record;
  const auto visit = [&](uint64_t position, std::string_view bytes) -> absl::Status {
    DAYBOOK_RETURN_IF_ERROR(DecodeRecord(position, bytes, record));
    if (record.outcome().has_conflict()) ids.insert(record.request().request_id());
    return absl::OkStatus();
  };
  DAYBOOK_RETURN_IF_ERROR(records.Read(0, records.end(), visit));
  return ids;
}

class Run {
 public:
  Run(Ledger& ledger, const SimulationSettings& settings, const SimulationOptions& options,
      std::unordered_set<std::string> recorded_conflicts)
      : ledger_(ledger),
        settings_(settings),
        options_(options),
        recorded_conflicts_(std::move(recorded_conflicts)),
        simulator_(settings) {}

  // While the ledger decides on one part, the next one is thought out and submitted.
  absl::StatusOr<SimulationReport> Go() {
    const uint64_t days = static_cast<uint64_t>(settings_.days);
    const SimulatedPart* before = nullptr;
    for (size_t turn = 0; simulator_.days_done() < settings_.days; turn = 1 - turn) {
      DAYBOOK_ASSIGN_OR_RETURN(SimulatedPart* const part, simulator_.Next());
      DAYBOOK_RETURN_IF_ERROR(Submit(part->requests, answers_[turn]));
      if (before != nullptr) DAYBOOK_RETURN_IF_ERROR(Finish(*before, answers_[1 - turn]));
      before = part;
      if (options_.progress) {
        options_.progress(static_cast<uint64_t>(simulator_.days_done()), days);
      }
    }
    report_.end = ledger_.records().end();
    return std::move(report_);
  }

 private:
  bool cancelled() const {
    return options_.cancel != nullptr && options_.cancel->load(std::memory_order_relaxed);
  }

  absl::Status Submit(std::vector<TimedRequest>& requests, Answers& answers) {
    answers.Expect(requests.size());
    const absl::Time deadline = absl::Now() + kPatience;
    bool stopped = false;
    for (size_t index = 0; index < requests.size() && !stopped; ++index) {
      TimedRequest& timed = requests[index];
      stopped = cancelled();
      if (stopped) break;
      if (timed.sending == Sending::kConflict &&
          recorded_conflicts_.contains(timed.request.request_id())) {
        answers[index] = absl::AlreadyExistsError("recorded by an earlier run");
        continue;
      }
      answers.Await();
      ledger_.SubmitSimulated(std::move(timed.request), timed.at, deadline,
                              [&answers, index](absl::StatusOr<Receipt> answer) {
                                answers.Take(index, std::move(answer));
                              });
    }
    if (!stopped) return absl::OkStatus();
    return absl::CancelledError(absl::StrCat("stopped on day ", simulator_.days_done() + 1, " of ",
                                             settings_.days,
                                             "; the same simulation goes on from there"));
  }

  absl::Status Finish(const SimulatedPart& part, Answers& answers) {
    answers.WaitForAll();
    for (size_t index = 0; index < part.requests.size(); ++index) {
      DAYBOOK_RETURN_IF_ERROR(Count(part, index, answers[index]));
    }
    return absl::OkStatus();
  }

  // Tells the simulator, too.
  absl::Status Count(const SimulatedPart& part, size_t index,
                     const absl::StatusOr<Receipt>& answer) {
    const Sending sending = part.requests[index].sending;
    ++report_.requests;
    if (!answer.ok()) {
      if (!absl::IsAlreadyExists(answer.status())) return answer.status();
      ++report_.conflicts;
      if (sending != Sending::kConflict) {
        return absl::InternalError(
            absl::StrCat("an id was used twice: ", std::string(answer.status().message())));
      }
      return absl::OkStatus();
    }
    if (sending == Sending::kAgain) {
      ++report_.repeated;
      return absl::OkStatus();
    }
    if (answer->duplicate) ++report_.there_already;
    CountOutcome(answer->outcome);
    simulator_.Answer(part, index, answer->outcome, answer->position);
    return absl::OkStatus();
  }

  void CountOutcome(const v1::Outcome& outcome) {
    if (outcome.has_declined()) {
      ++report_.declined;
      for (const v1::Decline& reason : outcome.declined().reasons()) {
        ++report_.declined_by_code[reason.code()];
      }
      return;
    }
    ++report_.accepted;
    if (outcome.accepted().overrode_size() > 0) ++report_.forced;
    for (const v1::Event& event : outcome.accepted().events()) {
      if (event.has_booking_created()) ++report_.bookings;
    }
  }

  Ledger& ledger_;
  const SimulationSettings& settings_;
  const SimulationOptions& options_;
  const std::unordered_set<std::string> recorded_conflicts_;
  Simulator simulator_;
  SimulationReport report_;
  std::array<Answers, 2> answers_;  // the last member: it waits for what is under way
};

}  // namespace

absl::StatusOr<SimulationReport> RunSimulation(Ledger& ledger, const SimulationSettings& settings,
                                               const SimulationOptions& options) {
  DAYBOOK_RETURN_IF_ERROR(CheckSettings(settings));
  DAYBOOK_RETURN_IF_ERROR(ledger.BeginSimulation(PlanOf(settings)));
  DAYBOOK_ASSIGN_OR_RETURN(std::unordered_set<std::string> conflicts,
                           RecordedConflicts(ledger.records()));
  return Run(ledger, settings, options, std::move(conflicts)).Go();
}

}  // namespace daybook
