// daybook customers: list customers by what they are to the house, and what wants attention about them.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "projections/customers/customers_view.h"
#include "tools/daybook/as_of.h"
#include "tools/daybook/command.h"
#include "tools/daybook/customer_format.h"
#include "tools/daybook/suggest.h"

namespace daybook::cli {
namespace {

constexpr uint64_t kTerminalLimit = 100;

struct CustomersOptions {
  std::string dir;
  std::string segment;
  std::string list = "customers";
  std::string of;
  CustomerFilter filter;
  std::string as_of;
  std::optional<uint64_t> limit;
  bool json = false;
  bool progress = false;
};

const std::vector<std::string>& Lists() {
  static const std::vector<std::string> lists = {"customers", "items", "offers", "notices",
                                                 "accesses"};
  return lists;
}

// Lines of a list: JSON objects, or rows of a table.
class Lines {
 public:
  Lines(std::vector<Table::Column> columns, const CustomersOptions& options,
        CommandContext& context)
      : table_(std::move(columns)),
        options_(options),
        context_(context),
        limit_(options.limit.value_or(context.terminal.out ? kTerminalLimit : 0)) {}

  void Add(const JsonObject& object, std::vector<std::string> cells) {
    ++seen_;
    if (limit_ != 0 && seen_ > limit_) return;
    if (options_.json) {
      context_.out.Line(object.ToString());
    } else {
      table_.Add(std::move(cells));
    }
  }
  ExitCode Finish() {
    if (!options_.json) table_.Print(context_.terminal, context_.out);
    if (limit_ != 0 && seen_ > limit_ && !context_.out.reader_gone()) {
      context_.out.Flush();
      context_.Note(absl::StrCat(WithThousands(seen_ - limit_), " more; --limit 0 shows all"));
    }
    return ExitCode::kDone;
  }

 private:
  Table table_;
  const CustomersOptions& options_;
  CommandContext& context_;
  const uint64_t limit_;
  uint64_t seen_ = 0;
};

absl::StatusOr<ExitCode> PrintCustomers(const ViewSnapshot& view, const CustomersOptions& options,
                                        CommandContext& context) {
  CustomerFilter filter = options.filter;
  if (!options.segment.empty()) {
    filter.tenure = ParseTenure(options.segment);
    if (!filter.tenure.has_value()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "--segment: there is no segment '", options.segment, "'",
          DidYouMean(options.segment, {"prospect", "new", "old"}), " (prospect, new, old)"));
    }
  }
  DAYBOOK_ASSIGN_OR_RETURN(const CustomersToday today, TodayOf(view));
  if ((filter.tenure.has_value() || filter.only_stale) && !today.policy.has_value()) {
    return WithHint(absl::FailedPreconditionError("no segment policy is in force"),
                    "propose_policy with `segment`, and have another manager approve it");
  }
  Lines lines(CustomerColumns(), options, context);
  DAYBOOK_RETURN_IF_ERROR(
      ListCustomers(view, filter, today.policy.has_value() ? &*today.policy : nullptr, today.date,
                    [&](const Standing& standing) {
                      lines.Add(StandingJson(standing), CustomerCells(standing));
                      return !context.out.reader_gone();
                    }));
  return lines.Finish();
}

absl::StatusOr<ExitCode> PrintItems(const ViewSnapshot& view, const CustomersOptions& options,
                                    CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto items, OverdueItems(view, options.of));
  Lines lines(
      {{"AGREEMENT"}, {"ITEM"}, {"WHAT"}, {"DUE"}, {"PROPERTY"}, {"CUSTOMER"}, {"SUPERVISOR"}},
      options, context);
  for (const OverdueItem& overdue : items) {
    const v1::AgreementItem& item = overdue.agreement.items(overdue.item);
    JsonObject object;
    object.Text("agreement_id", overdue.agreement.agreement_id())
        .Text("item_id", item.item_id())
        .Text("code", item.code())
        .Text("due", DueText(item))
        .Text("property_id", overdue.agreement.property_id())
        .Text("customer_id", overdue.agreement.customer_id())
        .Text("supervisor_staff_id", overdue.agreement.supervisor_staff_id());
    lines.Add(object, {overdue.agreement.agreement_id(), item.item_id(), item.code(), DueText(item),
                       overdue.agreement.property_id(), overdue.agreement.customer_id(),
                       overdue.agreement.supervisor_staff_id()});
  }
  return lines.Finish();
}

absl::StatusOr<ExitCode> PrintOffers(const ViewSnapshot& view, const CustomersOptions& options,
                                     CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto uptake, UptakeOfOffers(view));
  constexpr auto kRight = Table::Align::kRight;
  Lines lines({{"KIND"},
               {"OFFER"},
               {"MADE", kRight},
               {"ACCEPTED", kRight},
               {"REFUSED", kRight},
               {"EXPIRED", kRight},
               {"BOOKED", kRight}},
              options, context);
  for (const OfferUptake& sum : uptake) {
    const std::string kind = sum.kind == v1::OFFER_PROMOTION ? "promotion" : "retention";
    JsonObject object;
    object.Text("kind", kind)
        .Text("offer", sum.name)
        .Number("made", sum.made)
        .Number("accepted", sum.accepted)
        .Number("refused", sum.refused)
        .Number("expired", sum.expired)
        .Number("booked", sum.booked);
    lines.Add(object,
              {kind, sum.name, absl::StrCat(sum.made), absl::StrCat(sum.accepted),
               absl::StrCat(sum.refused), absl::StrCat(sum.expired), absl::StrCat(sum.booked)});
  }
  return lines.Finish();
}

absl::StatusOr<ExitCode> PrintNotices(const ViewSnapshot& view, const CustomersOptions& options,
                                      CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto notices, OpenNotices(view, options.of));
  Lines lines({{"NOTICE"}, {"TO"}, {"WHAT"}, {"ABOUT"}, {"PROPERTY"}, {"RAISED"}}, options,
              context);
  for (const v1::Notice& notice : notices) {
    const std::string kind = EnumWords(v1::NoticeKind_Name(notice.kind()), "NOTICE_");
    JsonObject object;
    object.Text("notice_id", notice.notice_id())
        .Text("to", notice.to())
        .Text("kind", v1::NoticeKind_Name(notice.kind()))
        .Text("about", notice.about())
        .Text("property_id", notice.property_id())
        .Text("raised_at", FormatTime(notice.raised_at()));
    lines.Add(object, {notice.notice_id(), notice.to(), kind, notice.about(), notice.property_id(),
                       FormatTime(notice.raised_at())});
  }
  return lines.Finish();
}

absl::StatusOr<ExitCode> PrintAccesses(const ViewSnapshot& view, const CustomersOptions& options,
                                       CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto accesses, AccessesOf(view, options.of));
  Lines lines(
      {{"RECORD", Table::Align::kRight}, {"AT"}, {"BY"}, {"CUSTOMER"}, {"WHAT"}, {"PURPOSE"}},
      options, context);
  for (const v1::PersonalDataAccess& access : accesses) {
    JsonObject object;
    object.Count("position", access.position())
        .Text("at", FormatTime(access.at()))
        .Text("by", access.by().id())
        .Text("authenticated_by", access.authenticated_by())
        .Text("customer_id", access.customer_id())
        .Text("what", ShownText(access.everything(), access.invoice_id()))
        .Text("purpose", access.purpose());
    lines.Add(object, {absl::StrCat(access.position()), FormatTime(access.at()), access.by().id(),
                       access.customer_id(), ShownText(access.everything(), access.invoice_id()),
                       access.purpose()});
  }
  return lines.Finish();
}

absl::StatusOr<ExitCode> Customers(const CustomersOptions& options, CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(const ViewMoment moment,
                           OpenViewAsOf(options.dir, NewCustomersProjection(), options.as_of, "",
                                        context, options.progress));
  const ViewSnapshot& view = *moment.snapshot;
  if (options.list == "customers") return PrintCustomers(view, options, context);
  if (options.list == "items") return PrintItems(view, options, context);
  if (options.list == "offers") return PrintOffers(view, options, context);
  if (options.list == "notices") return PrintNotices(view, options, context);
  if (options.list == "accesses") return PrintAccesses(view, options, context);
  return absl::InvalidArgumentError(absl::StrCat("--list: there is no list '", options.list, "'",
                                                 DidYouMean(options.list, Lists()),
                                                 " (customers, items, offers, notices, accesses)"));
}

}  // namespace

CommandBody ConfigureCustomers(CLI::App& app) {
  auto options = std::make_shared<CustomersOptions>();
  AddLedgerArgument(app, options->dir);
  app.add_option("--segment", options->segment, "Of this segment: prospect, new or old")
      ->type_name("SEGMENT");
  app.add_flag("--key", options->filter.only_key,
               "Key customers: key accounts, and those of the segment policy");
  app.add_flag("--stale", options->filter.only_stale, "Whose profile was not touched for too long");
  app.add_flag("--overdue", options->filter.only_overdue,
               "Key accounts whose owner should have been in contact");
  app.add_option("--list", options->list,
                 "What to list: customers, overdue items of agreements, uptake of offers, open "
                 "notices, accesses to personal data")
      ->type_name("customers|items|offers|notices|accesses");
  app.add_option("--of", options->of,
                 "Items of this supervisor, notices to this department or person, accesses to this "
                 "customer")
      ->type_name("ID");
  app.add_option("--limit", options->limit,
                 "At most so many; 0: all. On a terminal 100, elsewhere all")
      ->type_name("N");
  AddAsOfOption(app, options->as_of);
  AddJsonFlag(app, options->json);
  AddProgressFlag(app, options->progress);
  app.footer(
      "Segments are those of the segment policy in force. Revenue is of the 12 months up to the "
      "latest business date, in the policy's currency. Merged files are listed as one.\n"
      "Personal data is not shown.\n"
      "\n"
      "Examples:\n"
      "  daybook customers book --segment old --key\n"
      "  daybook customers book --stale --as-of 2026-03-02\n"
      "  daybook customers book --list items --of sam\n"
      "  daybook customers book --list offers --json");
  return [options](CommandContext& context) { return Customers(*options, context); };
}

}  // namespace daybook::cli
