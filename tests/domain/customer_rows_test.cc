// Files of customers leave memory: what a request about them looks at beside what it names is brought back before it is decided, and the
// fold of their events takes whatever a record holds.
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "ledger/domain/credit/credit_v1.h"
#include "ledger/domain/decide.h"
#include "ledger/domain/resolve.h"
#include "ledger/domain/rows_needed.h"
#include "tests/domain/houses_with_books.h"

namespace daybook::testing {
namespace {

v1::Request Profile(std::string_view customer_id, std::string_view more = "") {
  return Ask(kManager,
             absl::StrCat("update_profile { customer_id: '", std::string(customer_id),
                          "' profile { sealed { key_slot: 7 } } ", std::string(more), " }"));
}

// The state of a ledger, from which everything has left memory that may.
class Evicted {
 public:
  explicit Evicted(const Ledgerless& house) {
    for (const v1::Record& record : house.records()) state_.Apply(record);
    for (StateRow& row : state_.TakeDirtyRows()) {
      if (row.value.has_value()) rows_[row.key] = *row.value;
    }
    state_.Evict(0);
  }

  // As the engine does it: until nothing more is asked for that there is. Returns what was loaded.
  std::vector<std::string> LoadFor(const v1::Request& request) {
    std::vector<std::string> loaded;
    for (bool more = true; more;) {
      more = false;
      for (const std::string& key : RowsNeeded(state_, request)) {
        const auto row = rows_.find(key);
        if (row == rows_.end() || state_.FindEntity(key[1], key.substr(2)) != nullptr) continue;
        EXPECT_TRUE(state_.LoadRow(key, row->second).ok()) << key;
        loaded.push_back(key);
        more = true;
      }
    }
    return loaded;
  }
  const State& state() const { return state_; }

 private:
  State state_;
  std::map<std::string, std::string> rows_;
};

TEST(RowsOfCustomers, AreLoadedForWhateverADecisionLooksAt) {
  Ledgerless house;
  GivenHousesWithBooks(house);
  GivenInHouse(house, "b1", "K1", 20260304);
  house.Given(
      {Profile("firm", "kind: CUSTOMER_COMPANY"), Profile("c-1"), Profile("c-2"),
       Create({.id = "b2", .property = "K1", .customer = "c-2"}),
       Ask(kManager, "merge_customers { customer_id: 'c-1' merged_id: 'c-2' }"),
       Ask(kManager,
           "make_offer { offer { offer_id: 'o-1' property_id: 'K1' customer_id: 'c-1' kind: "
           "OFFER_RETENTION content: 'x' expires_on: 20260310 } }"),
       Ask(kManager,
           "sign_agreement { agreement { agreement_id: 'g-1' property_id: 'K1' customer_id: 'c-1' "
           "booking_id: 'b1' supervisor_staff_id: 'mia' items { item_id: 'i' code: 'tea' due_on: "
           "20260301 price { amount_minor: 100 currency: 'EUR' } } } }")});
  const std::vector<v1::Request> requests = {
      Profile("c-1", "employer_id: 'firm'"),
      Ask(kManager, "answer_offer { offer_id: 'o-1' status: OFFER_ACCEPTED booked_id: 'b2' }"),
      Ask(kManager, "erase_customer { customer_id: 'c-1' reason_code: 'asked-for' }"),
      Ask(kManager, "unmerge_customers { customer_id: 'c-1' merged_id: 'c-2' }"),
      Ask(kManager,
          "settle_agreement_item { agreement_id: 'g-1' item_id: 'i' status: "
          "AGREEMENT_ITEM_DELIVERED }")};
  for (const v1::Request& asked : requests) {
    const v1::Request request = WithId("now", asked);
    SCOPED_TRACE(request.ShortDebugString());
    Evicted evicted(house);
    EXPECT_EQ(evicted.state().Find<v1::Customer>("c-1"), nullptr);
    EXPECT_FALSE(evicted.LoadFor(request).empty());
    const v1::Resolution resolution =
        Resolve(house.state(), request, house.now(), v1::TIME_SOURCE_SYSTEM, house.now(),
                SystemTimeZones());
    const v1::Outcome expected = Decide(house.state(), request, resolution);
    EXPECT_TRUE(expected.has_accepted()) << expected.ShortDebugString();
    EXPECT_EQ(Decide(evicted.state(), request, resolution).SerializeAsString(),
              expected.SerializeAsString());
  }
}

// Whose credit a broken promise weighs on, and whether a buyer is restricted, is said by files that no request names.
TEST(RowsOfCustomers, AreLoadedForTheAccountsAndInvoicesOfWhoIsMergedOrErased) {
  Ledgerless house;
  GivenHousesWithBooks(house);
  GivenInHouse(house, "b1", "K1", 20260304, "c-4");
  v1::Request tom = DefineStaff({.id = "tom", .roles = {v1::ROLE_FINANCE}});
  tom.mutable_define_staff()->mutable_staff()->set_reveals_personal_data(true);
  house.Given(tom);
  house.Given(Ask(kManager, absl::StrCat("propose_policy { policy { ",
                                         CreditV1Policy().ShortDebugString(), " } }")));
  house.Given(
      {Ask(kOtherManager, "settle_policy { policy_id: 'credit/v1' version: 1 approved: true }"),
       Profile("c-1"), Profile("c-2"), Profile("c-3"),
       Ask(kFinance,
           "open_account { account { account_id: 'a-1' customer_id: 'c-1' home_property_id: 'K1' "
           "owner_staff_id: 'sol' } }"),
       Ask(kFinance,
           "open_account { account { account_id: 'a-3' customer_id: 'c-3' home_property_id: 'K1' "
           "owner_staff_id: 'sol' } }"),
       Ask(kManager, "merge_customers { customer_id: 'c-1' merged_id: 'c-2' }"),
       Ask(kManager,
           "make_commitment { commitment { commitment_id: 'p-1' property_id: 'K1' customer_id: "
           "'c-2' by_customer: true code: 'pays' due_on: 20260301 } }"),
       Ask(kManager,
           "post_charge { booking_id: 'b1' charge_id: 'x' kind: REVENUE_EXTRA code: 'wine' amount "
           "{ amount_minor: 100 currency: 'EUR' } }"),
       Overriding({v1::POLICY_CREDIT_NOT_GRANTED}, StaffMember(kManager),
                  Ask(kFinance,
                      "put_on_account { booking_id: 'b1' account_id: 'a-3' buyer { sealed { "
                      "key_slot: 9 } } }")),
       Ask(kManager, "erase_customer { customer_id: 'c-3' reason_code: 'asked-for' }")});
  const std::vector<v1::Request> requests = {
      Ask(kManager, "settle_commitment { commitment_id: 'p-1' status: COMMITMENT_BROKEN }"),
      Overriding({v1::POLICY_AUTHORISER_REQUIRED}, StaffMember(kManager),
                 Ask("tom", "reveal_personal_data { invoice_id: 'K1-1' purpose: 'audit' }"))};
  for (const v1::Request& asked : requests) {
    const v1::Request request = WithId("now", asked);
    SCOPED_TRACE(request.ShortDebugString());
    Evicted evicted(house);
    EXPECT_FALSE(evicted.LoadFor(request).empty());
    const v1::Resolution resolution =
        Resolve(house.state(), request, house.now(), v1::TIME_SOURCE_SYSTEM, house.now(),
                SystemTimeZones());
    const v1::Outcome expected = Decide(house.state(), request, resolution);
    const v1::Accepted& accepted = expected.accepted();
    EXPECT_TRUE(accepted.events_size() > 1 || accepted.overrode_size() == 1)
        << expected.ShortDebugString();
    EXPECT_EQ(Decide(evicted.state(), request, resolution).SerializeAsString(),
              expected.SerializeAsString());
  }
}

// Files that an event changes are all in memory, or the fold would begin them anew.
TEST(RowsOfCustomers, OfFilesMergedAreLoadedToBeErasedWithTheirs) {
  Ledgerless house;
  GivenHousesWithBooks(house);
  house.Given({Profile("a"), Profile("b"), Profile("c"),
               Ask(kManager, "merge_customers { customer_id: 'b' merged_id: 'c' }"),
               Ask(kManager, "merge_customers { customer_id: 'a' merged_id: 'b' }")});
  Evicted evicted(house);
  EXPECT_EQ(
      evicted.LoadFor(Ask(kManager, "erase_customer { customer_id: 'a' reason_code: 'x' }")).size(),
      3u);
  for (const std::string_view id : {"a", "b", "c"}) {
    EXPECT_NE(evicted.state().Find<v1::Customer>(id), nullptr) << id;
  }
}

// A damaged or foreign log is judged elsewhere; the fold neither stops nor loses the row's key.
TEST(RowsOfCustomers, ComeOfOddRecordsToo) {
  const google::protobuf::Descriptor& events = *v1::Event::descriptor();
  State state;
  uint64_t position = 0;
  int folded = 0;
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < events.field_count(); ++i) {
      const google::protobuf::FieldDescriptor& field = *events.field(i);
      if (field.number() < v1::Event::kProfileUpdated || field.number() > 599) continue;
      v1::Record record;
      record.set_position(position++);
      v1::Event& event = *record.mutable_outcome()->mutable_accepted()->add_events();
      google::protobuf::Message& body = *event.GetReflection()->MutableMessage(&event, &field);
      const google::protobuf::Descriptor& type = *body.GetDescriptor();
      for (int j = 0; j < type.field_count(); ++j) {
        if (type.field(j)->type() != google::protobuf::FieldDescriptor::TYPE_STRING) continue;
        body.GetReflection()->SetString(&body, type.field(j), "odd");
      }
      state.Apply(record);
      ++folded;
    }
  }
  EXPECT_GE(folded, 30);
  for (const StateRow& row : state.TakeDirtyRows()) {
    if (!row.value.has_value() || (row.key[0] != 'e' && row.key[0] != 'E')) continue;
    State again;
    EXPECT_TRUE(again.LoadRow(row.key, *row.value).ok()) << row.key;
  }
}

}  // namespace
}  // namespace daybook::testing
