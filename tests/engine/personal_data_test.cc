// Personal data never reaches the log.
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "ledger/privacy/key_ring.h"
#include "ledger/privacy/sealing.h"
#include "tests/engine/test_ledger.h"

namespace daybook::testing {
namespace {

constexpr char kName[] = "Wilhelmina Example-Surname";
constexpr char kPhone[] = "+49 30 1234567";

v1::Request WithGuest(v1::Request request) {
  v1::PersonalData* data = request.mutable_create_booking()->mutable_guest()->mutable_plain();
  data->set_full_name(kName);
  data->set_phone(kPhone);
  return request;
}

v1::Request Booking(int number, std::string customer) {
  return WithGuest(WithId(absl::StrCat("r-", number), Create({.id = absl::StrCat("b", number),
                                                              .arrival = 20260310 + number,
                                                              .departure = 20260311 + number,
                                                              .customer = std::move(customer)})));
}

// The sealed form and its id, opened with the ledger's own keys.
std::string NameIn(const TestLedger& test, const v1::Record& record) {
  const auto keys = KeyRing::Open(PosixFileSystem(), test.dir() + "/keys");
  EXPECT_TRUE(keys.ok()) << keys.status();
  const auto sealed = SealedFields(record.request());
  if (sealed.size() != 1) return "not sealed";
  const auto data = Unseal(*sealed[0], (*keys)->CustomerKey(sealed[0]->key_slot()).value(),
                           record.request().request_id());
  EXPECT_TRUE(data.ok()) << data.status();
  return data.ok() ? data->full_name() : "";
}

void ExpectNothingPersonalIn(const TestLedger& test) {
  const std::string bytes = test.Bytes();
  for (const char* personal : {kName, kPhone}) {
    EXPECT_EQ(bytes.find(personal), std::string::npos) << personal;
  }
}

TEST(PersonalData, IsSealedInTheRecordAndOpensWithTheCustomersKey) {
  TestLedger test;
  test.DefineHotel();
  test.Accept(Booking(1, "c-1"));
  ExpectNothingPersonalIn(test);
  EXPECT_EQ(NameIn(test, test.Records().back()), kName);
}

TEST(PersonalData, IsSealedInADeclinedRequestToo) {
  TestLedger test;
  const Receipt receipt = *test.Submit(Booking(1, "c-1"));
  ASSERT_TRUE(receipt.outcome.has_declined());
  ExpectNothingPersonalIn(test);
  EXPECT_EQ(NameIn(test, test.Records().back()), kName);
}

TEST(PersonalData, IsSealedInAConflictToo) {
  TestLedger test;
  test.Accept(WithId("r-1", DefineProperty("P1")));
  ASSERT_TRUE(absl::IsAlreadyExists(test.Submit(Booking(1, "c-1")).status()));
  ExpectNothingPersonalIn(test);
  EXPECT_EQ(NameIn(test, test.Records().back()), kName);
}

TEST(PersonalData, IsNotKeptAtAllWhereNoCustomerIsNamed) {
  TestLedger test;
  test.DefineHotel();
  const Receipt receipt = *test.Submit(Booking(1, ""));
  ASSERT_TRUE(receipt.outcome.has_declined());
  EXPECT_EQ(receipt.outcome.declined().reasons(0).code(), v1::FORM_PERSONAL_WITHOUT_CUSTOMER);
  ExpectNothingPersonalIn(test);
  EXPECT_TRUE(SealedFields(test.Records().back().request())[0]->ciphertext().empty());
  // Nor did it take a key: the first customer has the first slot.
  test.Accept(Booking(2, "c-1"));
  EXPECT_EQ(SealedFields(test.Records().back().request())[0]->key_slot(), 0U);
}

TEST(PersonalData, OfAChangeIsSealedUnderTheKeyOfTheBookingsCustomer) {
  TestLedger test;
  test.DefineHotel();
  test.Accept(Booking(1, "c-1"));
  const uint64_t slot = SealedFields(test.Records().back().request())[0]->key_slot();
  test.Accept(Booking(2, "c-2"));
  v1::Request change = WithId("r-3", Change("b1"));
  change.mutable_change_booking()->mutable_guest()->mutable_plain()->set_full_name(kName);
  const Receipt receipt = *test.Submit(change);
  const v1::Record record = test.Records().at(receipt.position);
  EXPECT_EQ(SealedFields(record.request())[0]->key_slot(), slot);
  EXPECT_EQ(NameIn(test, record), kName);
}

TEST(PersonalData, OfOneCustomerHasOneKeyAndOfAnotherAnother) {
  TestLedger test;
  test.DefineHotel();
  std::map<std::string, std::set<uint64_t>> slots;
  for (int number = 0; number < 6; ++number) {
    const std::string customer = absl::StrCat("c-", number % 3);
    test.Accept(Booking(number, customer));
    const auto records = test.Records();
    slots[customer].insert(SealedFields(records.back().request())[0]->key_slot());
    if (number == 3) test.Reopen();
  }
  EXPECT_EQ(slots["c-0"], std::set<uint64_t>{0});
  EXPECT_EQ(slots["c-1"], std::set<uint64_t>{1});
  EXPECT_EQ(slots["c-2"], std::set<uint64_t>{2});
}

TEST(PersonalData, FindsKeysForMoreCustomersThanOneSlabHolds) {
  TestLedger test;
  const uint64_t customers = 2 * kSlabSlots + 10;
  std::atomic<uint64_t> answered = 0;
  for (uint64_t number = 0; number < customers; ++number) {
    // Declined for want of a hotel, and sealed all the same.
    test.ledger->SubmitAsync(WithGuest(WithId(absl::StrCat("r-", number),
                                              Create({.customer = absl::StrCat("c-", number)}))),
                             Soon(), [&answered](const absl::StatusOr<Receipt>& answer) {
                               EXPECT_TRUE(answer.ok()) << answer.status();
                               ++answered;
                             });
  }
  ASSERT_TRUE(test.ledger->Close().ok());
  EXPECT_EQ(answered, customers);
  test.Open();
  ExpectNothingPersonalIn(test);
  EXPECT_EQ(NameIn(test, test.Records().back()), kName);
}

TEST(PersonalData, WhoseKeysAreMissingKeepsTheLedgerFromOpening) {
  TestLedger test;
  test.DefineHotel();
  test.Accept(Booking(1, "c-1"));
  ASSERT_TRUE(test.ledger->Close().ok());
  ASSERT_TRUE(PosixFileSystem().Remove(test.dir() + "/keys/slab-0").ok());
  EXPECT_TRUE(absl::IsDataLoss(Ledger::Open(test.dir(), test.options).status()));
}

}  // namespace
}  // namespace daybook::testing
