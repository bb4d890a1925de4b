#include "ledger/domain/named_entities.h"

namespace daybook {

std::string_view BookingNamedBy(const v1::Request& request) {
  switch (request.body_case()) {
    case v1::Request::kCreateBooking:
      return request.create_booking().booking_id();
    case v1::Request::kConfirmBooking:
      return request.confirm_booking().booking_id();
    case v1::Request::kReleaseBooking:
      return request.release_booking().booking_id();
    case v1::Request::kPromoteBooking:
      return request.promote_booking().booking_id();
    case v1::Request::kChangeBooking:
      return request.change_booking().booking_id();
    case v1::Request::kCancelBooking:
      return request.cancel_booking().booking_id();
    case v1::Request::kAssignRoomType:
      return request.assign_room_type().booking_id();
    case v1::Request::kCheckIn:
      return request.check_in().booking_id();
    case v1::Request::kCheckOut:
      return request.check_out().booking_id();
    case v1::Request::kMarkNoShow:
      return request.mark_no_show().booking_id();
    case v1::Request::kRecordPayment:
      return request.record_payment().booking_id();
    case v1::Request::kRefundPayment:
      return request.refund_payment().booking_id();
    case v1::Request::kSettleRefund:
      return request.settle_refund().booking_id();
    case v1::Request::kRecordFeedback:
      return request.record_feedback().feedback().booking_id();
    default:
      return {};
  }
}

std::string_view PropertyNamedBy(const v1::Request& request) {
  switch (request.body_case()) {
    case v1::Request::kDefineProperty:
      return request.define_property().property().property_id();
    case v1::Request::kDefineRoomType:
      return request.define_room_type().room_type().property_id();
    case v1::Request::kDefineRatePlan:
      return request.define_rate_plan().rate_plan().property_id();
    case v1::Request::kRollBusinessDate:
      return request.roll_business_date().property_id();
    case v1::Request::kSetOutOfOrder:
      return request.set_out_of_order().property_id();
    case v1::Request::kCreateBooking:
      return request.create_booking().property_id();
    case v1::Request::kRecordFeedback:
      return request.record_feedback().feedback().property_id();
    default:
      return {};
  }
}

std::string_view CustomerNamedBy(const v1::Request& request) {
  switch (request.body_case()) {
    case v1::Request::kCreateBooking:
      return request.create_booking().customer_id();
    case v1::Request::kRecordFeedback:
      return request.record_feedback().feedback().customer_id();
    default:
      return {};
  }
}

NamedEntities EntitiesNamedBy(const v1::Request& request) {
  // Reading a body that is not there gives the empty one.
  return {std::string(BookingNamedBy(request)), request.record_feedback().feedback().feedback_id()};
}

}  // namespace daybook
