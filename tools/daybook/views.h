// How commands get at the views of a ledger: brought to the end of the log where that is possible,
// said where it is not.
#ifndef DAYBOOK_TOOLS_DAYBOOK_VIEWS_H_
#define DAYBOOK_TOOLS_DAYBOOK_VIEWS_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "ledger/log/log_reader.h"
#include "projections/all/all_projections.h"
#include "projections/projection.h"
#include "projections/runner.h"
#include "projections/view_store.h"
#include "tools/daybook/command.h"
#include "tools/daybook/temp_directory.h"

namespace daybook::cli {

// InvalidArgument: no view has this name; the message suggests one.
absl::StatusOr<std::unique_ptr<Projection>> FindProjection(std::string_view name);

std::string ViewDirectoryOf(const std::string& dir, const Projection& projection);

// A view open for reading, with the log that it is a fold of.
struct OpenView {
  std::unique_ptr<LogReader> log;
  std::unique_ptr<Projection> projection;
  std::optional<TempDirectory> temporary;  // holds the view where the ledger's own can't be had
  std::unique_ptr<ViewStore> store;
  bool live = true;  // false: it is not the ledger's own view, see `temporary`
};

// Opens the view and brings it to the end of the log. Where another process writes it, or DIR can't
// be written: takes it as it is and says on stderr as of which position that is. Where it can't be
// written and there is none: builds one elsewhere.
absl::StatusOr<OpenView> OpenViewOf(const std::string& dir, std::unique_ptr<Projection> projection,
                                    const CommandContext& context, bool progress);
absl::StatusOr<OpenView> OpenBookingsView(const std::string& dir, const CommandContext& context,
                                          bool progress);

// Brings the views of these names to the end of the log with one scan. What another process writes, or
// this one may not, is left as it is.
absl::Status BringUpToDate(const std::string& dir, const std::vector<std::string>& views,
                           const CommandContext& context, bool progress);

}  // namespace daybook::cli

#endif  // DAYBOOK_TOOLS_DAYBOOK_VIEWS_H_
