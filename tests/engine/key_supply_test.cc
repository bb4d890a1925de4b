#include "ledger/engine/key_supply.h"

#include <memory>
#include <thread>

#include "gtest/gtest.h"
#include "ledger/base/file_system.h"
#include "tests/engine/test_ledger.h"

namespace daybook::testing {
namespace {

class KeySupplyTest : public ::testing::Test {
 protected:
  KeySupplyTest() {
    EXPECT_TRUE(KeyRing::Create(PosixFileSystem(), folder_.path() + "/keys").ok());
    keys_ = *KeyRing::Open(PosixFileSystem(), folder_.path() + "/keys");
  }

  TestFolder folder_;
  std::unique_ptr<KeyRing> keys_;
};

TEST_F(KeySupplyTest, MakesNothingWhileThereIsEnough) {
  {
    KeySupply supply(*keys_);
    for (uint64_t slot = 0; slot < kSlabSlots / 2; ++slot) {
      ASSERT_TRUE(supply.Reserve(slot).ok());
    }
  }
  EXPECT_EQ(keys_->slots(), kSlabSlots);
}

TEST_F(KeySupplyTest, MakesTheNextSlabWhenHalfOfOneIsLeft) {
  KeySupply supply(*keys_);
  ASSERT_TRUE(supply.Reserve(kSlabSlots / 2).ok());
  while (keys_->slots() < 2 * kSlabSlots) std::this_thread::yield();
}

TEST_F(KeySupplyTest, NeverGivesOutASlotThatIsNotDurable) {
  KeySupply supply(*keys_);
  for (const uint64_t slot : {kSlabSlots, kSlabSlots + 1, 4 * kSlabSlots}) {
    ASSERT_TRUE(supply.Reserve(slot).ok());
    EXPECT_GT(KeyRing::Open(PosixFileSystem(), folder_.path() + "/keys").value()->slots(), slot);
  }
}

TEST_F(KeySupplyTest, SaysSoWhereASlabCannotBeMade) {
  ASSERT_TRUE(PosixFileSystem().RemoveTree(folder_.path() + "/keys").ok());
  KeySupply supply(*keys_);
  EXPECT_TRUE(supply.Reserve(0).ok());
  EXPECT_FALSE(supply.Reserve(kSlabSlots).ok());
}

}  // namespace
}  // namespace daybook::testing
