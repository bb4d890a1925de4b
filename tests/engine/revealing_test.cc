// What is sealed is opened for whoever may see it, after that is recorded: a file, everything of a customer, or the buyer on an invoice.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "ledger/privacy/key_ring.h"
#include "ledger/privacy/sealing.h"
#include "tests/engine/test_ledger.h"

namespace daybook::testing {
namespace {

constexpr char kTom[] = "tom";

v1::Request Reveal(std::string_view id, std::string_view customer_id, bool everything = false,
                   std::string_view invoice_id = "") {
  v1::Request request = As(StaffMember(kTom), WithId(id, Cancel("b1")));
  v1::RevealPersonalData& reveal = *request.mutable_reveal_personal_data();
  reveal.set_customer_id(std::string(customer_id));
  reveal.set_purpose("right-of-access");
  reveal.set_everything(everything);
  reveal.set_invoice_id(std::string(invoice_id));
  return request;
}

v1::Request Profile(std::string_view id, std::string_view customer_id, std::string_view name) {
  v1::Request request = As(StaffMember(kManager), WithId(id, Cancel("b1")));
  request.mutable_update_profile()->set_customer_id(std::string(customer_id));
  request.mutable_update_profile()->mutable_profile()->mutable_plain()->set_full_name(
      std::string(name));
  return request;
}

v1::Request Booked(std::string_view id, std::string_view booking_id, std::string_view customer_id,
                   std::string_view guest) {
  v1::Request request = WithId(id, Create({.id = std::string(booking_id),
                                           .property = "K1",
                                           .arrival = 20260301,
                                           .departure = 20260302,
                                           .customer = std::string(customer_id)}));
  request.mutable_create_booking()->mutable_guest()->mutable_plain()->set_full_name(
      std::string(guest));
  return request;
}

v1::Request OnAccount(std::string_view id, std::string_view booking_id, bool allowed = true) {
  v1::Request request = As(StaffMember(kFinance), WithId(id, Cancel("b1")));
  v1::PutOnAccount& put = *request.mutable_put_on_account();
  put.set_booking_id(std::string(booking_id));
  put.set_account_id("a1");
  put.mutable_buyer()->mutable_plain()->set_full_name("Acme Trading Ltd");
  return allowed ? Overriding({v1::POLICY_CREDIT_NOT_GRANTED}, StaffMember(kManager), request)
                 : request;
}

class Revealing : public ::testing::Test {
 protected:
  Revealing() {
    test_.DefineHotel();
    test_.Accept(WithId("k/0", With(DefineProperty("K1"), [](v1::Request& request) {
                          request.mutable_define_property()->mutable_property()->set_keeps_books(
                              true);
                        })));
    test_.Accept(WithId("k/1", DefineRoomType("K1", "DBL", 5)));
    test_.Accept(WithId("k/2", DefineRatePlan("K1", "FLEX", {PriceSpec{}})));
    v1::Request tom = WithId("k/3", DefineStaff({.id = kTom, .roles = {v1::ROLE_FINANCE}}));
    tom.mutable_define_staff()->mutable_staff()->set_reveals_personal_data(true);
    test_.Accept(tom);
    v1::Request account = As(StaffMember(kFinance), WithId("k/4", Cancel("b1")));
    v1::AccountDefinition& definition = *account.mutable_open_account()->mutable_account();
    definition.set_account_id("a1");
    definition.set_customer_id("c-1");
    definition.set_home_property_id("K1");
    definition.set_owner_staff_id(std::string(kManager));
    test_.Accept(account);
  }

  absl::StatusOr<Revealed> Shown(const v1::Request& request) {
    return test_.ledger->Reveal(request, Soon());
  }
  bool HasKey(uint64_t slot) {
    const auto keys = KeyRing::Open(PosixFileSystem(), test_.dir() + "/keys");
    EXPECT_TRUE(keys.ok()) << keys.status();
    return (*keys)->CustomerKey(slot).ok();
  }

  TestLedger test_;
};

TEST_F(Revealing, EverythingIsWhatAnyRequestGaveUnderAnyNameOfTheCustomer) {
  test_.Accept(Booked("r-1", "b1", "c-old", "J. Doe"));
  test_.Accept(Booked("r-2", "b2", "c-2", "Somebody Else"));
  test_.Accept(Profile("r-3", "c-1", "Jane Doe"));
  test_.Accept(Profile("r-4", "c-old", "Jane D."));
  v1::Request merge = As(StaffMember(kManager), WithId("r-5", Cancel("b1")));
  merge.mutable_merge_customers()->set_customer_id("c-1");
  merge.mutable_merge_customers()->set_merged_id("c-old");
  test_.Accept(merge);

  const auto shown = Shown(Reveal("s-1", "c-1", true));
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(shown->data.full_name(), "Jane Doe");
  std::vector<std::string> parts;
  for (const Revealed::Part& part : shown->parts) {
    parts.push_back(absl::StrCat(part.request, " ", part.request_id, " ", part.data.full_name()));
  }
  EXPECT_EQ(parts,
            (std::vector<std::string>{"create_booking r-1 J. Doe", "update_profile r-3 Jane Doe",
                                      "update_profile r-4 Jane D."}));
  EXPECT_TRUE(
      test_.Records().back().outcome().accepted().events(0).personal_data_revealed().everything());
}

TEST_F(Revealing, EverythingNeedsNoFileAndAFileAloneShowsNothingElse) {
  test_.Accept(Booked("r-1", "b1", "c-1", "Jane Doe"));
  const auto file = Shown(Reveal("s-1", "c-1"));
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->receipt.outcome.declined().reasons(0).code(), v1::STATE_REFERENCE_UNKNOWN);
  const auto shown = Shown(Reveal("s-2", "c-1", true));
  ASSERT_TRUE(shown.ok()) << shown.status();
  ASSERT_EQ(shown->parts.size(), 1U);
  EXPECT_EQ(shown->parts[0].data.full_name(), "Jane Doe");
  EXPECT_TRUE(absl::IsNotFound(Shown(Reveal("s-3", "c-9", true)).status()));
}

TEST_F(Revealing, TheBuyerIsThatOfTheInvoiceUntilTheEndOfRetention) {
  test_.Accept(Booked("r-1", "b1", "c-1", "A Guest"));
  test_.Accept(WithId("r-2", CheckInOf("b1")));
  test_.Accept(WithId("r-3", Roll("K1", 20260301)));
  test_.Accept(OnAccount("r-4", "b1"));
  const uint64_t slot = SealedFields(test_.Records().back().request()).at(0)->key_slot();
  const auto shown = Shown(Reveal("s-1", "", false, "K1-1"));
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(shown->data.full_name(), "Acme Trading Ltd");

  v1::Request propose = As(StaffMember(kManager), WithId("r-5", Cancel("b1")));
  v1::Policy& policy = *propose.mutable_propose_policy()->mutable_policy();
  policy.set_policy_id("keep");
  policy.set_version(1);
  policy.mutable_retention()->set_buyer_days(1);
  test_.Accept(propose);
  v1::Request settle = As(StaffMember(kOtherManager), WithId("r-6", Cancel("b1")));
  settle.mutable_settle_policy()->set_policy_id("keep");
  settle.mutable_settle_policy()->set_version(1);
  settle.mutable_settle_policy()->set_approved(true);
  test_.Accept(settle);
  test_.Accept(WithId("r-7", CheckOutOf("b1")));
  v1::Request receipt = As(StaffMember(kFinance), WithId("r-8", Cancel("b1")));
  v1::RecordReceipt& paid = *receipt.mutable_record_receipt();
  paid.set_account_id("a1");
  paid.set_receipt_id("bank-1");
  *paid.mutable_amount() = Euro(10'000);
  v1::ReceiptMatch& match = *paid.add_matches();
  match.set_invoice_id("K1-1");
  match.set_amount_minor(10'000);
  test_.Accept(receipt);
  test_.Accept(WithId("r-9", Roll("K1", 20260302)));
  test_.Accept(WithId("r-10", Roll("K1", 20260303)));
  v1::Request end = As(StaffMember(kManager), WithId("r-11", Cancel("b1")));
  end.mutable_end_retention()->set_invoice_id("K1-1");
  EXPECT_TRUE(HasKey(slot));
  test_.Accept(end);
  EXPECT_FALSE(HasKey(slot));
  EXPECT_TRUE(Shown(Reveal("s-2", "", false, "K1-1"))->receipt.outcome.has_declined());
}

TEST_F(Revealing, TheBuyerOfAnInvoiceThatNeverCameToBeIsKeptForNobody) {
  test_.Accept(Booked("r-1", "b1", "c-1", "A Guest"));
  test_.Accept(WithId("r-2", CheckInOf("b1")));
  test_.Accept(WithId("r-3", Roll("K1", 20260301)));
  const auto declined = test_.Submit(OnAccount("r-4", "b1", false));
  ASSERT_TRUE(declined.ok()) << declined.status();
  ASSERT_TRUE(declined->outcome.has_declined());
  EXPECT_FALSE(HasKey(SealedFields(test_.Records().back().request()).at(0)->key_slot()));

  // The same again is the same answer; another content under its id is a conflict, of which no buyer is kept.
  EXPECT_TRUE(test_.Submit(OnAccount("r-4", "b1", false))->duplicate);
  EXPECT_TRUE(absl::IsAlreadyExists(test_.Submit(OnAccount("r-4", "b1")).status()));
  EXPECT_TRUE(test_.Records().back().outcome().has_conflict());
  EXPECT_TRUE(SealedFields(test_.Records().back().request()).at(0)->ciphertext().empty());
}

// No invoice would ever come to own the key, so that nothing could end its time.
TEST_F(Revealing, TheBuyerUnderAnIdThatAnotherRequestHasIsKeptForNobody) {
  test_.Accept(Booked("r-1", "b1", "c-1", "A Guest"));
  test_.Accept(WithId("r-2", CheckInOf("b1")));
  test_.Accept(WithId("r-3", Roll("K1", 20260301)));
  EXPECT_TRUE(absl::IsAlreadyExists(test_.Submit(OnAccount("r-2", "b1")).status()));
  const v1::Record conflict = test_.Records().back();
  ASSERT_TRUE(conflict.outcome().has_conflict());
  ASSERT_TRUE(conflict.request().put_on_account().buyer().has_sealed());
  EXPECT_TRUE(SealedFields(conflict.request()).at(0)->ciphertext().empty());

  // One that is in conflict with an invoice is under the invoice's key, and goes when that does.
  test_.Accept(OnAccount("r-4", "b1"));
  const uint64_t slot = SealedFields(test_.Records().back().request()).at(0)->key_slot();
  EXPECT_EQ(slot, 1U) << "the guest's is slot 0, and the conflict took none";
  EXPECT_TRUE(absl::IsAlreadyExists(test_.Submit(OnAccount("r-4", "b2")).status()));
  const v1::Record later = test_.Records().back();
  EXPECT_FALSE(SealedFields(later.request()).at(0)->ciphertext().empty());
  EXPECT_EQ(SealedFields(later.request()).at(0)->key_slot(), slot);
}

}  // namespace
}  // namespace daybook::testing
