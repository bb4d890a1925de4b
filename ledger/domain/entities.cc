#include "ledger/domain/entities.h"

#include <algorithm>
#include <array>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "ledger/base/strings.h"
#include "ledger/domain/booking/booking_evolve.h"
#include "ledger/domain/channels/outbox.h"

namespace daybook {
namespace {

using google::protobuf::Message;

// What an entity is called by. Overloads for every kind.
std::string KeyOf(const v1::PolicyVersion& e) {
  return PolicyKey(e.policy().policy_id(), e.policy().version());
}
std::string KeyOf(const v1::Partner& e) { return e.definition().partner_id(); }
std::string KeyOf(const v1::Books& e) { return BooksKey(e.property_id()); }
std::string KeyOf(const v1::Period& e) { return PeriodKey(e.property_id(), e.period_id()); }
std::string KeyOf(const v1::Account& e) { return e.definition().account_id(); }
std::string KeyOf(const v1::Invoice& e) { return e.invoice_id(); }
std::string KeyOf(const v1::Voucher& e) { return e.voucher_id(); }
std::string KeyOf(const v1::Member& e) { return e.customer_id(); }
std::string KeyOf(const v1::Credit& e) { return e.account_id(); }
std::string KeyOf(const v1::Notice& e) { return e.notice_id(); }
std::string KeyOf(const v1::Case& e) { return e.case_id(); }
std::string KeyOf(const v1::Commitment& e) { return e.commitment_id(); }
std::string KeyOf(const v1::ImprovementAction& e) { return e.action_id(); }
std::string KeyOf(const v1::Contact& e) { return e.contact_id(); }
std::string KeyOf(const v1::Customer& e) { return e.customer_id(); }
std::string KeyOf(const v1::Agreement& e) { return e.agreement_id(); }
std::string KeyOf(const v1::Survey& e) { return e.survey_id(); }
std::string KeyOf(const v1::Gift& e) { return e.gift_id(); }
std::string KeyOf(const v1::Offer& e) { return e.offer_id(); }
std::string KeyOf(const v1::Block& e) { return e.block_id(); }
std::string KeyOf(const v1::Outlet& e) {
  return OutletKey(e.definition().property_id(), e.definition().outlet_id());
}
std::string KeyOf(const v1::TableBooking& e) { return e.table_booking_id(); }
std::string KeyOf(const v1::OutletDay& e) {
  return OutletDayKey(e.property_id(), e.outlet_id(), e.date());
}
std::string KeyOf(const v1::GuestTables& e) { return e.customer_id(); }
std::string KeyOf(const v1::Quote& e) { return e.quote_id(); }
std::string KeyOf(const v1::Delivery& e) { return DeliveryKey(e.channel_id(), e.position()); }
std::string KeyOf(const v1::Outbox& e) { return e.channel_id(); }
std::string KeyOf(const v1::ChargedBooking& e) { return e.booking_id(); }
std::string KeyOf(const v1::AccountBookings& e) { return e.account_id(); }

// Always in memory: what decisions about other things look at, and what falls due.
template <typename Entity>
bool IsResident(const Entity&) {
  return false;
}
bool IsResident(const v1::PolicyVersion&) { return true; }
bool IsResident(const v1::Partner&) { return true; }
bool IsResident(const v1::Books&) { return true; }
bool IsResident(const v1::Account&) { return true; }
bool IsResident(const v1::Credit&) { return true; }
bool IsResident(const v1::AccountBookings&) { return true; }
bool IsResident(const v1::ChargedBooking& e) { return !IsTerminal(e.status()); }
bool IsResident(const v1::Outlet&) { return true; }
bool IsResident(const v1::Voucher& e) { return e.status() == v1::VOUCHER_VALID; }
bool IsResident(const v1::Member& e) { return !e.lots().empty(); }
bool IsResident(const v1::Block& e) { return e.status() != v1::BLOCK_RELEASED; }
bool IsResident(const v1::Outbox&) { return true; }
// The next message is told to it, whatever request it comes from.
bool IsResident(const v1::Delivery& e) { return Waits(e) && e.waits_before() == 0; }

template <typename Entity>
DueDate DueDateOf(const Entity&) {
  return {};
}
DueDate DueDateOf(const v1::Voucher& e) {
  if (!IsResident(e)) return {};
  return {e.property_id(), e.expires_on()};
}
DueDate DueDateOf(const v1::Member& e) {
  if (e.lots().empty()) return {};
  return {e.lots(0).property_id(), e.lots(0).expires_on()};
}
DueDate DueDateOf(const v1::Block& e) {
  if (!IsResident(e)) return {};
  return {e.property_id(), e.cutoff_on()};
}
DueDate DueDateOf(const v1::Credit& e) { return {e.home_property_id(), e.look_on()}; }

template <typename Entity>
constexpr EntityKind KindOf() {
  return {LetterOf<Entity>::kLetter,
          []() -> const Message* { return &Entity::default_instance(); },
          [](const Message& e) { return KeyOf(static_cast<const Entity&>(e)); },
          [](const Message& e) { return IsResident(static_cast<const Entity&>(e)); },
          [](const Message&) { return Instant::Max(); },
          [](const Message& e) { return DueDateOf(static_cast<const Entity&>(e)); }};
}

constexpr std::array kKinds = {
    KindOf<v1::ImprovementAction>(),
    KindOf<v1::Block>(),
    KindOf<v1::ChargedBooking>(),
    KindOf<v1::OutletDay>(),
    KindOf<v1::Gift>(),
    KindOf<v1::Outlet>(),
    KindOf<v1::Period>(),
    KindOf<v1::TableBooking>(),
    KindOf<v1::Outbox>(),
    KindOf<v1::GuestTables>(),
    KindOf<v1::AccountBookings>(),
    KindOf<v1::Account>(),
    KindOf<v1::Books>(),
    KindOf<v1::Credit>(),
    KindOf<v1::Delivery>(),
    KindOf<v1::Offer>(),
    KindOf<v1::Agreement>(),
    KindOf<v1::Partner>(),
    KindOf<v1::Invoice>(),
    KindOf<v1::Case>(),
    KindOf<v1::Member>(),
    KindOf<v1::Notice>(),
    KindOf<v1::Commitment>(),
    KindOf<v1::PolicyVersion>(),
    KindOf<v1::Quote>(),
    KindOf<v1::Survey>(),
    KindOf<v1::Contact>(),
    KindOf<v1::Customer>(),
    KindOf<v1::Voucher>(),
};

std::string Joined(std::string_view a, std::string_view b) {
  std::string key(a);
  key.push_back('\0');
  key.append(b);
  return key;
}

}  // namespace

std::span<const EntityKind> EntityKinds() { return kKinds; }

const EntityKind* FindEntityKind(char letter) {
  const auto* const found =
      std::find_if(kKinds.begin(), kKinds.end(),
                   [letter](const EntityKind& kind) { return kind.letter == letter; });
  return found == kKinds.end() ? nullptr : found;
}

std::string PolicyKey(std::string_view policy_id, int32_t version) {
  return Joined(policy_id, absl::StrFormat("%08x", static_cast<uint32_t>(version)));
}
std::string BooksKey(std::string_view property_id) { return std::string(property_id); }
std::string PeriodKey(std::string_view property_id, std::string_view period_id) {
  return Joined(property_id, period_id);
}
std::string OutletKey(std::string_view property_id, std::string_view outlet_id) {
  return Joined(property_id, outlet_id);
}
std::string OutletDayKey(std::string_view property_id, std::string_view outlet_id, int32_t date) {
  return Joined(OutletKey(property_id, outlet_id), absl::StrCat(date));
}
std::string DeliveryKey(std::string_view channel_id, uint64_t position) {
  return Joined(channel_id, absl::StrFormat("%016x", position));
}

}  // namespace daybook
