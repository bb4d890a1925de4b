// Journals into the books of their properties and the balances of debtor accounts. Money of bookings, vouchers and members is folded
// where they are.
#include "ledger/domain/evolve.h"

namespace daybook {
namespace {

void Add(v1::BookAccount account, int64_t amount, v1::Books& books) {
  while (books.balance_minor_size() <= account) books.add_balance_minor(0);
  books.set_balance_minor(account, books.balance_minor(account) + amount);
}

void AddToAccount(v1::BookAccount account, int64_t debit, v1::Account& debtor) {
  if (account == v1::RECEIVABLES) debtor.set_receivable_minor(debtor.receivable_minor() + debit);
  if (account == v1::UNAPPLIED) debtor.set_unapplied_minor(debtor.unapplied_minor() - debit);
}

}  // namespace

void EvolveBooks(const v1::Record& record, EntityStore& store) {
  for (const v1::Journal& journal : record.outcome().accepted().journals()) {
    if (store.Keeps<v1::Books>()) {
      v1::Books& books = store.Change<v1::Books>(BooksKey(journal.property_id()));
      books.set_property_id(journal.property_id());
      books.set_currency(journal.currency());
      for (const v1::Transfer& transfer : journal.transfers()) {
        Add(transfer.debit(), transfer.amount_minor(), books);
        Add(transfer.credit(), -transfer.amount_minor(), books);
      }
    }
    if (!store.Keeps<v1::Account>()) continue;
    for (const v1::Transfer& transfer : journal.transfers()) {
      if (transfer.account_id().empty()) continue;
      v1::Account& debtor = store.Change<v1::Account>(transfer.account_id());
      AddToAccount(transfer.debit(), transfer.amount_minor(), debtor);
      AddToAccount(transfer.credit(), -transfer.amount_minor(), debtor);
    }
  }
}

}  // namespace daybook
