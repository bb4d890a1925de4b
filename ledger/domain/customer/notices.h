// Notices: what somebody in the house is to be told, until it is acknowledged. Raised by decisions of any area, folded by this one.
#ifndef DAYBOOK_LEDGER_DOMAIN_CUSTOMER_NOTICES_H_
#define DAYBOOK_LEDGER_DOMAIN_CUSTOMER_NOTICES_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "daybook/v1/record.pb.h"
#include "ledger/domain/decide_context.h"
#include "ledger/domain/evolve.h"

namespace daybook {

// Departments that notices are sent to, as `to`.
inline constexpr std::string_view kToCustomerService = "customer-service";
inline constexpr std::string_view kToSales = "sales";
inline constexpr std::string_view kToFrontDesk = "front-desk";
inline constexpr std::string_view kToFinance = "finance";

// Adds the event notice_raised. `to`: a department or a staff id; `about`: the id of the account, customer, case or booking.
// `property_id`: empty is the one that the request concerns. The notice's id and instant are put in by the fold, which knows the
// record's position: whoever adds a notice need not know where its event will stand.
void AddNotice(const DecideContext& context, v1::NoticeKind kind, std::string_view to,
               std::string_view about, v1::Accepted& accepted, std::string_view property_id = {});

// The id of the notice that the event at `index` of the record's events raised: "12-0".
std::string NoticeId(uint64_t position, int index);

// Folds notice_raised and notice_acknowledged. Other events: nothing.
void EvolveNotices(const v1::Record& record, const v1::Event& event, EntityStore& store);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_CUSTOMER_NOTICES_H_
