// Requests that the ledger makes in its own name.
#ifndef DAYBOOK_LEDGER_ENGINE_OWN_REQUEST_H_
#define DAYBOOK_LEDGER_ENGINE_OWN_REQUEST_H_

#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "daybook/v1/request.pb.h"
#include "ledger/base/instant.h"
#include "ledger/domain/times.h"

namespace daybook {

inline v1::Request OwnRequest(std::string request_id) {
  v1::Request request;
  request.set_request_id(std::move(request_id));
  request.mutable_actor()->set_kind(v1::ACTOR_KIND_SYSTEM);
  request.mutable_actor()->set_id("daybook");
  request.set_authenticated_by("daybook");
  return request;
}

// What is due at or before `until`, to be recorded at `end` or later.
inline v1::Request DueRequest(Instant until, uint64_t end) {
  constexpr int32_t kItemsPerRecord = 256;
  v1::Request request = OwnRequest(absl::StrCat("due/", until.micros(), "/", end));
  v1::RunDue* const run = request.mutable_run_due();
  *run->mutable_until() = ToTimestamp(until);
  run->set_max_items(kItemsPerRecord);
  return request;
}

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_ENGINE_OWN_REQUEST_H_
