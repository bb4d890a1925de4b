#include "ledger/domain/cases/case_clocks.h"

#include "daybook/v1/event.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "ledger/domain/times.h"

namespace daybook {
namespace {

constexpr int64_t kMicrosPerMinute = 60'000'000;
constexpr int64_t kAllPercent = 100;

std::optional<Instant> InstantIn(bool there, const google::protobuf::Timestamp& timestamp) {
  return there ? std::optional(ToInstant(timestamp)) : std::nullopt;
}

int64_t UrgentPercent(const v1::Policy* service_levels) {
  const int32_t percent =
      service_levels == nullptr ? 0 : service_levels->service_levels().urgent_percent();
  return percent == 0 ? kAllPercent : percent;
}

// Without a product that could be too large.
int64_t ShareOf(int64_t micros, int64_t percent) {
  return micros / kAllPercent * percent + micros % kAllPercent * percent / kAllPercent;
}

// Null: none suits.
const v1::ServiceLevelPolicy::Level* LevelFor(const v1::Policy* service_levels,
                                              v1::FeedbackKind kind, std::string_view category) {
  if (service_levels == nullptr) return nullptr;
  for (const auto& level : service_levels->service_levels().levels()) {
    if (level.kind() == kind && (level.category().empty() || level.category() == category)) {
      return &level;
    }
  }
  return nullptr;
}

void Set(const std::optional<Instant>& instant, google::protobuf::Timestamp* timestamp) {
  *timestamp = ToTimestamp(*instant);
}

}  // namespace

CaseClocks ClocksOf(const v1::Case& one) {
  return {InstantIn(one.has_acknowledge_by(), one.acknowledge_by()),
          InstantIn(one.has_answer_by(), one.answer_by()),
          InstantIn(one.has_resolve_by(), one.resolve_by())};
}

CaseClocks StartClocks(const v1::Policy* service_levels, v1::FeedbackKind kind,
                       std::string_view category, bool urgent, Instant now) {
  const auto* const level = LevelFor(service_levels, kind, category);
  if (level == nullptr) return {};
  const int64_t percent = urgent ? UrgentPercent(service_levels) : kAllPercent;
  const auto after = [&](int32_t minutes) -> std::optional<Instant> {
    if (minutes == 0) return std::nullopt;
    return now.PlusMicros(ShareOf(minutes * kMicrosPerMinute, percent));
  };
  return {after(level->acknowledge_minutes()), after(level->answer_minutes()),
          after(level->resolve_minutes())};
}

CaseClocks RestartClocks(const v1::Policy* service_levels, const v1::Case& one, Instant now) {
  CaseClocks clocks = StartClocks(service_levels, one.kind(), one.category(), one.urgent(), now);
  clocks.acknowledge_by = ClocksOf(one).acknowledge_by;
  return clocks;
}

CaseClocks ShortenClocks(const v1::Policy* service_levels, const v1::Case& one, Instant now) {
  const int64_t percent = UrgentPercent(service_levels);
  CaseClocks clocks = ClocksOf(one);
  const auto shorten = [&](bool met, std::optional<Instant>& by) {
    if (met || !by || *by <= now) return;
    by = now.PlusMicros(ShareOf(by->micros() - now.micros(), percent));
  };
  shorten(one.has_acknowledged_at(), clocks.acknowledge_by);
  shorten(one.has_answered_at(), clocks.answer_by);
  shorten(one.has_resolved_at(), clocks.resolve_by);
  return clocks;
}

template <typename Message>
void SetClocks(const CaseClocks& clocks, Message& message) {
  message.clear_acknowledge_by();
  message.clear_answer_by();
  message.clear_resolve_by();
  if (clocks.acknowledge_by) Set(clocks.acknowledge_by, message.mutable_acknowledge_by());
  if (clocks.answer_by) Set(clocks.answer_by, message.mutable_answer_by());
  if (clocks.resolve_by) Set(clocks.resolve_by, message.mutable_resolve_by());
}
template void SetClocks(const CaseClocks& clocks, v1::Case& message);
template void SetClocks(const CaseClocks& clocks, v1::CaseStepped& message);

std::string_view DepartmentFor(const v1::Policy* routing, std::string_view category) {
  if (routing == nullptr) return {};
  for (const auto& route : routing->routing().routes()) {
    if (route.category() == category) return route.department();
  }
  return routing->routing().default_department();
}

}  // namespace daybook
