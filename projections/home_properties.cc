#include "projections/home_properties.h"

namespace daybook {

void FoldHomeProperty(const v1::Event& event, ViewRows& rows) {
  if (event.has_property_defined()) {
    const v1::PropertyDefinition& definition = event.property_defined();
    v1::HomeProperty& home =
        rows.ChangeOwn<v1::HomeProperty>(kHomePropertyRow, definition.property_id());
    home.set_property_id(definition.property_id());
    home.set_currency(definition.currency());
    // Defined again, it keeps its date.
    if (home.business_date() == 0) home.set_business_date(definition.first_business_date());
  } else if (event.has_business_date_rolled()) {
    const v1::BusinessDateRolled& rolled = event.business_date_rolled();
    rows.ChangeOwn<v1::HomeProperty>(kHomePropertyRow, rolled.property_id())
        .set_business_date(rolled.to());
  }
}

absl::StatusOr<v1::HomeProperty> HomeOf(const ViewSnapshot& view, const v1::Account& account) {
  DAYBOOK_ASSIGN_OR_RETURN(
      const std::optional<v1::HomeProperty> home,
      GetRow<v1::HomeProperty>(view, kHomePropertyRow, account.definition().home_property_id()));
  return home.value_or(v1::HomeProperty());
}

absl::StatusOr<Ageing> AgeingIn(const ViewSnapshot& view, const v1::Account& account) {
  DAYBOOK_ASSIGN_OR_RETURN(const v1::HomeProperty home, HomeOf(view, account));
  return AgeingOf(account, home.business_date());
}

}  // namespace daybook
