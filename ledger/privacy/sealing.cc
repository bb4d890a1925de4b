#include "ledger/privacy/sealing.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <cstdlib>
#include <utility>

#include "google/protobuf/descriptor.h"
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

// The way from a request to one of its fields of personal data: message fields, each present once at most.
using Path = std::vector<const google::protobuf::FieldDescriptor*>;

void AppendPaths(const google::protobuf::Descriptor& type, Path& here, std::vector<Path>& paths) {
  constexpr size_t kDeepest = 5;
  if (&type == v1::Personal::descriptor()) {
    paths.push_back(here);
    return;
  }
  if (here.size() == kDeepest) return;
  for (int i = 0; i < type.field_count(); ++i) {
    const google::protobuf::FieldDescriptor* const field = type.field(i);
    if (field->message_type() == nullptr || field->is_repeated()) continue;
    here.push_back(field);
    AppendPaths(*field->message_type(), here, paths);
    here.pop_back();
  }
}

// The paths of every body, by its field number: the schema says where personal data is, and nothing else does.
class PersonalPaths {
 public:
  PersonalPaths() {
    const auto* const bodies = v1::Request::descriptor()->FindOneofByName("body");
    for (int i = 0; i < bodies->field_count(); ++i) {
      const google::protobuf::FieldDescriptor* const body = bodies->field(i);
      const auto number = static_cast<size_t>(body->number());
      if (number >= paths_.size()) paths_.resize(number + 1);
      Path here = {body};
      AppendPaths(*body->message_type(), here, paths_[number]);
    }
  }

  const std::vector<Path>& Of(const v1::Request& request) const {
    return paths_[static_cast<size_t>(request.body_case())];
  }

 private:
  std::vector<std::vector<Path>> paths_;
};

const PersonalPaths& AllPaths() {
  static const PersonalPaths paths;
  return paths;
}

bool IsSet(const v1::Request& request, const Path& path) {
  const google::protobuf::Message* message = &request;
  for (const google::protobuf::FieldDescriptor* const field : path) {
    if (!message->GetReflection()->HasField(*message, field)) return false;
    message = &message->GetReflection()->GetMessage(*message, field);
  }
  return true;
}

}  // namespace

std::vector<v1::Personal*> PersonalFields(v1::Request& request) {
  std::vector<v1::Personal*> found;
  for (const Path& path : AllPaths().Of(request)) {
    if (!IsSet(request, path)) continue;
    google::protobuf::Message* message = &request;
    for (const google::protobuf::FieldDescriptor* const field : path) {
      message = message->GetReflection()->MutableMessage(message, field);
    }
    found.push_back(static_cast<v1::Personal*>(message));
  }
  return found;
}

std::vector<const v1::SealedData*> SealedFields(const v1::Request& request) {
  std::vector<const v1::SealedData*> found;
  for (const Path& path : AllPaths().Of(request)) {
    if (!IsSet(request, path)) continue;
    const google::protobuf::Message* message = &request;
    for (const google::protobuf::FieldDescriptor* const field : path) {
      message = &message->GetReflection()->GetMessage(*message, field);
    }
    const auto& personal = static_cast<const v1::Personal&>(*message);
    if (personal.has_sealed()) found.push_back(&personal.sealed());
  }
  return found;
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
