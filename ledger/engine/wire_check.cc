#include "ledger/engine/wire_check.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"

namespace daybook {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

constexpr uint32_t kVarint = 0;
constexpr uint32_t kFixed64 = 1;
constexpr uint32_t kLengthDelimited = 2;
constexpr uint32_t kFixed32 = 5;

std::optional<uint64_t> TakeVarint(std::string_view& bytes) {
  uint64_t value = 0;
  for (size_t i = 0; i < bytes.size() && i < 10; ++i) {
    const auto byte = static_cast<uint8_t>(bytes[i]);
    value |= static_cast<uint64_t>(byte & 0x7f) << (7 * i);
    if (byte < 0x80) {
      bytes.remove_prefix(i + 1);
      return value;
    }
  }
  return std::nullopt;
}

// Length of the sequence that begins the text, which is not ASCII; 0 where there is none.
size_t Utf8SequenceLength(std::string_view text) {
  const auto at = [text](size_t i) { return static_cast<uint8_t>(text[i]); };
  const uint8_t lead = at(0);
  const size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < length) return 0;
  for (size_t i = 1; i < length; ++i) {
    if ((at(i) & 0xc0) != 0x80) return 0;
  }
  // Longer than need be, surrogates, and beyond U+10FFFF.
  if (lead == 0xe0 && at(1) < 0xa0) return 0;
  if (lead == 0xed && at(1) > 0x9f) return 0;
  if (lead == 0xf0 && at(1) < 0x90) return 0;
  if (lead == 0xf4 && at(1) > 0x8f) return 0;
  return length;
}

absl::Status NotAMessage() {
  return absl::InvalidArgumentError("the request is not a message that can be read again");
}

absl::Status UnknownField(uint64_t number) {
  return absl::InvalidArgumentError(absl::StrCat(
      "the request holds field ", number,
      ", which this version does not know: it could be neither decided on nor, if it is personal, "
      "sealed"));
}

}  // namespace

bool IsUtf8(std::string_view text) {
  while (!text.empty()) {
    uint64_t word = 0;
    if (text.size() >= sizeof(word)) {
      std::memcpy(&word, text.data(), sizeof(word));
      if ((word & 0x8080808080808080u) == 0) {
        text.remove_prefix(sizeof(word));
        continue;
      }
    }
    const size_t length = static_cast<uint8_t>(text[0]) < 0x80 ? 1 : Utf8SequenceLength(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

// The fields of a type, by number.
struct WireCheck::Plan {
  struct Field {
    uint32_t number = 0;
    const FieldDescriptor* descriptor = nullptr;
    const Plan* message = nullptr;  // null: no message
    bool is_string = false;
  };
  std::vector<Field> fields;

  const Field* Find(uint64_t number) const {
    const auto found =
        std::lower_bound(fields.begin(), fields.end(), number,
                         [](const Field& field, uint64_t wanted) { return field.number < wanted; });
    return found != fields.end() && found->number == number ? &*found : nullptr;
  }

  absl::Status Check(std::string_view bytes) const;
};

absl::Status WireCheck::Plan::Check(std::string_view bytes) const {
  while (!bytes.empty()) {
    const std::optional<uint64_t> tag = TakeVarint(bytes);
    if (!tag.has_value()) return NotAMessage();
    const Field* const field = Find(*tag >> 3);
    if (field == nullptr) return UnknownField(*tag >> 3);
    size_t skip = 0;
    switch (*tag & 7) {
      case kVarint:
        if (!TakeVarint(bytes).has_value()) return NotAMessage();
        break;
      case kFixed64:
        skip = 8;
        break;
      case kFixed32:
        skip = 4;
        break;
      case kLengthDelimited: {
        const std::optional<uint64_t> length = TakeVarint(bytes);
        if (!length.has_value() || *length > bytes.size()) return NotAMessage();
        skip = *length;
        const std::string_view content = bytes.substr(0, skip);
        if (field->message != nullptr) {
          DAYBOOK_RETURN_IF_ERROR(field->message->Check(content));
        } else if (field->is_string && !IsUtf8(content)) {
          return absl::InvalidArgumentError(
              absl::StrCat(field->descriptor->full_name(), " is not UTF-8"));
        }
        break;
      }
      default:
        return NotAMessage();
    }
    if (skip > bytes.size()) return NotAMessage();
    bytes.remove_prefix(skip);
  }
  return absl::OkStatus();
}

WireCheck::WireCheck(const Descriptor* type) {
  std::map<const Descriptor*, Plan*> made;
  std::vector<const Descriptor*> types = {type};
  const auto plan_of = [&](const Descriptor* wanted) {
    Plan*& plan = made[wanted];
    if (plan == nullptr) {
      plan = plans_.emplace_back(std::make_unique<Plan>()).get();
      if (wanted != type) types.push_back(wanted);
    }
    return plan;
  };
  for (size_t i = 0; i < types.size(); ++i) {
    Plan* const plan = plan_of(types[i]);
    for (int f = 0; f < types[i]->field_count(); ++f) {
      const FieldDescriptor* const field = types[i]->field(f);
      const bool is_message = field->type() == FieldDescriptor::TYPE_MESSAGE;
      plan->fields.push_back({static_cast<uint32_t>(field->number()), field,
                              is_message ? plan_of(field->message_type()) : nullptr,
                              field->type() == FieldDescriptor::TYPE_STRING});
    }
    std::sort(plan->fields.begin(), plan->fields.end(),
              [](const Plan::Field& a, const Plan::Field& b) { return a.number < b.number; });
  }
}

WireCheck::~WireCheck() = default;

absl::Status WireCheck::Check(std::string_view serialized) const {
  return plans_.front()->Check(serialized);
}

}  // namespace daybook
