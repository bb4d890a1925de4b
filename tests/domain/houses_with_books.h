// Three houses that keep books, for tests of what is owed: K1 (Berlin) and K2 (Lisbon) count in euros, K3 (New York) in dollars. Each has
// 50 rooms DBL at 100.00 a night under the plan FLEX, on 2026-03-01. Beside the standard hotel's staff: sol, SALES. Loyalty: a point for
// each full 1.00, worth 0.05, valid for 365 days, everywhere. Rooms and extras hold no tax unless a test says so.
#ifndef DAYBOOK_TESTS_DOMAIN_HOUSES_WITH_BOOKS_H_
#define DAYBOOK_TESTS_DOMAIN_HOUSES_WITH_BOOKS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "tests/support/given.h"

namespace daybook::testing {

inline constexpr std::string_view kSales = "sol";

// A request whose body is given as text.
inline v1::Request Ask(std::string_view staff_id, std::string_view body) {
  v1::Request request;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(std::string(body), &request)) << body;
  *request.mutable_actor() = StaffMember(staff_id);
  request.set_authenticated_by("test");
  return request;
}

// In force everywhere, or at one property where the text says so; made by mia, checked by max.
inline std::vector<v1::Request> PolicyInForce(std::string_view policy_id, std::string_view rules,
                                              int32_t version = 1) {
  const std::string id(policy_id);
  return {Ask(kManager, absl::StrCat("propose_policy { policy { policy_id: '", id,
                                     "' version: ", version, " ", std::string(rules), " } }")),
          Ask(kOtherManager, absl::StrCat("settle_policy { policy_id: '", id,
                                          "' version: ", version, " approved: true }"))};
}

inline void GivenHousesWithBooks(Ledgerless& ledger) {
  const auto property = [&](std::string_view id, std::string_view zone, std::string_view currency) {
    ledger.Given(With(DefineProperty(id, zone, currency), [](v1::Request& request) {
      request.mutable_define_property()->mutable_property()->set_keeps_books(true);
    }));
    ledger.Given({DefineRoomType(id, "DBL", 50), DefineRatePlan(id, "FLEX", {PriceSpec{}})});
  };
  property("K1", "Europe/Berlin", "EUR");
  property("K2", "Europe/Lisbon", "EUR");
  property("K3", "America/New_York", "USD");
  ledger.Given(DefineStaff({.id = std::string(kSales), .roles = {v1::ROLE_SALES}}));
  ledger.Given(PolicyInForce("points",
                             "loyalty { currency: 'EUR' points_per_hundred_minor: 1 "
                             "point_value_minor: 5 valid_days: 365 owner_staff_id: 'sol' }"));
}

// Checked in on the first business date.
inline void GivenInHouse(Ledgerless& ledger, std::string_view booking_id,
                         std::string_view property = "K1", int32_t departure = 20260302,
                         std::string_view customer = "c-1") {
  ledger.Given({Create({.id = std::string(booking_id),
                        .property = std::string(property),
                        .arrival = 20260301,
                        .departure = departure,
                        .customer = std::string(customer)}),
                CheckInOf(booking_id)});
}

inline int64_t Balance(const Ledgerless& ledger, std::string_view property,
                       v1::BookAccount account) {
  const auto* const books = ledger.state().Find<v1::Books>(BooksKey(property));
  return books == nullptr || account >= books->balance_minor_size() ? 0
                                                                    : books->balance_minor(account);
}

// "GUEST_LEDGER/ROOM_REVENUE 10000 K1" of every transfer, in their order.
inline std::vector<std::string> Posted(const Then& then) {
  std::vector<std::string> posted;
  for (const v1::Journal& journal : then.record().outcome().accepted().journals()) {
    for (const v1::Transfer& transfer : journal.transfers()) {
      posted.push_back(absl::StrCat(v1::BookAccount_Name(transfer.debit()), "/",
                                    v1::BookAccount_Name(transfer.credit()), " ",
                                    transfer.amount_minor(), " ", journal.property_id()));
    }
  }
  return posted;
}

// What holds of the books of every house after every record.
inline void ExpectBooksInOrder(const Ledgerless& ledger) {
  int64_t between_houses = 0;
  for (const std::string_view property : {"K1", "K2", "K3"}) {
    const auto* const books = ledger.state().Find<v1::Books>(BooksKey(property));
    if (books == nullptr) continue;
    int64_t sum = 0;
    for (const int64_t balance : books->balance_minor()) sum += balance;
    EXPECT_EQ(sum, 0) << books->DebugString();
    between_houses += Balance(ledger, property, v1::INTER_PROPERTY);

    int64_t open = 0;
    ledger.state().ForEach<v1::Account>([&](const v1::Account& account) {
      for (const v1::Invoice& invoice : account.open_invoices()) {
        if (invoice.property_id() == property) open += invoice.open_minor();
      }
    });
    EXPECT_EQ(Balance(ledger, property, v1::RECEIVABLES), open) << property;

    int64_t vouchers = 0;
    ledger.state().ForEach<v1::Voucher>([&](const v1::Voucher& voucher) {
      EXPECT_GE(voucher.balance_minor(), 0) << voucher.DebugString();
      if (voucher.property_id() == property) vouchers += voucher.balance_minor();
    });
    EXPECT_EQ(-Balance(ledger, property, v1::VOUCHERS), vouchers) << property;

    int64_t points = 0;
    ledger.state().ForEach<v1::Member>([&](const v1::Member& member) {
      for (const v1::PointsLot& lot : member.lots()) {
        EXPECT_GT(lot.points(), 0) << member.DebugString();
        if (lot.property_id() == property) points += lot.points() * lot.point_value_minor();
      }
    });
    EXPECT_EQ(-Balance(ledger, property, v1::POINTS), points) << property;
  }
  EXPECT_EQ(between_houses, 0);
  ledger.state().ForEach<v1::Account>([&](const v1::Account& account) {
    int64_t open = 0;
    int64_t unapplied = 0;
    for (const v1::Invoice& invoice : account.open_invoices()) open += invoice.open_minor();
    for (const v1::Receipt& receipt : account.receipts()) unapplied += receipt.unapplied_minor();
    EXPECT_EQ(account.receivable_minor(), open) << account.DebugString();
    EXPECT_EQ(account.unapplied_minor(), unapplied) << account.DebugString();
  });
}

}  // namespace daybook::testing

#endif  // DAYBOOK_TESTS_DOMAIN_HOUSES_WITH_BOOKS_H_
