// Restaurants and their tables, booked in the same place as rooms (DOMAIN D36).
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "ledger/domain/booking/booking_checks.h"
#include "ledger/domain/decide_context.h"
#include "ledger/domain/dining/guest_tables.h"
#include "ledger/domain/dining/outlet_checks.h"
#include "ledger/domain/dining/seats.h"

namespace daybook {
namespace {

constexpr int32_t kMinutesOfDay = 1440;
constexpr int32_t kMaxSeats = 10'000;
constexpr int32_t kMaxCovers = 1000;
constexpr int32_t kShortestSitting = 15;

class OutletPhases : public Phases {
 public:
  explicit OutletPhases(const DecideContext& context)
      : outlet_(context.request.define_outlet().outlet()) {}

  void Form(DecideContext& context) override {
    context.CheckId("outlet.property_id", outlet_.property_id());
    context.CheckId("outlet.outlet_id", outlet_.outlet_id());
    context.CheckRange("outlet.seats", outlet_.seats(), 1, kMaxSeats);
    context.CheckRange("outlet.opens_minute", outlet_.opens_minute(), 0, kMinutesOfDay - 1);
    context.CheckRange("outlet.closes_minute", outlet_.closes_minute(),
                       int64_t{outlet_.opens_minute()} + 1, kMinutesOfDay);
    context.CheckRange("outlet.sitting_minutes", outlet_.sitting_minutes(), kShortestSitting,
                       kMinutesOfDay);
  }

  void State(DecideContext& context) override {
    context.RequireProperty("outlet.property_id");
    now_ = context.state.Find<v1::Outlet>(OutletKey(outlet_.property_id(), outlet_.outlet_id()));
    context.CheckRevision(now_ == nullptr ? 0 : now_->revision());
  }

  void Policy(DecideContext& context) override {
    if (now_ != nullptr) CheckExpectedGuests(context, *now_, outlet_);
  }

  void Accept(DecideContext&, v1::Accepted& accepted) override {
    *accepted.add_events()->mutable_outlet_defined() = outlet_;
  }

 private:
  const v1::OutletDefinition& outlet_;
  const v1::Outlet* now_ = nullptr;
};

// State: the outlet is there and takes guests then. Null: declined.
const v1::OutletDefinition* RequireOutlet(DecideContext& context, const std::string& outlet_id,
                                          const Party& party) {
  const auto* const outlet =
      context.state.Find<v1::Outlet>(OutletKey(context.property_id, outlet_id));
  if (outlet == nullptr) {
    context.DeclineUnknown("outlet_id", outlet_id);
    return nullptr;
  }
  const v1::OutletDefinition& definition = outlet->definition();
  if (definition.inactive()) {
    context.Decline(v1::STATE_STATUS, "outlet_id",
                    absl::StrCat("outlet ", outlet_id, " is inactive"));
  }
  if (party.minute < definition.opens_minute() || party.minute >= definition.closes_minute()) {
    context.Decline(
        v1::STATE_STATUS, "minute",
        absl::StrCat("at ", TimeOfDay(party.minute), " outlet ", outlet_id,
                     " is closed: it is open from ", TimeOfDay(definition.opens_minute()), " to ",
                     TimeOfDay(definition.closes_minute())));
  }
  if (party.date < context.property->business_date()) {
    context.Decline(v1::STATE_NIGHT_IN_PAST, "date",
                    absl::StrCat(party.date, " is before the business date ",
                                 context.property->business_date()));
  }
  return &definition;
}

// Policy: there are seats for the party beside `day`'s guests, and the date is not too far ahead.
void CheckSeats(DecideContext& context, const v1::OutletDefinition& outlet,
                const v1::OutletDay* day, const Party& party) {
  CheckNotTooFar(context, "date", DateOf(party.date));
  const int32_t seated = MostSeated(day, party.minute, outlet.sitting_minutes());
  if (seated + party.covers <= outlet.seats()) return;
  context.Decline(
      v1::POLICY_OUTLET_FULL, "covers",
      absl::StrCat("outlet ", outlet.outlet_id(), " expects ", seated, " guests around ",
                   TimeOfDay(party.minute), " and has ", outlet.seats(), " seats"));
}

void CheckPartyForm(DecideContext& context, int32_t minute, int32_t covers) {
  context.CheckRange("minute", minute, 0, kMinutesOfDay - 1);
  context.CheckRange("covers", covers, 1, kMaxCovers);
}

class BookPhases : public Phases {
 public:
  explicit BookPhases(const DecideContext& context)
      : book_(context.request.book_table()), party_{book_.date(), book_.minute(), book_.covers()} {}

  void Form(DecideContext& context) override {
    context.CheckId("table_booking_id", book_.table_booking_id());
    context.CheckId("property_id", book_.property_id());
    context.CheckId("outlet_id", book_.outlet_id());
    context.CheckOptionalId("customer_id", book_.customer_id());
    context.CheckOptionalId("booking_id", book_.booking_id());
    context.CheckDate("date", book_.date());
    CheckPartyForm(context, book_.minute(), book_.covers());
    context.CheckPersonal("guest", book_.guest(), book_.customer_id());
  }

  void State(DecideContext& context) override {
    context.RequireNew<v1::TableBooking>("table_booking_id", book_.table_booking_id());
    if (!context.RequireProperty("property_id")) return;
    outlet_ = RequireOutlet(context, book_.outlet_id(), party_);
    CheckRoomBooking(context);
  }

  void Policy(DecideContext& context) override {
    const auto* const day = context.state.Find<v1::OutletDay>(
        OutletDayKey(book_.property_id(), book_.outlet_id(), book_.date()));
    CheckSeats(context, *outlet_, day, party_);
    CheckGuestTables(context, *outlet_, book_.table_booking_id(), party_);
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    v1::TableBooking& event = *accepted.add_events()->mutable_table_booked();
    event.set_table_booking_id(book_.table_booking_id());
    event.set_property_id(book_.property_id());
    event.set_outlet_id(book_.outlet_id());
    // Who names nothing but their own room books for themselves.
    const v1::Actor& actor = context.request.actor();
    event.set_customer_id(actor.kind() == v1::ACTOR_KIND_GUEST ? actor.id() : book_.customer_id());
    event.set_booking_id(book_.booking_id());
    event.set_date(party_.date);
    event.set_minute(party_.minute);
    event.set_covers(party_.covers);
    event.set_status(v1::TABLE_BOOKED);
  }

 private:
  // The booking of a room whose folio is charged.
  void CheckRoomBooking(DecideContext& context) {
    if (book_.booking_id().empty()) return;
    if (context.booking == nullptr || context.booking->property_id() != book_.property_id()) {
      context.Decline(
          v1::STATE_BOOKING_UNKNOWN, "booking_id",
          absl::StrCat("property ", book_.property_id(), " has no booking ", book_.booking_id()));
    } else if (!book_.customer_id().empty() && !context.booking->customer_id().empty() &&
               book_.customer_id() != context.booking->customer_id()) {
      context.Decline(v1::STATE_CUSTOMER_MISMATCH, "customer_id",
                      absl::StrCat("booking ", book_.booking_id(), " is of customer ",
                                   context.booking->customer_id()));
    }
  }

  const v1::BookTable& book_;
  const Party party_;
  const v1::OutletDefinition* outlet_ = nullptr;
};

// State: a table that is BOOKED. Null: declined.
const v1::TableBooking* RequireTable(DecideContext& context, const std::string& id) {
  const auto* const table = context.Require<v1::TableBooking>("table_booking_id", id);
  if (table == nullptr) return nullptr;
  context.CheckRevision(table->revision());
  if (table->status() != v1::TABLE_BOOKED) {
    context.Decline(v1::STATE_STATUS, "table_booking_id",
                    absl::StrCat("table ", id, " is ", v1::TableStatus_Name(table->status())));
  }
  return table;
}

class ChangePhases : public Phases {
 public:
  explicit ChangePhases(const DecideContext& context) : change_(context.request.change_table()) {}

  void Form(DecideContext& context) override {
    context.CheckId("table_booking_id", change_.table_booking_id());
    if (!change_.has_date() && !change_.has_minute() && !change_.has_covers()) {
      context.Decline(v1::FORM_CHANGE_EMPTY, "", "the request changes nothing");
    }
    if (change_.has_date()) context.CheckDate("date", change_.date());
    CheckPartyForm(context, change_.has_minute() ? change_.minute() : 0,
                   change_.has_covers() ? change_.covers() : 1);
  }

  void State(DecideContext& context) override {
    table_ = RequireTable(context, change_.table_booking_id());
    if (table_ == nullptr || context.AnyDeclined()) return;
    party_.date = change_.has_date() ? change_.date() : table_->date();
    party_.minute = change_.has_minute() ? change_.minute() : table_->minute();
    party_.covers = change_.has_covers() ? change_.covers() : table_->covers();
    outlet_ = RequireOutlet(context, table_->outlet_id(), party_);
  }

  void Policy(DecideContext& context) override {
    const auto* const found = context.state.Find<v1::OutletDay>(
        OutletDayKey(table_->property_id(), table_->outlet_id(), party_.date));
    v1::OutletDay day = found == nullptr ? v1::OutletDay() : *found;
    if (party_.date == table_->date()) AddCovers(table_->minute(), -table_->covers(), day);
    CheckSeats(context, *outlet_, &day, party_);
    CheckGuestTables(context, *outlet_, table_->table_booking_id(), party_);
  }

  void Accept(DecideContext&, v1::Accepted& accepted) override {
    v1::TableChanged& event = *accepted.add_events()->mutable_table_changed();
    event.set_table_booking_id(table_->table_booking_id());
    event.set_date(party_.date);
    event.set_minute(party_.minute);
    event.set_covers(party_.covers);
  }

 private:
  const v1::ChangeTable& change_;
  Party party_;
  const v1::TableBooking* table_ = nullptr;
  const v1::OutletDefinition* outlet_ = nullptr;
};

class SettlePhases : public Phases {
 public:
  explicit SettlePhases(const DecideContext& context) : settle_(context.request.settle_table()) {}

  void Form(DecideContext& context) override {
    context.CheckId("table_booking_id", settle_.table_booking_id());
    if (settle_.status() != v1::TABLE_SEATED && settle_.status() != v1::TABLE_CANCELLED &&
        settle_.status() != v1::TABLE_NO_SHOW) {
      context.Decline(v1::FORM_ENUM_INVALID, "status",
                      "a table settles SEATED, CANCELLED or NO_SHOW");
    }
  }

  void State(DecideContext& context) override {
    const bool cancels = settle_.status() == v1::TABLE_CANCELLED;
    // A matter of identity that only the request's content tells; so it stands alone.
    if (!cancels && context.request.actor().kind() == v1::ACTOR_KIND_GUEST) {
      context.Decline(v1::IDENTITY_NOT_ENTITLED, "status", "guests cancel, and the house sees");
      return;
    }
    const v1::TableBooking* const table = RequireTable(context, settle_.table_booking_id());
    if (table == nullptr || cancels || context.property == nullptr) return;
    if (table->date() > context.property->business_date()) {
      context.Decline(v1::STATE_STATUS, "status",
                      absl::StrCat("table ", table->table_booking_id(), " is for ", table->date(),
                                   ", the business date is ", context.property->business_date()));
    }
  }

  void Accept(DecideContext&, v1::Accepted& accepted) override {
    v1::TableSettled& event = *accepted.add_events()->mutable_table_settled();
    event.set_table_booking_id(settle_.table_booking_id());
    event.set_status(settle_.status());
  }

 private:
  const v1::SettleTable& settle_;
};

template <typename SomePhases>
void Run(DecideContext& context, v1::Outcome& outcome) {
  SomePhases phases(context);
  RunPhases(context, phases, outcome);
}

}  // namespace

void DecideDining(DecideContext& context, v1::Outcome& outcome) {
  switch (context.request.body_case()) {
    case v1::Request::kDefineOutlet:
      return Run<OutletPhases>(context, outcome);
    case v1::Request::kBookTable:
      return Run<BookPhases>(context, outcome);
    case v1::Request::kChangeTable:
      return Run<ChangePhases>(context, outcome);
    default:
      return Run<SettlePhases>(context, outcome);
  }
}

}  // namespace daybook
