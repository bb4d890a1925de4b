// What records changed: an entity before and after each of them. Bookings and entities by the domain's
// own folds, definitions as they were given, the rest by its event.
#ifndef DAYBOOK_PROJECTIONS_AUDIT_ENTITY_CHANGES_H_
#define DAYBOOK_PROJECTIONS_AUDIT_ENTITY_CHANGES_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daybook/v1/audit_view.pb.h"
#include "daybook/v1/record.pb.h"
#include "ledger/log/record_source.h"
#include "projections/audit/event_targets.h"
#include "projections/view_store.h"

namespace daybook {

// On what a penalty was decided.
enum class RuleBasis {
  kNotConfirmed,     // held or waitlisted: it costs nothing
  kNonRefundable,    // the price of the stay from the first moment
  kGrace,            // within `deadline`: it cost nothing yet
  kBeforeDeadlines,  // `deadline` is the first one, and was still to come; absent: there is none
  kDeadline,         // `deadline` had passed, `penalty` applied from then on
  kNoShow,           // the policy's own rule for no-shows, `penalty`
};

// Which rule of its frozen terms a booking was ended under.
struct AppliedRule {
  std::string policy_id;
  int32_t policy_version = 0;
  RuleBasis basis = RuleBasis::kBeforeDeadlines;
  std::optional<google::protobuf::Timestamp> deadline;
  std::optional<v1::Penalty> penalty;
  int64_t floor_minor = 0;  // it cost no less than this: incurred before a change
};

// `before` and `after` are of one type: v1::Booking, the definition's, an entity's of the fold (a case,
// an account; of a customer the file or the membership), v1::Property with nothing but the business
// date. What is told by its event alone (feedback, credit, invoices, rooms out of order, deliveries)
// has no `before`: `after` is the event's message, or the request's body where the event has only
// the id. Personal data in them is sealed.
struct EntityChange {
  v1::EntityRef entity;
  std::unique_ptr<google::protobuf::Message> before;  // null: it was not there, or nothing is known
  std::unique_ptr<google::protobuf::Message> after;
  std::optional<AppliedRule> rule;  // a booking that was cancelled or a no-show
};

// One thread. `audit` and `records` outlive it; `audit` is the view of at least the records that
// come before those given to it.
class EntityChanges {
 public:
  using Wanted = std::function<absl::StatusOr<bool>(const v1::EntityRef& entity)>;

  // Only changes of entities that are wanted are told; none given: of all.
  EntityChanges(const ViewSnapshot& audit, const RecordSource& records, Wanted wanted = nullptr);

  // What the record changed, in the order of its events; then what only its postings changed. To be called in the order of positions
  // with every record that concerns a wanted entity, from any of them on. Declined and conflicting
  // records change nothing.
  absl::StatusOr<std::vector<EntityChange>> Of(const v1::Record& record);

 private:
  using Entity = std::unique_ptr<google::protobuf::Message>;  // null: it is not there

  // Everything that the record does to the target; the rule of a booking that it ended.
  static std::optional<AppliedRule> Fold(const v1::Record& record, const EventTarget& target,
                                         Entity& entity);
  absl::StatusOr<Entity*> Find(const EventTarget& target, uint64_t position);
  absl::StatusOr<bool> IsWanted(const v1::EntityRef& entity) const;
  absl::Status AddFolded(const v1::Record& record, const EventTarget& target,
                         std::set<std::string>& done, std::vector<EntityChange>& changes);

  const ViewSnapshot& audit_;
  const RecordSource& records_;
  const Wanted wanted_;
  std::map<std::string, Entity>
      entities_;  // by index prefix and letter, as they are before the next record
};

// Reads one record.
absl::StatusOr<v1::Record> ReadRecord(const RecordSource& records, uint64_t position);

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_AUDIT_ENTITY_CHANGES_H_
