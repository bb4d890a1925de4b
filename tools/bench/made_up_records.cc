#include "tools/bench/made_up_records.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "daybook/v1/record.pb.h"
#include "ledger/base/civil_date.h"
#include "ledger/base/status_macros.h"
#include "ledger/log/record_codec.h"

namespace daybook::bench {
namespace {

// Bookings that lie between the creation of one and what happens to it later.
constexpr uint64_t kChangedAfter = 700;
constexpr uint64_t kCheckedInAfter = 4'000;
constexpr uint64_t kCheckedOutAfter = 4'300;
constexpr uint64_t kBookingsADay = 130;

// Spreads ids over the key space, as those of several properties and channels are.
uint64_t Mixed(uint64_t number) {
  number *= 0x9e3779b97f4a7c15;
  return number ^ number >> 29;
}

v1::Event& AddEvent(v1::Record& record) {
  return *record.mutable_outcome()->mutable_accepted()->add_events();
}

void Create(uint64_t number, const std::string& id, v1::Record& record) {
  v1::BookingCreated& created = *AddEvent(record).mutable_booking_created();
  const CivilDate day =
      *CivilDate::FromYmd(20200101) + static_cast<int32_t>(number / kBookingsADay % 3'000);
  created.set_booking_id(id);
  created.set_property_id(absl::StrCat("H", number % 20));
  created.set_status(v1::CONFIRMED);
  created.mutable_stay()->set_arrival((day + 30).ymd());
  created.mutable_stay()->set_departure((day + 33).ymd());
  created.set_room_type_id("DOUBLE");
  created.mutable_guests()->set_adults(2);
  created.set_rate_plan_id("FLEX");
  created.set_currency("EUR");
  v1::PriceLine& line = *created.add_price();
  line.set_from((day + 30).ymd());
  line.set_to((day + 33).ymd());
  line.set_nightly_minor(12'000);
  created.mutable_terms()->mutable_policy()->set_policy_id("flex");
  created.mutable_terms()->mutable_policy()->set_version(3);
  created.set_customer_id(absl::StrCat("C", number % 50'000));
  created.set_channel_id("WEB");
  created.set_business_date(day.ymd());
  record.mutable_request()->mutable_create_booking()->set_booking_id(id);
}

void Make(uint64_t position, v1::Record& record) {
  record.Clear();
  record.set_position(position);
  record.mutable_request()->set_request_id(absl::StrCat("r", position));
  record.mutable_resolution()->mutable_recorded_at()->set_seconds(
      1'577'836'800 + static_cast<int64_t>(position) * 30);
  record.mutable_outcome()->mutable_accepted();
  const uint64_t newest = position / 4;
  switch (position % 4) {
    case 0:
      Create(newest, MadeUpRecords::BookingId(newest), record);
      break;
    case 1:
      if (newest >= kChangedAfter) {
        v1::BookingChanged& changed = *AddEvent(record).mutable_booking_changed();
        changed.set_booking_id(MadeUpRecords::BookingId(newest - kChangedAfter));
        changed.set_reason(v1::CHANGE_REASON_FAMILY);
        changed.mutable_guests()->set_adults(3);
      }
      break;
    case 2:
      if (newest >= kCheckedInAfter) {
        AddEvent(record).mutable_checked_in()->set_booking_id(
            MadeUpRecords::BookingId(newest - kCheckedInAfter));
      }
      break;
    default:
      if (newest >= kCheckedOutAfter) {
        AddEvent(record).mutable_checked_out()->set_booking_id(
            MadeUpRecords::BookingId(newest - kCheckedOutAfter));
      }
  }
}

}  // namespace

std::string MadeUpRecords::BookingId(uint64_t number) {
  return absl::StrCat("B", absl::Hex(Mixed(number), absl::kZeroPad16));
}

absl::Status MadeUpRecords::Read(uint64_t from, uint64_t to, const RecordVisitor& visitor) const {
  if (to > end_) {
    return absl::OutOfRangeError(absl::StrCat("there are ", end_, " records"));
  }
  v1::Record record;
  std::string bytes;
  for (uint64_t position = from; position < to; ++position) {
    Make(position, record);
    record.SerializeToString(&bytes);
    DAYBOOK_RETURN_IF_ERROR(visitor(position, bytes));
  }
  return absl::OkStatus();
}

absl::StatusOr<uint64_t> MadeUpRecords::WaitPast(uint64_t position, absl::Time) const {
  if (position < end_) {
    return end_;
  }
  return absl::CancelledError("no record is ever added");
}

}  // namespace daybook::bench
