// What every decision has at hand, and where its declines go. Internal to decide.cc and the
// folders of the rules.
#ifndef DAYBOOK_LEDGER_DOMAIN_DECIDE_CONTEXT_H_
#define DAYBOOK_LEDGER_DOMAIN_DECIDE_CONTEXT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "daybook/v1/record.pb.h"
#include "ledger/base/civil_date.h"
#include "ledger/base/instant.h"
#include "ledger/domain/state.h"

namespace daybook {

struct DecideContext {
  const State& state;
  const v1::Request& request;
  const v1::Resolution& resolution;
  v1::Declined& declined;  // of the present phase
  Instant recorded_at;
  std::string_view property_id;            // that the request concerns; empty: none, or not known
  const v1::Property* property = nullptr;  // null: unknown
  const v1::Booking* booking = nullptr;    // that the request names, create included; null: unknown
  const v1::Staff* staff = nullptr;        // the actor; null: not staff, or unknown
  // A quote asks, so nothing comes of it: what the request itself would have brought into memory is not looked at.
  bool quoting = false;

  bool AnyDeclined() const { return !declined.reasons().empty(); }
  // The first 100 reasons are kept; who corrects those is told the others.
  // `path` is below the request's body: "stay.arrival" becomes "create_booking.stay.arrival".
  void Decline(v1::DeclineCode code, std::string_view path, std::string detail);
  // `path` is the request's own: "actor.id".
  void DeclineEnvelope(v1::DeclineCode code, std::string_view path, std::string detail);

  // Form: an id in the body.
  void CheckId(std::string_view path, std::string_view id);
  void CheckOptionalId(std::string_view path, std::string_view id) {
    if (!id.empty()) CheckId(path, id);
  }
  // Form: a date in the body; nullopt where it was declined.
  std::optional<CivilDate> CheckDate(std::string_view path, int32_t yyyymmdd);
  // Form: a known currency and an amount that the ledger can hold.
  void CheckMoney(std::string_view path, const v1::Money& money);
  // Form: also above zero.
  void CheckPositiveMoney(std::string_view path, const v1::Money& money);

  // Form: one of an enum's values, and not UNSPECIFIED.
  template <typename Enum>
  void CheckEnum(std::string_view path, Enum value, bool (*is_valid)(int)) {
    if (static_cast<int>(value) != 0 && is_valid(static_cast<int>(value))) return;
    DeclineEnum(path, static_cast<int>(value));
  }
  void DeclineEnum(std::string_view path, int value);
  // Form: a number of [least, most].
  void CheckRange(std::string_view path, int64_t value, int64_t least, int64_t most);
  // Form: personal data is sealed under a customer's key, so there must be one. Where `needed`, the data as well.
  void CheckPersonal(std::string_view path, const v1::Personal& personal,
                     std::string_view customer_id, bool needed = false);

  // State: an entity by its key, or a decline STATE_REFERENCE_UNKNOWN that says so and null. An empty id: null, and no decline.
  template <typename Entity>
  const Entity* Require(std::string_view path, std::string_view key) {
    if (key.empty()) return nullptr;
    const Entity* const entity = state.Find<Entity>(key);
    if (entity == nullptr) DeclineUnknown(path, key);
    return entity;
  }
  void DeclineUnknown(std::string_view path, std::string_view id);
  // State: the key is free, or a decline STATE_ID_EXISTS.
  template <typename Entity>
  void RequireNew(std::string_view path, std::string_view key) {
    if (state.Find<Entity>(key) != nullptr) DeclineExists(path, key);
  }
  void DeclineExists(std::string_view path, std::string_view id);
  // State: a booking that is not the one the request is about; an empty id: null, and no decline.
  const v1::Booking* RequireOtherBooking(std::string_view path, std::string_view id);
  // State: a staff member who is defined and active; an empty id: null, and no decline.
  const v1::Staff* RequireStaff(std::string_view path, std::string_view id);
  // State: the property keeps books.
  void RequireBooks(std::string_view path);

  // The policy of the kind that is in force at the request's property; null: none. Whoever applies it calls Cite.
  const v1::Policy* PolicyInForce(v1::Policy::RulesCase kind) const;
  // The version that was frozen; null: none was. Versions never go.
  const v1::Policy* FrozenPolicy(const v1::PolicyRef& ref) const;
  // Names the policy in the outcome: the first as Accepted.policy_id, the others in Accepted.policies, each once.
  static void Cite(const v1::Policy& policy, v1::Accepted& accepted);
  static void Cite(std::string_view policy_id, int32_t version, v1::Accepted& accepted);
  // Adds what something costs and by which rule; nothing where the amount is zero.
  static void AddItem(v1::Accepted& accepted, v1::ItemKind kind, int64_t amount_minor,
                      v1::PricingRule rule, const v1::Policy* policy = nullptr, int32_t tier = 0);
  bool KeepsBooks() const { return property != nullptr && property->definition().keeps_books(); }

  // State: declines and gives false.
  bool RequireProperty(std::string_view path);
  // The booking is known, and if_revision is its revision.
  bool RequireBooking();
  void CheckRevision(int64_t revision);
  // Of the booking: not the status in which this can be done.
  void DeclineStatus();

  // Of the property; state keeps nothing but valid dates.
  CivilDate BusinessDate() const;
  // The instant whose rules apply. Whether effective_at may be earlier was decided before.
  Instant DecidingInstant() const;
  bool FromImporter() const { return request.actor().kind() == v1::ACTOR_KIND_IMPORTER; }
  // From a guest or a channel: nobody of the house.
  bool FromOutside() const {
    const v1::ActorKind kind = request.actor().kind();
    return kind == v1::ACTOR_KIND_GUEST || kind == v1::ACTOR_KIND_CHANNEL;
  }
  // Staff, active, with the role; a manager has them all.
  bool IsManager() const;
};

// What is at hand for the request; `declined` is where its declines go. All of them outlive it.
DecideContext ContextOf(const State& state, const v1::Request& request,
                        const v1::Resolution& resolution, v1::Declined& declined);

// The phases of one kind of request; a phase is entered only when the ones before it found nothing.
// Identity is the same for all (staff/authority.h). What State() found may be kept for Policy() and
// Accept().
class Phases {
 public:
  virtual ~Phases() = default;
  virtual void Form(DecideContext& context) = 0;
  virtual void State(DecideContext& context) = 0;
  virtual void Policy(DecideContext&) {}
  virtual void Accept(DecideContext& context, v1::Accepted& accepted) = 0;
};

// Goes through the phases of a request and fills the outcome.
void RunPhases(DecideContext& context, Phases& phases, v1::Outcome& outcome);

// yyyymmdd of a valid date.
CivilDate DateOf(int32_t yyyymmdd);
// Of a valid stay.
inline CivilDate ArrivalOf(const v1::Stay& stay) { return DateOf(stay.arrival()); }
inline CivilDate DepartureOf(const v1::Stay& stay) { return DateOf(stay.departure()); }

inline constexpr int32_t kMaxNights = 731;
inline constexpr int32_t kMaxDaysAhead = 1826;
inline constexpr int32_t kMaxDuePerRecord = 256;

// One for each kind of request; decide.cc lists them.

// booking/decide_booking.cc
void DecideCreate(DecideContext& context, v1::Outcome& outcome);
void DecideHoldOrWaitlist(DecideContext& context,
                          v1::Outcome& outcome);  // confirm, release, promote
// booking/decide_stay.cc
void DecideStay(DecideContext& context, v1::Outcome& outcome);  // assign, check in, out, no-show
// change/decide_change.cc
void DecideChange(DecideContext& context, v1::Outcome& outcome);
// cancellation/decide_cancel.cc
void DecideCancel(DecideContext& context, v1::Outcome& outcome);
// payment/decide_payment.cc
void DecidePayment(DecideContext& context, v1::Outcome& outcome);
// property/decide_definitions.cc
void DecideDefinition(DecideContext& context, v1::Outcome& outcome);
// property/decide_roll.cc
void DecideRoll(DecideContext& context, v1::Outcome& outcome);
// property/decide_out_of_order.cc
void DecideOutOfOrder(DecideContext& context, v1::Outcome& outcome);
// feedback/decide_feedback.cc
void DecideFeedback(DecideContext& context, v1::Outcome& outcome);
// policy/decide_policy.cc: propose and settle policies
void DecidePolicy(DecideContext& context, v1::Outcome& outcome);
// property/decide_nights.cc
void DecidePostNights(DecideContext& context, v1::Outcome& outcome);
// booking/decide_reshape.cc: reinstate, split, move, late check-out, turnaway
void DecideReshape(DecideContext& context, v1::Outcome& outcome);
// quote/decide_quote.cc
void DecideQuote(DecideContext& context, v1::Outcome& outcome);
// groups/decide_groups.cc
void DecideGroups(DecideContext& context, v1::Outcome& outcome);
// dining/decide_dining.cc
void DecideDining(DecideContext& context, v1::Outcome& outcome);
// accounts/decide_folio.cc: chargebacks, charges, waivers, folio transfers, and their reversals
void DecideFolio(DecideContext& context, v1::Outcome& outcome);
// accounts/decide_accounts.cc: debtor accounts, invoices, receipts, write-offs
void DecideAccounts(DecideContext& context, v1::Outcome& outcome);
// accounts/decide_vouchers.cc
void DecideVouchers(DecideContext& context, v1::Outcome& outcome);
// accounts/decide_periods.cc
void DecidePeriods(DecideContext& context, v1::Outcome& outcome);
// loyalty/decide_loyalty.cc
void DecideLoyalty(DecideContext& context, v1::Outcome& outcome);
// cases/decide_cases.cc: cases, commitments, improvement actions, contacts
void DecideCases(DecideContext& context, v1::Outcome& outcome);
// customer/decide_customer.cc: files, consent, preferences, surveys, notes, key accounts, merging, notices, revealing, erasing
void DecideCustomer(DecideContext& context, v1::Outcome& outcome);
// customer/decide_care.cc: agreements, gifts, offers
void DecideCare(DecideContext& context, v1::Outcome& outcome);
// credit/decide_credit.cc
void DecideCredit(DecideContext& context, v1::Outcome& outcome);
// channels/decide_delivery.cc
void DecideDelivery(DecideContext& context, v1::Outcome& outcome);
// staff/decide_training.cc: training, figures about single members
void DecideTraining(DecideContext& context, v1::Outcome& outcome);
// system/decide_due.cc
void DecideRunDue(DecideContext& context, v1::Outcome& outcome);
// system/decide_system.cc
void DecideSystem(DecideContext& context, v1::Outcome& outcome);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_DECIDE_CONTEXT_H_
