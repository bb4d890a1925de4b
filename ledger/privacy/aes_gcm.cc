#include "ledger/privacy/aes_gcm.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <memory>

namespace daybook {
namespace {

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};

// Fetching looks through the providers and is dearer than encrypting a name: once a process.
const EVP_CIPHER* Cipher() {
  static const EVP_CIPHER* const cipher = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  return cipher;
}

EVP_CIPHER_CTX* ThreadContext() {
  thread_local const std::unique_ptr<EVP_CIPHER_CTX, FreeContext> context(EVP_CIPHER_CTX_new());
  return context.get();
}

const uint8_t* Bytes(std::string_view text) {
  return reinterpret_cast<const uint8_t*>(text.data());
}
uint8_t* Bytes(std::string& text, size_t offset = 0) {
  return reinterpret_cast<uint8_t*>(text.data()) + offset;
}
int Length(std::string_view text) { return static_cast<int>(text.size()); }

bool Begin(EVP_CIPHER_CTX* context, const Key& key, std::string_view nonce,
           std::string_view associated, int encrypt) {
  int ignored = 0;
  return Cipher() != nullptr && context != nullptr &&
         EVP_CipherInit_ex2(context, Cipher(), key.data(), Bytes(nonce), encrypt, nullptr) == 1 &&
         EVP_CipherUpdate(context, nullptr, &ignored, Bytes(associated), Length(associated)) == 1;
}

}  // namespace

absl::StatusOr<std::string> RandomBytes(size_t count) {
  std::string bytes(count, '\0');
  if (RAND_bytes(Bytes(bytes), static_cast<int>(count)) != 1) {
    return absl::InternalError("no random bytes from libcrypto");
  }
  return bytes;
}

absl::StatusOr<std::string> EncryptGcm(const Key& key, std::string_view nonce,
                                       std::string_view associated, std::string_view plain) {
  if (nonce.size() != kNonceBytes) return absl::InternalError("a nonce must be 12 bytes");
  EVP_CIPHER_CTX* const context = ThreadContext();
  std::string sealed(plain.size() + kTagBytes, '\0');
  int written = 0;
  int rest = 0;
  if (!Begin(context, key, nonce, associated, 1) ||
      EVP_CipherUpdate(context, Bytes(sealed), &written, Bytes(plain), Length(plain)) != 1 ||
      EVP_CipherFinal_ex(context, Bytes(sealed, static_cast<size_t>(written)), &rest) != 1 ||
      static_cast<size_t>(written + rest) != plain.size() ||
      EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, static_cast<int>(kTagBytes),
                          Bytes(sealed, plain.size())) != 1) {
    return absl::InternalError("libcrypto could not encrypt");
  }
  return sealed;
}

absl::StatusOr<std::string> DecryptGcm(const Key& key, std::string_view nonce,
                                       std::string_view associated, std::string_view sealed) {
  if (nonce.size() != kNonceBytes || sealed.size() < kTagBytes) {
    return absl::DataLossError("too short to be sealed data");
  }
  EVP_CIPHER_CTX* const context = ThreadContext();
  const std::string_view ciphertext = sealed.substr(0, sealed.size() - kTagBytes);
  std::string tag(sealed.substr(ciphertext.size()));
  std::string plain(ciphertext.size(), '\0');
  int written = 0;
  int rest = 0;
  if (!Begin(context, key, nonce, associated, 0) ||
      EVP_CipherUpdate(context, Bytes(plain), &written, Bytes(ciphertext), Length(ciphertext)) !=
          1 ||
      EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, static_cast<int>(kTagBytes),
                          Bytes(tag)) != 1) {
    return absl::InternalError("libcrypto could not decrypt");
  }
  if (EVP_CipherFinal_ex(context, Bytes(plain, static_cast<size_t>(written)), &rest) != 1) {
    return absl::DataLossError("damaged, or sealed with another key or for something else");
  }
  return plain;
}

}  // namespace daybook
