// Exact arithmetic on amounts in minor units (int64). No floating point, no silent overflow.
#ifndef DAYBOOK_LEDGER_BASE_MONEY_H_
#define DAYBOOK_LEDGER_BASE_MONEY_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace daybook {

// No amount in the ledger is larger than this, either way.
inline constexpr int64_t kMaxAmountMinor = 1'000'000'000'000;

// Decimal places of an ISO 4217 currency (0, 2 or 3); nullopt where the code is not a currency.
std::optional<int> CurrencyExponent(std::string_view code);

// nullopt on overflow of int64.
std::optional<int64_t> CheckedAdd(int64_t a, int64_t b);
std::optional<int64_t> CheckedMultiply(int64_t a, int64_t b);

// amount x basis_points / 10,000, rounded half away from zero ("half up"), in 128 bits.
// |amount| <= kMaxAmountMinor, 0 <= basis_points <= 1,000,000.
int64_t PercentOf(int64_t amount_minor, int64_t basis_points);

// Splits by weight with the largest remainder (ties: the earlier part), so that the parts add up to
// amount. weights: not empty, none negative, sum > 0.
std::vector<int64_t> SplitByLargestRemainder(int64_t amount_minor,
                                             std::span<const int64_t> weights);

// 123456, "EUR" -> "1234.56"; 5, "JPY" -> "5". The currency must be known.
std::string FormatMinor(int64_t amount_minor, std::string_view currency);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_BASE_MONEY_H_
