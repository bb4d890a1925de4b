// Requests that the ledger makes in its own name.
#ifndef DAYBOOK_LEDGER_ENGINE_OWN_REQUEST_H_
#define DAYBOOK_LEDGER_ENGINE_OWN_REQUEST_H_

#include <string>
#include <utility>

#include "daybook/v1/request.pb.h"

namespace daybook {

inline v1::Request OwnRequest(std::string request_id) {
  v1::Request request;
  request.set_request_id(std::move(request_id));
  request.mutable_actor()->set_kind(v1::ACTOR_KIND_SYSTEM);
  request.mutable_actor()->set_id("daybook");
  request.set_authenticated_by("daybook");
  return request;
}

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_ENGINE_OWN_REQUEST_H_
