#include "tests/scenarios/scenario_postings.h"

#include <google/protobuf/text_format.h>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "tests/scenarios/scenario_match.h"

namespace daybook::testing {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// A field of a transfer, as a scenario writes it.
std::string PlainText(const Message& message, const FieldDescriptor& field) {
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    return message.GetReflection()->GetString(message, &field);
  }
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    return ShortJson(message.GetReflection()->GetMessage(message, &field));
  }
  std::string text;
  google::protobuf::TextFormat::PrintFieldValueToString(message, &field, -1, &text);
  return text;
}

// BookAccount -> BOOK_ACCOUNT_
std::string EnumPrefix(const std::string& name) {
  std::string prefix;
  for (const char c : name) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper && !prefix.empty()) prefix += '_';
    prefix += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return prefix + "_";
}

bool IsWritten(const Message& message, const FieldDescriptor& field, const std::string& text) {
  const std::string value = PlainText(message, field);
  if (value == text) return true;
  return field.enum_type() != nullptr && value == EnumPrefix(field.enum_type()->name()) + text;
}

struct Posting {
  const Message* transfer = nullptr;
  const Message* journal = nullptr;

  // InvalidArgument: neither has such a field.
  absl::StatusOr<bool> Has(const std::string& name, const std::string& text) const {
    for (const Message* message : {transfer, journal}) {
      for (const std::string& candidate : {name, name + "_id"}) {
        const FieldDescriptor* field = message->GetDescriptor()->FindFieldByName(candidate);
        if (field != nullptr && !field->is_repeated()) return IsWritten(*message, *field, text);
      }
    }
    return absl::InvalidArgumentError(absl::StrCat("a transfer has no field ", name));
  }

  absl::StatusOr<bool> Agrees(const PostingPattern& pattern) const {
    std::vector<std::pair<std::string, std::string>> fields = pattern.fields;
    fields.insert(fields.end(), {{"debit", pattern.debit},
                                 {"credit", pattern.credit},
                                 {"amount_minor", pattern.amount_minor}});
    bool agrees = true;
    for (const auto& [name, text] : fields) {
      DAYBOOK_ASSIGN_OR_RETURN(const bool has, Has(name, text));
      agrees = agrees && has;
    }
    return agrees;
  }
};

absl::StatusOr<std::vector<Posting>> PostingsOf(const Message& accepted) {
  const FieldDescriptor* journals = accepted.GetDescriptor()->FindFieldByName("journals");
  if (journals == nullptr || journals->message_type() == nullptr ||
      journals->message_type()->FindFieldByName("transfers") == nullptr) {
    return absl::UnimplementedError(
        absl::StrCat(accepted.GetTypeName(), " has no journals in this schema"));
  }
  std::vector<Posting> postings;
  const Reflection& reflection = *accepted.GetReflection();
  for (int i = 0; i < reflection.FieldSize(accepted, journals); ++i) {
    const Message& journal = reflection.GetRepeatedMessage(accepted, journals, i);
    const FieldDescriptor* transfers = journal.GetDescriptor()->FindFieldByName("transfers");
    for (int j = 0; j < journal.GetReflection()->FieldSize(journal, transfers); ++j) {
      postings.push_back(
          {&journal.GetReflection()->GetRepeatedMessage(journal, transfers, j), &journal});
    }
  }
  return postings;
}

// Gives each pattern a transfer of its own, where that is possible: a pattern that says little may
// not take the one that another needs.
class Pairing {
 public:
  explicit Pairing(std::vector<std::vector<bool>> fits, size_t postings)
      : fits_(std::move(fits)), taken_by_(postings, kNobody) {}

  bool Give(size_t pattern) {
    std::vector<bool> asked(taken_by_.size(), false);
    return Give(pattern, asked);
  }
  bool taken(size_t posting) const { return taken_by_[posting] != kNobody; }

 private:
  static constexpr size_t kNobody = static_cast<size_t>(-1);

  bool Give(size_t pattern, std::vector<bool>& asked) {
    for (size_t i = 0; i < taken_by_.size(); ++i) {
      if (!fits_[pattern][i] || asked[i]) continue;
      asked[i] = true;
      if (taken_by_[i] == kNobody || Give(taken_by_[i], asked)) {
        taken_by_[i] = pattern;
        return true;
      }
    }
    return false;
  }

  std::vector<std::vector<bool>> fits_;  // [pattern][posting]
  std::vector<size_t> taken_by_;
};

}  // namespace

std::string PostingPattern::ToString() const {
  std::string text = absl::StrCat(debit, " ", credit, " ", amount_minor);
  for (const auto& [name, value] : fields) absl::StrAppend(&text, " ", name, "=", value);
  return text;
}

absl::StatusOr<PostingPattern> ParsePosting(const std::string& place,
                                            const std::vector<std::string>& words) {
  int64_t amount_minor = 0;
  if (words.size() < 3 || !absl::SimpleAtoi(words[2], &amount_minor)) {
    return absl::InvalidArgumentError(
        "a posting is DEBIT CREDIT AMOUNT [FIELD=VALUE ...], the amount in minor units");
  }
  PostingPattern pattern{place, words[0], words[1], words[2], {}};
  for (size_t i = 3; i < words.size(); ++i) {
    const size_t equals = words[i].find('=');
    if (equals == std::string::npos) {
      return absl::InvalidArgumentError(absl::StrCat(words[i], " is not FIELD=VALUE"));
    }
    pattern.fields.emplace_back(words[i].substr(0, equals), words[i].substr(equals + 1));
  }
  return pattern;
}

absl::StatusOr<std::vector<std::string>> PostingDifferences(
    const std::vector<PostingPattern>& patterns, const Message& accepted) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::vector<Posting> postings, PostingsOf(accepted));
  std::vector<std::vector<bool>> fits;
  for (const PostingPattern& pattern : patterns) {
    fits.emplace_back();
    for (const Posting& posting : postings) {
      DAYBOOK_ASSIGN_OR_RETURN(const bool agrees, posting.Agrees(pattern));
      fits.back().push_back(agrees);
    }
  }
  Pairing pairing(std::move(fits), postings.size());
  std::vector<std::string> differences;
  for (size_t i = 0; i < patterns.size(); ++i) {
    if (pairing.Give(i)) continue;
    differences.push_back(absl::StrCat("expected ", patterns[i].ToString(), " (", patterns[i].place,
                                       "), actual no such transfer, or fewer of them"));
  }
  for (size_t i = 0; i < postings.size(); ++i) {
    if (pairing.taken(i)) continue;
    differences.push_back(
        absl::StrCat("expected no other transfer, actual ", ShortJson(*postings[i].transfer)));
  }
  return differences;
}

}  // namespace daybook::testing
