// Quotes as they were recorded, and whether they are used up.
#include "ledger/domain/evolve.h"

namespace daybook {

void EvolveQuotes(const v1::Record& record, const v1::Event& event, EntityStore& store) {
  if (!store.Keeps<v1::Quote>()) return;
  if (event.has_quote_recorded()) {
    v1::Quote& quote = store.Change<v1::Quote>(event.quote_recorded().quote_id());
    quote = event.quote_recorded();
    quote.set_position(record.position());
  } else if (event.has_quote_used()) {
    if (store.Find<v1::Quote>(event.quote_used().quote_id()) == nullptr) return;
    store.Change<v1::Quote>(event.quote_used().quote_id()).set_used(true);
  }
}

}  // namespace daybook
