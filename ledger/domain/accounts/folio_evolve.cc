#include "ledger/domain/accounts/folio_evolve.h"

namespace daybook {
namespace {

// Net and tax of a night are two transfers, so a run is joined to the one before it only when the next night comes.
void JoinLastRuns(v1::Folio& folio) {
  const int last = folio.nights_size() - 1;
  if (last < 1) return;
  const v1::ChargedNights& later = folio.nights(last);
  v1::ChargedNights& earlier = *folio.mutable_nights(last - 1);
  const bool of_nights = earlier.from() < earlier.until() && later.from() < later.until();
  const bool same =
      earlier.gross_minor() == later.gross_minor() && earlier.tax_minor() == later.tax_minor();
  if (!of_nights || !same || earlier.until() != later.from()) return;
  earlier.set_until(later.until());
  folio.mutable_nights()->RemoveLast();
}

// What was due anyway is a transfer of its own.
int64_t OfDue(const v1::Record& record) {
  int64_t of_due = 0;
  for (const v1::Journal& journal : record.outcome().accepted().journals()) {
    for (const v1::Transfer& transfer : journal.transfers()) {
      if (transfer.rule() == v1::POST_CHARGEBACK_OF_DUE) of_due += transfer.amount_minor();
    }
  }
  return of_due;
}

}  // namespace

void FoldChargedNight(const v1::Transfer& transfer, CivilDate night, v1::Folio& folio) {
  const bool begun =
      !folio.nights().empty() && folio.nights(folio.nights_size() - 1).from() == night.ymd();
  if (!begun) {
    JoinLastRuns(folio);
    v1::ChargedNights& run = *folio.add_nights();
    run.set_from(night.ymd());
    run.set_until(transfer.rule() == v1::POST_DAY_USE ? night.ymd() : (night + 1).ymd());
  }
  v1::ChargedNights& run = *folio.mutable_nights(folio.nights_size() - 1);
  run.set_gross_minor(run.gross_minor() + transfer.amount_minor());
  if (transfer.rule() == v1::POST_NIGHT_TAX) {
    run.set_tax_minor(run.tax_minor() + transfer.amount_minor());
  }
}

void FoldWaivedNight(const v1::ChargeWaived& event, v1::Folio& folio) {
  for (v1::WaivedNight& waived : *folio.mutable_waived_nights()) {
    if (waived.night() != event.night()) continue;
    waived.set_gross_minor(waived.gross_minor() + event.gross_minor());
    return;
  }
  v1::WaivedNight& waived = *folio.add_waived_nights();
  waived.set_night(event.night());
  waived.set_gross_minor(event.gross_minor());
}

void FoldChargeback(const v1::Record& record, const v1::ChargebackRecorded& event,
                    v1::Payment& payment) {
  payment.set_charged_back_minor(payment.charged_back_minor() + event.amount_minor());
  v1::Chargeback& chargeback = *payment.add_chargebacks();
  chargeback.set_chargeback_id(event.chargeback_id());
  chargeback.set_amount_minor(event.amount_minor());
  chargeback.set_of_due_minor(OfDue(record));
  chargeback.set_position(record.position());
}

void FoldChargebackReversed(const v1::ChargebackReversed& event, v1::Payment& payment) {
  for (v1::Chargeback& chargeback : *payment.mutable_chargebacks()) {
    if (chargeback.chargeback_id() != event.chargeback_id() || chargeback.reversed()) continue;
    chargeback.set_reversed(true);
    payment.set_charged_back_minor(payment.charged_back_minor() - chargeback.amount_minor());
  }
}

void FoldRefundReversed(const v1::RefundReversed& event, v1::Payment& payment) {
  for (v1::Refund& refund : *payment.mutable_refunds()) {
    if (refund.refund_id() != event.refund_id()) continue;
    refund.set_status(v1::REFUND_FAILED);
    refund.set_came_back(true);
  }
}

}  // namespace daybook
