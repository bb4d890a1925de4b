#include "ledger/domain/accounts/folio_charges.h"

#include <array>

#include "absl/strings/str_cat.h"
#include "ledger/base/money.h"
#include "ledger/base/strings.h"

namespace daybook {

int64_t TaxIn(int64_t gross_minor, v1::RevenueKind kind, const v1::Policy* tax_policy) {
  return IncludedTax(gross_minor, TaxRate(tax_policy, kind));
}

int64_t TaxInPart(const v1::FolioCharge& charge, int64_t part_minor) {
  const std::array weights = {charge.tax_minor(), charge.gross_minor() - charge.tax_minor()};
  return SplitByLargestRemainder(part_minor, weights).front();
}

const v1::FolioCharge* FindCharge(const v1::Booking& booking, std::string_view charge_id) {
  for (const v1::FolioCharge& charge : booking.folio().charges()) {
    if (charge.charge_id() == charge_id) return &charge;
  }
  return nullptr;
}

bool IsPenaltyOfEnd(const v1::FolioCharge& charge) {
  return charge.kind() == v1::REVENUE_PENALTY && charge.code() != kPartialPenaltyCode;
}

const v1::FolioCharge* FindPenalty(const v1::Booking& booking) {
  for (const v1::FolioCharge& charge : booking.folio().charges()) {
    if (IsPenaltyOfEnd(charge) && !charge.reversed()) return &charge;
  }
  return nullptr;
}

bool ChargedNight(const v1::Booking& booking, int32_t night, v1::FolioCharge& charge) {
  // Dates as yyyymmdd compare like dates.
  for (const v1::ChargedNights& run : booking.folio().nights()) {
    const bool of_day_use = run.from() == run.until() && run.from() == night;
    if (!of_day_use && (night < run.from() || night >= run.until())) continue;
    charge.set_kind(v1::REVENUE_ROOM);
    charge.set_gross_minor(run.gross_minor());
    charge.set_tax_minor(run.tax_minor());
    return true;
  }
  return false;
}

int64_t WaivedOfNight(const v1::Booking& booking, int32_t night) {
  for (const v1::WaivedNight& waived : booking.folio().waived_nights()) {
    if (waived.night() == night) return waived.gross_minor();
  }
  return 0;
}

bool IsTransfer(const v1::FolioCharge& charge) {
  return charge.kind() == v1::REVENUE_KIND_UNSPECIFIED;
}

std::string FreeChargeId(const v1::Booking& booking, std::string_view code) {
  std::string id(code);
  for (int number = 2; FindCharge(booking, id) != nullptr; ++number) {
    id = absl::StrCat(ToAbsl(code), "-", number);
  }
  return id;
}

void AddChargePosted(const v1::Booking& booking, std::string_view charge_id, v1::RevenueKind kind,
                     std::string_view code, int64_t gross_minor, int64_t tax_minor,
                     const v1::Property& property, v1::Accepted& accepted) {
  v1::ChargePosted& event = *accepted.add_events()->mutable_charge_posted();
  event.set_booking_id(booking.booking_id());
  v1::FolioCharge& charge = *event.mutable_charge();
  charge.set_charge_id(std::string(charge_id));
  charge.set_kind(kind);
  charge.set_code(std::string(code));
  charge.set_gross_minor(gross_minor);
  charge.set_tax_minor(tax_minor);
  charge.set_business_date(property.business_date());
}

void PostChargeReversal(const v1::Booking& booking, const v1::FolioCharge& charge,
                        int64_t waived_minor, Postings& postings) {
  const int64_t gross = charge.gross_minor() - waived_minor;
  const int64_t tax = charge.tax_minor() - TaxInPart(charge, waived_minor);
  v1::Transfer posted;
  posted.set_debit(v1::GUEST_LEDGER);
  posted.set_booking_id(booking.booking_id());
  if (charge.kind() != v1::REVENUE_PENALTY) posted.set_item_id(charge.charge_id());
  posted.set_credit(Postings::RevenueOf(charge.kind()));
  posted.set_amount_minor(gross - tax);
  postings.Reversal(posted, charge.position());
  posted.set_credit(v1::TAX);
  posted.set_amount_minor(tax);
  postings.Reversal(posted, charge.position());
}

}  // namespace daybook
