#include "ledger/base/sha256.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "ledger/base/strings.h"

namespace daybook {
namespace {

std::string Hex(const Hash& hash) { return ToHex(AsBytes(hash)); }

TEST(Sha256, GivesThePublishedDigests) {
  struct Case {
    std::string bytes;
    const char* digest;
  };
  const std::vector<Case> cases = {
      {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
       "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
      {std::string(1'000'000, 'a'),
       "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
  };
  for (const Case& c : cases) EXPECT_EQ(Hex(Sha256Of(c.bytes)), c.digest);
}

TEST(Sha256, DoesNotDependOnHowTheBytesAreCutIntoUpdates) {
  EXPECT_TRUE(rc::check("pieces give what the whole gives", [] {
    const auto a = *rc::gen::arbitrary<std::string>();
    const auto b = *rc::gen::arbitrary<std::string>();
    const auto c = *rc::gen::arbitrary<std::string>();
    const Hash whole = Sha256Of(a + b + c);
    RC_ASSERT(Sha256Of(a, b, c) == whole);
    RC_ASSERT(Sha256Of(a + b, c) == whole);
    RC_ASSERT(Sha256().Update(a).Update(b + c).Finish() == whole);
  }));
}

TEST(Sha256, IsReadyForTheNextComputationAfterFinish) {
  Sha256 sha256;
  EXPECT_EQ(sha256.Update("abc").Finish(), Sha256Of("abc"));
  EXPECT_EQ(sha256.Finish(), Sha256Of(""));
  EXPECT_EQ(sha256.Finish(), Sha256Of(""));
  EXPECT_EQ(sha256.Update("abc").Finish(), Sha256Of("abc"));
}

TEST(Sha256, GoesOnWhereItWasAfterAMove) {
  Sha256 first;
  first.Update("ab");
  Sha256 second = std::move(first);
  EXPECT_EQ(second.Update("c").Finish(), Sha256Of("abc"));
  first = std::move(second);
  EXPECT_EQ(first.Update("abc").Finish(), Sha256Of("abc"));
}

TEST(Sha256, IsNotDisturbedByOneShotsInBetween) {
  Sha256 sha256;
  sha256.Update("ab");
  const Hash other = Sha256Of("something else");
  EXPECT_EQ(sha256.Update("c").Finish(), Sha256Of("abc"));
  EXPECT_EQ(Sha256Of("something", " ", "else"), other);
}

TEST(Sha256, GivesTheSameInEveryThread) {
  const Hash expected = Sha256Of("abc");
  std::vector<int> wrong(4, 0);
  std::vector<std::thread> threads;
  for (int& count : wrong) {
    threads.emplace_back([&count, &expected] {
      for (int i = 0; i < 1'000; ++i) count += Sha256Of("a", "b", "c") == expected ? 0 : 1;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(4, 0));
}

}  // namespace
}  // namespace daybook
