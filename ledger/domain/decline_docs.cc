#include "ledger/domain/decline_docs.h"

#include "ledger/domain/decline_docs_tables.h"

namespace daybook {

std::vector<DeclineDoc> DeclineDocs() {
  std::vector<DeclineDoc> docs;
  for (const auto& table :
       {FormAndIdentityDeclineDocs(), StateDeclineDocs(), PolicyDeclineDocs()}) {
    docs.insert(docs.end(), table.begin(), table.end());
  }
  return docs;
}

std::optional<DeclineDoc> FindDeclineDoc(int code) {
  for (const DeclineDoc& doc : DeclineDocs()) {
    if (doc.code == code) return doc;
  }
  return std::nullopt;
}

}  // namespace daybook
