#include "absl/time/clock.h"
#include "ledger/base/thread_name.h"
#include "projections/host_impl.h"
#include "projections/log_closed.h"

namespace daybook {
namespace {

constexpr uint64_t kRecordsToSwitchWithin = 4096;

}  // namespace

absl::Status HostImpl::OpenBuilds() {
  absl::Status first;
  for (const std::unique_ptr<HostedView>& view : views_) {
    ViewVersion& target = *view->target;
    bool there = false;
    {
      const std::lock_guard lock(mutex_);
      there = target.store != nullptr;
      view->build_stopped = absl::OkStatus();
    }
    if (there || view->build != nullptr) {
      continue;
    }
    absl::StatusOr<std::unique_ptr<ViewBuild>> build =
        ViewBuild::Open(*target.projection, target.view_dir, records_, records_.end());
    const uint64_t position = build.ok() ? (*build)->store().info().position : 0;
    target.projection->Reset();
    const std::lock_guard lock(mutex_);
    if (build.ok()) {
      view->build = *std::move(build);
      view->building_position = position;
    } else {
      view->build_stopped = build.status();
      first.Update(build.status());
    }
    view->building = build.ok();
  }
  return first;
}

std::vector<HostedView*> HostImpl::Unbuilt() const {
  const std::lock_guard lock(mutex_);
  std::vector<HostedView*> unbuilt;
  for (const std::unique_ptr<HostedView>& view : views_) {
    if (view->building) {
      unbuilt.push_back(view.get());
    }
  }
  return unbuilt;
}

AdvancingView HostImpl::ToBuild(HostedView& view, uint32_t records_per_commit) {
  AdvancingView advancing;
  advancing.projection = view.target->projection.get();
  advancing.store = &view.build->store();
  advancing.records_per_commit = records_per_commit;
  advancing.on_commit = [this, &view](uint64_t position) {
    const std::lock_guard lock(mutex_);
    view.building_position = position;
  };
  return advancing;
}

void HostImpl::StopBuild(HostedView& view, const absl::Status& why) {
  view.build.reset();  // what is committed is durable; the next one goes on from there
  const std::lock_guard lock(mutex_);
  view.building = false;
  view.build_stopped = why;
  changed_.notify_all();
}

// Cancelled: the builder is to end.
absl::Status HostImpl::AdvanceBuilds(const std::vector<HostedView*>& views) {
  std::vector<AdvancingView> advancing;
  for (HostedView* view : views) {
    advancing.push_back(ToBuild(*view, kRecordsPerRebuildCommit));
  }
  AdvanceOptions options;
  options.cancel = &stopping_;
  const absl::Status scanned = AdvanceMany(advancing, records_, records_.end(), options);
  const bool closed = IsClosed(records_);
  for (size_t i = 0; i < views.size(); ++i) {
    const absl::Status& status = advancing[i].status;
    if (closed && absl::IsFailedPrecondition(status)) {
      return absl::CancelledError("the log is closed");
    }
    // A build's last commit is made in the background, and tells only now how it went.
    const absl::Status flushed = views[i]->build->store().Flush();
    if (!status.ok() || !flushed.ok()) {
      StopBuild(*views[i], status.ok() ? flushed : status);
    }
  }
  return scanned;
}

void HostImpl::Build() {
  NameThisThread("daybook-build");
  while (!stopping_) {
    const std::vector<HostedView*> views = Unbuilt();
    if (views.empty() || !AdvanceBuilds(views).ok()) {
      break;
    }
    for (HostedView* view : views) {
      const uint64_t end = records_.end();
      bool near = false;
      {
        const std::lock_guard lock(mutex_);
        near = view->building && end - view->building_position <= kRecordsToSwitchWithin;
      }
      if (near && !stopping_) {
        SwitchLive(*view);
      }
    }
  }
  const std::lock_guard lock(mutex_);
  constructing_ = false;
  changed_.notify_all();
}

void HostImpl::Hold(ViewVersion* version) {
  std::unique_lock lock(mutex_);
  if (version != nullptr) {
    version->held = true;
    changed_.wait(lock, [version] { return !version->in_pass; });
  }
}

void HostImpl::Release(ViewVersion* version) {
  const std::lock_guard lock(mutex_);
  if (version != nullptr) {
    version->held = false;
  }
  changed_.notify_all();
}

// The version that readers have stands still while the new one passes it and takes its place:
// positions never go back, neither here nor for readers of the folder.
void HostImpl::SwitchLive(HostedView& view) {
  ViewVersion* const old = view.current;  // which only this thread changes
  Hold(old);
  if (AdvanceBuilds({&view}).ok() && view.build != nullptr) {
    SwitchIn(view).IgnoreError();  // it is in build_stopped
  }
  Release(old);
}

absl::Status HostImpl::SwitchIn(HostedView& view) {
  ViewVersion& target = *view.target;
  absl::StatusOr<ViewInfo> built = view.build->Finish();
  absl::StatusOr<std::unique_ptr<ViewStore>> opened =
      built.ok() ? ViewStore::Open(target.view_dir, ViewMode::kLive) : built.status();
  if (!opened.ok()) {
    StopBuild(view, opened.status());
    return opened.status();
  }
  view.build.reset();
  target.projection->Reset();
  auto store = std::make_shared<SharedStore>(*std::move(opened), target.view_dir);
  const bool at_end = built->position >= records_.end();
  std::vector<std::shared_ptr<SharedStore>> superseded;
  {
    const std::lock_guard lock(mutex_);
    for (const std::unique_ptr<ViewVersion>& version : view.versions) {
      if (version->store != nullptr) {
        superseded.push_back(std::move(version->store));
        version->store = nullptr;
        superseded.back()->Supersede();
      }
    }
    target.store = std::move(store);
    target.position = built->position;
    target.stopped = absl::OkStatus();
    target.at_end = at_end ? absl::Now() : absl::InfinitePast();
    view.current = &target;
    view.building = false;
    changed_.notify_all();
  }
  TellLimit();
  superseded.clear();  // and with it the folders that nobody reads
  DropOtherVersions(dir_, view, target.version);
  return absl::OkStatus();
}

}  // namespace daybook
