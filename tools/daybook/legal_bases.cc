#include "tools/daybook/legal_bases.h"

#include <set>
#include <string_view>

#include "ledger/base/status_macros.h"
#include "ledger/log/record_codec.h"
#include "projections/audit/audit_view.h"

namespace daybook::cli {

absl::StatusOr<std::vector<LegalBasis>> LegalBases::Of(const StoryLine& line) {
  std::set<std::pair<std::string, int32_t>> named;
  const auto name = [&named](const std::string& policy_id, int32_t version) {
    if (!policy_id.empty()) named.emplace(policy_id, version);
  };
  name(line.entry.policy_id(), line.entry.policy_version());
  for (const v1::Item& item : line.items) name(item.policy().policy_id(), item.policy().version());
  std::vector<LegalBasis> bases;
  for (const auto& [policy_id, version] : named) {
    DAYBOOK_ASSIGN_OR_RETURN(std::string basis, Find(policy_id, version));
    if (!basis.empty()) bases.push_back({policy_id, version, std::move(basis)});
  }
  return bases;
}

// The record that proposed it says so; a policy of a rate plan's own has none.
absl::StatusOr<std::string> LegalBases::Find(const std::string& policy_id, int32_t version) {
  const auto [found, is_new] = known_.try_emplace({policy_id, version});
  if (!is_new) return found->second;
  v1::EntityRef policy;
  policy.set_kind(v1::ENTITY_KIND_POLICY);
  policy.set_id(policy_id);
  DAYBOOK_ASSIGN_OR_RETURN(const auto positions, PositionsOf(*moment_.snapshot, policy));
  v1::Record record;
  for (const uint64_t position : positions) {
    DAYBOOK_RETURN_IF_ERROR(moment_.view.log->Read(position, position + 1,
                                                   [&record](uint64_t at, std::string_view bytes) {
                                                     return DecodeRecord(at, bytes, record);
                                                   }));
    const v1::Policy& proposed = record.request().propose_policy().policy();
    if (!record.outcome().has_accepted() || proposed.version() != version) continue;
    found->second = proposed.legal_basis();
  }
  return found->second;
}

}  // namespace daybook::cli
