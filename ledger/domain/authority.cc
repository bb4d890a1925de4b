#include "ledger/domain/authority.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "ledger/base/strings.h"
#include "ledger/domain/times.h"

namespace daybook {
namespace {

constexpr size_t kSha256Bytes = 32;

// What one must be allowed in order to ask.
enum class Permission {
  kDefineAtProperty,  // property, room type, rate plan
  kDefineEverywhere,  // channel, staff
  kBooking,           // create, confirm, release, change, cancel
  kPromoteOrAssign,
  kStay,  // check in, check out, no-show
  kRecordPayment,
  kRefund,       // refund, settle
  kRunProperty,  // the roll, rooms out of order
  kFeedback,
  kSystem,
};

Permission PermissionFor(const v1::Request& request) {
  switch (request.body_case()) {
    case v1::Request::kDefineProperty:
    case v1::Request::kDefineRoomType:
    case v1::Request::kDefineRatePlan:
      return Permission::kDefineAtProperty;
    case v1::Request::kDefineChannel:
    case v1::Request::kDefineStaff:
      return Permission::kDefineEverywhere;
    case v1::Request::kCreateBooking:
    case v1::Request::kConfirmBooking:
    case v1::Request::kReleaseBooking:
    case v1::Request::kChangeBooking:
    case v1::Request::kCancelBooking:
      return Permission::kBooking;
    case v1::Request::kPromoteBooking:
    case v1::Request::kAssignRoomType:
      return Permission::kPromoteOrAssign;
    case v1::Request::kCheckIn:
    case v1::Request::kCheckOut:
    case v1::Request::kMarkNoShow:
      return Permission::kStay;
    case v1::Request::kRecordPayment:
      return Permission::kRecordPayment;
    case v1::Request::kRefundPayment:
    case v1::Request::kSettleRefund:
      return Permission::kRefund;
    case v1::Request::kRollBusinessDate:
    case v1::Request::kSetOutOfOrder:
      return Permission::kRunProperty;
    case v1::Request::kRecordFeedback:
      return Permission::kFeedback;
    default:
      return Permission::kSystem;
  }
}

bool RoleAllows(int role, Permission permission) {
  switch (permission) {
    case Permission::kDefineAtProperty:
    case Permission::kDefineEverywhere:
      return role == v1::ROLE_MANAGER;
    case Permission::kBooking:
    case Permission::kPromoteOrAssign:
    case Permission::kFeedback:
      return role == v1::ROLE_RESERVATIONS || role == v1::ROLE_FRONT_DESK ||
             role == v1::ROLE_MANAGER;
    case Permission::kStay:
    case Permission::kRunProperty:
      return role == v1::ROLE_FRONT_DESK || role == v1::ROLE_MANAGER;
    case Permission::kRecordPayment:
    case Permission::kRefund:
      return role == v1::ROLE_FRONT_DESK || role == v1::ROLE_FINANCE || role == v1::ROLE_MANAGER;
    case Permission::kSystem:
      return false;
  }
  return false;
}

bool InScope(const v1::StaffDefinition& staff, std::string_view property_id) {
  if (staff.property_ids().empty() || property_id.empty()) return true;
  return std::any_of(staff.property_ids().begin(), staff.property_ids().end(),
                     [&](const std::string& id) { return id == property_id; });
}

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
  if (std::none_of(staff.roles().begin(), staff.roles().end(),
                   [&](int role) { return RoleAllows(role, permission); })) {
    context.DeclineEnvelope(v1::IDENTITY_ROLE_MISSING, "actor.id",
                            absl::StrCat("staff member ", id, " has no role for this request"));
  }
  if (permission == Permission::kDefineEverywhere) {
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
  if (permission != Permission::kBooking) {
    context.DeclineEnvelope(v1::IDENTITY_ROLE_MISSING, "actor.kind", "not a request for guests");
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
  const bool collected = context.request.record_payment().method() == v1::PAYMENT_METHOD_CHANNEL;
  if (permission != Permission::kBooking &&
      !(permission == Permission::kRecordPayment && collected)) {
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
      permission != Permission::kRunProperty) {
    context.DeclineEnvelope(v1::IDENTITY_ROLE_MISSING, "actor.kind",
                            "operators define and roll, and do nothing to bookings");
  }
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
  if (actor.kind() == v1::ACTOR_KIND_GUEST || actor.kind() == v1::ACTOR_KIND_CHANNEL) {
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

bool MayBackdate(const DecideContext& context) {
  const v1::ActorKind kind = context.request.actor().kind();
  return kind == v1::ACTOR_KIND_OPERATOR || kind == v1::ACTOR_KIND_IMPORTER ||
         (context.staff != nullptr && context.staff->definition().may_backdate());
}

void CheckBackdating(DecideContext& context) {
  if (!context.request.has_effective_at()) return;
  const Instant effective_at = ToInstant(context.request.effective_at());
  const auto decline = [&](const char* what, Instant than) {
    context.DeclineEnvelope(
        v1::IDENTITY_BACKDATING_NOT_ALLOWED, "effective_at",
        absl::StrCat(FormatInstant(effective_at), " is before ", what, FormatInstant(than)));
  };
  if (effective_at < context.recorded_at && !MayBackdate(context)) {
    decline("", context.recorded_at);
    return;
  }
  // With any authority: nothing happened to a booking before there was one.
  if (context.booking == nullptr || context.request.has_create_booking()) return;
  const Instant booked_at = ToInstant(context.booking->booked_at());
  if (effective_at < booked_at) decline("the booking was made, ", booked_at);
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
  switch (PermissionFor(request)) {
    case Permission::kRunProperty:
    case Permission::kFeedback:
    case Permission::kSystem:
      return false;
    case Permission::kBooking:
      return !request.has_create_booking();
    default:
      return true;
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
  if (request.has_if_revision() && !HasRevision(request)) {
    context.DeclineEnvelope(v1::FORM_REVISION_NOT_APPLICABLE, "if_revision",
                            "the request is about nothing that has a revision");
  }
  CheckOverrideForm(context);
}

void CheckIdentity(DecideContext& context) {
  CheckActor(context);
  CheckAuthoriser(context);
  CheckBackdating(context);
}

bool IsOverridable(int code) {
  return code >= 400 && code <= 599 && v1::DeclineCode_IsValid(code) &&
         code != v1::POLICY_DUE_OUTS_UNRESOLVED && code != v1::POLICY_CHECK_IN_BEFORE_ARRIVAL &&
         code != v1::POLICY_REFUND_EXCEEDS_FREE;
}

bool MayOverridePrice(const DecideContext& context) {
  return context.FromImporter() || context.IsManager() ||
         (context.staff != nullptr && context.staff->definition().may_override_price());
}

}  // namespace daybook
