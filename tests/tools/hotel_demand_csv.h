// Makes small files of hotel booking demand data for tests.
#ifndef DAYBOOK_TESTS_TOOLS_HOTEL_DEMAND_CSV_H_
#define DAYBOOK_TESTS_TOOLS_HOTEL_DEMAND_CSV_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tools/import/hotel_demand_row.h"

namespace daybook {

// A row of the file: a confirmed booking of one night that was stayed, but for what a test sets.
class DemandRow {
 public:
  DemandRow() = default;
  DemandRow& Set(const std::string& column, const std::string& value) {
    values_[column] = value;
    return *this;
  }
  // Of 2016: all arrivals of tests are.
  DemandRow& Arrives(const std::string& month, int day) {
    return Set("arrival_date_month", month).Set("arrival_date_day_of_month", std::to_string(day));
  }
  DemandRow& Lead(int days) { return Set("lead_time", std::to_string(days)); }
  DemandRow& Nights(int nights) { return Set("stays_in_week_nights", std::to_string(nights)); }
  DemandRow& Waits(int days) { return Set("days_in_waiting_list", std::to_string(days)); }
  DemandRow& Changes(int changes) { return Set("booking_changes", std::to_string(changes)); }
  DemandRow& Reserved(char letter) { return Set("reserved_room_type", std::string(1, letter)); }
  DemandRow& Assigned(char letter) { return Set("assigned_room_type", std::string(1, letter)); }
  DemandRow& City() { return Set("hotel", "City Hotel"); }
  DemandRow& Out(const std::string& date) { return End("Check-Out", "0", date); }
  DemandRow& Cancelled(const std::string& date) { return End("Canceled", "1", date); }
  DemandRow& NoShow(const std::string& date) { return End("No-Show", "1", date); }

  std::string Line() const {
    std::string line;
    for (const std::string_view column : kHotelDemandColumnNames) {
      if (!line.empty()) line += ',';
      line += values_.at(std::string(column));
    }
    return line;
  }

 private:
  DemandRow& End(const std::string& status, const std::string& is_canceled,
                 const std::string& date) {
    return Set("reservation_status", status)
        .Set("is_canceled", is_canceled)
        .Set("reservation_status_date", date);
  }

  std::map<std::string, std::string> values_ = {
      {"hotel", "Resort Hotel"},
      {"is_canceled", "0"},
      {"lead_time", "10"},
      {"arrival_date_year", "2016"},
      {"arrival_date_month", "June"},
      {"arrival_date_week_number", "24"},
      {"arrival_date_day_of_month", "11"},
      {"stays_in_weekend_nights", "0"},
      {"stays_in_week_nights", "1"},
      {"adults", "2"},
      {"children", "0"},
      {"babies", "0"},
      {"meal", "BB"},
      {"country", "PRT"},
      {"market_segment", "Online TA"},
      {"distribution_channel", "TA/TO"},
      {"is_repeated_guest", "0"},
      {"previous_cancellations", "0"},
      {"previous_bookings_not_canceled", "0"},
      {"reserved_room_type", "A"},
      {"assigned_room_type", "A"},
      {"booking_changes", "0"},
      {"deposit_type", "No Deposit"},
      {"agent", "240"},
      {"company", "NULL"},
      {"days_in_waiting_list", "0"},
      {"customer_type", "Transient"},
      {"adr", "75.5"},
      {"required_car_parking_spaces", "0"},
      {"total_of_special_requests", "0"},
      {"reservation_status", "Check-Out"},
      {"reservation_status_date", "2016-06-12"},
  };
};

inline std::string DemandHeader() {
  std::string header;
  for (const std::string_view column : kHotelDemandColumnNames) {
    header += header.empty() ? "" : ",";
    header += column;
  }
  return header;
}

inline std::string DemandFile(const std::vector<DemandRow>& rows) {
  std::string text = DemandHeader() + "\n";
  for (const DemandRow& row : rows) text += row.Line() + "\n";
  return text;
}

}  // namespace daybook

#endif  // DAYBOOK_TESTS_TOOLS_HOTEL_DEMAND_CSV_H_
