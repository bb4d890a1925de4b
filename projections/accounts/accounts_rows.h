// Kinds of rows and indexes of the view `accounts` (accounts_view.h). Internal to this folder.
#ifndef DAYBOOK_PROJECTIONS_ACCOUNTS_ACCOUNTS_ROWS_H_
#define DAYBOOK_PROJECTIONS_ACCOUNTS_ACCOUNTS_ROWS_H_

namespace daybook {

inline constexpr char kFolioRow = '0';

inline constexpr char kInvoiceIndex = 'i';
inline constexpr char kVoucherIndex = 'v';

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_ACCOUNTS_ACCOUNTS_ROWS_H_
