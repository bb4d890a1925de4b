// The seven states of a booking, and what each request makes of each: a table to be read.
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/domain/request_text.h"
#include "tests/support/given.h"

namespace daybook::testing {
namespace {

// H2, where the roll marks no-shows; b is to stay from today to the day after tomorrow. A cell is the state that follows, `=` where the
// request is accepted and the state stays, or `-` where it is declined for the state (STATE_BOOKING_STATUS).
constexpr char kTable[] = R"(
                 HELD       WAITLISTED  CONFIRMED  IN_HOUSE     CHECKED_OUT  CANCELLED  NO_SHOW
confirm          CONFIRMED  -           -          -            -            -          -
release          CANCELLED  -           -          -            -            -          -
promote          -          CONFIRMED   -          -            -            -          -
change           =          =           =          =            -            -          -
cancel           CANCELLED  CANCELLED   CANCELLED  -            -            -          -
assign           =          -           =          =            -            -          -
check_in         -          -           IN_HOUSE   -            -            -          -
check_out        -          -           -          CHECKED_OUT  -            -          -
no_show          -          -           NO_SHOW    -            -            -          -
reinstate        -          -           -          -            -            CONFIRMED  CONFIRMED
split            -          -           =          =            -            -          -
move             -          -           CANCELLED  -            -            -          -
late_check_out   -          -           =          =            -            -          -
hold_expires     CANCELLED  =           =          =            =            =          =
roll             CANCELLED  =           NO_SHOW    =            =            =          =
)";

v1::Request Body(const std::string& text) { return Ask(StaffMember(kManager), text); }

v1::Request RequestOf(const std::string& name) {
  const std::map<std::string, v1::Request> requests = {
      {"confirm", Confirm("b")},
      {"release", Release("b")},
      {"promote", Promote("b")},
      {"change", ChangeDeparture("b", 20260304)},
      {"cancel", Cancel("b")},
      {"assign", Assign("b", "TWN")},
      {"check_in", CheckInOf("b")},
      {"check_out", CheckOutOf("b")},
      {"no_show", NoShow("b")},
      {"reinstate", Body("reinstate_booking { booking_id: 'b' }")},
      {"split", Body("split_booking { booking_id: 'b' new_booking_id: 'n' at: 20260302 }")},
      {"move", Body("move_booking { booking_id: 'b' new_booking_id: 'n' to_property_id: 'H1' "
                    "room_type_id: 'DBL' rate_plan_id: 'FLEX' }")},
      {"late_check_out", Body("set_late_check_out { booking_id: 'b' late: true }")},
      {"hold_expires", Due("2026-03-01T12:00:00Z")},
      {"roll", Roll("H2", 20260301)},
  };
  return requests.at(name);
}

void GivenIn(v1::BookingStatus status, Ledgerless& hotel) {
  hotel.Given(DefineRoomType("H2", "TWN", 2));
  BookingSpec spec{.id = "b", .property = "H2", .arrival = 20260301, .departure = 20260303};
  if (status == v1::HELD || status == v1::WAITLISTED) spec.status = status;
  if (status == v1::HELD) spec.hold_until = "2026-03-01T12:00:00Z";
  hotel.Given(Create(spec));
  if (status == v1::IN_HOUSE || status == v1::CHECKED_OUT) hotel.Given(CheckInOf("b"));
  if (status == v1::CHECKED_OUT) hotel.Given(CheckOutOf("b"));
  if (status == v1::CANCELLED) hotel.Given(Cancel("b"));
  if (status == v1::NO_SHOW) hotel.Given(NoShow("b"));
  ASSERT_EQ(hotel.booking("b").status(), status);
}

v1::BookingStatus StatusNamed(const std::string& name) {
  v1::BookingStatus status = v1::BOOKING_STATUS_UNSPECIFIED;
  EXPECT_TRUE(v1::BookingStatus_Parse(name, &status)) << name;
  return status;
}

void ExpectCell(const std::string& request, v1::BookingStatus status, const std::string& cell) {
  Ledgerless hotel;
  GivenIn(status, hotel);
  if (request == "hold_expires") hotel.SetNow("2026-03-01T12:00:00Z");
  const Then then = hotel.When(RequestOf(request));
  if (cell == "-") {
    then.ThenDeclined({v1::STATE_BOOKING_STATUS});
  } else {
    then.ThenAccepted();
  }
  const bool stays = cell == "-" || cell == "=";
  EXPECT_EQ(hotel.booking("b").status(), stays ? status : StatusNamed(cell));
}

TEST(States, AreReachedByTheseRequestsAndNoOthers) {
  std::istringstream table(kTable);
  std::string line;
  std::vector<v1::BookingStatus> states;
  std::set<std::string> rows;
  while (std::getline(table, line)) {
    std::istringstream words(line);
    std::string word;
    if (states.empty()) {
      while (words >> word) states.push_back(StatusNamed(word));
      continue;
    }
    std::string request;
    words >> request;
    for (const v1::BookingStatus status : states) {
      SCOPED_TRACE(request + " where " + v1::BookingStatus_Name(status));
      ASSERT_TRUE(words >> word);
      ExpectCell(request, status, word);
    }
    rows.insert(request);
  }
  EXPECT_EQ(states.size(), 7u);
  EXPECT_EQ(rows.size(), 15u);
}

// Nothing but these begins a booking.
TEST(States, BeginHeldWaitlistedOrConfirmed) {
  for (int status = 0; status < v1::BookingStatus_ARRAYSIZE; ++status) {
    Ledgerless hotel;
    v1::Request create = Create();
    create.mutable_create_booking()->set_status(static_cast<v1::BookingStatus>(status));
    if (status == v1::HELD) {
      *create.mutable_create_booking()->mutable_hold_expires_at() = Stamp("2026-03-01T12:00:00Z");
    }
    const Then then = hotel.When(create);
    if (status == v1::HELD || status == v1::WAITLISTED || status == v1::CONFIRMED) {
      then.ThenAccepted();
    } else {
      then.ThenDeclined({v1::FORM_ENUM_INVALID});
    }
  }
}

// In house there is no cancelling: an overridden decline would be one.
TEST(States, AreNotSetAsideByAnOverride) {
  Ledgerless hotel;
  GivenIn(v1::IN_HOUSE, hotel);
  hotel.When(Overriding({v1::STATE_BOOKING_STATUS}, StaffMember(kManager), Cancel("b")))
      .ThenDeclined({v1::FORM_OVERRIDE_INVALID});
  EXPECT_EQ(hotel.booking("b").status(), v1::IN_HOUSE);
}

// Due in and due out follow from the stay and the business date.
TEST(States, DueInAndDueOutFollowTheBusinessDate) {
  Ledgerless hotel;
  hotel.Given({Create({.id = "b", .property = "H2", .arrival = 20260302, .departure = 20260303})});
  const auto due_in = [&](int32_t date) {
    return hotel.state().DueIn("H2", CivilDate::FromYmd(date).value()).size();
  };
  const auto due_out = [&](int32_t date) {
    return hotel.state().DueOut("H2", CivilDate::FromYmd(date).value()).size();
  };
  EXPECT_EQ(due_in(20260301), 0u);
  EXPECT_EQ(due_in(20260302), 1u);
  hotel.Given({Roll("H2", 20260301), CheckInOf("b")});
  EXPECT_EQ(due_in(20260302), 0u);
  EXPECT_EQ(due_out(20260302), 0u);
  EXPECT_EQ(due_out(20260303), 1u);
  hotel.Given({ChangeDeparture("b", 20260304)});
  EXPECT_EQ(due_out(20260303), 0u);
  hotel.Given({CheckOutOf("b")});
  EXPECT_EQ(due_out(20260304), 0u);
}

}  // namespace
}  // namespace daybook::testing
