#include "projections/runner.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "projections/advance.h"
#include "projections/view_build.h"

namespace daybook {
namespace {

uint32_t RecordsPerCommit(const RunOptions& options, uint32_t otherwise) {
  return options.records_per_commit == 0 ? otherwise : options.records_per_commit;
}

AdvanceOptions ToAdvance(const RunOptions& options) {
  AdvanceOptions advance;
  advance.progress = options.progress;
  advance.cancel = options.cancel;
  return advance;
}

}  // namespace

absl::Status CatchUp(Projection& projection, ViewStore& store, const RecordSource& records,
                     uint64_t to, const RunOptions& options) {
  projection.Reset();
  const ViewInfo info = store.info();
  DAYBOOK_RETURN_IF_ERROR(CheckOrigin(ViewName(projection), info, records));
  if (to <= info.position) {
    return absl::OkStatus();
  }
  std::vector<AdvancingView> views(1);
  views[0].projection = &projection;
  views[0].store = &store;
  views[0].records_per_commit = RecordsPerCommit(options, kRecordsPerCatchUpCommit);
  DAYBOOK_RETURN_IF_ERROR(AdvanceMany(views, records, to, ToAdvance(options)));
  return views[0].status;
}

std::vector<absl::StatusOr<ViewInfo>> RebuildMany(const std::vector<RebuildTarget>& targets,
                                                  const RecordSource& records, uint64_t to,
                                                  const RunOptions& options) {
  std::vector<absl::StatusOr<ViewInfo>> results;
  std::vector<std::unique_ptr<ViewBuild>> builds;
  std::vector<size_t> built;  // index in targets of each of `builds` and `views`
  std::vector<AdvancingView> views;
  for (size_t i = 0; i < targets.size(); ++i) {
    Projection& projection = *targets[i].projection;
    absl::StatusOr<std::unique_ptr<ViewBuild>> build =
        ViewBuild::Open(projection, targets[i].view_dir, records, to);
    results.emplace_back(build.status().ok() ? absl::InternalError("not built") : build.status());
    if (!build.ok()) {
      continue;
    }
    projection.Reset();
    AdvancingView& view = views.emplace_back();
    view.projection = &projection;
    view.store = &(*build)->store();
    view.records_per_commit = RecordsPerCommit(options, kRecordsPerRebuildCommit);
    builds.push_back(*std::move(build));
    built.push_back(i);
  }
  const absl::Status scanned = AdvanceMany(views, records, to, ToAdvance(options));
  for (size_t i = 0; i < views.size(); ++i) {
    absl::StatusOr<ViewInfo>& result = results[built[i]];
    const absl::Status& ended = views[i].status.ok() ? scanned : views[i].status;
    if (ended.ok()) {
      result = builds[i]->Finish();
    } else {
      builds[i]->store().Flush().IgnoreError();  // the next attempt goes on from what there is
      result = ended;
    }
    builds[i].reset();
    views[i].projection->Reset();
  }
  return results;
}

absl::StatusOr<ViewInfo> Rebuild(Projection& projection, const std::string& view_dir,
                                 const RecordSource& records, uint64_t to,
                                 const RunOptions& options) {
  return RebuildMany({{&projection, view_dir}}, records, to, options)[0];
}

}  // namespace daybook
