#include "ledger/domain/staff/authority.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "ledger/base/strings.h"
#include "ledger/domain/named_entities.h"
#include "ledger/domain/staff/backdating.h"
#include "ledger/domain/staff/permissions.h"
#include "ledger/domain/staff/policy_authority.h"
#include "ledger/domain/times.h"

namespace daybook {
namespace {

constexpr size_t kSha256Bytes = 32;

bool IsManagerOf(const v1::StaffDefinition& staff, std::string_view property_id) {
  return !staff.inactive() && InScope(staff, property_id) &&
         std::find(staff.roles().begin(), staff.roles().end(), v1::ROLE_MANAGER) !=
             staff.roles().end();
}

// Nobody widens their own authority, alone or through a second manager whom they made.
void CheckGrant(DecideContext& context) {
  const v1::StaffDefinition& definition = context.request.define_staff().staff();
  if (definition.staff_id() == context.request.actor().id()) {
    context.Decline(v1::IDENTITY_NOT_ENTITLED, "staff.staff_id", "nobody defines themselves");
  }
  const auto& roles = definition.roles();
  if (std::find(roles.begin(), roles.end(), v1::ROLE_MANAGER) != roles.end()) {
    context.Decline(v1::IDENTITY_ROLE_MISSING, "staff.roles", "only an operator makes managers");
  }
  if (definition.may_backdate()) {
    context.Decline(v1::IDENTITY_ROLE_MISSING, "staff.may_backdate",
                    "only an operator lets staff backdate");
  }
  if (definition.reveals_personal_data()) {
    context.Decline(v1::IDENTITY_ROLE_MISSING, "staff.reveals_personal_data",
                    "only an operator lets staff reveal personal data");
  }
  if (definition.sees_people_figures()) {
    context.Decline(v1::IDENTITY_ROLE_MISSING, "staff.sees_people_figures",
                    "only an operator lets staff see figures about single members");
  }
}

// What is about persons is not given by a role.
bool IsAllowed(const v1::StaffDefinition& staff, Permission permission) {
  if (permission == Permission::kReveal) return staff.reveals_personal_data();
  if (permission == Permission::kPeopleFigures) return staff.sees_people_figures();
  return std::any_of(staff.roles().begin(), staff.roles().end(),
                     [permission](int role) { return RoleAllows(role, permission); });
}

void CheckStaff(DecideContext& context, Permission permission) {
  const std::string& id = context.request.actor().id();
  if (context.staff == nullptr) {
    context.DeclineEnvelope(v1::IDENTITY_ACTOR_UNKNOWN, "actor.id",
                            absl::StrCat("no staff member ", id, " is defined"));
    return;
  }
  const v1::StaffDefinition& staff = context.staff->definition();
  if (staff.inactive()) {
    context.DeclineEnvelope(v1::IDENTITY_ACTOR_INACTIVE, "actor.id",
                            absl::StrCat("staff member ", id, " is inactive"));
  }
  const bool allowed = IsAllowed(staff, permission);
  if (!allowed) {
    context.DeclineEnvelope(v1::IDENTITY_ROLE_MISSING, "actor.id",
                            absl::StrCat("staff member ", id, " has no role for this request"));
  }
  // Figures that are of no one property are of all.
  const bool everywhere = permission == Permission::kDefineEverywhere ||
                          (permission == Permission::kPeopleFigures && context.property_id.empty());
  if (everywhere) {
    if (!staff.property_ids().empty()) {
      context.DeclineEnvelope(
          v1::IDENTITY_PROPERTY_OUT_OF_SCOPE, "actor.id",
          absl::StrCat("staff member ", id, " answers for single properties only"));
    }
  } else if (!InScope(staff, context.property_id)) {
    context.DeclineEnvelope(v1::IDENTITY_PROPERTY_OUT_OF_SCOPE, "actor.id",
                            absl::StrCat("staff member ", id, " does not work at property ",
                                         ToAbsl(context.property_id)));
  }
  CheckScopeOfPolicy(context, staff);
  if (context.request.has_define_staff()) CheckGrant(context);
}

void DeclineNotEntitled(DecideContext& context, std::string_view path) {
  context.Decline(v1::IDENTITY_NOT_ENTITLED, path,
                  absl::StrCat("not one of the actor's own, ", context.request.actor().id()));
}

// What is left of a stay under way is settled at the front desk: the booking has no penalty any
// more that would stand against dropping its nights.
void CheckNotInHouse(DecideContext& context) {
  if (!context.request.has_change_booking() || context.booking == nullptr) return;
  if (context.booking->status() != v1::IN_HOUSE) return;
  context.Decline(v1::IDENTITY_NOT_ENTITLED, "booking_id",
                  "only staff change a booking whose guest is in house");
}

// What a guest asks for beside a booking is about the guest: named, or through a booking of theirs, or an offer made to them.
void CheckGuestsOwn(DecideContext& context) {
  const std::string& id = context.request.actor().id();
  const std::string_view named = CustomerNamedBy(context.request);
  if (!named.empty() && named != id) DeclineNotEntitled(context, "customer_id");
  if (context.booking != nullptr && context.booking->customer_id() != id) {
    DeclineNotEntitled(context, "booking_id");
  }
  const v1::Feedback* const feedback =
      context.state.FindFeedback(IdNamedBy(context.request, "feedback_id"));
  if (feedback != nullptr && !feedback->customer_id().empty() && feedback->customer_id() != id) {
    DeclineNotEntitled(context, "feedback_id");
  }
  if (!named.empty() || context.booking != nullptr) return;
  const auto* const offer = context.state.Find<v1::Offer>(IdNamedBy(context.request, "offer_id"));
  const auto* const table =
      context.state.Find<v1::TableBooking>(IdNamedBy(context.request, "table_booking_id"));
  const bool own = (offer != nullptr && offer->customer_id() == id) ||
                   (table != nullptr && table->customer_id() == id);
  if (!own) DeclineNotEntitled(context, "");
}

void CheckGuest(DecideContext& context, Permission permission) {
  const std::string& id = context.request.actor().id();
  if (permission == Permission::kFeedback) {
    const v1::Feedback& feedback = context.request.record_feedback().feedback();
    // Without a booking it must be said whose feedback it is.
    if (feedback.customer_id() != id &&
        (!feedback.customer_id().empty() || feedback.booking_id().empty())) {
      DeclineNotEntitled(context, "feedback.customer_id");
    }
    if (context.booking != nullptr && context.booking->customer_id() != id) {
      DeclineNotEntitled(context, "feedback.booking_id");
    }
    return;
  }
  if (!GuestMay(context.request)) {
    context.DeclineEnvelope(v1::IDENTITY_ROLE_MISSING, "actor.kind", "not a request for guests");
    return;
  }
  if (permission != Permission::kBooking) {
    CheckGuestsOwn(context);
    return;
  }
  if (context.request.has_create_booking()) {
    if (context.request.create_booking().customer_id() != id) {
      DeclineNotEntitled(context, "customer_id");
    }
    // Who sells through a channel says so itself: its bookings are the channel's to act on.
    if (!context.request.create_booking().channel_id().empty()) {
      context.Decline(v1::IDENTITY_NOT_ENTITLED, "channel_id", "guests book direct");
    }
  } else if (context.booking != nullptr && context.booking->customer_id() != id) {
    DeclineNotEntitled(context, "booking_id");
  } else {
    CheckNotInHouse(context);
  }
}

void CheckKnownChannel(DecideContext& context) {
  const std::string& id = context.request.actor().id();
  const v1::Channel* channel = context.state.FindChannel(id);
  if (channel == nullptr) {
    context.DeclineEnvelope(v1::IDENTITY_ACTOR_UNKNOWN, "actor.id",
                            absl::StrCat("no channel ", id, " is defined"));
  } else if (channel->definition().inactive()) {
    context.DeclineEnvelope(v1::IDENTITY_ACTOR_INACTIVE, "actor.id",
                            absl::StrCat("channel ", id, " is inactive"));
  }
}

void CheckChannel(DecideContext& context, Permission permission) {
  CheckKnownChannel(context);
  const std::string& id = context.request.actor().id();
  const bool of_another = context.booking != nullptr && context.booking->channel_id() != id;
  if (permission == Permission::kFeedback) {
    const v1::Feedback& feedback = context.request.record_feedback().feedback();
    if (of_another || feedback.booking_id().empty()) {
      DeclineNotEntitled(context, "feedback.booking_id");
    } else if (context.booking != nullptr && !feedback.customer_id().empty() &&
               feedback.customer_id() != context.booking->customer_id()) {
      DeclineNotEntitled(context, "feedback.customer_id");
    }
    return;
  }
  if (permission == Permission::kDelivery || permission == Permission::kTurnaway) {
    const std::string_view named = IdNamedBy(context.request, "channel_id");
    if (!named.empty() && named != id) DeclineNotEntitled(context, "channel_id");
  }
  if (!ChannelMay(context.request)) {
    context.DeclineEnvelope(v1::IDENTITY_ROLE_MISSING, "actor.kind", "not a request for channels");
    return;
  }
  if (context.request.has_create_booking()) {
    if (context.request.create_booking().channel_id() != id) {
      DeclineNotEntitled(context, "channel_id");
    }
  } else if (of_another) {
    DeclineNotEntitled(context, "booking_id");
  } else {
    CheckNotInHouse(context);
  }
}

void CheckOperator(DecideContext& context, Permission permission) {
  if (permission != Permission::kDefineAtProperty && permission != Permission::kDefineEverywhere &&
      permission != Permission::kRunProperty && permission != Permission::kErase) {
    context.DeclineEnvelope(v1::IDENTITY_ROLE_MISSING, "actor.kind",
                            "operators define and roll, and do nothing to bookings");
  }
}

// A voucher instead of money settles what is due to a guest, as a refund does.
void CheckInsteadOfRefund(DecideContext& context) {
  if (!context.request.issue_voucher().instead_of_refund() || context.staff == nullptr) return;
  if (IsAllowed(context.staff->definition(), Permission::kRefund)) return;
  context.Decline(v1::IDENTITY_ROLE_MISSING, "instead_of_refund",
                  absl::StrCat(context.request.actor().id(), " gives no money back"));
}

// A refund that a cancellation asks for is a refund: who may cancel may not therefore give money back.
void CheckRefundAtOnce(DecideContext& context) {
  if (context.request.cancel_booking().refund_id().empty()) return;
  const v1::ActorKind kind = context.request.actor().kind();
  if (kind == v1::ACTOR_KIND_IMPORTER) return;
  if (kind == v1::ACTOR_KIND_STAFF &&
      (context.staff == nullptr || IsAllowed(context.staff->definition(), Permission::kRefund))) {
    return;
  }
  context.Decline(v1::IDENTITY_ROLE_MISSING, "refund_id",
                  absl::StrCat(context.request.actor().id(), " gives no money back"));
}

void CheckActor(DecideContext& context) {
  const v1::ActorKind kind = context.request.actor().kind();
  const Permission permission = PermissionFor(context.request);
  const bool for_system = permission == Permission::kSystem;
  if (for_system != (kind == v1::ACTOR_KIND_SYSTEM)) {
    context.DeclineEnvelope(v1::IDENTITY_ACTOR_RESERVED, "actor.kind",
                            for_system ? "the ledger itself makes this request"
                                       : "SYSTEM makes no request of this kind");
    return;
  }
  switch (kind) {
    case v1::ACTOR_KIND_STAFF:
      CheckStaff(context, permission);
      break;
    case v1::ACTOR_KIND_GUEST:
      CheckGuest(context, permission);
      break;
    case v1::ACTOR_KIND_CHANNEL:
      CheckChannel(context, permission);
      break;
    case v1::ACTOR_KIND_OPERATOR:
      CheckOperator(context, permission);
      break;
    case v1::ACTOR_KIND_IMPORTER:
      if (context.resolution.time_source() != v1::TIME_SOURCE_IMPORTED) {
        context.DeclineEnvelope(v1::IDENTITY_ACTOR_RESERVED, "actor.kind",
                                "IMPORTER acts in an import only");
      }
      break;
    default:
      break;
  }
}

void CheckAuthoriser(DecideContext& context) {
  if (!context.request.has_override()) return;
  const v1::Actor& authoriser = context.request.override().authorised_by();
  const v1::Actor& actor = context.request.actor();
  // They could name anybody: who answers for a request is not asked.
  if (context.FromOutside()) {
    context.DeclineEnvelope(v1::IDENTITY_AUTHORISER_ROLE_MISSING, "override",
                            "guests and channels override nothing");
    return;
  }
  // One id is one person, whatever the kind; but an import and who runs it bear the import's name.
  if (authoriser.id() == actor.id() &&
      (actor.kind() != v1::ACTOR_KIND_IMPORTER || authoriser.kind() == actor.kind())) {
    context.DeclineEnvelope(v1::IDENTITY_AUTHORISER_IS_ACTOR, "override.authorised_by",
                            absl::StrCat(actor.id(), " can't authorise their own request"));
  }
  const bool operators_may =
      actor.kind() == v1::ACTOR_KIND_IMPORTER || actor.kind() == v1::ACTOR_KIND_OPERATOR;
  if (authoriser.kind() == v1::ACTOR_KIND_OPERATOR && operators_may) return;
  if (authoriser.kind() != v1::ACTOR_KIND_STAFF) {
    context.DeclineEnvelope(
        v1::IDENTITY_AUTHORISER_ROLE_MISSING, "override.authorised_by.kind",
        operators_may ? "only managers and operators authorise" : "only managers authorise");
    return;
  }
  const v1::Staff* staff = context.state.FindStaff(authoriser.id());
  if (staff == nullptr) {
    context.DeclineEnvelope(v1::IDENTITY_AUTHORISER_UNKNOWN, "override.authorised_by.id",
                            absl::StrCat("no staff member ", authoriser.id(), " is defined"));
  } else if (!IsManagerOf(staff->definition(), context.property_id)) {
    context.DeclineEnvelope(
        v1::IDENTITY_AUTHORISER_ROLE_MISSING, "override.authorised_by.id",
        absl::StrCat("staff member ", authoriser.id(), " is no active manager here"));
  }
}

void CheckActorForm(DecideContext& context) {
  const v1::Actor& actor = context.request.actor();
  if (actor.kind() == v1::ACTOR_KIND_UNSPECIFIED) {
    context.DeclineEnvelope(v1::FORM_ACTOR_MISSING, "actor", "the actor is missing");
    return;
  }
  if (!v1::ActorKind_IsValid(actor.kind())) {
    context.DeclineEnvelope(v1::FORM_ENUM_INVALID, "actor.kind",
                            absl::StrCat(static_cast<int>(actor.kind()), " is no kind of actor"));
    return;
  }
  // There is one SYSTEM and one IMPORTER: they need no id.
  const bool id_needed =
      actor.kind() != v1::ACTOR_KIND_SYSTEM && actor.kind() != v1::ACTOR_KIND_IMPORTER;
  if (actor.id().empty()) {
    if (id_needed) {
      context.DeclineEnvelope(v1::FORM_ACTOR_MISSING, "actor.id", "the actor's id is missing");
    }
  } else if (!IsValidId(actor.id())) {
    context.DeclineEnvelope(v1::FORM_ID_INVALID, "actor.id", "not an id");
  }
}

void CheckOverrideForm(DecideContext& context) {
  if (!context.request.has_override()) return;
  const v1::Override& over = context.request.override();
  const auto decline = [&](std::string_view path, std::string detail) {
    context.DeclineEnvelope(v1::FORM_OVERRIDE_INVALID, path, std::move(detail));
  };
  if (over.codes().empty()) decline("override.codes", "no codes are given");
  for (const int code : over.codes()) {
    if (!IsOverridable(code)) {
      decline("override.codes", absl::StrCat(code, " can't be overridden"));
    }
  }
  if (over.authorised_by().kind() == v1::ACTOR_KIND_UNSPECIFIED ||
      !IsValidId(over.authorised_by().id())) {
    decline("override.authorised_by", "the authoriser is missing or not an id");
  }
  if (!IsValidId(over.reason_code())) decline("override.reason_code", "missing or not an id");
}

void CheckProvenanceForm(DecideContext& context) {
  if (!context.request.has_provenance()) return;
  const std::string& hash = context.request.provenance().file_sha256();
  if (!context.FromImporter()) {
    context.DeclineEnvelope(v1::FORM_ID_INVALID, "provenance", "only an import has it");
  } else if (hash.size() != kSha256Bytes) {
    context.DeclineEnvelope(
        v1::FORM_ID_INVALID, "provenance",
        absl::StrCat(hash.size(), " bytes are no SHA-256, which has ", kSha256Bytes));
  }
}

void CheckEffectiveAtForm(DecideContext& context) {
  if (!context.request.has_effective_at()) return;
  if (!IsValidTimestamp(context.request.effective_at())) {
    context.DeclineEnvelope(v1::FORM_DATE_INVALID, "effective_at",
                            "not an instant in whole microseconds");
  } else if (ToInstant(context.request.effective_at()) > context.recorded_at) {
    context.DeclineEnvelope(v1::FORM_EFFECTIVE_AT_IN_FUTURE, "effective_at",
                            absl::StrCat(FormatInstant(ToInstant(context.request.effective_at())),
                                         " is after ", FormatInstant(context.recorded_at)));
  }
}

// Whether the request is about one thing that has a revision, or may get one.
bool HasRevision(const v1::Request& request) {
  switch (request.body_case()) {
    case v1::Request::kRollBusinessDate:
    case v1::Request::kSetOutOfOrder:
    case v1::Request::kPostNights:
    case v1::Request::kProposePolicy:
    case v1::Request::kSettlePolicy:
    case v1::Request::kCreateBooking:
    case v1::Request::kRecordQuote:
    case v1::Request::kRecordTurnaway:
    case v1::Request::kOpenBlock:
    case v1::Request::kBookTable:
      return false;
    case v1::Request::kPutOnAccount:
    case v1::Request::kRedeemVoucher:
    case v1::Request::kRedeemPoints:
    case v1::Request::kStepCase:
    case v1::Request::kUpdateProfile:
    case v1::Request::kSetConsent:
    case v1::Request::kRecordPreference:
    case v1::Request::kSetKeyAccount:
    case v1::Request::kSettleAgreementItem:
      return true;
    default:
      // Bookings, definitions, and what moves the money of one booking.
      return request.body_case() < v1::Request::kOpenAccount;
  }
}

}  // namespace

void CheckEnvelope(DecideContext& context) {
  const v1::Request& request = context.request;
  const auto check_id = [&](std::string_view path, std::string_view id) {
    if (!id.empty() && !IsValidId(id)) {
      context.DeclineEnvelope(v1::FORM_ID_INVALID, path, "not an id");
    }
  };
  if (!IsValidId(request.request_id())) {
    context.DeclineEnvelope(v1::FORM_ID_INVALID, "request_id", "missing or not an id");
  }
  CheckActorForm(context);
  check_id("authenticated_by", request.authenticated_by());
  check_id("channel_id", request.channel_id());
  check_id("correlation_id", request.correlation_id());
  check_id("causation_id", request.causation_id());
  CheckProvenanceForm(context);
  CheckEffectiveAtForm(context);
  CheckVerificationForm(context);
  if (request.has_if_revision() && !HasRevision(request)) {
    context.DeclineEnvelope(v1::FORM_REVISION_NOT_APPLICABLE, "if_revision",
                            "the request is about nothing that has a revision");
  }
  if (!request.quote_id().empty()) {
    check_id("quote_id", request.quote_id());
    if (!request.has_create_booking() && !request.has_change_booking() &&
        !request.has_cancel_booking()) {
      context.DeclineEnvelope(v1::FORM_QUOTE_INVALID, "quote_id",
                              "only what creates, changes or cancels a booking can cite a quote");
    }
  }
  CheckOverrideForm(context);
}

void CheckIdentity(DecideContext& context) {
  CheckActor(context);
  CheckRefundAtOnce(context);
  CheckInsteadOfRefund(context);
  CheckChecker(context);
  CheckAuthentication(context);
  CheckVerification(context);
  CheckAuthoriser(context);
  CheckBackdating(context);
}

bool IsOverridable(int code) {
  return code >= 400 && code <= 599 && v1::DeclineCode_IsValid(code) &&
         code != v1::POLICY_DUE_OUTS_UNRESOLVED && code != v1::POLICY_CHECK_IN_BEFORE_ARRIVAL &&
         code != v1::POLICY_REFUND_EXCEEDS_FREE && code != v1::POLICY_FOLIO_OPEN &&
         code != v1::POLICY_SETTLEMENT_NOT_ALLOWED && code != v1::POLICY_CONSENT_MISSING;
}

bool MayOverridePrice(const DecideContext& context) {
  return context.FromImporter() || context.IsManager() ||
         (context.staff != nullptr && context.staff->definition().may_override_price());
}

}  // namespace daybook
