#include "ledger/base/set_digest.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <vector>

#include "ledger/base/strings.h"

namespace daybook {
namespace {

// Digit by digit in base 256, as on paper.
Hash NaiveSum(const Hash& a, const Hash& b) {
  Hash sum;
  int carry = 0;
  for (int i = 31; i >= 0; --i) {
    const auto at = static_cast<size_t>(i);
    const int digit = a[at] + b[at] + carry;
    sum[at] = static_cast<uint8_t>(digit % 256);
    carry = digit / 256;
  }
  return sum;
}

// Many bytes are 00 or ff, so that carries run far.
rc::Gen<Hash> AnyHash() {
  return rc::gen::map(
      rc::gen::container<std::vector<int>>(
          32, rc::gen::oneOf(rc::gen::just(0), rc::gen::just(255), rc::gen::inRange(0, 256))),
      [](const std::vector<int>& bytes) {
        Hash hash;
        for (size_t i = 0; i < hash.size(); ++i) hash[i] = static_cast<uint8_t>(bytes[i]);
        return hash;
      });
}

Hash HashWithLastByte(uint8_t byte) {
  Hash hash{};
  hash[31] = byte;
  return hash;
}

TEST(RowHash, IsTheHashOfTheKeysLengthTheKeyAndTheValue) {
  const std::string row = std::string("\0\0\0\x03", 4) + "keyvalue";
  EXPECT_EQ(RowHash("key", "value"), Sha256Of(row));
  const std::string key(0x012345, 'k');
  EXPECT_EQ(RowHash(key, "v"), Sha256Of(std::string("\x00\x01\x23\x45", 4) + key + "v"));
}

TEST(RowHash, TellsRowsApartThatDifferInWhereTheKeyEnds) {
  EXPECT_NE(RowHash("ab", "c"), RowHash("a", "bc"));
  EXPECT_NE(RowHash("", "abc"), RowHash("abc", ""));
}

TEST(SetDigest, OfNoRowsIsZero) {
  EXPECT_EQ(ToHex(AsBytes(SetDigest().sum())), std::string(64, '0'));
}

TEST(SetDigest, CarriesAndBorrowsThroughAllBytes) {
  Hash all_ones;
  all_ones.fill(0xff);
  SetDigest digest(all_ones);
  digest.Add(HashWithLastByte(1));
  EXPECT_EQ(digest, SetDigest());
  digest.Remove(HashWithLastByte(1));
  EXPECT_EQ(digest.sum(), all_ones);
}

TEST(SetDigest, AddsLikeOnPaper) {
  EXPECT_TRUE(rc::check("Add is the sum modulo 2^256", [] {
    const Hash a = *AnyHash();
    const Hash b = *AnyHash();
    SetDigest digest(a);
    digest.Add(b);
    RC_ASSERT(digest.sum() == NaiveSum(a, b));
  }));
}

TEST(SetDigest, RemoveTakesBackAdd) {
  EXPECT_TRUE(rc::check("a + b - b == a, also with the removal first", [] {
    const Hash a = *AnyHash();
    const Hash b = *AnyHash();
    SetDigest digest(a);
    digest.Add(b);
    digest.Remove(b);
    RC_ASSERT(digest.sum() == a);
    digest.Remove(b);
    digest.Add(b);
    RC_ASSERT(digest.sum() == a);
  }));
}

TEST(SetDigest, DoesNotDependOnTheOrderOfTheRows) {
  EXPECT_TRUE(rc::check("any order of rows has the same digest", [] {
    std::vector<Hash> rows = *rc::gen::container<std::vector<Hash>>(AnyHash());
    SetDigest forward;
    for (const Hash& row : rows) forward.Add(row);
    std::sort(rows.begin(), rows.end());
    SetDigest sorted;
    for (const Hash& row : rows) sorted.Add(row);
    RC_ASSERT(sorted == forward);
    for (const Hash& row : rows) forward.Remove(row);
    RC_ASSERT(forward == SetDigest());
  }));
}

TEST(SetDigest, NoticesARowThatIsMissingChangedOrDouble) {
  SetDigest whole;
  whole.Add(RowHash("a", "1"));
  whole.Add(RowHash("b", "2"));
  SetDigest missing;
  missing.Add(RowHash("a", "1"));
  SetDigest changed = missing;
  changed.Add(RowHash("b", "3"));
  SetDigest twice = whole;
  twice.Add(RowHash("b", "2"));
  EXPECT_NE(missing, whole);
  EXPECT_NE(changed, whole);
  EXPECT_NE(twice, whole);
}

}  // namespace
}  // namespace daybook
