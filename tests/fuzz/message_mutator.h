// Changes messages field by field, so that most mutations still parse and get to what lies behind
// the parser.
#ifndef DAYBOOK_TESTS_FUZZ_MESSAGE_MUTATOR_H_
#define DAYBOOK_TESTS_FUZZ_MESSAGE_MUTATOR_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "google/protobuf/message.h"
#include "tests/fuzz/fuzz.h"

namespace daybook::fuzz {

// Values that mean something to whoever reads the message.
struct Dictionary {
  std::vector<std::string> texts;
  std::vector<int64_t> numbers;
};

// Ids, zones, currencies, dates, amounts of the hotel in tests/support/requests.h, and the edges.
Dictionary HotelDictionary();

// One change, somewhere. Strings stay UTF-8.
void MutateMessage(google::protobuf::Message& message, const Dictionary& words, Random& random);

// The same, of a message that is serialised. What does not parse is changed as bytes.
void MutateSerialized(const google::protobuf::Message& prototype, const Dictionary& words,
                      std::string& bytes, Random& random);

// Protocol Buffers writes to stderr about each message that it can't parse; call first.
void SilenceProtobuf();

}  // namespace daybook::fuzz

#endif  // DAYBOOK_TESTS_FUZZ_MESSAGE_MUTATOR_H_
