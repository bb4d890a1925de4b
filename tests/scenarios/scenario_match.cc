#include "tests/scenarios/scenario_match.h"

#include <google/protobuf/text_format.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/message_differencer.h>

#include <map>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"

namespace daybook::testing {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::Struct;
using google::protobuf::TextFormat;
using google::protobuf::Value;

absl::Status ParseJson(const std::string& json, Message& message) {
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = false;
  const auto status = google::protobuf::util::JsonStringToMessage(json, &message, options);
  if (status.ok()) return absl::OkStatus();
  const auto what = status.message();
  return absl::InvalidArgumentError(absl::StrCat(
      "not a ", message.GetTypeName(), " in JSON: ", std::string(what.data(), what.size())));
}

const FieldDescriptor& FieldOf(const Descriptor& type, const std::string& name) {
  if (const FieldDescriptor* field = type.FindFieldByName(name)) return *field;
  for (int i = 0; i < type.field_count(); ++i) {
    if (type.field(i)->json_name() == name) return *type.field(i);
  }
  return *type.field(0);  // not reached: the JSON has been parsed as a message of this type
}

// Of a field that is present, or a repeated one's element `index`; -1: it is not repeated.
std::string ValueText(const Message& message, const FieldDescriptor& field, int index) {
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    const Reflection& reflection = *message.GetReflection();
    return ShortJson(index < 0 ? reflection.GetMessage(message, &field)
                               : reflection.GetRepeatedMessage(message, &field, index));
  }
  std::string text;
  TextFormat::PrintFieldValueToString(message, &field, index, &text);
  return text;
}

std::string ListText(const Message& message, const FieldDescriptor& field) {
  std::string text = "[";
  for (int i = 0; i < message.GetReflection()->FieldSize(message, &field); ++i) {
    absl::StrAppend(&text, i == 0 ? "" : ", ", ValueText(message, field, i));
  }
  return absl::StrCat(text, "]");
}

class Comparison {
 public:
  void Messages(const Struct& given, const Message& expected, const Message& actual,
                const std::string& path) {
    // In the order of names: that of the map is another one each time.
    std::map<std::string, const Value*> fields;
    for (const auto& [name, value] : given.fields()) fields[name] = &value;
    for (const auto& [name, value] : fields) {
      const FieldDescriptor& field = FieldOf(*actual.GetDescriptor(), name);
      const std::string at = absl::StrCat(path, path.empty() ? "" : ".", field.name());
      if (field.is_repeated()) {
        Lists(*value, expected, actual, field, at);
      } else {
        Fields(*value, expected, actual, field, at);
      }
    }
  }

  std::vector<std::string> Take() { return std::move(differences_); }

 private:
  void Differ(const std::string& path, const std::string& expected, const std::string& actual) {
    differences_.push_back(absl::StrCat(path, ": expected ", expected, ", actual ", actual));
  }

  void Fields(const Value& given, const Message& expected, const Message& actual,
              const FieldDescriptor& field, const std::string& path) {
    if (field.has_presence()) {
      const bool wanted = given.kind_case() != Value::kNullValue;
      const bool present = actual.GetReflection()->HasField(actual, &field);
      if (!wanted && present) Differ(path, "nothing", ValueText(actual, field, -1));
      if (wanted && !present) Differ(path, ValueText(expected, field, -1), "nothing");
      if (!wanted || !present) return;
    }
    Values(given, expected, actual, field, -1, path);
  }

  void Lists(const Value& given, const Message& expected, const Message& actual,
             const FieldDescriptor& field, const std::string& path) {
    const int size = expected.GetReflection()->FieldSize(expected, &field);
    const int actual_size = actual.GetReflection()->FieldSize(actual, &field);
    if (size != actual_size) {
      return Differ(
          path,
          absl::StrCat(size, size == 1 ? " element " : " elements ", ListText(expected, field)),
          absl::StrCat(actual_size, " ", ListText(actual, field)));
    }
    for (int i = 0; i < size; ++i) {
      Values(given.list_value().values(i), expected, actual, field, i,
             absl::StrCat(path, "[", i, "]"));
    }
  }

  void Values(const Value& given, const Message& expected, const Message& actual,
              const FieldDescriptor& field, int index, const std::string& path) {
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      const Message& one = Part(expected, field, index);
      const Message& other = Part(actual, field, index);
      if (given.has_struct_value()) return Messages(given.struct_value(), one, other, path);
      // What JSON writes as one value, such as an instant.
      if (google::protobuf::util::MessageDifferencer::Equals(one, other)) return;
    }
    const std::string one = ValueText(expected, field, index);
    const std::string other = ValueText(actual, field, index);
    if (one != other) Differ(path, one, other);
  }

  static const Message& Part(const Message& message, const FieldDescriptor& field, int index) {
    const Reflection& reflection = *message.GetReflection();
    return index < 0 ? reflection.GetMessage(message, &field)
                     : reflection.GetRepeatedMessage(message, &field, index);
  }

  std::vector<std::string> differences_;
};

}  // namespace

std::string ShortJson(const Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok()) {
    return message.ShortDebugString();
  }
  return json;
}

absl::StatusOr<Pattern> Pattern::Parse(const std::string& json, const Message& prototype) {
  Pattern pattern;
  pattern.expected_.reset(prototype.New());
  DAYBOOK_RETURN_IF_ERROR(ParseJson(json, *pattern.expected_));
  DAYBOOK_RETURN_IF_ERROR(ParseJson(json, pattern.given_));
  return pattern;
}

std::vector<std::string> Pattern::Differences(const Message& actual) const {
  Comparison comparison;
  comparison.Messages(given_, *expected_, actual, "");
  return comparison.Take();
}

}  // namespace daybook::testing
