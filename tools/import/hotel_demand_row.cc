#include "tools/import/hotel_demand_row.h"

#include <algorithm>
#include <charconv>
#include <span>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "ledger/base/strings.h"

namespace daybook {

const std::array<std::string_view, kHotelDemandColumns> kHotelDemandColumnNames = {
    "hotel",
    "is_canceled",
    "lead_time",
    "arrival_date_year",
    "arrival_date_month",
    "arrival_date_week_number",
    "arrival_date_day_of_month",
    "stays_in_weekend_nights",
    "stays_in_week_nights",
    "adults",
    "children",
    "babies",
    "meal",
    "country",
    "market_segment",
    "distribution_channel",
    "is_repeated_guest",
    "previous_cancellations",
    "previous_bookings_not_canceled",
    "reserved_room_type",
    "assigned_room_type",
    "booking_changes",
    "deposit_type",
    "agent",
    "company",
    "days_in_waiting_list",
    "customer_type",
    "adr",
    "required_car_parking_spaces",
    "total_of_special_requests",
    "reservation_status",
    "reservation_status_date",
};

const std::array<std::string_view, 2> kHotelDemandProperties = {"H1", "H2"};
const std::array<std::string_view, 5> kHotelDemandMeals = {"BB", "HB", "FB", "SC", "Undefined"};
const std::array<std::string_view, 8> kHotelDemandMarketSegments = {
    "Direct",        "Corporate", "Online TA", "Offline TA/TO",
    "Complementary", "Groups",    "Aviation",  "Undefined"};
const std::array<std::string_view, 5> kHotelDemandChannels = {"Direct", "Corporate", "TA/TO", "GDS",
                                                              "Undefined"};
const std::array<std::string_view, 3> kHotelDemandDepositTypes = {"No Deposit", "Non Refund",
                                                                  "Refundable"};
const std::array<std::string_view, 4> kHotelDemandCustomerTypes = {"Transient", "Transient-Party",
                                                                   "Contract", "Group"};

namespace {

enum Column : uint8_t {
  kHotel,
  kIsCanceled,
  kLeadTime,
  kArrivalYear,
  kArrivalMonth,
  kArrivalWeek,
  kArrivalDay,
  kWeekendNights,
  kWeekNights,
  kAdults,
  kChildren,
  kBabies,
  kMeal,
  kCountry,
  kMarketSegment,
  kDistributionChannel,
  kRepeatedGuest,
  kPreviousCancellations,
  kPreviousStays,
  kReservedRoomType,
  kAssignedRoomType,
  kBookingChanges,
  kDepositType,
  kAgent,
  kCompany,
  kWaitingDays,
  kCustomerType,
  kAdr,
  kParkingSpaces,
  kSpecialRequests,
  kStatus,
  kStatusDate,
};

constexpr std::array<std::string_view, 2> kHotelNames = {"Resort Hotel", "City Hotel"};
constexpr std::array<std::string_view, 3> kStatusNames = {"Check-Out", "Canceled", "No-Show"};
constexpr std::array<std::string_view, 12> kMonthNames = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

// What a ledger accepts, where it is less than what a column could hold.
constexpr uint32_t kMaxLeadDays = 1826;
constexpr uint32_t kMaxNights = 731;
constexpr uint32_t kMaxGuests = 1000;
constexpr uint32_t kMaxChanges = 1000;
constexpr uint32_t kMaxCount = 10'000;
constexpr uint32_t kMaxCode = 1'000'000'000;
constexpr int64_t kMaxAdrMinor = 1'000'000'000;  // 731 nights of it are an amount a ledger takes

// As it stands in the file, so that it can be found there; cut and made printable.
std::string Quoted(std::string_view value) {
  constexpr size_t kShown = 40;
  std::string text = "'";
  for (const char c : value.substr(0, kShown)) text.push_back(c >= ' ' && c != '\x7F' ? c : '?');
  text += value.size() > kShown ? "...'" : "'";
  return text;
}

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }

std::optional<uint32_t> ParseDigits(std::string_view text) {
  uint32_t value = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, value);
  if (error != std::errc() || end != last) return std::nullopt;
  return value;
}

// "-6.38" -> -638. At most eight digits before the point and two behind it.
std::optional<int64_t> ParseCents(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  const size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  if (whole.size() > 8) return std::nullopt;
  const std::optional<uint32_t> euros = ParseDigits(whole);
  if (!euros) return std::nullopt;
  int64_t cents = 0;
  if (point != std::string_view::npos) {
    const std::string_view fraction = text.substr(point + 1);
    const std::optional<uint32_t> digits = ParseDigits(fraction);
    if (!digits || fraction.size() > 2) return std::nullopt;
    cents = fraction.size() == 1 ? *digits * 10 : *digits;
  }
  const int64_t amount = int64_t{*euros} * 100 + cents;
  return negative ? -amount : amount;
}

// Reads the columns of one record and keeps what is wrong with them.
class ColumnReader {
 public:
  ColumnReader(const CsvRecord& record, std::span<const uint8_t> field_of_column,
               std::vector<BadRow>& problems)
      : record_(record),
        field_of_column_(field_of_column),
        problems_(problems),
        problems_before_(problems.size()) {}

  bool ok() const { return problems_.size() == problems_before_; }

  std::string_view Text(Column column) const { return record_.fields[field_of_column_[column]]; }

  void Problem(Column column, std::string problem) {
    problems_.push_back(
        {record_.line, std::string(kHotelDemandColumnNames[column]), std::move(problem)});
  }

  uint32_t Whole(Column column, uint32_t least, uint32_t most) {
    const std::optional<uint32_t> value = ParseDigits(Text(column));
    if (value && *value >= least && *value <= most) return *value;
    Problem(column, absl::StrCat(Quoted(Text(column)), " is not a whole number from ", least,
                                 " to ", most));
    return least;
  }

  uint16_t Small(Column column, uint32_t least, uint32_t most) {
    return static_cast<uint16_t>(Whole(column, least, most));
  }

  bool Flag(Column column) { return Whole(column, 0, 1) == 1; }

  // The index among the values.
  uint8_t OneOf(Column column, std::span<const std::string_view> values) {
    const auto found = std::find(values.begin(), values.end(), Text(column));
    if (found != values.end()) return static_cast<uint8_t>(found - values.begin());
    std::vector<std::string> names(values.begin(), values.end());
    Problem(column, absl::StrCat(Quoted(Text(column)), " is none of ", absl::StrJoin(names, ", ")));
    return 0;
  }

  // A code written as a number, or NULL, which is 0.
  int32_t Code(Column column) {
    const std::string_view text = Text(column);
    if (text == "NULL") return 0;
    const std::optional<uint32_t> value = ParseDigits(text);
    // It is kept as a number and given back as text: it must be the same text.
    if (value && *value >= 1 && *value <= kMaxCode && text.front() != '0') {
      return static_cast<int32_t>(*value);
    }
    Problem(column, absl::StrCat(Quoted(text), " is neither NULL nor a number from 1 to ", kMaxCode,
                                 " without leading zeros"));
    return 0;
  }

  char Letter(Column column) {
    const std::string_view text = Text(column);
    if (text.size() == 1 && IsUpper(text.front())) return text.front();
    Problem(column, absl::StrCat(Quoted(text), " is not a letter from A to Z"));
    return 'A';
  }

  std::array<char, 3> Country() {
    std::array<char, 3> code{};
    const std::string_view text = Text(kCountry);
    if (text == "NULL") return code;
    if ((text.size() == 2 || text.size() == 3) && std::all_of(text.begin(), text.end(), IsUpper)) {
      std::copy(text.begin(), text.end(), code.begin());
    } else {
      Problem(kCountry,
              absl::StrCat(Quoted(text), " is neither NULL nor two or three capital letters"));
    }
    return code;
  }

  int32_t Adr() {
    const std::optional<int64_t> cents = ParseCents(Text(kAdr));
    if (cents && *cents <= kMaxAdrMinor && *cents >= -kMaxAdrMinor) {
      return static_cast<int32_t>(*cents);
    }
    Problem(kAdr, absl::StrCat(Quoted(Text(kAdr)),
                               " is not an amount of at most two decimals up to 10000000"));
    return 0;
  }

  CivilDate StatusDate() {
    if (const std::optional<CivilDate> date = CivilDate::Parse(Text(kStatusDate))) return *date;
    Problem(kStatusDate, absl::StrCat(Quoted(Text(kStatusDate)), " is not a date like 2015-07-01"));
    return {};
  }

  CivilDate Arrival() {
    const bool was_ok = ok();
    const uint32_t year = Whole(kArrivalYear, 1970, 2150);
    const uint32_t month = OneOf(kArrivalMonth, kMonthNames) + 1u;
    const uint32_t day = Whole(kArrivalDay, 1, 31);
    Whole(kArrivalWeek, 1, 53);
    const auto date = CivilDate::FromYmd(static_cast<int32_t>(year * 10'000 + month * 100 + day));
    if (date) return *date;
    if (was_ok && ok()) {
      Problem(kArrivalDay,
              absl::StrCat(kMonthNames[month - 1].data(), " ", year, " has no day ", day));
    }
    return {};
  }

 private:
  const CsvRecord& record_;
  const std::span<const uint8_t> field_of_column_;
  std::vector<BadRow>& problems_;
  const size_t problems_before_;
};

void ReadGuests(ColumnReader& columns, HotelDemandRow& row) {
  row.adults = columns.Small(kAdults, 0, kMaxGuests);
  row.children_unknown = columns.Text(kChildren) == "NA";
  row.children = row.children_unknown ? uint16_t{0} : columns.Small(kChildren, 0, kMaxGuests);
  row.babies = columns.Small(kBabies, 0, kMaxGuests);
}

void ReadStay(ColumnReader& columns, HotelDemandRow& row) {
  row.arrival = columns.Arrival();
  row.lead_days = columns.Small(kLeadTime, 0, kMaxLeadDays);
  row.waiting_days = columns.Small(kWaitingDays, 0, kMaxLeadDays);
  const uint32_t weekend_nights = columns.Whole(kWeekendNights, 0, kMaxNights);
  const uint32_t nights = weekend_nights + columns.Whole(kWeekNights, 0, kMaxNights);
  if (nights > kMaxNights) {
    columns.Problem(kWeekNights,
                    absl::StrCat("a stay of ", nights, " nights is longer than ", kMaxNights));
  }
  row.nights = static_cast<uint16_t>(nights);
}

void ReadSource(ColumnReader& columns, HotelDemandRow& row) {
  row.meal = columns.OneOf(kMeal, kHotelDemandMeals);
  row.country = columns.Country();
  row.market_segment = columns.OneOf(kMarketSegment, kHotelDemandMarketSegments);
  row.channel = columns.OneOf(kDistributionChannel, kHotelDemandChannels);
  row.repeated_guest = columns.Flag(kRepeatedGuest);
  row.previous_cancellations =
      static_cast<int32_t>(columns.Whole(kPreviousCancellations, 0, kMaxCode));
  row.previous_stays = static_cast<int32_t>(columns.Whole(kPreviousStays, 0, kMaxCode));
  row.deposit_type = columns.OneOf(kDepositType, kHotelDemandDepositTypes);
  row.agent = columns.Code(kAgent);
  row.company = columns.Code(kCompany);
  row.customer_type = columns.OneOf(kCustomerType, kHotelDemandCustomerTypes);
  row.parking_spaces = columns.Small(kParkingSpaces, 0, kMaxCount);
  row.special_requests = columns.Small(kSpecialRequests, 0, kMaxCount);
}

// The columns against each other: what contradicts them could not be carried out in the order of
// time.
void CheckHistory(ColumnReader& columns, const HotelDemandRow& row, bool is_canceled) {
  if (is_canceled != (row.status != HotelDemandStatus::kCheckedOut)) {
    columns.Problem(kIsCanceled, absl::StrCat(is_canceled ? "1" : "0", " contradicts the status ",
                                              Quoted(columns.Text(kStatus))));
  }
  const bool stayed = row.status == HotelDemandStatus::kCheckedOut;
  const CivilDate first = stayed ? row.arrival : row.booked_on();
  const CivilDate last = stayed ? row.departure() : row.arrival;
  if (row.status_date < first || row.status_date > last) {
    columns.Problem(kStatusDate,
                    absl::StrCat(row.status_date.ToString(), " is not from ",
                                 stayed ? "the arrival " : "the booking ", first.ToString(),
                                 " to the ", stayed ? "departure " : "arrival ", last.ToString()));
    return;
  }
  const CivilDate promoted_by = std::min(row.arrival, row.status_date);
  if (row.promoted_on() > promoted_by) {
    columns.Problem(
        kWaitingDays,
        absl::StrCat("on the waiting list until ", row.promoted_on().ToString(), ", after ",
                     promoted_by == row.arrival ? "arrival " : "the end ", promoted_by.ToString()));
  }
}

}  // namespace

std::string FormatBadRow(const BadRow& bad_row) {
  const std::string column =
      bad_row.column.empty() ? "" : absl::StrCat(", column ", bad_row.column);
  return absl::StrCat("line ", bad_row.line, column, ": ", bad_row.problem);
}

std::string_view HotelDemandRow::country_code() const {
  const auto end = std::find(country.begin(), country.end(), '\0');
  return {country.data(), static_cast<size_t>(end - country.begin())};
}

absl::StatusOr<HotelDemandRowParser> HotelDemandRowParser::ForHeader(const CsvRecord& header) {
  const auto failure = [&header](std::string problem) {
    return absl::InvalidArgumentError(
        absl::StrCat("not hotel booking demand data: line ", header.line, ": ", problem));
  };
  if (!header.problem.empty()) return failure(header.problem);
  HotelDemandRowParser parser;
  std::array<bool, kHotelDemandColumns> seen{};
  for (size_t field = 0; field < header.fields.size(); ++field) {
    const auto& names = kHotelDemandColumnNames;
    const auto found = std::find(names.begin(), names.end(), header.fields[field]);
    if (found == names.end()) {
      return failure(absl::StrCat("unknown column ", Quoted(header.fields[field])));
    }
    const auto column = static_cast<size_t>(found - names.begin());
    if (seen[column]) return failure(absl::StrCat("column ", Quoted(*found), " stands twice"));
    seen[column] = true;
    parser.field_of_column_[column] = static_cast<uint8_t>(field);
  }
  std::vector<std::string> missing;
  for (size_t column = 0; column < kHotelDemandColumns; ++column) {
    if (!seen[column]) missing.emplace_back(kHotelDemandColumnNames[column]);
  }
  if (!missing.empty()) {
    return failure(absl::StrCat("columns that are missing: ", absl::StrJoin(missing, ", ")));
  }
  return parser;
}

std::optional<HotelDemandRow> HotelDemandRowParser::Parse(const CsvRecord& record,
                                                          std::vector<BadRow>& problems) const {
  if (!record.problem.empty()) {
    problems.push_back({record.line, "", record.problem});
    return std::nullopt;
  }
  if (record.fields.size() != kHotelDemandColumns) {
    problems.push_back(
        {record.line, "",
         absl::StrCat(record.fields.size(), " fields where the header has ", kHotelDemandColumns)});
    return std::nullopt;
  }
  ColumnReader columns(record, field_of_column_, problems);
  HotelDemandRow row;
  row.line = static_cast<uint32_t>(record.line);
  row.property = columns.OneOf(kHotel, kHotelNames);
  const bool is_canceled = columns.Flag(kIsCanceled);
  ReadStay(columns, row);
  ReadGuests(columns, row);
  ReadSource(columns, row);
  row.reserved_room_type = columns.Letter(kReservedRoomType);
  row.assigned_room_type = columns.Letter(kAssignedRoomType);
  row.changes = columns.Small(kBookingChanges, 0, kMaxChanges);
  row.adr_minor = columns.Adr();
  row.status = static_cast<HotelDemandStatus>(columns.OneOf(kStatus, kStatusNames));
  row.status_date = columns.StatusDate();
  if (columns.ok()) CheckHistory(columns, row, is_canceled);
  if (!columns.ok()) return std::nullopt;
  return row;
}

}  // namespace daybook
