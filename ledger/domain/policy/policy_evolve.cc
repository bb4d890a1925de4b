// Versions of policies, and partner hotels: whoever defines one needs no index to find it again.
#include "ledger/domain/evolve.h"

namespace daybook {
namespace {

void Propose(const v1::Record& record, EntityStore& store) {
  const v1::Policy& given = record.request().propose_policy().policy();
  v1::PolicyVersion& version =
      store.Change<v1::PolicyVersion>(PolicyKey(given.policy_id(), given.version()));
  *version.mutable_policy() = given;
  if (given.has_cancellation()) {
    // So that a booking's terms, which hold these rules alone, say whose they are.
    version.mutable_policy()->mutable_cancellation()->set_policy_id(given.policy_id());
    version.mutable_policy()->mutable_cancellation()->set_version(given.version());
  }
  version.set_status(v1::POLICY_PROPOSED);
  *version.mutable_maker() = record.request().actor();
  version.set_proposed_position(record.position());
}

void Settle(const v1::Record& record, const v1::PolicySettled& settled, EntityStore& store) {
  const std::string key = PolicyKey(settled.policy_id(), settled.version());
  if (store.Find<v1::PolicyVersion>(key) == nullptr) return;
  v1::PolicyVersion& version = store.Change<v1::PolicyVersion>(key);
  version.set_status(settled.approved() ? v1::POLICY_APPROVED : v1::POLICY_REJECTED);
  *version.mutable_checker() = record.request().actor();
  version.set_settled_position(record.position());
}

void Define(const v1::PartnerDefinition& definition, EntityStore& store) {
  v1::Partner& partner = store.Change<v1::Partner>(definition.partner_id());
  *partner.mutable_definition() = definition;
  partner.set_revision(partner.revision() + 1);
}

}  // namespace

void EvolvePolicies(const v1::Record& record, const v1::Event& event, EntityStore& store) {
  switch (event.kind_case()) {
    case v1::Event::kPolicyProposed:
      if (store.Keeps<v1::PolicyVersion>()) Propose(record, store);
      break;
    case v1::Event::kPolicySettled:
      if (store.Keeps<v1::PolicyVersion>()) Settle(record, event.policy_settled(), store);
      break;
    case v1::Event::kPartnerDefined:
      if (store.Keeps<v1::Partner>()) Define(event.partner_defined(), store);
      break;
    default:
      break;
  }
}

}  // namespace daybook
