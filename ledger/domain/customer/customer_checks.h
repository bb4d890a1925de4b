// What decisions about customers have in common.
//
// A file is made by the first request about its customer, so a customer without one is no mistake. Merged files stay what they were: the
// file that stays lists them, requests about the person name the one that stays, and whoever reads follows merged_into.
#ifndef DAYBOOK_LEDGER_DOMAIN_CUSTOMER_CUSTOMER_CHECKS_H_
#define DAYBOOK_LEDGER_DOMAIN_CUSTOMER_CUSTOMER_CHECKS_H_

#include <string>
#include <string_view>

#include "daybook/v1/customer.pb.h"
#include "ledger/domain/decide_context.h"

namespace daybook {

inline constexpr int kMaxPreferences = 128;  // of a customer, codes unique
inline constexpr int kMaxStayNotes = 64;     // of a customer, the latest
inline constexpr int kMaxMerged = 64;        // files in one
inline constexpr int kMaxAgreementItems = 64;
inline constexpr int kMaxSurveyAnswers = 64;

// Whether the customer agreed to it last; null: there is no file, so no.
bool HasConsent(const v1::Customer* customer, v1::ConsentPurpose purpose);

// State: the customer's file, null where none was made yet. Declines STATE_STATUS where it was erased, or merged into another, which
// the detail names.
const v1::Customer* UsableCustomer(DecideContext& context, std::string_view path,
                                   std::string_view customer_id);

// Policy: declines POLICY_CONSENT_MISSING.
void CheckConsent(DecideContext& context, const v1::Customer* customer, v1::ConsentPurpose purpose);

// Whether the customer's file also stands for the other id: the same, or merged into it.
bool StandsFor(std::string_view customer_id, const v1::Customer* customer,
               std::string_view other_id);

// Whether the two ids stand for one person: the same id, or merged into the same file. The first customer's file, and the one that it was
// merged into, must be in memory if they are anywhere.
bool AreOnePerson(const State& state, std::string_view customer_id, std::string_view other_id);

// State: the booking, which the request names at `path`, is there and the customer's, and, where `property_id` is not empty, of that
// property. An empty id: null, and no decline.
const v1::Booking* CheckBookingOf(DecideContext& context, std::string_view path,
                                  std::string_view booking_id, std::string_view customer_id,
                                  const v1::Customer* customer, std::string_view property_id);

// Form: an amount that may be absent; where it is there, above zero.
void CheckOptionalMoney(DecideContext& context, std::string_view path, bool given,
                        const v1::Money& money);
// State: in the currency of the request's property.
void CheckPropertyCurrency(DecideContext& context, std::string_view path, const v1::Money& money);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_CUSTOMER_CUSTOMER_CHECKS_H_
