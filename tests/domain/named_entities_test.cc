#include "ledger/domain/named_entities.h"

#include <gtest/gtest.h>

#include <string>

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

}  // namespace
}  // namespace daybook
