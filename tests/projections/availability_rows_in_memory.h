// The view `availability` in memory: what its projection makes of records, without a store.
#ifndef DAYBOOK_TESTS_PROJECTIONS_AVAILABILITY_ROWS_IN_MEMORY_H_
#define DAYBOOK_TESTS_PROJECTIONS_AVAILABILITY_ROWS_IN_MEMORY_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "daybook/v1/availability_view.pb.h"
#include "daybook/v1/record.pb.h"
#include "ledger/base/civil_date.h"
#include "projections/availability/availability_view.h"
#include "projections/projection.h"
#include "projections/view_store.h"

namespace daybook {

using Rows = std::map<std::string, std::string, std::less<>>;

class MapView : public ViewSnapshot, public ViewTransaction {
 public:
  MapView() = default;
  explicit MapView(const std::vector<v1::Record>& records) { Apply(records); }

  // As the runner would, with a projection that starts anew.
  void Apply(const std::vector<v1::Record>& records) {
    const auto projection = NewAvailabilityProjection();
    for (const v1::Record& record : records) {
      if (!projection->Wants(record)) continue;
      const absl::Status applied = projection->Apply(record, *this);
      ASSERT_TRUE(applied.ok()) << applied << record.ShortDebugString();
    }
  }

  const Rows& rows() const { return rows_; }
  // Of bookings that took another room type after their first night, each time they were written.
  int moves_seen() const { return moves_seen_; }
  std::set<std::string> TakeWritten() { return std::exchange(written_, {}); }

  ViewInfo info() const override { return {}; }
  absl::StatusOr<std::optional<std::string>> Get(std::string_view key) const override {
    const auto found = rows_.find(key);
    if (found == rows_.end()) return std::optional<std::string>();
    return std::optional<std::string>(found->second);
  }
  absl::Status Scan(std::string_view prefix, const RowVisitor& visitor) const override {
    for (auto row = rows_.lower_bound(prefix); row != rows_.end(); ++row) {
      if (std::string_view(row->first).substr(0, prefix.size()) != prefix) break;
      const absl::StatusOr<bool> more = visitor(row->first, row->second);
      if (!more.ok()) return more.status();
      if (!*more) break;
    }
    return absl::OkStatus();
  }
  absl::Status ScanIndex(std::string_view, const IndexVisitor&) const override {
    return absl::OkStatus();
  }
  absl::Status ScanIndexRange(std::string_view, std::string_view,
                              const IndexVisitor&) const override {
    return absl::OkStatus();
  }

  absl::StatusOr<std::optional<std::string>> Get(std::string_view key) override {
    return std::as_const(*this).Get(key);
  }
  void Put(std::string_view key, std::string value) override {
    written_.emplace(key);
    v1::AvailabilityBooking row;
    if (key.front() == 'b' && row.ParseFromString(value)) moves_seen_ += row.moves_size();
    rows_.insert_or_assign(std::string(key), std::move(value));
  }
  void Delete(std::string_view key) override {
    written_.emplace(key);
    rows_.erase(std::string(key));
  }
  void PutIndex(std::string_view) override { ADD_FAILURE() << "the view has no index"; }
  void DeleteIndex(std::string_view) override { ADD_FAILURE() << "the view has no index"; }

 private:
  Rows rows_;
  std::set<std::string> written_;
  int moves_seen_ = 0;
};

inline CivilDate Day(int32_t yyyymmdd) { return CivilDate::FromYmd(yyyymmdd).value(); }

using Night = std::tuple<std::string, int32_t>;  // room type, yyyymmdd

// Every night, visited in the promised order.
inline std::map<Night, Occupancy> NightsIn(const ViewSnapshot& view, const std::string& property_id,
                                           const std::string& room_type_id, CivilDate from,
                                           CivilDate until) {
  std::map<Night, Occupancy> nights;
  std::vector<Night> order;
  const absl::Status visited =
      NightsOf(view, property_id, room_type_id, from, until, [&](const NightOfRoomType& night) {
        order.emplace_back(night.room_type_id, night.night.ymd());
        nights[order.back()] = night.rooms;
        return true;
      });
  EXPECT_TRUE(visited.ok()) << visited;
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
  EXPECT_EQ(order.size(), nights.size());
  return nights;
}

}  // namespace daybook

#endif  // DAYBOOK_TESTS_PROJECTIONS_AVAILABILITY_ROWS_IN_MEMORY_H_
