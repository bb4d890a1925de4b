#include <algorithm>

#include "absl/time/clock.h"
#include "ledger/base/thread_name.h"
#include "projections/host_impl.h"
#include "projections/log_closed.h"

namespace daybook {
namespace {

// Readers see the first of a short lag early. A long one is caught up with in commits of a whole pass,
// which cost the least.
constexpr uint32_t kRecordsPerFollowerCommit = 1024;
constexpr uint64_t kLongLagRecords = 8'192;
// A version that has become readable waits for the end of the present pass.
constexpr uint32_t kRecordsPerPass = 16'384;
// A wait for records can't be interrupted, so this is how long Stop may take.
constexpr absl::Duration kStopLatency = absl::Milliseconds(50);

}  // namespace

std::optional<uint64_t> HostImpl::LeastFollowed() {
  std::unique_lock lock(mutex_);
  std::optional<uint64_t> least;
  changed_.wait(lock, [this, &least] {
    least.reset();
    EachFollowed([&least](const ViewVersion& version) {
      if (!version.held) {
        least = std::min(least.value_or(version.position), version.position);
      }
    });
    return stopping_ || least.has_value();
  });
  return stopping_ ? std::nullopt : least;
}

void HostImpl::SeeEnd() {
  const uint64_t end = records_.end();
  const absl::Time now = absl::Now();
  const std::lock_guard lock(mutex_);
  EachFollowed([end, now](ViewVersion& version) {
    if (version.position >= end) {
      version.at_end = now;
    }
  });
}

void HostImpl::Follow() {
  NameThisThread("daybook-views");
  absl::Status failed;
  while (const std::optional<uint64_t> least = LeastFollowed()) {
    const absl::StatusOr<uint64_t> end = records_.WaitPast(*least, absl::Now() + kStopLatency);
    if (absl::IsDeadlineExceeded(end.status())) {
      SeeEnd();
      continue;
    }
    const bool closed = absl::IsCancelled(end.status());
    if (!end.ok() && !closed) {
      failed = end.status();
      break;
    }
    // It may have been closed since, with records behind those that were there.
    const bool last = closed || IsClosed(records_);
    FollowTo(last ? records_.end() : *end, last ? records_.end() : kRecordsPerPass);
    if (last || IsClosed(records_)) {
      if (!last) {
        FollowTo(records_.end(), records_.end());
      }
      break;
    }
  }
  {
    const std::lock_guard lock(mutex_);
    following_ = false;
    EachFollowed([&failed](ViewVersion& version) { version.stopped = failed; });
    changed_.notify_all();
  }
  TellLimit();
}

// Each of the views by at most `most` records. Views that are far apart are not in one scan: one that is
// far behind does not keep the others waiting.
void HostImpl::FollowTo(uint64_t end, uint64_t most) {
  std::vector<uint64_t> positions;
  {
    const std::lock_guard lock(mutex_);
    EachFollowed([&positions, end](const ViewVersion& version) {
      if (!version.held && version.position < end) {
        positions.push_back(version.position);
      }
    });
  }
  std::sort(positions.begin(), positions.end());
  std::optional<uint64_t> to;
  for (const uint64_t from : positions) {
    if (to.has_value() && from < *to) {
      continue;  // was in the scan before
    }
    if (stopping_) {
      return;
    }
    to = from + std::min(end - from, most);
    Pass(from, *to);
  }
}

void HostImpl::Pass(uint64_t from, uint64_t to) {
  std::vector<ViewVersion*> versions;
  {
    const std::lock_guard lock(mutex_);
    EachFollowed([&versions, from, to](ViewVersion& version) {
      if (!version.held && version.position >= from && version.position < to) {
        version.in_pass = true;
        versions.push_back(&version);
      }
    });
  }
  std::vector<AdvancingView> advancing;
  const auto per_commit =
      to - from >= kLongLagRecords ? kRecordsPerPass : kRecordsPerFollowerCommit;
  for (ViewVersion* version : versions) {
    advancing.push_back(ToFollow(*version, per_commit));
  }
  AdvanceOptions options;
  options.cancel = &stopping_;
  // Cancelled by Stop only, which the loop above sees for itself.
  AdvanceMany(advancing, records_, to, options).IgnoreError();
  // The log may be closed at any moment; then reading fails, and nothing is wrong with the views.
  const bool closed = IsClosed(records_);
  {
    const std::lock_guard lock(mutex_);
    for (size_t i = 0; i < versions.size(); ++i) {
      const absl::Status& status = advancing[i].status;
      versions[i]->in_pass = false;
      versions[i]->position = advancing[i].position;
      if (!(closed && absl::IsFailedPrecondition(status))) {
        versions[i]->stopped = status;
      }
    }
    changed_.notify_all();
  }
  TellLimit();
}

AdvancingView HostImpl::ToFollow(ViewVersion& version, uint32_t records_per_commit) {
  AdvancingView view;
  view.projection = version.projection.get();
  view.store = &version.store->store();
  view.records_per_commit = records_per_commit;
  view.on_commit = [this, &version](uint64_t position) { Committed(version, position); };
  return view;
}

void HostImpl::Committed(ViewVersion& version, uint64_t position) {
  const bool at_end = position >= records_.end();
  {
    const std::lock_guard lock(mutex_);
    version.position = position;
    if (at_end) {
      version.at_end = absl::Now();
    }
    changed_.notify_all();
  }
  TellLimit();
}

uint64_t HostImpl::Limit() const {
  if (!following_ || options_.max_lag == 0) {
    return kNoLimit;
  }
  uint64_t limit = kNoLimit;
  EachFollowed([this, &limit](const ViewVersion& version) {
    const uint64_t room = kNoLimit - version.position;
    limit = std::min(limit, version.position + std::min(room, options_.max_lag));
  });
  return limit;
}

// One caller at a time, so that no older limit is told after a newer one; who comes meanwhile leaves
// it to that one.
void HostImpl::TellLimit() {
  if (!options_.limit_appends) {
    return;
  }
  std::unique_lock lock(mutex_);
  if (telling_) {
    return;
  }
  telling_ = true;
  while (told_limit_ != Limit()) {
    const uint64_t limit = told_limit_ = Limit();
    lock.unlock();
    options_.limit_appends(limit);
    lock.lock();
  }
  telling_ = false;
  changed_.notify_all();
}

}  // namespace daybook
