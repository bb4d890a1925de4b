// --as-of: a moment of the past, as a person gives it, and views as of it.
#ifndef DAYBOOK_TOOLS_DAYBOOK_AS_OF_H_
#define DAYBOOK_TOOLS_DAYBOOK_AS_OF_H_

#include <CLI/CLI.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "projections/projection.h"
#include "projections/view_store.h"
#include "tools/daybook/command.h"
#include "tools/daybook/views.h"

namespace daybook::cli {

// Worded once. What --as-of takes: a position (digits: so many records), an instant (RFC 3339), or a
// business date (2026-03-29: when it was closed).
void AddAsOfOption(CLI::App& app, std::string& as_of);

// How many records there were at that moment. A business date is `property_id`'s, or, where that is
// empty, that of the last property to close it; one that is open still is as of what `view` knows.
// InvalidArgument: not such a moment. NotFound: no such property. OutOfRange: not in this ledger.
// Unavailable: `view` is behind it, and another process brings it up to date.
absl::StatusOr<uint64_t> ResolveAsOf(const std::string& dir, std::string_view text,
                                     std::string_view property_id, const OpenView& view,
                                     const CommandContext& context, bool progress);

// A view and one moment of it.
struct ViewMoment {
  OpenView view;
  std::unique_ptr<ViewSnapshot> snapshot;  // goes before its view
};

// Opens the view as OpenViewOf does and takes it at the moment; at its present where `as_of` is
// empty.
absl::StatusOr<ViewMoment> OpenViewAsOf(const std::string& dir,
                                        std::unique_ptr<Projection> projection,
                                        const std::string& as_of, std::string_view property_id,
                                        const CommandContext& context, bool progress);

// NotFound: the ledger has no such property, or had none yet at the moment. An empty `property_id`
// or `as_of` does not restrict.
absl::Status CheckProperty(const std::string& dir, const std::string& property_id,
                           const std::string& as_of, const CommandContext& context, bool progress);

}  // namespace daybook::cli

#endif  // DAYBOOK_TOOLS_DAYBOOK_AS_OF_H_
