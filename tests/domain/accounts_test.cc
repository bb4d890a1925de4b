// Debtor accounts: invoices on account, credit notes, disputes, receipts, write-offs.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ledger/domain/rows_needed.h"
#include "tests/domain/houses_with_books.h"

namespace daybook::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;

v1::Request Open(std::string_view account_id, std::string_view home = "K1") {
  return Ask(kFinance,
             absl::StrCat("open_account { account { account_id: '", std::string(account_id),
                          "' customer_id: 'acme' owner_staff_id: 'sol' "
                          "home_property_id: '",
                          std::string(home), "' } }"));
}

// Whether the account has credit is tested elsewhere: here somebody answers for it.
v1::Request PutOn(std::string_view booking_id, std::string_view account_id,
                  int64_t amount_minor = 0) {
  v1::Request request = Ask(kFinance, "put_on_account {}");
  v1::PutOnAccount& put = *request.mutable_put_on_account();
  put.set_booking_id(std::string(booking_id));
  put.set_account_id(std::string(account_id));
  if (amount_minor != 0) *put.mutable_amount() = Euro(amount_minor);
  return Overriding({v1::POLICY_CREDIT_NOT_GRANTED}, StaffMember(kManager), request);
}

struct MatchSpec {
  std::string invoice_id;
  int64_t amount_minor = 0;
};

v1::Request Receive(std::string_view receipt_id, int64_t amount_minor,
                    const std::vector<MatchSpec>& matches = {}) {
  v1::Request request = Ask(kFinance, "record_receipt { account_id: 'a1' }");
  v1::RecordReceipt& receipt = *request.mutable_record_receipt();
  receipt.set_receipt_id(std::string(receipt_id));
  *receipt.mutable_amount() = Euro(amount_minor);
  for (const MatchSpec& match : matches) {
    v1::ReceiptMatch& added = *receipt.add_matches();
    added.set_invoice_id(match.invoice_id);
    added.set_amount_minor(match.amount_minor);
  }
  return request;
}

v1::Request Apply(std::string_view receipt_id, const std::vector<MatchSpec>& matches) {
  v1::Request request = Ask(kFinance, "apply_receipt { account_id: 'a1' }");
  request.mutable_apply_receipt()->set_receipt_id(std::string(receipt_id));
  for (const MatchSpec& match : matches) {
    v1::ReceiptMatch& added = *request.mutable_apply_receipt()->add_matches();
    added.set_invoice_id(match.invoice_id);
    added.set_amount_minor(match.amount_minor);
  }
  return request;
}

v1::Request Reverse(std::string_view receipt_id) {
  return Ask(kFinance, absl::StrCat("reverse_receipt { account_id: 'a1' receipt_id: '",
                                    std::string(receipt_id), "' reason_code: 'typo' }"));
}

v1::Request CreditNote(std::string_view invoice_id) {
  return Ask(kFinance, absl::StrCat("credit_invoice { account_id: 'a1' invoice_id: '",
                                    std::string(invoice_id), "' reason_code: 'wrong-buyer' }"));
}

v1::Request Dispute(std::string_view invoice_id, bool disputed = true) {
  return Ask(kFinance, absl::StrCat("dispute_invoice { account_id: 'a1' invoice_id: '",
                                    std::string(invoice_id),
                                    "' disputed: ", disputed ? "true" : "false", " }"));
}

v1::Request WriteOffOf(std::string_view invoice_id, int64_t amount_minor) {
  return Ask(kFinance,
             absl::StrCat("write_off { account_id: 'a1' invoice_id: '", std::string(invoice_id),
                          "' amount { currency: 'EUR' amount_minor: ", amount_minor,
                          " } reason_code: 'insolvent' }"));
}

v1::Request ByTwo(v1::Request request) {
  return Overriding({v1::POLICY_AUTHORISER_REQUIRED}, StaffMember(kManager), std::move(request));
}

// Account a1 at K1; booking b1 in house there owes 100.00 for a night, b2 at K2 likewise.
struct HouseWithAccount {
  HouseWithAccount() {
    GivenHousesWithBooks(ledger_);
    ledger_.Given(Open("a1"));
    GivenInHouse(ledger_, "b1");
    GivenInHouse(ledger_, "b2", "K2");
    ledger_.Given({Roll("K1", 20260301), Roll("K2", 20260301)});
  }
  ~HouseWithAccount() { ExpectBooksInOrder(ledger_); }

  const v1::Account& account() const { return *ledger_.state().Find<v1::Account>("a1"); }
  const v1::Invoice* Settled(std::string_view invoice_id) const {
    return ledger_.state().Find<v1::Invoice>(invoice_id);
  }
  int64_t Owes(std::string_view booking_id) const {
    return ledger_.booking(booking_id).folio().guest_minor();
  }

  Ledgerless ledger_;
};

class Accounts : public ::testing::Test, protected HouseWithAccount {};

TEST_F(Accounts, AreOpenedForACustomerWithAHomeAndAnOwner) {
  ledger_.When(Open("a2", "K2")).ThenAccepted({R"pb(account_opened {
                                                      account_id: "a2"
                                                      customer_id: "acme"
                                                      home_property_id: "K2"
                                                      owner_staff_id: "sol"
                                                    })pb"});
  EXPECT_EQ(ledger_.state().Find<v1::Account>("a2")->status(), v1::ACCOUNT_OPEN);
  ledger_.When(Open("a1")).ThenDeclined({v1::STATE_ID_EXISTS});
  ledger_.When(Open("a3", "H1")).ThenDeclined({v1::STATE_BOOKS_NOT_KEPT});
  ledger_.When(Open("a3", "H9")).ThenDeclined({v1::STATE_PROPERTY_UNKNOWN});
  ledger_
      .When(With(Open("a3"),
                 [](v1::Request& request) {
                   request.mutable_open_account()->mutable_account()->set_owner_staff_id("gus");
                 }))
      .ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
  ledger_.When(Ask(kFinance, "open_account {}")).ThenDeclined({v1::FORM_ID_INVALID});
}

TEST_F(Accounts, TakeNothingMoreWhileTheyAreBlocked) {
  const auto set = [](std::string_view status) {
    return Ask(kFinance, absl::StrCat("set_account_status { account_id: 'a1' status: ",
                                      std::string(status), " reason_code: 'late' }"));
  };
  ledger_.When(set("ACCOUNT_OPEN")).ThenDeclined({v1::STATE_STATUS});
  ledger_.When(set("ACCOUNT_BLOCKED")).ThenAccepted({R"pb(account_status_set {
                                                            account_id: "a1"
                                                            status: ACCOUNT_BLOCKED
                                                          })pb"});
  ledger_.When(PutOn("b1", "a1")).ThenDeclined({v1::STATE_STATUS});
  ledger_.Given(set("ACCOUNT_OPEN"));
  ledger_.Given(PutOn("b1", "a1"));
  ledger_.When(set("ACCOUNT_STATUS_UNSPECIFIED")).ThenDeclined({v1::FORM_ENUM_INVALID});
}

TEST_F(Accounts, PayAFolioByAnInvoice) {
  const Then put = ledger_.When(PutOn("b1", "a1")).ThenAccepted({R"pb(invoice_issued {
                                                                        invoice_id: "K1-1"
                                                                        property_id: "K1"
                                                                        number: 1
                                                                        account_id: "a1"
                                                                        booking_id: "b1"
                                                                        currency: "EUR"
                                                                        amount_minor: 10000
                                                                        open_minor: 10000
                                                                        issued_on: 20260302
                                                                        due_on: 20260302
                                                                        status: INVOICE_OPEN
                                                                      })pb"});
  EXPECT_THAT(Posted(put), ElementsAre("RECEIVABLES/GUEST_LEDGER 10000 K1"));
  EXPECT_EQ(Owes("b1"), 0);
  EXPECT_EQ(account().receivable_minor(), 10'000);
  EXPECT_EQ(account().open_invoices(0).position(), put.record().position());
  EXPECT_EQ(account().invoices(), 1);
  EXPECT_EQ(account().currency(), "EUR");
  ledger_.Given(CheckOutOf("b1"));
}

TEST_F(Accounts, PayAPartOfAFolioAndThenTheRest) {
  ledger_.Given({PutOn("b1", "a1", 4'000), PutOn("b1", "a1", 6'000)});
  EXPECT_EQ(Owes("b1"), 0);
  EXPECT_EQ(account().open_invoices_size(), 2);
  ledger_.When(PutOn("b1", "a1")).ThenDeclined({v1::STATE_BALANCE_TOO_SMALL});
}

TEST_F(Accounts, NumberInvoicesPerPropertyWithoutGapsWhateverIsDeclinedBetween) {
  ledger_.Given(PutOn("b1", "a1", 1'000));
  ledger_.When(PutOn("b1", "a1", 99'000)).ThenDeclined({v1::STATE_BALANCE_TOO_SMALL});
  ledger_.Given({PutOn("b2", "a1", 1'000), PutOn("b1", "a1", 1'000)});
  ledger_.Given(CreditNote("K1-1"));
  ledger_.Given(PutOn("b1", "a1", 1'000));
  std::vector<std::string> ids;
  for (const v1::Invoice& invoice : account().open_invoices()) ids.push_back(invoice.invoice_id());
  EXPECT_THAT(ids, ElementsAre("K2-1", "K1-2", "K1-3"));
}

TEST_F(Accounts, KeepTheBuyerAsItWasSealed) {
  ledger_.Given(With(PutOn("b1", "a1"), [](v1::Request& request) {
    v1::SealedData& sealed = *request.mutable_put_on_account()->mutable_buyer()->mutable_sealed();
    sealed.set_key_slot(7);
    sealed.set_ciphertext("????");
  }));
  EXPECT_EQ(account().open_invoices(0).sealed_buyer().key_slot(), 7u);
}

TEST_F(Accounts, TakeOnlyFoldersOfStaysThatHaveBegun) {
  ledger_.Given(Create({.id = "b3", .property = "K1"}));
  ledger_.When(PutOn("b3", "a1"))
      .ThenDeclined({v1::STATE_BOOKING_STATUS, v1::STATE_BALANCE_TOO_SMALL});
  ledger_.When(PutOn("b9", "a1")).ThenDeclined({v1::STATE_BOOKING_UNKNOWN});
  ledger_.When(PutOn("b1", "a9")).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
  ledger_
      .When(With(PutOn("b1", "a1", 100),
                 [](v1::Request& request) {
                   request.mutable_put_on_account()->mutable_amount()->set_currency("USD");
                 }))
      .ThenDeclined({v1::STATE_CURRENCY_MISMATCH});
  ledger_.Given(Open("dollars", "K3"));
  ledger_.When(PutOn("b1", "dollars")).ThenDeclined({v1::STATE_CURRENCY_MISMATCH});
  ledger_.When(PutOn("b1", "a1", -1)).ThenDeclined({v1::FORM_AMOUNT_NOT_POSITIVE});
}

TEST(Declines, PolicyCreditNotGrantedWithoutAReview) {
  HouseWithAccount house;
  v1::Request alone = PutOn("b1", "a1");
  alone.clear_override();
  house.ledger_.When(alone).ThenDeclined({v1::POLICY_CREDIT_NOT_GRANTED});
  house.ledger_.When(PutOn("b1", "a1")).ThenOverrode({v1::POLICY_CREDIT_NOT_GRANTED});
}

TEST(Declines, StateTooManyOpenInvoicesOfAnAccount) {
  HouseWithAccount house;
  for (int i = 0; i < 256; ++i) house.ledger_.Given(PutOn("b1", "a1", 1));
  house.ledger_.When(PutOn("b1", "a1", 1)).ThenDeclined({v1::STATE_TOO_MANY});
  house.ledger_.Given(Receive("r1", 1, {{"K1-7", 1}}));
  house.ledger_.Given(PutOn("b1", "a1", 1));
}

TEST(Declines, StateAlreadyReversedWhereACreditNoteTookTheInvoiceBack) {
  HouseWithAccount house;
  house.ledger_.Given(PutOn("b1", "a1"));
  const uint64_t issued = house.account().open_invoices(0).position();
  const Then credited =
      house.ledger_.When(CreditNote("K1-1")).ThenAccepted({R"pb(invoice_credited {
                                                                  account_id: "a1"
                                                                  invoice_id: "K1-1"
                                                                  credit_note_number: 1
                                                                  business_date: 20260302
                                                                })pb"});
  EXPECT_THAT(Posted(credited), ElementsAre("GUEST_LEDGER/RECEIVABLES 10000 K1"));
  const v1::Transfer& mirror = credited.record().outcome().accepted().journals(0).transfers(0);
  EXPECT_EQ(mirror.rule(), v1::POST_REVERSAL);
  EXPECT_EQ(mirror.reverses_position(), issued);
  EXPECT_EQ(house.Owes("b1"), 10'000);
  EXPECT_EQ(house.account().open_invoices_size(), 0);
  EXPECT_EQ(house.Settled("K1-1")->status(), v1::INVOICE_CREDITED);
  EXPECT_EQ(house.Settled("K1-1")->credit_note_number(), 1);
  house.ledger_.When(CreditNote("K1-1")).ThenDeclined({v1::STATE_ALREADY_REVERSED});
}

TEST_F(Accounts, TakeBackOnlyInvoicesOfWhichNothingIsPaid) {
  ledger_.Given({PutOn("b1", "a1"), Receive("r1", 10'000, {{"K1-1", 1}})});
  ledger_.When(CreditNote("K1-1")).ThenDeclined({v1::STATE_STATUS});
  ledger_.Given(Apply("r1", {{"K1-1", 9'999}}));
  ledger_.When(CreditNote("K1-1")).ThenDeclined({v1::STATE_STATUS});
  ledger_.When(CreditNote("K1-2")).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
}

TEST_F(Accounts, NumberCreditNotesPerPropertyWithoutGaps) {
  ledger_.Given({PutOn("b1", "a1", 100), PutOn("b1", "a1", 100), PutOn("b2", "a1", 100)});
  for (const std::string_view id : {"K1-1", "K2-1", "K1-2"}) ledger_.Given(CreditNote(id));
  EXPECT_EQ(Settled("K1-1")->credit_note_number(), 1);
  EXPECT_EQ(Settled("K2-1")->credit_note_number(), 1);
  EXPECT_EQ(Settled("K1-2")->credit_note_number(), 2);
}

TEST_F(Accounts, KeepDisputedInvoicesApart) {
  ledger_.Given(PutOn("b1", "a1"));
  ledger_.When(Dispute("K1-1", false)).ThenDeclined({v1::STATE_STATUS});
  ledger_.Given(Dispute("K1-1"));
  EXPECT_TRUE(account().open_invoices(0).disputed());
  ledger_.When(Dispute("K1-1")).ThenDeclined({v1::STATE_STATUS});
  ledger_.Given(Dispute("K1-1", false));
  EXPECT_FALSE(account().open_invoices(0).disputed());
}

TEST_F(Accounts, ArePaidByReceiptsThatMatchInvoicesAndKeepTheRest) {
  ledger_.Given({PutOn("b1", "a1", 4'000), PutOn("b1", "a1", 6'000)});
  ledger_.SetNow("2026-03-02T12:00:00Z");
  const Then received =
      ledger_.When(Receive("r1", 8'000, {{"K1-1", 4'000}, {"K1-2", 1'000}})).ThenAccepted();
  EXPECT_THAT(Posted(received),
              ElementsAre("CLEARING/RECEIVABLES 4000 K1", "CLEARING/RECEIVABLES 1000 K1",
                          "CLEARING/UNAPPLIED 3000 K1"));
  EXPECT_EQ(Settled("K1-1")->status(), v1::INVOICE_PAID);
  EXPECT_EQ(Settled("K1-1")->paid_on(), 20260302);
  EXPECT_EQ(account().open_invoices(0).open_minor(), 5'000);
  EXPECT_EQ(account().unapplied_minor(), 3'000);

  const Then applied = ledger_.When(Apply("r1", {{"K1-2", 3'000}})).ThenAccepted();
  EXPECT_THAT(Posted(applied), ElementsAre("UNAPPLIED/RECEIVABLES 3000 K1"));
  EXPECT_EQ(account().unapplied_minor(), 0);
  EXPECT_EQ(account().receivable_minor(), 2'000);
  ledger_.When(Receive("r2", 100, {{"K1-1", 1}})).ThenDeclined({v1::STATE_STATUS});
  ledger_.When(Apply("r1", {{"K1-2", 1}})).ThenDeclined({v1::STATE_BALANCE_TOO_SMALL});
}

TEST_F(Accounts, PayInvoicesOfAnotherPropertyThere) {
  ledger_.Given({PutOn("b1", "a1"), PutOn("b2", "a1")});
  EXPECT_THAT(Posted(ledger_.When(Receive("r1", 11'000, {{"K2-1", 1'000}}))),
              ElementsAre("CLEARING/RECEIVABLES 1000 K2", "CLEARING/UNAPPLIED 10000 K1"));
  EXPECT_THAT(Posted(ledger_.When(Apply("r1", {{"K2-1", 9'000}}))),
              ElementsAre("UNAPPLIED/CLEARING 9000 K1", "CLEARING/RECEIVABLES 9000 K2"));
  EXPECT_EQ(Settled("K2-1")->status(), v1::INVOICE_PAID);
  EXPECT_EQ(Balance(ledger_, "K2", v1::CLEARING), 10'000);
  EXPECT_EQ(Balance(ledger_, "K1", v1::CLEARING), 1'000);
}

TEST_F(Accounts, DeclineReceiptsThatDoNotAddUp) {
  ledger_.Given(PutOn("b1", "a1"));
  ledger_.When(Receive("r1", 100, {{"K1-1", 101}})).ThenDeclined({v1::FORM_LIMIT_INVALID});
  ledger_.When(Receive("r1", 20'000, {{"K1-1", 10'001}}))
      .ThenDeclined({v1::STATE_BALANCE_TOO_SMALL});
  ledger_.When(Receive("r1", 100, {{"K1-9", 1}})).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
  ledger_.When(Receive("r1", 100, {{"K1-1", 0}})).ThenDeclined({v1::FORM_AMOUNT_NOT_POSITIVE});
  ledger_.When(Receive("r1", 100, {{"K1-1", 2'000'000'000'000}}))
      .ThenDeclined({v1::FORM_MONEY_INVALID});
  ledger_
      .When(With(Receive("r1", 100),
                 [](v1::Request& request) {
                   request.mutable_record_receipt()->mutable_amount()->set_currency("USD");
                 }))
      .ThenDeclined({v1::STATE_CURRENCY_MISMATCH});
  ledger_.Given(Receive("r1", 100));
  ledger_.When(Receive("r1", 100)).ThenDeclined({v1::STATE_ID_EXISTS});
  ledger_.When(Apply("r2", {{"K1-1", 1}})).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
}

// Whether an invoice is settled or never was must not depend on what happens to be in memory.
TEST(Receipts, NeedTheInvoicesThatTheyAreSaidToPay) {
  const std::string row = State::EntityRowKey(LetterOf<v1::Invoice>::kLetter, "K1-1");
  EXPECT_THAT(RowsNeeded(State(), Receive("r1", 100, {{"K1-1", 1}})), Contains(row));
  EXPECT_THAT(RowsNeeded(State(), Apply("r1", {{"K1-1", 1}})), Contains(row));
}

TEST(Declines, FormDuplicateInvoiceOfAReceipt) {
  HouseWithAccount house;
  house.ledger_.When(Receive("r1", 100, {{"K1-1", 1}, {"K1-1", 2}}))
      .ThenDeclined({v1::FORM_DUPLICATE});
}

TEST(Declines, FormTooManyOrNoMatchesOfAReceipt) {
  HouseWithAccount house;
  house.ledger_.When(Apply("r1", {})).ThenDeclined({v1::FORM_TOO_MANY});
  std::vector<MatchSpec> many;
  for (int i = 0; i < 65; ++i) many.push_back({absl::StrCat("K1-", i), 1});
  house.ledger_.When(Receive("r1", 100, many)).ThenDeclined({v1::FORM_TOO_MANY});
}

TEST_F(Accounts, ReverseAReceiptOnceWhateverItHasPaid) {
  ledger_.Given({PutOn("b1", "a1"), Receive("r1", 500), Receive("r2", 500)});
  const Then reversed = ledger_.When(Reverse("r1")).ThenAccepted();
  EXPECT_THAT(Posted(reversed), ElementsAre("UNAPPLIED/CLEARING 500 K1"));
  EXPECT_EQ(account().unapplied_minor(), 500);
  ledger_.When(Reverse("r1")).ThenDeclined({v1::STATE_ALREADY_REVERSED});
  ledger_.When(Apply("r1", {{"K1-1", 1}})).ThenDeclined({v1::STATE_STATUS});
  ledger_.Given(Apply("r2", {{"K1-1", 1}}));
  EXPECT_THAT(Posted(ledger_.When(Reverse("r2")).ThenAccepted()),
              ElementsAre("RECEIVABLES/UNAPPLIED 1 K1", "UNAPPLIED/CLEARING 500 K1"));
  ledger_.When(Reverse("r3")).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
}

TEST_F(Accounts, OpenAgainWhatAReceiptThatIsReversedHasPaid) {
  ledger_.Given(PutOn("b1", "a1"));
  const int64_t owed = account().open_invoices(0).open_minor();
  ledger_.Given(Receive("r1", owed + 300, {{"K1-1", owed - 100}}));
  ledger_.Given(Apply("r1", {{"K1-1", 100}}));
  ASSERT_EQ(account().open_invoices_size(), 0);
  const Then reversed = ledger_.When(Reverse("r1")).ThenAccepted();
  EXPECT_THAT(Posted(reversed),
              ElementsAre(absl::StrCat("RECEIVABLES/CLEARING ", owed - 100, " K1"),
                          "RECEIVABLES/UNAPPLIED 100 K1", "UNAPPLIED/CLEARING 400 K1"));
  ASSERT_EQ(account().open_invoices_size(), 1);
  EXPECT_EQ(account().open_invoices(0).open_minor(), owed);
  EXPECT_EQ(account().open_invoices(0).paid_on(), 0);
  EXPECT_EQ(account().receivable_minor(), owed);
  EXPECT_EQ(account().unapplied_minor(), 0);
  // As if it had never been paid: it is paid by another.
  ledger_.Given(Receive("r2", owed, {{"K1-1", owed}}));
  EXPECT_EQ(ledger_.state().Find<v1::Invoice>("K1-1")->status(), v1::INVOICE_PAID);
}

TEST_F(Accounts, ForgetReceiptsThatAreSettledButForTheLatest) {
  ledger_.Given(PutOn("b1", "a1"));
  ledger_.Given(Receive("kept", 5));
  for (int i = 0; i < 70; ++i) {
    ledger_.Given(Receive(absl::StrCat("r", i), 1, {{"K1-1", 1}}));
  }
  EXPECT_EQ(account().receipts_size(), 65);
  EXPECT_EQ(account().receipts(0).receipt_id(), "kept");
  EXPECT_EQ(account().receipts(1).receipt_id(), "r6");
}

TEST(Declines, PolicyAuthoriserRequiredToWriteOff) {
  HouseWithAccount house;
  house.ledger_.Given(PutOn("b1", "a1"));
  house.ledger_.When(WriteOffOf("K1-1", 4'000)).ThenDeclined({v1::POLICY_AUTHORISER_REQUIRED});
  house.ledger_.When(As(StaffMember(kManager), WriteOffOf("K1-1", 4'000)))
      .ThenDeclined({v1::POLICY_AUTHORISER_REQUIRED});
  const Then off = house.ledger_.When(ByTwo(WriteOffOf("K1-1", 4'000)))
                       .ThenOverrode({v1::POLICY_AUTHORISER_REQUIRED});
  EXPECT_THAT(Posted(off), ElementsAre("BAD_DEBT/RECEIVABLES 4000 K1"));
  EXPECT_EQ(house.account().open_invoices(0).open_minor(), 6'000);
  house.ledger_.When(ByTwo(WriteOffOf("K1-1", 6'001))).ThenDeclined({v1::STATE_BALANCE_TOO_SMALL});
  house.ledger_.Given(ByTwo(WriteOffOf("K1-1", 6'000)));
  EXPECT_EQ(house.Settled("K1-1")->status(), v1::INVOICE_WRITTEN_OFF);
  house.ledger_.When(ByTwo(WriteOffOf("K1-1", 1))).ThenDeclined({v1::STATE_STATUS});
}

TEST(Declines, PolicyAboveLimitOfAWriteOff) {
  HouseWithAccount house;
  house.ledger_.Given(PutOn("b1", "a1"));
  house.ledger_.Given(
      PolicyInForce("limits", "authority { limits { role: ROLE_FINANCE write_off_minor: 500 } }"));
  house.ledger_.When(WriteOffOf("K1-1", 501))
      .ThenDeclined({v1::POLICY_ABOVE_LIMIT, v1::POLICY_AUTHORISER_REQUIRED});
  house.ledger_.When(ByTwo(WriteOffOf("K1-1", 501))).ThenDeclined({v1::POLICY_ABOVE_LIMIT});
  const Then off = house.ledger_.When(ByTwo(WriteOffOf("K1-1", 500))).ThenAccepted();
  EXPECT_EQ(off.record().outcome().accepted().policy_id(), "limits");
}

TEST(Declines, StateTooManyWriteOffsOfAnInvoice) {
  HouseWithAccount house;
  house.ledger_.Given(PutOn("b1", "a1"));
  for (int i = 0; i < 64; ++i) house.ledger_.Given(ByTwo(WriteOffOf("K1-1", 1)));
  house.ledger_.When(ByTwo(WriteOffOf("K1-1", 1))).ThenDeclined({v1::STATE_TOO_MANY});
}

}  // namespace
}  // namespace daybook::testing
