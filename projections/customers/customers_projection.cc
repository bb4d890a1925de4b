// Entities are folded by the base. Here: what each customer brought, from the events and postings of bookings.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "daybook/v1/calendar_view.pb.h"
#include "ledger/base/civil_date.h"
#include "ledger/domain/booking/booking_evolve.h"
#include "projections/customers/customers_rows.h"
#include "projections/customers/customers_view.h"
#include "projections/entity_view.h"

namespace daybook {
namespace {

constexpr int32_t kMonthsKept = 13;

int32_t MonthOf(int32_t yyyymmdd) { return yyyymmdd / 100; }
int32_t MonthsSince(int32_t from, int32_t to) {
  return (to / 100 - from / 100) * 12 + to % 100 - from % 100;
}

v1::CustomerMonth& MonthIn(int32_t month, const std::string& currency, v1::CustomerStats& stats) {
  auto& months = *stats.mutable_months();
  int at = 0;
  while (at < months.size() && (months[at].month() < month || (months[at].month() == month &&
                                                               months[at].currency() < currency))) {
    ++at;
  }
  if (at == months.size() || months[at].month() != month || months[at].currency() != currency) {
    v1::CustomerMonth& added = *months.Add();
    added.set_month(month);
    added.set_currency(currency);
    for (int i = months.size() - 1; i > at; --i) months.SwapElements(i, i - 1);
  }
  return months[at];
}

void DropOldMonths(v1::CustomerStats& stats) {
  auto& months = *stats.mutable_months();
  if (months.empty()) return;
  const int32_t newest = months[months.size() - 1].month();
  int old = 0;
  while (MonthsSince(months[old].month(), newest) >= kMonthsKept) ++old;
  months.DeleteSubrange(0, old);
}

// Penalties are no revenue of the customer's stays, and taxes none at all.
bool IsRevenue(v1::BookAccount account) {
  return account == v1::ROOM_REVENUE || account == v1::DINING_REVENUE ||
         account == v1::EXTRA_REVENUE || account == v1::FEE_REVENUE;
}

int64_t RevenueOf(const v1::Transfer& transfer) {
  int64_t revenue = 0;
  if (IsRevenue(transfer.credit())) revenue += transfer.amount_minor();
  if (IsRevenue(transfer.debit())) revenue -= transfer.amount_minor();
  return revenue;
}

bool IsLost(const v1::Cancellation& cancellation) {
  return cancellation.cause() == v1::CANCELLATION_CAUSE_REQUESTED ||
         cancellation.cause() == v1::CANCELLATION_CAUSE_DEPOSIT_UNPAID;
}

EntityViewSpec Spec() {
  EntityViewSpec spec;
  spec.name = "customers";
  spec.revision = 1;
  spec.letters = "ugGfsnp";
  spec.events = {{v1::Event::kPropertyDefined, v1::Event::kPropertyDefined},
                 {v1::Event::kBusinessDateRolled, v1::Event::kBusinessDateRolled},
                 {v1::Event::kPolicyProposed, v1::Event::kPolicySettled},
                 {v1::Event::kBookingCreated, v1::Event::kBookingMoved},
                 {v1::Event::kContactRecorded, v1::Event::kContactRecorded},
                 {v1::Event::kProfileUpdated, 599}};
  spec.journals = true;
  spec.own = {{kStatsRow, &v1::CustomerStats::default_instance()},
              {kBookingRow, &v1::CustomerBooking::default_instance()},
              {kOpenDayRow, &v1::OpenDay::default_instance()},
              {kAccessRow, &v1::PersonalDataAccess::default_instance()}};
  spec.indexed = true;
  return spec;
}

// One record's changes of the rows of the view's own.
class OwnRows {
 public:
  OwnRows(const v1::Record& record, ViewRows& rows) : record_(record), rows_(rows) {}

  void AddEvent(const v1::Event& event) {
    switch (event.kind_case()) {
      case v1::Event::kPropertyDefined:
        return Open(event.property_defined());
      case v1::Event::kBusinessDateRolled:
        return Roll(event.business_date_rolled());
      case v1::Event::kContactRecorded:
        return Contacted(event.contact_recorded());
      case v1::Event::kPersonalDataRevealed:
        return Revealed(event.personal_data_revealed());
      default:
        return event.kind_case() >= v1::Event::kProfileUpdated ? NameCustomer(event)
                                                               : AddBookingEvent(event);
    }
  }

  void AddPosting(const v1::Journal& journal, const v1::Transfer& transfer) {
    const int64_t revenue = RevenueOf(transfer);
    if (revenue == 0 || transfer.booking_id().empty()) return;
    const auto* const known =
        rows_.FindOwn<v1::CustomerBooking>(kBookingRow, transfer.booking_id());
    if (known == nullptr) return;
    const std::string customer_id = known->customer_id();
    if (!known->posted()) {
      rows_.ChangeOwn<v1::CustomerBooking>(kBookingRow, transfer.booking_id()).set_posted(true);
    }
    v1::CustomerStats& stats = StatsOf(customer_id);
    v1::CustomerMonth& month = MonthIn(MonthOf(journal.business_date()), journal.currency(), stats);
    month.set_revenue_minor(month.revenue_minor() + revenue);
    DropOldMonths(stats);
  }

  // Of a stay at a property that keeps no books nothing is ever posted. Done last: what the check-out's own record posts counts.
  void CountUnposted() {
    for (const std::string& booking_id : checked_out_) {
      const auto* const booking = rows_.FindOwn<v1::CustomerBooking>(kBookingRow, booking_id);
      if (booking == nullptr || booking->posted()) continue;
      v1::CustomerStats& stats = StatsOf(booking->customer_id());
      v1::CustomerMonth& month =
          MonthIn(MonthOf(record_.resolution().business_date()), booking->currency(), stats);
      month.set_revenue_minor(month.revenue_minor() + booking->price_minor());
      DropOldMonths(stats);
    }
  }

 private:
  v1::CustomerStats& StatsOf(const std::string& customer_id) {
    v1::CustomerStats& stats = rows_.ChangeOwn<v1::CustomerStats>(kStatsRow, customer_id);
    stats.set_customer_id(customer_id);
    return stats;
  }

  void See(int32_t business_date, v1::CustomerStats& stats) const {
    if (business_date == 0) return;
    if (stats.first_seen_on() == 0) stats.set_first_seen_on(business_date);
    stats.set_last_seen_on(std::max(stats.last_seen_on(), business_date));
  }

  void Open(const v1::PropertyDefinition& property) {
    v1::OpenDay& day = rows_.ChangeOwn<v1::OpenDay>(kOpenDayRow, property.property_id());
    if (day.business_date() != 0) return;  // defined again
    day.set_business_date(property.first_business_date());
    day.set_first_business_date(property.first_business_date());
  }
  void Roll(const v1::BusinessDateRolled& rolled) {
    rows_.ChangeOwn<v1::OpenDay>(kOpenDayRow, rolled.property_id()).set_business_date(rolled.to());
  }

  void Contacted(const v1::ContactRecorded& event) {
    const std::string& customer_id = record_.request().record_contact().contact().customer_id();
    if (customer_id.empty()) return;
    v1::CustomerStats& stats = StatsOf(customer_id);
    stats.set_contacts(stats.contacts() + 1);
    stats.set_last_contact_on(std::max(stats.last_contact_on(), event.business_date()));
  }

  void Revealed(const v1::PersonalDataRevealed& event) {
    v1::PersonalDataAccess& access =
        rows_.ChangeOwn<v1::PersonalDataAccess>(kAccessRow, SortedDigits(record_.position()));
    access.set_position(record_.position());
    access.set_customer_id(event.customer_id());
    *access.mutable_by() = record_.request().actor();
    access.set_authenticated_by(record_.request().authenticated_by());
    access.set_purpose(event.purpose());
    access.set_everything(event.everything());
    access.set_invoice_id(event.invoice_id());
    *access.mutable_at() = record_.resolution().recorded_at();
  }

  // So that whoever has a file is listed, booked or not.
  void NameCustomer(const v1::Event& event) {
    switch (event.kind_case()) {
      case v1::Event::kProfileUpdated:
        return Name(event.profile_updated().customer_id());
      case v1::Event::kConsentSet:
        return Name(event.consent_set().customer_id());
      case v1::Event::kPreferenceRecorded:
        return Name(event.preference_recorded().customer_id());
      case v1::Event::kStayNoteRecorded:
        return Name(event.stay_note_recorded().customer_id());
      case v1::Event::kKeyAccountSet:
        return Name(event.key_account_set().customer_id());
      case v1::Event::kCustomerErased:
        return Name(event.customer_erased().customer_id());
      case v1::Event::kAgreementSigned:
        return Name(record_.request().sign_agreement().agreement().customer_id());
      case v1::Event::kGiftGiven:
        return Name(record_.request().give_gift().gift().customer_id());
      case v1::Event::kOfferMade:
        return Name(record_.request().make_offer().offer().customer_id());
      case v1::Event::kSurveyRecorded:
        return Name(record_.request().record_survey().customer_id());
      default:
        return;
    }
  }
  void Name(const std::string& customer_id) {
    if (customer_id.empty()) return;
    if (rows_.FindOwn<v1::CustomerStats>(kStatsRow, customer_id) == nullptr) StatsOf(customer_id);
  }

  void AddBookingEvent(const v1::Event& event) {
    if (event.has_booking_created()) return Create(event.booking_created());
    const std::string id(BookingOf(event));
    if (id.empty() || rows_.FindOwn<v1::CustomerBooking>(kBookingRow, id) == nullptr) return;
    switch (event.kind_case()) {
      case v1::Event::kBookingChanged:
        return Change(event.booking_changed(), id);
      case v1::Event::kBookingCancelled:
        return Lose(event.booking_cancelled().cancellation(), v1::CANCELLED, id);
      case v1::Event::kNoShowMarked:
        return Lose(event.no_show_marked().cancellation(), v1::NO_SHOW, id);
      case v1::Event::kCheckedIn:
        return See(event.checked_in().business_date(), StatsOf(CustomerOf(id)));
      case v1::Event::kCheckedOut:
        return CheckOut(event.checked_out(), id);
      case v1::Event::kBookingReinstated:
        return Reinstate(id);
      case v1::Event::kBookingMoved:
        return Move(id);
      default:
        return;
    }
  }

  std::string CustomerOf(const std::string& booking_id) {
    return rows_.FindOwn<v1::CustomerBooking>(kBookingRow, booking_id)->customer_id();
  }

  void Create(const v1::BookingCreated& event) {
    if (event.customer_id().empty()) return;
    v1::CustomerBooking& booking =
        rows_.ChangeOwn<v1::CustomerBooking>(kBookingRow, event.booking_id());
    booking.set_customer_id(event.customer_id());
    booking.set_currency(event.currency());
    booking.set_arrival(event.stay().arrival());
    booking.set_departure(event.stay().departure());
    booking.set_price_minor(SumOfLines(event.price()));
    booking.set_status(v1::CONFIRMED);
    v1::CustomerStats& stats = StatsOf(event.customer_id());
    stats.set_bookings(stats.bookings() + 1);
    See(event.business_date(), stats);
  }

  void Change(const v1::BookingChanged& event, const std::string& id) {
    v1::CustomerBooking& booking = rows_.ChangeOwn<v1::CustomerBooking>(kBookingRow, id);
    if (event.has_stay()) {
      booking.set_arrival(event.stay().arrival());
      booking.set_departure(event.stay().departure());
    }
    if (!event.price().empty()) booking.set_price_minor(SumOfLines(event.price()));
  }

  void Lose(const v1::Cancellation& cancellation, v1::BookingStatus status, const std::string& id) {
    const bool counts = status == v1::NO_SHOW || IsLost(cancellation);
    v1::CustomerBooking& booking = rows_.ChangeOwn<v1::CustomerBooking>(kBookingRow, id);
    // One that was held and let go is not lost, and not counted back when it is taken up again.
    booking.set_status(counts ? status : v1::CONFIRMED);
    v1::CustomerStats& stats = StatsOf(booking.customer_id());
    See(cancellation.business_date(), stats);
    if (!counts) return;
    if (status == v1::NO_SHOW) {
      stats.set_no_shows(stats.no_shows() + 1);
    } else {
      stats.set_cancellations(stats.cancellations() + 1);
    }
  }

  void CheckOut(const v1::CheckedOut& event, const std::string& id) {
    v1::CustomerBooking& booking = rows_.ChangeOwn<v1::CustomerBooking>(kBookingRow, id);
    booking.set_status(v1::CHECKED_OUT);
    const auto from = CivilDate::FromYmd(booking.arrival());
    const auto until =
        CivilDate::FromYmd(std::min(booking.departure(), std::max(event.business_date(), 0)));
    const int64_t nights =
        from.has_value() && until.has_value() ? std::max(*until - *from, 0) : int64_t{0};
    v1::CustomerStats& stats = StatsOf(booking.customer_id());
    See(event.business_date(), stats);
    stats.set_stays(stats.stays() + 1);
    stats.set_nights(stats.nights() + nights);
    v1::CustomerMonth& month = MonthIn(MonthOf(event.business_date()), booking.currency(), stats);
    month.set_stays(month.stays() + 1);
    month.set_nights(month.nights() + nights);
    DropOldMonths(stats);
    checked_out_.push_back(id);
  }

  void Reinstate(const std::string& id) {
    v1::CustomerBooking& booking = rows_.ChangeOwn<v1::CustomerBooking>(kBookingRow, id);
    v1::CustomerStats& stats = StatsOf(booking.customer_id());
    if (booking.status() == v1::CANCELLED) stats.set_cancellations(stats.cancellations() - 1);
    if (booking.status() == v1::NO_SHOW) stats.set_no_shows(stats.no_shows() - 1);
    booking.set_status(v1::CONFIRMED);
  }

  // What took its place was counted.
  void Move(const std::string& id) {
    v1::CustomerStats& stats = StatsOf(CustomerOf(id));
    stats.set_bookings(stats.bookings() - 1);
  }

  const v1::Record& record_;
  ViewRows& rows_;
  std::vector<std::string> checked_out_;
};

class CustomersProjection final : public EntityView {
 public:
  CustomersProjection() : EntityView(Spec()) {}

 private:
  absl::Status ApplyOwn(const v1::Record& record, ViewRows& rows) override {
    const v1::Accepted& accepted = record.outcome().accepted();
    OwnRows own(record, rows);
    for (const v1::Event& event : accepted.events()) own.AddEvent(event);
    for (const v1::Journal& journal : accepted.journals()) {
      for (const v1::Transfer& transfer : journal.transfers()) own.AddPosting(journal, transfer);
    }
    own.CountUnposted();
    return absl::OkStatus();
  }

  void AppendIndex(std::string_view key, const google::protobuf::Message& row,
                   std::vector<std::string>& entries) const override {
    const std::string_view id = key.substr(1);
    const auto add = [&](char index, const std::string& of) {
      if (!of.empty()) entries.push_back(IndexEntry(index, {of, id}));
    };
    switch (key.front()) {
      case LetterOf<v1::Agreement>::kLetter:
        return add(kAgreementIndex, static_cast<const v1::Agreement&>(row).customer_id());
      case LetterOf<v1::Gift>::kLetter:
        return add(kGiftIndex, static_cast<const v1::Gift&>(row).customer_id());
      case LetterOf<v1::Offer>::kLetter:
        return add(kOfferIndex, static_cast<const v1::Offer&>(row).customer_id());
      case LetterOf<v1::Survey>::kLetter:
        return add(kSurveyIndex, static_cast<const v1::Survey&>(row).customer_id());
      case LetterOf<v1::Notice>::kLetter: {
        const auto& notice = static_cast<const v1::Notice&>(row);
        if (!notice.acknowledged()) add(kNoticeIndex, notice.to());
        return;
      }
      case kAccessRow:
        return add(kAccessIndex, static_cast<const v1::PersonalDataAccess&>(row).customer_id());
      default:
        return;
    }
  }
};

}  // namespace

std::unique_ptr<Projection> NewCustomersProjection() {
  return std::make_unique<CustomersProjection>();
}

}  // namespace daybook
