#include "ledger/privacy/sealing.h"

#include <set>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "gtest/gtest.h"

namespace daybook {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

Key KeyOf(uint8_t byte) {
  Key key;
  key.fill(byte);
  return key;
}

v1::PersonalData Ann() {
  v1::PersonalData data;
  data.set_full_name("Ann Example");
  data.set_email("ann@example.org");
  data.set_remark("prefers a quiet room \xc3\xa4");
  return data;
}

v1::Request Booking(const std::string& booking_id = "b1") {
  v1::Request request;
  request.set_request_id("r-1");
  request.mutable_create_booking()->set_booking_id(booking_id);
  request.mutable_create_booking()->set_customer_id("c-1");
  *request.mutable_create_booking()->mutable_guest()->mutable_plain() = Ann();
  return request;
}

TEST(Sealing, OpensToWhatWasSealed) {
  const auto sealed = Seal(Ann(), KeyOf(1), 5, "r-1");
  ASSERT_TRUE(sealed.ok()) << sealed.status();
  EXPECT_EQ(sealed->key_slot(), 5u);
  EXPECT_EQ(sealed->nonce().size(), 12u);
  EXPECT_EQ(sealed->ciphertext().size(), Ann().ByteSizeLong() + 16);
  const auto opened = Unseal(*sealed, KeyOf(1), "r-1");
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(opened->SerializeAsString(), Ann().SerializeAsString());
}

TEST(Sealing, SealsDataWithNothingInIt) {
  const auto sealed = Seal(v1::PersonalData(), KeyOf(1), 0, "r-1");
  ASSERT_TRUE(sealed.ok()) << sealed.status();
  EXPECT_EQ(Unseal(*sealed, KeyOf(1), "r-1")->ByteSizeLong(), 0u);
}

TEST(Sealing, HidesWhatItSeals) {
  const std::string bytes = Seal(Ann(), KeyOf(1), 5, "r-1")->SerializeAsString();
  EXPECT_EQ(bytes.find("Ann"), std::string::npos);
  EXPECT_EQ(bytes.find("example.org"), std::string::npos);
}

TEST(Sealing, NeverUsesANonceTwice) {
  std::set<std::string> nonces;
  for (int i = 0; i < 1000; ++i) nonces.insert(Seal(Ann(), KeyOf(1), 0, "r-1")->nonce());
  EXPECT_EQ(nonces.size(), 1000u);
}

TEST(Sealing, DoesNotOpenWithAnotherKeyOrForAnotherRequest) {
  const v1::SealedData sealed = *Seal(Ann(), KeyOf(1), 5, "r-1");
  EXPECT_TRUE(absl::IsDataLoss(Unseal(sealed, KeyOf(2), "r-1").status()));
  EXPECT_TRUE(absl::IsDataLoss(Unseal(sealed, KeyOf(1), "r-2").status()));
}

TEST(Sealing, DoesNotOpenWhatWasDamaged) {
  const v1::SealedData sealed = *Seal(Ann(), KeyOf(1), 5, "r-1");
  for (size_t at = 0; at < sealed.ciphertext().size(); ++at) {
    v1::SealedData damaged = sealed;
    (*damaged.mutable_ciphertext())[at] ^= 1;
    EXPECT_TRUE(absl::IsDataLoss(Unseal(damaged, KeyOf(1), "r-1").status())) << at;
  }
  v1::SealedData damaged = sealed;
  (*damaged.mutable_nonce())[0] ^= 1;
  EXPECT_TRUE(absl::IsDataLoss(Unseal(damaged, KeyOf(1), "r-1").status()));
  damaged = sealed;
  damaged.mutable_ciphertext()->resize(10);
  EXPECT_TRUE(absl::IsDataLoss(Unseal(damaged, KeyOf(1), "r-1").status()));
  damaged = sealed;
  damaged.mutable_nonce()->pop_back();
  EXPECT_TRUE(absl::IsDataLoss(Unseal(damaged, KeyOf(1), "r-1").status()));
}

TEST(ContentMac, IsEqualForEqualRequestsOnly) {
  const Hash mac = ContentMac(Booking(), KeyOf(1));
  EXPECT_EQ(ContentMac(Booking(), KeyOf(1)), mac);
  EXPECT_NE(ContentMac(Booking("b2"), KeyOf(1)), mac);
  v1::Request other_name = Booking();
  other_name.mutable_create_booking()->mutable_guest()->mutable_plain()->set_full_name("Bob");
  EXPECT_NE(ContentMac(other_name, KeyOf(1)), mac);
}

TEST(ContentMac, DependsOnTheKeyEvenWhereKeysTakeTurns) {
  const Hash first = ContentMac(Booking(), KeyOf(1));
  const Hash second = ContentMac(Booking(), KeyOf(2));
  EXPECT_NE(first, second);
  EXPECT_EQ(ContentMac(Booking(), KeyOf(1)), first);
  EXPECT_EQ(ContentMac(Booking(), KeyOf(2)), second);
}

TEST(ContentMac, IsHmacSha256) {
  // RFC 4231, test case 2 has a shorter key, which HMAC pads with zeros.
  Key key{};
  const std::string jefe = "Jefe";
  std::copy(jefe.begin(), jefe.end(), key.begin());
  const Hash mac = ContentMac(std::string_view("what do ya want for nothing?"), key);
  const Hash expected = {0x5b, 0xdc, 0xc1, 0x46, 0xbf, 0x60, 0x75, 0x4e, 0x6a, 0x04, 0x24,
                         0x26, 0x08, 0x95, 0x75, 0xc7, 0x5a, 0x00, 0x3f, 0x08, 0x9d, 0x27,
                         0x39, 0x83, 0x9d, 0xec, 0x58, 0xb9, 0x64, 0xec, 0x38, 0x43};
  EXPECT_EQ(mac, expected);
}

TEST(ContentMac, IsThatOfTheSerialisedRequest) {
  std::string bytes = "left over";
  SerializeDeterministically(Booking(), bytes);
  EXPECT_EQ(bytes, Booking().SerializeAsString());
  EXPECT_EQ(ContentMac(std::string_view(bytes), KeyOf(1)), ContentMac(Booking(), KeyOf(1)));
}

// Sets every field of type Personal that can be reached below `message`, by way of `path` (a list
// of fields), one at a time, and says which there are.
void FindPersonalPaths(const Descriptor* type, std::vector<const FieldDescriptor*>& path,
                       std::vector<std::vector<const FieldDescriptor*>>& found) {
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (field->type() != FieldDescriptor::TYPE_MESSAGE) continue;
    path.push_back(field);
    if (field->message_type() == v1::Personal::descriptor()) {
      found.push_back(path);
    } else {
      FindPersonalPaths(field->message_type(), path, found);
    }
    path.pop_back();
  }
}

Message* Reach(Message& root, const std::vector<const FieldDescriptor*>& path) {
  Message* message = &root;
  for (const FieldDescriptor* field : path) {
    const auto* reflection = message->GetReflection();
    message = field->is_repeated() ? reflection->AddMessage(message, field)
                                   : reflection->MutableMessage(message, field);
  }
  return message;
}

TEST(PersonalFields, FindsEveryFieldThatHoldsPersonalData) {
  std::vector<const FieldDescriptor*> path;
  std::vector<std::vector<const FieldDescriptor*>> paths;
  FindPersonalPaths(v1::Request::descriptor(), path, paths);
  ASSERT_GE(paths.size(), 3u);
  for (const auto& way : paths) {
    v1::Request request;
    Message* const personal = Reach(request, way);
    const std::vector<v1::Personal*> fields = PersonalFields(request);
    ASSERT_EQ(fields.size(), 1u) << way.front()->full_name() << ": " << way.back()->full_name();
    EXPECT_EQ(fields[0], personal);
    EXPECT_TRUE(SealedFields(request).empty());
    fields[0]->mutable_sealed()->set_key_slot(9);
    ASSERT_EQ(SealedFields(request).size(), 1u) << way.front()->full_name();
    EXPECT_EQ(SealedFields(request)[0], &fields[0]->sealed());
  }
}

TEST(PersonalFields, FindsNoneWhereNoneIsSet) {
  v1::Request request;
  EXPECT_TRUE(PersonalFields(request).empty());
  request.mutable_create_booking()->set_booking_id("b1");
  EXPECT_TRUE(PersonalFields(request).empty());
  EXPECT_FALSE(request.create_booking().has_guest());
  request.mutable_record_feedback();
  EXPECT_TRUE(PersonalFields(request).empty());
}

}  // namespace
}  // namespace daybook
