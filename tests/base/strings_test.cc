#include "ledger/base/strings.h"

#include <gtest/gtest.h>

#include <string>

namespace daybook {
namespace {

TEST(Hex, HasTwoLowerCaseDigitsForEachByteAlsoForZeroAndNegativeChars) {
  EXPECT_EQ(ToHex(""), "");
  EXPECT_EQ(ToHex(std::string_view("\x00\x0f\x7f\x80\xff", 5)), "000f7f80ff");
}

TEST(Id, TakesEveryAllowedCharacterAndNoOther) {
  const std::string allowed =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:/+-";
  for (int c = 0; c < 256; ++c) {
    const auto character = static_cast<char>(c);
    EXPECT_EQ(IsValidId(std::string(1, character)), allowed.find(character) != std::string::npos)
        << "character " << c;
  }
}

TEST(Id, HasOneToSixtyFourCharacters) {
  EXPECT_FALSE(IsValidId(""));
  EXPECT_TRUE(IsValidId("B"));
  EXPECT_TRUE(IsValidId(std::string(64, 'B')));
  EXPECT_FALSE(IsValidId(std::string(65, 'B')));
}

TEST(Id, IsRefusedForOneBadCharacterAnywhere) {
  for (size_t at = 0; at < 5; ++at) {
    std::string id = "BK-17";
    ASSERT_TRUE(IsValidId(id));
    id[at] = ' ';
    EXPECT_FALSE(IsValidId(id)) << id;
  }
}

TEST(Strings, GoBetweenTheTwoStringViewsUnchanged) {
  const std::string_view text("a\0b", 3);
  EXPECT_EQ(FromAbsl(ToAbsl(text)), text);
}

}  // namespace
}  // namespace daybook
