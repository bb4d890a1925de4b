#include "tools/daybook/ageing_format.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "ledger/base/money.h"
#include "tools/daybook/booking_format.h"

namespace daybook::cli {
namespace {

constexpr std::array<std::string_view, kAgeingBuckets> kKeys = {
    "not_due_minor", "days_1_30_minor", "days_31_60_minor", "days_61_90_minor", "days_91_minor"};
constexpr std::array<std::string_view, kAgeingBuckets> kTitles = {"NOT DUE", "1-30", "31-60",
                                                                  "61-90", "91+"};

std::string StatusName(v1::InvoiceStatus status) {
  constexpr std::string_view kPrefix = "INVOICE_";
  std::string name = v1::InvoiceStatus_Name(status);
  return name.starts_with(kPrefix) ? name.substr(kPrefix.size()) : name;
}

std::string Amount(int64_t minor, std::string_view currency) {
  return CurrencyExponent(currency) ? FormatMinor(minor, currency) : absl::StrCat(minor);
}

}  // namespace

std::string AgeingJson(const Ageing& ageing) {
  JsonObject object;
  for (size_t i = 0; i < kAgeingBuckets; ++i) object.Number(kKeys[i], ageing.open_minor[i]);
  return object.Number("disputed_minor", ageing.disputed_minor)
      .Number("days_past_due", ageing.days_past_due)
      .ToString();
}

std::vector<Table::Column> AgeingColumns() {
  std::vector<Table::Column> columns;
  for (const std::string_view title : kTitles) {
    columns.push_back({std::string(title), Table::Align::kRight});
  }
  columns.push_back({"DISPUTED", Table::Align::kRight});
  return columns;
}

std::vector<std::string> AgeingCells(const Ageing& ageing, std::string_view currency) {
  std::vector<std::string> cells;
  for (const int64_t minor : ageing.open_minor) cells.push_back(Amount(minor, currency));
  cells.push_back(Amount(ageing.disputed_minor, currency));
  return cells;
}

std::string InvoiceJson(const v1::Invoice& invoice) {
  JsonObject object;
  object.Text("invoice", invoice.invoice_id())
      .Text("property", invoice.property_id())
      .Text("booking", invoice.booking_id())
      .Text("status", StatusName(invoice.status()))
      .Text("currency", invoice.currency())
      .Number("amount_minor", invoice.amount_minor())
      .Number("open_minor", invoice.open_minor())
      .Text("issued_on", FormatYmd(invoice.issued_on()))
      .Text("due_on", FormatYmd(invoice.due_on()))
      .Bool("disputed", invoice.disputed());
  if (invoice.paid_on() != 0) object.Text("paid_on", FormatYmd(invoice.paid_on()));
  if (invoice.credit_note_number() != 0) {
    object.Number("credit_note_number", invoice.credit_note_number());
  }
  return object.Count("position", invoice.position()).ToString();
}

std::vector<Table::Column> InvoiceColumns() {
  return {{"INVOICE", Table::Align::kLeft, true},
          {"BOOKING"},
          {"STATUS"},
          {"AMOUNT", Table::Align::kRight},
          {"OPEN", Table::Align::kRight},
          {"ISSUED"},
          {"DUE"},
          {"DAYS PAST DUE", Table::Align::kRight}};
}

std::vector<std::string> InvoiceCells(const v1::Invoice& invoice, int32_t business_date) {
  const bool open = invoice.status() == v1::INVOICE_OPEN;
  const int32_t days = std::max(0, DaysPastDue(invoice.due_on(), business_date));
  return {invoice.invoice_id(),
          invoice.booking_id(),
          open && invoice.disputed() ? "disputed" : StatusName(invoice.status()),
          Amount(invoice.amount_minor(), invoice.currency()),
          Amount(invoice.open_minor(), invoice.currency()),
          FormatYmd(invoice.issued_on()),
          FormatYmd(invoice.due_on()),
          open ? absl::StrCat(days) : ""};
}

}  // namespace daybook::cli
