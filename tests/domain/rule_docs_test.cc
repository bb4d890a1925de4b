// The documentation of the rules that lead to amounts is held to the schema, and to the code that it points to.
#include "ledger/domain/rule_docs.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "gtest/gtest.h"

namespace daybook {
namespace {

std::string Read(const std::string& path) {
  std::ifstream file(std::filesystem::path(DAYBOOK_SOURCE_DIR) / path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

bool IsWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool HasWord(const std::string& text, const std::string& word) {
  for (size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    const size_t end = at + word.size();
    const bool begins = at == 0 || !IsWordCharacter(text[at - 1]);
    if (begins && (end == text.size() || !IsWordCharacter(text[end]))) return true;
  }
  return false;
}

// The block whose head begins at `at`; empty where it is a declaration or a call.
std::string BlockAt(const std::string& text, size_t at) {
  const size_t open = text.find_first_of(";{", at);
  if (open == std::string::npos || text[open] == ';') return "";
  const size_t end_of_line = std::min(text.size(), text.find('\n', open));
  if (text[end_of_line - 1] == '}') return text.substr(at, end_of_line - at);
  const size_t line = text.rfind('\n', at) + 1;  // npos + 1 is 0
  const std::string indent(text.find_first_not_of(' ', line) - line, ' ');
  return text.substr(at, std::min(text.size(), text.find("\n" + indent + "}", open)) - at);
}

// The blocks of the functions, methods or types of this name.
std::vector<std::string> BlocksOf(const std::string& text, const std::string& name) {
  std::vector<std::string> blocks;
  for (size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
    const size_t end = at + name.size();
    const bool begins = at == 0 || !IsWordCharacter(text[at - 1]);
    if (!begins || end >= text.size() || (text[end] != '(' && text[end] != ' ')) continue;
    blocks.push_back(BlockAt(text, at));
  }
  return blocks;
}

// "Function", "Type", "Class::Method" as a head in the file, and as a method within its class.
bool Mentions(const std::string& text, const std::string& path, const std::string& rule) {
  for (const std::string& block : BlocksOf(text, path)) {
    if (HasWord(block, rule)) return true;
  }
  const size_t colons = path.find("::");
  if (colons == std::string::npos) return false;
  for (const std::string& type : BlocksOf(text, "class " + path.substr(0, colons))) {
    for (const std::string& block : BlocksOf(type, path.substr(colons + 2))) {
      if (HasWord(block, rule)) return true;
    }
  }
  return false;
}

std::vector<int> Numbers(const google::protobuf::EnumDescriptor& all) {
  std::vector<int> numbers;
  for (int i = 0; i < all.value_count(); ++i) {
    if (all.value(i)->number() != 0) numbers.push_back(all.value(i)->number());
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

template <typename Docs, typename NameOf>
void ExpectSound(const Docs& docs, NameOf name_of) {
  std::set<std::string_view> said;
  for (const auto& doc : docs) {
    const std::string name = name_of(doc.rule);
    SCOPED_TRACE(name);
    ASSERT_FALSE(doc.meaning.empty());
    EXPECT_LE(doc.meaning.size(), 80u) << "the meaning is one line";
    EXPECT_NE(doc.meaning.back(), '.');
    EXPECT_TRUE(said.insert(doc.meaning).second) << "said twice: " << doc.meaning;
    const std::string place(doc.place);
    const size_t colon = place.find(": ");
    ASSERT_NE(colon, std::string::npos) << place;
    const std::string text = Read(place.substr(0, colon));
    ASSERT_FALSE(text.empty()) << "there is no file " << place.substr(0, colon);
    EXPECT_TRUE(Mentions(text, place.substr(colon + 2), name)) << place << " does not name it";
  }
}

TEST(RuleDocs, HasOneEntryForEachRuleInTheOrderOfTheNumbers) {
  std::vector<int> pricing;
  for (const PricingRuleDoc& doc : PricingRuleDocs()) pricing.push_back(doc.rule);
  EXPECT_EQ(pricing, Numbers(*v1::PricingRule_descriptor()));
  std::vector<int> posting;
  for (const PostingRuleDoc& doc : PostingRuleDocs()) posting.push_back(doc.rule);
  EXPECT_EQ(posting, Numbers(*v1::PostingRule_descriptor()));
}

TEST(RuleDocs, SaysOfEachPricingRuleWhatItMeansAndNamesCodeThatNamesIt) {
  ExpectSound(PricingRuleDocs(), [](v1::PricingRule rule) { return v1::PricingRule_Name(rule); });
}

TEST(RuleDocs, SaysOfEachPostingRuleWhatItPostsAndNamesCodeThatNamesIt) {
  ExpectSound(PostingRuleDocs(), [](v1::PostingRule rule) { return v1::PostingRule_Name(rule); });
}

TEST(RuleDocs, FindsEachRuleByItsNameAndNoOther) {
  for (const PricingRuleDoc& doc : PricingRuleDocs()) {
    const auto found = FindPricingRuleDoc(v1::PricingRule_Name(doc.rule));
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->meaning, doc.meaning);
  }
  for (const PostingRuleDoc& doc : PostingRuleDocs()) {
    const auto found = FindPostingRuleDoc(v1::PostingRule_Name(doc.rule));
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->meaning, doc.meaning);
  }
  EXPECT_FALSE(FindPricingRuleDoc("POST_NIGHT").has_value());
  EXPECT_FALSE(FindPostingRuleDoc("RULE_WAIVER").has_value());
  EXPECT_FALSE(FindPricingRuleDoc("PRICING_RULE_UNSPECIFIED").has_value());
  EXPECT_FALSE(FindPostingRuleDoc("").has_value());
}

TEST(RuleDocs, KnowsTheFunctionThatNamesARuleFromOneThatStandsBesideIt) {
  const std::string text =
      "void First() {\n  Add(v1::RULE_ONE);\n}\n"
      "class Phases {\n  void Accept() override {\n    Add(v1::RULE_TWO);\n  }\n};\n"
      "void Postings::Night() {\n  Add(v1::POST_NIGHT_TAX);\n}\n";
  EXPECT_TRUE(Mentions(text, "First", "RULE_ONE"));
  EXPECT_TRUE(Mentions(text, "Phases::Accept", "RULE_TWO"));
  EXPECT_TRUE(Mentions(text, "Postings::Night", "POST_NIGHT_TAX"));
  EXPECT_FALSE(Mentions(text, "First", "RULE_TWO"));
  EXPECT_FALSE(Mentions(text, "Phases::Accept", "RULE_ONE"));
  EXPECT_FALSE(Mentions(text, "Postings::Night", "POST_NIGHT"));
}

}  // namespace
}  // namespace daybook
