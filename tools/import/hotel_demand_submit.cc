#include "tools/import/hotel_demand_submit.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "tools/import/hotel_demand_requests.h"

namespace daybook {
namespace {

// How often progress is told and the deadline set anew.
constexpr uint64_t kRequestsPerRound = 4096;
constexpr absl::Duration kPatience = absl::Minutes(10);

std::string DescribeDeclined(const v1::Declined& declined) {
  std::string text;
  for (const v1::Decline& reason : declined.reasons()) {
    if (!text.empty()) text += "; ";
    text += v1::DeclineCode_Name(reason.code());
    if (!reason.field().empty()) absl::StrAppend(&text, " at ", reason.field());
    if (!reason.detail().empty()) absl::StrAppend(&text, " (", reason.detail(), ")");
  }
  return text;
}

// What came of the requests so far. Counted by the ledger's threads, looked at by the submitting
// one.
class Answers {
 public:
  void Take(uint64_t ordinal, const absl::StatusOr<Receipt>& answer) {
    std::optional<absl::Status> failure;
    if (!answer.ok()) {
      failure = answer.status();
    } else if (!answer->outcome.has_accepted()) {
      failure = absl::InternalError(
          absl::StrCat("declined: ", DescribeDeclined(answer->outcome.declined())));
    }
    const std::lock_guard<std::mutex> lock(mutex_);
    ++answered_;
    if (failure) {
      failed_.store(true, std::memory_order_relaxed);
      if (!first_failure_ || ordinal < first_failure_->ordinal) {
        first_failure_ = Failure{ordinal, *std::move(failure)};
      }
    } else {
      ++report_.accepted;
      if (answer->duplicate) ++report_.duplicates;
      if (answer->outcome.accepted().overrode_size() > 0) ++report_.forced;
    }
    answered_all_.notify_one();
  }

  bool failed() const { return failed_.load(std::memory_order_relaxed); }

  uint64_t answered() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return answered_;
  }

  void WaitFor(uint64_t submitted) {
    std::unique_lock<std::mutex> lock(mutex_);
    answered_all_.wait(lock, [this, submitted] { return answered_ == submitted; });
  }

  struct Failure {
    uint64_t ordinal = 0;
    absl::Status status;
  };
  // Once all are answered.
  const std::optional<Failure>& first_failure() const { return first_failure_; }
  const SubmitReport& report() const { return report_; }

 private:
  mutable std::mutex mutex_;
  std::condition_variable answered_all_;
  uint64_t answered_ = 0;
  SubmitReport report_;
  std::optional<Failure> first_failure_;
  std::atomic<bool> failed_{false};
};

// The instants at which days begin. Nearly always the day is that of the request before.
class Midnights {
 public:
  explicit Midnights(const TimeZones& zones) : zones_(zones) {}

  absl::StatusOr<Instant> Of(CivilDate day) {
    if (!day_ || *day_ != day) {
      DAYBOOK_ASSIGN_OR_RETURN(instant_, zones_.Resolve(kHotelDemandTimeZone, day, 0));
      day_ = day;
    }
    return instant_;
  }

 private:
  const TimeZones& zones_;
  std::optional<CivilDate> day_;
  Instant instant_;
};

// Only the place in the plan is kept with each request that is under way; the rest is made again
// for the message.
absl::Status DescribeFailure(const Answers::Failure& failure, HotelDemandRequests requests) {
  std::optional<PlannedRequest> request = requests.Next();
  for (uint64_t skip = 0; skip < failure.ordinal && request; ++skip) request = requests.Next();
  const uint64_t line = request ? request->request.provenance().line() : 0;
  return absl::Status(failure.status.code(),
                      ToAbsl(absl::StrCat(line != 0 ? absl::StrCat("line ", line, ", ") : "",
                                          "request ", request ? request->request.request_id() : "",
                                          ": ", failure.status.message())));
}

}  // namespace

absl::StatusOr<SubmitReport> SubmitHotelDemand(Ledger& ledger, const TimeZones& zones,
                                               const std::vector<HotelDemandRow>& rows,
                                               const HotelDemandPlan& plan, const Hash& file_sha256,
                                               const SubmitOptions& options) {
  HotelDemandRequests requests(rows, plan, file_sha256);
  Midnights midnights(zones);
  DAYBOOK_RETURN_IF_ERROR(midnights.Of(plan.steps.front().day).status());
  Answers answers;
  uint64_t submitted = 0;
  bool cancelled = false;
  absl::Status resolved;
  absl::Time deadline;
  while (!answers.failed()) {
    cancelled = options.cancel != nullptr && options.cancel->load(std::memory_order_relaxed);
    if (cancelled) break;
    if (submitted % kRequestsPerRound == 0) {
      deadline = absl::Now() + kPatience;
      if (options.progress) options.progress(answers.answered(), plan.requests);
    }
    std::optional<PlannedRequest> next = requests.Next();
    if (!next) break;
    const absl::StatusOr<Instant> recorded_at = midnights.Of(next->recorded_on);
    if (!recorded_at.ok()) {
      resolved = recorded_at.status();
      break;
    }
    // Two words, so that std::function needs no memory for them.
    ledger.SubmitImported(std::move(next->request), *recorded_at, deadline,
                          [&answers, ordinal = submitted](absl::StatusOr<Receipt> answer) {
                            answers.Take(ordinal, answer);
                          });
    ++submitted;
  }
  answers.WaitFor(submitted);
  if (options.progress) options.progress(answers.answered(), plan.requests);
  if (answers.first_failure()) {
    return DescribeFailure(*answers.first_failure(), HotelDemandRequests(rows, plan, file_sha256));
  }
  DAYBOOK_RETURN_IF_ERROR(resolved);
  if (cancelled) {
    return absl::CancelledError(absl::StrCat("stopped after ", submitted, " of ", plan.requests,
                                             " requests; the same import goes on from there"));
  }
  return answers.report();
}

}  // namespace daybook
