// What holds of an account's credit, whatever happens to it.
#include <rapidcheck.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "ledger/domain/credit/charged_bookings.h"
#include "tests/domain/credit_hotel.h"

namespace daybook::testing {
namespace {

// What the account's bookings weigh, added up from the bookings themselves.
v1::AccountBookings AddedUp(const CreditHotel& hotel, int bookings) {
  std::map<int32_t, v1::ArrivalDay> arrivals;
  v1::AccountBookings sums;
  for (int i = 0; i < bookings; ++i) {
    const v1::Booking& booking = hotel.booking(absl::StrCat("b", i));
    int64_t unbilled = booking.folio().guest_minor();
    if (booking.status() == v1::CONFIRMED) {
      v1::ArrivalDay& day = arrivals[booking.stay().arrival()];
      day.set_date(booking.stay().arrival());
      day.set_guaranteed_minor(day.guaranteed_minor() + booking.price_minor());
      day.set_deposit_minor(day.deposit_minor() + booking.folio().deposit_minor());
      day.set_bookings(day.bookings() + 1);
      sums.set_guaranteed_minor(sums.guaranteed_minor() + booking.price_minor());
    } else if (booking.status() == v1::IN_HOUSE && booking.folio().charged_until() == 0) {
      unbilled += booking.price_minor();  // stays of one night
    }
    sums.set_unbilled_minor(sums.unbilled_minor() + std::max<int64_t>(0, unbilled));
  }
  for (const auto& [date, day] : arrivals) *sums.add_arrivals() = day;
  return sums;
}

// Something happens to the account. Whatever is declined is as good.
void GoOn(CreditHotel& hotel, int& bookings) {
  const auto some_booking = [&bookings] {
    return absl::StrCat("b", *rc::gen::inRange(0, std::max(1, bookings)));
  };
  switch (*rc::gen::inRange(0, 12)) {
    case 0:
    case 1: {
      const std::string id = absl::StrCat("b", bookings);
      const CivilDate arrival = CivilDate::FromYmd(hotel.today()).value() + *rc::gen::inRange(0, 3);
      const v1::Request create = CreditHotel::OnAccount(
          id, arrival.ymd(), *rc::gen::elementOf(std::vector<std::string>{"FLEX", "NRF", "GALA"}));
      hotel.GivenForced(create);
      ++bookings;
      return;
    }
    case 2:
      hotel.When(CheckInOf(some_booking()));
      return;
    case 3: {
      const std::string id = some_booking();
      hotel.When(Overriding({v1::POLICY_CREDIT_NOT_GRANTED, v1::POLICY_CREDIT_STATUS,
                             v1::POLICY_CREDIT_LIMIT_EXCEEDED},
                            StaffMember(kManager), CreditHotel::PutOn(id)));
      hotel.When(CheckOutOf(id));
      return;
    }
    case 4:
      hotel.When(Cancel(some_booking()));
      return;
    case 5:
      hotel.When(Pay(some_booking(), absl::StrCat("p", hotel.records().size()), 50 * kEuro));
      return;
    case 6: {
      if (hotel.account().open_invoices().empty()) return;
      const v1::Invoice& invoice = hotel.account().open_invoices(0);
      hotel.When(CreditHotel::ReceiptOf(absl::StrCat("r", hotel.records().size()),
                                        invoice.invoice_id(), invoice.open_minor()));
      return;
    }
    case 7:
      hotel.When(Ask(kFinance, absl::StrCat("assess_credit { account_id: 'acme' factor: ",
                                            v1::CreditFactor_Name(*rc::gen::inRange(1, 7)),
                                            " level: ", *rc::gen::inRange(0, 6), " }")));
      return;
    case 8:
      hotel.WhenReviewed();
      return;
    case 9:
      hotel.When(CreditHotel::BlockOf(true));
      return;
    case 10:
      for (int i = *rc::gen::elementOf(std::vector<int>{1, 2, 40, 100}); i > 0; --i) {
        if (!hotel.When(Roll("K1", hotel.today())).accepted()) break;
      }
      return;
    default:
      hotel.WhenDue();
  }
}

TEST(CreditProperties, WhatIsKeptOfAnAccountIsAFunctionOfTheLogUpToThere) {
  EXPECT_TRUE(rc::check("a prefix folds to the same credit, and bookings add up", [] {
    CreditHotel hotel;
    int bookings = 0;
    std::map<uint64_t, std::string> credit_after;
    const int steps = *rc::gen::inRange(1, 60);
    for (int i = 0; i < steps; ++i) {
      GoOn(hotel, bookings);
      credit_after[hotel.records().size()] = hotel.credit().SerializeAsString();
      v1::AccountBookings kept;
      if (const auto* const found = hotel.state().Find<v1::AccountBookings>("acme")) kept = *found;
      kept.clear_account_id();
      RC_ASSERT(kept.DebugString() == AddedUp(hotel, bookings).DebugString());
    }
    // Nothing that fell due is left once it was looked at.
    hotel.WhenDue();
    RC_ASSERT(hotel.WhenDue().record().outcome().accepted().events().empty());
    auto chosen = credit_after.begin();
    std::advance(chosen, *rc::gen::inRange<size_t>(0, credit_after.size()));
    const uint64_t until = chosen->first;
    State state;
    for (uint64_t position = 0; position < until; ++position) {
      state.Apply(hotel.records()[position]);
    }
    RC_ASSERT(state.Find<v1::Credit>("acme")->SerializeAsString() == chosen->second);
  }));
}

TEST(CreditProperties, AGradeChangesOnlyByAReview) {
  EXPECT_TRUE(rc::check("no other event moves grade, limit or term", [] {
    CreditHotel hotel;
    int bookings = 0;
    for (int i = *rc::gen::inRange(1, 60); i > 0; --i) {
      const v1::Credit before = hotel.credit();
      const size_t records = hotel.records().size();
      GoOn(hotel, bookings);
      bool reviewed = false;
      for (size_t at = records; at < hotel.records().size(); ++at) {
        for (const v1::Event& event : hotel.records()[at].outcome().accepted().events()) {
          reviewed = reviewed || event.has_credit_reviewed();
        }
      }
      const v1::Credit& after = hotel.credit();
      if (reviewed) continue;
      RC_ASSERT(after.grade() == before.grade());
      RC_ASSERT(after.limit_minor() == before.limit_minor());
      RC_ASSERT(after.term_days() == before.term_days());
      RC_ASSERT(after.reviews() == before.reviews());
    }
  }));
}

}  // namespace
}  // namespace daybook::testing
