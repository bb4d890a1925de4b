// Rows are kept in memory as they are in the view, so that most records cost no read.
#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "ledger/domain/booking/booking_evolve.h"
#include "projections/bytes_map.h"
#include "projections/insights/booking_facts.h"
#include "projections/insights/insights_keys.h"
#include "projections/insights/insights_view.h"

namespace daybook {
namespace {

// Raised when rows change for another reason than the fold of bookings. Both numbers only ever grow,
// so their sum names no two different views.
constexpr int kLayoutRevision = 1;
// Rows in memory at most; then all of them are forgotten, and read again when they are asked for.
constexpr size_t kMostRows = size_t{1} << 18;

bool Counts(const v1::Event& event) {
  switch (event.kind_case()) {
    case v1::Event::kPropertyDefined:
    case v1::Event::kRoomTypeDefined:
    case v1::Event::kBusinessDateRolled:
    case v1::Event::kOutOfOrderSet:
    case v1::Event::kTurnawayRecorded:
      return true;
    case v1::Event::kChargeWaived:  // it may be a penalty: what the end of the booking cost
      return true;
    default:
      return !BookingOf(event).empty() && !AboutMoneyOnly(event);
  }
}

absl::Status CannotApply(const v1::Event& event, std::string_view why) {
  const auto* field = v1::Event::descriptor()->FindFieldByNumber(event.kind_case());
  return absl::DataLossError(
      absl::StrCat("event ", field->name(), " can't be applied: ", ToAbsl(why)));
}

class InsightsProjection final : public Projection {
 public:
  std::string_view name() const override { return "insights"; }
  int version() const override { return kBookingEvolveVersion + kLayoutRevision; }

  bool Wants(const v1::Record& record) const override {
    const auto& events = record.outcome().accepted().events();
    return std::any_of(events.begin(), events.end(), Counts);
  }

  absl::Status Apply(const v1::Record& record, ViewTransaction& txn) override {
    if (rows_.size() > kMostRows) rows_.clear();
    for (const v1::Event& event : record.outcome().accepted().events()) {
      if (Counts(event)) DAYBOOK_RETURN_IF_ERROR(ApplyEvent(record, event, txn));
    }
    return absl::OkStatus();
  }

  void Reset() override { rows_.clear(); }

  const google::protobuf::Message* RowType(std::string_view key) const override {
    return InsightsRowType(key);
  }

 private:
  absl::Status ApplyEvent(const v1::Record& record, const v1::Event& event, ViewTransaction& txn);
  absl::Status DefineProperty(const v1::PropertyDefinition& definition, ViewTransaction& txn);
  absl::Status DefineRoomType(const v1::Event& event, ViewTransaction& txn);
  absl::Status Roll(const v1::Event& event, ViewTransaction& txn);
  absl::Status SetOutOfOrder(const v1::Event& event, ViewTransaction& txn);
  absl::Status CountTurnaway(const v1::Record& record, const v1::Event& event,
                             ViewTransaction& txn);
  absl::Status ApplyToBooking(const v1::Record& record, const v1::Event& event,
                              ViewTransaction& txn);

  // Reads into `row`, which is empty. False: there is no such row.
  absl::StatusOr<bool> Read(const std::string& key, ViewTransaction& txn,
                            google::protobuf::Message& row);
  // A row of which nothing is left is none. The row was read before.
  void Write(const std::string& key, const google::protobuf::Message& row, ViewTransaction& txn);
  // Adds the fact `times` times: 1, or -1 to take it away.
  absl::Status Add(const Fact& fact, int64_t times, ViewTransaction& txn);

  BytesMap<std::string> rows_;  // empty: there is none
};

absl::StatusOr<bool> InsightsProjection::Read(const std::string& key, ViewTransaction& txn,
                                              google::protobuf::Message& row) {
  auto found = rows_.find(key);
  if (found == rows_.end()) {
    DAYBOOK_ASSIGN_OR_RETURN(std::optional<std::string> value, txn.Get(key));
    found = rows_.emplace(key, std::move(value).value_or("")).first;
  }
  if (found->second.empty()) return false;
  DAYBOOK_RETURN_IF_ERROR(ParseInsightsRow(key, found->second, row));
  return true;
}

void InsightsProjection::Write(const std::string& key, const google::protobuf::Message& row,
                               ViewTransaction& txn) {
  // A schema without maps serialises in one way only.
  std::string value = row.SerializeAsString();
  std::string& kept = rows_[key];
  if (kept == value) return;
  if (value.empty()) {
    txn.Delete(key);
  } else {
    txn.Put(key, value);
  }
  kept = std::move(value);
}

absl::Status InsightsProjection::Add(const Fact& fact, int64_t times, ViewTransaction& txn) {
  const std::unique_ptr<google::protobuf::Message> row(InsightsRowType(fact.key)->New());
  DAYBOOK_RETURN_IF_ERROR(Read(fact.key, txn, *row).status());
  const google::protobuf::Reflection& fields = *row->GetReflection();
  for (size_t i = 0; i < fact.values.size(); ++i) {
    if (fact.values[i] == 0) continue;
    const auto* field = row->GetDescriptor()->field(static_cast<int>(i));
    fields.SetInt64(row.get(), field, fields.GetInt64(*row, field) + times * fact.values[i]);
  }
  Write(fact.key, *row, txn);
  return absl::OkStatus();
}

absl::Status InsightsProjection::ApplyEvent(const v1::Record& record, const v1::Event& event,
                                            ViewTransaction& txn) {
  switch (event.kind_case()) {
    case v1::Event::kPropertyDefined:
      return DefineProperty(event.property_defined(), txn);
    case v1::Event::kRoomTypeDefined:
      return DefineRoomType(event, txn);
    case v1::Event::kBusinessDateRolled:
      return Roll(event, txn);
    case v1::Event::kOutOfOrderSet:
      return SetOutOfOrder(event, txn);
    case v1::Event::kTurnawayRecorded:
      return CountTurnaway(record, event, txn);
    default:
      return ApplyToBooking(record, event, txn);
  }
}

absl::Status InsightsProjection::DefineProperty(const v1::PropertyDefinition& definition,
                                                ViewTransaction& txn) {
  const std::string key = InsightsKey(InsightsRow::kProperty).Text(definition.property_id()).Take();
  v1::InsightsProperty row;
  DAYBOOK_ASSIGN_OR_RETURN(const bool known, Read(key, txn, row));
  if (known) return absl::OkStatus();  // defined again, its date goes on
  row.set_currency(definition.currency());
  row.set_first_business_date(definition.first_business_date());
  row.set_business_date(definition.first_business_date());
  Write(key, row, txn);
  return absl::OkStatus();
}

absl::Status InsightsProjection::Roll(const v1::Event& event, ViewTransaction& txn) {
  const v1::BusinessDateRolled& rolled = event.business_date_rolled();
  const std::string key = InsightsKey(InsightsRow::kProperty).Text(rolled.property_id()).Take();
  v1::InsightsProperty row;
  DAYBOOK_ASSIGN_OR_RETURN(const bool known, Read(key, txn, row));
  if (!known) {
    return CannotApply(event, absl::StrCat("property ", rolled.property_id(), " is not there"));
  }
  row.set_business_date(rolled.to());
  Write(key, row, txn);
  return absl::OkStatus();
}

absl::Status InsightsProjection::DefineRoomType(const v1::Event& event, ViewTransaction& txn) {
  const v1::RoomTypeDefinition& definition = event.room_type_defined();
  v1::InsightsProperty property;
  DAYBOOK_ASSIGN_OR_RETURN(
      const bool known,
      Read(InsightsKey(InsightsRow::kProperty).Text(definition.property_id()).Take(), txn,
           property));
  if (!known) {
    return CannotApply(event, absl::StrCat("property ", definition.property_id(), " is not there"));
  }
  const std::string key = InsightsKey(InsightsRow::kRoomType)
                              .Text(definition.property_id())
                              .Text(definition.room_type_id())
                              .Take();
  v1::InsightsRoomType row;
  DAYBOOK_RETURN_IF_ERROR(Read(key, txn, row).status());
  auto& steps = *row.mutable_steps();
  if (!steps.empty() && steps.rbegin()->from() >= property.business_date()) steps.RemoveLast();
  if (steps.empty() || steps.rbegin()->capacity() != definition.capacity()) {
    v1::InsightsRoomType::Step& step = *steps.Add();
    step.set_from(property.business_date());
    step.set_capacity(definition.capacity());
  }
  Write(key, row, txn);
  return absl::OkStatus();
}

absl::Status InsightsProjection::SetOutOfOrder(const v1::Event& event, ViewTransaction& txn) {
  const v1::OutOfOrderSet& set = event.out_of_order_set();
  const auto from = CivilDate::FromYmd(set.from());
  const auto until = CivilDate::FromYmd(set.until());
  if (!from.has_value() || !until.has_value()) {
    return CannotApply(event, "its nights are no dates");
  }
  for (CivilDate night = *from; night < *until; night = night + 1) {
    const std::string key = InsightsKey(InsightsRow::kNight)
                                .Text(set.property_id())
                                .Text(set.room_type_id())
                                .Date(night.ymd())
                                .Take();
    v1::InsightsNight row;
    DAYBOOK_RETURN_IF_ERROR(Read(key, txn, row).status());
    row.set_out_of_order(set.rooms());
    Write(key, row, txn);
  }
  return absl::OkStatus();
}

absl::Status InsightsProjection::CountTurnaway(const v1::Record& record, const v1::Event& event,
                                               ViewTransaction& txn) {
  const v1::RecordTurnaway& asked = record.request().record_turnaway();
  const auto arrival = CivilDate::FromYmd(asked.stay().arrival());
  const auto departure = CivilDate::FromYmd(asked.stay().departure());
  const int64_t nights =
      arrival.has_value() && departure.has_value() ? std::max(0, *departure - *arrival) : 0;
  const int64_t rooms = std::max(1, asked.rooms());
  return Add({InsightsKey(InsightsRow::kTurnaways)
                  .Text(event.turnaway_recorded().property_id())
                  .Month(asked.stay().arrival() / 100)
                  .Text(asked.room_type_id())
                  .Text(asked.reason_code())
                  .Text(asked.channel_id())
                  .Take(),
              {1, rooms, rooms * nights}},
             1, txn);
}

absl::Status InsightsProjection::ApplyToBooking(const v1::Record& record, const v1::Event& event,
                                                ViewTransaction& txn) {
  const std::string_view id = BookingOf(event);
  const std::string key = InsightsKey(InsightsRow::kBooking).Text(id).Take();
  v1::InsightsBooking before;
  DAYBOOK_ASSIGN_OR_RETURN(const bool exists, Read(key, txn, before));
  if (exists == event.has_booking_created()) {
    return CannotApply(event, absl::StrCat("booking ", ToAbsl(id),
                                           exists ? " is there already" : " is not there"));
  }
  if (event.has_booking_changed()) {
    DAYBOOK_RETURN_IF_ERROR(
        Add(FactOfChange(record, event.booking_changed(), before.booking()), 1, txn));
  }
  if (event.has_booking_moved()) {
    DAYBOOK_RETURN_IF_ERROR(Add(FactOfMove(record, before.booking()), 1, txn));
  }
  v1::Booking folded = before.booking();
  EvolveBooking(record, event, folded);
  v1::InsightsBooking after;
  CopyWhatFactsNeed(folded, *after.mutable_booking());

  const std::vector<Fact> counted = FactsOf(before.booking());
  const std::vector<Fact> counts = FactsOf(after.booking());
  for (const Fact& fact : counted) {
    if (std::find(counts.begin(), counts.end(), fact) == counts.end()) {
      DAYBOOK_RETURN_IF_ERROR(Add(fact, -1, txn));
    }
  }
  for (const Fact& fact : counts) {
    if (std::find(counted.begin(), counted.end(), fact) == counted.end()) {
      DAYBOOK_RETURN_IF_ERROR(Add(fact, 1, txn));
    }
  }
  Write(key, after, txn);
  return absl::OkStatus();
}

}  // namespace

std::unique_ptr<Projection> NewInsightsProjection() {
  return std::make_unique<InsightsProjection>();
}

}  // namespace daybook
