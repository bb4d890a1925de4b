// report loyalty: points, vouchers and offers, and of retention offers how many bookings stayed.
#include <map>
#include <string>
#include <utility>

#include "ledger/base/status_macros.h"
#include "projections/bookings/bookings_view.h"
#include "projections/customers/customers_view.h"
#include "projections/entity_view.h"
#include "tools/daybook/report.h"

namespace daybook::cli {
namespace {

// One row; what a kind of row does not have stays empty.
struct Line {
  std::string what;
  std::string name = {};
  std::string currency = {};
  Cell count = {};
  Cell used = {};
  Cell refused = {};
  Cell expired = {};
  Cell open = {};
  Cell kept = {};  // bookings that an accepted offer was to keep and that were not lost
  Cell value = {};
  Cell left = {};
};

void AddLine(Line line, ReportTable& table) {
  table.Add({Cell::Text(line.what), Cell::Text(line.name), Cell::Text(line.currency),
             std::move(line.count), std::move(line.used), std::move(line.refused),
             std::move(line.expired), std::move(line.open), std::move(line.kept),
             std::move(line.value), std::move(line.left)});
}

absl::Status AddPoints(const ViewSnapshot& accounts, ReportTable& table) {
  struct Sum {
    int64_t members = 0, earned = 0, redeemed = 0, expired = 0, left = 0, value_minor = 0;
  };
  std::map<std::string, Sum> sums;
  DAYBOOK_RETURN_IF_ERROR(
      ScanEntities<v1::Member>(accounts, [&](const v1::Member& member) -> absl::StatusOr<bool> {
        Sum& sum = sums[member.currency()];
        ++sum.members;
        sum.earned += member.earned();
        sum.redeemed += member.redeemed();
        sum.expired += member.expired();
        sum.left += member.points();
        for (const v1::PointsLot& lot : member.lots()) {
          sum.value_minor += lot.points() * lot.point_value_minor();
        }
        return true;
      }));
  for (const auto& [currency, sum] : sums) {
    AddLine({.what = "members", .currency = currency, .count = Cell::Number(sum.members)}, table);
    AddLine({.what = "points",
             .currency = currency,
             .count = Cell::Number(sum.earned),
             .used = Cell::Number(sum.redeemed),
             .expired = Cell::Number(sum.expired),
             .open = Cell::Number(sum.left),
             .left = Cell::Money(sum.value_minor, currency)},
            table);
  }
  return absl::OkStatus();
}

absl::Status AddVouchers(ReportRun& run, const ViewSnapshot& accounts, ReportTable& table) {
  struct Sum {
    int64_t count = 0, used = 0, expired = 0, valid = 0, value_minor = 0, left_minor = 0;
  };
  std::map<std::pair<std::string, std::string>, Sum> sums;  // kind, currency
  DAYBOOK_RETURN_IF_ERROR(
      ScanEntities<v1::Voucher>(accounts, [&](const v1::Voucher& voucher) -> absl::StatusOr<bool> {
        const bool reversed = voucher.status() == v1::VOUCHER_REVERSED;
        if (reversed || !run.Takes(voucher.property_id())) return true;
        Sum& sum =
            sums[{PlainName(v1::VoucherKind_Name(voucher.kind()), "VOUCHER_"), voucher.currency()}];
        ++sum.count;
        sum.used += voucher.status() == v1::VOUCHER_USED ? 1 : 0;
        sum.expired += voucher.status() == v1::VOUCHER_EXPIRED ? 1 : 0;
        sum.value_minor += voucher.amount_minor();
        if (voucher.status() == v1::VOUCHER_VALID) {
          ++sum.valid;
          sum.left_minor += voucher.balance_minor();
        }
        return true;
      }));
  for (const auto& [key, sum] : sums) {
    AddLine({.what = "vouchers",
             .name = key.first,
             .currency = key.second,
             .count = Cell::Number(sum.count),
             .used = Cell::Number(sum.used),
             .expired = Cell::Number(sum.expired),
             .open = Cell::Number(sum.valid),
             .value = Cell::Money(sum.value_minor, key.second),
             .left = Cell::Money(sum.left_minor, key.second)},
            table);
  }
  return absl::OkStatus();
}

// By what was offered: how many of the bookings that accepted retention offers were to keep were kept.
absl::StatusOr<std::map<std::string, int64_t>> CountKept(ReportRun& run,
                                                         const ViewSnapshot& customers) {
  DAYBOOK_ASSIGN_OR_RETURN(const ViewSnapshot* const bookings, run.View("bookings"));
  std::map<std::string, int64_t> kept;
  DAYBOOK_RETURN_IF_ERROR(
      ScanEntities<v1::Offer>(customers, [&](const v1::Offer& offer) -> absl::StatusOr<bool> {
        if (offer.kind() != v1::OFFER_RETENTION || offer.status() != v1::OFFER_ACCEPTED ||
            offer.booking_id().empty()) {
          return true;
        }
        DAYBOOK_ASSIGN_OR_RETURN(const auto booking, GetBooking(*bookings, offer.booking_id()));
        const bool lost = !booking.has_value() || booking->status() == v1::CANCELLED ||
                          booking->status() == v1::NO_SHOW;
        kept[offer.content()] += lost ? 0 : 1;
        return true;
      }));
  return kept;
}

absl::Status AddOffers(ReportRun& run, ReportTable& table) {
  DAYBOOK_ASSIGN_OR_RETURN(const ViewSnapshot* const customers, run.View("customers"));
  DAYBOOK_ASSIGN_OR_RETURN(auto kept, CountKept(run, *customers));
  DAYBOOK_ASSIGN_OR_RETURN(const auto uptake, UptakeOfOffers(*customers));
  for (const OfferUptake& offers : uptake) {
    const bool retention = offers.kind == v1::OFFER_RETENTION;
    AddLine({.what = PlainName(v1::OfferKind_Name(offers.kind), "OFFER_") + " offers",
             .name = offers.name,
             .count = Cell::Number(offers.made),
             .used = Cell::Number(offers.accepted),
             .refused = Cell::Number(offers.refused),
             .expired = Cell::Number(offers.expired),
             .open = Cell::Number(offers.made - offers.accepted - offers.refused - offers.expired),
             .kept = Cell::Number(retention ? kept[offers.name] : offers.booked)},
            table);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ReportTable> LoyaltyReport(ReportRun& run) {
  ReportTable table({{"what"},
                     {"name"},
                     {"currency"},
                     {"count", ColumnKind::kCount},
                     {"used", ColumnKind::kCount},
                     {"refused", ColumnKind::kCount},
                     {"expired", ColumnKind::kCount},
                     {"open", ColumnKind::kCount},
                     {"bookings_kept", ColumnKind::kCount},
                     {"value", ColumnKind::kMoney},
                     {"value_left", ColumnKind::kMoney}});
  DAYBOOK_ASSIGN_OR_RETURN(const ViewSnapshot* const accounts, run.View("accounts"));
  DAYBOOK_RETURN_IF_ERROR(AddPoints(*accounts, table));
  DAYBOOK_RETURN_IF_ERROR(AddVouchers(run, *accounts, table));
  DAYBOOK_RETURN_IF_ERROR(AddOffers(run, table));
  return table;
}

}  // namespace daybook::cli
