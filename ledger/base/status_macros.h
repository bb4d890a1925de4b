// Early return for absl::Status and absl::StatusOr, named like upstream's later ones.
//
//   DAYBOOK_RETURN_IF_ERROR(file->Sync());
//   DAYBOOK_ASSIGN_OR_RETURN(std::string bytes, files.Read(path));
#ifndef DAYBOOK_LEDGER_BASE_STATUS_MACROS_H_
#define DAYBOOK_LEDGER_BASE_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define DAYBOOK_RETURN_IF_ERROR(expression)                                 \
  do {                                                                      \
    if (absl::Status daybook_status = (expression); !daybook_status.ok()) { \
      return daybook_status;                                                \
    }                                                                       \
  } while (false)

#define DAYBOOK_STATUS_CONCAT_INNER(a, b) a##b
#define DAYBOOK_STATUS_CONCAT(a, b) DAYBOOK_STATUS_CONCAT_INNER(a, b)

#define DAYBOOK_ASSIGN_OR_RETURN(lhs, expression)                                         \
  DAYBOOK_ASSIGN_OR_RETURN_IMPL(DAYBOOK_STATUS_CONCAT(daybook_status_or_, __LINE__), lhs, \
                                expression)

#define DAYBOOK_ASSIGN_OR_RETURN_IMPL(result, lhs, expression) \
  auto result = (expression);                                  \
  if (!result.ok()) {                                          \
    return std::move(result).status();                         \
  }                                                            \
  lhs = *std::move(result)

#endif  // DAYBOOK_LEDGER_BASE_STATUS_MACROS_H_
