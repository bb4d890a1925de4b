// Two messages of one type, field by field: what differs, as people and as programs read it.
#ifndef DAYBOOK_TOOLS_DAYBOOK_MESSAGE_DIFF_H_
#define DAYBOOK_TOOLS_DAYBOOK_MESSAGE_DIFF_H_

#include <google/protobuf/message.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace daybook::cli {

// One field that differs.
struct FieldChange {
  // stay.arrival, payments[P1].refunds[R1].status, price[0]: an element goes by its id where all of
  // its list have one, else by its index.
  std::string field;
  // For people: 2026-03-29, EUR 12.50, change of mind, <sealed>. Not there: no value.
  std::optional<std::string> before;
  std::optional<std::string> after;
  // As JSON values: "2026-03-29", 1250, "CANCELLATION_REASON_CHANGE_OF_MIND", "<sealed>", null.
  std::string before_json;
  std::string after_json;
};

// In the order of the schema's field numbers. Null: it is not there, and every field that the other
// one sets is a change. A text, date or enum that is empty is not there; a number that is 0 is
// where its message is on both sides. Personal data, sealed or not, is never shown.
std::vector<FieldChange> DiffMessages(const google::protobuf::Message* before,
                                      const google::protobuf::Message* after);

// {"field":...,"before":...,"after":...}
std::string FieldChangeJson(const FieldChange& change);

// CANCELLATION_REASON_CHANGE_OF_MIND -> "change of mind": a value that begins with the name of its
// type. Others stay as they are.
std::string EnumWords(const google::protobuf::EnumValueDescriptor& value);

}  // namespace daybook::cli

#endif  // DAYBOOK_TOOLS_DAYBOOK_MESSAGE_DIFF_H_
