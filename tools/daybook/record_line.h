// One record on one line.
#ifndef DAYBOOK_TOOLS_DAYBOOK_RECORD_LINE_H_
#define DAYBOOK_TOOLS_DAYBOOK_RECORD_LINE_H_

#include <string>

#include "daybook/v1/record.pb.h"
#include "tools/daybook/output.h"

namespace daybook::cli {

// For people: position, time, actor, what, outcome. On a terminal in columns and cut to its width,
// elsewhere separated by tabs.
std::string RecordLine(const v1::Record& record, const Terminal& terminal);
// For programs: the whole record in protobuf JSON, but for sealed bytes and the schema's own.
std::string RecordJson(const v1::Record& record);

}  // namespace daybook::cli

#endif  // DAYBOOK_TOOLS_DAYBOOK_RECORD_LINE_H_
