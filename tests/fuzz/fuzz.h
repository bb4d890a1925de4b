// What the fuzz targets and their drivers have in common.
//
// A target is one file, NAME_fuzz.cc, that defines LLVMFuzzerTestOneInput and, if it likes,
// AddFuzzSeeds and LLVMFuzzerCustomMutator. It has no state from one input to the next: the same
// bytes go the same way every time. A broken promise ends the program (Require), as a crash does.
//
// Two drivers run it: fuzz_smoke_main.cc, under any compiler, in every run of the tests; libFuzzer,
// for as long as one likes (CMakeLists.txt).
#ifndef DAYBOOK_TESTS_FUZZ_FUZZ_H_
#define DAYBOOK_TESTS_FUZZ_FUZZ_H_

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

extern "C" {

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

// Adds valid inputs, to begin from.
void AddFuzzSeeds(std::vector<std::string>& seeds);

// Changes data[0, size) in place and gives its new size, at most max_size. Deterministic.
size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t max_size, unsigned int seed);
}

namespace daybook::fuzz {

// Ends the program where the condition does not hold.
inline void Require(bool condition, const char* promise) {
  if (condition) return;
  std::fprintf(stderr, "broken promise: %s\n", promise);
  std::abort();
}

inline std::string_view AsText(const uint8_t* data, size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// Numbers that look random, the same for the same seed everywhere (SplitMix64).
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  uint64_t Next() {
    state_ += 0x9e3779b97f4a7c15;
    uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  // 0 to bound - 1; 0 where bound is 0.
  size_t Below(size_t bound) { return bound == 0 ? 0 : static_cast<size_t>(Next() % bound); }
  bool OneIn(size_t n) { return Below(n) == 0; }

 private:
  uint64_t state_;
};

}  // namespace daybook::fuzz

#endif  // DAYBOOK_TESTS_FUZZ_FUZZ_H_
