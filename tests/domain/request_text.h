// Requests written as the schema's text, where no builder of requests.h says it shorter.
#ifndef DAYBOOK_TESTS_DOMAIN_REQUEST_TEXT_H_
#define DAYBOOK_TESTS_DOMAIN_REQUEST_TEXT_H_

#include <string>
#include <string_view>

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "tests/support/requests.h"

namespace daybook::testing {

// Of `actor`, with the body in text format; of what it says twice, the last counts. A text that is wrong fails the test.
inline v1::Request Ask(const v1::Actor& actor, std::string_view body) {
  v1::Request request;
  EXPECT_TRUE(google::protobuf::TextFormat::MergeFromString(std::string(body), &request)) << body;
  *request.mutable_actor() = actor;
  request.set_authenticated_by("test");
  return request;
}

}  // namespace daybook::testing

#endif  // DAYBOOK_TESTS_DOMAIN_REQUEST_TEXT_H_
