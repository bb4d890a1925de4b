#include "projections/calendar/calendar_view.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"

namespace daybook {
namespace {

std::string OpenKey(std::string_view property_id) { return absl::StrCat("p", ToAbsl(property_id)); }

std::string ClosedKey(std::string_view property_id, int32_t yyyymmdd) {
  std::string key = absl::StrCat("d", ToAbsl(property_id));
  key.push_back('\0');
  absl::StrAppend(&key, absl::Dec(yyyymmdd, absl::kZeroPad8));
  return key;
}

template <typename Row>
absl::StatusOr<Row> ParseRow(std::string_view value) {
  Row row;
  if (!row.ParseFromArray(value.data(), static_cast<int>(value.size()))) {
    return absl::DataLossError("view calendar: a row is damaged; rebuild the view");
  }
  return row;
}

template <typename Row>
absl::StatusOr<std::optional<Row>> GetRow(const ViewSnapshot& view, const std::string& key) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<std::string> value, view.Get(key));
  if (!value.has_value()) {
    return std::optional<Row>();
  }
  DAYBOOK_ASSIGN_OR_RETURN(Row row, ParseRow<Row>(*value));
  return std::optional<Row>(std::move(row));
}

class CalendarProjection final : public Projection {
 public:
  std::string_view name() const override { return "calendar"; }
  int version() const override { return 1; }

  bool Wants(const v1::Record& record) const override {
    const auto& events = record.outcome().accepted().events();
    return std::any_of(events.begin(), events.end(), [](const v1::Event& event) {
      return event.has_property_defined() || event.has_business_date_rolled();
    });
  }

  absl::Status Apply(const v1::Record& record, ViewTransaction& txn) override {
    for (const v1::Event& event : record.outcome().accepted().events()) {
      if (event.has_property_defined()) {
        DAYBOOK_RETURN_IF_ERROR(Open(event.property_defined(), txn));
      } else if (event.has_business_date_rolled()) {
        DAYBOOK_RETURN_IF_ERROR(Roll(record, event.business_date_rolled(), txn));
      }
    }
    return absl::OkStatus();
  }

  const google::protobuf::Message* RowType(std::string_view key) const override {
    if (key.empty() || key[0] == 'p') {
      return &v1::OpenDay::default_instance();
    }
    return &v1::ClosedDay::default_instance();
  }

 private:
  // A property that is defined again keeps its dates.
  absl::Status Open(const v1::PropertyDefinition& property, ViewTransaction& txn) {
    const std::string key = OpenKey(property.property_id());
    DAYBOOK_ASSIGN_OR_RETURN(const std::optional<std::string> row, txn.Get(key));
    if (!row.has_value()) {
      v1::OpenDay day;
      day.set_business_date(property.first_business_date());
      day.set_first_business_date(property.first_business_date());
      txn.Put(key, day.SerializeAsString());
    }
    return absl::OkStatus();
  }

  absl::Status Roll(const v1::Record& record, const v1::BusinessDateRolled& rolled,
                    ViewTransaction& txn) {
    const std::string key = OpenKey(rolled.property_id());
    DAYBOOK_ASSIGN_OR_RETURN(const std::optional<std::string> row, txn.Get(key));
    if (!row.has_value()) {
      return absl::DataLossError(
          absl::StrCat("property ", rolled.property_id(), " is rolled and was never defined"));
    }
    DAYBOOK_ASSIGN_OR_RETURN(v1::OpenDay day, ParseRow<v1::OpenDay>(*row));
    day.set_business_date(rolled.to());
    txn.Put(key, day.SerializeAsString());
    v1::ClosedDay closed;
    closed.set_position(record.position());
    *closed.mutable_recorded_at() = record.resolution().recorded_at();
    txn.Put(ClosedKey(rolled.property_id(), rolled.from()), closed.SerializeAsString());
    return absl::OkStatus();
  }
};

}  // namespace

std::unique_ptr<Projection> NewCalendarProjection() {
  return std::make_unique<CalendarProjection>();
}

absl::StatusOr<std::map<std::string, v1::OpenDay>> OpenDays(const ViewSnapshot& view) {
  std::map<std::string, v1::OpenDay> days;
  DAYBOOK_RETURN_IF_ERROR(
      view.Scan("p", [&days](std::string_view key, std::string_view value) -> absl::StatusOr<bool> {
        DAYBOOK_ASSIGN_OR_RETURN(v1::OpenDay day, ParseRow<v1::OpenDay>(value));
        days.emplace(key.substr(1), std::move(day));
        return true;
      }));
  return days;
}

absl::StatusOr<std::optional<v1::OpenDay>> GetOpenDay(const ViewSnapshot& view,
                                                      std::string_view property_id) {
  return GetRow<v1::OpenDay>(view, OpenKey(property_id));
}

absl::StatusOr<std::optional<v1::ClosedDay>> GetClosedDay(const ViewSnapshot& view,
                                                          std::string_view property_id,
                                                          CivilDate date) {
  return GetRow<v1::ClosedDay>(view, ClosedKey(property_id, date.ymd()));
}

absl::StatusOr<std::optional<uint64_t>> PositionAtClose(const ViewSnapshot& view,
                                                        std::string_view property_id,
                                                        CivilDate date) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto days, OpenDays(view));
  std::optional<uint64_t> end;
  bool known = false;
  bool open = false;
  std::string where;
  for (const auto& [property, day] : days) {
    if (!property_id.empty() && property != property_id) {
      continue;
    }
    known = true;
    DAYBOOK_ASSIGN_OR_RETURN(const auto closed, GetClosedDay(view, property, date));
    if (closed.has_value()) {
      end = std::max(end.value_or(0), closed->position() + 1);
    }
    open = open || day.business_date() == date.ymd();
    absl::StrAppend(&where, where.empty() ? "" : ", ", property, " ",
                    CivilDate::FromYmd(day.first_business_date()).value_or(date).ToString(), " to ",
                    CivilDate::FromYmd(day.business_date()).value_or(date).ToString());
  }
  if (!known) {
    return absl::NotFoundError(property_id.empty()
                                   ? "the ledger has no property yet, so no business date"
                                   : absl::StrCat("there is no property ", ToAbsl(property_id)));
  }
  if (!end.has_value() && !open) {
    return absl::OutOfRangeError(
        absl::StrCat(date.ToString(), " is no business date of this ledger (", where, ")"));
  }
  return end;
}

}  // namespace daybook
