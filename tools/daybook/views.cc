#include "tools/daybook/views.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "projections/all/all_projections.h"
#include "projections/bookings/bookings_view.h"
#include "projections/host.h"
#include "projections/view_directory.h"
#include "tools/daybook/progress.h"
#include "tools/daybook/suggest.h"

namespace daybook::cli {
namespace {

// How long head may lag behind a view that the writing process itself follows with.
constexpr absl::Duration kHeadLag = absl::Milliseconds(500);

std::string NameOf(const Projection& projection) {
  return absl::StrCat(ToAbsl(projection.name()), ".v", projection.version());
}

bool SomeoneElseHasIt(const absl::Status& status) {
  return absl::IsFailedPrecondition(status) || absl::IsPermissionDenied(status);
}

absl::Status MakeViewsDirectory(const std::string& dir) {
  std::error_code error;
  std::filesystem::create_directories(dir + "/views", error);
  if (!error) return absl::OkStatus();
  const std::string what = absl::StrCat("can't make ", dir, "/views: ", error.message());
  if (error == std::errc::permission_denied || error == std::errc::read_only_file_system) {
    return absl::PermissionDeniedError(what);
  }
  return absl::UnavailableError(what);
}

absl::Status AboutView(absl::Status status, const std::string& dir, const Projection& projection) {
  if (absl::IsDataLoss(status)) {
    return WithHint(std::move(status),
                    absl::StrCat("a view can be built anew at any time: daybook replay ", dir,
                                 " --view ", ToAbsl(projection.name())));
  }
  return status;
}

// What an earlier program left. A reader that has it open keeps it; where it can't be
// dropped now, the next command does.
void DropEarlierVersions(const std::string& dir, const Projection& projection) {
  const absl::StatusOr<std::vector<int>> versions = ViewVersions(dir, projection.name());
  if (!versions.ok()) return;
  for (const int version : *versions) {
    if (version >= projection.version()) continue;  // a later program's are not ours to drop
    const std::string view_dir = ViewDirectory(dir, projection.name(), version);
    const auto lock = LockView(view_dir);
    if (lock.ok()) DropView(view_dir).IgnoreError();
  }
}

// Opens the ledger's own view for writing, at the end of the log.
absl::StatusOr<std::unique_ptr<ViewStore>> OpenAndCatchUp(const std::string& dir,
                                                          Projection& projection, LogReader& log,
                                                          const RunOptions& options) {
  DAYBOOK_RETURN_IF_ERROR(MakeViewsDirectory(dir));
  const std::string view_dir = ViewDirectoryOf(dir, projection);
  std::error_code error;
  if (!std::filesystem::exists(view_dir, error)) {
    DAYBOOK_RETURN_IF_ERROR(Rebuild(projection, view_dir, log, log.end(), options).status());
  }
  DAYBOOK_ASSIGN_OR_RETURN(std::unique_ptr<ViewStore> store,
                           ViewStore::Open(view_dir, ViewMode::kLive));
  const uint64_t position = store->info().position;
  if (position > log.end()) {
    // What head does not vouch for yet will be there in a moment; what a recovery cut off never
    // will.
    const auto caught_up = log.WaitPast(position - 1, absl::Now() + kHeadLag);
    if (!caught_up.ok() && !absl::IsDeadlineExceeded(caught_up.status())) return caught_up.status();
  }
  if (position > log.end()) {
    store.reset();
    DAYBOOK_RETURN_IF_ERROR(Rebuild(projection, view_dir, log, log.end(), options).status());
    DAYBOOK_ASSIGN_OR_RETURN(store, ViewStore::Open(view_dir, ViewMode::kLive));
  }
  projection.Reset();
  DAYBOOK_RETURN_IF_ERROR(CatchUp(projection, *store, log, log.end(), options));
  DropEarlierVersions(dir, projection);
  return store;
}

void SayHowFarBehind(const OpenView& view, const absl::Status& why, const CommandContext& context) {
  const uint64_t position = view.store->info().position;
  const uint64_t end = view.log->end();
  const char* reason = absl::IsPermissionDenied(why) ? "the ledger can't be written by you"
                                                     : "another process writes it";
  const std::string lag = position < end
                              ? absl::StrCat(WithThousands(end - position), " behind the log's end")
                              : "which is the log's end";
  context.Note(absl::StrCat("view ", NameOf(*view.projection), " as of position ", position, ", ",
                            lag, " (", reason, ")"));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Projection>> FindProjection(std::string_view name) {
  std::vector<std::string> names;
  for (std::unique_ptr<Projection>& projection : AllProjections()) {
    if (projection->name() == name) return std::move(projection);
    names.emplace_back(projection->name());
  }
  return absl::InvalidArgumentError(absl::StrCat("there is no view '", ToAbsl(name), "'",
                                                 DidYouMean(name, names), " (one of ",
                                                 absl::StrJoin(names, ", "), ")"));
}

std::string ViewDirectoryOf(const std::string& dir, const Projection& projection) {
  return ViewDirectory(dir, projection.name(), projection.version());
}

absl::StatusOr<OpenView> OpenViewOf(const std::string& dir, std::unique_ptr<Projection> projection,
                                    const CommandContext& context, bool progress) {
  absl::StatusOr<std::unique_ptr<LogReader>> log = LogReader::Open(dir);
  if (!log.ok()) return AboutLedger(log.status(), dir);
  OpenView view;
  view.log = *std::move(log);
  view.projection = std::move(projection);
  Progress meter(absl::StrCat("Bringing view ", NameOf(*view.projection), " up to date"), "records",
                 context.terminal, progress);
  RunOptions options;
  options.progress = meter.Callback();
  options.cancel = context.cancel;

  auto own = OpenAndCatchUp(dir, *view.projection, *view.log, options);
  if (own.ok()) {
    view.store = *std::move(own);
    return view;
  }
  if (!SomeoneElseHasIt(own.status())) return AboutView(own.status(), dir, *view.projection);

  auto beside = ViewStore::OpenForReading(ViewDirectoryOf(dir, *view.projection));
  // Another writer brings it up to date by itself. Where nobody does, an old answer would pass for the
  // present one.
  const bool stays_behind = absl::IsPermissionDenied(own.status()) && beside.ok() &&
                            (*beside)->info().position < view.log->end();
  if (beside.ok() && !stays_behind) {
    view.store = *std::move(beside);
    SayHowFarBehind(view, own.status(), context);
    return view;
  }
  if (!beside.ok() && !absl::IsNotFound(beside.status())) {
    return AboutView(beside.status(), dir, *view.projection);
  }

  view.live = false;
  DAYBOOK_ASSIGN_OR_RETURN(TempDirectory temporary, TempDirectory::Make());
  const std::string elsewhere = temporary.path() + "/view";
  view.temporary.emplace(std::move(temporary));
  view.projection->Reset();
  DAYBOOK_RETURN_IF_ERROR(
      Rebuild(*view.projection, elsewhere, *view.log, view.log->end(), options).status());
  DAYBOOK_ASSIGN_OR_RETURN(view.store, ViewStore::Open(elsewhere, ViewMode::kLive));
  context.Note(absl::StrCat("view ", NameOf(*view.projection),
                            " was built for this command only: ", own.status().message()));
  return view;
}

absl::StatusOr<OpenView> OpenBookingsView(const std::string& dir, const CommandContext& context,
                                          bool progress) {
  return OpenViewOf(dir, NewBookingsProjection(), context, progress);
}

absl::Status BringUpToDate(const std::string& dir, const std::vector<std::string>& views,
                           const CommandContext& context, bool progress) {
  absl::StatusOr<std::unique_ptr<LogReader>> log = LogReader::Open(dir);
  if (!log.ok()) return AboutLedger(log.status(), dir);
  std::vector<std::unique_ptr<Projection>> projections;
  for (const std::string& view : views) {
    DAYBOOK_ASSIGN_OR_RETURN(std::unique_ptr<Projection> projection, FindProjection(view));
    projections.push_back(std::move(projection));
  }
  auto host = ProjectionHost::Open(dir, std::move(projections), **log, {});
  if (SomeoneElseHasIt(host.status())) return absl::OkStatus();
  DAYBOOK_RETURN_IF_ERROR(host.status());
  Progress meter("Bringing views up to date", "records", context.terminal, progress);
  RunOptions options;
  options.progress = meter.Callback();
  options.cancel = context.cancel;
  return (*host)->CatchUp((*log)->end(), options);
}

}  // namespace daybook::cli
