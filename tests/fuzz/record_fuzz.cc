// Stored records: whatever the bytes, decoding gives a record or DataLoss; a record encodes to
// bytes that decode to it, and those never change again.
#include "ledger/log/record_codec.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/message_mutator.h"
#include "tests/fuzz/pieces.h"
#include "tests/support/requests.h"

namespace daybook::fuzz {
namespace {

// A record's own position, so that the bytes can be decoded where they belong.
uint64_t PositionIn(std::string_view bytes) {
  v1::Record record;
  return record.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) ? record.position()
                                                                             : 0;
}

void CheckDecode(std::string_view bytes) {
  const uint64_t position = PositionIn(bytes);
  v1::Record record;
  const absl::Status elsewhere = DecodeRecord(position + 1, bytes, record);
  Require(absl::IsDataLoss(elsewhere), "a record of another position is DataLoss");
  const absl::Status status = DecodeRecord(position, bytes, record);
  if (!status.ok()) {
    Require(absl::IsDataLoss(status), "what is no record is DataLoss");
    return;
  }
  const absl::StatusOr<std::string> encoded = EncodeRecord(record);
  if (!encoded.ok()) {
    Require(absl::IsResourceExhausted(encoded.status()) && record.ByteSizeLong() > kMaxRecordBytes,
            "only what is too large does not encode");
    return;
  }
  if (encoded->empty()) return;  // nothing but defaults, written out: no engine makes such bytes
  v1::Record again;
  Require(DecodeRecord(position, *encoded, again).ok(), "an encoded record decodes");
  const absl::StatusOr<std::string> stable = EncodeRecord(again);
  Require(stable.ok() && *stable == *encoded, "a record encodes to the same bytes each time");
}

v1::Record RecordOf(uint64_t position, const v1::Request& request) {
  v1::Record record;
  record.set_position(position);
  *record.mutable_request() = daybook::testing::WithId("r-1", request);
  record.set_content_mac(std::string(32, 'm'));
  *record.mutable_resolution()->mutable_recorded_at() =
      daybook::testing::Stamp("2026-03-01T10:00:00Z");
  record.set_decider_version(1);
  return record;
}

void AddSeeds(std::vector<std::string>& seeds) {
  namespace given = daybook::testing;
  v1::Record accepted = RecordOf(7, given::Create());
  v1::Event& event = *accepted.mutable_outcome()->mutable_accepted()->add_events();
  event.mutable_booking_created()->set_booking_id("b1");
  event.mutable_booking_created()->mutable_stay()->set_arrival(20260310);
  seeds.push_back(accepted.SerializeAsString());

  v1::Record declined = RecordOf(300, given::Cancel("b1"));
  v1::Decline& reason = *declined.mutable_outcome()->mutable_declined()->add_reasons();
  reason.set_code(v1::STATE_BOOKING_UNKNOWN);
  reason.set_field("cancel_booking.booking_id");
  seeds.push_back(declined.SerializeAsString());

  v1::Record conflict = RecordOf(0, given::Pay("b1", "pay1", 100));
  conflict.mutable_outcome()->mutable_conflict()->set_first_position(3);
  seeds.push_back(conflict.SerializeAsString());
}

}  // namespace
}  // namespace daybook::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  daybook::fuzz::SilenceProtobuf();
  daybook::fuzz::CheckDecode(daybook::fuzz::AsText(data, size));
  return 0;
}

extern "C" void AddFuzzSeeds(std::vector<std::string>& seeds) { daybook::fuzz::AddSeeds(seeds); }

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t max_size,
                                          unsigned int seed) {
  static const daybook::fuzz::Dictionary words = daybook::fuzz::HotelDictionary();
  daybook::fuzz::SilenceProtobuf();
  daybook::fuzz::Random random(seed);
  std::string bytes(daybook::fuzz::AsText(data, size));
  daybook::fuzz::MutateSerialized(daybook::v1::Record::default_instance(), words, bytes, random);
  return daybook::fuzz::PutInput(bytes, data, size, max_size);
}
