// Money that comes in on account, and which invoices it pays. It stands in the clearing of the property whose invoice it pays, what pays
// none yet in that of the account's home.
#include <set>

#include "absl/strings/str_cat.h"
#include "ledger/base/money.h"
#include "ledger/domain/accounts/account_checks.h"
#include "ledger/domain/accounts/posting_table.h"
#include "ledger/domain/decide_context.h"

namespace daybook {
namespace {

using Matches = google::protobuf::RepeatedPtrField<v1::ReceiptMatch>;

int64_t SumOf(const Matches& matches) {
  int64_t sum = 0;
  for (const v1::ReceiptMatch& match : matches) sum += match.amount_minor();
  return sum;
}

std::string PathOf(int index, std::string_view field) {
  return absl::StrCat("matches[", index, "].", std::string(field));
}

void CheckMatchesForm(DecideContext& context, const Matches& matches) {
  if (matches.size() > kMaxMatches) {
    context.Decline(v1::FORM_TOO_MANY, "matches",
                    absl::StrCat(matches.size(), " given, at most ", kMaxMatches, " are taken"));
    return;
  }
  std::set<std::string> seen;
  for (int i = 0; i < matches.size(); ++i) {
    const v1::ReceiptMatch& match = matches[i];
    CheckInvoiceId(context, PathOf(i, "invoice_id"), match.invoice_id());
    if (match.amount_minor() <= 0) {
      context.Decline(v1::FORM_AMOUNT_NOT_POSITIVE, PathOf(i, "amount_minor"),
                      absl::StrCat(match.amount_minor(), " is not above 0"));
    }
    if (match.amount_minor() > kMaxAmountMinor) {
      context.Decline(v1::FORM_MONEY_INVALID, PathOf(i, "amount_minor"),
                      absl::StrCat(match.amount_minor(), " is beyond ", kMaxAmountMinor));
    }
    if (!seen.insert(match.invoice_id()).second) {
      context.Decline(v1::FORM_DUPLICATE, PathOf(i, "invoice_id"),
                      absl::StrCat(match.invoice_id(), " is named twice"));
    }
  }
}

void CheckMatches(DecideContext& context, const v1::Account& account, const Matches& matches) {
  for (int i = 0; i < matches.size(); ++i) {
    const v1::ReceiptMatch& match = matches[i];
    const v1::Invoice* const invoice =
        RequireOpenInvoice(context, account, PathOf(i, "invoice_id"), match.invoice_id());
    if (invoice == nullptr || match.amount_minor() <= invoice->open_minor()) continue;
    context.Decline(v1::STATE_BALANCE_TOO_SMALL, PathOf(i, "amount_minor"),
                    absl::StrCat(match.amount_minor(), " given, ", invoice->open_minor(),
                                 " of invoice ", match.invoice_id(), " is open"));
  }
}

// The transfer by which the unapplied part of a receipt stands in the books of the account's home.
v1::Transfer UnappliedTransfer(const v1::Property& home, std::string_view account_id,
                               std::string_view receipt_id, int64_t amount) {
  v1::Accepted posted;
  Postings(home, posted).ReceiptUnapplied(account_id, receipt_id, amount);
  return posted.journals_size() == 0 ? v1::Transfer() : posted.journals(0).transfers(0);
}

class RecordPhases : public Phases {
 public:
  explicit RecordPhases(const DecideContext& context) : record_(context.request.record_receipt()) {}

  void Form(DecideContext& context) override {
    context.CheckId("account_id", record_.account_id());
    context.CheckId("receipt_id", record_.receipt_id());
    context.CheckPositiveMoney("amount", record_.amount());
    CheckMatchesForm(context, record_.matches());
    if (context.AnyDeclined()) return;
    if (const int64_t sum = SumOf(record_.matches()); sum > record_.amount().amount_minor()) {
      context.Decline(v1::FORM_LIMIT_INVALID, "matches",
                      absl::StrCat("they add up to ", sum, ", more than the amount"));
    }
  }

  void State(DecideContext& context) override {
    account_ = context.Require<v1::Account>("account_id", record_.account_id());
    if (account_ == nullptr) return;
    CheckAccountCurrency(context, "amount.currency", record_.amount().currency(), *account_);
    if (FindReceipt(*account_, record_.receipt_id()) != nullptr) {
      context.DeclineExists("receipt_id", record_.receipt_id());
    }
    int open = 0;
    for (const v1::Receipt& receipt : account_->receipts()) open += receipt.unapplied_minor() > 0;
    if (open >= kMaxOpenReceipts) {
      context.Decline(v1::STATE_TOO_MANY, "receipt_id",
                      absl::StrCat(open, " receipts of the account are not applied"));
    }
    CheckMatches(context, *account_, record_.matches());
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    v1::ReceiptRecorded& event = *accepted.add_events()->mutable_receipt_recorded();
    event.set_account_id(record_.account_id());
    event.set_receipt_id(record_.receipt_id());
    event.set_amount_minor(record_.amount().amount_minor());
    *event.mutable_matches() = record_.matches();
    event.set_business_date(context.property->business_date());
    for (const v1::ReceiptMatch& match : record_.matches()) {
      const v1::Invoice& invoice = *FindOpenInvoice(*account_, match.invoice_id());
      Postings(*context.state.FindProperty(invoice.property_id()), accepted)
          .ReceiptMatched(record_.account_id(), match.invoice_id(), match.amount_minor());
    }
    Postings(*context.property, accepted)
        .ReceiptUnapplied(record_.account_id(), record_.receipt_id(),
                          event.amount_minor() - SumOf(record_.matches()));
  }

 private:
  const v1::RecordReceipt& record_;
  const v1::Account* account_ = nullptr;
};

class ApplyPhases : public Phases {
 public:
  explicit ApplyPhases(const DecideContext& context) : apply_(context.request.apply_receipt()) {}

  void Form(DecideContext& context) override {
    context.CheckId("account_id", apply_.account_id());
    context.CheckId("receipt_id", apply_.receipt_id());
    if (apply_.matches().empty()) {
      context.Decline(v1::FORM_TOO_MANY, "matches", "there is none");
    }
    CheckMatchesForm(context, apply_.matches());
  }

  void State(DecideContext& context) override {
    account_ = context.Require<v1::Account>("account_id", apply_.account_id());
    if (account_ == nullptr) return;
    receipt_ = FindReceipt(*account_, apply_.receipt_id());
    if (receipt_ == nullptr) {
      context.DeclineUnknown("receipt_id", apply_.receipt_id());
    } else if (receipt_->reversed()) {
      context.Decline(v1::STATE_STATUS, "receipt_id",
                      absl::StrCat("receipt ", apply_.receipt_id(), " is reversed"));
    } else if (const int64_t sum = SumOf(apply_.matches()); sum > receipt_->unapplied_minor()) {
      context.Decline(v1::STATE_BALANCE_TOO_SMALL, "matches",
                      absl::StrCat(sum, " given, ", receipt_->unapplied_minor(), " of receipt ",
                                   apply_.receipt_id(), " is not applied"));
    } else if (receipt_->parts_size() + apply_.matches_size() > kMaxParts) {
      context.Decline(
          v1::STATE_TOO_MANY, "matches",
          absl::StrCat("receipt ", apply_.receipt_id(), " pays ", receipt_->parts_size(),
                       " invoices already; reverse it, and ", "record it in two"));
    }
    CheckMatches(context, *account_, apply_.matches());
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    v1::ReceiptApplied& event = *accepted.add_events()->mutable_receipt_applied();
    event.set_account_id(apply_.account_id());
    event.set_receipt_id(apply_.receipt_id());
    *event.mutable_matches() = apply_.matches();
    event.set_business_date(context.property->business_date());
    Postings home(*context.property, accepted);
    for (const v1::ReceiptMatch& match : apply_.matches()) {
      const v1::Invoice& invoice = *FindOpenInvoice(*account_, match.invoice_id());
      if (invoice.property_id() == context.property->definition().property_id()) {
        home.ReceiptApplied(apply_.account_id(), match.invoice_id(), match.amount_minor());
        continue;
      }
      // The money goes to the property whose invoice it pays, as if it had come in there.
      home.Reversal(UnappliedTransfer(*context.property, apply_.account_id(), apply_.receipt_id(),
                                      match.amount_minor()),
                    receipt_->position());
      Postings(*context.state.FindProperty(invoice.property_id()), accepted)
          .ReceiptMatched(apply_.account_id(), match.invoice_id(), match.amount_minor());
    }
  }

 private:
  const v1::ApplyReceipt& apply_;
  const v1::Account* account_ = nullptr;
  const v1::Receipt* receipt_ = nullptr;
};

class ReversePhases : public Phases {
 public:
  explicit ReversePhases(const DecideContext& context)
      : reverse_(context.request.reverse_receipt()) {}

  void Form(DecideContext& context) override {
    context.CheckId("account_id", reverse_.account_id());
    context.CheckId("receipt_id", reverse_.receipt_id());
    context.CheckId("reason_code", reverse_.reason_code());
  }

  void State(DecideContext& context) override {
    const auto* const account = context.Require<v1::Account>("account_id", reverse_.account_id());
    if (account == nullptr) return;
    receipt_ = FindReceipt(*account, reverse_.receipt_id());
    if (receipt_ == nullptr) {
      context.DeclineUnknown("receipt_id", reverse_.receipt_id());
    } else if (receipt_->reversed()) {
      context.Decline(v1::STATE_ALREADY_REVERSED, "receipt_id",
                      absl::StrCat("receipt ", reverse_.receipt_id(), " is reversed"));
    } else {
      CheckRoomForInvoices(context, *account);
    }
  }

  // Where each part stands now; what went to another property has left the home's books already.
  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    v1::ReceiptReversed& event = *accepted.add_events()->mutable_receipt_reversed();
    event.set_account_id(reverse_.account_id());
    event.set_receipt_id(reverse_.receipt_id());
    Postings home(*context.property, accepted);
    const std::string& home_id = context.property->definition().property_id();
    int64_t came_unapplied = receipt_->unapplied_minor();
    for (const v1::ReceiptPart& part : receipt_->parts()) {
      const v1::Property& there = *context.state.FindProperty(part.property_id());
      const bool from_unapplied = part.applied() && part.property_id() == home_id;
      v1::Accepted posted;
      if (from_unapplied) {
        Postings(there, posted)
            .ReceiptApplied(reverse_.account_id(), part.invoice_id(), part.amount_minor());
        came_unapplied += part.amount_minor();
      } else {
        Postings(there, posted)
            .ReceiptMatched(reverse_.account_id(), part.invoice_id(), part.amount_minor());
      }
      Postings(there, accepted).Reversal(posted.journals(0).transfers(0), part.position());
    }
    home.Reversal(UnappliedTransfer(*context.property, reverse_.account_id(), reverse_.receipt_id(),
                                    came_unapplied),
                  receipt_->position());
  }

 private:
  // What the receipt has paid is open again.
  void CheckRoomForInvoices(DecideContext& context, const v1::Account& account) const {
    int reopened = 0;
    for (const v1::ReceiptPart& part : receipt_->parts()) {
      reopened += FindOpenInvoice(account, part.invoice_id()) == nullptr ? 1 : 0;
    }
    if (reopened == 0 || account.open_invoices_size() + reopened <= kMaxOpenInvoices) return;
    context.Decline(
        v1::STATE_TOO_MANY, "receipt_id",
        absl::StrCat("account ", reverse_.account_id(), " has ", account.open_invoices_size(),
                     " open invoices, and ", reopened, " would be open again"));
  }

  const v1::ReverseReceipt& reverse_;
  const v1::Receipt* receipt_ = nullptr;
};

template <typename SomePhases>
void Run(DecideContext& context, v1::Outcome& outcome) {
  SomePhases phases(context);
  RunPhases(context, phases, outcome);
}

}  // namespace

void DecideReceipts(DecideContext& context, v1::Outcome& outcome) {
  switch (context.request.body_case()) {
    case v1::Request::kRecordReceipt:
      return Run<RecordPhases>(context, outcome);
    case v1::Request::kApplyReceipt:
      return Run<ApplyPhases>(context, outcome);
    default:
      return Run<ReversePhases>(context, outcome);
  }
}

}  // namespace daybook
