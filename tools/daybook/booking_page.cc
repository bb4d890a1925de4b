#include <algorithm>
#include <string>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "ledger/base/strings.h"
#include "tools/daybook/booking_format.h"
#include "tools/daybook/labelled_page.h"

namespace daybook::cli {
namespace {

// CANCELLATION_REASON_CHANGE_OF_MIND -> "change of mind".
std::string Words(std::string_view enum_name, std::string_view prefix) {
  std::string words(absl::StripPrefix(ToAbsl(enum_name), ToAbsl(prefix)));
  std::replace(words.begin(), words.end(), '_', ' ');
  return absl::AsciiStrToLower(words);
}

std::string FormatGuests(const v1::Guests& guests) {
  std::string text = Plural(guests.adults(), "adult");
  if (guests.children() > 0) {
    absl::StrAppend(&text, ", ", guests.children(),
                    guests.children() == 1 ? " child" : " children");
  }
  if (guests.babies() > 0) {
    absl::StrAppend(&text, ", ", guests.babies(), guests.babies() == 1 ? " baby" : " babies");
  }
  if (guests.children_unknown()) absl::StrAppend(&text, ", children not known");
  return text;
}

void PrintTerms(const v1::Booking& booking, LabelledPage& page) {
  const v1::Terms& terms = booking.terms();
  if (terms.policy().policy_id().empty()) return;
  page.Line(
      "Cancellation",
      absl::StrCat("policy ", terms.policy().policy_id(), " version ", terms.policy().version(),
                   terms.policy().non_refundable() ? ", not refundable" : ""));
  if (terms.has_grace_until())
    page.Line("", absl::StrCat("free until ", FormatTime(terms.grace_until())));
  for (int i = 0; i < terms.policy().tiers_size() && i < terms.deadlines_size(); ++i) {
    page.Line("",
              absl::StrCat("from ", FormatTime(terms.deadlines(i)), ": ",
                           FormatPenalty(terms.policy().tiers(i).penalty(), booking.currency())));
  }
  if (terms.policy().has_no_show()) {
    page.Line(
        "", absl::StrCat("no-show: ", FormatPenalty(terms.policy().no_show(), booking.currency())));
  }
  if (terms.penalty_floor_minor() != 0) {
    page.Line("", absl::StrCat("never less than ",
                               FormatAmount(terms.penalty_floor_minor(), booking.currency()),
                               ", incurred before a change"));
  }
}

void PrintCancellation(const v1::Booking& booking, LabelledPage& page) {
  if (!booking.has_cancellation()) return;
  const v1::Cancellation& cancellation = booking.cancellation();
  std::string what = FormatYmd(cancellation.business_date());
  if (booking.status() == v1::CANCELLED) {
    absl::StrAppend(&what, ", ",
                    Words(v1::CancellationCause_Name(cancellation.cause()), "CANCELLATION_CAUSE_"));
  }
  if (cancellation.reason() != v1::CANCELLATION_REASON_UNSPECIFIED) {
    absl::StrAppend(
        &what, ", reason: ",
        Words(v1::CancellationReason_Name(cancellation.reason()), "CANCELLATION_REASON_"));
  }
  page.Line(booking.status() == v1::NO_SHOW ? "No-show" : "Cancelled", what);
  page.Line("  sub-reason", cancellation.sub_reason());
  page.Line("  penalty", FormatAmount(cancellation.penalty_minor(), booking.currency()));
  const auto amount = [&](std::string_view label, int64_t minor) {
    if (minor != 0) page.Line(label, FormatAmount(minor, booking.currency()));
  };
  amount("  waived then", cancellation.foregone_minor());
  amount("  waived later", cancellation.waived_minor());
  page.Line("  refund due then", FormatAmount(cancellation.refund_due_minor(), booking.currency()));
  page.Line("  voucher instead", cancellation.voucher_id());
  page.Line("  rebooked as", cancellation.rebooked_as());
}

// What stands behind the booking, and what is to be paid ahead.
void PrintGuarantee(const v1::Booking& booking, LabelledPage& page) {
  if (booking.guarantee() != v1::GUARANTEE_KIND_UNSPECIFIED) {
    std::string text = Words(v1::GuaranteeKind_Name(booking.guarantee()), "GUARANTEE_");
    if (!booking.guarantee_reference().empty()) {
      absl::StrAppend(&text, ", ", booking.guarantee_reference());
    }
    page.Line("Guarantee", text);
  }
  page.Line("Account", booking.account_id());
  page.Line("Block", booking.block_id());
  if (booking.deposit_required_minor() == 0) return;
  page.Line("Deposit wanted",
            absl::StrCat(FormatAmount(booking.deposit_required_minor(), booking.currency()), " by ",
                         FormatYmd(booking.deposit_due_on()),
                         booking.deposit_cancels() ? ", or the booking ends" : ""));
}

// The folio; nothing where nothing was ever posted.
void PrintFolio(const v1::Booking& booking, LabelledPage& page) {
  if (!booking.has_folio()) return;
  const v1::Folio& folio = booking.folio();
  const auto amount = [&](std::string_view label, int64_t minor) {
    if (minor != 0) page.Line(label, FormatAmount(minor, booking.currency()));
  };
  amount("Deposit", folio.deposit_minor());
  amount(folio.guest_minor() > 0 ? "Owes" : "Paid too much",
         folio.guest_minor() > 0 ? folio.guest_minor() : -folio.guest_minor());
  amount("Due back", folio.refund_due_minor());
  for (const v1::FolioCharge& charge : folio.charges()) {
    std::string text = absl::StrCat(charge.charge_id(), "  ",
                                    FormatAmount(charge.gross_minor(), booking.currency()), " on ",
                                    FormatYmd(charge.business_date()));
    if (charge.waived_minor() != 0) {
      absl::StrAppend(&text, ", waived ", FormatAmount(charge.waived_minor(), booking.currency()));
    }
    if (charge.reversed()) text += ", taken back";
    page.Line("Charge", text);
  }
}

void PrintPayments(const v1::Booking& booking, LabelledPage& page) {
  for (const v1::Payment& payment : booking.payments()) {
    page.Line(
        "Payment",
        absl::StrCat(payment.payment_id(), "  ",
                     FormatAmount(payment.amount().amount_minor(), payment.amount().currency()),
                     " by ", Words(v1::PaymentMethod_Name(payment.method()), "PAYMENT_METHOD_"),
                     payment.reversed() ? ", taken back" : ""));
    if (payment.charged_back_minor() != 0) {
      page.Line("  charged back",
                FormatAmount(payment.charged_back_minor(), payment.amount().currency()));
    }
    for (const v1::Refund& refund : payment.refunds()) {
      page.Line("  refund",
                absl::StrCat(refund.refund_id(), "  ",
                             FormatAmount(refund.amount_minor(), payment.amount().currency()), " ",
                             Words(v1::RefundStatus_Name(refund.status()), "REFUND_"), " (",
                             Words(v1::RefundReason_Name(refund.reason()), "REFUND_REASON_"), ")"));
    }
  }
}

}  // namespace

void PrintBooking(const v1::Booking& booking, Output& out) {
  out.Line(absl::StrCat("Booking ", booking.booking_id(), "  ",
                        v1::BookingStatus_Name(booking.status())));
  LabelledPage page(out);
  const int32_t nights = Nights(booking.stay());
  page.Line("Property", booking.property_id());
  page.Line("Stay", absl::StrCat(FormatYmd(booking.stay().arrival()), " to ",
                                 FormatYmd(booking.stay().departure()), ", ",
                                 nights == 0 ? "day use" : Plural(nights, "night")));
  page.Line("Room type", booking.assigned_room_type_id().empty()
                             ? booking.room_type_id()
                             : absl::StrCat(booking.assigned_room_type_id(),
                                            " (booked: ", booking.room_type_id(), ")"));
  page.Line("Guests", FormatGuests(booking.guests()));
  page.Line("Customer", booking.customer_id());
  page.Line("Guest", booking.has_sealed_guest() ? "<sealed>" : "");
  page.Line("Channel", booking.channel_id().empty() ? "direct" : booking.channel_id());
  page.Line("Rate plan", booking.rate_plan_id());
  page.Line("Price", FormatAmount(booking.price_minor(), booking.currency()));
  for (const v1::PriceLine& line : booking.price()) {
    page.Line(
        "", line.from() == line.to()
                ? absl::StrCat(FormatYmd(line.from()), ": ",
                               FormatAmount(line.nightly_minor(), booking.currency()))
                : absl::StrCat(FormatYmd(line.from()), " to ", FormatYmd(line.to()), ": ",
                               FormatAmount(line.nightly_minor(), booking.currency()), " a night"));
  }
  PrintTerms(booking, page);
  if (booking.has_hold_expires_at()) page.Line("Held until", FormatTime(booking.hold_expires_at()));
  if (booking.status() == v1::WAITLISTED) {
    page.Line("Waitlist", absl::StrCat("priority ", booking.waitlist_priority()));
  }
  PrintGuarantee(booking, page);
  PrintPayments(booking, page);
  PrintFolio(booking, page);
  PrintCancellation(booking, page);
  page.Line("Checked in", FormatYmd(booking.checked_in_on()));
  page.Line("Checked out", FormatYmd(booking.checked_out_on()));
  page.Line("Booked", absl::StrCat(FormatYmd(booking.booked_on()), ", recorded ",
                                   FormatTime(booking.booked_at()),
                                   booking.promoted() ? ", promoted from the waitlist" : ""));
  page.Line("Late check-out", booking.late_check_out() ? "yes" : "");
  page.Line("Part of", booking.split_from());
  page.Line("Moved from", booking.moved_from());
  page.Line("Moved to", booking.moved_to());
  page.Line("Reinstated", booking.reinstated_count() > 0
                              ? Plural(booking.reinstated_count(), "time")
                              : std::string());
  page.Line("Changes", booking.change_count() > 0 ? absl::StrCat(booking.change_count()) : "");
  for (const auto& [name, value] : SourceFields(booking.source()))
    page.Line(Words(name, ""), value);
  if (booking.has_provenance()) {
    page.Line("Imported from", absl::StrCat("line ", booking.provenance().line(), " of file ",
                                            ToHex(booking.provenance().file_sha256())));
  }
  page.Line("Revision", absl::StrCat(booking.revision(), " (records ", booking.created_position(),
                                     " to ", booking.last_position(), ")"));
}

}  // namespace daybook::cli
