// The house K1 (houses_with_books.h) with the policy credit/v1 and the debtor account acme, for the tests of credit.
#ifndef DAYBOOK_TESTS_DOMAIN_CREDIT_HOTEL_H_
#define DAYBOOK_TESTS_DOMAIN_CREDIT_HOTEL_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/base/civil_date.h"
#include "ledger/domain/credit/credit_v1.h"
#include "tests/domain/houses_with_books.h"

namespace daybook::testing {

inline constexpr int64_t kEuro = 100;

// K1 with the plans FLEX (100.00), NRF (200.00, non-refundable) and GALA (10,000.00), the policy credit/v1, and the account acme of
// the customer acme-c, which sol looks after.
class CreditHotel : public Ledgerless {
 public:
  CreditHotel() {
    GivenHousesWithBooks(*this);
    v1::CancellationPolicy strict;
    strict.set_policy_id("strict");
    strict.set_version(1);
    strict.set_non_refundable(true);
    Given({DefineRatePlan("K1", "GALA", {{"DBL", 10'000 * kEuro, 100}}),
           DefineRatePlan("K1", "NRF", {{"DBL", 200 * kEuro, 100}}, strict)});
    Given(Ask(kManager, absl::StrCat("propose_policy { policy { ",
                                     CreditV1Policy().ShortDebugString(), " } }")));
    Given(Ask(kOtherManager, "settle_policy { policy_id: 'credit/v1' version: 1 approved: true }"));
    Given(Ask(kFinance,
              "open_account { account { account_id: 'acme' customer_id: 'acme-c' "
              "home_property_id: 'K1' owner_staff_id: 'sol' } }"));
  }

  const v1::Credit& credit() const { return *state().Find<v1::Credit>("acme"); }
  const v1::Account& account() const { return *state().Find<v1::Account>("acme"); }
  int32_t today() const { return state().FindProperty("K1")->business_date(); }

  void GivenAssessed(int32_t level) {
    for (int factor = 1; factor <= 6; ++factor) {
      Given(Ask(kFinance, absl::StrCat("assess_credit { account_id: 'acme' factor: ",
                                       v1::CreditFactor_Name(factor), " level: ", level, " }")));
    }
  }
  Then WhenReviewed() { return When(Ask(kFinance, "run_credit_review { account_id: 'acme' }")); }
  const v1::CreditReview& GivenReviewed() {
    WhenReviewed().ThenAccepted();
    return credit().last_review();
  }
  // Strategic new by designation: 30 days, 5,000.00.
  void GivenCredit() {
    GivenAssessed(5);
    Given(Overriding({v1::POLICY_AUTHORISER_REQUIRED}, StaffMember(kOtherManager),
                     Ask(kManager,
                         "designate_strategic { account_id: 'acme' authorised_volume { "
                         "amount_minor: 2000000 currency: 'EUR' } until: 20270301 }")));
    GivenReviewed();
  }
  // Whatever the credit says.
  void GivenForced(v1::Request request) {
    Given(Overriding(
        {v1::POLICY_CREDIT_NOT_GRANTED, v1::POLICY_CREDIT_STATUS, v1::POLICY_CREDIT_LIMIT_EXCEEDED},
        StaffMember(kOtherManager), As(StaffMember(kManager), std::move(request))));
  }
  void GivenRolled(int32_t date) { GivenBusinessDate("K1", date); }
  // One night from today on, put on account and left.
  void GivenStay(std::string_view id, std::string_view plan = "FLEX") {
    GivenForced(OnAccount(id, today(), plan));
    Given({CheckInOf(id)});
    GivenRolled((CivilDate::FromYmd(today()).value() + 1).ymd());
    GivenForced(PutOn(id));
    Given(CheckOutOf(id));
  }

  // A CONFIRMED booking of one night that acme guarantees.
  static v1::Request OnAccount(std::string_view id, int32_t arrival,
                               std::string_view plan = "FLEX") {
    return With(Create({.id = std::string(id),
                        .property = "K1",
                        .arrival = arrival,
                        .departure = (CivilDate::FromYmd(arrival).value() + 1).ymd(),
                        .rate_plan = std::string(plan),
                        .customer = "acme-c"}),
                [](v1::Request& r) { r.mutable_create_booking()->set_account_id("acme"); });
  }
  static v1::Request PutOn(std::string_view booking_id) {
    return Ask(kFinance, absl::StrCat("put_on_account { booking_id: '", std::string(booking_id),
                                      "' account_id: 'acme' }"));
  }
  static v1::Request ReceiptOf(std::string_view id, std::string_view invoice_id, int64_t amount) {
    return Ask(kFinance, absl::StrCat("record_receipt { account_id: 'acme' receipt_id: '",
                                      std::string(id), "' amount { amount_minor: ", amount,
                                      " currency: 'EUR' } matches { invoice_id: '",
                                      std::string(invoice_id), "' amount_minor: ", amount, " } }"));
  }
  static v1::Request BlockOf(bool blocked) {
    return Ask(kFinance, absl::StrCat("block_credit { account_id: 'acme' blocked: ",
                                      blocked ? "true" : "false", " reason_code: 'fraud' }"));
  }
  Then WhenDue() { return When(Due("2099-01-01T00:00:00Z")); }
};

}  // namespace daybook::testing

#endif  // DAYBOOK_TESTS_DOMAIN_CREDIT_HOTEL_H_
