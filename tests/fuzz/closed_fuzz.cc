// DIR/closed: what is accepted is exactly what its content encodes to.
#include "ledger/base/sha256.h"
#include "ledger/base/strings.h"
#include "ledger/log/closed_files.h"
#include "tests/fuzz/fuzz.h"

namespace daybook::fuzz {
namespace {

bool CheckDecode(std::string_view bytes) {
  const absl::StatusOr<ClosedFiles> closed = DecodeClosedFiles(bytes);
  if (!closed.ok()) {
    Require(absl::IsDataLoss(closed.status()), "a list that can't be read is DataLoss");
    return false;
  }
  Require(EncodeClosedFiles(*closed) == bytes, "an accepted list encodes to the same bytes");
  return true;
}

// Damage that the checksum does not see.
std::string WithRightSum(std::string_view bytes) {
  const size_t line = bytes.rfind("\nsum ");
  const std::string_view covered =
      line == std::string_view::npos ? bytes : bytes.substr(0, line + 1);
  return std::string(covered) + "sum " + ToHex(AsBytes(Sha256Of(covered))) + "\n";
}

}  // namespace
}  // namespace daybook::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes = daybook::fuzz::AsText(data, size);
  daybook::fuzz::CheckDecode(bytes);
  daybook::fuzz::CheckDecode(daybook::fuzz::WithRightSum(bytes));
  return 0;
}

extern "C" void AddFuzzSeeds(std::vector<std::string>& seeds) {
  daybook::ClosedFiles closed;
  seeds.push_back(daybook::EncodeClosedFiles(closed));
  closed.end = 18'446'744'073'709'551'615u;
  closed.root.fill(0xab);
  closed.files.push_back({"head", 128, closed.root});
  closed.files.push_back({"log/000012.sst", 81'920, daybook::Sha256Of("12")});
  closed.files.push_back({"log/a name with blanks", 0, daybook::Sha256Of("")});
  seeds.push_back(daybook::EncodeClosedFiles(closed));
}
