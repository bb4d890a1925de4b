// The fold of debtor accounts with their invoices and receipts, of vouchers, and of numbers and periods of the books. What accounts owe
// in all follows from the journals (books_evolve.cc): here are only the single invoices and receipts.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "ledger/base/civil_date.h"
#include "ledger/domain/evolve.h"

namespace daybook {
namespace {

using Matches = google::protobuf::RepeatedPtrField<v1::ReceiptMatch>;

// Receipts of which nothing is left to apply are forgotten but for so many.
constexpr int kSettledReceiptsKept = 64;

v1::Account& ChangeAccount(const v1::Record& record, const std::string& account_id,
                           EntityStore& store) {
  v1::Account& account = store.Change<v1::Account>(account_id);
  account.mutable_definition()->set_account_id(account_id);
  account.set_revision(account.revision() + 1);
  // The definition does not say in what its home counts; the first posting does.
  const auto& journals = record.outcome().accepted().journals();
  if (account.currency().empty() && !journals.empty()) {
    account.set_currency(journals[0].currency());
  }
  return account;
}

v1::Invoice* FindOpen(v1::Account& account, std::string_view invoice_id) {
  for (v1::Invoice& invoice : *account.mutable_open_invoices()) {
    if (invoice.invoice_id() == invoice_id) return &invoice;
  }
  return nullptr;
}

// Those that are not OPEN any more leave the account: each is a row of its own from now on.
void MoveSettled(v1::Account& account, EntityStore& store) {
  std::vector<v1::Invoice> settled;
  auto& invoices = *account.mutable_open_invoices();
  for (int i = 0; i < invoices.size();) {
    if (invoices[i].status() == v1::INVOICE_OPEN) {
      ++i;
      continue;
    }
    settled.push_back(std::move(invoices[i]));
    invoices.DeleteSubrange(i, 1);
  }
  if (!store.Keeps<v1::Invoice>()) return;
  for (v1::Invoice& invoice : settled) {
    const std::string invoice_id = invoice.invoice_id();
    store.Change<v1::Invoice>(invoice_id) = std::move(invoice);
  }
}

void Pay(const Matches& matches, int32_t business_date, v1::Account& account) {
  for (const v1::ReceiptMatch& match : matches) {
    v1::Invoice* const invoice = FindOpen(account, match.invoice_id());
    if (invoice == nullptr) continue;
    invoice->set_open_minor(invoice->open_minor() - match.amount_minor());
    if (invoice->open_minor() > 0) continue;
    invoice->set_status(v1::INVOICE_PAID);
    invoice->set_paid_on(business_date);
  }
}

int64_t SumOf(const Matches& matches) {
  int64_t sum = 0;
  for (const v1::ReceiptMatch& match : matches) sum += match.amount_minor();
  return sum;
}

v1::Receipt* FindReceipt(v1::Account& account, std::string_view receipt_id) {
  for (v1::Receipt& receipt : *account.mutable_receipts()) {
    if (receipt.receipt_id() == receipt_id) return &receipt;
  }
  return nullptr;
}

void ForgetOldReceipts(v1::Account& account) {
  auto& receipts = *account.mutable_receipts();
  const auto is_settled = [](const v1::Receipt& receipt) { return receipt.unapplied_minor() == 0; };
  auto settled = std::count_if(receipts.begin(), receipts.end(), is_settled);
  for (int i = 0; i < receipts.size() && settled > kSettledReceiptsKept;) {
    if (!is_settled(receipts[i])) {
      ++i;
      continue;
    }
    receipts.DeleteSubrange(i, 1);
    --settled;
  }
}

void Open(const v1::Record& record, const v1::AccountDefinition& event, EntityStore& store) {
  v1::Account& account = ChangeAccount(record, event.account_id(), store);
  *account.mutable_definition() = event;
  account.set_status(v1::ACCOUNT_OPEN);
}

void Issue(const v1::Record& record, const v1::Invoice& event, EntityStore& store) {
  v1::Account& account = ChangeAccount(record, event.account_id(), store);
  account.set_invoices(account.invoices() + 1);
  v1::Invoice& invoice = *account.add_open_invoices();
  invoice = event;
  invoice.set_position(record.position());
  const v1::Personal& buyer = record.request().put_on_account().buyer();
  if (buyer.has_sealed()) *invoice.mutable_sealed_buyer() = buyer.sealed();
}

void Credit(const v1::Record& record, const v1::InvoiceCredited& event, EntityStore& store) {
  v1::Account& account = ChangeAccount(record, event.account_id(), store);
  v1::Invoice* const invoice = FindOpen(account, event.invoice_id());
  if (invoice == nullptr) return;
  invoice->set_open_minor(0);
  invoice->set_status(v1::INVOICE_CREDITED);
  invoice->set_credit_note_number(event.credit_note_number());
  MoveSettled(account, store);
}

std::string_view PropertyOfInvoice(const v1::Account& account, std::string_view invoice_id) {
  for (const v1::Invoice& invoice : account.open_invoices()) {
    if (invoice.invoice_id() == invoice_id) return invoice.property_id();
  }
  return {};
}

// Before the invoices are paid: those that are settled leave the account.
void AddParts(const v1::Record& record, const Matches& matches, bool applied,
              const v1::Account& account, v1::Receipt& receipt) {
  for (const v1::ReceiptMatch& match : matches) {
    v1::ReceiptPart& part = *receipt.add_parts();
    part.set_invoice_id(match.invoice_id());
    part.set_property_id(std::string(PropertyOfInvoice(account, match.invoice_id())));
    part.set_amount_minor(match.amount_minor());
    part.set_applied(applied);
    part.set_position(record.position());
  }
}

// What an invoice that was settled had, with its account again, in the order of the log. Its row says no more than that it is open.
v1::Invoice* TakeBackSettled(const std::string& invoice_id, v1::Account& account,
                             EntityStore& store) {
  if (!store.Keeps<v1::Invoice>()) return nullptr;
  const auto* const settled = store.Find<v1::Invoice>(invoice_id);
  if (settled == nullptr || settled->status() == v1::INVOICE_OPEN) return nullptr;
  v1::Invoice taken = *settled;
  v1::Invoice& row = store.Change<v1::Invoice>(invoice_id);
  row.Clear();
  row.set_invoice_id(taken.invoice_id());
  row.set_property_id(taken.property_id());
  row.set_number(taken.number());
  row.set_account_id(taken.account_id());
  row.set_status(v1::INVOICE_OPEN);
  auto& open = *account.mutable_open_invoices();
  *open.Add() = std::move(taken);
  int at = open.size() - 1;
  for (; at > 0 && open[at - 1].position() > open[at].position(); --at) {
    open.SwapElements(at - 1, at);
  }
  return &open[at];
}

void Reopen(const std::string& invoice_id, int64_t amount_minor, v1::Account& account,
            EntityStore& store) {
  v1::Invoice* invoice = FindOpen(account, invoice_id);
  if (invoice == nullptr) invoice = TakeBackSettled(invoice_id, account, store);
  if (invoice == nullptr) return;
  invoice->set_open_minor(invoice->open_minor() + amount_minor);
  invoice->set_status(v1::INVOICE_OPEN);
  invoice->clear_paid_on();
}

void RecordReceipt(const v1::Record& record, const v1::ReceiptRecorded& event, EntityStore& store) {
  v1::Account& account = ChangeAccount(record, event.account_id(), store);
  v1::Receipt& receipt = *account.add_receipts();
  receipt.set_receipt_id(event.receipt_id());
  receipt.set_amount_minor(event.amount_minor());
  receipt.set_unapplied_minor(event.amount_minor() - SumOf(event.matches()));
  receipt.set_received_on(event.business_date());
  receipt.set_position(record.position());
  AddParts(record, event.matches(), false, account, receipt);
  ForgetOldReceipts(account);
  Pay(event.matches(), event.business_date(), account);
  MoveSettled(account, store);
}

void ApplyReceipt(const v1::Record& record, const v1::ReceiptApplied& event, EntityStore& store) {
  v1::Account& account = ChangeAccount(record, event.account_id(), store);
  if (v1::Receipt* const receipt = FindReceipt(account, event.receipt_id())) {
    receipt->set_unapplied_minor(receipt->unapplied_minor() - SumOf(event.matches()));
    AddParts(record, event.matches(), true, account, *receipt);
  }
  ForgetOldReceipts(account);
  Pay(event.matches(), event.business_date(), account);
  MoveSettled(account, store);
}

void ReverseReceipt(const v1::Record& record, const v1::ReceiptReversed& event,
                    EntityStore& store) {
  // A look at another row ends the life of what was found before.
  v1::Account account = ChangeAccount(record, event.account_id(), store);
  if (v1::Receipt* const receipt = FindReceipt(account, event.receipt_id())) {
    receipt->set_reversed(true);
    receipt->set_unapplied_minor(0);
    for (const v1::ReceiptPart& part : receipt->parts()) {
      Reopen(part.invoice_id(), part.amount_minor(), account, store);
    }
  }
  ForgetOldReceipts(account);
  store.Change<v1::Account>(event.account_id()) = std::move(account);
}

void WriteOff(const v1::Record& record, const v1::WrittenOff& event, EntityStore& store) {
  v1::Account& account = ChangeAccount(record, event.account_id(), store);
  v1::Invoice* const invoice = FindOpen(account, event.invoice_id());
  if (invoice == nullptr) return;
  invoice->set_open_minor(invoice->open_minor() - event.amount_minor());
  if (invoice->open_minor() <= 0) invoice->set_status(v1::INVOICE_WRITTEN_OFF);
  v1::WriteOffPart& part = *invoice->add_write_offs();
  part.set_amount_minor(event.amount_minor());
  part.set_position(record.position());
  MoveSettled(account, store);
}

void ReverseWriteOff(const v1::Record& record, const v1::WriteOffReversed& event,
                     EntityStore& store) {
  v1::Account account = ChangeAccount(record, event.account_id(), store);
  Reopen(event.invoice_id(), event.amount_minor(), account, store);
  if (v1::Invoice* const invoice = FindOpen(account, event.invoice_id());
      invoice != nullptr && !invoice->write_offs().empty()) {
    invoice->mutable_write_offs()->RemoveLast();
  }
  store.Change<v1::Account>(event.account_id()) = std::move(account);
}

void EvolveAccount(const v1::Record& record, const v1::Event& event, EntityStore& store) {
  switch (event.kind_case()) {
    case v1::Event::kAccountOpened:
      return Open(record, event.account_opened(), store);
    case v1::Event::kAccountStatusSet:
      return ChangeAccount(record, event.account_status_set().account_id(), store)
          .set_status(event.account_status_set().status());
    case v1::Event::kInvoiceIssued:
      return Issue(record, event.invoice_issued(), store);
    case v1::Event::kInvoiceCredited:
      return Credit(record, event.invoice_credited(), store);
    case v1::Event::kInvoiceDisputed: {
      const v1::InvoiceDisputed& disputed = event.invoice_disputed();
      v1::Account& account = ChangeAccount(record, disputed.account_id(), store);
      v1::Invoice* const invoice = FindOpen(account, disputed.invoice_id());
      if (invoice != nullptr) invoice->set_disputed(disputed.disputed());
      return;
    }
    case v1::Event::kReceiptRecorded:
      return RecordReceipt(record, event.receipt_recorded(), store);
    case v1::Event::kReceiptApplied:
      return ApplyReceipt(record, event.receipt_applied(), store);
    case v1::Event::kReceiptReversed:
      return ReverseReceipt(record, event.receipt_reversed(), store);
    case v1::Event::kWrittenOff:
      return WriteOff(record, event.written_off(), store);
    case v1::Event::kWriteOffReversed:
      return ReverseWriteOff(record, event.write_off_reversed(), store);
    default:
      return;
  }
}

void EvolveVoucher(const v1::Record& record, const v1::Event& event, EntityStore& store) {
  if (event.has_voucher_issued()) {
    v1::Voucher& voucher = store.Change<v1::Voucher>(event.voucher_issued().voucher_id());
    voucher = event.voucher_issued();
    voucher.set_position(record.position());
  } else if (event.has_voucher_redeemed()) {
    const v1::VoucherRedeemed& redeemed = event.voucher_redeemed();
    v1::Voucher& voucher = store.Change<v1::Voucher>(redeemed.voucher_id());
    voucher.set_voucher_id(redeemed.voucher_id());
    voucher.set_balance_minor(voucher.balance_minor() - redeemed.amount_minor());
    if (voucher.balance_minor() <= 0) voucher.set_status(v1::VOUCHER_USED);
  } else if (event.has_voucher_expired()) {
    v1::Voucher& voucher = store.Change<v1::Voucher>(event.voucher_expired().voucher_id());
    voucher.set_voucher_id(event.voucher_expired().voucher_id());
    voucher.set_balance_minor(0);
    voucher.set_status(v1::VOUCHER_EXPIRED);
  } else if (event.has_voucher_reversed()) {
    v1::Voucher& voucher = store.Change<v1::Voucher>(event.voucher_reversed().voucher_id());
    voucher.set_voucher_id(event.voucher_reversed().voucher_id());
    voucher.set_balance_minor(0);
    voucher.set_status(v1::VOUCHER_REVERSED);
  }
}

// The key is destroyed: what is sealed with it says nothing any more.
void DestroyBuyer(const v1::BuyerDestroyed& event, EntityStore& store) {
  v1::Invoice& invoice = store.Change<v1::Invoice>(event.invoice_id());
  invoice.set_invoice_id(event.invoice_id());
  invoice.clear_sealed_buyer();
  invoice.set_buyer_destroyed(true);
}

v1::Books& ChangeBooks(const std::string& property_id, EntityStore& store) {
  v1::Books& books = store.Change<v1::Books>(BooksKey(property_id));
  books.set_property_id(property_id);
  return books;
}

void ClosePeriod(const v1::Record& record, const v1::ClosedPeriod& event, EntityStore& store) {
  const v1::ClosePeriod& close = record.request().close_period();
  v1::Books& books = ChangeBooks(close.property_id(), store);
  const std::string previous = books.last_period_id();
  books.set_closed_through(event.through());
  books.set_last_period_id(event.period_id());
  if (!store.Keeps<v1::Period>()) return;
  v1::Period& period = store.Change<v1::Period>(PeriodKey(close.property_id(), event.period_id()));
  const int32_t closings = period.closings();
  period.Clear();
  period.set_property_id(close.property_id());
  period.set_period_id(event.period_id());
  period.set_from(event.from());
  period.set_through(event.through());
  *period.mutable_totals() = close.totals();
  *period.mutable_views() = close.views();
  period.set_closed_position(record.position());
  *period.mutable_closed_by() = record.request().actor();
  period.set_previous_period_id(previous);
  period.set_closings(closings + 1);
}

// It is the last one that was closed. The day before it is closed still, if another period closed it.
void ReopenPeriod(const v1::Record& record, const v1::PeriodReopened& event, EntityStore& store) {
  int32_t closed_through = 0;
  std::string last;
  if (store.Keeps<v1::Period>()) {
    v1::Period& period =
        store.Change<v1::Period>(PeriodKey(event.property_id(), event.period_id()));
    period.set_property_id(event.property_id());
    period.set_period_id(event.period_id());
    period.set_reopened(true);
    period.set_reopened_position(record.position());
    *period.mutable_reopened_by() = record.request().actor();
    *period.mutable_reopening_authorised_by() = record.request().override().authorised_by();
    period.set_reopening_reason_code(record.request().reopen_period().reason_code());
    last = period.previous_period_id();
    const auto from = CivilDate::FromYmd(period.from());
    if (!last.empty() && from) closed_through = (*from - 1).ymd();
  }
  v1::Books& books = ChangeBooks(event.property_id(), store);
  books.set_closed_through(closed_through);
  books.set_last_period_id(last);
}

// The number of a credit note is its invoice's property's; that of an invoice which has left its account is not asked for.
void EvolveNumbers(const v1::Record& record, const v1::Event& event, EntityStore& store) {
  if (event.has_invoice_issued()) {
    const v1::Invoice& invoice = event.invoice_issued();
    ChangeBooks(invoice.property_id(), store).set_next_invoice_number(invoice.number() + 1);
  } else if (event.has_invoice_credited()) {
    // The credit note posts at the property of the invoice, and nowhere else.
    const auto& journals = record.outcome().accepted().journals();
    if (journals.empty()) return;
    ChangeBooks(journals[0].property_id(), store)
        .set_next_credit_note_number(event.invoice_credited().credit_note_number() + 1);
  }
}

}  // namespace

void EvolveAccounts(const v1::Record& record, const v1::Event& event, EntityStore& store) {
  if (store.Keeps<v1::Account>()) EvolveAccount(record, event, store);
  if (store.Keeps<v1::Voucher>()) EvolveVoucher(record, event, store);
  if (event.has_buyer_destroyed() && store.Keeps<v1::Invoice>()) {
    DestroyBuyer(event.buyer_destroyed(), store);
  }
  if (!store.Keeps<v1::Books>()) return;
  EvolveNumbers(record, event, store);
  if (event.has_period_closed()) ClosePeriod(record, event.period_closed(), store);
  if (event.has_period_reopened()) ReopenPeriod(record, event.period_reopened(), store);
}

}  // namespace daybook
