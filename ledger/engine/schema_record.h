// The schema's own record: with it the log can be read by a program that knows nothing but Protocol
// Buffers.
#ifndef DAYBOOK_LEDGER_ENGINE_SCHEMA_RECORD_H_
#define DAYBOOK_LEDGER_ENGINE_SCHEMA_RECORD_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "daybook/v1/request.pb.h"
#include "ledger/base/sha256.h"

namespace daybook {

// Leaves room for the rest of a record, which is at most 65,535 bytes.
inline constexpr size_t kSchemaPartBytes = 48 * 1024;

// What this program was built with: the FileDescriptorSet of record.proto and everything it
// imports, each file after those it imports, serialised.
struct Schema {
  std::string descriptor_set;
  Hash sha256{};
};
Schema BuiltInSchema();

// Requests by the ledger itself that adopt the schema, part by part. Their ids contain `end`, the
// number of records so far, so that a schema can be adopted again after another one.
std::vector<v1::Request> AdoptSchemaRequests(const Schema& schema, uint64_t end,
                                             size_t part_bytes = kSchemaPartBytes);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_ENGINE_SCHEMA_RECORD_H_
