#include "ledger/engine/sealed_reader.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "ledger/log/record_codec.h"
#include "ledger/privacy/sealing.h"

namespace daybook {
namespace {

// The record that brought it has the id that it was sealed for.
absl::StatusOr<v1::PersonalData> Open(const v1::SealedData& sealed, const KeyRing& keys,
                                      const v1::Request& request) {
  DAYBOOK_ASSIGN_OR_RETURN(const Key key, keys.CustomerKey(sealed.key_slot()));
  return Unseal(sealed, key, request.request_id());
}

std::string BodyName(const v1::Request& request) {
  const auto* const field = v1::Request::descriptor()->FindFieldByNumber(request.body_case());
  return field == nullptr ? std::string() : field->name();
}

}  // namespace

absl::StatusOr<v1::PersonalData> OpenSealed(const RecordSource& log, const KeyRing& keys,
                                            uint64_t position) {
  v1::Record record;
  DAYBOOK_RETURN_IF_ERROR(log.Read(
      position, position + 1,
      [&record](uint64_t at, std::string_view bytes) { return DecodeRecord(at, bytes, record); }));
  const std::vector<const v1::SealedData*> sealed = SealedFields(record.request());
  if (sealed.empty()) {
    return absl::NotFoundError(absl::StrCat("nothing is sealed at position ", position));
  }
  return Open(*sealed.front(), keys, record.request());
}

absl::StatusOr<std::vector<Revealed::Part>> OpenAllSealed(const RecordSource& log,
                                                          const KeyRing& keys,
                                                          const std::vector<uint64_t>& slots,
                                                          uint64_t end) {
  std::vector<Revealed::Part> parts;
  v1::Record record;
  const auto visit = [&](uint64_t position, std::string_view bytes) -> absl::Status {
    DAYBOOK_RETURN_IF_ERROR(DecodeRecord(position, bytes, record));
    for (const v1::SealedData* const sealed : SealedFields(record.request())) {
      const bool wanted = !sealed->ciphertext().empty() &&
                          std::find(slots.begin(), slots.end(), sealed->key_slot()) != slots.end();
      if (!wanted) continue;
      absl::StatusOr<v1::PersonalData> data = Open(*sealed, keys, record.request());
      if (absl::IsNotFound(data.status())) continue;
      DAYBOOK_RETURN_IF_ERROR(data.status());
      parts.push_back(
          {position, record.request().request_id(), BodyName(record.request()), *std::move(data)});
    }
    return absl::OkStatus();
  };
  DAYBOOK_RETURN_IF_ERROR(log.Read(0, end, visit));
  return parts;
}

}  // namespace daybook
