#include "projections/accounts/accounts_rows.h"
#include "projections/accounts/accounts_view.h"
#include "projections/entity_view.h"
#include "projections/home_properties.h"

namespace daybook {
namespace {

EntityViewSpec Spec() {
  EntityViewSpec spec;
  spec.name = "accounts";
  spec.revision = 1;
  spec.letters = {LetterOf<v1::Books>::kLetter,          LetterOf<v1::Period>::kLetter,
                  LetterOf<v1::Account>::kLetter,        LetterOf<v1::Invoice>::kLetter,
                  LetterOf<v1::Voucher>::kLetter,        LetterOf<v1::Member>::kLetter,
                  LetterOf<v1::ChargedBooking>::kLetter, LetterOf<v1::AccountBookings>::kLetter};
  spec.events = {{v1::Event::kPropertyDefined, v1::Event::kPropertyDefined},
                 {v1::Event::kBusinessDateRolled, v1::Event::kBusinessDateRolled},
                 {v1::Event::kBookingCreated, v1::Event::kBookingMoved},
                 {v1::Event::kAccountOpened, v1::Event::kWriteOffReversed},
                 {v1::Event::kBuyerDestroyed, v1::Event::kBuyerDestroyed}};
  spec.journals = true;
  spec.own = {{kFolioRow, &v1::FolioBalance::default_instance()},
              {kHomePropertyRow, &v1::HomeProperty::default_instance()}};
  spec.indexed = true;
  return spec;
}

void Post(v1::BookAccount account, int64_t debit, v1::FolioBalance& folio) {
  if (account == v1::DEPOSITS) folio.set_deposit_minor(folio.deposit_minor() - debit);
  if (account == v1::GUEST_LEDGER) folio.set_guest_minor(folio.guest_minor() + debit);
  if (account == v1::REFUNDS_PAYABLE) folio.set_refund_due_minor(folio.refund_due_minor() - debit);
}

v1::FolioBalance& FolioOf(const v1::Journal& journal, const std::string& booking_id,
                          ViewRows& rows) {
  v1::FolioBalance& folio = rows.ChangeOwn<v1::FolioBalance>(kFolioRow, booking_id);
  folio.set_booking_id(booking_id);
  folio.set_property_id(journal.property_id());
  folio.set_currency(journal.currency());
  return folio;
}

// A transfer from folio to folio credits the one that it names first, and debits the other.
void FoldTransfer(const v1::Journal& journal, const v1::Transfer& transfer, ViewRows& rows) {
  if (transfer.booking_id().empty()) return;
  const std::string& debited =
      transfer.to_booking_id().empty() ? transfer.booking_id() : transfer.to_booking_id();
  Post(transfer.debit(), transfer.amount_minor(), FolioOf(journal, debited, rows));
  Post(transfer.credit(), -transfer.amount_minor(), FolioOf(journal, transfer.booking_id(), rows));
}

class AccountsProjection final : public EntityView {
 public:
  AccountsProjection() : EntityView(Spec()) {}

 protected:
  absl::Status ApplyOwn(const v1::Record& record, ViewRows& rows) override {
    const v1::Accepted& accepted = record.outcome().accepted();
    for (const v1::Journal& journal : accepted.journals()) {
      for (const v1::Transfer& transfer : journal.transfers()) {
        FoldTransfer(journal, transfer, rows);
      }
    }
    for (const v1::Event& event : accepted.events()) {
      FoldHomeProperty(event, rows);
      if (!event.has_checked_out()) continue;
      const std::string& booking_id = event.checked_out().booking_id();
      if (rows.FindOwn<v1::FolioBalance>(kFolioRow, booking_id) == nullptr) continue;
      auto& folio = rows.ChangeOwn<v1::FolioBalance>(kFolioRow, booking_id);
      folio.set_checked_out(true);
      folio.set_guest_at_check_out_minor(folio.guest_minor());
    }
    return absl::OkStatus();
  }

  void AppendIndex(std::string_view key, const google::protobuf::Message& row,
                   std::vector<std::string>& entries) const override {
    if (key.empty()) return;
    if (key[0] == LetterOf<v1::Invoice>::kLetter) {
      const auto& invoice = static_cast<const v1::Invoice&>(row);
      if (invoice.status() == v1::INVOICE_OPEN) return;  // it is with its account again
      entries.push_back(IndexEntry(kInvoiceIndex, {invoice.account_id(), invoice.invoice_id()}));
    } else if (key[0] == LetterOf<v1::Voucher>::kLetter) {
      const auto& voucher = static_cast<const v1::Voucher&>(row);
      if (voucher.customer_id().empty()) return;
      entries.push_back(IndexEntry(kVoucherIndex, {voucher.customer_id(), voucher.voucher_id()}));
    }
  }
};

}  // namespace

std::unique_ptr<Projection> NewAccountsProjection() {
  return std::make_unique<AccountsProjection>();
}

}  // namespace daybook
