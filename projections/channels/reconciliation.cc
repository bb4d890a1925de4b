#include "projections/channels/reconciliation.h"

#include "ledger/domain/booking/booking_evolve.h"

namespace daybook {
namespace {

void Compare(const ChannelsBooking& theirs, const ChannelsBooking& ours,
             std::vector<Disagreement>& found) {
  if (theirs.arrival != ours.arrival || theirs.departure != ours.departure) {
    found.push_back({ours.booking_id, Difference::kStay, theirs, ours});
  }
  if (theirs.status != ours.status) {
    found.push_back({ours.booking_id, Difference::kStatus, theirs, ours});
  }
}

}  // namespace

std::string_view DifferenceName(Difference difference) {
  switch (difference) {
    case Difference::kMissingThere:
      return "missing-there";
    case Difference::kMissingHere:
      return "missing-here";
    case Difference::kStay:
      return "stay";
    case Difference::kStatus:
      return "status";
    case Difference::kListedTwice:
      return "listed-twice";
  }
  return "";
}

std::vector<Disagreement> Reconcile(const std::vector<ChannelsBooking>& theirs,
                                    const std::map<std::string, ChannelsBooking>& ours) {
  std::map<std::string, std::vector<const ChannelsBooking*>> listed;
  for (const ChannelsBooking& booking : theirs) listed[booking.booking_id].push_back(&booking);
  for (const auto& [id, booking] : ours) listed.try_emplace(id);

  std::vector<Disagreement> found;
  for (const auto& [id, entries] : listed) {
    const auto own = ours.find(id);
    if (entries.size() > 1) {
      found.push_back({id, Difference::kListedTwice, *entries[1], std::nullopt});
    }
    if (own == ours.end()) {
      found.push_back({id, Difference::kMissingHere, *entries[0], std::nullopt});
    } else if (!entries.empty()) {
      Compare(*entries[0], own->second, found);
    } else if (!IsTerminal(own->second.status)) {
      found.push_back({id, Difference::kMissingThere, std::nullopt, own->second});
    }
  }
  return found;
}

ChannelsBooking AsChannelsBooking(const v1::Booking& booking) {
  return {booking.booking_id(), booking.stay().arrival(), booking.stay().departure(),
          booking.status()};
}

}  // namespace daybook
