// What records changed: an entity before and after each of them. Bookings by the domain's own fold,
// definitions as they were given.
#ifndef DAYBOOK_PROJECTIONS_AUDIT_ENTITY_CHANGES_H_
#define DAYBOOK_PROJECTIONS_AUDIT_ENTITY_CHANGES_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "daybook/v1/audit_view.pb.h"
#include "daybook/v1/record.pb.h"
#include "ledger/log/record_source.h"
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

// `before` and `after` are of one type: v1::Booking, the definition's, v1::Feedback,
// v1::OutOfOrderSet, or v1::Property with nothing but the business date. Personal data in them is
// sealed.
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

  // What the record changed, in the order of its events. To be called in the order of positions
  // with every record that concerns a wanted entity, from any of them on. Declined and conflicting
  // records change nothing.
  absl::StatusOr<std::vector<EntityChange>> Of(const v1::Record& record);

 private:
  using Entity = std::unique_ptr<google::protobuf::Message>;  // null: it is not there

  absl::StatusOr<Entity*> Find(const v1::EntityRef& entity, uint64_t position);

  const ViewSnapshot& audit_;
  const RecordSource& records_;
  const Wanted wanted_;
  std::map<std::string, Entity> entities_;  // by index prefix, as they are before the next record
};

// Reads one record.
absl::StatusOr<v1::Record> ReadRecord(const RecordSource& records, uint64_t position);

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_AUDIT_ENTITY_CHANGES_H_
