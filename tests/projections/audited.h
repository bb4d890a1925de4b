// Histories with their view `audit`.
#ifndef DAYBOOK_TESTS_PROJECTIONS_AUDITED_H_
#define DAYBOOK_TESTS_PROJECTIONS_AUDITED_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "projections/audit/audit_view.h"
#include "projections/audit/story.h"
#include "tests/projections/viewed_records.h"
#include "tests/support/booking_histories.h"

namespace daybook {

class Audited : public testing::ViewedRecords {
 public:
  explicit Audited(std::vector<v1::Record> records)
      : ViewedRecords(records, NewAuditProjection()), records_(std::move(records)) {
    for (size_t i = 0; i < records_.size(); ++i) records_[i].set_position(i);
  }

  const std::vector<v1::Record>& records() const { return records_; }

  v1::AuditEntry Entry(uint64_t position) const {
    const auto entry = GetAuditEntry(**this, position);
    EXPECT_TRUE(entry.ok() && entry->has_value()) << position;
    return entry.ok() ? entry->value_or(v1::AuditEntry()) : v1::AuditEntry();
  }
  v1::AuditEntry LastEntry() const { return Entry(records_.size() - 1); }
  std::vector<uint64_t> Positions(v1::EntityKind kind, const std::string& id,
                                  const std::string& property_id = "") const {
    const auto positions = PositionsOf(**this, MakeEntityRef(kind, id, property_id));
    EXPECT_TRUE(positions.ok()) << positions.status();
    return positions.ok() ? *positions : std::vector<uint64_t>();
  }
  std::vector<StoryLine> Story(v1::EntityKind kind, const std::string& id) const {
    auto story = StoryOf(**this, log(), MakeEntityRef(kind, id));
    EXPECT_TRUE(story.ok()) << story.status();
    return story.ok() ? *std::move(story) : std::vector<StoryLine>();
  }

 private:
  std::vector<v1::Record> records_;
};

inline v1::Actor ActorOf(v1::ActorKind kind, const std::string& id) {
  v1::Actor actor;
  actor.set_kind(kind);
  actor.set_id(id);
  return actor;
}

// A random history in which somebody acts, and sometimes somebody else answers for it.
inline std::vector<v1::Record> RandomHistory(uint64_t seed, int count) {
  BookingHistory history(seed);
  std::mt19937_64 random(seed + 1);
  std::vector<v1::Record> records;
  for (int i = 0; i < count; ++i) {
    v1::Record record = history.Next();
    const auto kind = static_cast<v1::ActorKind>(1 + random() % 3);
    *record.mutable_request()->mutable_actor() = ActorOf(kind, absl::StrCat("A", random() % 4));
    if (random() % 5 == 0) {
      *record.mutable_request()->mutable_override()->mutable_authorised_by() =
          ActorOf(v1::ACTOR_KIND_STAFF, absl::StrCat("A", random() % 4));
    }
    records.push_back(std::move(record));
  }
  return records;
}

}  // namespace daybook

#endif  // DAYBOOK_TESTS_PROJECTIONS_AUDITED_H_
