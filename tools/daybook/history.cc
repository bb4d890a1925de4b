// daybook history: the story of a booking, a customer, a case or anything else, and what an actor did.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "projections/audit/audit_view.h"
#include "projections/audit/story.h"
#include "tools/daybook/as_of.h"
#include "tools/daybook/command.h"
#include "tools/daybook/legal_bases.h"
#include "tools/daybook/story_format.h"
#include "tools/daybook/suggest.h"
#include "tools/daybook/views.h"

namespace daybook::cli {
namespace {

constexpr uint64_t kTerminalLimit = 100;

struct HistoryOptions {
  std::string dir;
  std::string id;
  std::string kind;
  std::string property_id;
  std::string actor;
  std::string as_of;
  std::optional<uint64_t> limit;
  bool json = false;
  bool progress = false;
};

std::vector<std::string> KindNames() {
  std::vector<std::string> names;
  for (int kind = v1::EntityKind_MIN + 1; kind <= v1::EntityKind_MAX; ++kind) {
    names.emplace_back(EntityKindName(static_cast<v1::EntityKind>(kind)));
  }
  return names;
}

absl::Status CheckOptions(const HistoryOptions& options) {
  if (options.id.empty() == options.actor.empty()) {
    return absl::InvalidArgumentError(
        "give the id of a booking, a customer, a case or anything else, or --actor with the id of "
        "an "
        "actor");
  }
  if (options.kind.empty()) return absl::OkStatus();
  for (const std::string& name : KindNames()) {
    if (name == options.kind) return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrCat("--kind: there is no kind '", options.kind, "'",
                                                 DidYouMean(options.kind, KindNames())));
}

absl::Status NobodyKnows(const std::string& what, const HistoryOptions& options) {
  const std::string when = options.as_of.empty() ? "" : absl::StrCat(" as of ", options.as_of);
  return WithHint(
      absl::NotFoundError(
          absl::StrCat("no record", when, " concerns ", what, " (", options.dir, ")")),
      absl::StrCat("`daybook bookings ", options.dir, "` and `daybook tail ", options.dir,
                   "` show what there is; a room type, rate plan or outlet needs ",
                   "--property, and what somebody did is told by --actor"));
}

absl::StatusOr<v1::EntityRef> ChooseEntity(const ViewSnapshot& audit,
                                           const HistoryOptions& options) {
  DAYBOOK_ASSIGN_OR_RETURN(std::vector<v1::EntityRef> found,
                           FindEntities(audit, options.id, options.property_id));
  if (!options.kind.empty()) {
    std::erase_if(found, [&options](const v1::EntityRef& entity) {
      return EntityKindName(entity.kind()) != options.kind;
    });
  }
  if (found.empty()) {
    return NobodyKnows(absl::StrCat(options.kind.empty() ? "anything" : "a ", options.kind,
                                    " with the id '", options.id, "'"),
                       options);
  }
  if (found.size() == 1) return found.front();
  std::string kinds;
  for (const v1::EntityRef& entity : found) {
    absl::StrAppend(&kinds, kinds.empty() ? "" : ", ", ToAbsl(EntityKindName(entity.kind())));
  }
  return WithHint(
      absl::InvalidArgumentError(
          absl::StrCat("'", options.id, "' stands for more than one: ", kinds)),
      absl::StrCat("say which with --kind ", ToAbsl(EntityKindName(found.front().kind()))));
}

// The line's object, and on what its decision rests at its end.
std::string WithLegalBases(std::string line_json, const std::vector<LegalBasis>& bases) {
  if (bases.empty()) return line_json;
  std::vector<std::string> objects;
  for (const LegalBasis& one : bases) {
    objects.push_back(JsonObject()
                          .Text("policy", one.policy_id)
                          .Number("version", one.version)
                          .Text("legal_basis", one.basis)
                          .ToString());
  }
  line_json.pop_back();
  return absl::StrCat(line_json, ",\"legal_bases\":", JsonArray(objects), "}");
}

absl::StatusOr<ExitCode> PrintStory(const ViewMoment& moment, const HistoryOptions& options,
                                    CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(const v1::EntityRef entity, ChooseEntity(*moment.snapshot, options));
  if (!options.json) {
    std::string title = FormatEntity(entity);
    title[0] = absl::ascii_toupper(static_cast<unsigned char>(title[0]));
    context.out.Line(title);
  }
  // Of several it says which; and so does a line that tells of something else than the title.
  const bool of_many = entity.kind() == v1::ENTITY_KIND_CUSTOMER ||
                       entity.kind() == v1::ENTITY_KIND_PROPERTY ||
                       entity.kind() == v1::ENTITY_KIND_ACCOUNT;
  LegalBases legal_bases(moment);
  DAYBOOK_RETURN_IF_ERROR(VisitStory(
      *moment.snapshot, *moment.view.log, entity, [&](StoryLine line) -> absl::StatusOr<bool> {
        DAYBOOK_ASSIGN_OR_RETURN(const auto bases, legal_bases.Of(line));
        if (options.json) return context.out.Line(WithLegalBases(StoryLineJson(line), bases));
        context.out.Line("");
        const bool of_other = std::any_of(line.changes.begin(), line.changes.end(),
                                          [&entity](const EntityChange& change) {
                                            return change.entity.kind() != entity.kind();
                                          });
        PrintStoryLine(line, of_many || of_other, context.terminal, context.out);
        for (const LegalBasis& one : bases) {
          context.out.Line(absl::StrCat("    legal basis: ", one.basis, ", by policy ",
                                        one.policy_id, " version ", one.version));
        }
        return context.out.error() == 0;
      }));
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> PrintEntries(const ViewMoment& moment, const HistoryOptions& options,
                                      CommandContext& context) {
  v1::Actor actor;
  actor.set_id(options.actor);
  const bool aligned = context.terminal.out && !options.json;
  const uint64_t limit = options.limit.value_or(context.terminal.out ? kTerminalLimit : 0);
  Table table(EntryColumns());
  uint64_t seen = 0;
  bool more = false;
  DAYBOOK_RETURN_IF_ERROR(ListEntriesBy(
      *moment.snapshot, actor, [&](const v1::AuditEntry& entry) -> absl::StatusOr<bool> {
        if (limit != 0 && seen == limit) {
          more = true;
          return false;
        }
        if (++seen == 1 && !options.json && !aligned) {
          context.out.Line(table.TabSeparatedTitles());
        }
        if (options.json) return context.out.Line(EntryJson(entry));
        if (!aligned)
          return context.out.Line(Table::TabSeparated(EntryCells(entry, context.terminal)));
        table.Add(EntryCells(entry, context.terminal));
        return true;
      }));
  if (seen == 0) return NobodyKnows(absl::StrCat("an actor '", options.actor, "'"), options);
  if (aligned) table.Print(context.terminal, context.out);
  if (more && !context.out.reader_gone()) {
    context.out.Flush();
    context.Note(absl::StrCat("there is more after these ", limit, "; --limit 0 shows all"));
  }
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> History(const HistoryOptions& options, CommandContext& context) {
  DAYBOOK_RETURN_IF_ERROR(CheckOptions(options));
  DAYBOOK_ASSIGN_OR_RETURN(const ViewMoment moment,
                           OpenViewAsOf(options.dir, NewAuditProjection(), options.as_of,
                                        options.property_id, context, options.progress));
  return options.actor.empty() ? PrintStory(moment, options, context)
                               : PrintEntries(moment, options, context);
}

}  // namespace

CommandBody ConfigureHistory(CLI::App& app) {
  auto options = std::make_shared<HistoryOptions>();
  AddLedgerArgument(app, options->dir);
  app.add_option("ID", options->id,
                 "Of a booking, a customer, a case, an account, a policy, or anything else")
      ->type_name("");
  app.add_option(
         "--kind", options->kind,
         absl::StrCat("Where the id stands for several: ", absl::StrJoin(KindNames(), ", ")))
      ->type_name("KIND");
  app.add_option(
         "--property", options->property_id,
         "Whose room type, rate plan or outlet it is, and whose business date --as-of means")
      ->type_name("ID");
  app.add_option("--actor", options->actor, "What this actor asked for or authorised, as a list")
      ->type_name("ID");
  app.add_option("--limit", options->limit,
                 "Of a list at most so many; 0: all. On a terminal 100, elsewhere all")
      ->type_name("N");
  AddAsOfOption(app, options->as_of);
  AddJsonFlag(app, options->json, "JSON lines instead of text");
  AddProgressFlag(app, options->progress);
  app.footer(
      "Every record that concerns the id, in order: who, when, what changed (old -> new), what it "
      "cost, under which\n"
      "rule, why, what was posted (debit to credit); declined attempts and conflicts too. Of a "
      "customer: all that is theirs.\n"
      "Personal data is <sealed>.\n"
      "\n"
      "Exit code: 3 where no record concerns the id.\n"
      "\n"
      "Examples:\n"
      "  daybook history book B-1\n"
      "  daybook history book GUEST-7 --as-of 2026-03-02\n"
      "  daybook history book CASE-12\n"
      "  daybook history book --actor ANA --json\n"
      "  daybook history book FLEX --property H1");
  return [options](CommandContext& context) { return History(*options, context); };
}

}  // namespace daybook::cli
