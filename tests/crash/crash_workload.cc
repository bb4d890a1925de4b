#include "tests/crash/crash_workload.h"

#include "ledger/base/civil_date.h"
#include "tests/support/requests.h"

namespace daybook::crash {
namespace {

using namespace daybook::testing;  // the builders

int32_t DateOf(uint64_t number) {
  const CivilDate first = CivilDate::FromYmd(20260301).value();
  return (first + static_cast<int32_t>(number % 400)).ymd();
}

uint64_t Scramble(const std::string& text) {
  uint64_t hash = 14'695'981'039'346'656'037u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1'099'511'628'211u;
  return hash;
}

v1::Request CreateNamed(const std::string& booking_id) {
  const uint64_t seed = Scramble(booking_id);
  BookingSpec spec;
  spec.id = booking_id;
  spec.arrival = DateOf(seed);
  spec.departure = DateOf(seed % 400 + 1 + seed / 400 % 3);
  if (spec.departure < spec.arrival) spec.departure = spec.arrival;
  spec.customer = "c-" + std::to_string(seed % 50);
  v1::Request request = Create(spec);
  v1::PersonalData* guest = request.mutable_create_booking()->mutable_guest()->mutable_plain();
  guest->set_full_name("Guest of " + booking_id);
  guest->set_phone("+49 30 " + std::to_string(seed % 1'000'000));
  return request;
}

v1::Request RemarkNamed(const std::string& feedback_id, const std::string& customer) {
  v1::Request request = Remark(feedback_id);
  v1::Feedback* feedback = request.mutable_record_feedback()->mutable_feedback();
  feedback->set_customer_id(customer);
  feedback->mutable_remark()->mutable_plain()->set_remark("a remark");
  return request;
}

}  // namespace

std::vector<v1::Request> Hotel() {
  std::vector<v1::Request> requests = StandardHotel();
  for (size_t i = 0; i < requests.size(); ++i) {
    requests[i].set_request_id("hotel-" + std::to_string(i));
  }
  return requests;
}

std::string RequestId(const std::string& stream, int n) { return stream + "/" + std::to_string(n); }

v1::Request NthRequest(const std::string& stream, int n) {
  const std::string booking = "b/" + stream + "/" + std::to_string(n / 5);
  const auto with_id = [&](v1::Request request) {
    return WithId(RequestId(stream, n), std::move(request));
  };
  switch (n % 5) {
    case 0:
      return with_id(CreateNamed(booking));
    case 1:
      return with_id(Pay(booking, "p1", 10'000));
    case 2:
      return with_id(With(Change(booking), [](v1::Request& r) {
        r.mutable_change_booking()->mutable_guests()->set_adults(1);
      }));
    case 3:
      return with_id(RemarkNamed("f/" + booking, "c-" + std::to_string(n % 50)));
    default:
      return with_id(n % 3 == 0 ? Cancel(booking) : Refund(booking, "p1", "f1", 100 + n % 1'000));
  }
}

v1::Request RequestWithId(const std::string& request_id) {
  const size_t slash = request_id.rfind('/');
  return NthRequest(request_id.substr(0, slash), std::stoi(request_id.substr(slash + 1)));
}

}  // namespace daybook::crash
