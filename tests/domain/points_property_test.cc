// Whatever is asked, in whatever order: no voucher and no lot of points is ever below zero, nothing is redeemed that has expired, and the
// books owe what the vouchers and points are worth. Against a naive reckoning of both.
#include <algorithm>
#include <map>
#include <vector>

#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"
#include "tests/domain/houses_with_books.h"

namespace daybook::testing {
namespace {

// Every point on its own: when and where it expires.
struct NaiveLot {
  int32_t expires_on;
  uint64_t order;
  std::string property;
  int64_t points;
};

struct NaiveVoucher {
  int64_t left;
  int32_t expires_on;
  std::string property;
  bool expired = false;
};

class Reckoning {
 public:
  Reckoning() {
    GivenHousesWithBooks(ledger_);
    ledger_.Given(Ask(kSales, "enrol_member { customer_id: 'c-1' }"));
    for (const std::string_view property : {"K1", "K2"}) {
      ledger_.Given(Create({.id = std::string("at-") + std::string(property),
                            .property = std::string(property),
                            .arrival = 20260601,
                            .departure = 20260603}));
    }
  }

  void Step(int what, std::string_view property, int64_t amount, int which) {
    switch (what) {
      case 0:
        return Grant(property, amount);
      case 1:
        return Redeem(property, amount);
      case 2:
        return Issue(property, amount, which);
      case 3:
        return RedeemVoucher(property, amount, which);
      case 4:
        return Roll(property, which);
      default:
        return LookAtWhatIsDue();
    }
  }

  void Check() const {
    ExpectBooksInOrder(ledger_);
    const auto* const member = ledger_.state().Find<v1::Member>("c-1");
    ASSERT_NE(member, nullptr);
    int64_t points = 0;
    for (const v1::PointsLot& lot : member->lots()) points += lot.points();
    RC_ASSERT(points == member->points());
    RC_ASSERT(member->earned() == member->points() + member->redeemed() + member->expired());
    RC_ASSERT(granted_ - redeemed_ == member->points() + member->expired());
    for (const auto& [id, voucher] : vouchers_) {
      const auto* const kept = ledger_.state().Find<v1::Voucher>(id);
      ASSERT_NE(kept, nullptr);
      RC_ASSERT(kept->balance_minor() == voucher.left);
      RC_ASSERT(kept->balance_minor() >= 0);
      RC_ASSERT((kept->status() == v1::VOUCHER_EXPIRED) == voucher.expired);
      RC_ASSERT((kept->status() == v1::VOUCHER_USED) == (voucher.left == 0 && !voucher.expired));
    }
  }

 private:
  int32_t Today(std::string_view property) const {
    return ledger_.state().FindProperty(property)->business_date();
  }

  void Grant(std::string_view property, int64_t points) {
    version_ += 1;
    const int32_t valid_days = 1 + static_cast<int32_t>(points % 5);
    ledger_.Given(
        PolicyInForce("points",
                      absl::StrCat("loyalty { currency: 'EUR' point_value_minor: ", 1 + points % 7,
                                   " valid_days: ", valid_days, " owner_staff_id: 'sol' }"),
                      version_));
    ledger_.Given(Ask(
        kSales, absl::StrCat("grant_points { customer_id: 'c-1' property_id: '",
                             std::string(property), "' points: ", points, " reason_code: 'x' }")));
    granted_ += points;
    const int32_t expires_on = (CivilDate::FromYmd(Today(property)).value() + valid_days).ymd();
    lots_.push_back({expires_on, ledger_.records().size(), std::string(property), points});
  }

  // How much is left is known by looking at every lot there ever was.
  void Redeem(std::string_view property, int64_t points) {
    std::sort(lots_.begin(), lots_.end(), [](const NaiveLot& a, const NaiveLot& b) {
      return a.expires_on != b.expires_on ? a.expires_on < b.expires_on : a.order < b.order;
    });
    int64_t left = 0;
    for (const NaiveLot& lot : lots_) left += lot.expires_on > Today(lot.property) ? lot.points : 0;
    const Then then = ledger_.When(
        Ask(kFrontDesk, absl::StrCat("redeem_points { booking_id: 'at-", std::string(property),
                                     "' points: ", points, " }")));
    RC_ASSERT(then.accepted() == (points <= left));
    if (!then.accepted()) return;
    redeemed_ += points;
    for (NaiveLot& lot : lots_) {
      if (lot.expires_on <= Today(lot.property)) continue;
      const int64_t part = std::min(points, lot.points);
      lot.points -= part;
      points -= part;
    }
  }

  void Issue(std::string_view property, int64_t amount, int which) {
    const std::string id = absl::StrCat("v", which);
    const int32_t expires_on = (CivilDate::FromYmd(Today(property)).value() + 1 + which % 4).ymd();
    const Then then = ledger_.When(Ask(
        kSales,
        absl::StrCat("issue_voucher { voucher_id: '", id, "' property_id: '", std::string(property),
                     "' customer_id: 'c-1' reason_code: 'x' expires_on: ", expires_on,
                     " amount { currency: 'EUR' amount_minor: ", amount, " } }")));
    RC_ASSERT(then.accepted() == !vouchers_.contains(id));
    vouchers_.try_emplace(id, NaiveVoucher{amount, expires_on, std::string(property)});
  }

  void RedeemVoucher(std::string_view property, int64_t amount, int which) {
    const std::string id = absl::StrCat("v", which);
    const Then then = ledger_.When(Ask(
        kFrontDesk,
        absl::StrCat("redeem_voucher { booking_id: 'at-", std::string(property), "' voucher_id: '",
                     id, "' amount { currency: 'EUR' amount_minor: ", amount, " } }")));
    const auto found = vouchers_.find(id);
    const bool fits = found != vouchers_.end() && amount <= found->second.left &&
                      Today(found->second.property) < found->second.expires_on;
    RC_ASSERT(then.accepted() == fits);
    if (fits) found->second.left -= amount;
  }

  // Afterwards nothing is due any more.
  void LookAtWhatIsDue() {
    ledger_.Given(Due(FormatInstant(ledger_.now())));
    RC_ASSERT(ledger_.state().EntitiesDueByDate(1).empty());
    for (auto& [id, voucher] : vouchers_) {
      if (voucher.left == 0 || Today(voucher.property) < voucher.expires_on) continue;
      voucher.left = 0;
      voucher.expired = true;
    }
  }

  void Roll(std::string_view property, int days) {
    const CivilDate today = CivilDate::FromYmd(Today(property)).value();
    ledger_.GivenBusinessDate(property, (today + 1 + days % 3).ymd());
  }

  Ledgerless ledger_;
  std::vector<NaiveLot> lots_;
  std::map<std::string, NaiveVoucher> vouchers_;
  int64_t granted_ = 0;
  int64_t redeemed_ = 0;
  int32_t version_ = 1;
};

RC_GTEST_PROP(PointsAndVouchers, AreNeverBelowZeroAndAreWhatTheBooksOwe, ()) {
  Reckoning reckoning;
  const int steps = *rc::gen::inRange(1, 40);
  for (int i = 0; i < steps; ++i) {
    const int what = *rc::gen::inRange(0, 6);
    const std::string property = *rc::gen::element<std::string>("K1", "K2");
    const int64_t amount = *rc::gen::inRange<int64_t>(1, 60);
    const int which = *rc::gen::inRange(0, 6);
    reckoning.Step(what, property, amount, which);
    reckoning.Check();
  }
}

}  // namespace
}  // namespace daybook::testing
