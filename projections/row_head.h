// What stands before the value of a row as it is stored: which record made it, and since when the key
// is known. A read of the past is answered from there unless the row was in the middle of its life.
//
//   1 byte     '+' the row is there, '-' it is gone (and there is no value)
//   varint     end: records applied when it became so
//   varint     end - born: born is that of the key's first version
//
// Internal to this folder.
#ifndef DAYBOOK_PROJECTIONS_ROW_HEAD_H_
#define DAYBOOK_PROJECTIONS_ROW_HEAD_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace daybook {

struct RowHead {
  bool there = false;
  uint64_t end = 0;
  uint64_t born = 0;  // at most end
};

void AppendRowHead(const RowHead& head, std::string& out);
// Takes it off the front; none: it is not one.
std::optional<RowHead> TakeRowHead(std::string_view& stored);

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_ROW_HEAD_H_
