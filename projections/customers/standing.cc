// Which segment a customer is of, and what of its file wants attention: the segment policy applied to rows.
#include <algorithm>

#include "projections/customers/customers_view.h"

namespace daybook {
namespace {

// Months back from the one of `today`, which is 0.
int32_t MonthsAgo(int32_t month, CivilDate today) {
  const int32_t present = today.ymd() / 100;
  return (present / 100 - month / 100) * 12 + present % 100 - month % 100;
}

void SumUp(const std::string& currency, CivilDate today, Standing& standing) {
  standing.currency = currency;
  for (const v1::CustomerMonth& month : standing.stats.months()) {
    const int32_t ago = MonthsAgo(month.month(), today);
    if (ago < 0 || ago >= 12) continue;
    standing.stays_of_12_months += month.stays();
    if (month.currency() == currency) standing.revenue_minor += month.revenue_minor();
  }
}

// Days from a yyyymmdd that may be none.
std::optional<int32_t> DaysSince(int32_t date, CivilDate today) {
  const std::optional<CivilDate> day = CivilDate::FromYmd(date);
  if (!day.has_value()) return std::nullopt;
  return today - *day;
}

Tenure TenureOf(const v1::CustomerStats& stats, const v1::SegmentPolicy& policy, CivilDate today) {
  if (stats.stays() == 0) return Tenure::kProspect;
  return DaysSince(stats.first_seen_on(), today).value_or(0) >= policy.old_after_days()
             ? Tenure::kOld
             : Tenure::kNew;
}

// A threshold of 0 makes nobody a key customer.
bool IsKey(const Standing& standing, const v1::SegmentPolicy& policy) {
  return (policy.key_revenue_minor() > 0 && standing.revenue_minor >= policy.key_revenue_minor()) ||
         (policy.key_stays() > 0 && standing.stays_of_12_months >= policy.key_stays());
}

void ScheduleContact(CivilDate today, Standing& standing) {
  if (!standing.file.has_key_account()) return;
  const v1::KeyAccount& account = standing.file.key_account();
  const auto last = CivilDate::FromYmd(
      std::max({account.last_contact_on(), account.since(), standing.stats.last_contact_on()}));
  if (!last.has_value()) return;
  const CivilDate due = *last + account.contact_every_days();
  standing.contact_due_on = due.ymd();
  standing.contact_overdue = due < today;
}

}  // namespace

Standing StandingOf(const v1::Customer& file, const v1::CustomerStats& stats,
                    const v1::Policy* segment_policy, CivilDate today) {
  Standing standing;
  standing.file = file;
  standing.stats = stats;
  standing.key = file.has_key_account();
  ScheduleContact(today, standing);
  if (segment_policy == nullptr) return standing;
  const v1::SegmentPolicy& policy = segment_policy->segment();
  SumUp(policy.currency(), today, standing);
  standing.tenure = TenureOf(stats, policy, today);
  standing.key = standing.key || IsKey(standing, policy);
  const std::optional<int32_t> untouched = DaysSince(file.profile_updated_on(), today);
  standing.stale = untouched.has_value() && !file.erased() && policy.stale_after_days() > 0 &&
                   *untouched >= policy.stale_after_days();
  return standing;
}

}  // namespace daybook
