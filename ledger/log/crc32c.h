// CRC-32C (Castagnoli), as in RFC 3720: crc32c("123456789") = 0xe3069283. For small things; no
// hardware needed.
#ifndef DAYBOOK_LEDGER_LOG_CRC32C_H_
#define DAYBOOK_LEDGER_LOG_CRC32C_H_

#include <cstdint>
#include <string_view>

namespace daybook {

uint32_t Crc32c(std::string_view bytes);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_LOG_CRC32C_H_
