// Money that went on to other bookings comes back to be refunded where it was paid; and nights that a late guest missed.
#include "ledger/domain/payment/refund_sources.h"

#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/domain/houses_with_books.h"

namespace daybook::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::Request Move(std::string_view from, std::string_view to, std::string_view property) {
  return Ask(kManager,
             absl::StrCat("move_booking { booking_id: '", std::string(from), "' new_booking_id: '",
                          std::string(to), "' to_property_id: '", std::string(property),
                          "' room_type_id: 'DBL' rate_plan_id: 'FLEX' }"));
}

v1::Request RefundBy(std::string_view booking_id, int64_t amount_minor,
                     std::string_view refund_id = "f1") {
  return As(StaffMember(kManager), Refund(booking_id, "p1", std::string(refund_id), amount_minor));
}

std::vector<std::string> Ids(const std::vector<const v1::Booking*>& bookings) {
  std::vector<std::string> ids;
  for (const v1::Booking* const booking : bookings) ids.push_back(booking->booking_id());
  return ids;
}

// b1 of K1, paid 300.00, is b2 of K2 and then b3 of K1.
class AStayThatMovedTwice : public ::testing::Test {
 protected:
  AStayThatMovedTwice() {
    GivenHousesWithBooks(house_);
    house_.Given({Create({.id = "b1", .property = "K1"}), Pay("b1", "p1", 30'000),
                  Move("b1", "b2", "K2"), Move("b2", "b3", "K1")});
  }
  const v1::Folio& folio(std::string_view id) const { return house_.booking(id).folio(); }
  Ledgerless house_;
};

TEST_F(AStayThatMovedTwice, IsFollowedFromWhereItWasPaid) {
  EXPECT_THAT(Ids(WentOn(house_.state(), house_.booking("b1"))), ElementsAre("b2", "b3"));
  EXPECT_THAT(Ids(WentOn(house_.state(), house_.booking("b3"))), IsEmpty());
  EXPECT_EQ(FreeElsewhere(house_.state(), house_.booking("b1")), 30'000);
}

TEST_F(AStayThatMovedTwice, GivesBackWhatIsFreeAndNoMore) {
  house_.When(RefundBy("b1", 30'001)).ThenDeclined({v1::POLICY_REFUND_EXCEEDS_FREE});
  house_.Given({RefundBy("b1", 10'000), RefundBy("b1", 20'000, "f2")});
  EXPECT_EQ(folio("b3").deposit_minor(), 0);
  EXPECT_EQ(folio("b3").refund_due_minor(), 0);
  EXPECT_EQ(folio("b1").refund_due_minor(), 30'000);
  house_.When(RefundBy("b1", 1, "f3")).ThenDeclined({v1::POLICY_REFUND_EXCEEDS_FREE});
}

TEST_F(AStayThatMovedTwice, KeepsTheDebtAndFreesTheAmountWhenARefundFails) {
  house_.Given({RefundBy("b1", 10'000), Settle("b1", "p1", "f1", v1::REFUND_FAILED)});
  EXPECT_EQ(folio("b1").refund_due_minor(), 10'000);
  const Then again = house_.When(RefundBy("b1", 10'000, "f2"));
  again.ThenAccepted();
  EXPECT_TRUE(again.record().outcome().accepted().journals().empty());
}

TEST_F(AStayThatMovedTwice, KeepsWhatTheStayHasTaken) {
  house_.Given(Cancel("b3"));  // free of charge: all of it is due
  EXPECT_EQ(folio("b3").refund_due_minor(), 30'000);
  house_.Given({RefundBy("b1", 12'000), RefundBy("b1", 18'000, "f2")});
  EXPECT_EQ(folio("b3").refund_due_minor(), 0);
  EXPECT_EQ(folio("b1").refund_due_minor(), 30'000);
}

TEST(ALateCheckIn, ChargesTheNightsThatWentByEachAtItsPrice) {
  Ledgerless house;
  GivenHousesWithBooks(house);
  house.Given(Create({.property = "K1", .arrival = 20260301, .departure = 20260304}));
  const auto roll = [&](int32_t date) {
    return Overriding({v1::POLICY_DUE_INS_UNRESOLVED}, StaffMember(kManager), Roll("K1", date));
  };
  house.Given({roll(20260301), roll(20260302), CheckInOf("b1")});
  EXPECT_EQ(house.booking("b1").folio().guest_minor(), 20'000);
  EXPECT_EQ(house.booking("b1").folio().charged_until(), 20260303);
  house.Given(Roll("K1", 20260303));
  EXPECT_EQ(house.booking("b1").folio().guest_minor(), 30'000);
}

TEST(ALateCheckIn, OfMoreNightsThanARecordChargesIsDeclined) {
  Ledgerless house;
  GivenHousesWithBooks(house);
  house.Given(Create({.property = "K1", .arrival = 20260301, .departure = 20270101}));
  for (CivilDate day = *CivilDate::FromYmd(20260301); day < *CivilDate::FromYmd(20261114);
       day = day + 1) {
    house.Given(
        Overriding({v1::POLICY_DUE_INS_UNRESOLVED}, StaffMember(kManager), Roll("K1", day.ymd())));
  }
  house.When(CheckInOf("b1")).ThenDeclined({v1::STATE_TOO_MANY});
}

TEST(ABookingThatWaited, OwesItsDepositFromThePromotionOn) {
  Ledgerless house;
  GivenHousesWithBooks(house);
  house.Given(PolicyInForce("ahead",
                            "deposit { stay_basis_points: 5000 due_days_after_booking: 2 "
                            "due_days_before_arrival: 1 cancel_if_unpaid: true }"));
  house.Given(Create({.property = "K1", .status = v1::WAITLISTED}));
  EXPECT_EQ(house.booking("b1").deposit_required_minor(), 0);
  house.Given({Roll("K1", 20260301), As(StaffMember(kManager), Promote("b1"))});
  EXPECT_EQ(house.booking("b1").deposit_required_minor(), 10'000);
  EXPECT_EQ(house.booking("b1").deposit_due_on(), 20260304);
  EXPECT_TRUE(house.booking("b1").deposit_cancels());
}

v1::Request OfK1Only() {
  return DefineStaff({.id = "kim", .properties = {"K1"}, .refund_limit_minor = 50'000});
}

TEST_F(AStayThatMovedTwice, GivesBackWithinTheScopeOfWhomItIsDrawnOn) {
  house_.Given(OfK1Only());
  house_.When(As(StaffMember("kim"), Refund("b1", "p1", "f1", 100))).ThenAccepted();
}

TEST(ARefund, OfWhatIsWithAHouseOutOfScopeIsDeclined) {
  Ledgerless house;
  GivenHousesWithBooks(house);
  house.Given({OfK1Only(), Create({.id = "b1", .property = "K1"}), Pay("b1", "p1", 30'000),
               Move("b1", "b2", "K2"), Pay("b1", "p2", 500)});
  house.When(As(StaffMember("kim"), Refund("b1", "p1", "f1", 501)))
      .ThenDeclined({v1::IDENTITY_PROPERTY_OUT_OF_SCOPE});
  house.When(As(StaffMember("kim"), Refund("b1", "p2", "f1", 500))).ThenAccepted();
}

}  // namespace
}  // namespace daybook::testing
