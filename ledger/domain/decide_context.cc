#include "ledger/domain/decide_context.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/base/money.h"
#include "ledger/base/strings.h"
#include "ledger/domain/named_entities.h"
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

}  // namespace daybook
