#include "ledger/log/sst_checksum.h"

#include <string>
#include <string_view>

#include "ledger/base/sha256.h"

namespace daybook {
namespace {

class Generator : public rocksdb::FileChecksumGenerator {
 public:
  void Update(const char* data, size_t n) override { sha256_.Update(std::string_view(data, n)); }
  void Finalize() override { checksum_ = std::string(AsBytes(sha256_.Finish())); }
  std::string GetChecksum() const override { return checksum_; }
  const char* Name() const override { return kSstChecksumName; }

 private:
  Sha256 sha256_;
  std::string checksum_;
};

class Factory : public rocksdb::FileChecksumGenFactory {
 public:
  std::unique_ptr<rocksdb::FileChecksumGenerator> CreateFileChecksumGenerator(
      const rocksdb::FileChecksumGenContext& context) override {
    if (!context.requested_checksum_func_name.empty() &&
        context.requested_checksum_func_name != kSstChecksumName) {
      return nullptr;
    }
    return std::make_unique<Generator>();
  }
  const char* Name() const override { return "DaybookSha256Factory"; }
};

}  // namespace

std::shared_ptr<rocksdb::FileChecksumGenFactory> MakeSstChecksumFactory() {
  return std::make_shared<Factory>();
}

}  // namespace daybook
