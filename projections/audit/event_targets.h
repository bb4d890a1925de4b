// Which entities an event changes, or tells of.
#ifndef DAYBOOK_PROJECTIONS_AUDIT_EVENT_TARGETS_H_
#define DAYBOOK_PROJECTIONS_AUDIT_EVENT_TARGETS_H_

#include <string>
#include <vector>

#include "daybook/v1/audit_view.pb.h"
#include "daybook/v1/record.pb.h"

namespace daybook {

struct EventTarget {
  v1::EntityRef entity;
  // Of the entity that the fold keeps (ledger/domain/entities.h), and its key there. '\0': a booking, a definition, or told by the event.
  char letter = '\0';
  std::string key;
};

// In the order in which a story tells them; none of an event about the ledger itself.
std::vector<EventTarget> TargetsOf(const v1::Record& record, const v1::Event& event);
// Debtor accounts whose balance the record's postings change, each once.
std::vector<EventTarget> PostedAccountsOf(const v1::Record& record);

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_AUDIT_EVENT_TARGETS_H_
