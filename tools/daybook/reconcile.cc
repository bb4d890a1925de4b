// daybook reconcile: another's account of the same thing beside ours, and our own numbers beside each other.
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "ledger/base/civil_date.h"
#include "ledger/base/money.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "ledger/log/log_reader.h"
#include "projections/bookings/bookings_view.h"
#include "tools/daybook/booking_format.h"
#include "tools/daybook/command.h"
#include "tools/daybook/csv_table.h"
#include "tools/daybook/date_option.h"
#include "tools/daybook/posted.h"
#include "tools/daybook/report.h"
#include "tools/daybook/suggest.h"

namespace daybook::cli {
namespace {

struct ReconcileOptions {
  ReportScope scope;
  std::string what;
  std::vector<std::string> arguments;
  std::string from;
  std::string until;
  std::string method;
  bool all = false;
  bool json = false;
  bool csv = false;
};

// A table of findings, and whether they say that all is well.
struct Findings {
  ReportTable table;
  uint64_t agree = 0;
  uint64_t differ = 0;
};

// What a payment, refund or receipt moved through clearing: debits less credits.
struct Cleared {
  int64_t amount_minor = 0;
  std::string currency;
  std::string property_id;
  std::string booking_id;
  uint64_t position = 0;
};
using ClearedItems = std::map<std::pair<std::string, std::string>, Cleared>;  // item, booking

// A receipt on account is one payment, whatever invoices it pays, at whichever property, and whenever it was said which.
const std::string& ItemOf(const Posted& posted) {
  const v1::Request& request = posted.record.request();
  if (request.has_record_receipt()) return request.record_receipt().receipt_id();
  if (request.has_apply_receipt()) return request.apply_receipt().receipt_id();
  if (request.has_reverse_receipt()) return request.reverse_receipt().receipt_id();
  return posted.transfer.item_id();
}

// How the money of each payment came, and with it what of it was refunded or charged back.
class Methods {
 public:
  void Take(const v1::Record& record) {
    for (const v1::Event& event : record.outcome().accepted().events()) {
      if (event.has_payment_recorded()) {
        const v1::PaymentRecorded& paid = event.payment_recorded();
        methods_[{paid.payment_id(), paid.booking_id()}] = paid.method();
      } else if (event.has_refund_requested()) {
        const v1::RefundRequested& refund = event.refund_requested();
        Follow(refund.booking_id(), refund.payment_id(), refund.refund_id());
      } else if (event.has_chargeback_recorded()) {
        const v1::ChargebackRecorded& back = event.chargeback_recorded();
        Follow(back.booking_id(), back.payment_id(), back.chargeback_id());
      }
    }
  }
  // Receipts and gifts have none.
  v1::PaymentMethod Of(const std::pair<std::string, std::string>& item) const {
    const auto found = methods_.find(item);
    return found == methods_.end() ? v1::PAYMENT_METHOD_UNSPECIFIED : found->second;
  }

 private:
  void Follow(const std::string& booking, const std::string& payment, const std::string& item) {
    methods_[{item, booking}] = Of({payment, booking});
  }

  std::map<std::pair<std::string, std::string>, v1::PaymentMethod> methods_;  // item, booking
};

// nullopt: all of them.
absl::StatusOr<std::optional<v1::PaymentMethod>> ReadMethod(const std::string& text) {
  if (text.empty()) return std::nullopt;
  v1::PaymentMethod method = v1::PAYMENT_METHOD_UNSPECIFIED;
  const std::string name = absl::StrCat("PAYMENT_METHOD_", absl::AsciiStrToUpper(text));
  if (v1::PaymentMethod_Parse(name, &method) && method != v1::PAYMENT_METHOD_UNSPECIFIED) {
    return method;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("--method: '", text, "' is none of card, cash, transfer, channel"));
}

absl::StatusOr<ClearedItems> ReadCleared(ReportRun& run, std::optional<v1::PaymentMethod> wanted) {
  ClearedItems items;
  Methods methods;
  DAYBOOK_RETURN_IF_ERROR(run.ScanRecords([&](const v1::Record& record) {
    methods.Take(record);
    ForEachPostedOf(record, [&](const Posted& posted) {
      const v1::Transfer& transfer = posted.transfer;
      const bool debit = transfer.debit() == v1::CLEARING;
      if (debit == (transfer.credit() == v1::CLEARING)) return true;
      if (!run.Takes(posted.journal.property_id()) ||
          !run.TakesDate(posted.journal.business_date())) {
        return true;
      }
      const std::pair<std::string, std::string> key{ItemOf(posted), transfer.booking_id()};
      if (wanted.has_value() && methods.Of(key) != *wanted) return true;
      Cleared& item = items[key];
      item.amount_minor += debit ? transfer.amount_minor() : -transfer.amount_minor();
      item.currency = posted.journal.currency();
      if (item.property_id.empty()) item.property_id = posted.journal.property_id();
      item.booking_id = transfer.booking_id();
      item.position = record.position();
      return true;
    });
    return absl::OkStatus();
  }));
  return items;
}

// The item that the line means: named with its booking, or the only one of that id.
absl::StatusOr<ClearedItems::iterator> FindCleared(ClearedItems& items, const std::string& payment,
                                                   const std::string& booking,
                                                   const std::string& where) {
  if (!booking.empty()) return items.find({payment, booking});
  const auto first = items.lower_bound({payment, ""});
  if (first == items.end() || first->first.first != payment) return items.end();
  if (const auto next = std::next(first); next != items.end() && next->first.first == payment) {
    return absl::InvalidArgumentError(absl::StrCat(
        where, ": '", payment, "' is an id of several bookings; give the file a column 'booking'"));
  }
  return first;
}

ReportTable SettlementTable() {
  return ReportTable({{"finding"},
                      {"payment"},
                      {"booking"},
                      {"property"},
                      {"position", ColumnKind::kCount},
                      {"currency"},
                      {"ledger", ColumnKind::kMoney},
                      {"provider", ColumnKind::kMoney},
                      {"line", ColumnKind::kCount}});
}

struct SettledLine {
  int64_t amount_minor = 0;
  std::string currency;
  uint64_t line = 0;
};

void AddSettlement(const std::string& finding, const std::string& payment, const Cleared* ours,
                   const SettledLine* theirs, ReportTable& table) {
  const std::string currency = ours != nullptr ? ours->currency : theirs->currency;
  table.Add({Cell::Text(finding), Cell::Text(payment),
             ours == nullptr ? Cell() : Cell::Text(ours->booking_id),
             ours == nullptr ? Cell() : Cell::Text(ours->property_id),
             ours == nullptr ? Cell() : Cell::Number(static_cast<int64_t>(ours->position)),
             Cell::Text(currency),
             ours == nullptr ? Cell() : Cell::Money(ours->amount_minor, ours->currency),
             theirs == nullptr ? Cell() : Cell::Money(theirs->amount_minor, theirs->currency),
             theirs == nullptr ? Cell() : Cell::Number(static_cast<int64_t>(theirs->line))});
}

absl::StatusOr<Findings> ReconcileSettlement(const ReconcileOptions& options, ReportRun& run) {
  const std::string& path = options.arguments[0];
  DAYBOOK_ASSIGN_OR_RETURN(const CsvTable file,
                           CsvTable::Read(path, {"payment", "amount", "currency"}));
  DAYBOOK_ASSIGN_OR_RETURN(const auto method, ReadMethod(options.method));
  DAYBOOK_ASSIGN_OR_RETURN(ClearedItems items, ReadCleared(run, method));
  Findings findings{.table = SettlementTable()};
  std::set<std::pair<std::string, std::string>> seen;
  for (const CsvTable::Row& row : file.rows()) {
    const std::string where = absl::StrCat(path, ", line ", row.line);
    const std::string payment(file.Get(row, "payment"));
    SettledLine theirs{.currency = std::string(file.Get(row, "currency")), .line = row.line};
    const auto amount = ParseMinor(file.Get(row, "amount"), theirs.currency);
    if (!amount.has_value()) {
      return absl::InvalidArgumentError(absl::StrCat(where, ": '",
                                                     std::string(file.Get(row, "amount")),
                                                     "' is no amount of '", theirs.currency, "'"));
    }
    theirs.amount_minor = *amount;
    DAYBOOK_ASSIGN_OR_RETURN(
        const auto found,
        FindCleared(items, payment, std::string(file.Get(row, "booking")), where));
    const Cleared* const ours = found == items.end() ? nullptr : &found->second;
    const bool again = ours != nullptr && !seen.insert(found->first).second;
    const std::string finding =
        ours == nullptr ? "not in the ledger"
        : again         ? "settled twice"
        : ours->currency != theirs.currency || ours->amount_minor != theirs.amount_minor
            ? "amount differs"
            : "";
    ++(finding.empty() ? findings.agree : findings.differ);
    if (!finding.empty() || options.all) {
      AddSettlement(finding.empty() ? "agrees" : finding, payment, ours, &theirs, findings.table);
    }
  }
  for (const auto& [key, ours] : items) {
    if (seen.contains(key) || ours.amount_minor == 0) continue;
    ++findings.differ;
    AddSettlement("not settled", key.first, &ours, nullptr, findings.table);
  }
  return findings;
}

// What a channel says of a booking that the ledger says otherwise: "status CANCELLED, here CONFIRMED".
absl::StatusOr<std::string> DifferencesOf(const CsvTable& file, const CsvTable::Row& row,
                                          const v1::Booking& booking) {
  std::vector<std::pair<std::string, std::string>> ours = {
      {"status", v1::BookingStatus_Name(booking.status())},
      {"arrival", FormatYmd(booking.stay().arrival())},
      {"departure", FormatYmd(booking.stay().departure())},
      {"room_type", booking.room_type_id()},
      {"currency", booking.currency()}};
  if (file.Has("price")) {
    ours.emplace_back("price", FormatMinor(booking.price_minor(), booking.currency()));
  }
  std::string differences;
  for (const auto& [column, value] : ours) {
    if (!file.Has(column)) continue;
    std::string theirs(file.Get(row, column));
    if (column == "status") theirs = absl::AsciiStrToUpper(theirs);
    const bool same = column == "price" ? ParseMinor(theirs, booking.currency()) ==
                                              std::optional<int64_t>(booking.price_minor())
                                        : theirs == value;
    if (same) continue;
    absl::StrAppend(&differences, differences.empty() ? "" : "; ", column, " ", theirs, ", here ",
                    value);
  }
  return differences;
}

// What the channel's definition in force gives on a stay that was had; none where it gives nothing.
absl::StatusOr<int32_t> CommissionOf(ReportRun& run, const std::string& channel_id) {
  int32_t basis_points = -1;
  DAYBOOK_RETURN_IF_ERROR(run.ScanRecords([&](const v1::Record& record) {
    for (const v1::Event& event : record.outcome().accepted().events()) {
      if (event.channel_defined().channel_id() == channel_id) {
        basis_points = event.channel_defined().commission_basis_points();
      }
    }
    return absl::OkStatus();
  }));
  if (basis_points >= 0) return basis_points;
  return absl::NotFoundError(absl::StrCat("there is no channel '", channel_id, "'"));
}

absl::StatusOr<std::map<std::string, v1::Booking>> BookingsOfChannel(
    ReportRun& run, const std::string& channel_id) {
  DAYBOOK_ASSIGN_OR_RETURN(const ViewSnapshot* const view, run.View("bookings"));
  std::map<std::string, v1::Booking> bookings;
  BookingFilter filter;
  filter.property_id = run.scope().property_id;
  filter.channel_id = channel_id;
  DAYBOOK_RETURN_IF_ERROR(ListBookings(*view, filter, [&](const v1::Booking& booking) {
    if (run.TakesDate(booking.stay().arrival())) bookings[booking.booking_id()] = booking;
    return true;
  }));
  return bookings;
}

absl::StatusOr<Findings> ReconcileChannel(const ReconcileOptions& options, ReportRun& run) {
  const std::string& channel_id = options.arguments[0];
  const std::string& path = options.arguments[1];
  DAYBOOK_ASSIGN_OR_RETURN(const CsvTable file, CsvTable::Read(path, {"booking"}));
  DAYBOOK_ASSIGN_OR_RETURN(const int32_t basis_points, CommissionOf(run, channel_id));
  DAYBOOK_ASSIGN_OR_RETURN(const auto ours, BookingsOfChannel(run, channel_id));

  Findings findings{.table = ReportTable({{"finding"},
                                          {"booking"},
                                          {"property"},
                                          {"status"},
                                          {"arrival", ColumnKind::kDate},
                                          {"differences"},
                                          {"line", ColumnKind::kCount}})};
  const auto add = [&](const std::string& finding, const std::string& id,
                       const v1::Booking* booking, const std::string& differences, uint64_t line) {
    ++(finding == "agrees" ? findings.agree : findings.differ);
    if (finding == "agrees" && !options.all) return;
    findings.table.Add(
        {Cell::Text(finding), Cell::Text(id),
         booking == nullptr ? Cell() : Cell::Text(booking->property_id()),
         booking == nullptr ? Cell() : Cell::Text(v1::BookingStatus_Name(booking->status())),
         booking == nullptr ? Cell() : Cell::Number(booking->stay().arrival()),
         Cell::Text(differences), line == 0 ? Cell() : Cell::Number(static_cast<int64_t>(line))});
  };
  std::set<std::string> seen;
  for (const CsvTable::Row& row : file.rows()) {
    const std::string id(file.Get(row, "booking"));
    const auto found = ours.find(id);
    if (found == ours.end()) {
      add("not in the ledger", id, nullptr, "", row.line);
      continue;
    }
    const v1::Booking& booking = found->second;
    if (!seen.insert(id).second) {
      add("listed twice", id, &booking, "", row.line);
      continue;
    }
    DAYBOOK_ASSIGN_OR_RETURN(std::string differences, DifferencesOf(file, row, booking));
    if (file.Has("commission")) {
      const int64_t due =
          booking.status() == v1::CHECKED_OUT ? PercentOf(booking.price_minor(), basis_points) : 0;
      const std::string theirs(file.Get(row, "commission"));
      if (ParseMinor(theirs, booking.currency()) != std::optional<int64_t>(due)) {
        absl::StrAppend(&differences, differences.empty() ? "" : "; ", "commission ", theirs,
                        ", here ", FormatMinor(due, booking.currency()));
      }
    }
    add(differences.empty() ? "agrees" : "differs", id, &booking, differences, row.line);
  }
  for (const auto& [id, booking] : ours) {
    if (!seen.contains(id)) add("not in the list", id, &booking, "", 0);
  }
  return findings;
}

// The numbers of one series of one property, in the order of the log.
struct Series {
  int64_t count = 0;
  int64_t last = 0;
  std::vector<std::string> faults;  // "after 7 comes 9 at record 120"

  void Add(int64_t number, uint64_t position) {
    ++count;
    if (number != last + 1) {
      faults.push_back(absl::StrCat("after ", last, " comes ", number, " at record ", position));
    }
    last = number;
  }
};

absl::StatusOr<Findings> ReconcileNumbers(const ReconcileOptions&, ReportRun& run) {
  std::map<std::pair<std::string, std::string>, Series> series;
  std::map<std::string, std::string> property_of_invoice;
  DAYBOOK_RETURN_IF_ERROR(run.ScanRecords([&](const v1::Record& record) {
    for (const v1::Event& event : record.outcome().accepted().events()) {
      if (event.has_invoice_issued()) {
        const v1::Invoice& invoice = event.invoice_issued();
        property_of_invoice[invoice.invoice_id()] = invoice.property_id();
        if (run.Takes(invoice.property_id())) {
          series[{invoice.property_id(), "invoice"}].Add(invoice.number(), record.position());
        }
      } else if (event.has_invoice_credited()) {
        const v1::InvoiceCredited& credited = event.invoice_credited();
        const std::string& property = property_of_invoice[credited.invoice_id()];
        if (run.Takes(property)) {
          series[{property, "credit note"}].Add(credited.credit_note_number(), record.position());
        }
      }
    }
    return absl::OkStatus();
  }));
  Findings findings{.table = ReportTable({{"property"},
                                          {"series"},
                                          {"count", ColumnKind::kCount},
                                          {"last", ColumnKind::kCount},
                                          {"finding"}})};
  for (const auto& [key, numbers] : series) {
    ++(numbers.faults.empty() ? findings.agree : findings.differ);
    const auto add = [&, &property = key.first, &name = key.second,
                      &counted = numbers](const std::string& finding) {
      findings.table.Add({Cell::Text(property), Cell::Text(name), Cell::Number(counted.count),
                          Cell::Number(counted.last), Cell::Text(finding)});
    };
    if (numbers.faults.empty()) add("without gaps");
    for (const std::string& fault : numbers.faults) add(fault);
  }
  return findings;
}

struct Kind {
  std::string_view name;
  size_t arguments;
  std::string_view usage;
  bool takes_dates;
  bool takes_method;
  absl::StatusOr<Findings> (*reconcile)(const ReconcileOptions&, ReportRun&);
};
constexpr Kind kKinds[] = {{"settlement", 1, "settlement FILE", true, true, ReconcileSettlement},
                           {"channel", 2, "channel ID FILE", true, false, ReconcileChannel},
                           {"numbers", 0, "numbers", false, false, ReconcileNumbers}};

absl::StatusOr<const Kind*> FindKind(const ReconcileOptions& options) {
  std::vector<std::string> names;
  for (const Kind& kind : kKinds) {
    names.emplace_back(kind.name);
    if (kind.name != options.what) continue;
    if (kind.arguments == options.arguments.size()) return &kind;
    return absl::InvalidArgumentError(
        absl::StrCat("write it as: daybook reconcile DIR ", ToAbsl(kind.usage)));
  }
  return absl::InvalidArgumentError(absl::StrCat("there is nothing to reconcile called '",
                                                 options.what, "'", DidYouMean(options.what, names),
                                                 " (settlement, channel, numbers)"));
}

absl::Status CheckTaken(const Kind& kind, const ReconcileOptions& options) {
  if (!options.method.empty() && !kind.takes_method) {
    return absl::InvalidArgumentError(
        absl::StrCat(ToAbsl(kind.name), " does not take --method, settlement does"));
  }
  if (!(options.from.empty() && options.until.empty()) && !kind.takes_dates) {
    return absl::InvalidArgumentError(
        absl::StrCat(ToAbsl(kind.name),
                     " does not take --from and --until: the numbers are looked at as a whole"));
  }
  return absl::OkStatus();
}

absl::StatusOr<ExitCode> Reconcile(ReconcileOptions& options, CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(const Kind* const kind, FindKind(options));
  DAYBOOK_RETURN_IF_ERROR(CheckTaken(*kind, options));
  DAYBOOK_ASSIGN_OR_RETURN(const ReportTable::Format format,
                           ReportFormat(options.json, options.csv));
  DAYBOOK_ASSIGN_OR_RETURN(options.scope.from, ParseDateOption("--from", options.from));
  DAYBOOK_ASSIGN_OR_RETURN(options.scope.until, ParseDateOption("--until", options.until));
  const ReportScope& scope = options.scope;
  DAYBOOK_RETURN_IF_ERROR(CheckFromUntil(scope.from, scope.until));
  DAYBOOK_RETURN_IF_ERROR(
      CheckProperty(scope.dir, scope.property_id, scope.as_of, context, scope.progress));
  ReportRun run(scope, context);
  DAYBOOK_ASSIGN_OR_RETURN(const Findings findings, kind->reconcile(options, run));
  findings.table.Print(format, context.terminal, context.out);
  context.out.Flush();
  context.Note(absl::StrCat(WithThousands(findings.agree), " agree, ",
                            WithThousands(findings.differ), " do not"));
  return findings.differ == 0 ? ExitCode::kDone : ExitCode::kDamaged;
}

}  // namespace

CommandBody ConfigureReconcile(CLI::App& app) {
  auto options = std::make_shared<ReconcileOptions>();
  AddLedgerArgument(app, options->scope.dir);
  app.add_option("WHAT", options->what, "settlement, channel or numbers")
      ->required()
      ->type_name("");
  app.add_option("ARGUMENTS", options->arguments, "FILE; of a channel its ID and FILE")
      ->type_name("");
  app.add_option("--property", options->scope.property_id, "Of this property")->type_name("ID");
  app.add_option("--from", options->from,
                 "Posted (settlement) or arriving (channel) from this business date on")
      ->type_name("DATE");
  app.add_option("--until", options->until, "Before this business date")->type_name("DATE");
  AddAsOfOption(app, options->scope.as_of);
  app.add_option("--method", options->method,
                 "Only money that came by card, cash, transfer or channel (settlement)")
      ->type_name("METHOD");
  app.add_flag("--all", options->all, "What agrees, too");
  AddJsonFlag(app, options->json);
  app.add_flag("--csv", options->csv, "CSV with a line of titles");
  AddProgressFlag(app, options->scope.progress);
  app.footer(
      "settlement FILE   a payment provider's statement against the clearing account. Columns "
      "payment (the id of\n"
      "                  a payment, refund, chargeback, receipt or gift), amount (such as 120.00; "
      "what went out\n"
      "                  below 0), currency; booking where ids repeat.\n"
      "channel ID FILE   a channel's list of its bookings against ours. Column booking; any of "
      "status, arrival,\n"
      "                  departure, room_type, price, currency, commission.\n"
      "numbers           numbers of invoices and credit notes, from 1 without gaps, by property.\n"
      "\n"
      "Exit code: 0 all agrees, 4 something does not.\n"
      "\n"
      "Examples:\n"
      "  daybook reconcile book settlement march.csv --property H1 --from 2026-03-01 --until "
      "2026-04-01\n"
      "  daybook reconcile book channel ota list.csv\n"
      "  daybook reconcile book numbers");
  return [options](CommandContext& context) { return Reconcile(*options, context); };
}

}  // namespace daybook::cli
