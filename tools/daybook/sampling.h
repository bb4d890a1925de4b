// Samples that anybody can draw again: from the same population in the same order, the same seed gives
// the same items, on any machine and in any language.
//
// The generator is splitmix64 (64 bits of state, begun at the seed): add 0x9e3779b97f4a7c15 to the state,
// z = state; z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9; z = (z ^ z >> 27) * 0x94d049bb133111eb; the number
// is z ^ z >> 31, all modulo 2^64. A number below n: draw until it is below the largest multiple of n
// that 2^64 holds, then take the remainder by n.
#ifndef DAYBOOK_TOOLS_DAYBOOK_SAMPLING_H_
#define DAYBOOK_TOOLS_DAYBOOK_SAMPLING_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace daybook::cli {

class SplitMix64 {
 public:
  explicit SplitMix64(uint64_t seed) : state_(seed) {}
  uint64_t Next();
  uint64_t Below(uint64_t bound);  // bound > 0

 private:
  uint64_t state_;
};

struct Drawn {
  size_t index = 0;   // in the population
  uint64_t hits = 1;  // monetary units that fell into it; else 1

  friend bool operator==(const Drawn&, const Drawn&) = default;
};

// `size` different items, each as likely as any other: the first `size` places of a Fisher-Yates
// shuffle (place i changes with i + Below(count - i)), in the order of the population. All of them where there
// are no more.
std::vector<Drawn> DrawRandom(size_t count, size_t size, SplitMix64& random);

// Monetary-unit sampling with a fixed interval: total / size, rounded down, at least 1. Begins at
// Below(interval) and takes the item in which every interval-th unit of the running total stands, `size`
// times at most. Amounts at or below 0 hold no unit.
struct MonetarySample {
  uint64_t interval = 0;
  uint64_t start = 0;
  uint64_t total = 0;   // of the amounts above 0
  size_t left_out = 0;  // items at or below 0
  std::vector<Drawn> drawn;
};
MonetarySample DrawMonetaryUnits(const std::vector<int64_t>& amounts, size_t size,
                                 SplitMix64& random);

// As many of each stratum as its share of the population asks for (largest remainder; but one at least,
// where `size` allows), drawn as DrawRandom does, stratum after stratum in the order of their names.
// In the order of the population.
std::vector<Drawn> DrawStratified(const std::vector<std::string>& strata, size_t size,
                                  SplitMix64& random);

}  // namespace daybook::cli

#endif  // DAYBOOK_TOOLS_DAYBOOK_SAMPLING_H_
