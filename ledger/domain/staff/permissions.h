// Which role may make which request. The one table; staff/authority.cc asks it.
#ifndef DAYBOOK_LEDGER_DOMAIN_STAFF_PERMISSIONS_H_
#define DAYBOOK_LEDGER_DOMAIN_STAFF_PERMISSIONS_H_

#include "daybook/v1/request.pb.h"

namespace daybook {

// What one must be allowed in order to ask.
enum class Permission {
  kDefineAtProperty,  // property, room type, rate plan, outlet, partner, policies
  kDefineEverywhere,  // channel, staff
  kBooking,           // create, confirm, release, change, cancel, reinstate, split, quote
  kPromoteOrAssign,
  kMove,  // to another property
  kStay,  // check in, check out, no-show, late check-out
  kTurnaway,
  kBlock,
  kTable,
  kRecordPayment,
  kRefund,       // refund, settle
  kCharge,       // charges of a folio and their corrections
  kOnAccount,    // put on account
  kFinance,      // debtor accounts, invoices, receipts, chargebacks, periods
  kGoodwill,     // vouchers, points, gifts
  kRedeem,       // vouchers and points
  kRunProperty,  // nights, the roll, rooms out of order
  kFeedback,
  kCase,          // cases, commitments, contacts
  kImprove,       // improvement actions
  kCustomerFile,  // profile, consent, preferences, surveys, notes
  kCustomerCare,  // agreements, offers, changes of people, membership
  kKeyAccount,
  kMerge,
  kNotice,
  kReveal,
  kErase,
  kCredit,
  kDelivery,
  kTraining,
  kPeopleFigures,  // about single members of staff
  kSystem,
};

Permission PermissionFor(const v1::Request& request);

// Of staff. kReveal and kPeopleFigures: no role gives them, but the member's own definition.
bool RoleAllows(int role, Permission permission);

// Whether guests may ask for it at all, about what is their own.
bool GuestMay(const v1::Request& request);
// Whether channels may, about bookings that came through them.
bool ChannelMay(const v1::Request& request);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_STAFF_PERMISSIONS_H_
