// The buyer on an invoice has a key of the invoice's own: it stays when the customer is erased.
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "ledger/privacy/key_ring.h"
#include "ledger/privacy/sealing.h"
#include "tests/engine/test_ledger.h"

namespace daybook::testing {
namespace {

constexpr char kBuyer[] = "Example Trading Company";
// Ids may be as long as this, and the key's owner has a longer one.
const std::string kLongId(64, 'x');

v1::Request PutOnAccount(std::string_view request_id) {
  v1::Request request = As(StaffMember(kFinance), WithId(request_id, Pay("b1", "p", 1)));
  v1::PutOnAccount& put = *request.mutable_put_on_account();
  put.set_booking_id("b1");
  put.set_account_id("a1");
  *put.mutable_amount() = Euro(100);
  put.mutable_buyer()->mutable_plain()->set_full_name(kBuyer);
  return Overriding({v1::POLICY_CREDIT_NOT_GRANTED}, StaffMember(kManager), request);
}

// A guest in house at K1, whose personal data is sealed in slot 0, owes a night.
void GivenGuestAndAccount(TestLedger& test) {
  test.DefineHotel();
  test.Accept(WithId("k/0", With(DefineProperty("K1"), [](v1::Request& request) {
                       request.mutable_define_property()->mutable_property()->set_keeps_books(true);
                     })));
  test.Accept(WithId("k/1", DefineRoomType("K1", "DBL", 2)));
  test.Accept(WithId("k/2", DefineRatePlan("K1", "FLEX", {PriceSpec{}})));
  v1::Request account = As(StaffMember(kFinance), WithId("k/3", Pay("b1", "p", 1)));
  v1::AccountDefinition& definition = *account.mutable_open_account()->mutable_account();
  definition.set_account_id("a1");
  definition.set_customer_id("c-1");
  definition.set_home_property_id("K1");
  definition.set_owner_staff_id(std::string(kManager));
  test.Accept(account);
  v1::Request create = WithId("k/4", Create({.property = "K1", .arrival = 20260301}));
  create.mutable_create_booking()->mutable_guest()->mutable_plain()->set_full_name("A Guest");
  test.Accept(create);
  test.Accept(WithId("k/5", CheckInOf("b1")));
  test.Accept(WithId("k/6", Roll("K1", 20260301)));
}

v1::SealedData BuyerOf(const v1::Record& record) {
  const auto sealed = SealedFields(record.request());
  EXPECT_EQ(sealed.size(), 1U);
  return sealed.empty() ? v1::SealedData() : *sealed[0];
}

TEST(TheBuyerOnAnInvoice, IsSealedUnderAKeyOfItsOwn) {
  TestLedger test;
  GivenGuestAndAccount(test);
  test.Accept(PutOnAccount("r-1"));
  const v1::Record first = test.Records().back();
  test.Accept(PutOnAccount(kLongId));
  const v1::Record second = test.Records().back();

  EXPECT_EQ(test.Bytes().find(kBuyer), std::string::npos);
  EXPECT_EQ(BuyerOf(first).key_slot(), 1U) << "the guest's is slot 0";
  EXPECT_EQ(BuyerOf(second).key_slot(), 2U);
  const auto keys = KeyRing::Open(PosixFileSystem(), test.dir() + "/keys");
  ASSERT_TRUE(keys.ok()) << keys.status();
  for (const v1::Record& record : {first, second}) {
    const auto buyer =
        Unseal(BuyerOf(record), (*keys)->CustomerKey(BuyerOf(record).key_slot()).value(),
               record.request().request_id());
    ASSERT_TRUE(buyer.ok()) << buyer.status();
    EXPECT_EQ(buyer->full_name(), kBuyer);
  }
}

TEST(TheBuyerOnAnInvoice, HasItsKeyAfterTheStateIsMadeAnewFromTheLog) {
  TestLedger test;
  GivenGuestAndAccount(test);
  test.Accept(PutOnAccount("r-1"));
  ASSERT_TRUE(test.ledger->Close().ok());
  ASSERT_TRUE(PosixFileSystem().RemoveTree(test.dir() + "/state").ok());
  test.Open();
  test.Accept(PutOnAccount("r-2"));
  EXPECT_EQ(BuyerOf(test.Records().back()).key_slot(), 2U);
}

TEST(TheBuyerOnAnInvoice, IsNotErasedAsACustomerOfASimilarName) {
  TestLedger test;
  GivenGuestAndAccount(test);
  test.Accept(PutOnAccount("r-1"));
  const uint64_t slot = BuyerOf(test.Records().back()).key_slot();
  v1::Request erase = WithId("e-1", As(StaffMember(kManager), Cancel("b1")));
  erase.mutable_erase_customer()->set_customer_id("invoice:r-1");
  erase.mutable_erase_customer()->set_reason_code("asked");
  test.Accept(erase);
  const auto keys = KeyRing::Open(PosixFileSystem(), test.dir() + "/keys");
  ASSERT_TRUE(keys.ok()) << keys.status();
  EXPECT_TRUE((*keys)->CustomerKey(slot).ok());
}

}  // namespace
}  // namespace daybook::testing
