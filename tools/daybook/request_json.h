// Requests as programs write them, and answers as programs read them: protobuf JSON, one object a
// line.
#ifndef DAYBOOK_TOOLS_DAYBOOK_REQUEST_JSON_H_
#define DAYBOOK_TOOLS_DAYBOOK_REQUEST_JSON_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "daybook/v1/record.pb.h"
#include "ledger/ledger.h"
#include "tools/daybook/exit_code.h"

namespace daybook::cli {

// A v1.Request; field names as in the schema or in lowerCamelCase. InvalidArgument: the message
// says what is wrong and where: not JSON, an unknown field, a value of another type, no request id.
absl::StatusOr<v1::Request> ParseRequestJson(std::string_view text);

struct Answer {
  std::string json;  // one line, without its end
  ExitCode code = ExitCode::kDone;
};

// What became of the request of line `line`. request_id may be empty.
Answer MakeAnswer(uint64_t line, std::string_view request_id,
                  const absl::StatusOr<Receipt>& result);

// Protobuf JSON of a message on one line, in which sealed personal data is there but its bytes are
// not.
std::string MessageJson(const google::protobuf::Message& message);

}  // namespace daybook::cli

#endif  // DAYBOOK_TOOLS_DAYBOOK_REQUEST_JSON_H_
