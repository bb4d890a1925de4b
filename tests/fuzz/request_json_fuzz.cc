// A line of JSON as `daybook submit` reads it: a request or InvalidArgument; and what is written
// about a request is one line that reads back.
#include "ledger/base/strings.h"
#include "ledger/engine/wire_check.h"
#include "ledger/privacy/sealing.h"
#include "tests/fuzz/byte_mutator.h"
#include "tests/fuzz/message_mutator.h"
#include "tests/fuzz/pieces.h"
#include "tests/fuzz/small_hotel.h"
#include "tools/daybook/request_json.h"

namespace daybook::fuzz {
namespace {

bool IsOneLine(std::string_view text) { return text.find('\n') == std::string_view::npos; }

void CheckLine(std::string_view line) {
  const absl::StatusOr<v1::Request> request = cli::ParseRequestJson(line);
  if (!request.ok()) {
    Require(absl::IsInvalidArgument(request.status()), "what is no request is InvalidArgument");
    Require(IsOneLine(cli::MakeAnswer(1, "", request.status()).json), "an answer is one line");
    return;
  }
  const std::string bytes = request->SerializeAsString();
  v1::Request parsed;
  const bool readable = parsed.ParseFromString(bytes);
  static const WireCheck check(v1::Request::descriptor());
  Require(check.Check(bytes).ok() == readable, "the check knows what parses again");
  const std::string json = cli::MessageJson(*request);
  Require(IsOneLine(json), "a message is one line");
  if (!readable || !SealedFields(*request).empty()) return;
  const absl::StatusOr<v1::Request> again = cli::ParseRequestJson(json);
  Require(again.ok() && again->SerializeAsString() == bytes, "a request reads back");
}

void AddSeeds(std::vector<std::string>& seeds) {
  for (const v1::Request& request : SmallHotel()) seeds.push_back(cli::MessageJson(request));
  seeds.push_back(R"({"requestId":"r-1","createBooking":{"bookingId":"b1","stay":{"arrivl":1}}})");
  seeds.push_back(
      R"({"request_id":"r-1","effectiveAt":"2026-03-29T01:30:00.5Z","ifRevision":"3"})");
  seeds.push_back(
      R"({"requestId":"r-1","createBooking":{"guest":{"plain":{"fullName":"Gr\u00fcn \ud83d\ude00"}}}})");
}

// Through the message, so that the JSON stays JSON.
std::string MutateLine(std::string_view line, Random& random) {
  static const Dictionary words = HotelDictionary();
  absl::StatusOr<v1::Request> request = cli::ParseRequestJson(line);
  if (!request.ok()) return std::string(line);
  MutateMessage(*request, words, random);
  return cli::MessageJson(*request);
}

}  // namespace
}  // namespace daybook::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  daybook::fuzz::SilenceProtobuf();
  daybook::fuzz::CheckLine(daybook::fuzz::AsText(data, size));
  return 0;
}

extern "C" void AddFuzzSeeds(std::vector<std::string>& seeds) { daybook::fuzz::AddSeeds(seeds); }

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t max_size,
                                          unsigned int seed) {
  daybook::fuzz::SilenceProtobuf();
  daybook::fuzz::Random random(seed);
  std::string line = daybook::fuzz::MutateLine(daybook::fuzz::AsText(data, size), random);
  if (random.OneIn(3)) daybook::fuzz::MutateBytes(line, "\"\\u0000\\ud800{}[]:,null1e9-", random);
  return daybook::fuzz::PutInput(line, data, size, max_size);
}
