#include "tools/daybook/booking_format.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "ledger/base/civil_date.h"
#include "ledger/base/instant.h"
#include "ledger/base/money.h"
#include "ledger/base/strings.h"
#include "ledger/domain/times.h"

namespace daybook::cli {
namespace {

std::string FormatPercent(int32_t basis_points) {
  return basis_points % 100 == 0
             ? absl::StrCat(basis_points / 100, " %")
             : absl::StrFormat("%d.%02d %%", basis_points / 100, basis_points % 100);
}

std::string FirstNights(int32_t nights) {
  return nights == 1 ? "the first night" : absl::StrCat("the first ", nights, " nights");
}

}  // namespace

std::string FormatYmd(int32_t yyyymmdd) {
  const auto date = CivilDate::FromYmd(yyyymmdd);
  if (date.has_value()) return date->ToString();
  return yyyymmdd == 0 ? "" : absl::StrCat(yyyymmdd);
}

std::string Plural(int64_t count, std::string_view one) {
  return absl::StrCat(count, " ", ToAbsl(one), count == 1 ? "" : "s");
}

std::string FormatAmount(int64_t amount_minor, std::string_view currency) {
  if (!CurrencyExponent(currency).has_value()) return absl::StrCat(amount_minor, " minor units");
  return absl::StrCat(ToAbsl(currency), " ", FormatMinor(amount_minor, currency));
}

std::string FormatTime(const google::protobuf::Timestamp& timestamp) {
  return FormatInstant(ToInstant(timestamp));
}

int32_t Nights(const v1::Stay& stay) {
  const auto arrival = CivilDate::FromYmd(stay.arrival());
  const auto departure = CivilDate::FromYmd(stay.departure());
  return arrival.has_value() && departure.has_value() ? *departure - *arrival : 0;
}

std::string FormatPenalty(const v1::Penalty& penalty, std::string_view currency) {
  switch (penalty.rule_case()) {
    case v1::Penalty::kFlatMinor:
      return FormatAmount(penalty.flat_minor(), currency);
    case v1::Penalty::kStayBasisPoints:
      return absl::StrCat(FormatPercent(penalty.stay_basis_points()), " of the stay");
    case v1::Penalty::kNights:
      return FirstNights(penalty.nights());
    case v1::Penalty::kPercentOfNights:
      return absl::StrCat(FormatPercent(penalty.percent_of_nights().basis_points()), " of ",
                          FirstNights(penalty.percent_of_nights().nights()));
    case v1::Penalty::kFull:
      return "the whole stay";
    case v1::Penalty::RULE_NOT_SET:
      return "nothing";
  }
  return "nothing";
}

Paid SumOf(const v1::Booking& booking) {
  Paid sum;
  for (const v1::Payment& payment : booking.payments()) {
    sum.captured_minor += payment.amount().amount_minor();
    for (const v1::Refund& refund : payment.refunds()) {
      if (refund.status() == v1::REFUND_SUCCEEDED) sum.refunded_minor += refund.amount_minor();
      if (refund.status() == v1::REFUND_PENDING) sum.refunds_pending_minor += refund.amount_minor();
    }
  }
  return sum;
}

std::vector<std::pair<std::string, std::string>> SourceFields(const v1::SourceAttributes& source) {
  std::vector<std::pair<std::string, std::string>> fields;
  const auto* reflection = source.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> present;
  reflection->ListFields(source, &present);
  for (const auto* field : present) {
    switch (field->cpp_type()) {
      case google::protobuf::FieldDescriptor::CPPTYPE_STRING:
        fields.emplace_back(field->name(), reflection->GetString(source, field));
        break;
      case google::protobuf::FieldDescriptor::CPPTYPE_INT32:
        fields.emplace_back(field->name(), absl::StrCat(reflection->GetInt32(source, field)));
        break;
      case google::protobuf::FieldDescriptor::CPPTYPE_BOOL:
        fields.emplace_back(field->name(), "true");
        break;
      default:
        break;
    }
  }
  return fields;
}

std::vector<Table::Column> BookingColumns() {
  using Align = Table::Align;
  constexpr bool kWhole = true;
  return {{"BOOKING"},
          {"PROPERTY"},
          {"STATUS", Align::kLeft, kWhole},
          {"ARRIVAL", Align::kLeft, kWhole},
          {"NIGHTS", Align::kRight, kWhole},
          {"ROOM"},
          {"GUESTS", Align::kRight, kWhole, 1},
          {"CUSTOMER", Align::kLeft, false, 3},
          {"CHANNEL", Align::kLeft, false, 4},
          {"PRICE", Align::kRight, kWhole},
          {"PAID", Align::kRight, kWhole, 2}};
}

std::vector<std::string> BookingCells(const v1::Booking& booking) {
  const Paid paid = SumOf(booking);
  const v1::Guests& guests = booking.guests();
  std::string room = booking.room_type_id();
  if (!booking.assigned_room_type_id().empty())
    absl::StrAppend(&room, ">", booking.assigned_room_type_id());
  return {booking.booking_id(),
          booking.property_id(),
          v1::BookingStatus_Name(booking.status()),
          FormatYmd(booking.stay().arrival()),
          absl::StrCat(Nights(booking.stay())),
          room,
          absl::StrCat(guests.adults() + guests.children() + guests.babies()),
          booking.customer_id(),
          booking.channel_id(),
          FormatAmount(booking.price_minor(), booking.currency()),
          booking.payments().empty()
              ? ""
              : FormatAmount(paid.captured_minor - paid.refunded_minor, booking.currency())};
}

std::vector<std::string> StatusNames() {
  std::vector<std::string> names;
  const google::protobuf::EnumDescriptor* type = v1::BookingStatus_descriptor();
  for (int i = 0; i < type->value_count(); ++i) {
    if (type->value(i)->number() != 0) names.push_back(type->value(i)->name());
  }
  return names;
}

std::optional<v1::BookingStatus> ParseStatus(std::string_view name) {
  v1::BookingStatus status;
  if (!v1::BookingStatus_Parse(absl::AsciiStrToUpper(ToAbsl(name)), &status)) return std::nullopt;
  if (status == v1::BOOKING_STATUS_UNSPECIFIED) return std::nullopt;
  return status;
}

}  // namespace daybook::cli
