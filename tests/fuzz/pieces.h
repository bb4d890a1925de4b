// An input that is a sequence: of requests, of rows. Any bytes are one.
#ifndef DAYBOOK_TESTS_FUZZ_PIECES_H_
#define DAYBOOK_TESTS_FUZZ_PIECES_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/fuzz/fuzz.h"

namespace daybook::fuzz {

// A byte for the target's own use, the length in two bytes (little-endian; what is not there is not
// missed), the bytes.
struct Piece {
  uint8_t tag = 0;
  std::string bytes;
};

inline std::vector<Piece> SplitPieces(std::string_view input) {
  constexpr size_t kHeader = 3;
  std::vector<Piece> pieces;
  while (input.size() >= kHeader) {
    const auto at = [input](size_t i) { return static_cast<uint8_t>(input[i]); };
    const size_t length = at(1) + size_t{256} * at(2);
    pieces.push_back({at(0), std::string(input.substr(kHeader, length))});
    input.remove_prefix(kHeader + pieces.back().bytes.size());
  }
  return pieces;
}

// Pieces of at most 65,535 bytes.
inline std::string JoinPieces(const std::vector<Piece>& pieces) {
  std::string input;
  for (const Piece& piece : pieces) {
    input.push_back(static_cast<char>(piece.tag));
    input.push_back(static_cast<char>(piece.bytes.size() & 0xff));
    input.push_back(static_cast<char>(piece.bytes.size() >> 8));
    input += piece.bytes;
  }
  return input;
}

// Drops a piece, doubles one, or swaps two.
inline void ShufflePieces(std::vector<Piece>& pieces, Random& random) {
  if (pieces.empty()) return;
  const size_t a = random.Below(pieces.size());
  const size_t b = random.Below(pieces.size());
  const auto at = [&pieces](size_t i) { return pieces.begin() + static_cast<std::ptrdiff_t>(i); };
  switch (random.Below(3)) {
    case 0:
      pieces.erase(at(a));
      break;
    case 1: {
      Piece copy = pieces[a];
      pieces.insert(at(b), std::move(copy));
      break;
    }
    default:
      std::swap(pieces[a], pieces[b]);
      break;
  }
}

// For LLVMFuzzerCustomMutator: what does not fit is left as it was.
inline size_t PutInput(const std::string& input, uint8_t* data, size_t size, size_t max_size) {
  if (input.size() > max_size) return size;
  input.copy(reinterpret_cast<char*>(data), input.size());
  return input.size();
}

}  // namespace daybook::fuzz

#endif  // DAYBOOK_TESTS_FUZZ_PIECES_H_
