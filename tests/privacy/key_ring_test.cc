#include "ledger/privacy/key_ring.h"

#include <sys/stat.h>

#include <algorithm>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "ledger/privacy/aes_gcm.h"
#include "tests/privacy/keys_folder.h"

namespace daybook {
namespace {

FileSystem& Files() { return PosixFileSystem(); }

std::unique_ptr<KeyRing> OpenRing(const KeysFolder& folder) {
  absl::StatusOr<std::unique_ptr<KeyRing>> ring = KeyRing::Open(Files(), folder.path());
  EXPECT_TRUE(ring.ok()) << ring.status();
  return *std::move(ring);
}

std::unique_ptr<KeyRing> NewRing(const KeysFolder& folder) {
  const absl::Status created = KeyRing::Create(Files(), folder.path());
  EXPECT_TRUE(created.ok()) << created;
  return OpenRing(folder);
}

void FlipBit(const std::string& path, size_t offset) {
  std::string bytes = *Files().Read(path);
  ASSERT_LT(offset, bytes.size());
  bytes[offset] = static_cast<char>(bytes[offset] ^ 1);
  ASSERT_TRUE(Files().WriteAtomically(path, bytes, 0600).ok());
}

TEST(KeyRing, BeginsWithOneSlabOfKeysThatDiffer) {
  const KeysFolder folder;
  const auto ring = NewRing(folder);
  EXPECT_EQ(ring->slots(), kSlabSlots);
  std::set<Key> keys = {ring->compare_key()};
  for (uint64_t slot = 0; slot < kSlabSlots; ++slot) keys.insert(ring->CustomerKey(slot).value());
  EXPECT_EQ(keys.size(), kSlabSlots + 1);
}

TEST(KeyRing, GivesTheSameKeysWhenOpenedAgain) {
  const KeysFolder folder;
  const auto ring = NewRing(folder);
  ASSERT_TRUE(ring->EnsureSlots(kSlabSlots + 1).ok());
  const auto again = OpenRing(folder);
  EXPECT_EQ(again->slots(), 2 * kSlabSlots);
  EXPECT_EQ(again->compare_key(), ring->compare_key());
  for (const uint64_t slot : {uint64_t{0}, kSlabSlots - 1, kSlabSlots, 2 * kSlabSlots - 1}) {
    EXPECT_EQ(again->CustomerKey(slot).value(), ring->CustomerKey(slot).value()) << slot;
  }
}

TEST(KeyRing, DestroysOneKeyForGoodAndLeavesTheOthers) {
  const KeysFolder folder;
  const auto ring = NewRing(folder);
  const Key neighbour = ring->CustomerKey(6).value();
  ASSERT_TRUE(ring->Destroy(5).ok());
  ASSERT_TRUE(ring->Destroy(5).ok());
  EXPECT_TRUE(absl::IsNotFound(ring->CustomerKey(5).status()));
  EXPECT_EQ(ring->CustomerKey(6).value(), neighbour);
  const auto again = OpenRing(folder);
  EXPECT_TRUE(absl::IsNotFound(again->CustomerKey(5).status()));
  EXPECT_EQ(again->CustomerKey(6).value(), neighbour);
  EXPECT_EQ(again->slots(), kSlabSlots);
  EXPECT_TRUE(absl::IsNotFound(ring->Destroy(kSlabSlots)));
}

TEST(KeyRing, HasNoKeyForASlotThatWasNeverMade) {
  const KeysFolder folder;
  const auto ring = NewRing(folder);
  EXPECT_TRUE(absl::IsNotFound(ring->CustomerKey(kSlabSlots).status()));
  ASSERT_TRUE(ring->EnsureSlots(kSlabSlots + 1).ok());
  EXPECT_TRUE(ring->CustomerKey(kSlabSlots).ok());
}

TEST(KeyRing, MakesNoSlabThatIsThereAlready) {
  const KeysFolder folder;
  const auto ring = NewRing(folder);
  const Key first = ring->CustomerKey(0).value();
  ASSERT_TRUE(ring->EnsureSlots(1).ok());
  ASSERT_TRUE(ring->EnsureSlots(kSlabSlots).ok());
  EXPECT_EQ(ring->slots(), kSlabSlots);
  EXPECT_EQ(OpenRing(folder)->CustomerKey(0).value(), first);
}

TEST(KeyRing, GivesKeysWhileSeveralThreadsMakeSlabs) {
  const KeysFolder folder;
  const auto ring = NewRing(folder);
  std::vector<std::thread> threads;
  for (uint64_t slabs = 2; slabs <= 5; ++slabs) {
    threads.emplace_back([&ring, slabs] {
      EXPECT_TRUE(ring->EnsureSlots(slabs * kSlabSlots).ok());
      EXPECT_TRUE(ring->CustomerKey(slabs * kSlabSlots - 1).ok());
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(ring->slots(), 5 * kSlabSlots);
  EXPECT_EQ(OpenRing(folder)->slots(), 5 * kSlabSlots);
}

TEST(KeyRing, IsNotMadeTwice) {
  const KeysFolder folder;
  NewRing(folder);
  EXPECT_TRUE(absl::IsAlreadyExists(KeyRing::Create(Files(), folder.path())));
}

TEST(KeyRing, IsNotFoundWhereThereIsNone) {
  const KeysFolder folder;
  EXPECT_TRUE(absl::IsNotFound(KeyRing::Open(Files(), folder.path()).status()));
}

TEST(KeyRing, IsReadableByItsOwnerOnly) {
  const KeysFolder folder;
  NewRing(folder);
  for (const char* name : {"master", "compare", "slab-0"}) {
    struct stat info {};
    ASSERT_EQ(::stat((folder.path() + "/" + name).c_str(), &info), 0) << name;
    EXPECT_EQ(info.st_mode & 0777, 0600u) << name;
  }
}

TEST(KeyRing, KeepsNoKeyOnDiskUnwrapped) {
  const KeysFolder folder;
  const auto ring = NewRing(folder);
  const Key key = ring->CustomerKey(7).value();
  const std::string_view secret(reinterpret_cast<const char*>(key.data()), key.size());
  EXPECT_EQ(Files().Read(folder.path() + "/slab-0")->find(secret), std::string::npos);
}

TEST(KeyRing, RefusesAFileWithAnyBitFlipped) {
  for (const char* name : {"compare", "slab-0"}) {
    const KeysFolder folder;
    NewRing(folder);
    const std::string path = folder.path() + "/" + name;
    const size_t size = Files().Read(path)->size();
    // Magic, nonce, ciphertext, tag.
    for (const size_t offset : {size_t{0}, size_t{8}, size_t{20}, size / 2, size - 1}) {
      FlipBit(path, offset);
      const absl::Status status = KeyRing::Open(Files(), folder.path()).status();
      EXPECT_TRUE(absl::IsDataLoss(status)) << name << " at " << offset << ": " << status;
      EXPECT_NE(status.message().find(name), absl::string_view::npos) << status;
      FlipBit(path, offset);
    }
    EXPECT_TRUE(KeyRing::Open(Files(), folder.path()).ok()) << name;
  }
}

TEST(KeyRing, RefusesAFileCutShort) {
  for (const char* name : {"master", "compare", "slab-0"}) {
    const KeysFolder folder;
    NewRing(folder);
    const std::string path = folder.path() + "/" + name;
    std::string bytes = *Files().Read(path);
    bytes.pop_back();
    ASSERT_TRUE(Files().WriteAtomically(path, bytes, 0600).ok());
    EXPECT_TRUE(absl::IsDataLoss(KeyRing::Open(Files(), folder.path()).status())) << name;
  }
}

TEST(KeyRing, RefusesAnotherMasterKey) {
  const KeysFolder folder;
  NewRing(folder);
  FlipBit(folder.path() + "/master", 3);
  EXPECT_TRUE(absl::IsDataLoss(KeyRing::Open(Files(), folder.path()).status()));
}

TEST(KeyRing, RefusesASlabUnderTheNameOfAnother) {
  const KeysFolder folder;
  const auto ring = NewRing(folder);
  ASSERT_TRUE(ring->EnsureSlots(2 * kSlabSlots).ok());
  const std::string slab = *Files().Read(folder.path() + "/slab-0");
  ASSERT_TRUE(Files().WriteAtomically(folder.path() + "/slab-1", slab, 0600).ok());
  EXPECT_TRUE(absl::IsDataLoss(KeyRing::Open(Files(), folder.path()).status()));
}

TEST(KeyRing, NoticesASlabThatIsMissingBeforeAnother) {
  const KeysFolder folder;
  const auto ring = NewRing(folder);
  ASSERT_TRUE(ring->EnsureSlots(3 * kSlabSlots).ok());
  ASSERT_TRUE(Files().Remove(folder.path() + "/slab-1").ok());
  const absl::Status status = KeyRing::Open(Files(), folder.path()).status();
  EXPECT_TRUE(absl::IsDataLoss(status)) << status;
  EXPECT_NE(status.message().find("slab-1"), absl::string_view::npos) << status;
}

TEST(KeyRing, TakesADestroyedKeyForGone) {
  const KeysFolder folder;
  NewRing(folder);
  const std::string master_bytes = *Files().Read(folder.path() + "/master");
  Key master;
  std::copy(master_bytes.begin(), master_bytes.end(), master.begin());
  // Slot 3 destroyed: zeros where its key was.
  std::string slab = *RandomBytes(kSlabSlots * sizeof(Key));
  slab.replace(3 * sizeof(Key), sizeof(Key), sizeof(Key), '\0');
  const std::string nonce = *RandomBytes(kNonceBytes);
  const std::string sealed = *EncryptGcm(master, nonce, "slab-0", slab);
  ASSERT_TRUE(
      Files().WriteAtomically(folder.path() + "/slab-0", "DAYBKEYS" + nonce + sealed, 0600).ok());

  const auto ring = OpenRing(folder);
  EXPECT_TRUE(ring->CustomerKey(2).ok());
  EXPECT_TRUE(absl::IsNotFound(ring->CustomerKey(3).status()));
  EXPECT_TRUE(ring->CustomerKey(4).ok());
}

}  // namespace
}  // namespace daybook
