// Membership, points given out of goodwill, and points redeemed: those that expire first, whichever property owes them.
#include "absl/strings/str_cat.h"
#include "ledger/domain/accounts/posting_table.h"
#include "ledger/domain/accounts/vouchers.h"
#include "ledger/domain/decide_context.h"
#include "ledger/domain/loyalty/points.h"
#include "ledger/domain/staff/limits.h"

namespace daybook {
namespace {

class EnrolPhases : public Phases {
 public:
  explicit EnrolPhases(const DecideContext& context) : enrol_(context.request.enrol_member()) {}

  void Form(DecideContext& context) override {
    context.CheckId("customer_id", enrol_.customer_id());
    context.CheckOptionalId("property_id", enrol_.property_id());
  }

  // A file of the customer is not needed: whoever has stayed may be a member.
  void State(DecideContext& context) override {
    context.RequireNew<v1::Member>("customer_id", enrol_.customer_id());
    const auto* const customer = context.state.Find<v1::Customer>(enrol_.customer_id());
    if (customer != nullptr && (customer->erased() || !customer->merged_into().empty())) {
      context.Decline(v1::STATE_STATUS, "customer_id",
                      customer->erased() ? std::string("the customer is erased")
                                         : absl::StrCat("the customer's file went into that of ",
                                                        customer->merged_into()));
    }
    const bool anywhere = enrol_.property_id().empty();
    if (!anywhere && !context.RequireProperty("property_id")) return;
    policy_ = context.PolicyInForce(v1::Policy::kLoyalty);
    if (policy_ == nullptr) {
      context.Decline(v1::STATE_POLICY_MISSING, "property_id",
                      anywhere ? "no loyalty policy is in force that is not of one property alone: "
                                 "name the property"
                               : "no loyalty policy is in force there");
    }
  }

  void Accept(DecideContext&, v1::Accepted& accepted) override {
    v1::MemberEnrolled& event = *accepted.add_events()->mutable_member_enrolled();
    event.set_customer_id(enrol_.customer_id());
    event.set_currency(policy_->loyalty().currency());
    DecideContext::Cite(*policy_, accepted);
  }

 private:
  const v1::EnrolMember& enrol_;
  const v1::Policy* policy_ = nullptr;
};

class GrantPhases : public Phases {
 public:
  explicit GrantPhases(const DecideContext& context) : grant_(context.request.grant_points()) {}

  void Form(DecideContext& context) override {
    context.CheckId("customer_id", grant_.customer_id());
    context.CheckId("property_id", grant_.property_id());
    context.CheckRange("points", grant_.points(), 1, kMaxPointsGranted);
    context.CheckId("reason_code", grant_.reason_code());
  }

  void State(DecideContext& context) override {
    if (!context.RequireProperty("property_id")) return;
    RequireGrantable(context, "customer_id", grant_.customer_id());
  }

  void Policy(DecideContext& context) override {
    CheckLimit(context, LimitKind::kCompensation, "points", ValueOfGrant(context, grant_.points()));
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    AddGrantedPoints(context, grant_.customer_id(), grant_.points(), accepted);
    CiteAuthority(context, accepted);
  }

 private:
  const v1::GrantPoints& grant_;
};

class RedeemPhases : public Phases {
 public:
  explicit RedeemPhases(const DecideContext& context) : redeem_(context.request.redeem_points()) {}

  void Form(DecideContext& context) override {
    context.CheckId("booking_id", redeem_.booking_id());
    context.CheckRange("points", redeem_.points(), 1, kMaxPointsRedeemed);
  }

  void State(DecideContext& context) override {
    if (!context.RequireBooking()) return;
    if (!TakesRedemption(*context.booking)) context.DeclineStatus();
    context.RequireBooks("booking_id");
    const std::string& customer_id = context.booking->customer_id();
    member_ = context.state.Find<v1::Member>(customer_id);
    if (member_ == nullptr) {
      context.Decline(
          v1::STATE_REFERENCE_UNKNOWN, "booking_id",
          absl::StrCat("the customer of booking ", redeem_.booking_id(), " is no member"));
      return;
    }
    if (member_->currency() != context.booking->currency()) {
      context.Decline(v1::STATE_CURRENCY_MISMATCH, "booking_id",
                      absl::StrCat("the points are worth ", member_->currency(),
                                   ", the booking counts in ", context.booking->currency()));
    }
    if (const int64_t left = PointsLeft(context.state, *member_); redeem_.points() > left) {
      context.Decline(v1::STATE_BALANCE_TOO_SMALL, "points",
                      absl::StrCat(redeem_.points(), " asked for, ", left, " are left"));
      return;
    }
    const size_t parts = PartsFor(context.state, *member_, redeem_.points()).size();
    if (parts > kMaxPartsRedeemed) {
      context.Decline(v1::STATE_TOO_MANY, "points",
                      absl::StrCat("they are of ", parts, " lots, a record holds ",
                                   kMaxPartsRedeemed, ": redeem fewer at once"));
    }
  }

  // One event for each run of parts of a kind: the fold takes points from the front, and expired ones may stand between.
  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    for (const PointsPart& part : PartsFor(context.state, *member_, redeem_.points())) {
      AddUsed(part, accepted);
      Post(context, part, accepted);
    }
  }

 private:
  // More than any member can have.
  static constexpr int64_t kMaxPointsRedeemed = 1'000'000'000'000;

  void AddUsed(const PointsPart& part, v1::Accepted& accepted) const {
    v1::Event* last =
        accepted.events().empty() ? nullptr : accepted.mutable_events(accepted.events_size() - 1);
    if (last == nullptr || last->has_points_expired() != part.expired) {
      last = accepted.add_events();
    }
    if (part.expired) {
      v1::PointsExpired& event = *last->mutable_points_expired();
      event.set_customer_id(member_->customer_id());
      event.set_points(event.points() + part.points);
    } else {
      v1::PointsRedeemed& event = *last->mutable_points_redeemed();
      event.set_customer_id(member_->customer_id());
      event.set_points(event.points() + part.points);
    }
  }

  void Post(const DecideContext& context, const PointsPart& part, v1::Accepted& accepted) const {
    const std::string& customer_id = member_->customer_id();
    const v1::Property& owes = *context.state.FindProperty(part.property_id);
    Postings there(owes, accepted);
    if (part.expired) {
      there.PointsExpired(customer_id, part.value_minor);
    } else if (part.property_id == context.booking->property_id()) {
      there.PointsRedeemed(*context.booking, customer_id, part.value_minor);
    } else {
      there.ToProperty(v1::POINTS, {}, customer_id, part.value_minor);
      Postings(*context.property, accepted)
          .FromProperty(*context.booking, customer_id, part.value_minor);
    }
  }

  const v1::RedeemPoints& redeem_;
  const v1::Member* member_ = nullptr;
};

template <typename SomePhases>
void Run(DecideContext& context, v1::Outcome& outcome) {
  SomePhases phases(context);
  RunPhases(context, phases, outcome);
}

}  // namespace

void DecideLoyalty(DecideContext& context, v1::Outcome& outcome) {
  switch (context.request.body_case()) {
    case v1::Request::kEnrolMember:
      return Run<EnrolPhases>(context, outcome);
    case v1::Request::kGrantPoints:
      return Run<GrantPhases>(context, outcome);
    default:
      return Run<RedeemPhases>(context, outcome);
  }
}

}  // namespace daybook
