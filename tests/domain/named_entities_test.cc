#include "ledger/domain/named_entities.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"

namespace daybook {
namespace {

// Sets the field of this name in the body, or in the one message that the body holds. False: there is
// none.
bool SetId(google::protobuf::Message& message, const std::string& name, const std::string& id) {
  if (const auto* field = message.GetDescriptor()->FindFieldByName(name); field != nullptr) {
    message.GetReflection()->SetString(&message, field, id);
    return true;
  }
  if (message.GetDescriptor()->field_count() != 1) return false;
  const auto* inner = message.GetDescriptor()->field(0);
  if (inner->message_type() == nullptr || inner->is_repeated()) return false;
  return SetId(*message.GetReflection()->MutableMessage(&message, inner), name, id);
}

// Every body of the schema that has such an id names it, so that a new request can't be forgotten.
template <typename Named>
void EveryBodyWithNames(const std::string& name, int at_least, const Named& named) {
  const auto* bodies = v1::Request::descriptor()->FindOneofByName("body");
  int found = 0;
  for (int i = 0; i < bodies->field_count(); ++i) {
    v1::Request request;
    auto& body = *request.GetReflection()->MutableMessage(&request, bodies->field(i));
    EXPECT_EQ(named(request), "") << bodies->field(i)->name();
    if (!SetId(body, name, "X-1")) continue;
    ++found;
    EXPECT_EQ(named(request), "X-1") << bodies->field(i)->name();
  }
  EXPECT_GE(found, at_least);
}

TEST(NamedEntities, EveryRequestWithABookingIdNamesTheBooking) {
  EveryBodyWithNames("booking_id", 14, BookingNamedBy);
}

TEST(NamedEntities, EveryRequestWithAPropertyIdNamesTheProperty) {
  EveryBodyWithNames("property_id", 7, PropertyNamedBy);
}

TEST(NamedEntities, EveryRequestWithACustomerIdNamesTheCustomer) {
  EveryBodyWithNames("customer_id", 2, CustomerNamedBy);
}

TEST(NamedEntities, AreListedAsEachIsNamed) {
  const std::vector<std::string> names = {"booking_id", "property_id", "case_id",
                                          "offer_id",   "voucher_id",  "new_booking_id"};
  const auto* bodies = v1::Request::descriptor()->FindOneofByName("body");
  int listed = 0;
  for (int i = 0; i < bodies->field_count(); ++i) {
    v1::Request request;
    auto& body = *request.GetReflection()->MutableMessage(&request, bodies->field(i));
    std::map<std::string, std::string> expected;
    for (const std::string& name : names) {
      if (SetId(body, name, "X-" + name)) expected[name] = "X-" + name;
    }
    std::map<std::string, std::string> actual;
    for (const NamedId& named : NamedIds(request)) {
      actual.emplace(named.field, named.id);
      EXPECT_EQ(IdNamedBy(request, named.field), named.id);
      ++listed;
    }
    EXPECT_EQ(actual, expected) << bodies->field(i)->name();
  }
  EXPECT_GT(listed, 40);
}

TEST(NamedEntities, AQuoteListsWhatTheRequestInItNames) {
  v1::Request request;
  request.mutable_record_quote()->set_quote_id("q-1");
  request.mutable_record_quote()->mutable_cancel_booking()->set_booking_id("b-1");
  std::map<std::string, std::string> actual;
  for (const NamedId& named : NamedIds(request)) actual.emplace(named.field, named.id);
  EXPECT_EQ(actual,
            (std::map<std::string, std::string>{{"booking_id", "b-1"}, {"quote_id", "q-1"}}));
}

}  // namespace
}  // namespace daybook
