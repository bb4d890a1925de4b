// What every decision has at hand, and where its declines go. Internal to decide*.cc, authority.cc,
// policies.cc.
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
  // Staff, active, with the role; a manager has them all.
  bool IsManager() const;
};

// The phases of one kind of request; a phase is entered only when the ones before it found nothing.
// Identity is the same for all (authority.h). What State() found may be kept for Policy() and
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
void DecideDefinition(DecideContext& context, v1::Outcome& outcome);  // decide_definitions.cc
void DecideCreate(DecideContext& context, v1::Outcome& outcome);      // decide_booking.cc
void DecideHoldOrWaitlist(DecideContext& context,
                          v1::Outcome& outcome);                  // confirm, release, promote
void DecideChange(DecideContext& context, v1::Outcome& outcome);  // decide_change.cc
void DecideCancel(DecideContext& context, v1::Outcome& outcome);  // decide_cancel.cc
void DecideStay(DecideContext& context, v1::Outcome& outcome);    // assign, check in, out, no-show
void DecideRoll(DecideContext& context, v1::Outcome& outcome);    // decide_roll.cc
void DecideOutOfOrder(DecideContext& context, v1::Outcome& outcome);  // decide_out_of_order.cc
void DecideRunDue(DecideContext& context, v1::Outcome& outcome);
void DecideMoney(DecideContext& context, v1::Outcome& outcome);     // decide_money.cc
void DecideFeedback(DecideContext& context, v1::Outcome& outcome);  // decide_feedback.cc
void DecideSystem(DecideContext& context, v1::Outcome& outcome);    // decide_system.cc

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_DECIDE_CONTEXT_H_
