#include "projections/bookings/bookings_view.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "google/protobuf/util/message_differencer.h"
#include "ledger/domain/booking/booking_evolve.h"
#include "projections/runner.h"
#include "rapidcheck.h"
#include "tests/support/booking_histories.h"
#include "tests/support/memory_records.h"
#include "tests/support/view_folder.h"

namespace daybook {
namespace {

// A view of a history, and the same bookings folded by themselves.
class Bookings {
 public:
  explicit Bookings(const std::vector<v1::Record>& history) {
    MemoryRecords log;
    std::vector<v1::Record> records = history;
    for (v1::Record& record : records) {
      record.set_position(log.Append(record));
    }
    expected_ = FoldBookings(records);
    const auto projection = NewBookingsProjection();
    const auto rebuilt = Rebuild(*projection, folder_.view(), log, log.end());
    EXPECT_TRUE(rebuilt.ok()) << rebuilt.status();
    auto store = ViewStore::OpenForReading(folder_.view());
    EXPECT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
    view_ = store_->Snapshot();
  }
  static Bookings Random(uint64_t seed, int records) {
    BookingHistory history(seed);
    std::vector<v1::Record> all;
    for (int i = 0; i < records; ++i) {
      all.push_back(history.Next());
    }
    return Bookings(all);
  }

  const ViewSnapshot& view() const { return *view_; }
  const std::map<std::string, v1::Booking>& expected() const { return expected_; }

 private:
  ViewFolder folder_;
  std::map<std::string, v1::Booking> expected_;
  std::unique_ptr<ViewStore> store_;
  std::unique_ptr<ViewSnapshot> view_;
};

std::vector<std::string> Listed(const ViewSnapshot& view, const BookingFilter& filter) {
  std::vector<std::string> ids;
  const absl::Status listed = ListBookings(view, filter, [&ids](const v1::Booking& booking) {
    ids.push_back(booking.booking_id());
    return true;
  });
  EXPECT_TRUE(listed.ok()) << listed;
  return ids;
}

bool NaivelyMatches(const BookingFilter& filter, const v1::Booking& booking) {
  const auto arrival = CivilDate::FromYmd(booking.stay().arrival());
  if (!filter.property_id.empty() && filter.property_id != booking.property_id()) return false;
  if (!filter.customer_id.empty() && filter.customer_id != booking.customer_id()) return false;
  if (!filter.room_type_id.empty() && filter.room_type_id != booking.room_type_id()) return false;
  if (!filter.channel_id.empty() && filter.channel_id != booking.channel_id()) return false;
  if (filter.status && *filter.status != booking.status()) return false;
  if (filter.arrival_from && *arrival < *filter.arrival_from) return false;
  if (filter.arrival_until && *arrival >= *filter.arrival_until) return false;
  return true;
}

// As the header of the view promises it.
std::vector<std::string> NaivelyListed(const std::map<std::string, v1::Booking>& bookings,
                                       const BookingFilter& filter) {
  const bool by_arrival = filter.arrival_from || filter.arrival_until;
  const bool by_property = !by_arrival && filter.status && filter.customer_id.empty();
  std::vector<std::tuple<int32_t, std::string, std::string>> found;
  for (const auto& [id, booking] : bookings) {
    if (NaivelyMatches(filter, booking)) {
      found.emplace_back(by_arrival ? booking.stay().arrival() : 0,
                         by_arrival || by_property ? booking.property_id() : "", id);
    }
  }
  std::sort(found.begin(), found.end());
  std::vector<std::string> ids;
  for (const auto& entry : found) {
    ids.push_back(std::get<2>(entry));
  }
  return ids;
}

BookingFilter AnyFilter() {
  BookingFilter filter;
  const auto one_in = [](int n) { return *rc::gen::inRange(0, n) == 0; };
  if (one_in(2)) filter.property_id = *rc::gen::element<std::string>("H1", "H2", "H3", "H");
  if (one_in(3)) filter.customer_id = *rc::gen::element<std::string>("C1", "C2", "C10", "C");
  if (one_in(3)) filter.room_type_id = *rc::gen::element<std::string>("A", "B");
  if (one_in(4)) filter.channel_id = *rc::gen::element<std::string>("CH0", "CH1");
  if (one_in(2)) {
    filter.status = static_cast<v1::BookingStatus>(*rc::gen::inRange<int>(v1::HELD, v1::NO_SHOW));
  }
  const auto date = [] {
    return CivilDate::FromYmd(20260000 + *rc::gen::inRange(1, 13) * 100 + *rc::gen::inRange(1, 28));
  };
  if (one_in(2)) filter.arrival_from = date();
  if (one_in(2)) filter.arrival_until = date();
  return filter;
}

TEST(BookingsView, ABookingIsWhatTheDomainFoldsIt) {
  const Bookings bookings = Bookings::Random(1, 2000);
  ASSERT_GT(bookings.expected().size(), 100u);
  for (const auto& [id, booking] : bookings.expected()) {
    const auto found = GetBooking(bookings.view(), id);
    ASSERT_TRUE(found.ok() && found->has_value()) << id;
    EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(**found, booking)) << id;
  }
  EXPECT_EQ(bookings.view().info().rows, bookings.expected().size());
  EXPECT_FALSE(GetBooking(bookings.view(), "B-none")->has_value());
}

TEST(BookingsView, EveryFilterListsWhatANaiveScanFindsInThePromisedOrder) {
  const Bookings bookings = Bookings::Random(2, 1500);
  EXPECT_TRUE(rc::check("filters", [&bookings] {
    const BookingFilter filter = AnyFilter();
    RC_ASSERT(Listed(bookings.view(), filter) == NaivelyListed(bookings.expected(), filter));
  }));
}

TEST(BookingsView, CountsAreThoseOfANaiveCount) {
  const Bookings bookings = Bookings::Random(3, 1500);
  EXPECT_TRUE(rc::check("counts", [&bookings] {
    const BookingFilter filter = AnyFilter();
    const auto counted = CountBookings(
        bookings.view(), filter,
        {BookingField::kStatus, BookingField::kArrivalMonth, BookingField::kProperty});
    RC_ASSERT(counted.ok());
    std::map<std::vector<std::string>, uint64_t> expected;
    for (const auto& [id, booking] : bookings.expected()) {
      if (NaivelyMatches(filter, booking)) {
        const std::string day =
            CivilDate::FromYmd(booking.stay().arrival()).value_or(CivilDate()).ToString();
        ++expected[{v1::BookingStatus_Name(booking.status()), day.substr(0, 7),
                    booking.property_id()}];
      }
    }
    RC_ASSERT(*counted == expected);
  }));
}

TEST(BookingsView, CountedByNothingThereIsOneNumber) {
  const Bookings bookings({CreatedRecord("B1"), CreatedRecord("B2"), CancelledRecord("B1")});
  BookingFilter cancelled;
  cancelled.status = v1::CANCELLED;
  const auto counts = CountBookings(bookings.view(), cancelled, {});
  ASSERT_TRUE(counts.ok()) << counts.status();
  EXPECT_EQ(*counts, (std::map<std::vector<std::string>, uint64_t>{{{}, 1}}));
}

TEST(BookingsView, AListStopsWhenTold) {
  const Bookings bookings({CreatedRecord("B1"), CreatedRecord("B2"), CreatedRecord("B3")});
  for (const char* property : {"", "H1"}) {
    BookingFilter filter;
    filter.property_id = property;
    int visited = 0;
    ASSERT_TRUE(ListBookings(bookings.view(), filter, [&visited](const v1::Booking&) {
                  return ++visited < 2;
                }).ok());
    EXPECT_EQ(visited, 2);
  }
}

TEST(BookingsView, FieldsAreNamedBothWays) {
  for (const char* name :
       {"property", "status", "room_type", "channel", "arrival_month", "customer"}) {
    const auto field = ParseBookingField(name);
    ASSERT_TRUE(field.has_value()) << name;
    EXPECT_EQ(BookingFieldName(*field), name);
  }
  EXPECT_EQ(ParseBookingField("colour"), std::nullopt);
}

TEST(BookingsView, AnArrivalThatMovesMovesItsIndexEntry) {
  v1::Record moved = AcceptedRecord();
  v1::BookingChanged& change =
      *moved.mutable_outcome()->mutable_accepted()->add_events()->mutable_booking_changed();
  change.set_booking_id("B1");
  change.mutable_stay()->set_arrival(20260401);
  change.mutable_stay()->set_departure(20260402);
  const Bookings bookings({CreatedRecord("B1", 20260301), moved});
  BookingFilter march;
  march.arrival_from = CivilDate::FromYmd(20260301);
  march.arrival_until = CivilDate::FromYmd(20260401);
  EXPECT_TRUE(Listed(bookings.view(), march).empty());
  BookingFilter april;
  april.arrival_from = CivilDate::FromYmd(20260401);
  EXPECT_EQ(Listed(bookings.view(), april), std::vector<std::string>{"B1"});
}

TEST(BookingsView, ItsVersionGrowsWithTheFold) {
  EXPECT_GE(NewBookingsProjection()->version(), kBookingEvolveVersion);
  EXPECT_EQ(NewBookingsProjection()->name(), "bookings");
}

}  // namespace
}  // namespace daybook
