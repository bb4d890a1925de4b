#include "ledger/domain/evolve.h"

namespace daybook {
namespace {

// By the ranges of field numbers in event.proto.
void EvolveOne(const v1::Record& record, const v1::Event& event, EntityStore& store) {
  const int number = event.kind_case();
  if (number >= 1000) return;
  if (number >= 700) return EvolveChannels(record, event, store);
  if (number >= 600) return EvolveCredit(record, event, store);
  if (number >= 500) {
    EvolveCustomers(record, event, store);
    EvolveAccounts(record, event, store);       // the end of a buyer's retention
    return EvolveCredit(record, event, store);  // a change of people wants a review
  }
  if (number >= 400) {
    EvolveCases(record, event, store);
    return EvolveCredit(record, event, store);  // so does a broken commitment
  }
  if (number >= 300) {
    EvolveCreditBeforeAccounts(event, store);
    EvolveAccounts(record, event, store);
    EvolveLoyalty(record, event, store);
    return EvolveCredit(record, event, store);
  }
  if (number >= 270) return EvolveDining(record, event, store);
  if (number >= 250) return EvolveGroups(record, event, store);
  if (number >= 200) {
    EvolveGroups(record, event, store);
    EvolveQuotes(record, event, store);
    EvolveAccounts(record, event, store);
    return EvolveCredit(record, event, store);
  }
  EvolvePolicies(record, event, store);
  EvolveCredit(record, event, store);  // the roll
}

}  // namespace

void EvolveEntities(const v1::Record& record, EntityStore& store) {
  if (!record.outcome().has_accepted()) return;
  const v1::Accepted& accepted = record.outcome().accepted();
  for (const v1::Event& event : accepted.events()) EvolveOne(record, event, store);
  if (!accepted.journals().empty()) {
    EvolveBooks(record, store);
    EvolveCreditPostings(record, store);
  }
  if (!accepted.told_channels().empty()) EvolveMessages(record, store);
}

}  // namespace daybook
