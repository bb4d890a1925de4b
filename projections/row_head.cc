#include "projections/row_head.h"

#include "projections/version_key.h"

namespace daybook {
namespace {

void AppendVarint(uint64_t value, std::string& out) {
  while (value >= 0x80) {
    out.push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  out.push_back(static_cast<char>(value));
}

std::optional<uint64_t> TakeVarint(std::string_view& bytes) {
  uint64_t value = 0;
  for (unsigned shift = 0; shift < 64 && !bytes.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    value |= uint64_t{byte & 0x7fU} << shift;
    if (byte < 0x80) {
      return value;
    }
  }
  return std::nullopt;
}

}  // namespace

void AppendRowHead(const RowHead& head, std::string& out) {
  out.push_back(head.there ? kThere : kGone);
  AppendVarint(head.end, out);
  AppendVarint(head.end - head.born, out);
}

std::optional<RowHead> TakeRowHead(std::string_view& stored) {
  if (stored.empty() || (stored.front() != kThere && stored.front() != kGone)) {
    return std::nullopt;
  }
  RowHead head;
  head.there = stored.front() == kThere;
  stored.remove_prefix(1);
  const std::optional<uint64_t> end = TakeVarint(stored);
  const std::optional<uint64_t> age = end.has_value() ? TakeVarint(stored) : std::nullopt;
  if (!age.has_value() || *age > *end) {
    return std::nullopt;
  }
  head.end = *end;
  head.born = *end - *age;
  return head;
}

}  // namespace daybook
