// A view of a ProjectionHost: its versions, which of them readers get, and the one under
// construction. Internal to this folder.
#ifndef DAYBOOK_PROJECTIONS_HOSTED_VIEW_H_
#define DAYBOOK_PROJECTIONS_HOSTED_VIEW_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "ledger/log/record_source.h"
#include "projections/projection.h"
#include "projections/view_build.h"
#include "projections/view_store.h"

namespace daybook {

// A store that lives as long as the host or a snapshot needs it.
class SharedStore {
 public:
  SharedStore(std::unique_ptr<ViewStore> store, std::string view_dir);
  SharedStore(const SharedStore&) = delete;
  SharedStore& operator=(const SharedStore&) = delete;
  // Closes the store; removes its folder if another version has taken its place.
  ~SharedStore();

  ViewStore& store() { return *store_; }
  void Supersede() { superseded_ = true; }

 private:
  std::unique_ptr<ViewStore> store_;
  const std::string view_dir_;
  std::atomic<bool> superseded_ = false;
};

// `snapshot` is one of `store`, and keeps it open from now on.
std::unique_ptr<ViewSnapshot> KeepingOpen(std::shared_ptr<SharedStore> store,
                                          std::unique_ptr<ViewSnapshot> snapshot);

// Members that say so are guarded by the mutex of the host.
struct ViewVersion {
  int version = 0;
  std::string view_dir;
  std::unique_ptr<Projection> projection;  // null: not registered, so it stays as it is

  std::shared_ptr<SharedStore> store;        // null: nothing to read. Guarded
  uint64_t position = 0;                     // committed. Guarded
  absl::Time at_end = absl::InfinitePast();  // when it was last seen at the log's end. Guarded
  absl::Status stopped;                      // guarded
  bool held = false;                         // not to be taken along by the follower. Guarded
  bool in_pass = false;                      // being written by the follower. Guarded

  bool followed() const { return store != nullptr && projection != nullptr && stopped.ok(); }
};

struct HostedView {
  std::string name;
  std::vector<std::unique_ptr<ViewVersion>> versions;  // ascending; the same from Open on
  ViewVersion* target = nullptr;                       // the highest one registered
  std::unique_ptr<ViewBuild> build;                    // of target; of the thread that builds

  ViewVersion* current = nullptr;  // that readers get. Guarded
  bool building = false;           // the build goes on. Guarded
  uint64_t building_position = 0;  // guarded
  absl::Status build_stopped;      // guarded
};

// The views of the projections, in the order of their first one, tidied, with what there is to read.
// InvalidArgument, FailedPrecondition: as ProjectionHost::Open.
absl::StatusOr<std::vector<std::unique_ptr<HostedView>>> OpenHostedViews(
    const std::string& dir, std::vector<std::unique_ptr<Projection>> projections,
    const RecordSource& records);

// Opens the version for writing, if it is there, sound and of this log; else null.
absl::StatusOr<std::shared_ptr<SharedStore>> OpenIfUsable(const ViewVersion& version,
                                                          const RecordSource& records);

// Removes the versions but one, where nobody holds them.
void DropOtherVersions(const std::string& dir, const HostedView& view, int kept);

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_HOSTED_VIEW_H_
