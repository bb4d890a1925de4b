// Engine::Reveal: what is sealed is opened only once the request for it is accepted and durable.
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "ledger/domain/customer/buyers.h"
#include "ledger/engine/engine.h"
#include "ledger/engine/own_request.h"
#include "ledger/engine/sealed_reader.h"

namespace daybook {

absl::StatusOr<Revealed> Engine::Reveal(const v1::Request& request, absl::Time deadline) {
  if (!request.has_reveal_personal_data()) {
    return absl::InvalidArgumentError("only a request that reveals personal data shows any");
  }
  Revealed revealed;
  DAYBOOK_ASSIGN_OR_RETURN(revealed.receipt, Submit(request, deadline));
  if (!revealed.receipt.outcome.has_accepted()) return revealed;
  if (revealed.receipt.duplicate) {
    return absl::AlreadyExistsError("it was shown before: ask again under another id");
  }
  const auto found = std::make_shared<WhereSealed>();
  Submission submission;
  submission.request = OwnRequest("look-up");
  *submission.request.mutable_reveal_personal_data() = request.reveal_personal_data();
  submission.origin = Origin::kLedger;
  submission.deadline = deadline;
  submission.look = [this, found](const State& state, const v1::Request& asked,
                                  const v1::Resolution&) {
    return FindSealed(state, asked.reveal_personal_data(), *found);
  };
  DAYBOOK_RETURN_IF_ERROR(SubmitAndWait(std::move(submission)).status());
  if (!found->slots.empty()) {
    DAYBOOK_ASSIGN_OR_RETURN(revealed.parts,
                             OpenAllSealed(*log_, *keys_, found->slots, revealed.receipt.position));
  }
  if (found->position.has_value()) {
    DAYBOOK_ASSIGN_OR_RETURN(revealed.data, OpenSealed(*log_, *keys_, *found->position));
  }
  return revealed;
}

// On the sequencer's thread, so that the keeper is nobody else's meanwhile.
absl::Status Engine::FindSealed(const State& state, const v1::RevealPersonalData& asked,
                                WhereSealed& found) const {
  if (!asked.invoice_id().empty()) {
    const v1::Invoice* const invoice = FindInvoice(state, asked.invoice_id());
    if (invoice == nullptr || !invoice->has_sealed_buyer()) {
      return absl::NotFoundError(absl::StrCat("no buyer is sealed on ", asked.invoice_id()));
    }
    found.position = invoice->position();
    return absl::OkStatus();
  }
  const std::string& id = asked.customer_id();
  const auto* const customer = state.Find<v1::Customer>(id);
  if (customer != nullptr && customer->has_sealed_profile()) {
    found.position = customer->profile_position();
  }
  if (asked.everything()) {
    std::vector<std::string> ids = {id};
    if (customer != nullptr) {
      ids.insert(ids.end(), customer->merged().begin(), customer->merged().end());
    }
    for (const std::string& one : ids) {
      DAYBOOK_ASSIGN_OR_RETURN(const std::optional<uint64_t> slot, keeper_->FindKeySlot(one));
      if (slot.has_value()) found.slots.push_back(*slot);
    }
  }
  if (found.position.has_value() || !found.slots.empty()) return absl::OkStatus();
  return absl::NotFoundError(asked.everything()
                                 ? absl::StrCat("nothing is sealed for customer ", id)
                                 : absl::StrCat("there is no file of customer ", id));
}

}  // namespace daybook
