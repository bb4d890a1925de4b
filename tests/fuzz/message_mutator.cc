#include "tests/fuzz/message_mutator.h"

#include <limits>
#include <memory>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/stubs/logging.h"
#include "tests/fuzz/byte_mutator.h"

namespace daybook::fuzz {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

int64_t RandomNumber(int64_t present, const Dictionary& words, Random& random) {
  switch (random.Below(4)) {
    case 0:
      // Wraps around, as a program with this mistake would.
      return static_cast<int64_t>(static_cast<uint64_t>(present) + random.Below(7) - 3);
    case 1:
      return static_cast<int64_t>(random.Below(12));
    default:
      return words.numbers[random.Below(words.numbers.size())];
  }
}

std::string RandomText(const FieldDescriptor& field, std::string present, const Dictionary& words,
                       Random& random) {
  if (random.OneIn(4)) {
    const bool bytes = field.type() == FieldDescriptor::TYPE_BYTES;
    MutateBytes(present, words.texts[random.Below(words.texts.size())], random);
    if (bytes) return present;
    for (char& c : present) c = static_cast<char>(c & 0x7f);
    return present;
  }
  return words.texts[random.Below(words.texts.size())];
}

// One element of a repeated field, or a singular field where `index` is negative.
class Slot {
  // Defined first: the result is deduced.
  template <typename Singular, typename Repeated>
  auto Get(Singular singular, Repeated repeated) const {
    return index_ < 0 ? (reflection_.*singular)(message_, &field_)
                      : (reflection_.*repeated)(message_, &field_, index_);
  }

  template <typename Singular, typename Repeated, typename Value>
  void Put(Singular singular, Repeated repeated, Value value) {
    if (index_ < 0) {
      (reflection_.*singular)(&message_, &field_, value);
    } else {
      (reflection_.*repeated)(&message_, &field_, index_, value);
    }
  }

 public:
  Slot(Message& message, const FieldDescriptor& field, int index)
      : message_(message), reflection_(*message.GetReflection()), field_(field), index_(index) {}

  Message& MutableMessage() {
    return index_ < 0 ? *reflection_.MutableMessage(&message_, &field_)
                      : *reflection_.MutableRepeatedMessage(&message_, &field_, index_);
  }

  void MutateScalar(const Dictionary& words, Random& random) {
    const auto number = [&](auto present) {
      return static_cast<decltype(present)>(
          RandomNumber(static_cast<int64_t>(present), words, random));
    };
    switch (field_.cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT32:
        return Put(&Reflection::SetInt32, &Reflection::SetRepeatedInt32,
                   number(Get(&Reflection::GetInt32, &Reflection::GetRepeatedInt32)));
      case FieldDescriptor::CPPTYPE_INT64:
        return Put(&Reflection::SetInt64, &Reflection::SetRepeatedInt64,
                   number(Get(&Reflection::GetInt64, &Reflection::GetRepeatedInt64)));
      case FieldDescriptor::CPPTYPE_UINT32:
        return Put(&Reflection::SetUInt32, &Reflection::SetRepeatedUInt32,
                   number(Get(&Reflection::GetUInt32, &Reflection::GetRepeatedUInt32)));
      case FieldDescriptor::CPPTYPE_UINT64:
        return Put(&Reflection::SetUInt64, &Reflection::SetRepeatedUInt64,
                   number(Get(&Reflection::GetUInt64, &Reflection::GetRepeatedUInt64)));
      case FieldDescriptor::CPPTYPE_BOOL:
        return Put(&Reflection::SetBool, &Reflection::SetRepeatedBool, random.OneIn(2));
      case FieldDescriptor::CPPTYPE_ENUM:
        return Put(&Reflection::SetEnumValue, &Reflection::SetRepeatedEnumValue,
                   RandomEnum(words, random));
      case FieldDescriptor::CPPTYPE_STRING:
        return MutateText(words, random);
      default:
        return;  // the schema has neither float nor double
    }
  }

 private:
  int RandomEnum(const Dictionary& words, Random& random) const {
    if (random.OneIn(6)) return static_cast<int>(RandomNumber(0, words, random));
    const auto count = static_cast<size_t>(field_.enum_type()->value_count());
    return field_.enum_type()->value(static_cast<int>(random.Below(count)))->number();
  }

  void MutateText(const Dictionary& words, Random& random) {
    const std::string present = index_ < 0
                                    ? reflection_.GetString(message_, &field_)
                                    : reflection_.GetRepeatedString(message_, &field_, index_);
    std::string text = RandomText(field_, present, words, random);
    if (index_ < 0) {
      reflection_.SetString(&message_, &field_, std::move(text));
    } else {
      reflection_.SetRepeatedString(&message_, &field_, index_, std::move(text));
    }
  }

  Message& message_;
  const Reflection& reflection_;
  const FieldDescriptor& field_;
  const int index_;
};

void AddElement(Message& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      Message* const added = reflection.AddMessage(&message, &field);
      const int size = reflection.FieldSize(message, &field);
      if (size > 1) added->CopyFrom(reflection.GetRepeatedMessage(message, &field, size - 2));
      return;
    }
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.AddEnumValue(&message, &field, 0);
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection.AddString(&message, &field, "");
    default:
      return;  // the schema repeats nothing else
  }
}

void MutateField(Message& message, const FieldDescriptor& field, const Dictionary& words,
                 Random& random) {
  const Reflection& reflection = *message.GetReflection();
  int index = -1;
  if (field.is_repeated()) {
    if (random.OneIn(4)) AddElement(message, field);
    const int size = reflection.FieldSize(message, &field);
    if (size == 0) return;
    index = static_cast<int>(random.Below(static_cast<size_t>(size)));
    if (random.OneIn(6)) {
      reflection.SwapElements(&message, &field, index, size - 1);
      if (random.OneIn(2)) reflection.RemoveLast(&message, &field);
      return;
    }
  } else if (random.OneIn(8)) {
    reflection.ClearField(&message, &field);
    return;
  }
  Slot slot(message, field, index);
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    MutateMessage(slot.MutableMessage(), words, random);
  } else {
    slot.MutateScalar(words, random);
  }
}

}  // namespace

Dictionary HotelDictionary() {
  Dictionary words;
  words.texts = {"",
                 "H1",
                 "H2",
                 "DBL",
                 "SUI",
                 "TWN",
                 "FLEX",
                 "NRF",
                 "b1",
                 "b2",
                 "b3",
                 "b4",
                 "c-1",
                 "c-2",
                 "mia",
                 "max",
                 "fay",
                 "rob",
                 "fin",
                 "gus",
                 "ota",
                 "old",
                 "pay1",
                 "ref1",
                 "EUR",
                 "JPY",
                 "EURO",
                 "goodwill",
                 "BB",
                 "r-1",
                 "a b",
                 "Europe/Berlin",
                 "Europe/Lisbon",
                 "UTC",
                 "Moon/Base",
                 "gr\u00fc\u00df",
                 std::string(32, '\x11'),
                 std::string(64, 'x'),
                 std::string(65, 'x'),
                 std::string(1, '\0')};
  words.numbers = {20260228,
                   20260301,
                   20260302,
                   20260310,
                   20260312,
                   20260331,
                   20260230,
                   20280310,
                   21991231,
                   19000101,
                   22000101,
                   1439,
                   1440,
                   1826,
                   10'000,
                   1000,
                   731,
                   256,
                   100'000,
                   -1,
                   -10'000,
                   1'000'000'000'000,
                   1'772'359'200,
                   253'402'300'799,
                   -62'135'596'800,
                   std::numeric_limits<int32_t>::max(),
                   std::numeric_limits<int32_t>::min(),
                   std::numeric_limits<int64_t>::max(),
                   std::numeric_limits<int64_t>::min()};
  return words;
}

void MutateMessage(Message& message, const Dictionary& words, Random& random) {
  const google::protobuf::Descriptor& type = *message.GetDescriptor();
  std::vector<const FieldDescriptor*> set;
  message.GetReflection()->ListFields(message, &set);
  // Mostly what is there: another field of a oneof would take its place.
  if (!set.empty() && !random.OneIn(5)) {
    MutateField(message, *set[random.Below(set.size())], words, random);
  } else if (type.field_count() > 0) {
    const auto count = static_cast<size_t>(type.field_count());
    MutateField(message, *type.field(static_cast<int>(random.Below(count))), words, random);
  }
}

void MutateSerialized(const Message& prototype, const Dictionary& words, std::string& bytes,
                      Random& random) {
  const std::unique_ptr<Message> message(prototype.New());
  if (random.OneIn(16) || !message->ParseFromString(bytes)) {
    MutateBytes(bytes, words.texts[random.Below(words.texts.size())], random);
    return;
  }
  MutateMessage(*message, words, random);
  bytes = message->SerializeAsString();
}

void SilenceProtobuf() { google::protobuf::SetLogHandler(nullptr); }

}  // namespace daybook::fuzz
