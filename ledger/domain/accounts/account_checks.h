// What requests about debtor accounts have in common. Pure.
#ifndef DAYBOOK_LEDGER_DOMAIN_ACCOUNTS_ACCOUNT_CHECKS_H_
#define DAYBOOK_LEDGER_DOMAIN_ACCOUNTS_ACCOUNT_CHECKS_H_

#include <string>
#include <string_view>

#include "daybook/v1/account.pb.h"
#include "ledger/domain/decide_context.h"

namespace daybook {

// So that an account stays small enough to be stored.
inline constexpr int kMaxOpenInvoices = 256;
inline constexpr int kMaxOpenReceipts = 256;  // with something unapplied
inline constexpr int kMaxMatches = 64;        // of one request
inline constexpr int kMaxParts = 128;         // of a receipt: what it pays
inline constexpr int kMaxWriteOffs = 64;      // of an invoice
inline constexpr int kMaxAccountsOfCustomer = 32;

// Form: of a property and a number, so it may be longer than other ids are.
void CheckInvoiceId(DecideContext& context, std::string_view path, std::string_view invoice_id);

// Null where the account has no such one: a settled invoice has left it.
const v1::Invoice* FindOpenInvoice(const v1::Account& account, std::string_view invoice_id);
const v1::Receipt* FindReceipt(const v1::Account& account, std::string_view receipt_id);

// State: declines STATE_REFERENCE_UNKNOWN where the account never had the invoice (as far as is known), STATE_STATUS where it is
// settled, and gives null.
const v1::Invoice* RequireOpenInvoice(DecideContext& context, const v1::Account& account,
                                      std::string_view path, std::string_view invoice_id);

// An account counts in the currency of its home property.
const std::string& CurrencyOf(const State& state, const v1::Account& account);
// State: declines STATE_CURRENCY_MISMATCH.
void CheckAccountCurrency(DecideContext& context, std::string_view path, const std::string& given,
                          const v1::Account& account);

// The areas of DecideAccounts.
void DecideInvoices(DecideContext& context,
                    v1::Outcome& outcome);  // put on, credit, dispute, write off
void DecideReceipts(DecideContext& context, v1::Outcome& outcome);  // record, apply, reverse

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_ACCOUNTS_ACCOUNT_CHECKS_H_
