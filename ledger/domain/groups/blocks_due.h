// What the business date brings to blocks.
#ifndef DAYBOOK_LEDGER_DOMAIN_GROUPS_BLOCKS_DUE_H_
#define DAYBOOK_LEDGER_DOMAIN_GROUPS_BLOCKS_DUE_H_

#include "daybook/v1/group.pb.h"
#include "daybook/v1/record.pb.h"
#include "ledger/domain/decide_context.h"

namespace daybook {

// The cut-off is reached: what nobody has picked up goes back on sale.
void AddBlockRelease(const DecideContext& context, const v1::Block& block, v1::Accepted& accepted);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_GROUPS_BLOCKS_DUE_H_
