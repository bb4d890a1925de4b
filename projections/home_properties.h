// Rows of a view that say which date is open at a property, and in what it counts: what the ages of invoices are counted from. For views over
// entities (entity_view.h) that are about debtor accounts.
#ifndef DAYBOOK_PROJECTIONS_HOME_PROPERTIES_H_
#define DAYBOOK_PROJECTIONS_HOME_PROPERTIES_H_

#include <optional>
#include <string_view>

#include "absl/status/statusor.h"
#include "daybook/v1/account.pb.h"
#include "daybook/v1/accounts_view.pb.h"
#include "daybook/v1/record.pb.h"
#include "ledger/domain/accounts/ageing.h"
#include "projections/entity_view.h"

namespace daybook {

// Of the row <digit><property id>, v1::HomeProperty.
inline constexpr char kHomePropertyRow = '9';

// Folds the definition of properties and their business dates.
void FoldHomeProperty(const v1::Event& event, ViewRows& rows);

// Empty where the property is not known.
absl::StatusOr<v1::HomeProperty> HomeOf(const ViewSnapshot& view, const v1::Account& account);
// On the business date of the account's home property.
absl::StatusOr<Ageing> AgeingIn(const ViewSnapshot& view, const v1::Account& account);

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_HOME_PROPERTIES_H_
