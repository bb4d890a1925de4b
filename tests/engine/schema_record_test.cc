#include "ledger/engine/schema_record.h"

#include <set>
#include <string>

#include "google/protobuf/descriptor.pb.h"
#include "gtest/gtest.h"
#include "ledger/base/strings.h"

namespace daybook {
namespace {

TEST(Schema, HoldsEachFileOnceAfterAllThatItImports) {
  google::protobuf::FileDescriptorSet files;
  ASSERT_TRUE(files.ParseFromString(BuiltInSchema().descriptor_set));
  std::set<std::string> seen;
  for (const auto& file : files.file()) {
    for (const std::string& import : file.dependency()) {
      EXPECT_TRUE(seen.count(import)) << file.name() << " imports " << import;
    }
    EXPECT_TRUE(seen.insert(file.name()).second) << file.name();
  }
  EXPECT_TRUE(seen.count("daybook/v1/record.proto"));
  EXPECT_TRUE(seen.count("google/protobuf/timestamp.proto"));
}

TEST(Schema, IsTheSameEachTime) {
  EXPECT_EQ(BuiltInSchema().descriptor_set, BuiltInSchema().descriptor_set);
  EXPECT_EQ(BuiltInSchema().sha256, Sha256Of(BuiltInSchema().descriptor_set));
}

TEST(AdoptSchema, PartsInOrderAreTheWhole) {
  const Schema schema = BuiltInSchema();
  for (const size_t part_bytes : {size_t{1000}, schema.descriptor_set.size() - 1,
                                  schema.descriptor_set.size(), kSchemaPartBytes}) {
    std::string whole;
    std::set<std::string> ids;
    const std::vector<v1::Request> requests = AdoptSchemaRequests(schema, 7, part_bytes);
    for (size_t part = 0; part < requests.size(); ++part) {
      const v1::AdoptSchema& adopt = requests[part].adopt_schema();
      EXPECT_EQ(adopt.part(), static_cast<int32_t>(part));
      EXPECT_EQ(adopt.parts(), static_cast<int32_t>(requests.size()));
      EXPECT_LE(adopt.descriptor_set_part().size(), part_bytes);
      EXPECT_EQ(adopt.schema_sha256(), AsBytes(schema.sha256));
      EXPECT_TRUE(IsValidId(requests[part].request_id())) << requests[part].request_id();
      ids.insert(requests[part].request_id());
      whole += adopt.descriptor_set_part();
    }
    EXPECT_EQ(whole, schema.descriptor_set);
    EXPECT_EQ(ids.size(), requests.size());
  }
}

TEST(AdoptSchema, MayBeAdoptedAgainLaterUnderOtherIds) {
  const Schema schema = BuiltInSchema();
  EXPECT_NE(AdoptSchemaRequests(schema, 1)[0].request_id(),
            AdoptSchemaRequests(schema, 2)[0].request_id());
}

}  // namespace
}  // namespace daybook
