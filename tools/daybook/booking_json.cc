#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/strings.h"
#include "tools/daybook/booking_format.h"

namespace daybook::cli {
namespace {

void TextIfAny(JsonObject& object, std::string_view key, std::string_view value) {
  if (!value.empty()) object.Text(key, value);
}

void NumberIfAny(JsonObject& object, std::string_view key, int64_t value) {
  if (value != 0) object.Number(key, value);
}

void DateIfAny(JsonObject& object, std::string_view key, int32_t yyyymmdd) {
  if (yyyymmdd != 0) object.Text(key, FormatYmd(yyyymmdd));
}

std::string GuestsJson(const v1::Guests& guests) {
  JsonObject object;
  object.Number("adults", guests.adults())
      .Number("children", guests.children())
      .Number("babies", guests.babies());
  if (guests.children_unknown()) object.Bool("children_unknown", true);
  return object.ToString();
}

std::string PriceJson(const v1::Booking& booking) {
  std::vector<std::string> lines;
  for (const v1::PriceLine& line : booking.price()) {
    lines.push_back(JsonObject()
                        .Text("from", FormatYmd(line.from()))
                        .Text("to", FormatYmd(line.to()))
                        .Number("nightly_minor", line.nightly_minor())
                        .ToString());
  }
  return JsonArray(lines);
}

std::string TermsJson(const v1::Terms& terms, std::string_view currency) {
  JsonObject object;
  object.Text("policy", terms.policy().policy_id()).Number("version", terms.policy().version());
  object.Bool("non_refundable", terms.policy().non_refundable());
  if (terms.has_grace_until()) object.Text("free_until", FormatTime(terms.grace_until()));
  std::vector<std::string> tiers;
  for (int i = 0; i < terms.policy().tiers_size() && i < terms.deadlines_size(); ++i) {
    tiers.push_back(JsonObject()
                        .Text("from", FormatTime(terms.deadlines(i)))
                        .Text("penalty", FormatPenalty(terms.policy().tiers(i).penalty(), currency))
                        .ToString());
  }
  object.Raw("tiers", JsonArray(tiers));
  if (terms.penalty_floor_minor() != 0)
    object.Number("penalty_floor_minor", terms.penalty_floor_minor());
  TextIfAny(object, "zone_data_version", terms.zone_data_version());
  return object.ToString();
}

std::string CancellationJson(const v1::Cancellation& cancellation) {
  JsonObject object;
  object.Text("cause", v1::CancellationCause_Name(cancellation.cause()));
  if (cancellation.reason() != v1::CANCELLATION_REASON_UNSPECIFIED) {
    object.Text("reason", v1::CancellationReason_Name(cancellation.reason()));
  }
  TextIfAny(object, "sub_reason", cancellation.sub_reason());
  object.Number("penalty_minor", cancellation.penalty_minor());
  NumberIfAny(object, "foregone_minor", cancellation.foregone_minor());
  NumberIfAny(object, "waived_minor", cancellation.waived_minor());
  object.Number("refund_due_minor", cancellation.refund_due_minor());
  TextIfAny(object, "voucher", cancellation.voucher_id());
  TextIfAny(object, "rebooked_as", cancellation.rebooked_as());
  DateIfAny(object, "business_date", cancellation.business_date());
  return object.ToString();
}

std::string PaymentsJson(const v1::Booking& booking) {
  std::vector<std::string> payments;
  for (const v1::Payment& payment : booking.payments()) {
    std::vector<std::string> refunds;
    for (const v1::Refund& refund : payment.refunds()) {
      refunds.push_back(JsonObject()
                            .Text("refund", refund.refund_id())
                            .Number("amount_minor", refund.amount_minor())
                            .Text("status", v1::RefundStatus_Name(refund.status()))
                            .Text("reason", v1::RefundReason_Name(refund.reason()))
                            .ToString());
    }
    JsonObject object;
    object.Text("payment", payment.payment_id())
        .Number("amount_minor", payment.amount().amount_minor())
        .Text("currency", payment.amount().currency())
        .Text("method", v1::PaymentMethod_Name(payment.method()));
    NumberIfAny(object, "charged_back_minor", payment.charged_back_minor());
    if (payment.reversed()) object.Bool("reversed", true);
    payments.push_back(object.Raw("refunds", JsonArray(refunds)).ToString());
  }
  return JsonArray(payments);
}

std::string FolioJson(const v1::Folio& folio) {
  std::vector<std::string> charges;
  for (const v1::FolioCharge& charge : folio.charges()) {
    JsonObject object;
    object.Text("charge", charge.charge_id())
        .Text("code", charge.code())
        .Number("gross_minor", charge.gross_minor())
        .Number("tax_minor", charge.tax_minor());
    NumberIfAny(object, "waived_minor", charge.waived_minor());
    if (charge.reversed()) object.Bool("reversed", true);
    DateIfAny(object, "business_date", charge.business_date());
    charges.push_back(object.ToString());
  }
  JsonObject object;
  object.Number("deposit_minor", folio.deposit_minor())
      .Number("guest_minor", folio.guest_minor())
      .Number("refund_due_minor", folio.refund_due_minor());
  DateIfAny(object, "charged_until", folio.charged_until());
  object.Raw("charges", JsonArray(charges));
  return object.ToString();
}

// What stands behind the booking, what is to be paid ahead, and what it was or became.
void AddStanding(const v1::Booking& booking, JsonObject& object) {
  if (booking.guarantee() != v1::GUARANTEE_KIND_UNSPECIFIED) {
    object.Text("guarantee", v1::GuaranteeKind_Name(booking.guarantee()));
  }
  TextIfAny(object, "guarantee_reference", booking.guarantee_reference());
  TextIfAny(object, "account", booking.account_id());
  TextIfAny(object, "block", booking.block_id());
  NumberIfAny(object, "deposit_required_minor", booking.deposit_required_minor());
  DateIfAny(object, "deposit_due_on", booking.deposit_due_on());
  if (booking.deposit_cancels()) object.Bool("deposit_cancels", true);
  if (booking.late_check_out()) object.Bool("late_check_out", true);
  TextIfAny(object, "split_from", booking.split_from());
  TextIfAny(object, "moved_from", booking.moved_from());
  TextIfAny(object, "moved_to", booking.moved_to());
  NumberIfAny(object, "reinstated", booking.reinstated_count());
  if (booking.has_folio()) object.Raw("folio", FolioJson(booking.folio()));
}

std::string SourceJson(const v1::SourceAttributes& source) {
  JsonObject object;
  for (const auto& [name, value] : SourceFields(source)) object.Text(name, value);
  return object.ToString();
}

}  // namespace

std::string BookingJson(const v1::Booking& booking) {
  const Paid paid = SumOf(booking);
  JsonObject object;
  object.Text("booking", booking.booking_id())
      .Text("property", booking.property_id())
      .Text("status", v1::BookingStatus_Name(booking.status()))
      .Text("arrival", FormatYmd(booking.stay().arrival()))
      .Text("departure", FormatYmd(booking.stay().departure()))
      .Number("nights", Nights(booking.stay()))
      .Text("room_type", booking.room_type_id());
  TextIfAny(object, "assigned_room_type", booking.assigned_room_type_id());
  object.Raw("guests", GuestsJson(booking.guests()));
  object.Text("customer", booking.customer_id());
  if (booking.has_sealed_guest()) object.Text("guest", "<sealed>");
  object.Text("channel", booking.channel_id())
      .Text("rate_plan", booking.rate_plan_id())
      .Text("currency", booking.currency())
      .Number("price_minor", booking.price_minor())
      .Raw("price", PriceJson(booking))
      .Number("paid_minor", paid.captured_minor)
      .Number("refunded_minor", paid.refunded_minor)
      .Number("refunds_pending_minor", paid.refunds_pending_minor)
      .Raw("payments", PaymentsJson(booking));
  if (booking.has_hold_expires_at())
    object.Text("hold_expires_at", FormatTime(booking.hold_expires_at()));
  if (booking.status() == v1::WAITLISTED)
    object.Number("waitlist_priority", booking.waitlist_priority());
  if (booking.promoted()) object.Bool("promoted", true);
  AddStanding(booking, object);
  if (booking.has_cancellation())
    object.Raw("cancellation", CancellationJson(booking.cancellation()));
  DateIfAny(object, "checked_in_on", booking.checked_in_on());
  DateIfAny(object, "checked_out_on", booking.checked_out_on());
  DateIfAny(object, "booked_on", booking.booked_on());
  if (booking.has_booked_at()) object.Text("booked_at", FormatTime(booking.booked_at()));
  object.Number("changes", booking.change_count());
  if (!booking.terms().policy().policy_id().empty()) {
    object.Raw("terms", TermsJson(booking.terms(), booking.currency()));
  }
  if (booking.has_source()) object.Raw("source", SourceJson(booking.source()));
  if (booking.has_provenance()) {
    object.Raw("provenance", JsonObject()
                                 .Text("file_sha256", ToHex(booking.provenance().file_sha256()))
                                 .Count("line", booking.provenance().line())
                                 .ToString());
  }
  object.Number("revision", booking.revision())
      .Count("created_position", booking.created_position())
      .Count("last_position", booking.last_position());
  return object.ToString();
}

}  // namespace daybook::cli
