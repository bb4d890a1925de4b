#include "ledger/domain/entity_tables.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace daybook {
namespace {

constexpr char kVoucher = LetterOf<v1::Voucher>::kLetter;

void NobodyIsTold(char, const google::protobuf::Message&) {}

v1::Voucher VoucherOf(const std::string& id, int32_t expires_on,
                      v1::VoucherStatus status = v1::VOUCHER_VALID) {
  v1::Voucher voucher;
  voucher.set_voucher_id(id);
  voucher.set_property_id("H1");
  voucher.set_expires_on(expires_on);
  voucher.set_status(status);
  return voucher;
}

void Put(EntityTables& tables, const v1::Voucher& voucher) {
  tables.Change<v1::Voucher>(voucher.voucher_id()) = voucher;
  tables.Settle();
}

std::vector<std::string> DueIds(const EntityTables& tables, int32_t date, size_t limit = 100) {
  std::vector<std::string> ids;
  for (const DueEntity& due : tables.DueOn("H1", date, limit)) {
    ids.push_back(static_cast<const v1::Voucher*>(due.entity)->voucher_id());
  }
  return ids;
}

std::map<std::string, std::optional<std::string>> Rows(EntityTables& tables) {
  std::vector<StateRow> rows;
  tables.TakeDirtyRows(rows);
  std::map<std::string, std::optional<std::string>> by_key;
  for (StateRow& row : rows) by_key.emplace(row.key, std::move(row.value));
  EXPECT_EQ(by_key.size(), rows.size()) << "a key came twice";
  return by_key;
}

TEST(EntityTables, TellWhatADateHasBroughtInTheOrderOfDates) {
  EntityTables tables(NobodyIsTold);
  Put(tables, VoucherOf("late", 20260301));
  Put(tables, VoucherOf("early", 20260201));
  Put(tables, VoucherOf("b", 20260215));
  Put(tables, VoucherOf("a", 20260215));
  EXPECT_EQ(DueIds(tables, 20260131), std::vector<std::string>());
  EXPECT_EQ(DueIds(tables, 20260215), (std::vector<std::string>{"early", "a", "b"}));
  EXPECT_EQ(DueIds(tables, 20260401, 2), (std::vector<std::string>{"early", "a"}));
  EXPECT_TRUE(tables.AnyDueOn("H1", 20260201));
  EXPECT_FALSE(tables.AnyDueOn("H1", 20260131));
  EXPECT_FALSE(tables.AnyDueOn("H2", 20260401));
}

TEST(EntityTables, ForgetADueDateThatMovedOrIsDealtWith) {
  EntityTables tables(NobodyIsTold);
  Put(tables, VoucherOf("v", 20260201));
  Put(tables, VoucherOf("v", 20260301));
  EXPECT_EQ(DueIds(tables, 20260228), std::vector<std::string>());
  EXPECT_EQ(DueIds(tables, 20260301), std::vector<std::string>{"v"});
  Put(tables, VoucherOf("v", 20260301, v1::VOUCHER_EXPIRED));
  EXPECT_EQ(DueIds(tables, 20260301), std::vector<std::string>());
}

TEST(EntityTables, MoveTheRowOfWhatIsNoLongerAlwaysInMemory) {
  EntityTables tables(NobodyIsTold);
  Put(tables, VoucherOf("v", 20260201));
  const std::string live = EntityTables::RowKey(true, kVoucher, "v");
  const std::string settled = EntityTables::RowKey(false, kVoucher, "v");
  EXPECT_EQ(Rows(tables).size(), 1u);
  Put(tables, VoucherOf("v", 20260201, v1::VOUCHER_USED));
  const auto rows = Rows(tables);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_TRUE(rows.contains(live) && !rows.at(live).has_value());
  EXPECT_TRUE(rows.contains(settled) && rows.at(settled).has_value());
  EXPECT_TRUE(Rows(tables).empty());
}

TEST(EntityTables, RefuseARowThatIsNotItsKeys) {
  EntityTables tables(NobodyIsTold);
  const std::string bytes = VoucherOf("v", 20260201).SerializeAsString();
  EXPECT_FALSE(tables.LoadRow(EntityTables::RowKey(true, kVoucher, "w"), bytes));
  EXPECT_FALSE(tables.LoadRow(EntityTables::RowKey(false, kVoucher, "v"), bytes));
  EXPECT_FALSE(tables.LoadRow("E", bytes));
  EXPECT_FALSE(tables.LoadRow("E?v", bytes));
  EXPECT_FALSE(tables.LoadRow(EntityTables::RowKey(true, kVoucher, "v"), "\xff"));
  EXPECT_TRUE(tables.LoadRow(EntityTables::RowKey(true, kVoucher, "v"), bytes));
}

TEST(EntityTables, TellOfEveryEntityThatChangedOrWasLoaded) {
  std::vector<char> told;
  EntityTables tables(
      [&told](char letter, const google::protobuf::Message&) { told.push_back(letter); });
  Put(tables, VoucherOf("v", 20260201));
  EXPECT_EQ(told, std::vector<char>{kVoucher});
  ASSERT_TRUE(tables.LoadRow(EntityTables::RowKey(true, kVoucher, "w"),
                             VoucherOf("w", 20260201).SerializeAsString()));
  EXPECT_EQ(told.size(), 2u);
}

TEST(EntityTables, DropOnlyWhatIsCleanAndMayLeave) {
  EntityTables tables(NobodyIsTold);
  Put(tables, VoucherOf("live", 20260201));
  Put(tables, VoucherOf("used", 20260201, v1::VOUCHER_USED));
  std::vector<uint64_t> uses;
  tables.AppendUses(uses);
  EXPECT_TRUE(uses.empty()) << "nothing is clean yet";
  Rows(tables);
  tables.AppendUses(uses);
  ASSERT_EQ(uses.size(), 1u);
  EXPECT_EQ(tables.evictable(), 1u);
  tables.Drop(uses.front());
  EXPECT_EQ(tables.evictable(), 0u);
  EXPECT_EQ(tables.Find<v1::Voucher>("used"), nullptr);
  EXPECT_NE(tables.Find<v1::Voucher>("live"), nullptr);
}

// Rows taken, in any portions, are what a second table needs to be the same.
TEST(EntityTables, ComeBackFromTheirRowsTheSame) {
  EXPECT_TRUE(rc::check([] {
    EntityTables tables(NobodyIsTold);
    std::map<std::string, std::string> stored;
    const auto store = [&] {
      for (auto& [key, value] : Rows(tables)) {
        if (value) {
          stored[key] = *value;
        } else {
          RC_ASSERT(stored.erase(key) == 1);
        }
      }
    };
    const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 1'000));
    for (const int step : steps) {
      const std::string id = "v" + std::to_string(step % 7);
      const auto status = step % 3 == 0 ? v1::VOUCHER_USED : v1::VOUCHER_VALID;
      Put(tables, VoucherOf(id, 20260201 + step % 20, status));
      if (step % 5 == 0) store();
    }
    store();
    EntityTables again(NobodyIsTold);
    for (const auto& [key, value] : stored) RC_ASSERT(again.LoadRow(key, value));
    RC_ASSERT(DueIds(again, 20260301) == DueIds(tables, 20260301));
    for (int i = 0; i < 7; ++i) {
      const std::string id = "v" + std::to_string(i);
      const auto* const before = tables.Find<v1::Voucher>(id);
      const auto* const after = again.Find<v1::Voucher>(id);
      RC_ASSERT((before == nullptr) == (after == nullptr));
      if (before != nullptr) RC_ASSERT(before->SerializeAsString() == after->SerializeAsString());
    }
  }));
}

}  // namespace
}  // namespace daybook
