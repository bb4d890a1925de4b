#include "ledger/domain/accounts/account_checks.h"

#include "absl/strings/str_cat.h"
#include "ledger/base/strings.h"

namespace daybook {

void CheckInvoiceId(DecideContext& context, std::string_view path, std::string_view invoice_id) {
  constexpr size_t kLongestId = 64;
  constexpr size_t kLongestNumber = 20;  // with its hyphen
  const bool longer =
      invoice_id.size() > kLongestId && invoice_id.size() <= kLongestId + kLongestNumber;
  if (!longer) return context.CheckId(path, invoice_id);
  context.CheckId(path, invoice_id.substr(0, kLongestId));
  context.CheckId(path, invoice_id.substr(kLongestId));
}

const v1::Invoice* FindOpenInvoice(const v1::Account& account, std::string_view invoice_id) {
  for (const v1::Invoice& invoice : account.open_invoices()) {
    if (invoice.invoice_id() == invoice_id) return &invoice;
  }
  return nullptr;
}

const v1::Receipt* FindReceipt(const v1::Account& account, std::string_view receipt_id) {
  for (const v1::Receipt& receipt : account.receipts()) {
    if (receipt.receipt_id() == receipt_id) return &receipt;
  }
  return nullptr;
}

const v1::Invoice* RequireOpenInvoice(DecideContext& context, const v1::Account& account,
                                      std::string_view path, std::string_view invoice_id) {
  const v1::Invoice* const open = FindOpenInvoice(account, invoice_id);
  if (open != nullptr) return open;
  const std::string& account_id = account.definition().account_id();
  const auto* const settled = context.state.Find<v1::Invoice>(invoice_id);
  if (settled != nullptr && settled->account_id() == account_id) {
    context.Decline(v1::STATE_STATUS, path,
                    absl::StrCat("invoice ", ToAbsl(invoice_id), " is ",
                                 v1::InvoiceStatus_Name(settled->status())));
  } else {
    context.Decline(
        v1::STATE_REFERENCE_UNKNOWN, path,
        absl::StrCat("account ", account_id, " has no open invoice ", ToAbsl(invoice_id)));
  }
  return nullptr;
}

const std::string& CurrencyOf(const State& state, const v1::Account& account) {
  const v1::Property* const home = state.FindProperty(account.definition().home_property_id());
  return home == nullptr ? account.currency() : home->definition().currency();
}

void CheckAccountCurrency(DecideContext& context, std::string_view path, const std::string& given,
                          const v1::Account& account) {
  const std::string& expected = CurrencyOf(context.state, account);
  if (given == expected) return;
  context.Decline(v1::STATE_CURRENCY_MISMATCH, path,
                  absl::StrCat(given, " given, the account counts in ", expected));
}

}  // namespace daybook
