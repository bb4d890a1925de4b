// The digest of a set of rows: the sum modulo 2^256 of SHA-256(length of key as 4 bytes big-endian,
// key, value) over the rows. It does not depend on the order of the rows, and a row is added or
// taken away in O(1). Guards against accidents and lets two builds of the same rows be compared; it
// is not a commitment against someone who may choose rows freely (that is what the Merkle tree is
// for).
#ifndef DAYBOOK_LEDGER_BASE_SET_DIGEST_H_
#define DAYBOOK_LEDGER_BASE_SET_DIGEST_H_

#include <string>
#include <string_view>

#include "ledger/base/sha256.h"

namespace daybook {

Hash RowHash(std::string_view key, std::string_view value);

class SetDigest {
 public:
  SetDigest() = default;  // of no rows: zero
  explicit SetDigest(const Hash& sum) : sum_(sum) {}

  void Add(const Hash& row_hash);
  void Remove(const Hash& row_hash);

  const Hash& sum() const { return sum_; }  // big-endian
  friend bool operator==(const SetDigest&, const SetDigest&) = default;

 private:
  Hash sum_{};
};

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_BASE_SET_DIGEST_H_
