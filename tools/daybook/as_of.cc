#include "tools/daybook/as_of.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "ledger/base/civil_date.h"
#include "ledger/base/instant.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "projections/as_of.h"
#include "projections/calendar/calendar_view.h"
#include "tools/daybook/suggest.h"

namespace daybook::cli {
namespace {

bool IsNumber(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](char digit) { return digit >= '0' && digit <= '9'; });
}

absl::StatusOr<uint64_t> ParsePosition(std::string_view text, uint64_t end) {
  uint64_t position = 0;
  if (!absl::SimpleAtoi(ToAbsl(text), &position) || position > end) {
    return absl::OutOfRangeError(absl::StrCat("position ", ToAbsl(text),
                                              " is not there yet: the log has ", WithThousands(end),
                                              " records"));
  }
  return position;
}

absl::StatusOr<uint64_t> AtClose(const std::string& dir, CivilDate date,
                                 std::string_view property_id, const OpenView& view,
                                 const CommandContext& context, bool progress) {
  const auto position_in = [&](const OpenView& calendar) {
    return PositionAtClose(*calendar.store->Snapshot(), property_id, date);
  };
  std::unique_ptr<Projection> projection = NewCalendarProjection();
  absl::StatusOr<std::optional<uint64_t>> position;
  // A view that is open for writing can't be opened a second time.
  if (view.projection->name() == projection->name()) {
    position = position_in(view);
  } else {
    DAYBOOK_ASSIGN_OR_RETURN(const OpenView calendar,
                             OpenViewOf(dir, std::move(projection), context, progress));
    position = position_in(calendar);
  }
  if (!position.ok()) return position.status();
  // A date that is open still: as it is now.
  return position->value_or(view.store->info().position);
}

absl::Status FindPropertyIn(const ViewSnapshot& calendar, const std::string& property_id,
                            std::string_view when) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto days, OpenDays(calendar));
  if (days.contains(property_id)) return absl::OkStatus();
  std::vector<std::string> names;
  for (const auto& [id, day] : days) names.push_back(id);
  return absl::NotFoundError(absl::StrCat("there is no property '", property_id, "'", ToAbsl(when),
                                          DidYouMean(property_id, names)));
}

// What --as-of says, whether or not the view is there yet.
absl::StatusOr<uint64_t> ParseMoment(const std::string& dir, std::string_view text,
                                     std::string_view property_id, const OpenView& view,
                                     const CommandContext& context, bool progress) {
  if (IsNumber(text)) {
    return ParsePosition(text, view.log->end());
  }
  if (const std::optional<CivilDate> date = CivilDate::Parse(text); date.has_value()) {
    return AtClose(dir, *date, property_id, view, context, progress);
  }
  const absl::StatusOr<Instant> instant = ParseInstant(text);
  if (!instant.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "'", ToAbsl(text),
        "' is no moment: give a number of records (1200), an instant (2026-03-29T12:00:00Z) or a "
        "business date (2026-03-29)"));
  }
  DAYBOOK_ASSIGN_OR_RETURN(const uint64_t position, PositionAtInstant(*view.log, *instant));
  if (position == 0) {
    context.Note(absl::StrCat("nothing had been recorded by ", ToAbsl(text),
                              "; an instant is when it was recorded, a date alone is the hotel's "
                              "business date"));
  }
  return position;
}

}  // namespace

void AddAsOfOption(CLI::App& app, std::string& as_of) {
  app.add_option("--as-of", as_of,
                 "As it was then: after so many records, at an instant (2026-03-29T12:00:00Z), or "
                 "when a business date was closed (2026-03-29)")
      ->type_name("MOMENT");
}

absl::StatusOr<uint64_t> ResolveAsOf(const std::string& dir, std::string_view text,
                                     std::string_view property_id, const OpenView& view,
                                     const CommandContext& context, bool progress) {
  DAYBOOK_ASSIGN_OR_RETURN(const uint64_t position,
                           ParseMoment(dir, text, property_id, view, context, progress));
  const uint64_t known = view.store->info().position;
  if (position > known) {
    return absl::UnavailableError(absl::StrCat("view ", ToAbsl(view.projection->name()),
                                               " is as of position ", known, ", not yet ", position,
                                               ": another process brings it up to date"));
  }
  return position;
}

absl::StatusOr<ViewMoment> OpenViewAsOf(const std::string& dir,
                                        std::unique_ptr<Projection> projection,
                                        const std::string& as_of, std::string_view property_id,
                                        const CommandContext& context, bool progress) {
  DAYBOOK_ASSIGN_OR_RETURN(OpenView view,
                           OpenViewOf(dir, std::move(projection), context, progress));
  ViewMoment moment{std::move(view), nullptr};
  if (as_of.empty()) {
    moment.snapshot = moment.view.store->Snapshot();
    return moment;
  }
  DAYBOOK_ASSIGN_OR_RETURN(const uint64_t position,
                           ResolveAsOf(dir, as_of, property_id, moment.view, context, progress));
  DAYBOOK_ASSIGN_OR_RETURN(moment.snapshot, moment.view.store->SnapshotAt(position));
  return moment;
}

absl::Status CheckProperty(const std::string& dir, const std::string& property_id,
                           const std::string& as_of, const CommandContext& context, bool progress) {
  if (property_id.empty()) return absl::OkStatus();
  DAYBOOK_ASSIGN_OR_RETURN(const OpenView calendar,
                           OpenViewOf(dir, NewCalendarProjection(), context, progress));
  DAYBOOK_RETURN_IF_ERROR(FindPropertyIn(*calendar.store->Snapshot(), property_id, ""));
  if (as_of.empty()) return absl::OkStatus();
  DAYBOOK_ASSIGN_OR_RETURN(const uint64_t position,
                           ResolveAsOf(dir, as_of, property_id, calendar, context, progress));
  DAYBOOK_ASSIGN_OR_RETURN(const auto then, calendar.store->SnapshotAt(position));
  return FindPropertyIn(*then, property_id, absl::StrCat(" as of ", as_of));
}

}  // namespace daybook::cli
