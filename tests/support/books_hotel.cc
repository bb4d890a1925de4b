#include "tests/support/books_hotel.h"

#include "absl/strings/str_cat.h"
#include "ledger/domain/entities.h"

namespace daybook::testing {
namespace {

v1::Request ByManager() {
  v1::Request request;
  *request.mutable_actor() = StaffMember(kManager);
  request.set_authenticated_by("test");
  return request;
}

}  // namespace

BooksHotel::BooksHotel() {
  Given(With(DefineProperty("HB", "Europe/Berlin", "EUR", 20260301, v1::DUE_IN_POLICY_MARK_NO_SHOW),
             [](v1::Request& r) {
               r.mutable_define_property()->mutable_property()->set_keeps_books(true);
             }));
  Given(DefineRoomType("HB", "DBL", 400));
  v1::CancellationPolicy strict;
  strict.set_policy_id("strict");
  strict.set_version(1);
  strict.set_non_refundable(true);
  const std::vector<PriceSpec> prices = {{"DBL", 10'700, 5'350}};
  Given({DefineRatePlan("HB", "FLEX", prices, Policy("flexible", {Tier(1, 1080, FirstNights(1))})),
         DefineRatePlan("HB", "NRF", prices, strict)});
}

void BooksHotel::WithTaxes() {
  v1::Policy policy;
  const auto add = [&policy](v1::RevenueKind kind, int32_t basis_points) {
    v1::TaxPolicy::Rate& rate = *policy.mutable_tax()->add_rates();
    rate.set_kind(kind);
    rate.set_basis_points(basis_points);
  };
  add(v1::REVENUE_ROOM, 700);
  for (const v1::RevenueKind kind :
       {v1::REVENUE_DINING, v1::REVENUE_EXTRA, v1::REVENUE_FEE, v1::REVENUE_PENALTY}) {
    add(kind, 1'900);
  }
  WithPolicy("tax", policy);
}

void BooksHotel::WithPolicy(std::string_view id, v1::Policy policy) {
  policy.set_policy_id(std::string(id));
  policy.set_version(1);
  policy.set_property_id("HB");
  v1::Request propose = ByManager();
  *propose.mutable_propose_policy()->mutable_policy() = policy;
  Given(propose);
  v1::Request settle = ByManager();
  *settle.mutable_actor() = StaffMember(kOtherManager);
  settle.mutable_settle_policy()->set_policy_id(std::string(id));
  settle.mutable_settle_policy()->set_version(1);
  settle.mutable_settle_policy()->set_approved(true);
  Given(settle);
}

int64_t BooksHotel::Balance(v1::BookAccount account) const {
  const auto* const books = state().Find<v1::Books>(BooksKey("HB"));
  if (books == nullptr || books->balance_minor_size() <= account) return 0;
  return books->balance_minor(account);
}

v1::Request Book(std::string_view booking_id, int32_t arrival, int32_t departure,
                 std::string_view rate_plan) {
  return Create({.id = std::string(booking_id),
                 .property = "HB",
                 .arrival = arrival,
                 .departure = departure,
                 .rate_plan = std::string(rate_plan)});
}

v1::Request ChargeOf(std::string_view booking_id, std::string_view charge_id, int64_t amount_minor,
                     v1::RevenueKind kind) {
  v1::Request request = ByManager();
  v1::PostCharge& charge = *request.mutable_post_charge();
  charge.set_booking_id(std::string(booking_id));
  charge.set_charge_id(std::string(charge_id));
  charge.set_kind(kind);
  charge.set_code("minibar");
  *charge.mutable_amount() = Euro(amount_minor);
  return request;
}

v1::Request Waive(std::string_view booking_id, std::string_view charge_id, int64_t amount_minor) {
  v1::Request request = ByManager();
  v1::WaiveCharge& waive = *request.mutable_waive_charge();
  waive.set_booking_id(std::string(booking_id));
  waive.set_charge_id(std::string(charge_id));
  waive.set_reason_code("noise");
  *waive.mutable_amount() = Euro(amount_minor);
  return request;
}

v1::Request ReverseChargeOf(std::string_view booking_id, std::string_view charge_id) {
  v1::Request request = ByManager();
  v1::ReverseCharge& reverse = *request.mutable_reverse_charge();
  reverse.set_booking_id(std::string(booking_id));
  reverse.set_charge_id(std::string(charge_id));
  reverse.set_reason_code("wrong-room");
  return request;
}

v1::Request ReversePaymentOf(std::string_view booking_id, std::string_view payment_id) {
  v1::Request request = ByManager();
  v1::ReversePayment& reverse = *request.mutable_reverse_payment();
  reverse.set_booking_id(std::string(booking_id));
  reverse.set_payment_id(std::string(payment_id));
  reverse.set_reason_code("wrong-room");
  return request;
}

v1::Request WaiveNight(std::string_view booking_id, int32_t night, int64_t amount_minor) {
  v1::Request request = Waive(booking_id, "", amount_minor);
  request.mutable_waive_charge()->set_night(night);
  return request;
}

v1::Request Chargeback(std::string_view booking_id, std::string_view payment_id,
                       int64_t amount_minor, std::string_view chargeback_id) {
  v1::Request request = ByManager();
  v1::RecordChargeback& chargeback = *request.mutable_record_chargeback();
  chargeback.set_booking_id(std::string(booking_id));
  chargeback.set_payment_id(std::string(payment_id));
  chargeback.set_chargeback_id(chargeback_id.empty() ? absl::StrCat("cb-", chargeback.payment_id())
                                                     : std::string(chargeback_id));
  *chargeback.mutable_amount() = Euro(amount_minor);
  return request;
}

v1::Request Transfer(std::string_view booking_id, std::string_view to_booking_id,
                     std::string_view transfer_id, int64_t amount_minor) {
  v1::Request request = ByManager();
  v1::TransferFolio& transfer = *request.mutable_transfer_folio();
  transfer.set_booking_id(std::string(booking_id));
  transfer.set_to_booking_id(std::string(to_booking_id));
  transfer.set_transfer_id(std::string(transfer_id));
  *transfer.mutable_amount() = Euro(amount_minor);
  return request;
}

v1::Request ReverseTransferOf(std::string_view booking_id, std::string_view to_booking_id,
                              std::string_view transfer_id) {
  v1::Request request = ByManager();
  v1::ReverseTransfer& reverse = *request.mutable_reverse_transfer();
  reverse.set_booking_id(std::string(booking_id));
  reverse.set_to_booking_id(std::string(to_booking_id));
  reverse.set_transfer_id(std::string(transfer_id));
  return request;
}

v1::Request ReinstateOf(std::string_view booking_id) {
  v1::Request request = ByManager();
  request.mutable_reinstate_booking()->set_booking_id(std::string(booking_id));
  return request;
}

v1::Request LateCheckOut(std::string_view booking_id, bool late) {
  v1::Request request = ByManager();
  request.mutable_set_late_check_out()->set_booking_id(std::string(booking_id));
  request.mutable_set_late_check_out()->set_late(late);
  return request;
}

v1::Request Nights(std::string_view property_id, int32_t business_date, int32_t max_items) {
  v1::Request request = ByManager();
  v1::PostNights& post = *request.mutable_post_nights();
  post.set_property_id(std::string(property_id));
  post.set_business_date(business_date);
  post.set_max_items(max_items);
  return request;
}

std::vector<std::string> PostingsOf(const v1::Record& record) {
  std::vector<std::string> postings;
  for (const v1::Journal& journal : record.outcome().accepted().journals()) {
    for (const v1::Transfer& transfer : journal.transfers()) {
      std::string text =
          absl::StrCat(v1::BookAccount_Name(transfer.debit()), " ",
                       v1::BookAccount_Name(transfer.credit()), " ", transfer.amount_minor());
      if (!transfer.to_booking_id().empty()) {
        absl::StrAppend(&text, " from ", transfer.booking_id(), " to ", transfer.to_booking_id());
      }
      postings.push_back(std::move(text));
    }
  }
  return postings;
}

}  // namespace daybook::testing
