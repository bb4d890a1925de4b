// Integers of fixed width in bytes.
#ifndef DAYBOOK_LEDGER_LOG_FIXED_INTS_H_
#define DAYBOOK_LEDGER_LOG_FIXED_INTS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace daybook {

// `to` has room for 8 bytes.
inline void PutBigEndian64(uint64_t value, char* to) {
  for (int i = 7; i >= 0; --i) {
    to[i] = static_cast<char>(value & 0xff);
    value >>= 8;
  }
}

inline std::array<char, 8> BigEndian64(uint64_t value) {
  std::array<char, 8> bytes;
  PutBigEndian64(value, bytes.data());
  return bytes;
}

// `bytes` has at least 8.
inline uint64_t GetBigEndian64(std::string_view bytes) {
  uint64_t value = 0;
  for (size_t i = 0; i < 8; ++i) {
    value = (value << 8) | static_cast<uint8_t>(bytes[i]);
  }
  return value;
}

// The lowest `width` bytes of value; `to` has room for them.
inline void PutLittleEndian(uint64_t value, size_t width, char* to) {
  for (size_t i = 0; i < width; ++i) {
    to[i] = static_cast<char>(value & 0xff);
    value >>= 8;
  }
}

// `bytes` has at least `width`, which is at most 8.
inline uint64_t GetLittleEndian(std::string_view bytes, size_t width) {
  uint64_t value = 0;
  for (size_t i = width; i > 0; --i) {
    value = (value << 8) | static_cast<uint8_t>(bytes[i - 1]);
  }
  return value;
}

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_LOG_FIXED_INTS_H_
