#include "tools/daybook/help_codes.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "ledger/base/strings.h"
#include "ledger/domain/decline_docs.h"
#include "ledger/domain/rule_docs.h"
#include "ledger/domain/staff/authority.h"
#include "tools/daybook/suggest.h"

namespace daybook::cli {
namespace {

constexpr size_t kWidth = 80;
constexpr std::string_view kIndent = "            ";  // as wide as a label

std::string PhaseOf(const std::string& name) {
  return absl::AsciiStrToLower(name.substr(0, name.find('_')));
}

// "Label:  text", broken between words at the width, the further lines below the first.
std::string Paragraph(std::string_view label, std::string_view text) {
  std::string line(label);
  line.resize(kIndent.size(), ' ');
  std::string paragraph;
  bool begun = false;
  for (const auto word : absl::StrSplit(ToAbsl(text), ' ')) {
    if (begun && line.size() + 1 + word.size() > kWidth) {
      absl::StrAppend(&paragraph, line, "\n");
      line = std::string(kIndent);
      begun = false;
    }
    absl::StrAppend(&line, begun ? " " : "", word);
    begun = true;
  }
  return absl::StrCat(paragraph, line, "\n");
}

std::string ToPage(const DeclineDoc& doc) {
  std::string page =
      absl::StrCat(v1::DeclineCode_Name(doc.code), " (", static_cast<int>(doc.code), ")\n\n");
  page += Paragraph("Meaning:", absl::StrCat(ToAbsl(doc.meaning), "."));
  page += Paragraph("Cause:", doc.cause);
  page += Paragraph("Remedy:", doc.remedy);
  page += Paragraph("Override:",
                    IsOverridable(doc.code)
                        ? "Possible: override names the code, who authorises it (not who asks) "
                          "and why."
                        : "Not possible.");
  page += Paragraph("Rule:", doc.place.empty() ? "None in this version." : doc.place);
  return page;
}

std::string ToJson(const DeclineDoc& doc) {
  const std::string& name = v1::DeclineCode_Name(doc.code);
  return JsonObject()
      .Text("code", name)
      .Number("number", doc.code)
      .Text("phase", PhaseOf(name))
      .Text("meaning", doc.meaning)
      .Text("cause", doc.cause)
      .Text("remedy", doc.remedy)
      .Bool("overridable", IsOverridable(doc.code))
      .Text("rule", doc.place)
      .ToString();
}

// Of a rule that leads to an amount: the same of what is charged, and of what is posted.
struct RuleDoc {
  std::string name;
  int number = 0;
  std::string_view kind;
  std::string_view meaning;
  std::string_view place;
};

std::string ToPage(const RuleDoc& doc) {
  return absl::StrCat(doc.name, " (", ToAbsl(doc.kind), " rule ", doc.number, ")\n\n",
                      Paragraph("Meaning:", absl::StrCat(ToAbsl(doc.meaning), ".")),
                      Paragraph("Rule:", doc.place));
}

std::string ToJson(const RuleDoc& doc) {
  return JsonObject()
      .Text("rule", doc.name)
      .Number("number", doc.number)
      .Text("kind", doc.kind)
      .Text("meaning", doc.meaning)
      .Text("place", doc.place)
      .ToString();
}

std::optional<RuleDoc> FindRule(const std::string& name) {
  if (const auto doc = FindPricingRuleDoc(name)) {
    return RuleDoc{name, doc->rule, "pricing", doc->meaning, doc->place};
  }
  if (const auto doc = FindPostingRuleDoc(name)) {
    return RuleDoc{name, doc->rule, "posting", doc->meaning, doc->place};
  }
  return std::nullopt;
}

std::string UpperCase(std::string_view text) { return absl::AsciiStrToUpper(ToAbsl(text)); }

std::optional<DeclineDoc> FindTopic(std::string_view topic) {
  int number = 0;
  if (absl::SimpleAtoi(ToAbsl(topic), &number)) return FindDeclineDoc(number);
  v1::DeclineCode code = v1::DECLINE_CODE_UNSPECIFIED;
  if (!v1::DeclineCode_Parse(UpperCase(topic), &code)) return std::nullopt;
  return FindDeclineDoc(code);
}

}  // namespace

bool PrintCode(std::string_view topic, bool json, Output& out) {
  if (const std::optional<RuleDoc> rule = FindRule(UpperCase(topic))) {
    out.Write(json ? ToJson(*rule) + "\n" : ToPage(*rule));
    return true;
  }
  const std::optional<DeclineDoc> doc = FindTopic(topic);
  if (!doc) return false;
  out.Write(json ? ToJson(*doc) + "\n" : ToPage(*doc));
  return true;
}

void PrintCodes(bool json, const Terminal& terminal, Output& out) {
  using Align = Table::Align;
  Table table({{"CODE", Align::kLeft, true}, {"OVERRIDE", Align::kLeft, true, 1}, {"MEANING"}});
  for (const DeclineDoc& doc : DeclineDocs()) {
    if (json) {
      out.Line(ToJson(doc));
    } else {
      table.Add({v1::DeclineCode_Name(doc.code), IsOverridable(doc.code) ? "possible" : "no",
                 std::string(doc.meaning)});
    }
  }
  if (!json) table.Print(terminal, out);
}

std::string NearestCode(std::string_view topic) {
  const std::string word = UpperCase(topic);
  std::vector<std::string> names;
  for (const DeclineDoc& doc : DeclineDocs()) names.push_back(v1::DeclineCode_Name(doc.code));
  for (const PricingRuleDoc& doc : PricingRuleDocs()) {
    names.push_back(v1::PricingRule_Name(doc.rule));
  }
  for (const PostingRuleDoc& doc : PostingRuleDocs()) {
    names.push_back(v1::PostingRule_Name(doc.rule));
  }
  if (std::string nearest = Nearest(word, names); !nearest.empty()) return nearest;
  std::vector<std::string> without_phase;
  for (const std::string& name : names) without_phase.push_back(name.substr(name.find('_') + 1));
  const std::string nearest = Nearest(word, without_phase);
  if (nearest.empty()) return "";
  const auto found = std::find(without_phase.begin(), without_phase.end(), nearest);
  return names[static_cast<size_t>(found - without_phase.begin())];
}

}  // namespace daybook::cli
