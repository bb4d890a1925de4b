// The fold of memberships: lots of points in the order in which they expire.
#include <algorithm>

#include "ledger/domain/evolve.h"

namespace daybook {
namespace {

bool ExpiresBefore(const v1::PointsLot& a, const v1::PointsLot& b) {
  return a.expires_on() != b.expires_on() ? a.expires_on() < b.expires_on()
                                          : a.position() < b.position();
}

void Count(v1::Member& member) {
  int64_t points = 0;
  for (const v1::PointsLot& lot : member.lots()) points += lot.points();
  member.set_points(points);
}

void Enrol(const v1::Record& record, const v1::MemberEnrolled& event, EntityStore& store) {
  v1::Member& member = store.Change<v1::Member>(event.customer_id());
  member.set_customer_id(event.customer_id());
  member.set_currency(event.currency());
  member.set_enrolled_position(record.position());
}

void Grant(const v1::Record& record, const v1::PointsGranted& event, EntityStore& store) {
  v1::Member& member = store.Change<v1::Member>(event.customer_id());
  member.set_customer_id(event.customer_id());
  v1::PointsLot& added = *member.add_lots();
  added = event.lot();
  added.set_position(record.position());
  for (int i = member.lots_size() - 1; i > 0 && ExpiresBefore(member.lots(i), member.lots(i - 1));
       --i) {
    member.mutable_lots()->SwapElements(i, i - 1);
  }
  member.set_earned(member.earned() + event.lot().points());
  Count(member);
}

// Of the lots in front; gives how many there were to take.
int64_t Take(int64_t points, v1::Member& member) {
  int64_t taken = 0;
  int emptied = 0;
  for (v1::PointsLot& lot : *member.mutable_lots()) {
    const int64_t part = std::min(points - taken, lot.points());
    if (part <= 0 && lot.points() > 0) break;
    lot.set_points(lot.points() - part);
    taken += part;
    if (lot.points() > 0) break;
    ++emptied;
  }
  member.mutable_lots()->DeleteSubrange(0, emptied);
  Count(member);
  return taken;
}

}  // namespace

void EvolveLoyalty(const v1::Record& record, const v1::Event& event, EntityStore& store) {
  if (!store.Keeps<v1::Member>()) return;
  switch (event.kind_case()) {
    case v1::Event::kMemberEnrolled:
      return Enrol(record, event.member_enrolled(), store);
    case v1::Event::kPointsGranted:
      return Grant(record, event.points_granted(), store);
    case v1::Event::kPointsRedeemed: {
      v1::Member& member = store.Change<v1::Member>(event.points_redeemed().customer_id());
      member.set_customer_id(event.points_redeemed().customer_id());
      member.set_redeemed(member.redeemed() + Take(event.points_redeemed().points(), member));
      return;
    }
    case v1::Event::kPointsExpired: {
      v1::Member& member = store.Change<v1::Member>(event.points_expired().customer_id());
      member.set_customer_id(event.points_expired().customer_id());
      member.set_expired(member.expired() + Take(event.points_expired().points(), member));
      return;
    }
    default:
      return;
  }
}

}  // namespace daybook
