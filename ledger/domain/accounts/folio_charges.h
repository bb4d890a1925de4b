// The charges of a folio: found, taxed, mirrored. Pure; integers only.
#ifndef DAYBOOK_LEDGER_DOMAIN_ACCOUNTS_FOLIO_CHARGES_H_
#define DAYBOOK_LEDGER_DOMAIN_ACCOUNTS_FOLIO_CHARGES_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "daybook/v1/record.pb.h"
#include "ledger/domain/accounts/posting_table.h"

namespace daybook {

// So that a booking stays small enough to be stored and sent.
inline constexpr int kMaxCharges = 512;

// The code of what went from one folio to another; both bookings have a charge under the transfer's id, below 0 where it came from.
inline constexpr std::string_view kTransferCode = "transfer";
// The code of the charge that the penalty of a booking's end is, and that of nights given back before.
inline constexpr std::string_view kPenaltyCode = "penalty";
inline constexpr std::string_view kPartialPenaltyCode = "partial-cancellation";

// The tax that is included in the gross amount by the policy, which may be null.
int64_t TaxIn(int64_t gross_minor, v1::RevenueKind kind, const v1::Policy* tax_policy);
// The tax in `part_minor` of a charge, so that parts which add up to the charge have taxes that add up to its tax:
// of the part from a to b it is TaxInPart(b) - TaxInPart(a). 0 <= part_minor <= gross_minor.
int64_t TaxInPart(const v1::FolioCharge& charge, int64_t part_minor);

// Null where there is none.
const v1::FolioCharge* FindCharge(const v1::Booking& booking, std::string_view charge_id);
// Whether it is the penalty of the booking's end.
bool IsPenaltyOfEnd(const v1::FolioCharge& charge);
// The penalty of the end that was charged and not taken back; null: none.
const v1::FolioCharge* FindPenalty(const v1::Booking& booking);
// What the night (yyyymmdd), or the day use of that day, was charged; false: it was not.
bool ChargedNight(const v1::Booking& booking, int32_t night, v1::FolioCharge& charge);
// Gross.
int64_t WaivedOfNight(const v1::Booking& booking, int32_t night);

bool IsTransfer(const v1::FolioCharge& charge);
// The code, or the code, "-" and the first number from 2 under which the folio has no charge.
std::string FreeChargeId(const v1::Booking& booking, std::string_view code);

// Adds ChargePosted with the charge.
void AddChargePosted(const v1::Booking& booking, std::string_view charge_id, v1::RevenueKind kind,
                     std::string_view code, int64_t gross_minor, int64_t tax_minor,
                     const v1::Property& property, v1::Accepted& accepted);

// Posts the mirror of the charge from `waived_minor` of it on (0: the whole charge).
void PostChargeReversal(const v1::Booking& booking, const v1::FolioCharge& charge,
                        int64_t waived_minor, Postings& postings);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_ACCOUNTS_FOLIO_CHARGES_H_
