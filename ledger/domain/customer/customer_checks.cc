#include "ledger/domain/customer/customer_checks.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "ledger/base/strings.h"

namespace daybook {

bool HasConsent(const v1::Customer* customer, v1::ConsentPurpose purpose) {
  if (customer == nullptr) return false;
  return std::any_of(customer->consents().begin(), customer->consents().end(),
                     [purpose](const v1::Consent& consent) {
                       return consent.purpose() == purpose && consent.given();
                     });
}

const v1::Customer* UsableCustomer(DecideContext& context, std::string_view path,
                                   std::string_view customer_id) {
  const auto* const customer = context.state.Find<v1::Customer>(customer_id);
  if (customer == nullptr) return nullptr;
  if (customer->erased()) {
    context.Decline(v1::STATE_STATUS, path,
                    absl::StrCat("customer ", ToAbsl(customer_id), " was erased"));
  } else if (!customer->merged_into().empty()) {
    context.Decline(v1::STATE_STATUS, path,
                    absl::StrCat("customer ", ToAbsl(customer_id), " was merged into ",
                                 customer->merged_into(), ": name that one"));
  }
  return customer;
}

void CheckConsent(DecideContext& context, const v1::Customer* customer,
                  v1::ConsentPurpose purpose) {
  if (HasConsent(customer, purpose)) return;
  context.Decline(v1::POLICY_CONSENT_MISSING, "",
                  absl::StrCat("the customer did not give ", v1::ConsentPurpose_Name(purpose)));
}

bool StandsFor(std::string_view customer_id, const v1::Customer* customer,
               std::string_view other_id) {
  if (customer_id == other_id) return true;
  if (customer == nullptr) return false;
  return std::any_of(customer->merged().begin(), customer->merged().end(),
                     [other_id](const std::string& merged) { return merged == other_id; });
}

bool AreOnePerson(const State& state, std::string_view customer_id, std::string_view other_id) {
  const auto* file = state.Find<v1::Customer>(customer_id);
  if (file == nullptr || file->merged_into().empty()) {
    return StandsFor(customer_id, file, other_id);
  }
  const std::string_view stays = file->merged_into();
  return StandsFor(stays, state.Find<v1::Customer>(stays), other_id);
}

const v1::Booking* CheckBookingOf(DecideContext& context, std::string_view path,
                                  std::string_view booking_id, std::string_view customer_id,
                                  const v1::Customer* customer, std::string_view property_id) {
  if (booking_id.empty()) return nullptr;
  const v1::Booking* const booking = context.RequireOtherBooking(path, booking_id);
  if (booking == nullptr) return nullptr;
  if (!property_id.empty() && booking->property_id() != property_id) {
    context.Decline(
        v1::STATE_BOOKING_UNKNOWN, path,
        absl::StrCat("booking ", ToAbsl(booking_id), " is of property ", booking->property_id()));
  }
  if (!StandsFor(customer_id, customer, booking->customer_id())) {
    context.Decline(
        v1::STATE_CUSTOMER_MISMATCH, path,
        absl::StrCat("booking ", ToAbsl(booking_id), " is of customer ", booking->customer_id()));
  }
  return booking;
}

void CheckOptionalMoney(DecideContext& context, std::string_view path, bool given,
                        const v1::Money& money) {
  if (given) context.CheckPositiveMoney(path, money);
}

void CheckPropertyCurrency(DecideContext& context, std::string_view path, const v1::Money& money) {
  if (context.property == nullptr) return;
  const std::string& expected = context.property->definition().currency();
  if (money.currency() == expected) return;
  context.Decline(v1::STATE_CURRENCY_MISMATCH, path,
                  absl::StrCat(money.currency(), " given, ", expected, " expected"));
}

}  // namespace daybook
