// Kinds of rows and indexes of the view `customers` (customers_view.h). Internal to this folder.
#ifndef DAYBOOK_PROJECTIONS_CUSTOMERS_CUSTOMERS_ROWS_H_
#define DAYBOOK_PROJECTIONS_CUSTOMERS_CUSTOMERS_ROWS_H_

namespace daybook {

inline constexpr char kStatsRow = '0';
inline constexpr char kBookingRow = '1';
inline constexpr char kOpenDayRow = '2';
inline constexpr char kAccessRow = '3';

inline constexpr char kAgreementIndex = 'g';
inline constexpr char kGiftIndex = 'G';
inline constexpr char kOfferIndex = 'f';
inline constexpr char kSurveyIndex = 's';
inline constexpr char kNoticeIndex = 'n';
inline constexpr char kAccessIndex = 'a';

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_CUSTOMERS_CUSTOMERS_ROWS_H_
