#include "ledger/engine/schema_record.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "daybook/v1/record.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "ledger/base/strings.h"
#include "ledger/engine/own_request.h"
#include "ledger/privacy/sealing.h"

namespace daybook {
namespace {

using google::protobuf::FileDescriptor;
using google::protobuf::FileDescriptorSet;

void AddWithImports(const FileDescriptor& file, std::set<std::string>& added,
                    FileDescriptorSet& files) {
  if (!added.insert(file.name()).second) return;
  for (int i = 0; i < file.dependency_count(); ++i) {
    AddWithImports(*file.dependency(i), added, files);
  }
  file.CopyTo(files.add_file());
}

}  // namespace

Schema BuiltInSchema() {
  FileDescriptorSet files;
  std::set<std::string> added;
  AddWithImports(*v1::Record::descriptor()->file(), added, files);
  Schema schema;
  SerializeDeterministically(files, schema.descriptor_set);
  schema.sha256 = Sha256Of(schema.descriptor_set);
  return schema;
}

std::vector<v1::Request> AdoptSchemaRequests(const Schema& schema, uint64_t end,
                                             size_t part_bytes) {
  const std::string name = ToHex(AsBytes(schema.sha256)).substr(0, 32);
  const size_t parts = (schema.descriptor_set.size() + part_bytes - 1) / part_bytes;
  std::vector<v1::Request> requests;
  for (size_t part = 0; part < parts; ++part) {
    v1::Request request = OwnRequest(absl::StrCat("schema/", name, "/", part, "/", end));
    v1::AdoptSchema* const adopt = request.mutable_adopt_schema();
    adopt->set_schema_sha256(std::string(AsBytes(schema.sha256)));
    adopt->set_part(static_cast<int32_t>(part));
    adopt->set_parts(static_cast<int32_t>(parts));
    adopt->set_descriptor_set_part(schema.descriptor_set.substr(part * part_bytes, part_bytes));
    requests.push_back(std::move(request));
  }
  return requests;
}

}  // namespace daybook
