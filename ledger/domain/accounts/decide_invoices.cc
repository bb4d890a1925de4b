// Invoices on account: put on, taken back by a credit note, disputed, written off and that taken back. An invoice belongs to the
// property of the stay that it is for, and is posted there; its debtor's account may be at home at another property that counts in the
// same currency.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "ledger/domain/accounts/account_checks.h"
#include "ledger/domain/accounts/posting_table.h"
#include "ledger/domain/booking/booking_evolve.h"
#include "ledger/domain/credit/credit_checks.h"
#include "ledger/domain/decide_context.h"
#include "ledger/domain/staff/limits.h"

namespace daybook {
namespace {

const v1::Property& PropertyOf(const DecideContext& context, const v1::Invoice& invoice) {
  return *context.state.FindProperty(invoice.property_id());
}

// Numbers go by what was recorded, so that none is left out: 1 where nothing was.
int64_t NextInvoiceNumber(const DecideContext& context, std::string_view property_id) {
  const auto* const books = context.state.Find<v1::Books>(BooksKey(property_id));
  return books == nullptr ? 1 : std::max<int64_t>(1, books->next_invoice_number());
}

int64_t NextCreditNoteNumber(const DecideContext& context, std::string_view property_id) {
  const auto* const books = context.state.Find<v1::Books>(BooksKey(property_id));
  return books == nullptr ? 1 : std::max<int64_t>(1, books->next_credit_note_number());
}

class PutOnAccountPhases : public Phases {
 public:
  explicit PutOnAccountPhases(const DecideContext& context)
      : put_(context.request.put_on_account()) {}

  void Form(DecideContext& context) override {
    context.CheckId("booking_id", put_.booking_id());
    context.CheckId("account_id", put_.account_id());
    if (put_.has_amount()) context.CheckPositiveMoney("amount", put_.amount());
  }

  void State(DecideContext& context) override {
    if (context.RequireBooking()) CheckFolio(context);
    account_ = context.Require<v1::Account>("account_id", put_.account_id());
    if (account_ == nullptr) return;
    if (account_->status() != v1::ACCOUNT_OPEN) {
      context.Decline(v1::STATE_STATUS, "account_id",
                      absl::StrCat("account ", put_.account_id(), " is ",
                                   v1::AccountStatus_Name(account_->status())));
    }
    if (account_->open_invoices_size() >= kMaxOpenInvoices) {
      context.Decline(v1::STATE_TOO_MANY, "account_id",
                      absl::StrCat("account ", put_.account_id(), " has ",
                                   account_->open_invoices_size(), " open invoices"));
    }
    if (context.booking != nullptr) {
      CheckAccountCurrency(context, "account_id", context.booking->currency(), *account_);
    }
  }

  void Policy(DecideContext& context) override {
    CheckCredit(context, *account_, Amount(context), "account_id");
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    const v1::Property& property = *context.property;
    const std::string& property_id = property.definition().property_id();
    v1::Invoice& invoice = *accepted.add_events()->mutable_invoice_issued();
    invoice.set_number(NextInvoiceNumber(context, property_id));
    invoice.set_invoice_id(absl::StrCat(property_id, "-", invoice.number()));
    invoice.set_property_id(property_id);
    invoice.set_account_id(put_.account_id());
    invoice.set_booking_id(put_.booking_id());
    invoice.set_currency(property.definition().currency());
    invoice.set_amount_minor(Amount(context));
    invoice.set_open_minor(Amount(context));
    invoice.set_issued_on(property.business_date());
    invoice.set_due_on((context.BusinessDate() + TermOf(context.state, *account_)).ymd());
    invoice.set_status(v1::INVOICE_OPEN);
    Postings(property, accepted)
        .OnAccount(put_.booking_id(), put_.account_id(), invoice.invoice_id(),
                   invoice.amount_minor());
    const auto* const credit = context.state.Find<v1::Credit>(put_.account_id());
    if (credit == nullptr) return;
    DecideContext::Cite(credit->policy().policy_id(), credit->policy().version(), accepted);
  }

 private:
  int64_t Amount(const DecideContext& context) const {
    return put_.has_amount() ? put_.amount().amount_minor()
                             : context.booking->folio().guest_minor();
  }

  void CheckFolio(DecideContext& context) const {
    const v1::Booking& booking = *context.booking;
    if (booking.status() != v1::IN_HOUSE && !IsTerminal(booking.status())) context.DeclineStatus();
    context.RequireBooks("booking_id");
    if (put_.has_amount() && put_.amount().currency() != booking.currency()) {
      context.Decline(
          v1::STATE_CURRENCY_MISMATCH, "amount.currency",
          absl::StrCat(put_.amount().currency(), " given, ", booking.currency(), " expected"));
    }
    const int64_t owed = booking.folio().guest_minor();
    if (owed <= 0 || Amount(context) > owed) {
      context.Decline(v1::STATE_BALANCE_TOO_SMALL, "amount",
                      absl::StrCat("the guest of booking ", booking.booking_id(), " owes ",
                                   std::max<int64_t>(0, owed)));
    }
  }

  const v1::PutOnAccount& put_;
  const v1::Account* account_ = nullptr;
};

class CreditInvoicePhases : public Phases {
 public:
  explicit CreditInvoicePhases(const DecideContext& context)
      : credit_(context.request.credit_invoice()) {}

  void Form(DecideContext& context) override {
    context.CheckId("account_id", credit_.account_id());
    CheckInvoiceId(context, "invoice_id", credit_.invoice_id());
    context.CheckId("reason_code", credit_.reason_code());
  }

  void State(DecideContext& context) override {
    const auto* const account = context.Require<v1::Account>("account_id", credit_.account_id());
    if (account == nullptr) return;
    const auto* const settled = context.state.Find<v1::Invoice>(credit_.invoice_id());
    if (settled != nullptr && settled->account_id() == credit_.account_id() &&
        settled->status() == v1::INVOICE_CREDITED) {
      context.Decline(v1::STATE_ALREADY_REVERSED, "invoice_id",
                      absl::StrCat("credit note ", settled->property_id(), "-",
                                   settled->credit_note_number(), " took it back"));
      return;
    }
    invoice_ = RequireOpenInvoice(context, *account, "invoice_id", credit_.invoice_id());
    if (invoice_ == nullptr || invoice_->open_minor() == invoice_->amount_minor()) return;
    context.Decline(v1::STATE_STATUS, "invoice_id",
                    absl::StrCat(invoice_->amount_minor() - invoice_->open_minor(), " of ",
                                 invoice_->amount_minor(), " is paid or written off"));
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    const v1::Property& property = PropertyOf(context, *invoice_);
    v1::InvoiceCredited& event = *accepted.add_events()->mutable_invoice_credited();
    event.set_account_id(credit_.account_id());
    event.set_invoice_id(credit_.invoice_id());
    event.set_credit_note_number(NextCreditNoteNumber(context, invoice_->property_id()));
    event.set_business_date(property.business_date());
    // What was posted is known by the row of the table that posted it.
    v1::Accepted posted;
    Postings(property, posted)
        .OnAccount(invoice_->booking_id(), invoice_->account_id(), invoice_->invoice_id(),
                   invoice_->amount_minor());
    for (const v1::Journal& journal : posted.journals()) {
      for (const v1::Transfer& transfer : journal.transfers()) {
        Postings(property, accepted).Reversal(transfer, invoice_->position());
      }
    }
  }

 private:
  const v1::CreditInvoice& credit_;
  const v1::Invoice* invoice_ = nullptr;
};

class DisputePhases : public Phases {
 public:
  explicit DisputePhases(const DecideContext& context)
      : dispute_(context.request.dispute_invoice()) {}

  void Form(DecideContext& context) override {
    context.CheckId("account_id", dispute_.account_id());
    CheckInvoiceId(context, "invoice_id", dispute_.invoice_id());
  }

  void State(DecideContext& context) override {
    const auto* const account = context.Require<v1::Account>("account_id", dispute_.account_id());
    if (account == nullptr) return;
    const v1::Invoice* const invoice =
        RequireOpenInvoice(context, *account, "invoice_id", dispute_.invoice_id());
    if (invoice == nullptr || invoice->disputed() != dispute_.disputed()) return;
    context.Decline(
        v1::STATE_STATUS, "disputed",
        absl::StrCat("invoice ", dispute_.invoice_id(),
                     dispute_.disputed() ? " is disputed already" : " is not disputed"));
  }

  void Accept(DecideContext&, v1::Accepted& accepted) override {
    v1::InvoiceDisputed& event = *accepted.add_events()->mutable_invoice_disputed();
    event.set_account_id(dispute_.account_id());
    event.set_invoice_id(dispute_.invoice_id());
    event.set_disputed(dispute_.disputed());
  }

 private:
  const v1::DisputeInvoice& dispute_;
};

class WriteOffPhases : public Phases {
 public:
  explicit WriteOffPhases(const DecideContext& context) : off_(context.request.write_off()) {}

  void Form(DecideContext& context) override {
    context.CheckId("account_id", off_.account_id());
    CheckInvoiceId(context, "invoice_id", off_.invoice_id());
    context.CheckPositiveMoney("amount", off_.amount());
    context.CheckId("reason_code", off_.reason_code());
  }

  void State(DecideContext& context) override {
    const auto* const account = context.Require<v1::Account>("account_id", off_.account_id());
    if (account == nullptr) return;
    CheckAccountCurrency(context, "amount.currency", off_.amount().currency(), *account);
    invoice_ = RequireOpenInvoice(context, *account, "invoice_id", off_.invoice_id());
    if (invoice_ == nullptr) return;
    if (invoice_->write_offs_size() >= kMaxWriteOffs) {
      context.Decline(v1::STATE_TOO_MANY, "invoice_id",
                      absl::StrCat("invoice ", off_.invoice_id(), " has ",
                                   invoice_->write_offs_size(), " write-offs"));
    }
    if (off_.amount().amount_minor() <= invoice_->open_minor()) return;
    context.Decline(v1::STATE_BALANCE_TOO_SMALL, "amount",
                    absl::StrCat(off_.amount().amount_minor(), " given, ", invoice_->open_minor(),
                                 " of invoice ", off_.invoice_id(), " is open"));
  }

  // Whatever the amount, nobody writes off alone.
  void Policy(DecideContext& context) override {
    CheckLimit(context, LimitKind::kWriteOff, "amount", off_.amount().amount_minor());
    context.Decline(v1::POLICY_AUTHORISER_REQUIRED, "", "to write off takes two persons");
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    v1::WrittenOff& event = *accepted.add_events()->mutable_written_off();
    event.set_account_id(off_.account_id());
    event.set_invoice_id(off_.invoice_id());
    event.set_amount_minor(off_.amount().amount_minor());
    Postings(PropertyOf(context, *invoice_), accepted)
        .WriteOff(off_.account_id(), off_.invoice_id(), off_.amount().amount_minor());
    CiteAuthority(context, accepted);
  }

 private:
  const v1::WriteOff& off_;
  const v1::Invoice* invoice_ = nullptr;
};

class ReverseWriteOffPhases : public Phases {
 public:
  explicit ReverseWriteOffPhases(const DecideContext& context)
      : reverse_(context.request.reverse_write_off()) {}

  void Form(DecideContext& context) override {
    context.CheckId("account_id", reverse_.account_id());
    CheckInvoiceId(context, "invoice_id", reverse_.invoice_id());
    context.CheckId("reason_code", reverse_.reason_code());
  }

  void State(DecideContext& context) override {
    const auto* const account = context.Require<v1::Account>("account_id", reverse_.account_id());
    if (account == nullptr) return;
    invoice_ = FindOpenInvoice(*account, reverse_.invoice_id());
    const bool open = invoice_ != nullptr;
    if (!open) invoice_ = context.state.Find<v1::Invoice>(reverse_.invoice_id());
    if (invoice_ == nullptr || invoice_->account_id() != reverse_.account_id()) {
      return context.DeclineUnknown("invoice_id", reverse_.invoice_id());
    }
    if (invoice_->write_offs().empty()) {
      context.Decline(
          v1::STATE_STATUS, "invoice_id",
          absl::StrCat("nothing of invoice ", reverse_.invoice_id(), " is written off"));
    } else if (!open && account->open_invoices_size() >= kMaxOpenInvoices) {
      context.Decline(v1::STATE_TOO_MANY, "account_id",
                      absl::StrCat("account ", reverse_.account_id(), " has ",
                                   account->open_invoices_size(), " open invoices"));
    }
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    const v1::WriteOffPart& last = invoice_->write_offs(invoice_->write_offs_size() - 1);
    v1::WriteOffReversed& event = *accepted.add_events()->mutable_write_off_reversed();
    event.set_account_id(reverse_.account_id());
    event.set_invoice_id(reverse_.invoice_id());
    event.set_amount_minor(last.amount_minor());
    const v1::Property& property = PropertyOf(context, *invoice_);
    v1::Accepted posted;
    Postings(property, posted)
        .WriteOff(reverse_.account_id(), reverse_.invoice_id(), last.amount_minor());
    Postings(property, accepted).Reversal(posted.journals(0).transfers(0), last.position());
  }

 private:
  const v1::ReverseWriteOff& reverse_;
  const v1::Invoice* invoice_ = nullptr;
};

template <typename SomePhases>
void Run(DecideContext& context, v1::Outcome& outcome) {
  SomePhases phases(context);
  RunPhases(context, phases, outcome);
}

}  // namespace

void DecideInvoices(DecideContext& context, v1::Outcome& outcome) {
  switch (context.request.body_case()) {
    case v1::Request::kPutOnAccount:
      return Run<PutOnAccountPhases>(context, outcome);
    case v1::Request::kCreditInvoice:
      return Run<CreditInvoicePhases>(context, outcome);
    case v1::Request::kDisputeInvoice:
      return Run<DisputePhases>(context, outcome);
    case v1::Request::kReverseWriteOff:
      return Run<ReverseWriteOffPhases>(context, outcome);
    default:
      return Run<WriteOffPhases>(context, outcome);
  }
}

}  // namespace daybook
