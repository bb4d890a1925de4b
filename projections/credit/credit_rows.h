// Kinds and keys of the rows of the view `credit` (credit_view.h). Internal to this folder.
#ifndef DAYBOOK_PROJECTIONS_CREDIT_CREDIT_ROWS_H_
#define DAYBOOK_PROJECTIONS_CREDIT_CREDIT_ROWS_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace daybook {

inline constexpr char kReviewRow = '0';

std::string ReviewKey(std::string_view account_id, uint64_t position);
std::string ReviewPrefix(std::string_view account_id);

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_CREDIT_CREDIT_ROWS_H_
