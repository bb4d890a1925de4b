#include "tools/daybook/record_line.h"

#include <gtest/gtest.h>

#include <string>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "projections/audit/audit_view.h"
#include "tools/daybook/story_format.h"

namespace daybook::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Texts of the message and of those in it.
void SetTexts(Message& message, int depth) {
  const auto& reflection = *message.GetReflection();
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* const field = message.GetDescriptor()->field(i);
    if (field->is_repeated()) continue;
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      reflection.SetString(&message, field, "X1");
    } else if (field->message_type() != nullptr && depth > 0) {
      SetTexts(*reflection.MutableMessage(&message, field), depth - 1);
    }
  }
}

// The last column.
std::string WhatOf(const v1::Record& record) {
  const std::string line = RecordLine(record, Terminal());
  return line.substr(line.rfind('\t') + 1);
}

TEST(RecordLine, EveryRequestSaysWhatItIsAbout) {
  const auto* const bodies = v1::Request::descriptor()->FindOneofByName("body");
  for (int i = 0; i < bodies->field_count(); ++i) {
    v1::Record record;
    v1::Request& request = *record.mutable_request();
    SetTexts(*request.GetReflection()->MutableMessage(&request, bodies->field(i)), 1);
    const std::string kind = FormatRequestKind(RequestKindOf(request));
    const std::string what = WhatOf(record);
    ASSERT_EQ(what.substr(0, kind.size()), kind);
    ASSERT_GT(what.size(), kind.size() + 1) << kind << " has no subject";
    EXPECT_NE(what[kind.size() + 1], '(') << kind << " has a reason and no subject";
  }
}

TEST(RecordLine, ARequestSaysWhyItWasAsked) {
  v1::Record record;
  v1::CancelBooking& cancel = *record.mutable_request()->mutable_cancel_booking();
  cancel.set_booking_id("B-1");
  cancel.set_reason(v1::CANCELLATION_REASON_CHANGE_OF_MIND);
  EXPECT_EQ(WhatOf(record), "cancel booking B-1 (change of mind)");
  v1::WriteOff& write_off = *record.mutable_request()->mutable_write_off();
  write_off.set_account_id("ACME");
  write_off.set_invoice_id("H1-7");
  write_off.set_reason_code("insolvent");
  EXPECT_EQ(WhatOf(record), "write off H1-7 (insolvent)");
}

TEST(RecordLine, AnIdOfAPropertyIsSaidRatherThanTheProperty) {
  v1::Record record;
  auto& outlet = *record.mutable_request()->mutable_define_outlet()->mutable_outlet();
  outlet.set_property_id("H1");
  outlet.set_outlet_id("GRILL");
  EXPECT_EQ(WhatOf(record), "define outlet GRILL");
  v1::StepCase& step = *record.mutable_request()->mutable_step_case();
  step.set_case_id("K-1");
  step.mutable_make_urgent();
  EXPECT_EQ(WhatOf(record), "step case K-1: make urgent");
}

}  // namespace
}  // namespace daybook::cli
