// What shows that a guest's reason is real (DOMAIN A6): something that an auditor finds again. Pure.
#ifndef DAYBOOK_LEDGER_DOMAIN_CASES_EVIDENCE_H_
#define DAYBOOK_LEDGER_DOMAIN_CASES_EVIDENCE_H_

#include <string_view>

#include "ledger/domain/decide_context.h"

namespace daybook {

// Whether the id is the SHA-256 of a document that is kept elsewhere: 64 hexadecimal digits. Whoever has the document can show that it is
// the one.
bool IsDocumentDigest(std::string_view evidence_id);

// State: `evidence_id`, if there is one, is a document's digest, or the id of a contact, case or feedback that is recorded and about
// the request's booking or its customer (under whichever id of one person's), or, where it names neither, the booking's property; else
// STATE_REFERENCE_UNKNOWN at `path`. Where a guest or a channel asks it is a contact: what the house itself was shown, since all else
// could be their own word.
void CheckEvidence(DecideContext& context, std::string_view path, std::string_view evidence_id);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_CASES_EVIDENCE_H_
