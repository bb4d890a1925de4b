#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "projections/dining/dining_view.h"
#include "projections/groups/groups_view.h"
#include "projections/runner.h"
#include "tests/domain/request_text.h"
#include "tests/support/given.h"
#include "tests/support/memory_records.h"
#include "tests/support/view_folder.h"

namespace daybook::testing {
namespace {

// The view of a ledger's records.
class Viewed {
 public:
  Viewed(std::unique_ptr<Projection> projection, const Ledgerless& hotel) {
    MemoryRecords log;
    for (const v1::Record& record : hotel.records()) log.Append(record);
    const auto rebuilt = Rebuild(*projection, folder_.view(), log, log.end());
    EXPECT_TRUE(rebuilt.ok()) << rebuilt.status();
    store_ = *ViewStore::OpenForReading(folder_.view());
    const auto checked = CheckView(*projection, *store_);
    EXPECT_TRUE(checked.ok()) << checked.status();
    view_ = store_->Snapshot();
  }
  const ViewSnapshot& operator*() const { return *view_; }

 private:
  const ViewFolder folder_;
  std::unique_ptr<ViewStore> store_;
  std::unique_ptr<ViewSnapshot> view_;
};
using Ids = std::vector<std::string>;

v1::Request OpenGroup(std::string_view id, std::string_view more = "") {
  return Ask(StaffMember(kReservations),
             absl::StrCat("open_block { block_id: '", std::string(id),
                          "' property_id: 'H1' status: BLOCK_TENTATIVE rooms { room_type_id: 'TWN' "
                          "from: 20260310 until: 20260313 rooms: 1 } ",
                          std::string(more), " }"));
}

Ids Blocks(const Viewed& view, const BlockFilter& filter) {
  Ids ids;
  const absl::Status listed = ListBlocks(*view, filter, [&](const v1::Block& block) {
    ids.push_back(block.block_id());
    return true;
  });
  EXPECT_TRUE(listed.ok()) << listed;
  return ids;
}

TEST(GroupsView, ListsBlocksAndThoseThatAreOpen) {
  Ledgerless hotel;
  hotel.Given({OpenGroup("g1", "customer_id: 'c-9'"), OpenGroup("g2"),
               Ask(StaffMember(kReservations), "release_block { block_id: 'g2' }")});
  const Viewed view(NewGroupsProjection(), hotel);
  EXPECT_EQ(Blocks(view, {}), (Ids{"g1", "g2"}));
  BlockFilter filter;
  filter.open = true;
  EXPECT_EQ(Blocks(view, filter), Ids{"g1"});
  filter.property_id = "H2";
  EXPECT_EQ(Blocks(view, filter), Ids{});
  BlockFilter customer;
  customer.customer_id = "c-9";
  EXPECT_EQ(Blocks(view, customer), Ids{"g1"});
  EXPECT_EQ(*GetBlock(*view, "g9"), std::nullopt);
}

TEST(GroupsView, HasTheBlocksThatTheLedgerDecidesBy) {
  for (uint32_t seed = 1; seed <= 5; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const auto below = [&random](uint32_t n) { return static_cast<int32_t>(random() % n); };
    Ledgerless hotel;
    hotel.Given(
        {DefineRoomType("H1", "TWN", 9), OpenGroup("g1"), OpenGroup("g2"), OpenGroup("g3")});
    for (int i = 0; i < 60; ++i) {
      const std::string id = absl::StrCat("b", below(10));
      const int32_t arrival = 20260309 + below(4);
      const std::string block = absl::StrCat("g", 1 + below(3));
      switch (below(6)) {
        case 0:
          hotel.When(Cancel(id));
          break;
        case 1:
          hotel.When(ChangeStay(id, arrival, arrival + 1 + below(3)));
          break;
        case 2:
          if (i > 40) {
            hotel.When(Ask(StaffMember(kReservations),
                           absl::StrCat("release_block { block_id: '", block, "' }")));
          }
          break;
        default:
          hotel.When(With(
              Create({.id = id, .arrival = arrival, .departure = arrival + 1, .room_type = "TWN"}),
              [&](v1::Request& r) { r.mutable_create_booking()->set_block_id(block); }));
      }
    }
    const Viewed view(NewGroupsProjection(), hotel);
    for (const std::string& id : Blocks(view, {})) {
      const auto seen = GetBlock(*view, id);
      EXPECT_EQ((*seen)->SerializeAsString(),
                hotel.state().Find<v1::Block>(id)->SerializeAsString());
    }
  }
}

TEST(GroupsView, CountsRoomNights) {
  Ledgerless hotel;
  hotel.Given({OpenGroup("g1"), With(Create({.room_type = "TWN"}), [](v1::Request& r) {
                 r.mutable_create_booking()->set_block_id("g1");
               })});
  const Viewed view(NewGroupsProjection(), hotel);
  const RoomNights nights = RoomNightsOf(**GetBlock(*view, "g1"));
  EXPECT_EQ(nights.set_aside, 3);
  EXPECT_EQ(nights.picked_up, 2);
}

TEST(DiningView, ListsTablesInTheOrderOfTheirTime) {
  Ledgerless hotel;
  const auto outlet = [](std::string_view id) {
    return Ask(
        Operator(),
        absl::StrCat("define_outlet { outlet { property_id: 'H1' outlet_id: '", std::string(id),
                     "' seats: 50 opens_minute: 0 closes_minute: 1440 sitting_minutes: 60 } "
                     "}"));
  };
  const auto table = [](std::string_view id, std::string_view more) {
    return Ask(StaffMember(kFrontDesk),
               absl::StrCat("book_table { table_booking_id: '", std::string(id),
                            "' property_id: 'H1' outlet_id: 'grill' date: 20260310 minute: 600 "
                            "covers: 2 ",
                            std::string(more), " }"));
  };
  hotel.Given({outlet("grill"), outlet("bar"), table("t1", "minute: 1000"),
               table("t2", "minute: 90 customer_id: 'c-1'"), table("t3", "outlet_id: 'bar'"),
               table("t4", "date: 20260309"),
               Ask(StaffMember(kFrontDesk), "change_table { table_booking_id: 't1' minute: 5 }")});
  const Viewed view(NewDiningProjection(), hotel);
  const auto listed = [&](const TableFilter& filter) {
    Ids ids;
    const absl::Status status = ListTables(*view, filter, [&](const v1::TableBooking& booked) {
      ids.push_back(booked.table_booking_id());
      return true;
    });
    EXPECT_TRUE(status.ok()) << status;
    return ids;
  };
  EXPECT_EQ(listed({}), (Ids{"t4", "t3", "t1", "t2"}));
  TableFilter filter;
  filter.property_id = "H1";
  filter.date = 20260310;
  EXPECT_EQ(listed(filter), (Ids{"t3", "t1", "t2"}));
  filter.outlet_id = "grill";
  EXPECT_EQ(listed(filter), (Ids{"t1", "t2"}));
  filter.customer_id = "c-1";
  EXPECT_EQ(listed(filter), Ids{"t2"});
  TableFilter date;
  date.date = 20260309;
  EXPECT_EQ(listed(date), Ids{"t4"});
  Ids outlets;
  ASSERT_TRUE(ListOutlets(*view, "H1", [&](const v1::Outlet& one) {
                outlets.push_back(one.definition().outlet_id());
                return true;
              }).ok());
  EXPECT_EQ(outlets, (Ids{"bar", "grill"}));
}

}  // namespace
}  // namespace daybook::testing
