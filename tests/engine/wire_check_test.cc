#include "ledger/engine/wire_check.h"

#include <rapidcheck.h>

#include <string>

#include "daybook/v1/request.pb.h"
#include "google/protobuf/stubs/logging.h"
#include "gtest/gtest.h"

namespace daybook {
namespace {

const WireCheck& RequestCheck() {
  static const WireCheck check(v1::Request::descriptor());
  return check;
}

TEST(Utf8, IsWhatTheStandardSays) {
  for (const char* good :
       {"", "plain", "\xc3\xa4", "\xe2\x82\xac", "\xf0\x9f\x8f\xa8", "\xed\x9f\xbf", "\xee\x80\x80",
        "\xf4\x8f\xbf\xbf", "eight or more and then \xc3\xa4 and more behind it"}) {
    EXPECT_TRUE(IsUtf8(good)) << good;
  }
  for (const char* bad : {"\x80", "\xc3", "\xc0\x80", "\xc1\xbf", "\xe2\x82", "\xe0\x9f\xbf",
                          "\xed\xa0\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80",
                          "\xf5\x80\x80\x80", "\xff", "eight or more and then \xc3", "\xc3\x28"}) {
    EXPECT_FALSE(IsUtf8(bad)) << bad;
  }
}

TEST(WireCheck, TakesARequestThatCanBeReadAgain) {
  v1::Request request;
  request.set_request_id("r-1");
  request.set_if_revision(-1);
  request.mutable_effective_at()->set_seconds(1'700'000'000);
  request.mutable_provenance()->set_file_sha256("\xff\xfe");  // bytes may be anything
  request.mutable_create_booking()->set_booking_id("b1");
  request.mutable_create_booking()->mutable_guest()->mutable_plain()->set_full_name("\xc3\x84nn");
  const absl::Status status = RequestCheck().Check(request.SerializeAsString());
  EXPECT_TRUE(status.ok()) << status;
}

TEST(WireCheck, NamesTheStringThatIsNotUtf8HoweverDeep) {
  v1::Request request;
  request.mutable_create_booking()->mutable_guest()->mutable_plain()->set_full_name("\xff");
  const google::protobuf::LogSilencer silencer;
  const absl::Status status = RequestCheck().Check(request.SerializeAsString());
  EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
  EXPECT_NE(status.message().find("full_name"), absl::string_view::npos) << status;
}

TEST(WireCheck, RefusesGroups) { EXPECT_FALSE(RequestCheck().Check("\x0b\x0c").ok()); }

TEST(WireCheck, RefusesFieldsThatTheTypeDoesNotHaveHoweverDeep) {
  v1::Request request;
  request.mutable_create_booking()->set_booking_id("b1");
  request.GetReflection()->MutableUnknownFields(&request)->AddLengthDelimited(99'999, "Jane Doe");
  EXPECT_TRUE(absl::IsInvalidArgument(RequestCheck().Check(request.SerializeAsString())));

  request.GetReflection()->MutableUnknownFields(&request)->Clear();
  EXPECT_TRUE(RequestCheck().Check(request.SerializeAsString()).ok());
  v1::CreateBooking& create = *request.mutable_create_booking();
  create.GetReflection()->MutableUnknownFields(&create)->AddVarint(99'999, 1);
  EXPECT_TRUE(absl::IsInvalidArgument(RequestCheck().Check(request.SerializeAsString())));
}

TEST(WireCheck, SaysOfEveryMessageWhatParsingItWouldSay) {
  const auto text = rc::gen::container<std::string>(rc::gen::arbitrary<char>());
  EXPECT_TRUE(rc::check("passes what parses and nothing else", [&text] {
    v1::Request request;
    request.set_correlation_id(*text);
    request.mutable_override()->set_reason_code(*rc::gen::weightedElement<std::string>(
        {{3, "plain"}, {1, "\xc3\xa4"}, {1, "\xed\xa0\x80"}}));
    request.mutable_override()->add_codes(v1::POLICY_NOT_AVAILABLE);
    request.mutable_provenance()->set_file_sha256(*text);
    request.mutable_create_booking()->mutable_guest()->mutable_plain()->set_remark(
        *rc::gen::element<std::string>("", "\xf0\x9f\x8f\xa8", "\xff"));
    const google::protobuf::LogSilencer silencer;  // it complains of each string
    const std::string bytes = request.SerializeAsString();
    RC_ASSERT(RequestCheck().Check(bytes).ok() == v1::Request().ParseFromString(bytes));
  }));
}

}  // namespace
}  // namespace daybook
