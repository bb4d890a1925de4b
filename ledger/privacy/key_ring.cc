#include "ledger/privacy/key_ring.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "ledger/privacy/aes_gcm.h"

namespace daybook {
namespace {

constexpr std::string_view kMagic = "DAYBKEYS";
constexpr uint32_t kPrivateFile = 0600;
constexpr uint32_t kPrivateDirectory = 0700;

std::string SlabName(uint64_t number) { return absl::StrCat("slab-", number); }

void Cleanse(std::string& secret) { OPENSSL_cleanse(secret.data(), secret.size()); }

Key KeyFrom(std::string_view bytes) {
  Key key;
  std::memcpy(key.data(), bytes.data(), key.size());
  return key;
}

// Where erasing a customer has left nothing.
bool IsDestroyed(const Key& key) {
  return std::all_of(key.begin(), key.end(), [](uint8_t byte) { return byte == 0; });
}

absl::Status WriteWrapped(FileSystem& files, const std::string& keys_dir, const Key& master,
                          const std::string& name, std::string_view secret) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::string nonce, RandomBytes(kNonceBytes));
  DAYBOOK_ASSIGN_OR_RETURN(const std::string sealed, EncryptGcm(master, nonce, name, secret));
  return files.WriteAtomically(absl::StrCat(keys_dir, "/", name),
                               absl::StrCat(std::string(kMagic), nonce, sealed), kPrivateFile);
}

absl::StatusOr<std::string> ReadWrapped(const FileSystem& files, const std::string& keys_dir,
                                        const Key& master, const std::string& name, size_t size) {
  const std::string path = absl::StrCat(keys_dir, "/", name);
  DAYBOOK_ASSIGN_OR_RETURN(const std::string file, files.Read(path));
  const std::string_view bytes = file;
  if (bytes.size() != kMagic.size() + kNonceBytes + size + kTagBytes ||
      bytes.substr(0, kMagic.size()) != kMagic) {
    return absl::DataLossError(absl::StrCat(path, ": not a file of wrapped keys, or cut short"));
  }
  absl::StatusOr<std::string> secret = DecryptGcm(master, bytes.substr(kMagic.size(), kNonceBytes),
                                                  name, bytes.substr(kMagic.size() + kNonceBytes));
  if (!secret.ok()) {
    return absl::Status(secret.status().code(),
                        absl::StrCat(path, ": ", secret.status().message()));
  }
  return secret;
}

absl::Status WriteRandomWrapped(FileSystem& files, const std::string& keys_dir, const Key& master,
                                const std::string& name, size_t size) {
  DAYBOOK_ASSIGN_OR_RETURN(std::string secret, RandomBytes(size));
  const absl::Status written = WriteWrapped(files, keys_dir, master, name, secret);
  Cleanse(secret);
  return written;
}

void AppendKeys(std::string_view slab, std::vector<Key>& keys) {
  for (size_t at = 0; at < slab.size(); at += sizeof(Key)) keys.push_back(KeyFrom(slab.substr(at)));
}

class FileKeyRing : public KeyRing {
 public:
  FileKeyRing(FileSystem& files, std::string keys_dir, const Key& master, const Key& compare,
              std::vector<Key> customers)
      : files_(files),
        keys_dir_(std::move(keys_dir)),
        master_(master),
        compare_(compare),
        customers_(std::move(customers)) {}

  ~FileKeyRing() override {
    OPENSSL_cleanse(master_.data(), master_.size());
    OPENSSL_cleanse(compare_.data(), compare_.size());
    OPENSSL_cleanse(customers_.data(), customers_.size() * sizeof(Key));
  }

  const Key& compare_key() const override { return compare_; }

  absl::StatusOr<Key> CustomerKey(uint64_t slot) const override {
    const std::lock_guard lock(mutex_);
    if (slot >= customers_.size()) {
      return absl::NotFoundError(absl::StrCat("key slot ", slot, " was never made"));
    }
    if (IsDestroyed(customers_[slot])) {
      return absl::NotFoundError(absl::StrCat("the key of slot ", slot, " was destroyed"));
    }
    return customers_[slot];
  }

  uint64_t slots() const override {
    const std::lock_guard lock(mutex_);
    return customers_.size();
  }

  absl::Status EnsureSlots(uint64_t wanted) override {
    // Two locks, so that nobody who needs a key waits for the disk.
    const std::lock_guard making(making_);
    for (uint64_t have = slots(); have < wanted; have = slots()) {
      const std::string name = SlabName(have / kSlabSlots);
      DAYBOOK_ASSIGN_OR_RETURN(std::string slab, RandomBytes(kSlabSlots * sizeof(Key)));
      const absl::Status written = WriteWrapped(files_, keys_dir_, master_, name, slab);
      if (written.ok()) {
        const std::lock_guard lock(mutex_);
        AppendKeys(slab, customers_);
      }
      Cleanse(slab);
      DAYBOOK_RETURN_IF_ERROR(written);
    }
    return absl::OkStatus();
  }

  absl::Status Destroy(uint64_t slot) override {
    const std::lock_guard making(making_);
    const uint64_t first = slot / kSlabSlots * kSlabSlots;
    std::string slab;
    {
      const std::lock_guard lock(mutex_);
      if (slot >= customers_.size()) {
        return absl::NotFoundError(absl::StrCat("key slot ", slot, " was never made"));
      }
      if (IsDestroyed(customers_[slot])) return absl::OkStatus();
      for (uint64_t at = first; at < first + kSlabSlots; ++at) {
        const Key key = at == slot ? Key{} : customers_[at];
        slab.append(reinterpret_cast<const char*>(key.data()), key.size());
      }
    }
    const absl::Status written =
        WriteWrapped(files_, keys_dir_, master_, SlabName(slot / kSlabSlots), slab);
    Cleanse(slab);
    if (!written.ok()) return written;
    const std::lock_guard lock(mutex_);
    OPENSSL_cleanse(customers_[slot].data(), customers_[slot].size());
    return absl::OkStatus();
  }

 private:
  FileSystem& files_;
  const std::string keys_dir_;
  Key master_;
  Key compare_;
  std::mutex making_;  // taken before mutex_
  mutable std::mutex mutex_;
  std::vector<Key> customers_;
};

// Numbers of the slabs that are there; other names (left by an interrupted write) are none of ours.
absl::StatusOr<uint64_t> CountSlabs(const FileSystem& files, const std::string& keys_dir) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::vector<std::string> names, files.List(keys_dir));
  uint64_t end = 0;
  for (const std::string& name : names) {
    uint64_t number = 0;
    if (name.rfind("slab-", 0) != 0) continue;
    const char* const last = name.data() + name.size();
    const auto [rest, error] = std::from_chars(name.data() + 5, last, number);
    if (error == std::errc() && rest == last) end = std::max(end, number + 1);
  }
  return end;
}

}  // namespace

absl::Status KeyRing::Create(FileSystem& files, const std::string& keys_dir) {
  if (files.Exists(keys_dir)) {
    return absl::AlreadyExistsError(absl::StrCat(keys_dir, " is there already"));
  }
  DAYBOOK_RETURN_IF_ERROR(files.CreateDirectory(keys_dir, kPrivateDirectory));
  DAYBOOK_ASSIGN_OR_RETURN(std::string secret, RandomBytes(sizeof(Key)));
  const Key master = KeyFrom(secret);
  const absl::Status written =
      files.WriteAtomically(absl::StrCat(keys_dir, "/master"), secret, kPrivateFile);
  Cleanse(secret);
  DAYBOOK_RETURN_IF_ERROR(written);
  DAYBOOK_RETURN_IF_ERROR(WriteRandomWrapped(files, keys_dir, master, "compare", sizeof(Key)));
  return WriteRandomWrapped(files, keys_dir, master, SlabName(0), kSlabSlots * sizeof(Key));
}

absl::StatusOr<std::unique_ptr<KeyRing>> KeyRing::Open(FileSystem& files,
                                                       const std::string& keys_dir) {
  const std::string master_path = absl::StrCat(keys_dir, "/master");
  if (!files.Exists(master_path)) {
    return absl::NotFoundError(absl::StrCat(keys_dir, " holds no keys"));
  }
  DAYBOOK_ASSIGN_OR_RETURN(std::string secret, files.Read(master_path));
  if (secret.size() != sizeof(Key)) {
    return absl::DataLossError(absl::StrCat(master_path, ": not 32 bytes"));
  }
  const Key master = KeyFrom(secret);
  Cleanse(secret);
  DAYBOOK_ASSIGN_OR_RETURN(secret, ReadWrapped(files, keys_dir, master, "compare", sizeof(Key)));
  const Key compare = KeyFrom(secret);
  Cleanse(secret);

  DAYBOOK_ASSIGN_OR_RETURN(const uint64_t slabs, CountSlabs(files, keys_dir));
  std::vector<Key> customers;
  for (uint64_t number = 0; number < std::max<uint64_t>(slabs, 1); ++number) {
    const std::string name = SlabName(number);
    if (!files.Exists(absl::StrCat(keys_dir, "/", name))) {
      return absl::DataLossError(absl::StrCat(keys_dir, "/", name, " is missing"));
    }
    DAYBOOK_ASSIGN_OR_RETURN(secret,
                             ReadWrapped(files, keys_dir, master, name, kSlabSlots * sizeof(Key)));
    AppendKeys(secret, customers);
    Cleanse(secret);
  }
  return std::make_unique<FileKeyRing>(files, keys_dir, master, compare, std::move(customers));
}

}  // namespace daybook
