#include "projections/host.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "projections/host_impl.h"

namespace daybook {

absl::Status HostImpl::CatchUp(uint64_t to, const RunOptions& options) {
  if (to > records_.end()) {
    return absl::OutOfRangeError(absl::StrCat("the log ends at ", records_.end(), ", not at ", to));
  }
  {
    const std::lock_guard lock(mutex_);
    if (busy_) {
      return absl::FailedPreconditionError("the views are being brought up to date already");
    }
    busy_ = catching_up_ = true;
  }
  const absl::Status opened = OpenBuilds();
  absl::Status status = CatchUpAll(to, options);
  status.Update(opened);
  const std::lock_guard lock(mutex_);
  busy_ = catching_up_ = false;
  changed_.notify_all();
  return status;
}

absl::Status HostImpl::CatchUpAll(uint64_t to, const RunOptions& options) {
  const std::vector<ViewVersion*> versions = Retried();
  const std::vector<HostedView*> unbuilt = Unbuilt();
  const auto per_commit = [&options](uint32_t otherwise) {
    return options.records_per_commit == 0 ? otherwise : options.records_per_commit;
  };
  std::vector<AdvancingView> advancing;
  for (ViewVersion* version : versions) {
    advancing.push_back(ToFollow(*version, per_commit(kRecordsPerCatchUpCommit)));
  }
  for (HostedView* view : unbuilt) {
    advancing.push_back(ToBuild(*view, per_commit(kRecordsPerRebuildCommit)));
  }
  AdvanceOptions advance;
  advance.progress = options.progress;
  advance.cancel = options.cancel;
  const absl::Status scanned = AdvanceMany(advancing, records_, to, advance);
  absl::Status first = scanned;
  for (size_t i = 0; i < versions.size(); ++i) {
    const std::lock_guard lock(mutex_);
    versions[i]->stopped = advancing[i].status;
    first.Update(advancing[i].status);
  }
  for (size_t i = 0; i < unbuilt.size(); ++i) {
    HostedView& view = *unbuilt[i];
    const AdvancingView& built = advancing[versions.size() + i];
    if (!built.status.ok()) {
      StopBuild(view, built.status);
      first.Update(built.status);
    } else if (scanned.ok() &&
               (view.current == nullptr || view.current->position <= built.position)) {
      first.Update(SwitchIn(view));
    }
  }
  return first;
}

std::vector<ViewVersion*> HostImpl::Retried() {
  const std::lock_guard lock(mutex_);
  std::vector<ViewVersion*> versions;
  for (const std::unique_ptr<HostedView>& view : views_) {
    if (view->current != nullptr && view->current->projection != nullptr) {
      view->current->stopped = absl::OkStatus();
      versions.push_back(view->current);
    }
  }
  return versions;
}

absl::Status HostImpl::Start() {
  const std::lock_guard threads_lock(threads_mutex_);
  {
    const std::lock_guard lock(mutex_);
    if (busy_) {
      return absl::FailedPreconditionError("the views are followed already");
    }
    busy_ = true;
  }
  // What can't be built now is in its status, and the other views are followed.
  OpenBuilds().IgnoreError();
  Retried();
  {
    const std::lock_guard lock(mutex_);
    stopping_ = false;
    following_ = constructing_ = followed_ = true;
  }
  TellLimit();  // before the writer can go on
  follower_ = std::thread([this] { Follow(); });
  builder_ = std::thread([this] { Build(); });
  return absl::OkStatus();
}

void HostImpl::Stop() {
  const std::lock_guard threads_lock(threads_mutex_);
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  for (std::thread* thread : {&builder_, &follower_}) {
    if (thread->joinable()) {
      thread->join();
    }
  }
  const std::lock_guard lock(mutex_);
  busy_ = catching_up_;  // which goes on
}

absl::StatusOr<std::unique_ptr<ProjectionHost>> ProjectionHost::Open(
    const std::string& dir, std::vector<std::unique_ptr<Projection>> projections,
    const RecordSource& records, const HostOptions& options) {
  if (options.max_lag > 0 && !options.limit_appends) {
    return absl::InvalidArgumentError("max_lag needs limit_appends");
  }
  DAYBOOK_ASSIGN_OR_RETURN(std::vector<std::unique_ptr<HostedView>> views,
                           OpenHostedViews(dir, std::move(projections), records));
  auto host = std::make_unique<HostImpl>(dir, std::move(views), records, options);
  DAYBOOK_RETURN_IF_ERROR(host->OpenBuilds());
  return host;
}

}  // namespace daybook
