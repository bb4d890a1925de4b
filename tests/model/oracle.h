// A second opinion: what a hotel's book must say after a sequence of requests, written apart from
// the engine, for reading and not for speed. Plain structs, ordered maps, linear scans; no schema
// messages in its state, none of the engine's code. It knows the requests that the workload
// (workload.h) makes, in properties whose zones have a fixed offset.
#ifndef DAYBOOK_TESTS_MODEL_ORACLE_H_
#define DAYBOOK_TESTS_MODEL_ORACLE_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "daybook/v1/request.pb.h"

namespace daybook::model {

// Days since 1970-01-01 and back. The oracle's own calendar.
int DayOf(int32_t yyyymmdd);
int32_t YmdOf(int day);

enum class Status {
  kHeld = 1,
  kWaitlisted,
  kConfirmed,
  kInHouse,
  kCheckedOut,
  kCancelled,
  kNoShow
};

struct PenaltyRule {
  enum class Kind {
    kNone,
    kFlat,
    kPercentOfStay,
    kNights,
    kPercentOfNights,
    kFull
  } kind = Kind::kNone;
  int64_t amount_minor = 0;
  int nights = 0;
  int64_t basis_points = 0;
};

struct TierEntry {
  int days_before = 0;
  int minute = 0;
  PenaltyRule penalty;
};

struct PolicyEntry {
  std::vector<TierEntry> tiers;
  int grace_minutes = 0;
  bool non_refundable = false;
  PenaltyRule no_show;
};

struct RefundEntry {
  std::string id;
  int64_t amount_minor = 0;
  enum class State { kPending, kSucceeded, kFailed, kCancelled } state = State::kPending;
};

struct PaymentEntry {
  std::string id;
  int64_t amount_minor = 0;
  std::vector<RefundEntry> refunds;

  int64_t Pending() const;
  int64_t GivenBack() const;  // succeeded
  int64_t Free() const { return amount_minor - Pending() - GivenBack(); }
};

struct BookingEntry {
  std::string id;
  std::string property;
  Status status = Status::kConfirmed;
  int64_t revision = 1;
  std::string customer;
  std::string channel;
  int arrival = 0;  // days
  int departure = 0;
  int guests = 0;
  std::string room_type;
  std::string assigned;  // empty: the one booked
  std::string rate_plan;
  std::map<int, int64_t> nightly_minor;  // by night; a day use: by its day
  PolicyEntry policy;                    // frozen when booked
  std::vector<int64_t> deadlines_us;
  int64_t booked_us = 0;
  int64_t floor_minor = 0;
  int64_t hold_expires_us = 0;
  int changes = 0;
  int64_t penalty_minor = 0;
  int64_t refund_due_minor = 0;
  std::vector<PaymentEntry> payments;

  int64_t Price() const;
  const std::string& HeldType() const { return assigned.empty() ? room_type : assigned; }
  bool Holds() const {
    return status == Status::kHeld || status == Status::kConfirmed || status == Status::kInHouse;
  }
  bool IsDayUse() const { return arrival == departure; }
};

struct RoomTypeEntry {
  int capacity = 0;
  int overbooking = 0;
  int max_occupancy = 0;
  std::map<int, int> out_of_order;  // rooms, by night

  // What may be sold of the type for a night.
  int Sellable(int night) const {
    const auto out = out_of_order.find(night);
    return capacity + overbooking - (out == out_of_order.end() ? 0 : out->second);
  }
};

struct RatePlanEntry {
  struct Price {
    int64_t nightly_minor = 0;
    int64_t day_use_minor = 0;
  };
  std::map<std::string, Price> prices;  // by room type
  PolicyEntry policy;
};

struct PropertyEntry {
  int business_day = 0;
  int64_t utc_offset_us = 0;  // local minus UTC
  bool marks_no_shows = false;
  std::map<std::string, RoomTypeEntry> room_types;
  std::map<std::string, RatePlanEntry> rate_plans;
};

struct StaffEntry {
  std::set<v1::Role> roles;
  int64_t refund_limit_minor = 0;
};

// Codes that the answer must hold, and codes that it may hold beside them. Both empty: accepted.
struct Verdict {
  std::set<v1::DeclineCode> must;
  std::set<v1::DeclineCode> may;
  bool accepted() const { return must.empty(); }
};

class Oracle {
 public:
  // Answers, and changes its book where the answer is yes.
  Verdict Submit(const v1::Request& request, int64_t now_us);

  const std::map<std::string, PropertyEntry>& properties() const { return properties_; }
  const std::map<std::string, BookingEntry>& bookings() const { return bookings_; }
  // Rooms of the type taken for the night, counted anew.
  int Taken(const std::string& property, const std::string& room_type, int night) const;
  // The same for every (property, type, night) at once.
  std::map<std::string, std::map<std::string, std::map<int, int>>> AllTaken() const;
  // Whether a booking was ever put above the limit of the type on purpose (override, smaller
  // capacity, rooms out of order, roll).
  bool MayBeOversold(const std::string& property, const std::string& room_type, int night) const;

 private:
  using Codes = std::set<v1::DeclineCode>;

  Codes Identity(const v1::Request& request) const;
  Verdict Dispatch(const v1::Request& request, int64_t now_us);
  Verdict Define(const v1::Request& request);
  Verdict Roll(const v1::Request& request, int64_t now_us);
  Verdict OutOfOrder(const v1::Request& request);
  Verdict RunDue(const v1::Request& request);
  Verdict Create(const v1::Request& request, int64_t now_us);
  Verdict Change(const v1::Request& request, BookingEntry& booking, int64_t now_us);
  // The parts of a change: what it asks for, what stands against that, its prices, what stays of penalties.
  static BookingEntry WantedBy(const v1::ChangeBooking& change, const BookingEntry& booking);
  Codes ChangeState(const BookingEntry& booking, const BookingEntry& wanted) const;
  bool PriceChange(const v1::ChangeBooking& change, const BookingEntry& booking,
                   BookingEntry& wanted) const;
  Codes ChangePolicies(const v1::Request& request, const BookingEntry& booking,
                       const BookingEntry& wanted) const;
  Verdict Assign(const v1::Request& request, BookingEntry& booking);
  Verdict Promote(const v1::Request& request, BookingEntry& booking);
  Verdict Cancel(const v1::Request& request, BookingEntry& booking, int64_t now_us);
  Verdict Arrive(const v1::Request& request, BookingEntry& booking);
  Verdict Leave(const v1::Request& request, BookingEntry& booking);
  Verdict Absent(const v1::Request& request, BookingEntry& booking, int64_t now_us);
  Verdict Pay(const v1::Request& request, BookingEntry& booking);
  Verdict Refund(const v1::Request& request, BookingEntry& booking);
  Verdict Settle(const v1::Request& request, BookingEntry& booking);

  void ResolveTerms(BookingEntry& booking, const PropertyEntry& property) const;
  bool HasRoom(const BookingEntry& booking, const std::string& type, int from, int to) const;
  void End(BookingEntry& booking, Status status, int64_t penalty_minor) const;
  void NoteOversold(const BookingEntry& booking);
  void NoteOversoldAt(const std::string& property);
  // Whether more is taken for today or some night to come than the type, if it were `rooms`, has.
  bool SoldAbove(const v1::RoomTypeDefinition& type, const RoomTypeEntry& rooms) const;
  static Codes StateCodes(const v1::Request& request, const BookingEntry& booking,
                          const std::set<Status>& allowed);
  // The policy codes that the request's override does not set aside.
  static Verdict Policies(const v1::Request& request, const Codes& codes);

  std::map<std::string, PropertyEntry> properties_;
  std::map<std::string, StaffEntry> staff_;
  std::set<std::string> channels_;
  std::map<std::string, BookingEntry> bookings_;
  std::set<std::string> oversold_;  // property/type/night
};

// What cancelling costs at that instant, and what not showing up does.
int64_t PenaltyOf(const BookingEntry& booking, int64_t now_us);
int64_t NoShowPenaltyOf(const BookingEntry& booking, int64_t now_us);
// Of nights that are given back before the arrival, as a part of the stay cancelled; nothing where there are not fewer.
int64_t PartialPenaltyOf(const BookingEntry& booking, const BookingEntry& wanted, int64_t now_us);

}  // namespace daybook::model

#endif  // DAYBOOK_TESTS_MODEL_ORACLE_H_
