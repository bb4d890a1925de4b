// An erasure destroys the customer's key, if not at once then before the ledger forgets that it has to.
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/match.h"
#include "gtest/gtest.h"
#include "ledger/privacy/key_ring.h"
#include "tests/engine/test_ledger.h"
#include "tests/support/forwarding_files.h"

namespace daybook::testing {
namespace {

// Keys can't be written while it is told so.
class FilesThatKeepKeys final : public ForwardingFiles {
 public:
  void Keep(bool keep) { keep_ = keep; }

  absl::Status WriteAtomically(const std::string& path, std::string_view bytes,
                               uint32_t mode) override {
    if (keep_ && absl::StrContains(path, "/keys/slab-")) return absl::UnavailableError("no");
    return files_.WriteAtomically(path, bytes, mode);
  }

 private:
  std::atomic<bool> keep_ = false;
};

TEST(AnErasure, WhoseKeyCouldNotBeDestroyedIsDoneWhenTheLedgerIsOpenedAgain) {
  FilesThatKeepKeys files;
  TestLedger test([&files](LedgerOptions& options) { options.log.storage.files = &files; });
  test.DefineHotel();
  v1::Request create = WithId("create", Create({.customer = "c-1"}));
  create.mutable_create_booking()->mutable_guest()->mutable_plain()->set_full_name("A Guest");
  test.Accept(create);

  files.Keep(true);
  v1::Request erase = WithId("erase", As(StaffMember(kManager), Cancel("b1")));
  erase.mutable_erase_customer()->set_customer_id("c-1");
  erase.mutable_erase_customer()->set_reason_code("asked");
  EXPECT_TRUE(absl::IsUnavailable(test.Submit(erase).status()));
  EXPECT_FALSE(test.ledger->Close().ok()) << "nothing is forgotten";
  test.ledger.reset();
  files.Keep(false);
  const auto key = [&] {
    const auto keys = KeyRing::Open(PosixFileSystem(), test.dir() + "/keys");
    EXPECT_TRUE(keys.ok()) << keys.status();
    return (*keys)->CustomerKey(0).status();
  };
  EXPECT_TRUE(key().ok());
  test.Open();
  EXPECT_TRUE(absl::IsNotFound(key())) << key();
  ASSERT_TRUE(test.ledger->Close().ok());
}

}  // namespace
}  // namespace daybook::testing
