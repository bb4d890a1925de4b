// One row of the "hotel booking demand" data (Antonio, de Almeida, Nunes, Data in Brief 22, 2019),
// typed and checked: every column, and the columns against each other, so that what passes can be
// carried out by a ledger in the order of time.
#ifndef DAYBOOK_TOOLS_IMPORT_HOTEL_DEMAND_ROW_H_
#define DAYBOOK_TOOLS_IMPORT_HOTEL_DEMAND_ROW_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "ledger/base/civil_date.h"
#include "tools/import/csv_reader.h"

namespace daybook {

// What is wrong with a row: one for each column that is wrong.
struct BadRow {
  uint64_t line = 0;
  std::string column;  // empty: the row as a whole
  std::string problem;
};

// "line 7, column adr: '1.234' is not ..."
std::string FormatBadRow(const BadRow& bad_row);

inline constexpr size_t kHotelDemandColumns = 32;
extern const std::array<std::string_view, kHotelDemandColumns> kHotelDemandColumnNames;

// The values that a column may have, as the data spells them; a row holds the index.
extern const std::array<std::string_view, 2>
    kHotelDemandProperties;  // as the ledger names them: H1, H2
extern const std::array<std::string_view, 5> kHotelDemandMeals;
extern const std::array<std::string_view, 8> kHotelDemandMarketSegments;
extern const std::array<std::string_view, 5> kHotelDemandChannels;
extern const std::array<std::string_view, 3> kHotelDemandDepositTypes;
extern const std::array<std::string_view, 4> kHotelDemandCustomerTypes;

enum class HotelDemandStatus : uint8_t { kCheckedOut, kCancelled, kNoShow };

// Compact: a file of millions of rows is kept whole, because the order of time is not the order of
// rows.
struct HotelDemandRow {
  uint32_t line = 0;
  CivilDate arrival;
  CivilDate status_date;
  int32_t adr_minor = 0;  // cents; may be negative
  int32_t agent = 0;      // 0: NULL
  int32_t company = 0;    // 0: NULL
  int32_t previous_cancellations = 0;
  int32_t previous_stays = 0;
  uint16_t lead_days = 0;
  uint16_t nights = 0;
  uint16_t waiting_days = 0;  // 0: never on the waiting list
  uint16_t changes = 0;
  uint16_t adults = 0;
  uint16_t children = 0;
  uint16_t babies = 0;
  uint16_t parking_spaces = 0;
  uint16_t special_requests = 0;
  bool children_unknown = false;
  bool repeated_guest = false;
  uint8_t property = 0;
  uint8_t meal = 0;
  uint8_t market_segment = 0;
  uint8_t channel = 0;
  uint8_t deposit_type = 0;
  uint8_t customer_type = 0;
  HotelDemandStatus status = HotelDemandStatus::kCheckedOut;
  char reserved_room_type = 'A';  // 'A' to 'Z'
  char assigned_room_type = 'A';
  std::array<char, 3> country{};  // unused places are '\0'; all of them: NULL

  CivilDate departure() const { return arrival + nights; }
  CivilDate booked_on() const { return arrival - lead_days; }
  CivilDate promoted_on() const { return booked_on() + waiting_days; }
  std::string_view country_code() const;
};

// Knows which field is which column.
class HotelDemandRowParser {
 public:
  // InvalidArgument: the header is not well-formed, lacks a column, repeats one, or has one that is
  // not known (its data would be lost without a word). The order of columns is free.
  static absl::StatusOr<HotelDemandRowParser> ForHeader(const CsvRecord& header);

  // nullopt: the row is bad, and each of its problems is added to `problems`.
  std::optional<HotelDemandRow> Parse(const CsvRecord& record, std::vector<BadRow>& problems) const;

 private:
  HotelDemandRowParser() = default;
  std::array<uint8_t, kHotelDemandColumns> field_of_column_{};
};

}  // namespace daybook

#endif  // DAYBOOK_TOOLS_IMPORT_HOTEL_DEMAND_ROW_H_
