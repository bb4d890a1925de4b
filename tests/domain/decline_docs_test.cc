// The documentation of decline codes is held to the schema, and to the code that it points to.
#include "ledger/domain/decline_docs.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace daybook {
namespace {

std::string Read(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string NameOf(const DeclineDoc& doc) { return v1::DeclineCode_Name(doc.code); }

bool IsWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Where `word` stands as a whole word.
std::vector<size_t> Occurrences(const std::string& text, const std::string& word) {
  std::vector<size_t> found;
  for (size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    const size_t end = at + word.size();
    const bool begins = at == 0 || !IsWordCharacter(text[at - 1]);
    if (begins && (end == text.size() || !IsWordCharacter(text[end]))) found.push_back(at);
  }
  return found;
}

bool EndsWith(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

// A code that is compared with is looked at, not given.
bool IsCompared(const std::string& text, size_t at) {
  std::string before = text.substr(at > 80 ? at - 80 : 0, std::min<size_t>(at, 80));
  while (!before.empty() && (before.back() == ' ' || before.back() == '\n')) before.pop_back();
  return EndsWith(before, "==") || EndsWith(before, "!=") || EndsWith(before, "case");
}

// Where the text gives the code to whoever declines.
std::vector<size_t> Given(const std::string& text, const std::string& code) {
  std::vector<size_t> given;
  for (const size_t at : Occurrences(text, "v1::" + code)) {
    if (!IsCompared(text, at)) given.push_back(at);
  }
  return given;
}

// Of the block whose head has the name at `at`: its end. `at` where it is a call or a declaration.
size_t EndOfBlock(const std::string& text, size_t at) {
  const size_t open = text.find_first_of(";{", at);
  if (open == std::string::npos || text[open] == ';') return at;
  const size_t end_of_line = std::min(text.size(), text.find('\n', open));
  if (text[end_of_line - 1] == '}') return end_of_line;
  const size_t line = text.rfind('\n', at) + 1;  // npos + 1 is 0
  const size_t indent = text.find_first_not_of(' ', line) - line;
  return std::min(text.size(), text.find("\n" + std::string(indent, ' ') + "}", open));
}

// Whether a function of this name within [from, to) gives the code.
bool FunctionGives(const std::string& text, const std::string& name, const std::string& code,
                   size_t from, size_t to) {
  const std::vector<size_t> given = Given(text, code);
  for (const size_t at : Occurrences(text, name)) {
    if (at < from || at >= to || text[at + name.size()] != '(') continue;
    const size_t end = EndOfBlock(text, at);
    if (std::any_of(given.begin(), given.end(),
                    [&](size_t where) { return at < where && where < end; })) {
      return true;
    }
  }
  return false;
}

// The same for "Function" and "Class::Method".
bool Gives(const std::string& text, const std::string& path, const std::string& code) {
  if (FunctionGives(text, path, code, 0, text.size())) return true;
  const size_t colons = path.find("::");
  if (colons == std::string::npos) return false;
  for (const size_t at : Occurrences(text, "class " + path.substr(0, colons))) {
    if (FunctionGives(text, path.substr(colons + 2), code, at, EndOfBlock(text, at))) return true;
  }
  return false;
}

// The domain's code, by path in the project, without these documents.
std::map<std::string, std::string> DomainSources() {
  const std::filesystem::path root = DAYBOOK_SOURCE_DIR;
  std::map<std::string, std::string> sources;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(root / "ledger" / "domain")) {
    const std::filesystem::path& path = entry.path();
    if (path.extension() != ".cc" || path.filename().string().rfind("decline_docs", 0) == 0) {
      continue;
    }
    sources[path.lexically_relative(root).generic_string()] = Read(path);
  }
  return sources;
}

TEST(DeclineDocs, HasOneEntryForEachCodeInTheOrderOfTheNumbers) {
  std::vector<int> expected;
  const google::protobuf::EnumDescriptor& all = *v1::DeclineCode_descriptor();
  for (int i = 0; i < all.value_count(); ++i) {
    if (all.value(i)->number() != 0) expected.push_back(all.value(i)->number());
  }
  std::sort(expected.begin(), expected.end());

  std::vector<int> documented;
  for (const DeclineDoc& doc : DeclineDocs()) documented.push_back(doc.code);

  EXPECT_EQ(documented, expected);
}

TEST(DeclineDocs, FindsEachCodeByItsNumberAndNoOther) {
  for (const DeclineDoc& doc : DeclineDocs()) {
    const auto found = FindDeclineDoc(doc.code);
    ASSERT_TRUE(found) << NameOf(doc);
    EXPECT_EQ(found->meaning, doc.meaning);
  }
  EXPECT_FALSE(FindDeclineDoc(0));
  EXPECT_FALSE(FindDeclineDoc(-1));
  EXPECT_FALSE(FindDeclineDoc(599));
}

TEST(DeclineDocs, SaysOfEachCodeWhatItMeansWhatBringsItAboutAndWhatToDo) {
  for (const DeclineDoc& doc : DeclineDocs()) {
    SCOPED_TRACE(NameOf(doc));
    ASSERT_FALSE(doc.meaning.empty());
    EXPECT_LE(doc.meaning.size(), 80u) << "the meaning is one line";
    EXPECT_NE(doc.meaning.back(), '.');
    ASSERT_FALSE(doc.cause.empty());
    EXPECT_EQ(doc.cause.back(), '.');
    ASSERT_FALSE(doc.remedy.empty());
    EXPECT_EQ(doc.remedy.back(), '.');
  }
}

TEST(DeclineDocs, SaysNothingTwice) {
  std::map<std::string, std::string> said;
  for (const DeclineDoc& doc : DeclineDocs()) {
    for (const std::string_view text : {doc.meaning, doc.cause, doc.remedy}) {
      const auto [other, is_new] = said.emplace(text, NameOf(doc));
      EXPECT_TRUE(is_new) << NameOf(doc) << " and " << other->second << " both say: " << text;
    }
  }
}

TEST(DeclineDocs, NamesThePlaceOfEachCodeThatTheDomainGivesAndOfNoOther) {
  const std::map<std::string, std::string> sources = DomainSources();
  for (const DeclineDoc& doc : DeclineDocs()) {
    std::string giver;
    for (const auto& [path, text] : sources) {
      if (giver.empty() && !Given(text, NameOf(doc)).empty()) giver = path;
    }
    if (giver.empty()) {
      EXPECT_EQ(doc.place, "") << "nothing gives " << NameOf(doc) << ", and it has a place";
    } else {
      EXPECT_NE(doc.place, "") << giver << " gives " << NameOf(doc)
                               << ": see that cause and remedy are true, and name its place";
    }
  }
}

TEST(DeclineDocs, NamesAFunctionThatGivesTheCode) {
  const std::map<std::string, std::string> sources = DomainSources();
  for (const DeclineDoc& doc : DeclineDocs()) {
    if (doc.place.empty()) continue;
    SCOPED_TRACE(NameOf(doc));
    const std::string place(doc.place);
    const size_t colon = place.find(": ");
    ASSERT_NE(colon, std::string::npos) << place;
    const auto source = sources.find(place.substr(0, colon));
    ASSERT_NE(source, sources.end()) << "there is no file " << place.substr(0, colon);
    const std::string& text = source->second;
    EXPECT_TRUE(Gives(text, place.substr(colon + 2), NameOf(doc))) << place << " does not give it";
  }
}

TEST(DeclineDocs, KnowsTheFunctionThatGivesACodeFromOneThatCallsItOrStandsBesideIt) {
  const std::string text =
      "void First(Context& context) {\n"
      "  if (x) {\n"
      "    Second(context);\n"
      "  }\n"
      "  if (code == v1::STATE_B) return;\n"
      "}\n"
      "class Phases {\n"
      "  void Form() override { context.Decline(v1::FORM_C); }\n"
      "  void State() override {\n"
      "    context.Decline(\n"
      "        v1::STATE_B, \"\");\n"
      "  }\n"
      "};\n"
      "void Second(Context& context) {\n"
      "  context.Decline(v1::STATE_A_LONGER);\n"
      "}\n";
  const auto gives = [&](const std::string& path, const std::string& code) {
    return Gives(text, path, code);
  };
  EXPECT_TRUE(gives("Second", "STATE_A_LONGER"));
  EXPECT_TRUE(gives("State", "STATE_B"));
  EXPECT_TRUE(gives("Phases::State", "STATE_B"));
  EXPECT_TRUE(gives("Phases::Form", "FORM_C"));
  EXPECT_FALSE(gives("First", "STATE_A_LONGER"));
  EXPECT_FALSE(gives("First", "STATE_B"));
  EXPECT_FALSE(gives("Second", "STATE_A"));
  EXPECT_FALSE(gives("Phases::Second", "STATE_A_LONGER"));
  EXPECT_FALSE(gives("Phases::Form", "STATE_B"));
  EXPECT_FALSE(gives("Second::State", "STATE_B"));
}

}  // namespace
}  // namespace daybook
