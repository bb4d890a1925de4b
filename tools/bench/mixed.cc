#include "tools/bench/mixed.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "ledger/base/status_macros.h"
#include "ledger/domain/times.h"
#include "ledger/log/log_reader.h"
#include "ledger/log/record_codec.h"
#include "ledger/privacy/sealing.h"
#include "tools/simulate/run.h"

namespace daybook::bench {
namespace {

constexpr uint32_t kOutstanding = 4'096;
constexpr uint64_t kRequestsAHotelDay = 90;
constexpr int32_t kHotels = 4;

SimulationPlan Plan() { return {"bench", 1, std::string(32, 'b')}; }

// Sealed data can't be submitted again: other words of the same length, so that sealing costs the same.
void Unseal(v1::Request& request) {
  for (v1::Personal* const personal : PersonalFields(request)) {
    if (!personal->has_sealed()) continue;
    const size_t tag = 16;
    const size_t size = personal->sealed().ciphertext().size();
    personal->mutable_plain()->set_remark(std::string(size > tag + 3 ? size - tag - 3 : 1, 'x'));
  }
}

// The same booking under an id of its own, confirmed and direct, so that nothing stands in its way.
void AppendMadeAndCancelled(const GivenRequest& create, uint64_t number, Instant at,
                            std::vector<GivenRequest>& requests) {
  GivenRequest made = create;
  made.at = at;
  v1::CreateBooking& booking = *made.request.mutable_create_booking();
  booking.set_booking_id(absl::StrCat("alone-", number));
  booking.set_status(v1::CONFIRMED);
  booking.clear_hold_expires_at();
  booking.clear_waitlist_priority();
  made.request.set_request_id(absl::StrCat("alone-", number, "-a"));
  GivenRequest cancelled = made;
  cancelled.request.clear_create_booking();
  cancelled.request.clear_override();
  cancelled.request.set_request_id(absl::StrCat("alone-", number, "-b"));
  cancelled.request.mutable_cancel_booking()->set_booking_id(booking.booking_id());
  cancelled.request.mutable_cancel_booking()->set_reason(v1::CANCELLATION_REASON_CHANGE_OF_MIND);
  requests.push_back(std::move(made));
  requests.push_back(std::move(cancelled));
}

bool IsDefinition(const v1::Request& request) {
  return request.body_case() < v1::Request::kRollBusinessDate || request.has_propose_policy() ||
         request.has_settle_policy() || request.has_define_partner();
}

}  // namespace

absl::StatusOr<MixedTraffic> MakeMixedTraffic(const std::string& dir, uint64_t requests) {
  DAYBOOK_RETURN_IF_ERROR(Ledger::Create(dir));
  DAYBOOK_ASSIGN_OR_RETURN(auto ledger, Ledger::Open(dir));
  SimulationSettings settings;
  settings.hotels = kHotels;
  settings.days = static_cast<int32_t>(requests / (kHotels * kRequestsAHotelDay)) + 1;
  DAYBOOK_RETURN_IF_ERROR(RunSimulation(*ledger, settings, {}).status());
  DAYBOOK_RETURN_IF_ERROR(ledger->Close());

  MixedTraffic traffic;
  DAYBOOK_ASSIGN_OR_RETURN(auto reader, LogReader::Open(dir));
  const absl::Status read =
      reader->Read(0, reader->end(), [&](uint64_t position, std::string_view bytes) {
        v1::Record record;
        DAYBOOK_RETURN_IF_ERROR(DecodeRecord(position, bytes, record));
        if (record.request().actor().kind() == v1::ACTOR_KIND_SYSTEM) return absl::OkStatus();
        if (record.outcome().has_conflict()) return absl::OkStatus();
        Unseal(*record.mutable_request());
        traffic.mixed.push_back(
            {std::move(*record.mutable_request()), ToInstant(record.resolution().recorded_at())});
        return absl::OkStatus();
      });
  DAYBOOK_RETURN_IF_ERROR(read);
  if (traffic.mixed.empty()) return absl::InternalError("the simulation asked for nothing");
  std::vector<const GivenRequest*> creates;
  for (const GivenRequest& given : traffic.mixed) {
    if (IsDefinition(given.request) &&
        given.at <= traffic.mixed.front().at.PlusMicros(int64_t{86'400} * 1'000'000)) {
      traffic.alone.push_back(given);
    } else if (given.request.has_create_booking()) {
      creates.push_back(&given);
    }
  }
  const Instant at = traffic.alone.back().at;
  for (uint64_t number = 0; traffic.alone.size() < traffic.mixed.size() && !creates.empty();
       ++number) {
    AppendMadeAndCancelled(*creates[number % creates.size()], number, at, traffic.alone);
  }
  return traffic;
}

absl::StatusOr<double> SecondsToRecord(const std::string& dir,
                                       const std::vector<GivenRequest>& requests,
                                       const LedgerOptions& options) {
  DAYBOOK_RETURN_IF_ERROR(Ledger::Create(dir));
  DAYBOOK_ASSIGN_OR_RETURN(auto ledger, Ledger::Open(dir, options));
  DAYBOOK_RETURN_IF_ERROR(ledger->BeginSimulation(Plan()));
  std::vector<GivenRequest> copies = requests;
  std::mutex mutex;
  std::condition_variable answered;
  uint32_t outstanding = 0;
  absl::Status failed;
  const absl::Time start = absl::Now();
  for (GivenRequest& given : copies) {
    {
      std::unique_lock lock(mutex);
      answered.wait(lock, [&] { return outstanding < kOutstanding; });
      ++outstanding;
    }
    ledger->SubmitSimulated(std::move(given.request), given.at, absl::InfiniteFuture(),
                            [&](const absl::StatusOr<Receipt>& receipt) {
                              const std::lock_guard lock(mutex);
                              if (!receipt.ok()) failed.Update(receipt.status());
                              if (--outstanding == kOutstanding / 2 || outstanding == 0) {
                                answered.notify_all();
                              }
                            });
  }
  {
    std::unique_lock lock(mutex);
    answered.wait(lock, [&] { return outstanding == 0; });
  }
  const double seconds = absl::ToDoubleSeconds(absl::Now() - start);
  DAYBOOK_RETURN_IF_ERROR(failed);
  DAYBOOK_RETURN_IF_ERROR(ledger->Close());
  return seconds;
}

}  // namespace daybook::bench
