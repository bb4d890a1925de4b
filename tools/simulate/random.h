// Chance, the same on every machine: a generator written out, and draws by integers only. The
// distributions of the standard library differ from one implementation to the next.
#ifndef DAYBOOK_TOOLS_SIMULATE_RANDOM_H_
#define DAYBOOK_TOOLS_SIMULATE_RANDOM_H_

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace daybook::simulation {

// xoshiro256** (Blackman and Vigna), seeded by splitmix64. One thread.
class Random {
 public:
  // Streams of one seed have nothing to do with each other.
  Random(uint64_t seed, uint64_t stream) {
    uint64_t mix = seed ^ (stream * 0xd1342543de82ef95u + 0x632be59bd9b4e019u);
    for (uint64_t& word : words_) word = SplitMix(mix);
  }

  uint64_t Next() {
    const uint64_t result = std::rotl(words_[1] * 5, 7) * 9;
    const uint64_t shifted = words_[1] << 17;
    words_[2] ^= words_[0];
    words_[3] ^= words_[1];
    words_[1] ^= words_[2];
    words_[0] ^= words_[3];
    words_[2] ^= shifted;
    words_[3] = std::rotl(words_[3], 45);
    return result;
  }

  // 0 to n - 1; n is 1 or more. No value is likelier than another by more than n / 2^32.
  int32_t Below(int32_t n) {
    return static_cast<int32_t>(((Next() >> 32) * static_cast<uint64_t>(n)) >> 32);
  }

  // from to to, both included.
  int32_t Between(int32_t from, int32_t to) { return from + Below(to - from + 1); }

  // True in `share` of `whole` cases.
  bool Chance(int32_t share, int32_t whole) { return Below(whole) < share; }
  bool PerMille(int32_t share) { return Chance(share, 1000); }

  // The index of one of the weights, as likely as it is heavy. Some weight is above 0.
  template <size_t N>
  size_t Pick(const std::array<int32_t, N>& weights) {
    int32_t total = 0;
    for (const int32_t weight : weights) total += weight;
    int32_t left = Below(total);
    size_t index = 0;
    while (left >= weights[index]) left -= weights[index++];
    return index;
  }

 private:
  static uint64_t SplitMix(uint64_t& state) {
    state += 0x9e3779b97f4a7c15u;
    uint64_t mixed = state;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
    return mixed ^ (mixed >> 31);
  }

  std::array<uint64_t, 4> words_{};
};

}  // namespace daybook::simulation

#endif  // DAYBOOK_TOOLS_SIMULATE_RANDOM_H_
