// daybook sample: an auditor's sample of a population of the ledger, as of one position.
#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "projections/audit/audit_view.h"
#include "projections/bookings/bookings_view.h"
#include "tools/daybook/booking_format.h"
#include "tools/daybook/posted.h"
#include "tools/daybook/report.h"
#include "tools/daybook/sampling.h"
#include "tools/daybook/suggest.h"

namespace daybook::cli {
namespace {

struct SampleOptions {
  ReportScope scope;
  std::string population;
  std::string method = "random";
  uint64_t size = 0;
  uint64_t seed = 0;
  bool json = false;
  bool csv = false;
};

// One item of a population.
struct Item {
  std::string id;
  std::string property_id;
  int32_t date = 0;  // yyyymmdd
  std::string stratum;
  std::string currency;
  int64_t amount_minor = 0;
  uint64_t position = 0;
};

// In an order that the ledger alone determines.
using Population = std::vector<Item>;

absl::Status AddBookings(ReportRun& run, Population& items) {
  DAYBOOK_ASSIGN_OR_RETURN(const ViewSnapshot* const view, run.View("bookings"));
  BookingFilter filter;
  filter.property_id = run.scope().property_id;
  return ListBookings(*view, filter, [&items](const v1::Booking& booking) {
    items.push_back({.id = booking.booking_id(),
                     .property_id = booking.property_id(),
                     .date = booking.stay().arrival(),
                     .stratum = v1::BookingStatus_Name(booking.status()),
                     .currency = booking.currency(),
                     .amount_minor = booking.price_minor(),
                     .position = booking.created_position()});
    return true;
  });
}

absl::Status AddCancellations(ReportRun& run, Population& items) {
  DAYBOOK_ASSIGN_OR_RETURN(const ViewSnapshot* const view, run.View("audit"));
  ArchiveFilter filter;
  filter.property_id = run.scope().property_id;
  return ListArchive(
      *view, filter, [&items](const v1::ArchivedCancellation& ended) -> absl::StatusOr<bool> {
        items.push_back({.id = ended.booking_id(),
                         .property_id = ended.property_id(),
                         .date = ended.business_date(),
                         .stratum = v1::CancellationReason_Name(ended.reason()),
                         .currency = ended.currency(),
                         .amount_minor = ended.penalty_minor() + ended.refund_due_minor(),
                         .position = ended.position()});
        return true;
      });
}

absl::Status AddRefunds(ReportRun& run, Population& items) {
  DAYBOOK_ASSIGN_OR_RETURN(const ViewSnapshot* const view, run.View("bookings"));
  BookingFilter filter;
  filter.property_id = run.scope().property_id;
  return ListBookings(*view, filter, [&items](const v1::Booking& booking) {
    for (const v1::Payment& payment : booking.payments()) {
      for (const v1::Refund& refund : payment.refunds()) {
        items.push_back({.id = absl::StrCat(booking.booking_id(), "/", payment.payment_id(), "/",
                                            refund.refund_id()),
                         .property_id = booking.property_id(),
                         .date = 0,
                         .stratum = v1::RefundStatus_Name(refund.status()),
                         .currency = payment.amount().currency(),
                         .amount_minor = refund.amount_minor(),
                         .position = payment.position()});
      }
    }
    return true;
  });
}

absl::Status AddJournal(ReportRun& run, Population& items) {
  return run.ScanRecords([&](const v1::Record& record) {
    ForEachPostedOf(record, [&](const Posted& posted) {
      if (!run.Takes(posted.journal.property_id())) return true;
      items.push_back({.id = PostedId(posted),
                       .property_id = posted.journal.property_id(),
                       .date = posted.journal.business_date(),
                       .stratum = v1::PostingRule_Name(posted.transfer.rule()),
                       .currency = posted.journal.currency(),
                       .amount_minor = posted.transfer.amount_minor(),
                       .position = record.position()});
      return true;
    });
    return absl::OkStatus();
  });
}

absl::Status AddOverrides(ReportRun& run, Population& items) {
  return run.ScanRecords([&](const v1::Record& record) -> absl::Status {
    const v1::Accepted& accepted = record.outcome().accepted();
    if (accepted.overrode().empty()) return absl::OkStatus();
    DAYBOOK_ASSIGN_OR_RETURN(const std::string property, run.PropertyOf(record));
    if (!run.Takes(property)) return absl::OkStatus();
    items.push_back(
        {.id = record.request().request_id(),
         .property_id = property,
         .date = DateOfRecord(record),
         .stratum = v1::DeclineCode_Name(static_cast<v1::DeclineCode>(accepted.overrode(0))),
         .currency = "",
         .amount_minor = 0,
         .position = record.position()});
    return absl::OkStatus();
  });
}

struct PopulationKind {
  std::string_view name;
  absl::Status (*add)(ReportRun& run, Population& items);
};
constexpr std::array kPopulations{
    PopulationKind{"bookings", AddBookings}, PopulationKind{"cancellations", AddCancellations},
    PopulationKind{"refunds", AddRefunds}, PopulationKind{"journal", AddJournal},
    PopulationKind{"overrides", AddOverrides}};

absl::StatusOr<Population> ReadPopulation(const std::string& name, ReportRun& run) {
  std::vector<std::string> names;
  for (const PopulationKind& kind : kPopulations) {
    names.emplace_back(kind.name);
    if (kind.name != name) continue;
    Population all;
    DAYBOOK_RETURN_IF_ERROR(kind.add(run, all));
    Population items;
    for (Item& item : all) {
      const bool dated = run.scope().from.has_value() || run.scope().until.has_value();
      if (!dated || run.TakesDate(item.date)) items.push_back(std::move(item));
    }
    return items;
  }
  return absl::InvalidArgumentError(absl::StrCat("--population: there is no population '", name,
                                                 "'", DidYouMean(name, names), " (one of ",
                                                 absl::StrJoin(names, ", "), ")"));
}

// What was drawn, and how.
struct Draw {
  std::vector<Drawn> drawn;
  MonetarySample monetary;  // of method mus
};

absl::StatusOr<Draw> DrawFrom(const Population& items, const SampleOptions& options) {
  SplitMix64 random(options.seed);
  const auto size = static_cast<size_t>(options.size);
  Draw draw;
  if (options.method == "random") {
    draw.drawn = DrawRandom(items.size(), size, random);
    return draw;
  }
  if (options.method == "stratified") {
    std::vector<std::string> strata;
    for (const Item& item : items) strata.push_back(item.stratum);
    draw.drawn = DrawStratified(strata, size, random);
    return draw;
  }
  if (options.method != "mus") {
    return absl::InvalidArgumentError(absl::StrCat(
        "--method: there is no method '", options.method, "'",
        DidYouMean(options.method, {"random", "mus", "stratified"}), " (random, mus, stratified)"));
  }
  std::vector<int64_t> amounts;
  for (const Item& item : items) {
    if (item.currency != items.front().currency) {
      return absl::InvalidArgumentError(absl::StrCat("--method mus: the population has amounts in ",
                                                     items.front().currency, " and ", item.currency,
                                                     "; choose one with --property"));
    }
    amounts.push_back(item.amount_minor);
  }
  draw.monetary = DrawMonetaryUnits(amounts, size, random);
  if (!items.empty() && draw.monetary.total == 0) {
    return absl::InvalidArgumentError(absl::StrCat(
        "--method mus: no item of the population has an amount; use random or stratified"));
  }
  draw.drawn = draw.monetary.drawn;
  return draw;
}

std::map<std::string, int64_t> TotalsOf(const Population& items) {
  std::map<std::string, int64_t> totals;
  for (const Item& item : items) {
    if (!item.currency.empty()) totals[item.currency] += item.amount_minor;
  }
  return totals;
}

// On stderr, where stdout is for a program.
void NotePopulation(const SampleOptions& options, const Population& items, uint64_t position,
                    CommandContext& context) {
  std::vector<std::string> words;
  for (const auto& [currency, total] : TotalsOf(items)) {
    words.push_back(FormatAmount(total, currency));
  }
  context.Note(absl::StrCat("population ", options.population, ": ", items.size(), " items, ",
                            words.empty() ? "no amounts" : absl::StrJoin(words, ", "),
                            ", as of position ", position, "; ", options.method, ", seed ",
                            options.seed));
}

// What an auditor has to write down beside the items.
void PrintPopulation(const SampleOptions& options, const Population& items, const Draw& draw,
                     uint64_t position, CommandContext& context) {
  std::vector<std::string> words;
  std::vector<std::string> objects;
  for (const auto& [currency, total] : TotalsOf(items)) {
    words.push_back(FormatAmount(total, currency));
    objects.push_back(
        JsonObject().Text("currency", currency).Number("amount_minor", total).ToString());
  }
  Facts facts;
  facts.Text("Population", "population", options.population)
      .Count("Items", "items", items.size())
      .Raw("Total", "totals", words.empty() ? "none" : absl::StrJoin(words, ", "),
           JsonArray(objects))
      .Count("As of position", "position", position)
      .Text("Method", "method", options.method)
      .Count("Seed", "seed", options.seed)
      .Count("Drawn", "drawn", draw.drawn.size());
  if (options.method == "mus") {
    facts.Count("Interval", "interval_minor", draw.monetary.interval)
        .Count("Start", "start_minor", draw.monetary.start)
        .Count("Without an amount", "left_out", draw.monetary.left_out);
  }
  facts.Print(options.json, context.out);
}

ReportTable TableOf(const Population& items, const Draw& draw) {
  ReportTable table({{"id"},
                     {"position", ColumnKind::kCount},
                     {"property"},
                     {"date", ColumnKind::kDate},
                     {"stratum"},
                     {"currency"},
                     {"amount", ColumnKind::kMoney},
                     {"hits", ColumnKind::kCount}});
  for (const Drawn& drawn : draw.drawn) {
    const Item& item = items[drawn.index];
    table.Add({Cell::Text(item.id), Cell::Number(static_cast<int64_t>(item.position)),
               Cell::Text(item.property_id), item.date == 0 ? Cell() : Cell::Number(item.date),
               Cell::Text(item.stratum), Cell::Text(item.currency),
               item.currency.empty() ? Cell() : Cell::Money(item.amount_minor, item.currency),
               Cell::Number(static_cast<int64_t>(drawn.hits))});
  }
  return table;
}

absl::StatusOr<ExitCode> Sample(const SampleOptions& options, CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(const ReportTable::Format format,
                           ReportFormat(options.json, options.csv));
  if (options.size == 0) return absl::InvalidArgumentError("--size: a sample has an item at least");
  ReportRun run(options.scope, context);
  DAYBOOK_ASSIGN_OR_RETURN(const Population items, ReadPopulation(options.population, run));
  DAYBOOK_ASSIGN_OR_RETURN(const Draw draw, DrawFrom(items, options));
  DAYBOOK_ASSIGN_OR_RETURN(const uint64_t position, run.Position());
  if (format == ReportTable::Format::kCsv) {
    NotePopulation(options, items, position, context);
  } else {
    PrintPopulation(options, items, draw, position, context);
    if (!options.json) context.out.Line("");
  }
  TableOf(items, draw).Print(format, context.terminal, context.out);
  return ExitCode::kDone;
}

}  // namespace

CommandBody ConfigureSample(CLI::App& app) {
  auto options = std::make_shared<SampleOptions>();
  AddLedgerArgument(app, options->scope.dir);
  app.add_option("--population", options->population,
                 "bookings, cancellations, refunds, journal or overrides")
      ->required()
      ->type_name("NAME");
  app.add_option("--method", options->method,
                 "random (the default), mus (by monetary units) or stratified")
      ->type_name("NAME");
  app.add_option("--size", options->size, "How many")->required()->type_name("N");
  app.add_option("--seed", options->seed, "Which of the possible samples")
      ->required()
      ->type_name("N");
  app.add_option("--property", options->scope.property_id, "Of this property")->type_name("ID");
  AddAsOfOption(app, options->scope.as_of);
  AddJsonFlag(app, options->json, "JSON lines: the population first, then the items");
  app.add_flag("--csv", options->csv, "The items as CSV with a line of titles");
  AddProgressFlag(app, options->scope.progress);
  app.footer(
      "The same population as of the same position, method, size and seed give the same items, "
      "whoever draws them: the\n"
      "generator is splitmix64, the order is that of ids (bookings, refunds), of property, date "
      "and id\n"
      "(cancellations) or of the log (journal, overrides). Amounts: price of a booking; penalty "
      "and\n"
      "refund due of a cancellation; what was refunded or transferred. Strata: status, reason,\n"
      "posting rule, or the code that was overridden.\n"
      "\n"
      "Examples:\n"
      "  daybook sample book --population cancellations --size 25 --seed 7\n"
      "  daybook sample book --population journal --method mus --size 60 --seed 7 --property H1 "
      "--csv");
  return [options](CommandContext& context) { return Sample(*options, context); };
}

}  // namespace daybook::cli
