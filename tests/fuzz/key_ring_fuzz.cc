// DIR/keys: any other content of a file, and any other file beside them, is noticed or ignored, and
// never gives another key.
#include <algorithm>
#include <utility>

#include "ledger/privacy/aes_gcm.h"
#include "ledger/privacy/key_ring.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/memory_files.h"

namespace daybook::fuzz {
namespace {

constexpr const char* kNames[] = {"keys/master", "keys/compare", "keys/slab-0"};
constexpr size_t kFiles = 3;

std::string Wrapped(const Key& master, const std::string& name, std::string_view secret) {
  const std::string nonce(kNonceBytes, 'n');
  const absl::StatusOr<std::string> sealed = EncryptGcm(master, nonce, name, secret);
  Require(sealed.ok(), "libcrypto encrypts");
  return "DAYBKEYS" + nonce + *sealed;
}

// The content is fixed, unlike that of keys.
const MemoryFiles& ValidKeys() {
  static const MemoryFiles valid = [] {
    Key master;
    master.fill(7);
    std::string slab;
    for (uint64_t slot = 0; slot < kSlabSlots; ++slot) {
      slab += std::string(sizeof(Key), static_cast<char>('A' + slot % 26));
    }
    MemoryFiles files;
    files.files[kNames[0]] = std::string(master.begin(), master.end());
    files.files[kNames[1]] = Wrapped(master, "compare", std::string(sizeof(Key), 'c'));
    files.files[kNames[2]] = Wrapped(master, "slab-0", slab);
    return files;
  }();
  return valid;
}

void CheckOpen(MemoryFiles& files, bool intact) {
  const absl::StatusOr<std::unique_ptr<KeyRing>> ring = KeyRing::Open(files, "keys");
  if (!ring.ok()) {
    Require(absl::IsDataLoss(ring.status()), "keys that can't be read are DataLoss");
    return;
  }
  Require(intact, "a key file that was changed is not accepted");
  Require((*ring)->slots() == kSlabSlots, "a slab has its slots");
  const absl::StatusOr<Key> key = (*ring)->CustomerKey(27);
  Require(key.ok() && key->front() == 'B', "a customer keeps the key");
  Require(absl::IsNotFound((*ring)->CustomerKey(kSlabSlots).status()), "no slot behind the last");
}

// The first byte says which file the rest replaces; or that the rest is the name of one more.
void CheckInput(std::string_view input) {
  if (input.empty()) return;
  MemoryFiles files = ValidKeys();
  std::string rest(input.substr(1));
  const size_t which = static_cast<uint8_t>(input[0]) % (kFiles + 1);
  if (which == kFiles) {
    std::replace(rest.begin(), rest.end(), '/', '_');
    std::replace(rest.begin(), rest.end(), '\0', '_');
    files.files.emplace("keys/" + rest, "stray");
    CheckOpen(files, true);
    return;
  }
  std::string& file = files.files[kNames[which]];
  const bool intact = file == rest;
  file = std::move(rest);
  CheckOpen(files, intact);
}

void AddSeeds(std::vector<std::string>& seeds) {
  for (size_t i = 0; i < kFiles; ++i) {
    seeds.push_back(static_cast<char>(i) + ValidKeys().files.at(kNames[i]));
  }
  for (const char* name : {"slab-1", "slab-01", "slab-0.tmp.12.3", "slab-", "compare.tmp.1.1",
                           "slab-9999999999", "slab-18446744073709551615"}) {
    seeds.push_back(static_cast<char>(kFiles) + std::string(name));
  }
}

}  // namespace
}  // namespace daybook::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  daybook::fuzz::CheckInput(daybook::fuzz::AsText(data, size));
  return 0;
}

extern "C" void AddFuzzSeeds(std::vector<std::string>& seeds) { daybook::fuzz::AddSeeds(seeds); }
