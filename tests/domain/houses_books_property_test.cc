// Random histories of two houses with everything that moves money between guests, debtors, vouchers, points and houses. After every record
// the trial balance of each house is zero, every sub-ledger is its control account, and what a house owes each guest is what the requests
// come to. Decided again from a state that keeps nothing in memory, every record is the same.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "gtest/gtest.h"
#include "ledger/domain/accounts/folio_charges.h"
#include "ledger/domain/accounts/posting_table.h"
#include "ledger/domain/decide.h"
#include "ledger/domain/payment/payments.h"
#include "ledger/domain/payment/refund_sources.h"
#include "ledger/domain/rows_needed.h"
#include "rapidcheck.h"
#include "tests/domain/houses_tally.h"
#include "tests/domain/houses_with_books.h"
#include "tests/support/books_hotel.h"

namespace daybook::testing {
namespace {

constexpr int32_t kLastDay = 20260320;

// Any numbers make a history: what there is is chosen by remainders.
using Step = std::tuple<int, int, int, int64_t>;  // what, whom, which, amount

class History {
 public:
  History() {
    house_.SetNow("2026-03-01T20:00:00Z");
    GivenHousesWithBooks(house_);
    v1::CancellationPolicy strict = Policy("strict", {});
    strict.set_non_refundable(true);
    for (const std::string_view id : {"K1", "K2"}) {
      house_.Given(DefineRatePlan(id, "NRF", {PriceSpec{}}, strict));
    }
    house_.Given(PolicyInForce(
        "back",
        "refund { settlements: SETTLEMENT_REFUND settlements: SETTLEMENT_VOUCHER settlements: "
        "SETTLEMENT_REBOOK settlements: SETTLEMENT_WAIVER voucher_bonus_basis_points: 1000 "
        "voucher_valid_days: 6 }"));
    house_.Given(PolicyInForce(
        "points",
        "loyalty { currency: 'EUR' points_per_hundred_minor: 1 point_value_minor: 5 valid_days: 4 "
        "owner_staff_id: 'sol' }",
        2));
    house_.Given(PolicyInForce("tax",
                               "tax { rates { kind: REVENUE_ROOM basis_points: 700 } rates { kind: "
                               "REVENUE_EXTRA basis_points: 1900 } rates { kind: REVENUE_PENALTY "
                               "basis_points: 1900 } }"));
    house_.Given({Ask(kSales, "enrol_member { customer_id: 'c-1' }"),
                  Ask(kFinance,
                      "open_account { account { account_id: 'acme' customer_id: 'acme-c' "
                      "home_property_id: 'K1' owner_staff_id: 'sol' } }")});
    for (int i = 0; i < 4; ++i) AddBooking(i);
  }

  void Take(const Step& step) {
    const auto [what, whom, which, amount] = step;
    whom_ = whom;
    which_ = which;
    amount_ = amount;
    Choose(what);
  }

  // Every record is decided and folded to the same by a state that remembers only what it is given.
  void CheckWithoutMemory() const {
    State sparse;
    std::map<std::string, std::string> rows;
    const auto keep = [&rows](State& state) {
      for (StateRow& row : state.TakeDirtyRows()) {
        if (row.value.has_value()) {
          rows[row.key] = *row.value;
        } else {
          rows.erase(row.key);
        }
      }
    };
    for (const v1::Record& record : house_.records()) {
      std::set<std::string> asked;
      for (bool more = true; more;) {
        more = false;
        for (const std::string& key : RowsNeeded(sparse, record.request())) {
          if (!asked.insert(key).second) continue;
          more = true;
          if (const auto row = rows.find(key); row != rows.end()) {
            RC_ASSERT(sparse.LoadRow(key, row->second).ok());
          }
        }
      }
      const v1::Outcome again = Decide(sparse, record.request(), record.resolution());
      RC_ASSERT(again.SerializeAsString() == record.outcome().SerializeAsString());
      sparse.Apply(record);
      keep(sparse);
      sparse.Evict(0);
    }
    State whole;
    for (const v1::Record& record : house_.records()) whole.Apply(record);
    std::map<std::string, std::string> expected;
    std::swap(expected, rows);
    keep(whole);
    RC_ASSERT(rows == expected);
  }

 private:
  static std::string PropertyOf(int number) { return number % 2 == 0 ? "K1" : "K2"; }
  int32_t Today(std::string_view property) const {
    return house_.state().FindProperty(property)->business_date();
  }
  int32_t DayAfter(int32_t date, int days) const {
    return (CivilDate::FromYmd(date).value() + days).ymd();
  }
  // Mostly one that the step is possible for, as far as its status says.
  const std::string& Whom(int what) const {
    const std::map<int, v1::BookingStatus> suits = {
        {2, v1::CONFIRMED},  {4, v1::IN_HOUSE},   {5, v1::IN_HOUSE},   {6, v1::IN_HOUSE},
        {11, v1::IN_HOUSE},  {13, v1::CONFIRMED}, {14, v1::IN_HOUSE},  {15, v1::CONFIRMED},
        {16, v1::CANCELLED}, {21, v1::IN_HOUSE},  {27, v1::CONFIRMED}, {28, v1::IN_HOUSE},
        {34, v1::CONFIRMED}};
    const auto wanted = suits.find(what);
    return One(whom_, wanted == suits.end() || which_ % 6 == 5 ? v1::BOOKING_STATUS_UNSPECIFIED
                                                               : wanted->second);
  }
  const std::string& One(int number, v1::BookingStatus status) const {
    std::vector<const std::string*> those;
    for (const std::string& id : bookings_) {
      const bool suits =
          status == v1::BOOKING_STATUS_UNSPECIFIED || house_.booking(id).status() == status;
      if (suits) those.push_back(&id);
    }
    if (those.empty()) return bookings_.front();
    return *those[static_cast<size_t>(number) % those.size()];
  }

  std::string Fresh(const char* prefix) { return absl::StrCat(prefix, next_++); }
  v1::Request Forced(v1::Request request) const {
    return Overriding(
        {v1::POLICY_AUTHORISER_REQUIRED, v1::POLICY_CREDIT_NOT_GRANTED, v1::POLICY_CREDIT_STATUS,
         v1::POLICY_CREDIT_LIMIT_EXCEEDED, v1::POLICY_DUE_INS_UNRESOLVED},
        StaffMember(kOtherManager), As(StaffMember(kManager), std::move(request)));
  }
  v1::Request Asked(const std::string& body) const { return Forced(Ask(kManager, body)); }
  std::string Amount() const {
    return absl::StrCat("amount { amount_minor: ", amount_, " currency: 'EUR' }");
  }

  void AddBooking(int number) {
    const std::string property = PropertyOf(number);
    const int32_t arrival = DayAfter(Today(property), which_ % 2);
    const std::string id = Fresh("b");
    v1::Request create = Create({.id = id,
                                 .property = property,
                                 .arrival = arrival,
                                 .departure = DayAfter(arrival, number % 3),
                                 .rate_plan = number % 4 == 3 ? "NRF" : "FLEX"});
    if (number % 5 == 4) create.mutable_create_booking()->set_account_id("acme");
    bookings_.push_back(id);
    if (!Submit(Forced(create))) bookings_.pop_back();
  }

  void Choose(int what) {
    const std::string id = Whom(what);
    const v1::Booking& at = house_.booking(id);
    switch (what) {
      case 0:
        return AddBooking(which_);
      case 1:
        return Do(Pay(id, Fresh("p"), amount_));
      case 2:
        return Do(CheckInOf(id));
      case 3:
        return RollHouse(PropertyOf(whom_));
      case 4:
        return Do(ChargeOf(id, Fresh("c"), amount_));
      case 5:
        return WaiveSomething(at);
      case 6:
        return ForAny(at.folio().charges(), [&](const v1::FolioCharge& charge) {
          Do(ReverseChargeOf(at.booking_id(), charge.charge_id()));
        });
      case 7:
        return ForAny(at.payments(), [&](const v1::Payment& payment) {
          Do(As(StaffMember(kManager),
                Refund(
                    id, payment.payment_id(), Fresh("f"),
                    UpTo(std::min(FreeToRefund(payment), DueNotOnItsWay(at) + FreeOnFolio(at) +
                                                             FreeElsewhere(house_.state(), at))))));
        });
      case 8:
        return SettleSomething(at);
      case 9:
        return ForAny(at.payments(), [&](const v1::Payment& payment) {
          Do(Chargeback(id, payment.payment_id(), UpTo(FreeToRefund(payment)), Fresh("k")));
        });
      case 10:
        return ForAny(at.payments(), [&](const v1::Payment& payment) {
          Do(ReversePaymentOf(id, payment.payment_id()));
        });
      case 11:
        return TransferSome(id, One(which_, v1::IN_HOUSE));
      case 12:
        return ForAny(transfers_, [&](const auto& one) {
          Do(ReverseTransferOf(std::get<0>(one), std::get<1>(one), std::get<2>(one)));
        });
      case 13:
        return Do(NoShow(id));
      case 14:
        return Leave(id);
      case 15:
        return CancelSomehow(id);
      case 16:
        return Do(ReinstateOf(id));
      case 17:
        return Do(Asked(absl::StrCat(
            "issue_voucher { voucher_id: '", Fresh("v"), "' property_id: '", PropertyOf(whom_),
            "' customer_id: 'c-1' expires_on: ", DayAfter(Today(PropertyOf(whom_)), 1 + which_ % 5),
            " reason_code: 'x' ", Amount(), " }")));
      case 18:
        return ForAnyVoucher([&](const std::string& voucher_id) {
          amount_ = UpTo(house_.state().Find<v1::Voucher>(voucher_id)->balance_minor());
          Do(Asked(absl::StrCat("redeem_voucher { booking_id: '", id, "' voucher_id: '", voucher_id,
                                "' ", Amount(), " }")));
        });
      case 19:
        return Do(Asked(absl::StrCat("grant_points { customer_id: 'c-1' property_id: '",
                                     PropertyOf(whom_), "' points: ", 1 + amount_ % 500,
                                     " reason_code: 'x' }")));
      case 20:
        return Do(Asked(absl::StrCat("redeem_points { booking_id: '", id,
                                     "' points: ", 1 + amount_ % 900, " }")));
      case 21:
        return Do(Asked(absl::StrCat("put_on_account { booking_id: '", id, "' account_id: 'acme' ",
                                     which_ % 3 == 0 ? Amount() : std::string(), " }")));
      case 22:
        return Do(Asked(absl::StrCat("record_receipt { account_id: 'acme' receipt_id: '",
                                     Fresh("r"), "' ", Amount(), " ", Match(amount_ / 2), " }")));
      case 23:
        return ForAny(account().receipts(), [&](const v1::Receipt& receipt) {
          Do(Asked(absl::StrCat("apply_receipt { account_id: 'acme' receipt_id: '",
                                receipt.receipt_id(), "' ", Match(UpTo(receipt.unapplied_minor())),
                                " }")));
        });
      case 24:
        return ForAny(account().receipts(), [&](const v1::Receipt& receipt) {
          Do(Asked(absl::StrCat("reverse_receipt { account_id: 'acme' receipt_id: '",
                                receipt.receipt_id(), "' reason_code: 'x' }")));
        });
      case 25:
        return ForAny(account().open_invoices(), [&](const v1::Invoice& invoice) {
          Do(Asked(absl::StrCat("credit_invoice { account_id: 'acme' invoice_id: '",
                                invoice.invoice_id(), "' reason_code: 'x' }")));
        });
      case 26:
        return ForAny(account().open_invoices(), [&](const v1::Invoice& invoice) {
          amount_ = UpTo(invoice.open_minor());
          Do(Asked(absl::StrCat("write_off { account_id: 'acme' invoice_id: '",
                                invoice.invoice_id(), "' reason_code: 'x' ", Amount(), " }")));
        });
      case 27:
        return MoveAway(id, at.property_id() == "K1" ? "K2" : "K1");
      case 28:
        return ForAny(at.folio().nights(), [&](const v1::ChargedNights& run) {
          Do(WaiveNight(id, which_ % 4 == 3 ? run.until() : run.from(), UpTo(run.gross_minor())));
        });
      case 29:
        return ForAny(at.payments(), [&](const v1::Payment& payment) {
          ForAny(payment.chargebacks(), [&](const v1::Chargeback& chargeback) {
            Do(Asked(absl::StrCat("reverse_chargeback { booking_id: '", id, "' payment_id: '",
                                  payment.payment_id(), "' chargeback_id: '",
                                  chargeback.chargeback_id(), "' reason_code: 'won' }")));
          });
        });
      case 30:
        return ForAny(at.payments(), [&](const v1::Payment& payment) {
          ForAny(payment.refunds(), [&](const v1::Refund& refund) {
            Do(Asked(absl::StrCat("reverse_refund { booking_id: '", id, "' payment_id: '",
                                  payment.payment_id(), "' refund_id: '", refund.refund_id(),
                                  "' reason_code: 'sent-back' }")));
          });
        });
      case 31:
        return ForAny(invoices_, [&](const std::string& invoice_id) {
          Do(Asked(absl::StrCat("reverse_write_off { account_id: 'acme' invoice_id: '", invoice_id,
                                "' reason_code: 'found' }")));
        });
      case 32:
        return ForAnyVoucher([&](const std::string& voucher_id) {
          Do(Asked(absl::StrCat("reverse_voucher { voucher_id: '", voucher_id,
                                "' reason_code: 'typo' }")));
        });
      case 33:
        amount_ = UpTo(DueNotOnItsWay(at) + FreeOnFolio(at));
        return Do(
            Asked(absl::StrCat("issue_voucher { voucher_id: '", Fresh("v"), "' property_id: '",
                               at.property_id(), "' customer_id: 'c-1' booking_id: '", id,
                               "' expires_on: ", DayAfter(Today(at.property_id()), 3),
                               " instead_of_refund: true reason_code: 'x' ", Amount(), " }")));
      case 34:
        return Split(id);
      case 35:
        return ClosePeriods(PropertyOf(whom_));
      default:
        return Do(Due("2099-01-01T00:00:00Z"));
    }
  }

  // Closed by what the ledger says itself, and sometimes reopened.
  void ClosePeriods(const std::string& property) {
    const auto* const books = house_.state().Find<v1::Books>(BooksKey(property));
    if (books == nullptr) return;
    if (which_ % 3 == 2) {
      return Do(Asked(absl::StrCat("reopen_period { property_id: '", property, "' period_id: '",
                                   books->last_period_id(), "' reason_code: 'audit' }")));
    }
    std::string body = absl::StrCat("close_period { property_id: '", property, "' period_id: '",
                                    Fresh("m"), "' through: ", DayAfter(Today(property), -1));
    for (int account = 1; account < books->balance_minor_size(); ++account) {
      absl::StrAppend(
          &body, " totals { account: ", v1::BookAccount_Name(static_cast<v1::BookAccount>(account)),
          " balance_minor: ", books->balance_minor(account), " }");
    }
    Do(Asked(body + " }"));
  }

  void Split(const std::string& id) {
    const v1::Booking& at = house_.booking(id);
    const std::string rest = Fresh("b");
    const int32_t day = DayAfter(std::max(Today(at.property_id()), at.stay().arrival()), 1);
    const v1::Request split = Asked(absl::StrCat("split_booking { booking_id: '", id,
                                                 "' new_booking_id: '", rest, "' at: ", day, " }"));
    bookings_.push_back(rest);
    if (!Submit(split)) bookings_.pop_back();
  }

  const v1::Account& account() const { return *house_.state().Find<v1::Account>("acme"); }

  template <typename List, typename Use>
  void ForAny(const List& list, Use use) {
    if (list.empty()) return;
    const auto one = *(list.begin() + which_ % static_cast<int>(list.size()));
    use(one);
  }
  template <typename Use>
  void ForAnyVoucher(Use use) {
    std::vector<std::string> ids;
    house_.state().ForEach<v1::Voucher>([&](const v1::Voucher& voucher) {
      const bool gone = voucher.status() != v1::VOUCHER_VALID;
      if (!gone || which_ % 5 == 4) ids.push_back(voucher.voucher_id());
    });
    ForAny(ids, use);
  }

  std::string Match(int64_t minor) const {
    const auto& open = account().open_invoices();
    if (open.empty() || minor == 0) return "";
    const v1::Invoice& invoice = open[which_ % open.size()];
    return absl::StrCat("matches { invoice_id: '", invoice.invoice_id(),
                        "' amount_minor: ", std::min(minor, invoice.open_minor()), " }");
  }

  void WaiveSomething(const v1::Booking& at) {
    const std::string id = at.booking_id();
    if (which_ % 3 == 0) return Do(Waive(One(whom_, v1::CANCELLED), "", amount_ % 4'000 + 1));
    ForAny(at.folio().charges(), [&](const v1::FolioCharge& charge) {
      Do(Waive(id, charge.charge_id(), UpTo(charge.gross_minor() - charge.waived_minor())));
    });
  }

  // What is possible, most of the time.
  int64_t UpTo(int64_t most) const {
    return which_ % 5 == 4 || most <= 0 ? amount_ : std::min(amount_, most);
  }

  void TransferSome(const std::string& from, const std::string& to) {
    if (from == to) return;
    const std::string transfer_id = Fresh("t");
    const int64_t owed = house_.booking(from).folio().guest_minor();
    if (Submit(Transfer(from, to, transfer_id, UpTo(owed)))) {
      transfers_.emplace_back(from, to, transfer_id);
    }
  }

  void SettleSomething(const v1::Booking& at) {
    for (const v1::Payment& payment : at.payments()) {
      for (const v1::Refund& refund : payment.refunds()) {
        if (refund.status() != v1::REFUND_PENDING) continue;
        const auto status = static_cast<v1::RefundStatus>(v1::REFUND_SUCCEEDED + which_ % 3);
        return Do(Settle(at.booking_id(), payment.payment_id(), refund.refund_id(), status));
      }
    }
  }

  void CancelSomehow(const std::string& id) {
    if (which_ % 3 != 0) Do(Pay(id, Fresh("p"), amount_));
    v1::Request cancel = As(StaffMember(kManager), Cancel(id));
    v1::CancelBooking& body = *cancel.mutable_cancel_booking();
    switch (which_ % 4) {
      case 0:
        body.set_settlement(v1::SETTLEMENT_VOUCHER);
        body.set_voucher_id(Fresh("v"));
        break;
      case 1:
        body.set_settlement(v1::SETTLEMENT_REBOOK);
        body.set_rebook_as(One(which_ / 4 + whom_ + 1, v1::CONFIRMED));
        break;
      case 2:
        body.set_settlement(v1::SETTLEMENT_WAIVER);
        break;
      default:
        break;
    }
    Do(cancel);
  }

  void MoveAway(const std::string& id, const std::string& to) {
    const std::string moved = Fresh("b");
    const v1::Request move = Asked(
        absl::StrCat("move_booking { booking_id: '", id, "' new_booking_id: '", moved,
                     "' to_property_id: '", to, "' room_type_id: 'DBL' rate_plan_id: 'FLEX' }"));
    bookings_.push_back(moved);
    if (!Submit(move)) bookings_.pop_back();
  }

  // Pays or puts on account what is owed, and gives back what is too much.
  void Leave(const std::string& id) {
    const std::string booking_id = id;
    const v1::Booking& at = house_.booking(booking_id);
    if (at.status() != v1::IN_HOUSE) return;
    const int64_t owed = at.folio().guest_minor();
    if (owed > 0 && which_ % 2 == 0) Do(Pay(booking_id, Fresh("p"), owed));
    if (owed > 0 && which_ % 2 == 1) {
      Do(Asked(
          absl::StrCat("put_on_account { booking_id: '", booking_id, "' account_id: 'acme' }")));
    }
    if (owed < 0) Do(ChargeOf(booking_id, Fresh("c"), -owed));
    Do(CheckOutOf(booking_id));
  }

  void RollHouse(const std::string& property) {
    if (Today(property) >= kLastDay) return;
    std::vector<std::string> leaving;
    const auto today = CivilDate::FromYmd(Today(property)).value();
    for (const v1::Booking* const due : house_.state().DueOut(property, today)) {
      leaving.push_back(due->booking_id());
    }
    for (const std::string& id : leaving) Leave(id);
    Do(Forced(Roll(property, Today(property))));
  }

  void Do(const v1::Request& request) { Submit(request); }

  bool Submit(const v1::Request& request) {
    tally_.Look(request, house_);
    const Then then = house_.When(request);
    if (!then.accepted()) return false;
    tally_.Add(then.record());
    if (request.has_put_on_account()) {
      invoices_.push_back(
          then.record().outcome().accepted().events(0).invoice_issued().invoice_id());
    }
    if (request.has_check_out()) {
      RC_ASSERT(house_.booking(request.check_out().booking_id()).folio().guest_minor() == 0);
    }
    Check();
    return true;
  }

  void Check() const {
    int64_t money = 0;
    for (const std::string_view property : {"K1", "K2"}) {
      int64_t deposits = 0, owed = 0, due = 0, sum = 0;
      for (const std::string& id : bookings_) {
        const v1::Booking& one = house_.booking(id);
        if (one.property_id() != property) continue;
        CheckBooking(one);
        deposits += one.folio().deposit_minor();
        owed += one.folio().guest_minor();
        due += one.folio().refund_due_minor();
      }
      for (int account = 0; account < v1::BookAccount_ARRAYSIZE; ++account) {
        sum += Balance(house_, property, static_cast<v1::BookAccount>(account));
      }
      RC_ASSERT(sum == 0);
      RC_ASSERT(Balance(house_, property, v1::DEPOSITS) == -deposits);
      RC_ASSERT(Balance(house_, property, v1::GUEST_LEDGER) == owed);
      RC_ASSERT(Balance(house_, property, v1::REFUNDS_PAYABLE) == -due);
      RC_ASSERT(Balance(house_, property, v1::TAX) <= 0);
      money += Balance(house_, property, v1::CLEARING);
    }
    RC_ASSERT(money == tally_.money());
    ExpectBooksInOrder(house_);
    RC_ASSERT(!::testing::Test::HasFailure());
  }

  void CheckBooking(const v1::Booking& one) const {
    const v1::Folio& folio = one.folio();
    RC_ASSERT(folio.deposit_minor() >= 0);
    for (const v1::WaivedNight& waived : folio.waived_nights()) {
      v1::FolioCharge night;
      RC_ASSERT(ChargedNight(one, waived.night(), night));
      RC_ASSERT(waived.gross_minor() > 0 && waived.gross_minor() <= night.gross_minor());
    }
    // A deposit is of a stay to come.
    RC_ASSERT(folio.deposit_minor() == 0 || Postings::SideOf(one) == v1::DEPOSITS);
    for (const v1::Payment& payment : one.payments()) {
      int64_t gone = payment.charged_back_minor();
      for (const v1::Refund& refund : payment.refunds()) {
        if (refund.status() == v1::REFUND_PENDING || refund.status() == v1::REFUND_SUCCEEDED) {
          gone += refund.amount_minor();
        }
      }
      RC_ASSERT(gone <= (payment.reversed() ? 0 : payment.amount().amount_minor()));
    }
    RC_ASSERT(folio.refund_due_minor() >= Tally::Pending(one));
    RC_ASSERT(folio.deposit_minor() + folio.refund_due_minor() - folio.guest_minor() ==
              tally_.OwedTo(one.booking_id()));
  }

  Ledgerless house_;
  Tally tally_;
  std::vector<std::string> bookings_;
  std::vector<std::string> invoices_;
  std::vector<std::tuple<std::string, std::string, std::string>> transfers_;
  int whom_ = 0;
  int which_ = 0;
  int64_t amount_ = 0;
  int next_ = 0;
};

TEST(BooksOfTwoHouses, BalanceWhateverMovesBetweenThem) {
  const std::vector<int> weights = {3, 6, 5, 4, 3, 3, 2, 4, 4, 3, 2, 3, 2, 2, 3, 6, 4, 3, 5,
                                    3, 4, 5, 3, 4, 3, 2, 3, 4, 3, 2, 2, 3, 2, 3, 2, 2, 3};
  std::vector<int> weighted;
  for (size_t what = 0; what < weights.size(); ++what) {
    weighted.insert(weighted.end(), static_cast<size_t>(weights[what]), static_cast<int>(what));
  }
  const auto amount = rc::gen::weightedOneOf<int64_t>(
      {{1, rc::gen::inRange<int64_t>(1, 200)}, {2, rc::gen::inRange<int64_t>(200, 25'000)}});
  const auto steps = rc::gen::resize(400, rc::gen::container<std::vector<Step>>(rc::gen::tuple(
                                              rc::gen::elementOf(weighted), rc::gen::inRange(0, 12),
                                              rc::gen::inRange(0, 12), amount)));
  EXPECT_TRUE(rc::check([&steps] {
    History history;
    for (const Step& step : *steps) history.Take(step);
    history.CheckWithoutMemory();
  }));
}

}  // namespace
}  // namespace daybook::testing
