#include "projections/hosted_view.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/base/file_system.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "projections/advance.h"
#include "projections/view_directory.h"

namespace daybook {
namespace {

class OwningSnapshot final : public ViewSnapshot {
 public:
  OwningSnapshot(std::shared_ptr<SharedStore> store, std::unique_ptr<ViewSnapshot> snapshot)
      : store_(std::move(store)), snapshot_(std::move(snapshot)) {}

  ViewInfo info() const override { return snapshot_->info(); }
  absl::StatusOr<std::optional<std::string>> Get(std::string_view key) const override {
    return snapshot_->Get(key);
  }
  absl::Status Scan(std::string_view prefix, const RowVisitor& visitor) const override {
    return snapshot_->Scan(prefix, visitor);
  }
  absl::Status ScanIndex(std::string_view prefix, const IndexVisitor& visitor) const override {
    return snapshot_->ScanIndex(prefix, visitor);
  }
  absl::Status ScanIndexRange(std::string_view begin, std::string_view end,
                              const IndexVisitor& visitor) const override {
    return snapshot_->ScanIndexRange(begin, end, visitor);
  }

 private:
  const std::shared_ptr<SharedStore> store_;
  const std::unique_ptr<ViewSnapshot> snapshot_;  // goes before its store
};

void Drop(const std::string& view_dir) {
  // Where another process has it, it is still needed there. What fails here is done by the next
  // Open.
  if (const auto lock = LockView(view_dir); lock.ok()) {
    DropView(view_dir).IgnoreError();
  }
}

bool IsViewName(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(),
                                      [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

// By name and version.
using Registered = std::map<int, std::unique_ptr<Projection>>;

absl::Status Tidy(const std::string& dir, const std::string& name, const Registered& registered) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::vector<int> traces, ViewTraces(dir, name));
  for (const int version : traces) {
    const std::string view_dir = ViewDirectory(dir, name, version);
    const absl::StatusOr<std::unique_ptr<FileLock>> lock = LockView(view_dir);
    if (lock.ok()) {
      DAYBOOK_RETURN_IF_ERROR(TidyView(view_dir));
    } else if (!absl::IsFailedPrecondition(lock.status()) || registered.count(version) > 0) {
      return lock.status();
    }
  }
  return absl::OkStatus();
}

// The target if it is there; else the latest that is followed, or else the latest.
ViewVersion* ToRead(const HostedView& view) {
  ViewVersion* best = nullptr;
  for (const std::unique_ptr<ViewVersion>& version : view.versions) {
    const bool better =
        best == nullptr || best->projection == nullptr || version->projection != nullptr;
    if (version->store != nullptr && better) {
      best = version.get();
    }
  }
  return best;
}

absl::StatusOr<std::unique_ptr<HostedView>> OpenHostedView(const std::string& dir,
                                                           const std::string& name,
                                                           Registered registered,
                                                           const RecordSource& records) {
  auto view = std::make_unique<HostedView>();
  view->name = name;
  DAYBOOK_RETURN_IF_ERROR(Tidy(dir, name, registered));
  DAYBOOK_ASSIGN_OR_RETURN(const std::vector<int> found, ViewVersions(dir, name));
  std::set<int> all(found.begin(), found.end());
  for (const auto& [version, projection] : registered) {
    all.insert(version);
  }
  for (const int number : all) {
    ViewVersion& version = *view->versions.emplace_back(std::make_unique<ViewVersion>());
    version.version = number;
    version.view_dir = ViewDirectory(dir, name, number);
    if (const auto projection = registered.find(number); projection != registered.end()) {
      version.projection = std::move(projection->second);
      view->target = &version;
    }
    DAYBOOK_ASSIGN_OR_RETURN(version.store, OpenIfUsable(version, records));
    if (version.store != nullptr) {
      version.position = version.store->store().info().position;
    }
  }
  view->current = ToRead(*view);
  for (const std::unique_ptr<ViewVersion>& version : view->versions) {
    if (version.get() != view->current && version->store != nullptr) {
      version->store->Supersede();
      version->store.reset();
    }
  }
  if (view->current == view->target) {
    DropOtherVersions(dir, *view, view->target->version);
  } else if (view->current != nullptr && view->current->projection == nullptr) {
    view->current->stopped = absl::FailedPreconditionError(
        absl::StrCat("view ", name, ".v", view->current->version, " stays as of record ",
                     view->current->position, ": no projection of this version is registered"));
  }
  return view;
}

}  // namespace

SharedStore::SharedStore(std::unique_ptr<ViewStore> store, std::string view_dir)
    : store_(std::move(store)), view_dir_(std::move(view_dir)) {}

SharedStore::~SharedStore() {
  store_.reset();
  if (superseded_) {
    Drop(view_dir_);
  }
}

std::unique_ptr<ViewSnapshot> KeepingOpen(std::shared_ptr<SharedStore> store,
                                          std::unique_ptr<ViewSnapshot> snapshot) {
  return std::make_unique<OwningSnapshot>(std::move(store), std::move(snapshot));
}

absl::StatusOr<std::shared_ptr<SharedStore>> OpenIfUsable(const ViewVersion& version,
                                                          const RecordSource& records) {
  const std::string& view_dir = version.view_dir;
  if (!PosixFileSystem().Exists(view_dir)) {
    return nullptr;
  }
  absl::StatusOr<std::unique_ptr<ViewStore>> opened = ViewStore::Open(view_dir, ViewMode::kLive);
  if (absl::IsFailedPrecondition(opened.status()) && version.projection == nullptr) {
    // An older program still follows it. It can be read beside that.
    opened = ViewStore::OpenForReading(view_dir);
    if (!opened.ok()) {
      return nullptr;
    }
  }
  if (absl::IsDataLoss(opened.status())) {
    return nullptr;
  }
  DAYBOOK_RETURN_IF_ERROR(opened.status());
  const std::string label = view_dir.substr(view_dir.find_last_of('/') + 1);
  const absl::Status origin = CheckOrigin(label, (*opened)->info(), records);
  if (absl::IsFailedPrecondition(origin)) {
    return nullptr;
  }
  DAYBOOK_RETURN_IF_ERROR(origin);
  return std::make_shared<SharedStore>(*std::move(opened), view_dir);
}

void DropOtherVersions(const std::string& dir, const HostedView& view, int kept) {
  const absl::StatusOr<std::vector<int>> traces = ViewTraces(dir, view.name);
  for (const int version : traces.value_or(std::vector<int>())) {
    if (version != kept) {
      Drop(ViewDirectory(dir, view.name, version));
    }
  }
}

absl::StatusOr<std::vector<std::unique_ptr<HostedView>>> OpenHostedViews(
    const std::string& dir, std::vector<std::unique_ptr<Projection>> projections,
    const RecordSource& records) {
  std::vector<std::string> order;
  std::map<std::string, Registered> by_name;
  for (std::unique_ptr<Projection>& projection : projections) {
    const std::string name(projection->name());
    const int version = projection->version();
    if (!IsViewName(name) || version < 1) {
      return absl::InvalidArgumentError(
          absl::StrCat("projection '", name, "', version ", version,
                       ": a name is of a to z and _, and versions begin with 1"));
    }
    if (by_name.count(name) == 0) {
      order.push_back(name);
    }
    if (!by_name[name].emplace(version, std::move(projection)).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("two projections are called ", name, " in version ", version));
    }
  }
  std::vector<std::unique_ptr<HostedView>> views;
  for (const std::string& name : order) {
    DAYBOOK_ASSIGN_OR_RETURN(std::unique_ptr<HostedView> view,
                             OpenHostedView(dir, name, std::move(by_name[name]), records));
    views.push_back(std::move(view));
  }
  return views;
}

}  // namespace daybook
