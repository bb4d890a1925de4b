#include "ledger/log/record_codec.h"

#include "absl/strings/str_cat.h"

namespace daybook {

absl::StatusOr<std::string> EncodeRecord(const v1::Record& record) {
  const size_t size = record.ByteSizeLong();
  if (size > kMaxRecordBytes) {
    return absl::ResourceExhaustedError(absl::StrCat("the record at position ", record.position(),
                                                     " takes ", size, " bytes; the limit is ",
                                                     kMaxRecordBytes));
  }
  std::string bytes(size, '\0');
  record.SerializeWithCachedSizesToArray(reinterpret_cast<uint8_t*>(bytes.data()));
  return bytes;
}

absl::Status DecodeRecord(uint64_t position, std::string_view bytes, v1::Record& record) {
  // No bytes at all would parse as a record at position 0.
  if (bytes.empty() || bytes.size() > kMaxRecordBytes ||
      !record.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return absl::DataLossError(
        absl::StrCat("what is stored at position ", position, " is not a record"));
  }
  if (record.position() != position) {
    return absl::DataLossError(absl::StrCat("the record stored at position ", position,
                                            " says that it is at ", record.position()));
  }
  return absl::OkStatus();
}

}  // namespace daybook
