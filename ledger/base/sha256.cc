#include "ledger/base/sha256.h"

#include <openssl/evp.h>

#include <cstdio>
#include <cstdlib>
#include <utility>

namespace daybook {
namespace {

// Without SHA-256 nothing that Daybook promises can be kept, and libcrypto fails here only when it
// is broken or out of memory: no caller could do better than stop.
void Require(bool succeeded, const char* operation) {
  if (succeeded) return;
  std::fprintf(stderr, "libcrypto: %s failed\n", operation);
  std::abort();
}

// Never freed: threads that end late may still hash.
const EVP_MD* Digest() {
  static const EVP_MD* const digest = [] {
    const EVP_MD* fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    Require(fetched != nullptr, "EVP_MD_fetch");
    return fetched;
  }();
  return digest;
}

// A computation that Sha256Of starts and ends within one call, so that one per thread is enough.
Sha256& ThreadSha256() {
  thread_local Sha256 sha256;
  return sha256;
}

}  // namespace

// The digest is bound to the context once; starting again with no type named skips the look-up of
// it. A new computation starts on the first Update, or in Finish where there was none, and not at
// the end of the one before.
struct Sha256::Context {
  Context() : evp(EVP_MD_CTX_new()) {
    Require(evp != nullptr, "EVP_MD_CTX_new");
    Require(EVP_DigestInit_ex2(evp, Digest(), nullptr) == 1, "EVP_DigestInit_ex2");
  }
  ~Context() { EVP_MD_CTX_free(evp); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  void EnsureStarted() {
    if (started) return;
    Require(EVP_DigestInit_ex2(evp, nullptr, nullptr) == 1, "EVP_DigestInit_ex2");
    started = true;
  }

  EVP_MD_CTX* evp;
  bool started = true;
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

Sha256& Sha256::Update(std::string_view bytes) {
  context_->EnsureStarted();
  Require(EVP_DigestUpdate(context_->evp, bytes.data(), bytes.size()) == 1, "EVP_DigestUpdate");
  return *this;
}

Hash Sha256::Finish() {
  context_->EnsureStarted();
  Hash hash;
  Require(EVP_DigestFinal_ex(context_->evp, hash.data(), nullptr) == 1, "EVP_DigestFinal_ex");
  context_->started = false;
  return hash;
}

Hash Sha256Of(std::string_view bytes) { return ThreadSha256().Update(bytes).Finish(); }

Hash Sha256Of(std::string_view a, std::string_view b) {
  return ThreadSha256().Update(a).Update(b).Finish();
}

Hash Sha256Of(std::string_view a, std::string_view b, std::string_view c) {
  return ThreadSha256().Update(a).Update(b).Update(c).Finish();
}

}  // namespace daybook
