// Over random histories a record is one message to each channel that listens and of whose bookings one has changed, and to no other.
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/domain/request_text.h"
#include "tests/support/given.h"

namespace daybook::testing {
namespace {

v1::Request Listening(std::string_view id, bool listens) {
  return With(DefineChannel(id), [listens](v1::Request& r) {
    r.mutable_define_channel()->mutable_channel()->set_takes_messages(listens);
  });
}

class Tellings {
 public:
  explicit Tellings(uint32_t seed) : random_(seed) {
    hotel_.Given({Listening("abc", true), Listening("ota", true), Listening("deaf", false),
                  DefineRoomType("H1", "DBL", 50), DefineRoomType("H2", "DBL", 50)});
  }

  void Step() {
    const std::map<std::string, int64_t> before = Revisions();
    const Then then = hotel_.When(Next());
    std::set<std::string> expected;
    for (const auto& [id, revision] : Revisions()) {
      const auto known = before.find(id);
      if (known != before.end() && known->second == revision) continue;
      const std::string& channel = hotel_.booking(id).channel_id();
      if (channel == "abc" || channel == "ota") expected.insert(channel);
    }
    const auto& told = then.record().outcome().accepted().told_channels();
    EXPECT_EQ(std::vector<std::string>(told.begin(), told.end()),
              std::vector<std::string>(expected.begin(), expected.end()))
        << then.record().ShortDebugString();
    messages_ += told.size();
    to_both_ += told.size() == 2;
  }

  int messages() const { return messages_; }
  int to_both() const { return to_both_; }

 private:
  int Below(int n) { return static_cast<int>(random_() % static_cast<uint32_t>(n)); }
  std::string Any() { return absl::StrCat("b", Below(std::max(1, next_))); }

  // The fold of a booking raises it once a record.
  std::map<std::string, int64_t> Revisions() const {
    std::map<std::string, int64_t> revisions;
    for (int i = 0; i < next_; ++i) {
      const std::string id = absl::StrCat("b", i);
      const v1::Booking* const booking = hotel_.state().FindBooking(id);
      if (booking != nullptr) revisions.emplace(id, booking->revision());
    }
    return revisions;
  }

  v1::Request New() {
    static const char* const kChannels[] = {"abc", "ota", "deaf", ""};
    BookingSpec spec{.id = absl::StrCat("b", next_++), .property = Below(3) == 0 ? "H2" : "H1"};
    spec.channel = kChannels[Below(4)];
    spec.arrival = 20260301 + Below(3);
    spec.departure = spec.arrival + 1 + Below(3);
    if (Below(2) == 0) {
      spec.status = v1::HELD;
      spec.hold_until = FormatInstant(hotel_.now().PlusMicros(int64_t{3'600} * 1'000'000));
    }
    return Create(spec);
  }

  v1::Request Next() {
    switch (next_ == 0 ? 0 : Below(13)) {
      case 0:
      case 1:
        return New();
      case 2:
        return Cancel(Any());
      case 3:
        return ChangeDeparture(Any(), 20260304 + Below(3));
      case 4:
        return Pay(Any(), absl::StrCat("p", payments_++), 100);
      case 5:
        return CheckInOf(Any());
      case 6:
        return CheckOutOf(Any());
      case 7:
        return Ask(StaffMember(kManager),
                   absl::StrCat("split_booking { booking_id: '", Any(), "' new_booking_id: 'b",
                                next_++, "' at: 20260303 }"));
      case 8:
        return Ask(StaffMember(kManager),
                   absl::StrCat("move_booking { booking_id: '", Any(), "' new_booking_id: 'b",
                                next_++, "' to_property_id: '", Below(2) == 0 ? "H1" : "H2",
                                "' room_type_id: 'DBL' rate_plan_id: 'FLEX' }"));
      case 9:
        return Ask(StaffMember(kManager),
                   absl::StrCat("reinstate_booking { booking_id: '", Any(), "' }"));
      case 10:
        return Roll("H2", hotel_.state().FindProperty("H2")->business_date());
      case 11:
        return Confirm(Any());
      default:
        hotel_.SetNow(hotel_.now().PlusMicros(int64_t{3'600} * 1'000'000));
        return Due(FormatInstant(hotel_.now()));
    }
  }

  std::mt19937 random_;
  Ledgerless hotel_;
  int next_ = 0;
  int payments_ = 0;
  int messages_ = 0;
  int to_both_ = 0;
};

TEST(ToldChannels, AreThoseOfTheBookingsThatChangedAndEachOnce) {
  int messages = 0;
  int to_both = 0;
  for (uint32_t seed = 1; seed <= 120; ++seed) {
    SCOPED_TRACE(seed);
    Tellings tellings(seed);
    for (int i = 0; i < 200; ++i) tellings.Step();
    ASSERT_FALSE(::testing::Test::HasFailure());
    messages += tellings.messages();
    to_both += tellings.to_both();
  }
  EXPECT_GT(messages, 1000);
  EXPECT_GT(to_both, 30) << "hardly a record is about bookings of several channels";
}

}  // namespace
}  // namespace daybook::testing
