// Random requests against a small hotel that sells out: mostly valid, some not. The same seed gives
// the same requests.
#ifndef DAYBOOK_TESTS_MODEL_WORKLOAD_H_
#define DAYBOOK_TESTS_MODEL_WORKLOAD_H_

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "daybook/v1/request.pb.h"
#include "tests/model/oracle.h"

namespace daybook::model {

// Properties U (UTC, due-ins must be resolved) and T (Tokyo, the roll marks no-shows), room types A
// (2 rooms for at most 3 guests) and B (1 room and one overbooked), rate plans FLEX and NRF (A
// only).
std::vector<v1::Request> HotelOfTheWorkload();

struct Step {
  v1::Request request;  // with an id
  int64_t now_us = 0;   // when
};

class Workload {
 public:
  explicit Workload(uint64_t seed);

  enum class Time { kPasses, kStandsStill };
  // The next request, chosen with a look at the oracle's book.
  Step Next(const Oracle& oracle, Time time = Time::kPasses);

 private:
  int64_t Below(int64_t n);  // 0 to n - 1
  bool Chance(int percent) { return Below(100) < percent; }
  template <typename T>
  const T& Pick(const std::vector<T>& from) {
    return from[static_cast<size_t>(Below(static_cast<int64_t>(from.size())))];
  }
  const BookingEntry* PickBooking(const Oracle& oracle, const std::vector<Status>& preferred);

  const BookingEntry& PickForMoney(const Oracle& oracle);

  v1::Request Choose(const Oracle& oracle);
  v1::Request Create(const Oracle& oracle);
  v1::Request Change(const Oracle& oracle);
  v1::Request Money(const Oracle& oracle);
  v1::Request Arrivals(const Oracle& oracle);
  v1::Request Audit(const Oracle& oracle);
  v1::Request Definition();
  v1::Request OutOfOrder(const Oracle& oracle);
  void Spoil(v1::Request& request);

  std::mt19937_64 random_;
  int64_t now_us_;
  int next_booking_ = 0;
  int next_money_ = 0;
  int next_request_ = 0;
};

}  // namespace daybook::model

#endif  // DAYBOOK_TESTS_MODEL_WORKLOAD_H_
