#include "ledger/domain/decide_context.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/base/money.h"
#include "ledger/base/strings.h"
#include "ledger/domain/named_entities.h"
#include "ledger/domain/policy/policy_register.h"
#include "ledger/domain/rows_needed.h"
#include "ledger/domain/times.h"

namespace daybook {
namespace {

// A request can be wrong in more ways than a record holds.
constexpr int kMaxReasons = 100;

}  // namespace

void DecideContext::DeclineEnvelope(v1::DeclineCode code, std::string_view path,
                                    std::string detail) {
  if (declined.reasons_size() >= kMaxReasons) return;
  v1::Decline& reason = *declined.add_reasons();
  reason.set_code(code);
  reason.set_field(std::string(path));
  reason.set_detail(std::move(detail));
}

void DecideContext::Decline(v1::DeclineCode code, std::string_view path, std::string detail) {
  const google::protobuf::FieldDescriptor* body =
      v1::Request::descriptor()->FindFieldByNumber(static_cast<int>(request.body_case()));
  std::string field = body->name();
  if (!path.empty()) absl::StrAppend(&field, ".", ToAbsl(path));
  DeclineEnvelope(code, field, std::move(detail));
}

void DecideContext::CheckId(std::string_view path, std::string_view id) {
  if (!IsValidId(id)) {
    Decline(v1::FORM_ID_INVALID, path,
            id.empty() ? "is missing" : "is not 1 to 64 characters of A-Z a-z 0-9 . _ : / + -");
  }
}

std::optional<CivilDate> DecideContext::CheckDate(std::string_view path, int32_t yyyymmdd) {
  const std::optional<CivilDate> date = CivilDate::FromYmd(yyyymmdd);
  if (!date) {
    Decline(v1::FORM_DATE_INVALID, path,
            absl::StrCat(yyyymmdd, " is not a date (yyyymmdd) of the years 1900 to 2199"));
  }
  return date;
}

void DecideContext::CheckMoney(std::string_view path, const v1::Money& money) {
  if (!CurrencyExponent(money.currency())) {
    Decline(v1::FORM_MONEY_INVALID, path, "the currency is not one of ISO 4217");
  }
  if (money.amount_minor() > kMaxAmountMinor || money.amount_minor() < -kMaxAmountMinor) {
    Decline(v1::FORM_MONEY_INVALID, path,
            absl::StrCat(money.amount_minor(), " is beyond ", kMaxAmountMinor, " minor units"));
  }
}

void DecideContext::CheckPositiveMoney(std::string_view path, const v1::Money& money) {
  CheckMoney(path, money);
  if (money.amount_minor() <= 0) {
    Decline(v1::FORM_AMOUNT_NOT_POSITIVE, path,
            absl::StrCat(money.amount_minor(), " is not above 0"));
  }
}

void DecideContext::DeclineEnum(std::string_view path, int value) {
  Decline(v1::FORM_ENUM_INVALID, path,
          value == 0 ? std::string("is missing") : absl::StrCat(value, " is none of its values"));
}

void DecideContext::CheckRange(std::string_view path, int64_t value, int64_t least, int64_t most) {
  if (value >= least && value <= most) return;
  Decline(v1::FORM_LIMIT_INVALID, path, absl::StrCat(value, " is not ", least, " to ", most));
}

void DecideContext::CheckPersonal(std::string_view path, const v1::Personal& personal,
                                  std::string_view customer_id, bool needed) {
  const bool given = personal.form_case() != v1::Personal::FORM_NOT_SET;
  if (given && customer_id.empty()) {
    Decline(v1::FORM_PERSONAL_WITHOUT_CUSTOMER, path, "there is no customer whose key seals it");
  }
  if (needed && !given) Decline(v1::FORM_PERSONAL_MISSING, path, "is missing");
}

void DecideContext::DeclineUnknown(std::string_view path, std::string_view id) {
  Decline(v1::STATE_REFERENCE_UNKNOWN, path, absl::StrCat("there is no ", ToAbsl(id)));
}

void DecideContext::DeclineExists(std::string_view path, std::string_view id) {
  Decline(v1::STATE_ID_EXISTS, path, absl::StrCat(ToAbsl(id), " is taken"));
}

const v1::Booking* DecideContext::RequireOtherBooking(std::string_view path, std::string_view id) {
  if (id.empty()) return nullptr;
  const v1::Booking* const other = state.FindBooking(id);
  if (other == nullptr) {
    Decline(v1::STATE_BOOKING_UNKNOWN, path, absl::StrCat("there is no booking ", ToAbsl(id)));
  }
  return other;
}

const v1::Staff* DecideContext::RequireStaff(std::string_view path, std::string_view id) {
  if (id.empty()) return nullptr;
  const v1::Staff* const member = state.FindStaff(id);
  if (member == nullptr || member->definition().inactive()) {
    Decline(v1::STATE_REFERENCE_UNKNOWN, path,
            absl::StrCat("no active staff member ", ToAbsl(id), " is defined"));
    return nullptr;
  }
  return member;
}

void DecideContext::RequireBooks(std::string_view path) {
  if (KeepsBooks()) return;
  Decline(v1::STATE_BOOKS_NOT_KEPT, path,
          absl::StrCat("property ", ToAbsl(property_id), " keeps no books here"));
}

const v1::Policy* DecideContext::PolicyInForce(v1::Policy::RulesCase kind) const {
  return state.policies().InForce(kind, property_id);
}

const v1::Policy* DecideContext::FrozenPolicy(const v1::PolicyRef& ref) const {
  if (ref.policy_id().empty()) return nullptr;
  const auto* const version =
      state.Find<v1::PolicyVersion>(PolicyKey(ref.policy_id(), ref.version()));
  return version == nullptr ? nullptr : &version->policy();
}

void DecideContext::Cite(const v1::Policy& policy, v1::Accepted& accepted) {
  Cite(policy.policy_id(), policy.version(), accepted);
}

void DecideContext::Cite(std::string_view policy_id, int32_t version, v1::Accepted& accepted) {
  if (policy_id.empty()) return;
  if (accepted.policy_id().empty()) {
    accepted.set_policy_id(std::string(policy_id));
    accepted.set_policy_version(version);
    return;
  }
  if (accepted.policy_id() == policy_id && accepted.policy_version() == version) return;
  for (const v1::PolicyRef& ref : accepted.policies()) {
    if (ref.policy_id() == policy_id && ref.version() == version) return;
  }
  v1::PolicyRef& ref = *accepted.add_policies();
  ref.set_policy_id(std::string(policy_id));
  ref.set_version(version);
}

void DecideContext::AddItem(v1::Accepted& accepted, v1::ItemKind kind, int64_t amount_minor,
                            v1::PricingRule rule, const v1::Policy* policy, int32_t tier) {
  if (amount_minor == 0) return;
  v1::Item& item = *accepted.add_items();
  item.set_kind(kind);
  item.set_amount_minor(amount_minor);
  item.set_rule(rule);
  item.set_tier(tier);
  if (policy == nullptr) return;
  item.mutable_policy()->set_policy_id(policy->policy_id());
  item.mutable_policy()->set_version(policy->version());
}

bool DecideContext::RequireProperty(std::string_view path) {
  if (property != nullptr) return true;
  Decline(v1::STATE_PROPERTY_UNKNOWN, path,
          absl::StrCat("no property ", ToAbsl(property_id), " is defined"));
  return false;
}

bool DecideContext::RequireBooking() {
  if (booking == nullptr) {
    Decline(v1::STATE_BOOKING_UNKNOWN, "booking_id",
            absl::StrCat("there is no booking ", ToAbsl(BookingNamedBy(request))));
    return false;
  }
  CheckRevision(booking->revision());
  return true;
}

void DecideContext::CheckRevision(int64_t revision) {
  if (request.has_if_revision() && request.if_revision() != revision) {
    DeclineEnvelope(v1::STATE_REVISION_STALE, "if_revision",
                    absl::StrCat("expected ", request.if_revision(), ", it is ", revision));
  }
}

void DecideContext::DeclineStatus() {
  Decline(v1::STATE_BOOKING_STATUS, "booking_id",
          absl::StrCat("booking ", booking->booking_id(), " is ",
                       v1::BookingStatus_Name(booking->status())));
}

CivilDate DecideContext::BusinessDate() const { return DateOf(property->business_date()); }

Instant DecideContext::DecidingInstant() const {
  return request.has_effective_at() ? ToInstant(request.effective_at()) : recorded_at;
}

bool DecideContext::IsManager() const {
  if (staff == nullptr) return false;
  for (const int role : staff->definition().roles()) {
    if (role == v1::ROLE_MANAGER) return true;
  }
  return false;
}

CivilDate DateOf(int32_t yyyymmdd) { return CivilDate::FromYmd(yyyymmdd).value_or(CivilDate()); }

DecideContext ContextOf(const State& state, const v1::Request& request,
                        const v1::Resolution& resolution, v1::Declined& declined) {
  DecideContext context{state,
                        request,
                        resolution,
                        declined,
                        ToInstant(resolution.recorded_at()),
                        PropertyConcerned(state, request)};
  if (const std::string_view id = BookingNamedBy(request); !id.empty()) {
    context.booking = state.FindBooking(id);
  }
  if (!context.property_id.empty()) context.property = state.FindProperty(context.property_id);
  if (request.actor().kind() == v1::ACTOR_KIND_STAFF) {
    context.staff = state.FindStaff(request.actor().id());
  }
  return context;
}

}  // namespace daybook
