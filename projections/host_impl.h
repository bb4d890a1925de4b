// The machinery behind ProjectionHost. Internal to this folder.
//
// Threads: the follower takes all live versions along in one scan after another; the builder makes
// the versions that are not there yet, and puts each in its place. They share nothing but the
// guarded members of HostedView. A version is the follower's while it is in_pass; the builder asks
// for it by `held`, and then waits until it is not.
//
// The mutex is held for a look at or a change of those members, never while a record is applied, a
// store committed or opened, or the embedder called.
#ifndef DAYBOOK_PROJECTIONS_HOST_IMPL_H_
#define DAYBOOK_PROJECTIONS_HOST_IMPL_H_

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "projections/advance.h"
#include "projections/host.h"
#include "projections/hosted_view.h"

namespace daybook {

class HostImpl final : public ProjectionHost {
 public:
  HostImpl(std::string dir, std::vector<std::unique_ptr<HostedView>> views,
           const RecordSource& records, HostOptions options)
      : dir_(std::move(dir)),
        views_(std::move(views)),
        records_(records),
        options_(std::move(options)) {}
  ~HostImpl() override { HostImpl::Stop(); }

  // Opens the builds of what is not there. What fails is in build_stopped; the first is returned.
  absl::Status OpenBuilds();

  absl::Status CatchUp(uint64_t to, const RunOptions& options) override;
  absl::Status Start() override;
  void Stop() override;
  absl::StatusOr<Reading> Read(std::string_view name, uint64_t position,
                               absl::Time deadline) override;
  absl::StatusOr<Reading> ReadAsOf(std::string_view name, uint64_t as_of,
                                   absl::Time deadline) override;
  std::vector<ViewStatus> status() const override;

 private:
  static constexpr uint64_t kNoLimit = std::numeric_limits<uint64_t>::max();

  // A store to read, and what was known of it at that moment.
  struct Ready {
    ViewVersion* version = nullptr;
    std::shared_ptr<SharedStore> store;
    uint64_t position = 0;
  };

  absl::Status CatchUpAll(uint64_t to, const RunOptions& options);
  // The versions that readers get and that can be followed; also those that had stopped.
  std::vector<ViewVersion*> Retried();

  // The follower (host_follow.cc).
  void Follow();
  std::optional<uint64_t> LeastFollowed();  // waits for something to follow; none: stopping
  void FollowTo(uint64_t end, uint64_t most);
  void Pass(uint64_t from, uint64_t to);
  void SeeEnd();

  // The builder (host_build.cc), and CatchUp.
  void Build();
  std::vector<HostedView*> Unbuilt() const;
  AdvancingView ToBuild(HostedView& view, uint32_t records_per_commit);
  absl::Status AdvanceBuilds(const std::vector<HostedView*>& views);
  void SwitchLive(HostedView& view);
  absl::Status SwitchIn(HostedView& view);
  void StopBuild(HostedView& view, const absl::Status& why);
  void Hold(ViewVersion* version);
  void Release(ViewVersion* version);

  AdvancingView ToFollow(ViewVersion& version, uint32_t records_per_commit);
  void Committed(ViewVersion& version, uint64_t position);
  void TellLimit();
  uint64_t Limit() const;  // with the mutex

  // With the mutex.
  template <typename Visit>
  void EachFollowed(const Visit& visit) const {
    for (const std::unique_ptr<HostedView>& view : views_) {
      for (const std::unique_ptr<ViewVersion>& version : view->versions) {
        if (version->followed()) {
          visit(*version);
        }
      }
    }
  }
  HostedView* Find(std::string_view name) const;
  absl::StatusOr<Ready> Await(std::string_view name, uint64_t position, absl::Time deadline);
  // OK: it may still get to `position`. With the mutex.
  absl::Status WhyNot(const HostedView& view) const;
  absl::Status TooLate(const HostedView& view, uint64_t position) const;
  absl::StatusOr<Reading> ToReading(const Ready& ready, std::unique_ptr<ViewSnapshot> snapshot);

  const std::string dir_;
  const std::vector<std::unique_ptr<HostedView>> views_;
  const RecordSource& records_;
  const HostOptions options_;

  std::atomic<bool> stopping_ = false;
  std::mutex threads_mutex_;  // taken before mutex_
  std::thread follower_;      // guarded by threads_mutex_
  std::thread builder_;       // guarded by threads_mutex_

  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  bool busy_ = false;               // in CatchUp, or between Start and Stop. Guarded
  bool following_ = false;          // the follower goes on. Guarded
  bool constructing_ = false;       // the builder goes on. Guarded
  bool catching_up_ = false;        // guarded
  bool followed_ = false;           // there has been a Start. Guarded
  bool telling_ = false;            // somebody calls limit_appends. Guarded
  uint64_t told_limit_ = kNoLimit;  // guarded
};

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_HOST_IMPL_H_
