#include "ledger/base/money.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdlib>
#include <numeric>

namespace daybook {
namespace {

__extension__ using Int128 = __int128;

struct Currency {
  std::string_view code;
  int exponent;
};

constexpr bool operator<(const Currency& a, const Currency& b) { return a.code < b.code; }

// ISO 4217, list one, as of January 2026: the currencies that people pay with. Funds, units of
// account, metals and codes for tests are not in it.
constexpr auto kCurrencies = std::to_array<Currency>({
    {"AED", 2}, {"AFN", 2}, {"ALL", 2}, {"AMD", 2}, {"AOA", 2}, {"ARS", 2}, {"AUD", 2}, {"AWG", 2},
    {"AZN", 2}, {"BAM", 2}, {"BBD", 2}, {"BDT", 2}, {"BHD", 3}, {"BIF", 0}, {"BMD", 2}, {"BND", 2},
    {"BOB", 2}, {"BRL", 2}, {"BSD", 2}, {"BTN", 2}, {"BWP", 2}, {"BYN", 2}, {"BZD", 2}, {"CAD", 2},
    {"CDF", 2}, {"CHF", 2}, {"CLP", 0}, {"CNY", 2}, {"COP", 2}, {"CRC", 2}, {"CUP", 2}, {"CVE", 2},
    {"CZK", 2}, {"DJF", 0}, {"DKK", 2}, {"DOP", 2}, {"DZD", 2}, {"EGP", 2}, {"ERN", 2}, {"ETB", 2},
    {"EUR", 2}, {"FJD", 2}, {"FKP", 2}, {"GBP", 2}, {"GEL", 2}, {"GHS", 2}, {"GIP", 2}, {"GMD", 2},
    {"GNF", 0}, {"GTQ", 2}, {"GYD", 2}, {"HKD", 2}, {"HNL", 2}, {"HTG", 2}, {"HUF", 2}, {"IDR", 2},
    {"ILS", 2}, {"INR", 2}, {"IQD", 3}, {"IRR", 2}, {"ISK", 0}, {"JMD", 2}, {"JOD", 3}, {"JPY", 0},
    {"KES", 2}, {"KGS", 2}, {"KHR", 2}, {"KMF", 0}, {"KPW", 2}, {"KRW", 0}, {"KWD", 3}, {"KYD", 2},
    {"KZT", 2}, {"LAK", 2}, {"LBP", 2}, {"LKR", 2}, {"LRD", 2}, {"LSL", 2}, {"LYD", 3}, {"MAD", 2},
    {"MDL", 2}, {"MGA", 2}, {"MKD", 2}, {"MMK", 2}, {"MNT", 2}, {"MOP", 2}, {"MRU", 2}, {"MUR", 2},
    {"MVR", 2}, {"MWK", 2}, {"MXN", 2}, {"MYR", 2}, {"MZN", 2}, {"NAD", 2}, {"NGN", 2}, {"NIO", 2},
    {"NOK", 2}, {"NPR", 2}, {"NZD", 2}, {"OMR", 3}, {"PAB", 2}, {"PEN", 2}, {"PGK", 2}, {"PHP", 2},
    {"PKR", 2}, {"PLN", 2}, {"PYG", 0}, {"QAR", 2}, {"RON", 2}, {"RSD", 2}, {"RUB", 2}, {"RWF", 0},
    {"SAR", 2}, {"SBD", 2}, {"SCR", 2}, {"SDG", 2}, {"SEK", 2}, {"SGD", 2}, {"SHP", 2}, {"SLE", 2},
    {"SOS", 2}, {"SRD", 2}, {"SSP", 2}, {"STN", 2}, {"SVC", 2}, {"SYP", 2}, {"SZL", 2}, {"THB", 2},
    {"TJS", 2}, {"TMT", 2}, {"TND", 3}, {"TOP", 2}, {"TRY", 2}, {"TTD", 2}, {"TWD", 2}, {"TZS", 2},
    {"UAH", 2}, {"UGX", 0}, {"USD", 2}, {"UYU", 2}, {"UZS", 2}, {"VED", 2}, {"VES", 2}, {"VND", 0},
    {"VUV", 0}, {"WST", 2}, {"XAF", 0}, {"XCD", 2}, {"XCG", 2}, {"XOF", 0}, {"XPF", 0}, {"YER", 2},
    {"ZAR", 2}, {"ZMW", 2}, {"ZWG", 2},
});

static_assert(std::is_sorted(kCurrencies.begin(), kCurrencies.end()));

}  // namespace

std::optional<int> CurrencyExponent(std::string_view code) {
  const auto* const found =
      std::lower_bound(kCurrencies.begin(), kCurrencies.end(), Currency{code, 0});
  if (found == kCurrencies.end() || found->code != code) return std::nullopt;
  return found->exponent;
}

std::optional<int64_t> CheckedAdd(int64_t a, int64_t b) {
  int64_t sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) return std::nullopt;
  return sum;
}

std::optional<int64_t> CheckedMultiply(int64_t a, int64_t b) {
  int64_t product = 0;
  if (__builtin_mul_overflow(a, b, &product)) return std::nullopt;
  return product;
}

int64_t PercentOf(int64_t amount_minor, int64_t basis_points) {
  const Int128 product = Int128{amount_minor} * basis_points;
  const Int128 half = product < 0 ? -5'000 : 5'000;
  return static_cast<int64_t>((product + half) / 10'000);
}

std::vector<int64_t> SplitByLargestRemainder(int64_t amount_minor,
                                             std::span<const int64_t> weights) {
  Int128 total_weight = 0;
  for (const int64_t weight : weights) {
    assert(weight >= 0);
    total_weight += weight;
  }
  assert(total_weight > 0);

  std::vector<int64_t> parts(weights.size());
  std::vector<Int128> remainders(weights.size());
  int64_t left = amount_minor;
  for (size_t i = 0; i < weights.size(); ++i) {
    const Int128 product = Int128{amount_minor} * weights[i];
    parts[i] = static_cast<int64_t>(product / total_weight);
    const Int128 remainder = product % total_weight;
    remainders[i] = remainder < 0 ? -remainder : remainder;
    left -= parts[i];
  }
  if (left == 0) return parts;

  std::vector<size_t> order(weights.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return remainders[a] > remainders[b]; });
  // Each remainder is less than one unit, so what is left is less than one unit a part.
  const int64_t unit = left < 0 ? -1 : 1;
  for (size_t i = 0; left != 0; ++i, left -= unit) parts[order[i]] += unit;
  return parts;
}

std::string FormatMinor(int64_t amount_minor, std::string_view currency) {
  const std::optional<int> exponent = CurrencyExponent(currency);
  assert(exponent.has_value());
  const auto decimals = static_cast<size_t>(exponent.value_or(0));
  const uint64_t magnitude = amount_minor < 0 ? uint64_t{0} - static_cast<uint64_t>(amount_minor)
                                              : static_cast<uint64_t>(amount_minor);
  std::string text = std::to_string(magnitude);
  if (decimals > 0) {
    if (text.size() <= decimals) text.insert(0, decimals + 1 - text.size(), '0');
    text.insert(text.size() - decimals, 1, '.');
  }
  if (amount_minor < 0) text.insert(0, 1, '-');
  return text;
}

}  // namespace daybook
