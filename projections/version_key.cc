#include "projections/version_key.h"

namespace daybook {
namespace {

constexpr char kZero = '\0';
constexpr char kEscape = static_cast<char>(0xff);
constexpr char kEnd = '\1';
constexpr size_t kEndMark = 2;

}  // namespace

void AppendEscaped(std::string_view key, std::string& out) {
  for (size_t zero = key.find(kZero); zero != std::string_view::npos; zero = key.find(kZero)) {
    out.append(key.substr(0, zero + 1));
    out.push_back(kEscape);
    key.remove_prefix(zero + 1);
  }
  out.append(key);
}

void AppendVersionGroup(std::string_view key, std::string& out) {
  AppendEscaped(key, out);
  out.push_back(kZero);
  out.push_back(kEnd);
}

void AppendVersionTail(uint64_t end, char mark, std::string& out) {
  const uint64_t inverse = ~end;
  for (int shift = 56; shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>(static_cast<unsigned char>(inverse >> shift)));
  }
  out.push_back(mark);
}

uint64_t EndOfVersion(std::string_view version_key) {
  uint64_t inverse = 0;
  const std::string_view tail = version_key.substr(version_key.size() - kVersionTail, 8);
  for (const char byte : tail) {
    inverse = inverse << 8 | static_cast<unsigned char>(byte);
  }
  return ~inverse;
}

std::string_view KeyOfGroup(std::string_view group, std::string& scratch) {
  std::string_view rest = group.substr(0, group.size() - kEndMark);
  if (rest.find(kZero) == std::string_view::npos) {
    return rest;
  }
  scratch.clear();
  for (size_t zero = rest.find(kZero); zero != std::string_view::npos; zero = rest.find(kZero)) {
    scratch.append(rest.substr(0, zero + 1));
    rest.remove_prefix(zero + 2);
  }
  scratch.append(rest);
  return scratch;
}

}  // namespace daybook
