// daybook diff: what of a view changed between two moments.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "tools/daybook/as_of.h"
#include "tools/daybook/command.h"
#include "tools/daybook/message_diff.h"
#include "tools/daybook/row_stream.h"
#include "tools/daybook/views.h"

namespace daybook::cli {
namespace {

struct DiffOptions {
  std::string dir;
  std::string from;
  std::string to;
  std::string view = "bookings";
  std::string property_id;
  bool json = false;
  bool progress = false;
};

struct Counts {
  uint64_t added = 0;
  uint64_t removed = 0;
  uint64_t changed = 0;
  uint64_t same = 0;
};

using Row = RowStream::Row;

// What is not plain ASCII as \xHH, each byte.
std::string EscapeBytes(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) {
    const auto code = static_cast<unsigned char>(byte);
    if (absl::ascii_isprint(code) && byte != '\\') {
      text += byte;
    } else {
      absl::StrAppend(&text, "\\x", absl::Hex(code, absl::kZeroPad2));
    }
  }
  return text;
}

// Rows whose type is not known are one field.
std::vector<FieldChange> CompareBytes(const Row* before, const Row* after) {
  FieldChange change;
  change.field = "value";
  change.before_json = "null";
  change.after_json = "null";
  if (before != nullptr) {
    change.before = EscapeBytes(before->value);
    change.before_json = JsonQuote(*change.before);
  }
  if (after != nullptr) {
    change.after = EscapeBytes(after->value);
    change.after_json = JsonQuote(*change.after);
  }
  return {std::move(change)};
}

class RowDiffer {
 public:
  RowDiffer(const Projection& projection, const DiffOptions& options, CommandContext& context)
      : projection_(projection), options_(options), context_(context) {}

  // One of them may be null. False: nobody reads any more.
  absl::StatusOr<bool> Compare(const Row* before, const Row* after) {
    if (before != nullptr && after != nullptr && before->value == after->value) {
      ++counts_.same;
      return true;
    }
    ++(before == nullptr ? counts_.added : after == nullptr ? counts_.removed : counts_.changed);
    const std::string& key = before == nullptr ? after->key : before->key;
    DAYBOOK_ASSIGN_OR_RETURN(const std::vector<FieldChange> fields, Fields(key, before, after));
    const char* what = before == nullptr ? "added" : after == nullptr ? "removed" : "changed";
    return options_.json ? PrintJson(what, key, fields) : PrintText(what, key, fields);
  }

  const Counts& counts() const { return counts_; }

 private:
  absl::StatusOr<std::vector<FieldChange>> Fields(const std::string& key, const Row* before,
                                                  const Row* after) const {
    const google::protobuf::Message* type = projection_.RowType(key);
    if (type == nullptr) return CompareBytes(before, after);
    DAYBOOK_ASSIGN_OR_RETURN(const auto old_row, Parse(*type, before));
    DAYBOOK_ASSIGN_OR_RETURN(const auto new_row, Parse(*type, after));
    return DiffMessages(old_row.get(), new_row.get());
  }

  absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Parse(
      const google::protobuf::Message& type, const Row* row) const {
    std::unique_ptr<google::protobuf::Message> message;
    if (row == nullptr) return message;
    message.reset(type.New());
    if (message->ParseFromString(row->value)) return message;
    return absl::DataLossError(absl::StrCat("view ", ToAbsl(projection_.name()), ": the row of ",
                                            EscapeBytes(row->key), " is damaged"));
  }

  bool PrintJson(std::string_view what, const std::string& key,
                 const std::vector<FieldChange>& fields) {
    std::vector<std::string> changes;
    for (const FieldChange& field : fields) changes.push_back(FieldChangeJson(field));
    return context_.out.Line(JsonObject()
                                 .Text("row", EscapeBytes(key))
                                 .Text("change", what)
                                 .Raw("fields", JsonArray(changes))
                                 .ToString());
  }

  bool PrintText(std::string_view what, const std::string& key,
                 const std::vector<FieldChange>& fields) {
    const char mark = what == "added" ? '+' : what == "removed" ? '-' : '~';
    context_.out.Line(absl::StrCat(std::string(1, mark), " ", EscapeBytes(key)));
    for (const FieldChange& field : fields) {
      const std::string before = field.before.value_or("(none)");
      const std::string after = field.after.value_or("(none)");
      const std::string value = mark == '+'   ? after
                                : mark == '-' ? before
                                              : absl::StrCat(before, " -> ", after);
      context_.out.Line(Table::TabSeparated({absl::StrCat("    ", field.field, ": ", value)}));
    }
    return context_.out.error() == 0;
  }

  const Projection& projection_;
  const DiffOptions& options_;
  CommandContext& context_;
  Counts counts_;
};

absl::Status Merge(const ViewSnapshot& from, const ViewSnapshot& to, RowDiffer& differ) {
  RowStream old_rows(from);
  RowStream new_rows(to);
  DAYBOOK_ASSIGN_OR_RETURN(const Row* before, old_rows.Next());
  DAYBOOK_ASSIGN_OR_RETURN(const Row* after, new_rows.Next());
  while (before != nullptr || after != nullptr) {
    const int order = before == nullptr  ? 1
                      : after == nullptr ? -1
                                         : before->key.compare(after->key);
    DAYBOOK_ASSIGN_OR_RETURN(const bool more, differ.Compare(order <= 0 ? before : nullptr,
                                                             order >= 0 ? after : nullptr));
    if (!more) return absl::OkStatus();
    if (order <= 0) {
      DAYBOOK_ASSIGN_OR_RETURN(before, old_rows.Next());
    }
    if (order >= 0) {
      DAYBOOK_ASSIGN_OR_RETURN(after, new_rows.Next());
    }
  }
  return absl::OkStatus();
}

void PrintSummary(const DiffOptions& options, uint64_t from, uint64_t to, const Counts& counts,
                  CommandContext& context) {
  if (options.json) {
    context.out.Line(JsonObject()
                         .Text("view", options.view)
                         .Count("from", from)
                         .Count("to", to)
                         .Count("added", counts.added)
                         .Count("removed", counts.removed)
                         .Count("changed", counts.changed)
                         .Count("same", counts.same)
                         .ToString());
    return;
  }
  context.out.Line(absl::StrCat(
      "view ", options.view, ", records ", from, " to ", to, ": ", WithThousands(counts.added),
      " added, ", WithThousands(counts.removed), " removed, ", WithThousands(counts.changed),
      " changed, ", WithThousands(counts.same), " the same"));
}

absl::StatusOr<ExitCode> Diff(const DiffOptions& options, CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(std::unique_ptr<Projection> projection, FindProjection(options.view));
  DAYBOOK_ASSIGN_OR_RETURN(const OpenView view, OpenViewOf(options.dir, std::move(projection),
                                                           context, options.progress));
  const auto resolve = [&](const std::string& text) {
    return ResolveAsOf(options.dir, text, options.property_id, view, context, options.progress);
  };
  DAYBOOK_ASSIGN_OR_RETURN(const uint64_t from, resolve(options.from));
  DAYBOOK_ASSIGN_OR_RETURN(const uint64_t to, resolve(options.to));
  if (from > to) {
    return absl::InvalidArgumentError(absl::StrCat(options.from, " (", from, " records) is after ",
                                                   options.to, " (", to,
                                                   " records); give the earlier one first"));
  }
  DAYBOOK_ASSIGN_OR_RETURN(const auto old_view, view.store->SnapshotAt(from));
  DAYBOOK_ASSIGN_OR_RETURN(const auto new_view, view.store->SnapshotAt(to));
  RowDiffer differ(*view.projection, options, context);
  DAYBOOK_RETURN_IF_ERROR(Merge(*old_view, *new_view, differ));
  PrintSummary(options, from, to, differ.counts(), context);
  return ExitCode::kDone;
}

}  // namespace

CommandBody ConfigureDiff(CLI::App& app) {
  auto options = std::make_shared<DiffOptions>();
  AddLedgerArgument(app, options->dir);
  app.add_option("FROM", options->from, "A number of records, an instant or a business date")
      ->required()
      ->type_name("");
  app.add_option("TO", options->to, "The same, not before FROM")->required()->type_name("");
  app.add_option("--view", options->view, "Of this view; bookings if none is given")
      ->type_name("NAME");
  app.add_option("--property", options->property_id, "Whose business date FROM and TO mean")
      ->type_name("ID");
  AddJsonFlag(app, options->json, "JSON lines instead of text, the summary last");
  AddProgressFlag(app, options->progress);
  app.footer(
      "Compares the view as of FROM with the view as of TO: rows added (+), removed (-) and "
      "changed "
      "(~), each with\n"
      "the fields that differ. As of N is after the first N records, so `diff book 10 11` shows "
      "what "
      "record 10 did.\n"
      "A business date means the moment it was closed. Sealed data is <sealed>; bytes are shown "
      "escaped.\n"
      "\n"
      "Examples:\n"
      "  daybook diff book 10 11\n"
      "  daybook diff book 2026-03-01 2026-03-02 --property H1\n"
      "  daybook diff book 0 2026-03-02T12:00:00Z --view availability --json");
  return [options](CommandContext& context) { return Diff(*options, context); };
}

}  // namespace daybook::cli
