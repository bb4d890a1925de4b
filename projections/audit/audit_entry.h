// What an entry of the view `audit` takes from its record alone, without a look at other rows.
// Pure.
#ifndef DAYBOOK_PROJECTIONS_AUDIT_AUDIT_ENTRY_H_
#define DAYBOOK_PROJECTIONS_AUDIT_AUDIT_ENTRY_H_

#include <string>
#include <string_view>

#include "daybook/v1/audit_view.pb.h"
#include "daybook/v1/record.pb.h"

namespace daybook {

// Adds the entity unless it is there already or its id can't be one.
void AddConcern(v1::EntityKind kind, std::string_view id, std::string_view property_id,
                v1::AuditEntry& entry);

// What became of the request: outcome, codes, rule.
void FillOutcome(const v1::Outcome& outcome, v1::AuditEntry& entry);
// Who, when, what became of it, under which rule, why. `entry` is empty.
void FillFromRecord(const v1::Record& record, v1::AuditEntry& entry);
// Why it was asked for: the name of an enum's value or the code that was given, whichever the body has
// for it; empty where it has none.
std::string ReasonOf(const v1::Request& request);
// The definition or the property that the request is about. The rest is the caller's.
void AddDefinitionsConcerned(const v1::Request& request, v1::AuditEntry& entry);

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_AUDIT_AUDIT_ENTRY_H_
