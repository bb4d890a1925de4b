// Reviews of credit, in histories of all kinds, against a naive reckoning from the log.
#include "tests/support/credit_oracle.h"

#include <rapidcheck.h>

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/domain/credit_hotel.h"

namespace daybook::testing {
namespace {

// All of the range from the first history on: by itself the library begins with small numbers.
int InRange(int from, int to) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(from, to));
}

template <typename T>
T OneOf(const std::vector<T>& values) {
  return values[static_cast<size_t>(InRange(0, static_cast<int>(values.size())))];
}

class History {
 public:
  const CreditHotel& hotel() const { return hotel_; }

  // Something happens to the account, or is tried.
  void GoOn() {
    switch (InRange(0, 9)) {
      case 0:
        return Book();
      case 1:
        return Stay();
      case 2:
        // A season of stays: few histories would have a dozen of them otherwise.
        for (int i = OneOf<int>({1, 2, 13}); i > 0; --i) StayAtOnce();
        return;
      case 3:
      case 4:
        return Money();
      case 5:
      case 6:
        return Say();
      case 7:
        hotel_.WhenReviewed();
        return;
      default:
        Roll();
    }
  }
  // Whatever has fallen due is done: nothing is left.
  void CatchUp() {
    for (int i = 0; i < 4; ++i) {
      if (hotel_.WhenDue().record().outcome().accepted().events().empty()) return;
    }
    RC_FAIL("what falls due does not end");
  }

 private:
  std::string Id(std::string_view letter) {
    return absl::StrCat(std::string(letter), hotel_.records().size());
  }
  std::string SomeBooking() { return bookings_.empty() ? std::string("none") : OneOf(bookings_); }
  void Forced(const v1::Request& request) {
    hotel_.When(Overriding(
        {v1::POLICY_CREDIT_NOT_GRANTED, v1::POLICY_CREDIT_STATUS, v1::POLICY_CREDIT_LIMIT_EXCEEDED},
        StaffMember(kOtherManager), As(StaffMember(kManager), request)));
  }
  void TwoPersons(const std::string& body) {
    hotel_.When(Overriding({v1::POLICY_AUTHORISER_REQUIRED}, StaffMember(kOtherManager),
                           Ask(kManager, body)));
  }

  void Book() {
    const std::string id = Id("b");
    const CivilDate arrival =
        CivilDate::FromYmd(hotel_.today()).value() + OneOf<int>({0, 1, 29, 30});
    const auto plan = OneOf<std::string>({"FLEX", "NRF", "GALA"});
    // Now and then somebody else's, who pays alone.
    if (InRange(0, 6) == 0) {
      hotel_.When(Create({.id = id,
                          .property = "K1",
                          .arrival = arrival.ymd(),
                          .departure = (arrival + 1).ymd(),
                          .rate_plan = plan,
                          .customer = "acme-c"}));
    } else {
      Forced(CreditHotel::OnAccount(id, arrival.ymd(), plan));
    }
    bookings_.push_back(id);
  }

  void Stay() {
    switch (InRange(0, 7)) {
      case 0:
        hotel_.When(CheckInOf(SomeBooking()));
        return;
      case 1: {
        const std::string id = SomeBooking();
        Forced(CreditHotel::PutOn(id));
        hotel_.When(CheckOutOf(id));
        return;
      }
      case 2: {
        v1::Request cancel = Cancel(SomeBooking());
        cancel.mutable_cancel_booking()->set_reason(OneOf<v1::CancellationReason>(
            {v1::CANCELLATION_REASON_CHANGE_OF_MIND, v1::CANCELLATION_REASON_NATURAL_DISASTER,
             v1::CANCELLATION_REASON_SERVICE}));
        hotel_.When(cancel);
        return;
      }
      case 3:
        hotel_.When(Pay(SomeBooking(), Id("p"), 50 * kEuro));
        return;
      case 4:
        hotel_.When(
            Ask(kManager, absl::StrCat("reinstate_booking { booking_id: '", SomeBooking(), "' }")));
        return;
      case 5:
        hotel_.When(
            Ask(kManager, absl::StrCat("mark_no_show { booking_id: '", SomeBooking(), "' }")));
        return;
      default:
        return StayAtOnce();
    }
  }

  void StayAtOnce() {
    EveningCalls();
    const std::string id = Id("b");
    Forced(CreditHotel::OnAccount(id, hotel_.today(), OneOf<std::string>({"FLEX", "NRF", "GALA"})));
    hotel_.When(CheckInOf(id));
    hotel_.When(daybook::testing::Roll("K1", hotel_.today()));
    Forced(CreditHotel::PutOn(id));
    hotel_.When(CheckOutOf(id));
  }

  void Money() {
    if (!receipts_.empty() && InRange(0, 5) == 0) {
      hotel_.When(Ask(kFinance, absl::StrCat("reverse_receipt { account_id: 'acme' receipt_id: '",
                                             OneOf(receipts_), "' reason_code: 'bounced' }")));
      return;
    }
    const auto& open = hotel_.account().open_invoices();
    if (open.empty()) return;
    const v1::Invoice invoice = open[InRange(0, open.size())];
    const int64_t half = std::max<int64_t>(1, invoice.open_minor() / 2);
    if (InRange(0, 4) == 0) {
      hotel_.When(Ask(kFinance, absl::StrCat("dispute_invoice { account_id: 'acme' invoice_id: '",
                                             invoice.invoice_id(), "' disputed: ",
                                             invoice.disputed() ? "false" : "true", " }")));
      return;
    }
    const std::string id = Id("r");
    hotel_.When(CreditHotel::ReceiptOf(id, invoice.invoice_id(),
                                       OneOf<int64_t>({invoice.open_minor(), half})));
    receipts_.push_back(id);
  }

  void Say() {
    switch (InRange(0, 7)) {
      case 0:
        hotel_.When(Ask(kFinance, absl::StrCat("assess_credit { account_id: 'acme' factor: ",
                                               v1::CreditFactor_Name(InRange(1, 7)),
                                               " level: ", InRange(2, 6), " }")));
        return;
      case 1:
        for (int factor = 1; factor <= 3; ++factor) {
          hotel_.When(Ask(kFinance, absl::StrCat("assess_credit { account_id: 'acme' factor: ",
                                                 v1::CreditFactor_Name(factor), " level: 5 }")));
        }
        return;
      case 2:
        // Well thought of, so that what the account does decides.
        for (int factor = 1; factor <= 6; ++factor) {
          hotel_.When(Ask(kFinance, absl::StrCat("assess_credit { account_id: 'acme' factor: ",
                                                 v1::CreditFactor_Name(factor), " level: 4 }")));
        }
        return;
      case 3:
        return TwoPersons(absl::StrCat("set_guarantee { account_id: 'acme' cover { amount_minor: ",
                                       InRange(0, 200) * 10 * kEuro, " currency: 'EUR' } }"));
      case 4: {
        const CivilDate until =
            CivilDate::FromYmd(hotel_.today()).value() + OneOf<int>({1, 40, 400});
        return TwoPersons(absl::StrCat(
            "designate_strategic { account_id: 'acme' authorised_volume { amount_minor: ",
            OneOf<int64_t>({1, 2'000'000, 90'000'000}), " currency: 'EUR' } until: ", until.ymd(),
            " }"));
      }
      case 5: {
        const std::string id = Id("c");
        hotel_.When(Ask(kManager,
                        absl::StrCat("make_commitment { commitment { commitment_id: '", id,
                                     "' property_id: 'K1' customer_id: 'acme-c' by_customer: true "
                                     "code: 'pays-soon' due_on: ",
                                     hotel_.today(), " } }")));
        hotel_.When(Ask(kManager, absl::StrCat("settle_commitment { commitment_id: '", id,
                                               "' status: COMMITMENT_BROKEN }")));
        return;
      }
      default:
        hotel_.When(CreditHotel::BlockOf(InRange(0, 4) == 0));
    }
  }

  // Nobody is in the way of the roll: who did not come is a no-show or comes late, who should have left is put on account and leaves.
  void EveningCalls() {
    for (const std::string& id : bookings_) {
      const v1::Booking* const booking = hotel_.state().FindBooking(id);
      if (booking == nullptr) continue;
      if (booking->status() == v1::CONFIRMED && booking->stay().arrival() <= hotel_.today()) {
        if (InRange(0, 2) == 0) hotel_.When(CheckInOf(id));
        hotel_.When(Ask(kManager, absl::StrCat("mark_no_show { booking_id: '", id, "' }")));
      }
      if (booking->status() == v1::IN_HOUSE && booking->stay().departure() <= hotel_.today()) {
        Forced(CreditHotel::PutOn(id));
        hotel_.When(CheckOutOf(id));
      }
    }
  }

  void Roll() {
    for (int i = OneOf<int>({1, 2, 31, 100, 380}); i > 0; --i) {
      EveningCalls();
      if (!hotel_.When(daybook::testing::Roll("K1", hotel_.today())).accepted()) break;
    }
    CatchUp();
  }

  CreditHotel hotel_;
  std::vector<std::string> bookings_;
  std::vector<std::string> receipts_;
};

// All reviews of the log, reckoned again; in their order.
std::vector<CreditReckoning> CheckReviews(const std::vector<v1::Record>& records) {
  std::vector<CreditReckoning> held;
  for (size_t at = 0; at < records.size(); ++at) {
    for (const v1::Event& event : records[at].outcome().accepted().events()) {
      if (!event.has_credit_reviewed()) continue;
      const v1::CreditReview& review = event.credit_reviewed();
      const CreditReckoning expected =
          ReckonReview(std::span(records).first(at), "acme", held,
                       review.trigger() == v1::REVIEW_COMMITMENT_BROKEN);
      const CreditReckoning recorded = RecordedReview(review);
      if (!(recorded == expected)) {
        RC_FAIL(absl::StrCat("at ", at, "\nrecorded ", ToText(recorded), "\nreckoned ",
                             ToText(expected)));
      }
      held.push_back(expected);
    }
  }
  return held;
}

TEST(CreditOracle, AgreesWithEveryReviewOfAnyHistory) {
  EXPECT_TRUE(rc::check("each review is what the log before it says", [] {
    History history;
    for (int i = InRange(5, 60); i > 0; --i) history.GoOn();
    const std::vector<CreditReckoning> held = CheckReviews(history.hotel().records());
    const auto some = [&held](auto holds) { return std::any_of(held.begin(), held.end(), holds); };
    using Of = const CreditReckoning&;
    RC_CLASSIFY(some([](Of r) { return r.matched == 1; }), "loyal old");
    RC_CLASSIFY(some([](Of r) { return r.matched == 2; }), "profitable large");
    RC_CLASSIFY(some([](Of r) { return r.matched == 3; }), "strategic new");
    RC_CLASSIFY(some([](Of r) { return r.old_grade != 0 && r.grade < r.old_grade; }), "raised");
    RC_CLASSIFY(some([](Of r) { return r.grade > r.old_grade && r.old_grade != 0; }), "lowered");
    RC_CLASSIFY(some([](Of r) { return r.status == 4; }), "suspended");
  }));
}

// 31, 61 and 91 days past due.
int AgeOf(int days_past_due) {
  return days_past_due >= 91 ? 3 : days_past_due >= 61 ? 2 : days_past_due >= 31 ? 1 : 0;
}

// What the clock brings: once the ticker has asked, no review is owed.
TEST(CreditOracle, FindsNoReviewOwedOnceTheTickerHasAsked) {
  EXPECT_TRUE(rc::check("reviews come with the business date", [] {
    History history;
    for (int i = InRange(5, 40); i > 0; --i) history.GoOn();
    history.CatchUp();
    const std::vector<CreditReckoning> held = CheckReviews(history.hotel().records());
    if (held.empty()) return;
    const CreditReckoning& last = held.back();
    const CreditReckoning now = ReckonReview(history.hotel().records(), "acme", held, false);
    RC_ASSERT(history.hotel().credit().next_review_on() > now.date);
    // Whoever grows older in debt has been looked at since; a strategic customer is still new, and what was authorised not over.
    RC_ASSERT(AgeOf(now.days_past_due) <= AgeOf(last.days_past_due) || now.date == last.date);
    RC_ASSERT(last.grade != 3 || now.known_days < 365);
    const v1::Credit& credit = history.hotel().credit();
    RC_ASSERT(!credit.designated() || credit.authorised_until() > now.date ||
              last.date >= credit.authorised_until());
  }));
}

}  // namespace
}  // namespace daybook::testing
