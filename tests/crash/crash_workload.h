// Requests that are a function of their id, so that whoever finds an id in the wreckage can ask the same again.
#ifndef DAYBOOK_TESTS_CRASH_CRASH_WORKLOAD_H_
#define DAYBOOK_TESTS_CRASH_CRASH_WORKLOAD_H_

#include <string>
#include <vector>

#include "daybook/v1/request.pb.h"

namespace daybook::crash {

// The standard hotel, with ids.
std::vector<v1::Request> Hotel();

// The n-th request of a stream ("w3-1"): a booking with a guest's name, its payment, its change, feedback with a remark,
// its cancellation, the next booking ... Some are declined: the hotel is small.
std::string RequestId(const std::string& stream, int n);
v1::Request NthRequest(const std::string& stream, int n);
// The same from the id alone.
v1::Request RequestWithId(const std::string& request_id);

}  // namespace daybook::crash

#endif  // DAYBOOK_TESTS_CRASH_CRASH_WORKLOAD_H_
