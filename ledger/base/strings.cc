#include "ledger/base/strings.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace daybook {
namespace {

constexpr size_t kMaxIdLength = 64;

constexpr std::array<bool, 256> IdCharacters() {
  std::array<bool, 256> allowed{};
  for (const char c : std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                       "0123456789._:/+-")) {
    allowed[static_cast<uint8_t>(c)] = true;
  }
  return allowed;
}

constexpr std::array<bool, 256> kIdCharacters = IdCharacters();

}  // namespace

std::string ToHex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  hex.reserve(2 * bytes.size());
  for (const char c : bytes) {
    const auto byte = static_cast<uint8_t>(c);
    hex.push_back(kDigits[byte >> 4]);
    hex.push_back(kDigits[byte & 0xF]);
  }
  return hex;
}

bool IsValidId(std::string_view id) {
  if (id.empty() || id.size() > kMaxIdLength) return false;
  for (const char c : id) {
    if (!kIdCharacters[static_cast<uint8_t>(c)]) return false;
  }
  return true;
}

}  // namespace daybook
