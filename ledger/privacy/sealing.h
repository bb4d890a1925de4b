// Sealing personal data before it is hashed, and telling requests apart without keeping what they
// said.
#ifndef DAYBOOK_LEDGER_PRIVACY_SEALING_H_
#define DAYBOOK_LEDGER_PRIVACY_SEALING_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daybook/v1/request.pb.h"
#include "google/protobuf/message_lite.h"
#include "ledger/base/sha256.h"
#include "ledger/privacy/key_ring.h"

namespace daybook {

// Every field of the request that holds personal data and is set. A test finds all fields of that
// type by reflection.
std::vector<v1::Personal*> PersonalFields(v1::Request& request);
// Those of them that are sealed. A request with any can't come from outside: it is refused.
std::vector<const v1::SealedData*> SealedFields(const v1::Request& request);
// AES-256-GCM, random nonce, associated data = request_id. Internal: libcrypto failed.
absl::StatusOr<v1::SealedData> Seal(const v1::PersonalData& data, const Key& key, uint64_t key_slot,
                                    std::string_view request_id);
// DataLoss: not sealed with this key for this request, or damaged.
absl::StatusOr<v1::PersonalData> Unseal(const v1::SealedData& sealed, const Key& key,
                                        std::string_view request_id);

// The same message gives the same bytes in every process of this version. Replaces what `bytes`
// held.
void SerializeDeterministically(const google::protobuf::MessageLite& message, std::string& bytes);

// HMAC-SHA256 under the compare key of the request as given (plain: the caller refuses what is
// sealed already), in its deterministic serialisation. Ends the program where libcrypto has no
// HMAC-SHA256 or no memory.
Hash ContentMac(const v1::Request& request, const Key& compare_key);
// The same, of a request that is serialised so already.
Hash ContentMac(std::string_view serialized_request, const Key& compare_key);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_PRIVACY_SEALING_H_
