// Record <-> the bytes that are stored, hashed and never serialised again.
#ifndef DAYBOOK_LEDGER_LOG_RECORD_CODEC_H_
#define DAYBOOK_LEDGER_LOG_RECORD_CODEC_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daybook/v1/record.pb.h"

namespace daybook {

inline constexpr size_t kMaxRequestBytes = 24 * 1024;
inline constexpr size_t kMaxRecordBytes = 65'535;

// ResourceExhausted: above kMaxRecordBytes.
absl::StatusOr<std::string> EncodeRecord(const v1::Record& record);

// DataLoss: not a record, or its position is not `position`.
absl::Status DecodeRecord(uint64_t position, std::string_view bytes, v1::Record& record);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_LOG_RECORD_CODEC_H_
