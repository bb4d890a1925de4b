#include "ledger/privacy/sealing.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <cstdlib>
#include <utility>

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "ledger/base/status_macros.h"
#include "ledger/privacy/aes_gcm.h"

namespace daybook {
namespace {

// HMAC-SHA256 that keeps its key schedule: most MACs of a thread are under one key.
class Hmac {
 public:
  Hmac() : context_(EVP_MAC_CTX_new(Algorithm())) {}
  Hmac(const Hmac&) = delete;
  Hmac& operator=(const Hmac&) = delete;
  ~Hmac() { EVP_MAC_CTX_free(context_); }

  Hash Compute(const Key& key, std::string_view bytes) {
    Hash mac;
    size_t size = 0;
    if (!Begin(key) ||
        EVP_MAC_update(context_, reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()) !=
            1 ||
        EVP_MAC_final(context_, mac.data(), &size, mac.size()) != 1 || size != mac.size()) {
      // Only without memory or without the default provider: nothing could be recorded then either.
      std::abort();
    }
    return mac;
  }

 private:
  static EVP_MAC* Algorithm() {
    static EVP_MAC* const algorithm = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    return algorithm;
  }

  bool Begin(const Key& key) {
    if (keyed_ && key == key_) return EVP_MAC_init(context_, nullptr, 0, nullptr) == 1;
    char digest[] = "SHA256";
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_end()};
    keyed_ = EVP_MAC_init(context_, key.data(), key.size(), parameters) == 1;
    key_ = key;
    return keyed_;
  }

  EVP_MAC_CTX* const context_;
  Key key_{};
  bool keyed_ = false;
};

std::vector<const v1::SealedData*> SealedForm(const v1::Personal& personal) {
  if (!personal.has_sealed()) return {};
  return {&personal.sealed()};
}

}  // namespace

std::vector<v1::Personal*> PersonalFields(v1::Request& request) {
  std::vector<v1::Personal*> found;
  switch (request.body_case()) {
    case v1::Request::kCreateBooking:
      if (request.create_booking().has_guest()) {
        found.push_back(request.mutable_create_booking()->mutable_guest());
      }
      break;
    case v1::Request::kChangeBooking:
      if (request.change_booking().has_guest()) {
        found.push_back(request.mutable_change_booking()->mutable_guest());
      }
      break;
    case v1::Request::kRecordFeedback:
      if (request.record_feedback().feedback().has_remark()) {
        found.push_back(request.mutable_record_feedback()->mutable_feedback()->mutable_remark());
      }
      break;
    default:
      break;
  }
  return found;
}

std::vector<const v1::SealedData*> SealedFields(const v1::Request& request) {
  switch (request.body_case()) {
    case v1::Request::kCreateBooking:
      return SealedForm(request.create_booking().guest());
    case v1::Request::kChangeBooking:
      return SealedForm(request.change_booking().guest());
    case v1::Request::kRecordFeedback:
      return SealedForm(request.record_feedback().feedback().remark());
    default:
      return {};
  }
}

absl::StatusOr<v1::SealedData> Seal(const v1::PersonalData& data, const Key& key, uint64_t key_slot,
                                    std::string_view request_id) {
  DAYBOOK_ASSIGN_OR_RETURN(std::string nonce, RandomBytes(kNonceBytes));
  std::string plain;
  SerializeDeterministically(data, plain);
  DAYBOOK_ASSIGN_OR_RETURN(std::string ciphertext, EncryptGcm(key, nonce, request_id, plain));
  v1::SealedData sealed;
  sealed.set_key_slot(key_slot);
  sealed.set_nonce(std::move(nonce));
  sealed.set_ciphertext(std::move(ciphertext));
  return sealed;
}

absl::StatusOr<v1::PersonalData> Unseal(const v1::SealedData& sealed, const Key& key,
                                        std::string_view request_id) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::string plain,
                           DecryptGcm(key, sealed.nonce(), request_id, sealed.ciphertext()));
  v1::PersonalData data;
  if (!data.ParseFromString(plain)) {
    return absl::DataLossError("what was sealed is not personal data");
  }
  return data;
}

void SerializeDeterministically(const google::protobuf::MessageLite& message, std::string& bytes) {
  bytes.resize(message.ByteSizeLong());
  google::protobuf::io::ArrayOutputStream stream(bytes.data(), static_cast<int>(bytes.size()));
  google::protobuf::io::CodedOutputStream output(&stream);
  output.SetSerializationDeterministic(true);
  message.SerializeWithCachedSizes(&output);
}

Hash ContentMac(std::string_view serialized_request, const Key& compare_key) {
  thread_local Hmac hmac;
  return hmac.Compute(compare_key, serialized_request);
}

Hash ContentMac(const v1::Request& request, const Key& compare_key) {
  std::string bytes;
  SerializeDeterministically(request, bytes);
  return ContentMac(std::string_view(bytes), compare_key);
}

}  // namespace daybook
