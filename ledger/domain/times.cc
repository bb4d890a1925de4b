#include "ledger/domain/times.h"

#include <algorithm>
#include <cstdint>

namespace daybook {
namespace {

constexpr int64_t kMicrosPerSecond = 1'000'000;
// 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z, the range of the schema's timestamps.
constexpr int64_t kMinSeconds = -62'135'596'800;
constexpr int64_t kMaxSeconds = 253'402'300'799;

}  // namespace

Instant ToInstant(const google::protobuf::Timestamp& timestamp) {
  const int64_t seconds = std::clamp(timestamp.seconds(), kMinSeconds, kMaxSeconds);
  return Instant::FromMicros(seconds * kMicrosPerSecond + timestamp.nanos() / 1000);
}

google::protobuf::Timestamp ToTimestamp(Instant instant) {
  int64_t seconds = instant.micros() / kMicrosPerSecond;
  int64_t micros = instant.micros() % kMicrosPerSecond;
  if (micros < 0) {
    micros += kMicrosPerSecond;
    --seconds;
  }
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(static_cast<int32_t>(micros * 1000));
  return timestamp;
}

bool IsValidTimestamp(const google::protobuf::Timestamp& timestamp) {
  return timestamp.seconds() >= kMinSeconds && timestamp.seconds() <= kMaxSeconds &&
         timestamp.nanos() >= 0 && timestamp.nanos() < 1'000'000'000 &&
         timestamp.nanos() % 1000 == 0;
}

bool IsAboutTheLedger(const v1::Request& request) {
  switch (request.body_case()) {
    case v1::Request::kAdoptSchema:
    case v1::Request::kNoteRecovery:
    case v1::Request::kBeginImport:
    case v1::Request::kCompleteImport:
    case v1::Request::kBeginSimulation:
    case v1::Request::kNoteRejects:
      // Asked from outside it is a request like any other, and declined.
      return request.actor().kind() == v1::ACTOR_KIND_SYSTEM;
    default:
      return false;
  }
}

}  // namespace daybook
