// The fold of everything but bookings and definitions with indexes: one function an area, used by state and by views alike.
#ifndef DAYBOOK_LEDGER_DOMAIN_EVOLVE_H_
#define DAYBOOK_LEDGER_DOMAIN_EVOLVE_H_

#include "daybook/v1/record.pb.h"
#include "ledger/domain/entities.h"

namespace daybook {

// Raised whenever the same records give other entities.
inline constexpr int kEntitiesEvolveVersion = 2;

// Folds an accepted record's events and journals, in their order, into the entities that the store keeps. Other records: nothing.
// What the fold looks at is in the record and in the entities; bookings are folded apart (booking/booking_evolve.h).
void EvolveEntities(const v1::Record& record, EntityStore& store);

// The areas. Each looks only at events of its own, and at those of bookings that concern it.
void EvolvePolicies(const v1::Record& record, const v1::Event& event, EntityStore& store);
void EvolveGroups(const v1::Record& record, const v1::Event& event, EntityStore& store);
void EvolveDining(const v1::Record& record, const v1::Event& event, EntityStore& store);
void EvolveQuotes(const v1::Record& record, const v1::Event& event, EntityStore& store);
void EvolveAccounts(const v1::Record& record, const v1::Event& event, EntityStore& store);
void EvolveLoyalty(const v1::Record& record, const v1::Event& event, EntityStore& store);
void EvolveCases(const v1::Record& record, const v1::Event& event, EntityStore& store);
void EvolveCustomers(const v1::Record& record, const v1::Event& event, EntityStore& store);
void EvolveCredit(const v1::Record& record, const v1::Event& event, EntityStore& store);
void EvolveChannels(const v1::Record& record, const v1::Event& event, EntityStore& store);
// Before EvolveAccounts, which forgets it: how invoices had been paid that the event opens again.
void EvolveCreditBeforeAccounts(const v1::Event& event, EntityStore& store);
// Once a record, after its events: its journals into the books and the debtor accounts, and the messages to channels.
void EvolveBooks(const v1::Record& record, EntityStore& store);
void EvolveCreditPostings(const v1::Record& record, EntityStore& store);
void EvolveMessages(const v1::Record& record, EntityStore& store);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_EVOLVE_H_
