#include "tools/daybook/record_filter.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "ledger/domain/named_entities.h"
#include "projections/audit/audit_view.h"
#include "tools/daybook/suggest.h"

namespace daybook::cli {
namespace {

// The properties that the request names by itself, and those at which it posts.
bool NamesProperty(const v1::Record& record, const std::string& property_id) {
  if (PropertyNamedBy(record.request()) == property_id) return true;
  const auto& journals = record.outcome().accepted().journals();
  return std::any_of(journals.begin(), journals.end(), [&property_id](const v1::Journal& journal) {
    return journal.property_id() == property_id;
  });
}

}  // namespace

absl::StatusOr<bool> Matches(const RecordFilter& filter, const v1::Record& record,
                             const PropertyOfBooking& property_of) {
  const v1::Request& request = record.request();
  if (!filter.kinds.empty() && !filter.kinds.contains(request.body_case())) return false;
  if (filter.outcome != v1::Outcome::KIND_NOT_SET &&
      record.outcome().kind_case() != filter.outcome) {
    return false;
  }
  if (!filter.actor_id.empty() && request.actor().id() != filter.actor_id &&
      request.override().authorised_by().id() != filter.actor_id) {
    return false;
  }
  if (filter.booking_id.empty() && filter.property_id.empty()) return true;
  const std::vector<std::string> bookings = BookingsOf(record);
  if (!filter.booking_id.empty() &&
      std::find(bookings.begin(), bookings.end(), filter.booking_id) == bookings.end()) {
    return false;
  }
  if (filter.property_id.empty() || NamesProperty(record, filter.property_id)) return true;
  for (const std::string& booking : bookings) {
    DAYBOOK_ASSIGN_OR_RETURN(const std::string property, property_of(booking));
    if (property == filter.property_id) return true;
  }
  return false;
}

absl::StatusOr<int> ParseRequestKind(std::string_view name) {
  const auto* body = v1::Request::descriptor()->FindOneofByName("body");
  std::vector<std::string> names;
  for (int i = 0; i < body->field_count(); ++i) {
    if (body->field(i)->name() == name) return body->field(i)->number();
    names.push_back(body->field(i)->name());
  }
  return absl::InvalidArgumentError(
      absl::StrCat("--kind: there is no request '", ToAbsl(name), "'", DidYouMean(name, names)));
}

absl::StatusOr<v1::Outcome::KindCase> ParseOutcome(std::string_view name) {
  if (name == "accepted") return v1::Outcome::kAccepted;
  if (name == "declined") return v1::Outcome::kDeclined;
  if (name == "conflict") return v1::Outcome::kConflict;
  return absl::InvalidArgumentError(absl::StrCat(
      "--outcome: there is no outcome '", ToAbsl(name), "'",
      DidYouMean(name, {"accepted", "declined", "conflict"}), " (accepted, declined or conflict)"));
}

}  // namespace daybook::cli
