#include "ledger/domain/cases/evidence.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "ledger/base/strings.h"
#include "ledger/domain/customer/customer_checks.h"

namespace daybook {
namespace {

constexpr size_t kDigestDigits = 64;

template <typename Recorded>
bool IsAbout(const State& state, const Recorded* recorded, const v1::Booking& booking) {
  if (recorded == nullptr) return false;
  if (!recorded->booking_id().empty()) return recorded->booking_id() == booking.booking_id();
  if (!recorded->customer_id().empty()) {
    return AreOnePerson(state, booking.customer_id(), recorded->customer_id());
  }
  return recorded->property_id() == booking.property_id();
}

}  // namespace

bool IsDocumentDigest(std::string_view evidence_id) {
  return evidence_id.size() == kDigestDigits &&
         std::all_of(evidence_id.begin(), evidence_id.end(), [](char digit) {
           return absl::ascii_isxdigit(static_cast<unsigned char>(digit));
         });
}

void CheckEvidence(DecideContext& context, std::string_view path, std::string_view evidence_id) {
  if (evidence_id.empty()) return;
  const v1::Booking& booking = *context.booking;
  const State& state = context.state;
  if (IsAbout(state, state.Find<v1::Contact>(evidence_id), booking)) return;
  if (context.FromOutside()) {
    context.Decline(v1::STATE_REFERENCE_UNKNOWN, path,
                    absl::StrCat("the house has recorded no contact ", ToAbsl(evidence_id),
                                 " about booking ", booking.booking_id()));
    return;
  }
  if (IsDocumentDigest(evidence_id) || IsAbout(state, state.Find<v1::Case>(evidence_id), booking) ||
      IsAbout(state, state.FindFeedback(evidence_id), booking)) {
    return;
  }
  context.Decline(
      v1::STATE_REFERENCE_UNKNOWN, path,
      absl::StrCat(ToAbsl(evidence_id), " is no contact, case or feedback about booking ",
                   booking.booking_id(),
                   ", and no SHA-256 of a document in 64 hexadecimal digits"));
}

}  // namespace daybook
