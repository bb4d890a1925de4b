// Turns one submission into a record and an answer: looks up its id, resolves, seals, decides,
// encodes, and folds the record into the state that the next one is decided against. The
// sequencer's work for one request, without its thread.
#ifndef DAYBOOK_LEDGER_ENGINE_RECORDER_H_
#define DAYBOOK_LEDGER_ENGINE_RECORDER_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daybook/v1/record.pb.h"
#include "ledger/base/instant.h"
#include "ledger/base/time_zones.h"
#include "ledger/engine/clock_guard.h"
#include "ledger/engine/key_supply.h"
#include "ledger/engine/reject_register.h"
#include "ledger/engine/state_keeper.h"
#include "ledger/engine/submission.h"
#include "ledger/privacy/key_ring.h"

namespace daybook {

// One thread.
class Recorder {
 public:
  // What it works with; all of it outlives the recorder.
  struct Parts {
    StateKeeper& keeper;
    KeyRing& keys;
    KeySupply& key_supply;
    ClockGuard& clock_guard;
    const Clock& clock;
    const TimeZones& zones;
    RejectRegister& rejects;
  };
  explicit Recorder(const Parts& parts) : parts_(parts) {}

  // Appends the answer to `batch`, and the record where there is one; in a simulation, before it the
  // records of what falls due by then. The submission is used up.
  void Take(Submission& submission, Batch& batch);

  // The requests bring their own time: an import is begun and not completed, in this process or
  // before, or the ledger is a simulation. Nothing falls due by the machine's clock then.
  bool clock_stands_aside() const;

 private:
  struct Times {
    Instant recorded_at;
    v1::TimeSource source = v1::TIME_SOURCE_SYSTEM;
    Instant ingested_at;
  };

  absl::Status Record(Submission& submission, Batch& batch, Answer& answer);
  absl::Status Look(Submission& submission, Answer& answer);
  absl::Status RecordDue(Instant until, Batch& batch);
  absl::Status Append(v1::Request& request, const Hash& content_mac, const Times& times,
                      const std::optional<FirstUse>& first, Batch& batch, Answer& answer);
  absl::Status CheckOrigin(const Submission& submission) const;
  absl::Status CheckOriginInSimulation(const Submission& submission) const;
  absl::Status CheckOriginInImport(const Submission& submission) const;
  absl::StatusOr<Times> TimesOf(const Submission& submission);
  absl::StatusOr<Times> GivenTimes(const Submission& submission) const;
  absl::StatusOr<Times> OwnTimes(const v1::Request& request);
  // InvalidArgument, counted in the reject register: the request is nowhere else.
  absl::Status Refuse(std::string_view cause, const std::string& why) const;
  // `conflicts`: the request's id was used before with other content.
  absl::Status SealPersonalData(v1::Request& request, bool conflicts);
  absl::StatusOr<uint64_t> KeySlotFor(std::string_view customer_id);
  absl::Status CheckSimulationFits(const Submission& submission) const;
  void DestroyErased(Answer& answer);
  bool IsSimulationHeld(const v1::Request& request) const;
  void NoteBeginning(const v1::Request& request, bool accepted);

  const Parts parts_;
  v1::Record record_;  // reused: its memory is
  bool import_begun_here_ = false;
  bool simulation_begun_here_ = false;
};

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_ENGINE_RECORDER_H_
