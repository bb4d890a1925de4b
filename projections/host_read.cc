#include <algorithm>
#include <chrono>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "projections/host_impl.h"

namespace daybook {

HostedView* HostImpl::Find(std::string_view name) const {
  for (const std::unique_ptr<HostedView>& view : views_) {
    if (view->name == name) {
      return view.get();
    }
  }
  return nullptr;
}

absl::Status HostImpl::WhyNot(const HostedView& view) const {
  const ViewVersion* const current = view.current;
  const bool building = view.building && (constructing_ || catching_up_);
  const bool going = current != nullptr && current->followed() && (following_ || catching_up_);
  if (building || going) {
    return absl::OkStatus();
  }
  // That nobody follows an old version is nothing to say beside why the new one is not there.
  if (current != nullptr && current->projection != nullptr && !current->stopped.ok()) {
    return current->stopped;
  }
  if (!view.build_stopped.ok()) {
    return view.build_stopped;
  }
  if (current != nullptr && !current->stopped.ok()) {
    return current->stopped;
  }
  if (current == nullptr) {
    return absl::UnavailableError(
        absl::StrCat("view ", view.name, " is not built yet, and nobody builds it"));
  }
  const std::string message =
      absl::StrCat("view ", view.name, " stays as of record ", current->position, ": the log is ");
  return followed_ ? absl::CancelledError(message + "not followed any more")
                   : absl::FailedPreconditionError(message + "not followed yet");
}

absl::Status HostImpl::TooLate(const HostedView& view, uint64_t position) const {
  if (view.current == nullptr) {
    return absl::UnavailableError(absl::StrCat("view ", view.name, " is not built yet: it is at ",
                                               "record ", view.building_position));
  }
  return absl::DeadlineExceededError(absl::StrCat("view ", view.name, " is as of record ",
                                                  view.current->position, ", not yet ", position));
}

absl::StatusOr<HostImpl::Ready> HostImpl::Await(std::string_view name, uint64_t position,
                                                absl::Time deadline) {
  const HostedView* const view = Find(name);
  if (view == nullptr) {
    return absl::NotFoundError(absl::StrCat("there is no view ", ToAbsl(name)));
  }
  std::unique_lock lock(mutex_);
  while (view->current == nullptr || view->current->position < position) {
    DAYBOOK_RETURN_IF_ERROR(WhyNot(*view));
    if (absl::Now() >= deadline) {
      return TooLate(*view, position);
    }
    if (deadline == absl::InfiniteFuture()) {
      changed_.wait(lock);
    } else {
      changed_.wait_until(lock, absl::ToChronoTime(deadline));
    }
  }
  return Ready{view->current, view->current->store, view->current->position};
}

absl::StatusOr<Reading> HostImpl::ToReading(const Ready& ready,
                                            std::unique_ptr<ViewSnapshot> snapshot) {
  Reading reading;
  reading.position = snapshot->info().position;
  reading.log_end = records_.end();
  const absl::Time now = absl::Now();
  const bool at_end = std::max(ready.position, reading.position) >= reading.log_end;
  {
    const std::lock_guard lock(mutex_);
    if (at_end) {
      ready.version->at_end = now;
    }
    reading.staleness = std::max(now - ready.version->at_end, absl::ZeroDuration());
  }
  reading.snapshot = KeepingOpen(ready.store, std::move(snapshot));
  return reading;
}

absl::StatusOr<Reading> HostImpl::Read(std::string_view name, uint64_t position,
                                       absl::Time deadline) {
  DAYBOOK_ASSIGN_OR_RETURN(const Ready ready, Await(name, position, deadline));
  return ToReading(ready, ready.store->store().Snapshot());
}

absl::StatusOr<Reading> HostImpl::ReadAsOf(std::string_view name, uint64_t as_of,
                                           absl::Time deadline) {
  DAYBOOK_ASSIGN_OR_RETURN(const Ready ready, Await(name, as_of, deadline));
  DAYBOOK_ASSIGN_OR_RETURN(std::unique_ptr<ViewSnapshot> snapshot,
                           ready.store->store().SnapshotAt(as_of));
  return ToReading(ready, std::move(snapshot));
}

std::vector<ViewStatus> HostImpl::status() const {
  std::vector<ViewStatus> all;
  {
    const std::lock_guard lock(mutex_);
    for (const std::unique_ptr<HostedView>& view : views_) {
      ViewStatus& status = all.emplace_back();
      status.name = view->name;
      if (const ViewVersion* const current = view->current; current != nullptr) {
        status.version = current->version;
        status.position = current->position;
        status.stopped = current->projection == nullptr && !view->build_stopped.ok()
                             ? view->build_stopped
                             : current->stopped;
      }
      if (view->building) {
        status.building_version = view->target->version;
        status.building_position = view->building_position;
      }
      status.stopped.Update(view->build_stopped);
    }
  }
  const uint64_t end = records_.end();
  for (ViewStatus& status : all) {
    status.lag = end - status.position;
  }
  return all;
}

}  // namespace daybook
