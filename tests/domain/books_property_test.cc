// Random histories of a hotel that keeps books: after every record the trial balance is zero, sub-ledgers agree with their control
// accounts and with a second opinion, and the requests are accepted exactly when that allows them.
#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "gtest/gtest.h"
#include "rapidcheck.h"
#include "tests/support/books_hotel.h"
#include "tests/support/books_oracle.h"

namespace daybook::testing {
namespace {

// A step chooses among what there is by remainders: any numbers make a history.
using Step = std::tuple<int, int, int, int64_t>;  // what, whom, which, amount

class History {
 public:
  History() {
    hotel_.SetNow("2026-03-01T20:00:00Z");
    hotel_.WithTaxes();
    for (int i = 0; i < 3; ++i) AddGuest(i, 2 - i);
  }

  void Take(const Step& step) {
    const auto [what, whom, which, amount] = step;
    amount_ = amount;
    which_ = which;
    const auto& guests = oracle_.guests();
    auto guest = guests.begin();
    std::advance(guest, whom % static_cast<int>(guests.size()));
    Choose(what, guest->first, guest->second);
    Check();
  }

  // The same records give the same balances again.
  void CheckRefolded() const {
    State again;
    for (const v1::Record& record : hotel_.records()) again.Apply(record);
    for (const auto& [id, guest] : oracle_.guests()) {
      RC_ASSERT(again.FindBooking(id)->SerializeAsString() ==
                hotel_.booking(id).SerializeAsString());
    }
  }

 private:
  void AddGuest(int number, int nights) {
    const int32_t arrival = std::min(oracle_.today() + number % 4, 20260325);
    Submit(Book("b" + std::to_string(number), arrival, arrival + nights,
                number % 2 == 1 ? "NRF" : "FLEX"));
  }

  void Choose(int what, const std::string& id, const OracleGuest& guest) {
    switch (what) {
      case 0:
        return AddGuest(static_cast<int>(oracle_.guests().size()), which_ % 3);
      case 1:
        return Submit(Pay(id, Fresh("p"), amount_));
      case 2:
        return TryStay(CheckInOf(id),
                       guest.status == v1::CONFIRMED && guest.arrival == oracle_.today());
      case 3:
        return Roll();
      case 4:
        return Submit(Nights("HB", oracle_.today(), 1 + which_ % 2));
      case 5:
        if (guest.status != v1::IN_HOUSE) return;
        return Submit(ChargeOf(id, Fresh("c"), amount_));
      case 6:
        return ForAny(guest.charges, [&](const std::string& charge, const OracleCharge&) {
          Submit(Waive(id, charge, amount_));
        });
      case 7:
        return ForAny(guest.charges, [&](const std::string& charge, const OracleCharge&) {
          if (!charge.empty()) Submit(ReverseChargeOf(id, charge));
        });
      case 8:
        return ForAny(guest.payments, [&](const std::string& payment, const OraclePayment&) {
          Submit(As(StaffMember(kManager), Refund(id, payment, Fresh("f"), amount_)));
        });
      case 9:
        return SettleAny(id, guest);
      case 10:
        return ForAny(guest.payments, [&](const std::string& payment, const OraclePayment& paid) {
          if (!paid.reversed) Submit(Chargeback(id, payment, amount_, Fresh("cb")));
        });
      case 11:
        return ForAny(guest.payments, [&](const std::string& payment, const OraclePayment&) {
          Submit(ReversePaymentOf(id, payment));
        });
      case 12:
        return ForAny(oracle_.guests(), [&](const std::string& other, const OracleGuest&) {
          if (other != id) Submit(Transfer(id, other, Fresh("t"), amount_));
        });
      case 13:
        return ForAny(guest.transfers, [&](const std::string& name, const OracleTransfer& one) {
          Submit(ReverseTransferOf(id, one.to, name));
        });
      case 14:
        return TryStay(NoShow(id),
                       guest.status == v1::CONFIRMED && guest.arrival <= oracle_.today());
      case 15:
        return TryStay(CheckOutOf(id), guest.status == v1::IN_HOUSE);
      case 16:
        return PayAndLeave(id);
      case 17:
        return TryStay(Cancel(id), guest.status == v1::CONFIRMED);
      default:
        return TryReinstate(id, guest);
    }
  }

  template <typename Map, typename Use>
  void ForAny(const Map& map, Use use) {
    if (map.empty()) return;
    auto one = map.begin();
    std::advance(one, which_ % static_cast<int>(map.size()));
    const auto [name, value] = *one;
    use(name, value);
  }

  void SettleAny(const std::string& id, const OracleGuest& guest) {
    for (const auto& [payment_id, payment] : guest.payments) {
      for (const auto& [refund_id, refund] : payment.refunds) {
        if (refund.status != v1::REFUND_PENDING) continue;
        const v1::RefundStatus status =
            which_ % 3 == 0 ? v1::REFUND_FAILED
                            : (which_ % 3 == 1 ? v1::REFUND_CANCELLED : v1::REFUND_SUCCEEDED);
        return Submit(Settle(id, std::string(payment_id), std::string(refund_id), status));
      }
    }
  }

  void TryStay(const v1::Request& request, bool possible) {
    if (possible) Submit(request);
  }

  // Whether the stay can still begin is another matter than money.
  void TryReinstate(const std::string& id, const OracleGuest& guest) {
    if (guest.status != v1::NO_SHOW) return;
    const Then then = hotel_.When(ReinstateOf(id));
    if (then.accepted()) oracle_.Apply(then.record());
  }

  void PayAndLeave(const std::string& id) {
    const OracleGuest& guest = oracle_.guests().at(id);
    if (guest.status != v1::IN_HOUSE || guest.owes < 0) return;
    if (guest.owes > 0) Submit(Pay(id, Fresh("p"), guest.owes));
    Submit(CheckOutOf(id));
  }

  void Roll() {
    if (oracle_.today() >= 20260325) return;
    for (const auto& [id, guest] : oracle_.guests()) {
      if (guest.status == v1::IN_HOUSE && guest.departure <= oracle_.today()) PayAndLeave(id);
    }
    for (const auto& [id, guest] : oracle_.guests()) {
      if (guest.status == v1::IN_HOUSE && guest.departure <= oracle_.today()) return;
    }
    Submit(daybook::testing::Roll("HB", oracle_.today()));
  }

  void Submit(const v1::Request& request) {
    const bool allowed = oracle_.Allows(request);
    const Then then = hotel_.When(request);
    RC_ASSERT(then.accepted() == allowed);
    if (!allowed) return;
    const bool check_out = request.has_check_out();
    oracle_.Apply(then.record());
    if (check_out) RC_ASSERT(hotel_.folio(request.check_out().booking_id()).guest_minor() == 0);
  }

  void Check() const {
    int64_t deposits = 0, owed = 0, due = 0, tax = 0;
    for (const auto& [id, guest] : oracle_.guests()) {
      const v1::Folio& folio = hotel_.folio(id);
      RC_ASSERT(folio.deposit_minor() == guest.deposit);
      RC_ASSERT(folio.guest_minor() == guest.owes);
      RC_ASSERT(folio.refund_due_minor() == guest.due_back);
      RC_ASSERT(folio.deposit_minor() >= 0);
      RC_ASSERT(folio.refund_due_minor() >= guest.Pending());
      deposits += guest.deposit;
      owed += guest.owes;
      due += guest.due_back;
      tax += guest.tax;
    }
    RC_ASSERT(hotel_.Balance(v1::DEPOSITS) == -deposits);
    RC_ASSERT(hotel_.Balance(v1::GUEST_LEDGER) == owed);
    RC_ASSERT(hotel_.Balance(v1::REFUNDS_PAYABLE) == -due);
    RC_ASSERT(hotel_.Balance(v1::TAX) == -tax);
    RC_ASSERT(hotel_.Balance(v1::CLEARING) == oracle_.clearing());
    int64_t sum = 0;
    for (int account = 0; account < v1::BookAccount_ARRAYSIZE; ++account) {
      sum += hotel_.Balance(static_cast<v1::BookAccount>(account));
    }
    RC_ASSERT(sum == 0);
  }

  std::string Fresh(const char* prefix) { return prefix + std::to_string(next_++); }

  BooksHotel hotel_;
  BooksOracle oracle_;
  int64_t amount_ = 0;
  int which_ = 0;
  int next_ = 0;
};

TEST(Books, BalanceInEveryHistoryAndAgreeWithASecondOpinion) {
  // What a guest does with money comes up more often than what ends a stay.
  // The number is chosen among as many as its weight says.
  std::vector<int> weighted;
  const std::vector<int> weights = {2, 5, 4, 1, 1, 4, 3, 2, 4, 4, 3, 2, 4, 3, 2, 1, 1, 4, 6};
  for (size_t what = 0; what < weights.size(); ++what) {
    weighted.insert(weighted.end(), static_cast<size_t>(weights[what]), static_cast<int>(what));
  }
  const auto what = rc::gen::elementOf(weighted);
  const auto amount = rc::gen::weightedOneOf<int64_t>(
      {{3, rc::gen::inRange<int64_t>(1, 200)}, {1, rc::gen::inRange<int64_t>(200, 30'000)}});
  const auto steps =
      rc::gen::resize(400, rc::gen::container<std::vector<Step>>(rc::gen::tuple(
                               what, rc::gen::inRange(0, 8), rc::gen::inRange(0, 8), amount)));
  EXPECT_TRUE(rc::check([&steps] {
    History history;
    for (const Step& step : *steps) history.Take(step);
    history.CheckRefolded();
  }));
}

}  // namespace
}  // namespace daybook::testing
