// daybook journal: every transfer of the books, with the record that posted it.
#include <memory>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "ledger/base/civil_date.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "ledger/log/log_reader.h"
#include "tools/daybook/as_of.h"
#include "tools/daybook/command.h"
#include "tools/daybook/date_option.h"
#include "tools/daybook/posted.h"
#include "tools/daybook/report.h"
#include "tools/daybook/report_table.h"

namespace daybook::cli {
namespace {

constexpr size_t kRowsAtATime = 1024;

constexpr int32_t kAfterAllDates = 99991231;

struct JournalOptions {
  std::string dir;
  std::string property_id;
  std::string from;
  std::string until;
  std::optional<uint64_t> position;
  bool json = false;
  bool csv = false;
};

ReportTable EmptyJournal() {
  return ReportTable({{"id"},
                      {"recorded_at"},
                      {"business_date", ColumnKind::kDate},
                      {"property"},
                      {"rule"},
                      {"debit"},
                      {"credit"},
                      {"currency"},
                      {"amount", ColumnKind::kMoney},
                      {"booking"},
                      {"to_booking"},
                      {"account"},
                      {"item"},
                      {"reverses"},
                      {"request_id"},
                      {"actor"}});
}

void AddTo(const Posted& posted, ReportTable& table) {
  const v1::Transfer& transfer = posted.transfer;
  const v1::Journal& journal = posted.journal;
  table.Add({Cell::Text(PostedId(posted)), Cell::Instant(posted.record.resolution().recorded_at()),
             Cell::Number(journal.business_date()), Cell::Text(journal.property_id()),
             Cell::Text(PostingRuleText(transfer.rule())),
             Cell::Text(BookAccountText(transfer.debit())),
             Cell::Text(BookAccountText(transfer.credit())), Cell::Text(journal.currency()),
             Cell::Money(transfer.amount_minor(), journal.currency()),
             Cell::Text(transfer.booking_id()), Cell::Text(transfer.to_booking_id()),
             Cell::Text(transfer.account_id()), Cell::Text(transfer.item_id()),
             transfer.rule() == v1::POST_REVERSAL || transfer.reverses_position() != 0
                 ? Cell::Text(absl::StrCat(transfer.reverses_position()))
                 : Cell(),
             Cell::Text(posted.record.request().request_id()),
             Cell::Text(ActorText(posted.record.request().actor()))});
}

absl::StatusOr<ExitCode> Journal(const JournalOptions& options, CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(const ReportTable::Format format,
                           ReportFormat(options.json, options.csv));
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<CivilDate> asked_from,
                           ParseDateOption("--from", options.from));
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<CivilDate> asked_until,
                           ParseDateOption("--until", options.until));
  DAYBOOK_RETURN_IF_ERROR(CheckFromUntil(asked_from, asked_until));
  DAYBOOK_RETURN_IF_ERROR(
      CheckProperty(options.dir, options.property_id, "", context, /*progress=*/false));
  const int32_t from = asked_from.has_value() ? asked_from->ymd() : 0;
  const int32_t until = asked_until.has_value() ? asked_until->ymd() : kAfterAllDates;
  auto log = LogReader::Open(options.dir);
  if (!log.ok()) return AboutLedger(log.status(), options.dir);
  uint64_t begin = 0;
  uint64_t end = (*log)->end();
  if (options.position.has_value()) {
    if (*options.position >= end) {
      return absl::OutOfRangeError(absl::StrCat(
          "record ", *options.position, " is not there yet: the log has ", end, " records"));
    }
    begin = *options.position;
    end = begin + 1;
  }
  ReportTable table = EmptyJournal();
  // Only what is aligned has to be there as a whole.
  const bool whole = format == ReportTable::Format::kTable && context.terminal.out;
  bool read = whole || table.PrintTitles(format, context.out);
  DAYBOOK_RETURN_IF_ERROR(ForEachPosted(**log, begin, end, [&](const Posted& posted) {
    const v1::Journal& journal = posted.journal;
    if ((options.property_id.empty() || journal.property_id() == options.property_id) &&
        journal.business_date() >= from && journal.business_date() < until) {
      AddTo(posted, table);
    }
    if (!whole && table.size() >= kRowsAtATime) {
      read = table.PrintRows(format, context.out);
      table.Clear();
    }
    return read;
  }));
  if (whole) {
    table.Print(format, context.terminal, context.out);
  } else if (read) {
    table.PrintRows(format, context.out);
  }
  return ExitCode::kDone;
}

}  // namespace

CommandBody ConfigureJournal(CLI::App& app) {
  auto options = std::make_shared<JournalOptions>();
  AddLedgerArgument(app, options->dir);
  app.add_option("--property", options->property_id, "Of this property's books")->type_name("ID");
  app.add_option("--from", options->from, "From this business date on")->type_name("DATE");
  app.add_option("--until", options->until, "Before this business date")->type_name("DATE");
  app.add_option("--position", options->position, "Of this record only")->type_name("N");
  AddJsonFlag(app, options->json);
  app.add_flag("--csv", options->csv, "CSV with a line of titles");
  app.footer(
      "Every transfer in the order of the log: the record's position and the transfer's place in "
      "it, "
      "the rule of the\n"
      "posting table, what is debited and credited. In JSON amounts are in minor units.\n"
      "\n"
      "Examples:\n"
      "  daybook journal book --property H1 --from 2026-03-01 --until 2026-04-01 --csv\n"
      "  daybook journal book --position 120");
  return [options](CommandContext& context) { return Journal(*options, context); };
}

}  // namespace daybook::cli
