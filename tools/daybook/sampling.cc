#include "tools/daybook/sampling.h"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>

#include "ledger/base/money.h"

namespace daybook::cli {

uint64_t SplitMix64::Next() {
  state_ += 0x9e3779b97f4a7c15;
  uint64_t z = state_;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

uint64_t SplitMix64::Below(uint64_t bound) {
  // 2^64 modulo bound: so many of the highest numbers would favour the low remainders.
  const uint64_t surplus = (std::numeric_limits<uint64_t>::max() % bound + 1) % bound;
  uint64_t number = Next();
  while (number > std::numeric_limits<uint64_t>::max() - surplus) number = Next();
  return number % bound;
}

std::vector<Drawn> DrawRandom(size_t count, size_t size, SplitMix64& random) {
  std::vector<size_t> places(count);
  std::iota(places.begin(), places.end(), size_t{0});
  const size_t taken = std::min(size, count);
  for (size_t i = 0; i < taken; ++i) {
    std::swap(places[i], places[i + static_cast<size_t>(random.Below(count - i))]);
  }
  std::sort(places.begin(), places.begin() + static_cast<std::ptrdiff_t>(taken));
  std::vector<Drawn> drawn;
  for (size_t i = 0; i < taken; ++i) drawn.push_back({.index = places[i]});
  return drawn;
}

MonetarySample DrawMonetaryUnits(const std::vector<int64_t>& amounts, size_t size,
                                 SplitMix64& random) {
  MonetarySample sample;
  for (const int64_t amount : amounts) {
    if (amount > 0) sample.total += static_cast<uint64_t>(amount);
    if (amount <= 0) ++sample.left_out;
  }
  if (sample.total == 0 || size == 0) return sample;
  sample.interval = std::max<uint64_t>(1, sample.total / size);
  sample.start = random.Below(sample.interval);
  uint64_t next = sample.start;
  uint64_t before = 0;  // units of the items passed
  size_t left = size;
  for (size_t i = 0; i < amounts.size() && left > 0; ++i) {
    if (amounts[i] <= 0) continue;
    const uint64_t end = before + static_cast<uint64_t>(amounts[i]);
    uint64_t hits = 0;
    while (next < end && left > 0) {
      ++hits;
      --left;
      next += sample.interval;
    }
    if (hits > 0) sample.drawn.push_back({.index = i, .hits = hits});
    before = end;
  }
  return sample;
}

std::vector<Drawn> DrawStratified(const std::vector<std::string>& strata, size_t size,
                                  SplitMix64& random) {
  std::map<std::string, std::vector<size_t>> members;
  for (size_t i = 0; i < strata.size(); ++i) members[strata[i]].push_back(i);
  if (members.empty() || size == 0) return {};
  const size_t wanted = std::min(size, strata.size());
  const bool one_each = wanted >= members.size();

  // One each first, then the rest by what is left of each.
  std::vector<int64_t> weights;
  for (const auto& [name, items] : members) {
    weights.push_back(static_cast<int64_t>(items.size()) - (one_each ? 1 : 0));
  }
  const auto rest = static_cast<int64_t>(one_each ? wanted - members.size() : wanted);
  std::vector<int64_t> shares(weights.size(), 0);
  if (rest > 0) shares = SplitByLargestRemainder(rest, weights);

  std::vector<Drawn> drawn;
  size_t stratum = 0;
  for (const auto& [name, items] : members) {
    const auto take = static_cast<size_t>(shares[stratum++] + (one_each ? 1 : 0));
    for (const Drawn& one : DrawRandom(items.size(), take, random)) {
      drawn.push_back({.index = items[one.index]});
    }
  }
  std::sort(drawn.begin(), drawn.end(),
            [](const Drawn& a, const Drawn& b) { return a.index < b.index; });
  return drawn;
}

}  // namespace daybook::cli
