// SHA-256 (FIPS 180-4) by libcrypto, with the digest fetched once and contexts reused: the tree,
// the content of the log's files, view digests and state digests all hash through here.
#ifndef DAYBOOK_LEDGER_BASE_SHA256_H_
#define DAYBOOK_LEDGER_BASE_SHA256_H_

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

namespace daybook {

using Hash = std::array<uint8_t, 32>;

inline std::string_view AsBytes(const Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

// One computation at a time; not thread-safe. After Finish it is ready for the next one.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  Sha256& Update(std::string_view bytes);
  Hash Finish();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

// One shot, through a context kept per thread.
Hash Sha256Of(std::string_view bytes);
Hash Sha256Of(std::string_view a, std::string_view b);
Hash Sha256Of(std::string_view a, std::string_view b, std::string_view c);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_BASE_SHA256_H_
