#include "tools/daybook/message_diff.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "daybook/v1/booking.pb.h"
#include "daybook/v1/types.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "ledger/base/strings.h"
#include "tools/daybook/booking_format.h"
#include "tools/daybook/output.h"
#include "tools/daybook/story_format.h"

namespace daybook::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr char kSealed[] = "<sealed>";

struct Value {
  std::string text;
  std::string json;
  std::string bytes;  // what is compared where the text does not tell all

  friend bool operator==(const Value&, const Value&) = default;
};
using MaybeValue = std::optional<Value>;

Value Quoted(std::string text) {
  std::string json = JsonQuote(text);
  return {std::move(text), std::move(json), ""};
}

// The messages around a value, on one side: amounts take their currency from the nearest.
struct Scope {
  const Message* message = nullptr;  // null: not there
  const Scope* outer = nullptr;
};

std::string CurrencyOf(const Scope& scope) {
  for (const Scope* each = &scope; each != nullptr; each = each->outer) {
    if (each->message == nullptr) continue;
    const FieldDescriptor* field = each->message->GetDescriptor()->FindFieldByName("currency");
    if (field == nullptr || field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) continue;
    std::string currency = each->message->GetReflection()->GetString(*each->message, field);
    if (!currency.empty()) return currency;
  }
  return {};
}

bool IsDate(const FieldDescriptor& field) {
  static constexpr std::array<std::string_view, 19> kDates = {"arrival",
                                                              "departure",
                                                              "from",
                                                              "to",
                                                              "until",
                                                              "business_date",
                                                              "booked_on",
                                                              "on",
                                                              "first_business_date",
                                                              "night",
                                                              "date",
                                                              "through",
                                                              "since",
                                                              "closed_through",
                                                              "charged_until",
                                                              "known_since",
                                                              "authorised_until",
                                                              "checked_in_on",
                                                              "checked_out_on"};
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_INT32) return false;
  return absl::EndsWith(field.name(), "_on") ||
         std::find(kDates.begin(), kDates.end(), field.name()) != kDates.end();
}

// Messages that people read as one value.
bool IsValue(const Descriptor& type) {
  return &type == google::protobuf::Timestamp::descriptor() || &type == v1::Money::descriptor() ||
         &type == v1::PriceLine::descriptor() || &type == v1::SealedData::descriptor() ||
         &type == v1::Personal::descriptor() || &type == v1::PersonalData::descriptor() ||
         &type == v1::Actor::descriptor() || &type == v1::PolicyRef::descriptor();
}

Value ValueOf(const Message& message, const Scope& scope) {
  const Descriptor* type = message.GetDescriptor();
  if (type == google::protobuf::Timestamp::descriptor()) {
    return Quoted(FormatTime(static_cast<const google::protobuf::Timestamp&>(message)));
  }
  if (type == v1::Money::descriptor()) {
    const auto& money = static_cast<const v1::Money&>(message);
    return {FormatAmount(money.amount_minor(), money.currency()),
            JsonObject()
                .Number("amount_minor", money.amount_minor())
                .Text("currency", money.currency())
                .ToString(),
            ""};
  }
  if (type == v1::PriceLine::descriptor()) {
    const auto& line = static_cast<const v1::PriceLine&>(message);
    const std::string price = FormatAmount(line.nightly_minor(), CurrencyOf(scope));
    std::string text = line.from() == line.to()
                           ? absl::StrCat(FormatYmd(line.from()), ": ", price)
                           : absl::StrCat(FormatYmd(line.from()), " to ", FormatYmd(line.to()),
                                          ": ", price, " a night");
    return {std::move(text),
            JsonObject()
                .Text("from", FormatYmd(line.from()))
                .Text("to", FormatYmd(line.to()))
                .Number("nightly_minor", line.nightly_minor())
                .ToString(),
            ""};
  }
  if (type == v1::Actor::descriptor()) {
    const auto& actor = static_cast<const v1::Actor&>(message);
    return {FormatActor(actor),
            JsonObject()
                .Text("kind", v1::ActorKind_Name(actor.kind()))
                .Text("id", actor.id())
                .ToString(),
            ""};
  }
  if (type == v1::PolicyRef::descriptor()) {
    const auto& policy = static_cast<const v1::PolicyRef&>(message);
    return {absl::StrCat(policy.policy_id(), " version ", policy.version()),
            JsonObject()
                .Text("policy", policy.policy_id())
                .Number("version", policy.version())
                .ToString(),
            ""};
  }
  // Other bytes under the seal are another value that looks the same.
  Value sealed = Quoted(kSealed);
  sealed.bytes = message.SerializeAsString();
  return sealed;
}

Value NumberValue(const FieldDescriptor& field, int64_t number, const Scope& scope) {
  if (IsDate(field)) return Quoted(FormatYmd(static_cast<int32_t>(number)));
  std::string digits = absl::StrCat(number);
  if (absl::EndsWith(field.name(), "_minor")) {
    return {FormatAmount(number, CurrencyOf(scope)), std::move(digits), ""};
  }
  return {digits, digits, ""};
}

// Of a list, where `index` is not negative.
Value ScalarOf(const Message& message, const FieldDescriptor& field, int index,
               const Scope& scope) {
  const Reflection& reflection = *message.GetReflection();
  const auto get = [&](auto single, auto repeated) {
    return index < 0 ? (reflection.*single)(message, &field)
                     : (reflection.*repeated)(message, &field, index);
  };
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return NumberValue(field, get(&Reflection::GetInt32, &Reflection::GetRepeatedInt32), scope);
    case FieldDescriptor::CPPTYPE_INT64:
      return NumberValue(field, get(&Reflection::GetInt64, &Reflection::GetRepeatedInt64), scope);
    case FieldDescriptor::CPPTYPE_UINT32: {
      std::string digits =
          absl::StrCat(get(&Reflection::GetUInt32, &Reflection::GetRepeatedUInt32));
      return {digits, digits, ""};
    }
    case FieldDescriptor::CPPTYPE_UINT64: {
      std::string digits =
          absl::StrCat(get(&Reflection::GetUInt64, &Reflection::GetRepeatedUInt64));
      return {digits, digits, ""};
    }
    case FieldDescriptor::CPPTYPE_BOOL: {
      const bool yes = get(&Reflection::GetBool, &Reflection::GetRepeatedBool);
      return {yes ? "yes" : "no", yes ? "true" : "false", ""};
    }
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto* value = get(&Reflection::GetEnum, &Reflection::GetRepeatedEnum);
      return {EnumWords(*value), JsonQuote(value->name()), ""};
    }
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string text = get(&Reflection::GetString, &Reflection::GetRepeatedString);
      if (field.type() == FieldDescriptor::TYPE_BYTES) text = ToHex(text);
      return Quoted(std::move(text));
    }
    default:  // the schema has no floating point, and messages are not scalars
      return Quoted("");
  }
}

bool IsDefault(const Message& message, const FieldDescriptor& field) {
  std::vector<const FieldDescriptor*> present;
  message.GetReflection()->ListFields(message, &present);
  return std::find(present.begin(), present.end(), &field) == present.end();
}

bool ShowsZero(const FieldDescriptor& field) {
  return field.cpp_type() != FieldDescriptor::CPPTYPE_STRING &&
         field.cpp_type() != FieldDescriptor::CPPTYPE_ENUM && !IsDate(field);
}

class Differ {
 public:
  void Compare(const std::string& path, const Scope& before, const Scope& after,
               const FieldDescriptor* skipped = nullptr) {
    const Message& any = before.message != nullptr ? *before.message : *after.message;
    const Descriptor* type = any.GetDescriptor();
    std::vector<const FieldDescriptor*> fields;
    for (int i = 0; i < type->field_count(); ++i) fields.push_back(type->field(i));
    std::sort(fields.begin(), fields.end(),
              [](const auto* a, const auto* b) { return a->number() < b->number(); });
    for (const FieldDescriptor* field : fields) {
      if (field == skipped) continue;
      const std::string name =
          path.empty() ? field->name() : absl::StrCat(path, ".", field->name());
      const bool message = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
      if (field->is_repeated()) {
        message ? CompareElements(name, *field, before, after)
                : Add(name, ListOf(*field, before), ListOf(*field, after));
      } else if (message) {
        CompareMessage(name, Inner(before, *field), Inner(after, *field), before, after);
      } else {
        Add(name, Single(*field, before, after.message == nullptr),
            Single(*field, after, before.message == nullptr));
      }
    }
  }

  std::vector<FieldChange> Take() { return std::move(changes_); }

 private:
  void Add(const std::string& field, const MaybeValue& before, const MaybeValue& after) {
    if (before == after) return;
    FieldChange change;
    change.field = field;
    change.before_json = "null";
    change.after_json = "null";
    if (before.has_value()) {
      change.before = before->text;
      change.before_json = before->json;
    }
    if (after.has_value()) {
      change.after = after->text;
      change.after_json = after->json;
    }
    changes_.push_back(std::move(change));
  }

  static const Message* Inner(const Scope& scope, const FieldDescriptor& field) {
    if (scope.message == nullptr) return nullptr;
    const Reflection& reflection = *scope.message->GetReflection();
    if (!reflection.HasField(*scope.message, &field)) return nullptr;
    return &reflection.GetMessage(*scope.message, &field);
  }

  static MaybeValue Single(const FieldDescriptor& field, const Scope& scope, bool alone) {
    if (scope.message == nullptr) return std::nullopt;
    if (IsDefault(*scope.message, field) && (alone || field.has_presence() || !ShowsZero(field))) {
      return std::nullopt;
    }
    return ScalarOf(*scope.message, field, -1, scope);
  }

  static MaybeValue ListOf(const FieldDescriptor& field, const Scope& scope) {
    if (scope.message == nullptr) return std::nullopt;
    const int size = scope.message->GetReflection()->FieldSize(*scope.message, &field);
    if (size == 0) return std::nullopt;
    std::string text;
    std::vector<std::string> json;
    for (int i = 0; i < size; ++i) {
      Value value = ScalarOf(*scope.message, field, i, scope);
      absl::StrAppend(&text, i > 0 ? ", " : "", value.text);
      json.push_back(std::move(value.json));
    }
    return Value{std::move(text), JsonArray(json), ""};
  }

  void CompareMessage(const std::string& name, const Message* before, const Message* after,
                      const Scope& outer_before, const Scope& outer_after,
                      const FieldDescriptor* skipped = nullptr) {
    if (before == nullptr && after == nullptr) return;
    const Message& any = before != nullptr ? *before : *after;
    if (IsValue(*any.GetDescriptor())) {
      Add(name, before == nullptr ? MaybeValue() : ValueOf(*before, outer_before),
          after == nullptr ? MaybeValue() : ValueOf(*after, outer_after));
      return;
    }
    Compare(name, Scope{before, &outer_before}, Scope{after, &outer_after}, skipped);
  }

  // With what they go by: their ids, or, where `id` is null, their indexes.
  struct Elements {
    std::vector<std::pair<std::string, const Message*>> all;
    const Message* Find(const std::string& key) const {
      for (const auto& [name, message] : all) {
        if (name == key) return message;
      }
      return nullptr;
    }
  };
  static Elements ElementsOf(const FieldDescriptor& field, const Scope& scope,
                             const FieldDescriptor* id) {
    Elements elements;
    if (scope.message == nullptr) return elements;
    const Reflection& reflection = *scope.message->GetReflection();
    for (int i = 0; i < reflection.FieldSize(*scope.message, &field); ++i) {
      const Message& element = reflection.GetRepeatedMessage(*scope.message, &field, i);
      elements.all.emplace_back(
          id == nullptr ? absl::StrCat(i) : element.GetReflection()->GetString(element, id),
          &element);
    }
    return elements;
  }
  static bool EachOnce(const Elements& elements) {
    std::set<std::string_view> seen;
    for (const auto& [name, message] : elements.all) {
      if (name.empty() || !seen.insert(name).second) return false;
    }
    return true;
  }

  void CompareElements(const std::string& name, const FieldDescriptor& field, const Scope& before,
                       const Scope& after) {
    const FieldDescriptor* id = field.message_type()->FindFieldByNumber(1);
    if (id != nullptr &&
        (id->cpp_type() != FieldDescriptor::CPPTYPE_STRING || !absl::EndsWith(id->name(), "_id"))) {
      id = nullptr;
    }
    Elements old_ones = ElementsOf(field, before, id);
    Elements new_ones = ElementsOf(field, after, id);
    if (id != nullptr && (!EachOnce(old_ones) || !EachOnce(new_ones))) {
      id = nullptr;
      old_ones = ElementsOf(field, before, id);
      new_ones = ElementsOf(field, after, id);
    }
    for (const auto& [key, element] : old_ones.all) {
      CompareMessage(absl::StrCat(name, "[", key, "]"), element, new_ones.Find(key), before, after,
                     id);
    }
    for (const auto& [key, element] : new_ones.all) {
      if (old_ones.Find(key) == nullptr) {
        CompareMessage(absl::StrCat(name, "[", key, "]"), nullptr, element, before, after, id);
      }
    }
  }

  std::vector<FieldChange> changes_;
};

// BookingStatus -> BOOKING_STATUS_
std::string PrefixOf(const std::string& type_name) {
  std::string prefix;
  for (const char c : type_name) {
    if (absl::ascii_isupper(static_cast<unsigned char>(c)) && !prefix.empty()) prefix += '_';
    prefix += absl::ascii_toupper(static_cast<unsigned char>(c));
  }
  return prefix + "_";
}

}  // namespace

std::string EnumWords(const google::protobuf::EnumValueDescriptor& value) {
  const std::string prefix = PrefixOf(value.type()->name());
  if (!absl::StartsWith(value.name(), prefix)) return value.name();
  std::string words = absl::AsciiStrToLower(value.name().substr(prefix.size()));
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

std::vector<FieldChange> DiffMessages(const Message* before, const Message* after) {
  if (before == nullptr && after == nullptr) return {};
  Differ differ;
  differ.Compare("", Scope{before, nullptr}, Scope{after, nullptr});
  return differ.Take();
}

std::string FieldChangeJson(const FieldChange& change) {
  return JsonObject()
      .Text("field", change.field)
      .Raw("before", change.before_json)
      .Raw("after", change.after_json)
      .ToString();
}

}  // namespace daybook::cli
