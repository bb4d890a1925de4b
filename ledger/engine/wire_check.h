// Whether what a message was serialised to will parse again. Protocol Buffers writes a string that
// is not UTF-8 without complaint and then refuses to read it: recorded once, it would make the log
// unreadable.
#ifndef DAYBOOK_LEDGER_ENGINE_WIRE_CHECK_H_
#define DAYBOOK_LEDGER_ENGINE_WIRE_CHECK_H_

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/descriptor.h"

namespace daybook {

bool IsUtf8(std::string_view text);

// Knows the fields of one type of message. Immutable, so safe from any thread.
class WireCheck {
 public:
  explicit WireCheck(const google::protobuf::Descriptor* type);
  ~WireCheck();

  // InvalidArgument: a string is not UTF-8 (the message names the field), there is a field that the
  // type does not have, a group, or it is not a message at all.
  absl::Status Check(std::string_view serialized) const;

 private:
  struct Plan;
  std::vector<std::unique_ptr<Plan>> plans_;  // the first is of the type itself
};

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_ENGINE_WIRE_CHECK_H_
