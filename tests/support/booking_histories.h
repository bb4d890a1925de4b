// Plausible histories of bookings, made from nothing but a seed: for what folds records and decides
// nothing.
#ifndef DAYBOOK_TESTS_SUPPORT_BOOKING_HISTORIES_H_
#define DAYBOOK_TESTS_SUPPORT_BOOKING_HISTORIES_H_

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "daybook/v1/record.pb.h"

namespace daybook {

// A confirmed booking of two nights at property H1.
v1::Record CreatedRecord(const std::string& booking_id, int32_t arrival = 20260301,
                         const std::string& customer_id = "C1");
// An accepted record with one event, still to be filled in.
v1::Record AcceptedRecord();
v1::Record CancelledRecord(const std::string& booking_id);

// Hands out one record after the other. Bookings go through the states of booking.proto; among
// their records are declined ones, records of other things, and records with several events.
class BookingHistory {
 public:
  explicit BookingHistory(uint64_t seed) : random_(seed) {}
  v1::Record Next();

 private:
  struct Stage {
    v1::BookingStatus status = v1::CONFIRMED;
    int payments = 0;
    int refunds = 0;
  };

  uint32_t Below(uint32_t bound) { return static_cast<uint32_t>(random_() % bound); }
  v1::Record Create();
  v1::Record RunDue();
  void Continue(const std::string& id, Stage& stage, v1::Record& record);
  void ContinueConfirmed(const std::string& id, Stage& stage, v1::Event& event, v1::Record& record);
  void MoveMoney(const std::string& id, Stage& stage, v1::Event& event);
  int32_t AnyDate();

  std::mt19937_64 random_;
  std::vector<std::string> ids_;
  std::map<std::string, Stage> stages_;
};

// The bookings that the accepted events of the records make, by the domain's own fold and nothing
// else.
std::map<std::string, v1::Booking> FoldBookings(const std::vector<v1::Record>& records);

}  // namespace daybook

#endif  // DAYBOOK_TESTS_SUPPORT_BOOKING_HISTORIES_H_
