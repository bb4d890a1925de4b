// What each guest has paid, owes and is owed, worked out from the requests in the plainest way: a second opinion on the books.
#ifndef DAYBOOK_TESTS_SUPPORT_BOOKS_ORACLE_H_
#define DAYBOOK_TESTS_SUPPORT_BOOKS_ORACLE_H_

#include <cstdint>
#include <map>
#include <string>

#include "daybook/v1/record.pb.h"

namespace daybook::testing {

struct OracleRefund {
  int64_t amount = 0;
  v1::RefundStatus status = v1::REFUND_PENDING;
};

struct OraclePayment {
  int64_t amount = 0;
  bool before_stay = false;
  std::map<std::string, OracleRefund> refunds;
  int64_t charged_back = 0;
  bool reversed = false;

  int64_t Left() const;  // captured and still here, or on its way back
};

struct OracleCharge {
  int64_t gross = 0;
  int64_t tax = 0;
  int64_t waived = 0;
  bool reversed = false;
};

struct OracleTransfer {
  std::string to;
  int64_t amount = 0;
  bool reversed = false;
};

struct OracleGuest {
  v1::BookingStatus status = v1::CONFIRMED;
  int32_t arrival = 0;
  int32_t departure = 0;
  int32_t charged_until = 0;
  int64_t deposit = 0;
  int64_t owes = 0;
  int64_t due_back = 0;
  int64_t tax = 0;
  std::map<std::string, OraclePayment> payments;
  std::map<std::string, OracleCharge> charges;  // the penalty under ""
  std::map<std::string, OracleTransfer> transfers;

  int64_t Pending() const;
  int64_t Due() const { return due_back - Pending(); }  // and not on its way
};

// The hotel of books_hotel.h with its taxes.
class BooksOracle {
 public:
  // Whether the request should be accepted, as far as money decides it: of a request that is right in everything else.
  bool Allows(const v1::Request& request) const;
  // An accepted record.
  void Apply(const v1::Record& record);

  const std::map<std::string, OracleGuest>& guests() const { return guests_; }
  int64_t clearing() const;  // captured, not succeeded as a refund, charged back or reversed
  int32_t today() const { return today_; }

 private:
  void ApplyRefund(const v1::RefundPayment& refund);
  void ApplyReversedPayment(const v1::ReversePayment& reverse);
  void ChargeNights(int32_t limit);
  void End(const std::string& booking_id, int64_t penalty);
  void Reinstate(const std::string& booking_id);

  std::map<std::string, OracleGuest> guests_;
  int32_t today_ = 20260301;
};

}  // namespace daybook::testing

#endif  // DAYBOOK_TESTS_SUPPORT_BOOKS_ORACLE_H_
