#include "tests/fuzz/byte_mutator.h"

#include <algorithm>
#include <string_view>

namespace daybook::fuzz {
namespace {

constexpr size_t kLongestStretch = 32;

char RandomByte(Random& random) {
  // Where formats have their edges.
  constexpr std::string_view kLikely("\x00\x01\x7f\x80\xff\n\r\t ,\"\\'-+.:/0129AaZz{}[]", 30);
  return random.OneIn(3) ? kLikely[random.Below(kLikely.size())] : static_cast<char>(random.Next());
}

// [at, at + length) of a text of that size.
struct Stretch {
  size_t at = 0;
  size_t length = 0;
};

Stretch RandomStretch(size_t size, Random& random) {
  const size_t at = random.Below(size + 1);
  return {at, std::min(size - at, 1 + random.Below(kLongestStretch))};
}

void ReplaceDigit(std::string& bytes, Random& random) {
  const size_t from = random.Below(bytes.size());
  const size_t digit = bytes.find_first_of("0123456789", from);
  if (digit != std::string::npos) bytes[digit] = static_cast<char>('0' + random.Below(10));
}

}  // namespace

std::string RandomBytes(size_t size, Random& random) {
  const bool text = random.OneIn(2);
  std::string bytes(size, '\0');
  for (char& c : bytes) {
    c = text ? static_cast<char>(' ' + random.Below(95)) : static_cast<char>(random.Next());
  }
  return bytes;
}

void MutateBytes(std::string& bytes, const std::string& other, Random& random) {
  if (bytes.empty()) {
    bytes = RandomBytes(1 + random.Below(kLongestStretch), random);
    return;
  }
  const Stretch stretch = RandomStretch(bytes.size(), random);
  switch (random.Below(9)) {
    case 0: {
      char& c = bytes[random.Below(bytes.size())];
      c = static_cast<char>(c ^ (1 << random.Below(8)));
      break;
    }
    case 1:
      bytes[random.Below(bytes.size())] = RandomByte(random);
      break;
    case 2:
      ReplaceDigit(bytes, random);
      break;
    case 3:
      bytes.insert(stretch.at, 1 + random.Below(4), RandomByte(random));
      break;
    case 4:
      bytes.erase(stretch.at, stretch.length);
      break;
    case 5:
      bytes.resize(random.Below(bytes.size()));
      break;
    case 6: {
      const std::string copy = bytes.substr(stretch.at, stretch.length);
      bytes.insert(random.Below(bytes.size() + 1), copy);
      break;
    }
    case 7: {
      const Stretch part = RandomStretch(other.size(), random);
      bytes.insert(stretch.at, other, part.at, part.length);
      break;
    }
    default:
      bytes.resize(stretch.at);
      bytes.append(other, random.Below(other.size() + 1), std::string::npos);
      break;
  }
}

}  // namespace daybook::fuzz
