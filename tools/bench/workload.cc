#include "tools/bench/workload.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "ledger/base/civil_date.h"
#include "ledger/base/status_macros.h"

namespace daybook::bench {
namespace {

constexpr int32_t kFirstDate = 20260301;

v1::Request NewRequest(std::string id, v1::ActorKind kind, const char* actor) {
  v1::Request request;
  request.set_request_id(std::move(id));
  request.mutable_actor()->set_kind(kind);
  request.mutable_actor()->set_id(actor);
  request.set_authenticated_by("bench");
  return request;
}

absl::Status MustAccept(Ledger& ledger, const v1::Request& request) {
  DAYBOOK_ASSIGN_OR_RETURN(Receipt receipt,
                           ledger.Submit(request, absl::Now() + absl::Seconds(30)));
  if (!receipt.outcome.has_accepted()) {
    return absl::InternalError(receipt.outcome.ShortDebugString());
  }
  return absl::OkStatus();
}

v1::Request Create(const std::string& id, uint32_t i) {
  v1::Request request = NewRequest(absl::StrCat("create/", id), v1::ACTOR_KIND_STAFF, "clerk");
  auto& create = *request.mutable_create_booking();
  create.set_booking_id(id);
  create.set_property_id("BENCH");
  create.set_status(v1::CONFIRMED);
  const CivilDate arrival =
      *CivilDate::FromYmd(kFirstDate) + static_cast<int32_t>(i * 2654435761U % 700);
  create.mutable_stay()->set_arrival(arrival.ymd());
  create.mutable_stay()->set_departure((arrival + static_cast<int32_t>(1 + i % 4)).ymd());
  create.set_room_type_id("DOUBLE");
  create.mutable_guests()->set_adults(2);
  create.set_rate_plan_id("FLEX");
  create.set_channel_id("WEB");
  return request;
}

}  // namespace

absl::Status DefineHotel(Ledger& ledger) {
  v1::Request request = NewRequest("define/property", v1::ACTOR_KIND_OPERATOR, "owner");
  auto& property = *request.mutable_define_property()->mutable_property();
  property.set_property_id("BENCH");
  property.set_time_zone("Europe/Lisbon");
  property.set_currency("EUR");
  property.set_first_business_date(kFirstDate);
  property.set_due_in_policy(v1::DUE_IN_POLICY_DECLINE);
  DAYBOOK_RETURN_IF_ERROR(MustAccept(ledger, request));

  request = NewRequest("define/room", v1::ACTOR_KIND_OPERATOR, "owner");
  auto& room = *request.mutable_define_room_type()->mutable_room_type();
  room.set_property_id("BENCH");
  room.set_room_type_id("DOUBLE");
  room.set_capacity(100'000);
  DAYBOOK_RETURN_IF_ERROR(MustAccept(ledger, request));

  request = NewRequest("define/plan", v1::ACTOR_KIND_OPERATOR, "owner");
  auto& plan = *request.mutable_define_rate_plan()->mutable_rate_plan();
  plan.set_property_id("BENCH");
  plan.set_rate_plan_id("FLEX");
  auto& price = *plan.add_prices();
  price.set_room_type_id("DOUBLE");
  price.set_nightly_minor(12'000);
  price.set_day_use_minor(6'000);
  auto& policy = *plan.mutable_cancellation_policy();
  policy.set_policy_id("flex");
  policy.set_version(1);
  policy.set_grace_minutes(60);
  for (int32_t days : {14, 3, 1}) {
    auto& tier = *policy.add_tiers();
    tier.set_days_before_arrival(days);
    tier.set_local_minute_of_day(18 * 60);
    if (days == 1) {
      tier.mutable_penalty()->set_full(true);
    } else {
      tier.mutable_penalty()->set_nights(15 / days);
    }
  }
  DAYBOOK_RETURN_IF_ERROR(MustAccept(ledger, request));

  request = NewRequest("define/channel", v1::ACTOR_KIND_OPERATOR, "owner");
  request.mutable_define_channel()->mutable_channel()->set_channel_id("WEB");
  DAYBOOK_RETURN_IF_ERROR(MustAccept(ledger, request));

  request = NewRequest("define/staff", v1::ACTOR_KIND_OPERATOR, "owner");
  auto& staff = *request.mutable_define_staff()->mutable_staff();
  staff.set_staff_id("clerk");
  staff.add_roles(v1::ROLE_FRONT_DESK);
  return MustAccept(ledger, request);
}

std::vector<v1::Request> FrontDeskRequests(uint32_t submitter, uint32_t count) {
  std::vector<v1::Request> requests;
  requests.reserve(count);
  std::string booking;
  for (uint32_t i = 0; i < count; ++i) {
    switch (i % 5) {
      case 3: {
        v1::Request request =
            NewRequest(absl::StrCat("pay/", booking), v1::ACTOR_KIND_STAFF, "clerk");
        auto& payment = *request.mutable_record_payment();
        payment.set_booking_id(booking);
        payment.set_payment_id("p1");
        payment.mutable_amount()->set_amount_minor(5'000);
        payment.mutable_amount()->set_currency("EUR");
        payment.set_method(v1::PAYMENT_METHOD_CARD);
        requests.push_back(std::move(request));
        break;
      }
      case 4: {
        v1::Request request =
            NewRequest(absl::StrCat("change/", booking), v1::ACTOR_KIND_STAFF, "clerk");
        auto& change = *request.mutable_change_booking();
        change.set_booking_id(booking);
        change.set_reason(v1::CHANGE_REASON_FAMILY);
        change.mutable_guests()->set_adults(3);
        requests.push_back(std::move(request));
        break;
      }
      default:
        booking = absl::StrCat("B", submitter, "-", i);
        requests.push_back(Create(booking, i + submitter * 7919));
    }
  }
  return requests;
}

}  // namespace daybook::bench
