// Keys of the versions of rows and index entries (view_store.h): escaped so that versions of one key
// stand together and keys keep their order. Internal to this folder.
#ifndef DAYBOOK_PROJECTIONS_VERSION_KEY_H_
#define DAYBOOK_PROJECTIONS_VERSION_KEY_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace daybook {

// Behind the escaped key: ~end, then '+' or '-'.
inline constexpr size_t kVersionTail = 9;
inline constexpr char kThere = '+';
inline constexpr char kGone = '-';

// 00 becomes 00 ff; no end mark: what every escaped key that continues `key` begins with.
void AppendEscaped(std::string_view key, std::string& out);
// With the end mark: what all versions of `key` and no other begin with.
void AppendVersionGroup(std::string_view key, std::string& out);
// `mark` is kThere or kGone, or 0 to stand before both.
void AppendVersionTail(uint64_t end, char mark, std::string& out);

// Of a version's key, which is longer than kVersionTail: end and mark.
uint64_t EndOfVersion(std::string_view version_key);
inline char MarkOfVersion(std::string_view version_key) { return version_key.back(); }
inline std::string_view GroupOfVersion(std::string_view version_key) {
  return version_key.substr(0, version_key.size() - kVersionTail);
}
// The key that a group (without what stands before the escaped key) was made of. Lives as long as
// `group` and `scratch`, which is used where there is something to put back.
std::string_view KeyOfGroup(std::string_view group, std::string& scratch);

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_VERSION_KEY_H_
