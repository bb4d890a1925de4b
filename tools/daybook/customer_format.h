// A customer, as people and as programs read it. Personal data is <sealed>.
#ifndef DAYBOOK_TOOLS_DAYBOOK_CUSTOMER_FORMAT_H_
#define DAYBOOK_TOOLS_DAYBOOK_CUSTOMER_FORMAT_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "ledger/base/civil_date.h"
#include "projections/customers/customers_view.h"
#include "tools/daybook/booking_format.h"
#include "tools/daybook/customer_traces.h"
#include "tools/daybook/output.h"

namespace daybook::cli {

// What customers are measured by at the moment of a view.
struct CustomersToday {
  CivilDate date;                    // the latest business date
  std::optional<v1::Policy> policy;  // the segment policy that holds everywhere
};
// NotFound: the ledger has no property yet, so no date.
absl::StatusOr<CustomersToday> TodayOf(const ViewSnapshot& view);

// NOTICE_PEOPLE_CHANGED -> "people changed".
std::string EnumWords(std::string_view enum_name, std::string_view prefix);
// What of a customer was shown: the file, everything, or the buyer on an invoice.
std::string ShownText(bool everything, std::string_view invoice_id);
// "2026-03-10 18:30".
std::string DueText(const v1::AgreementItem& item);

// One row of a list.
std::vector<Table::Column> CustomerColumns();
std::vector<std::string> CustomerCells(const Standing& standing);
JsonObject StandingJson(const Standing& standing);

// All that the view has of one customer.
struct CustomerPage {
  Standing standing;
  std::vector<v1::Agreement> agreements;
  std::vector<v1::Offer> offers;
  std::vector<v1::Gift> gifts;
  std::vector<v1::Survey> surveys;
  Consumption consumption;
};
std::string CustomerPageJson(const CustomerPage& page);
void PrintCustomer(const CustomerPage& page, Output& out);

}  // namespace daybook::cli

#endif  // DAYBOOK_TOOLS_DAYBOOK_CUSTOMER_FORMAT_H_
