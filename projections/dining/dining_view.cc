#include "projections/dining/dining_view.h"

#include "absl/strings/str_format.h"
#include "ledger/base/status_macros.h"
#include "ledger/domain/entities.h"
#include "projections/entity_view.h"

namespace daybook {
namespace {

constexpr char kTable = LetterOf<v1::TableBooking>::kLetter;
constexpr char kTimeIndex = 't';

EntityViewSpec Spec() {
  EntityViewSpec spec;
  spec.name = "dining";
  spec.revision = 1;
  spec.letters = {LetterOf<v1::Outlet>::kLetter, kTable, LetterOf<v1::OutletDay>::kLetter};
  spec.events = {{v1::Event::kOutletDefined, v1::Event::kTableSettled}};
  spec.indexed = true;
  return spec;
}

class DiningProjection final : public EntityView {
 public:
  DiningProjection() : EntityView(Spec()) {}

 protected:
  void AppendIndex(std::string_view key, const google::protobuf::Message& row,
                   std::vector<std::string>& entries) const override {
    if (key.empty() || key[0] != kTable) return;
    const auto& table = static_cast<const v1::TableBooking&>(row);
    entries.push_back(IndexEntry(
        kTimeIndex, {table.property_id(), absl::StrFormat("%08d", table.date()), table.outlet_id(),
                     absl::StrFormat("%04d", table.minute()), table.table_booking_id()}));
  }
};

bool Matches(const v1::TableBooking& table, const TableFilter& filter) {
  const auto same = [](const std::string& wanted, const std::string& is) {
    return wanted.empty() || wanted == is;
  };
  return same(filter.property_id, table.property_id()) &&
         same(filter.outlet_id, table.outlet_id()) &&
         same(filter.customer_id, table.customer_id()) &&
         same(filter.booking_id, table.booking_id()) &&
         (filter.date == 0 || filter.date == table.date());
}

std::string PrefixFor(const TableFilter& filter) {
  if (filter.property_id.empty()) return std::string(1, kTimeIndex);
  if (filter.date == 0) return IndexPrefix(kTimeIndex, {filter.property_id});
  return IndexPrefix(kTimeIndex, {filter.property_id, absl::StrFormat("%08d", filter.date)});
}

}  // namespace

std::unique_ptr<Projection> NewDiningProjection() { return std::make_unique<DiningProjection>(); }

absl::Status ListTables(const ViewSnapshot& view, const TableFilter& filter,
                        const std::function<bool(const v1::TableBooking&)>& visitor) {
  return view.ScanIndex(PrefixFor(filter), [&](std::string_view entry) -> absl::StatusOr<bool> {
    DAYBOOK_ASSIGN_OR_RETURN(const auto table,
                             GetEntity<v1::TableBooking>(view, IndexParts(entry).back()));
    if (!table) return absl::DataLossError("view dining: the index names no table");
    return !Matches(*table, filter) || visitor(*table);
  });
}

absl::Status ListOutlets(const ViewSnapshot& view, std::string_view property_id,
                         const std::function<bool(const v1::Outlet&)>& visitor) {
  return ScanEntities<v1::Outlet>(view, [&](const v1::Outlet& outlet) -> absl::StatusOr<bool> {
    if (!property_id.empty() && outlet.definition().property_id() != property_id) return true;
    return visitor(outlet);
  });
}

}  // namespace daybook
