// The age of what an account owes, as people and as programs read it.
#ifndef DAYBOOK_TOOLS_DAYBOOK_AGEING_FORMAT_H_
#define DAYBOOK_TOOLS_DAYBOOK_AGEING_FORMAT_H_

#include <string>
#include <string_view>
#include <vector>

#include "daybook/v1/account.pb.h"
#include "ledger/domain/accounts/ageing.h"
#include "tools/daybook/output.h"

namespace daybook::cli {

// {"not_due_minor":..,"days_1_30_minor":..,..,"disputed_minor":..}
std::string AgeingJson(const Ageing& ageing);
// Not due, 1 to 30, 31 to 60, 61 to 90, 91 and more, disputed.
std::vector<Table::Column> AgeingColumns();
std::vector<std::string> AgeingCells(const Ageing& ageing, std::string_view currency);

std::string InvoiceJson(const v1::Invoice& invoice);
std::vector<Table::Column> InvoiceColumns();
std::vector<std::string> InvoiceCells(const v1::Invoice& invoice, int32_t business_date);

}  // namespace daybook::cli

#endif  // DAYBOOK_TOOLS_DAYBOOK_AGEING_FORMAT_H_
