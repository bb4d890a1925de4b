#include "tests/support/credit_oracle.h"

#include <algorithm>
#include <map>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"

namespace daybook::testing {
namespace {

__extension__ using Wide = __int128;

absl::CivilDay Day(int32_t ymd) { return absl::CivilDay(ymd / 10000, ymd / 100 % 100, ymd % 100); }
int32_t Ymd(absl::CivilDay day) {
  return static_cast<int32_t>(day.year() * 10000 + day.month() * 100 + day.day());
}
int DaysFrom(int32_t from, int32_t to) { return static_cast<int>(Day(to) - Day(from)); }

struct Stay {
  v1::BookingStatus status = v1::BOOKING_STATUS_UNSPECIFIED;
  int32_t arrival = 0;
  int64_t price = 0;
  int64_t owed = 0;     // by the folio
  int64_t deposit = 0;  // held
  int64_t rooms_charged = 0;
  bool due = false;   // it came, or should have
  bool lost = false;  // and did not
};

struct Bill {
  int32_t issued_on = 0;
  int32_t due_on = 0;
  int64_t open = 0;
  bool disputed = false;
  int32_t paid_on = 0;
};

// All that the log says of the account, read from its beginning.
struct Told {
  std::string account_id;
  std::string customer_id;
  std::string home;
  int32_t today = 0;
  int32_t opened_on = 0;
  std::map<std::string, Stay> stays;
  std::map<std::string, Bill> bills;
  std::map<std::string, std::vector<v1::ReceiptMatch>> receipts;
  std::vector<std::pair<int32_t, int64_t>> revenue;  // date, net
  std::vector<int32_t> left_on;                      // a completed stay each
  int64_t receivable = 0;                            // less what is unapplied
  std::array<std::optional<int>, 6> assessed{};
  int64_t cover = 0;
  bool blocked = false;
  bool account_blocked = false;
  bool designated = false;
  int64_t volume = 0;
  int32_t volume_until = 0;
  int broken = 0;
  std::map<std::string, bool> promises;  // made by the account's customer
};

int64_t PriceOf(const google::protobuf::RepeatedPtrField<v1::PriceLine>& lines) {
  int64_t price = 0;
  for (const v1::PriceLine& line : lines) {
    const int nights = DaysFrom(line.from(), line.to());
    price += line.nightly_minor() * (nights == 0 ? 1 : nights);
  }
  return price;
}

// Without force majeure, the hotel's fault and free cancellations.
bool Counts(const v1::Cancellation& cancellation) {
  return cancellation.reason() != v1::CANCELLATION_REASON_NATURAL_DISASTER &&
         cancellation.reason() != v1::CANCELLATION_REASON_GOVERNMENT_POLICY &&
         cancellation.reason() != v1::CANCELLATION_REASON_SERVICE &&
         cancellation.penalty_minor() + cancellation.foregone_minor() > 0;
}

void TellBooking(const v1::Event& event, Told& told) {
  const auto stay_of = [&told](const std::string& id) -> Stay* {
    const auto found = told.stays.find(id);
    return found == told.stays.end() ? nullptr : &found->second;
  };
  if (event.has_booking_created()) {
    const v1::BookingCreated& created = event.booking_created();
    if (created.account_id() != told.account_id) return;
    Stay& stay = told.stays[created.booking_id()];
    stay.status = created.status();
    stay.arrival = created.stay().arrival();
    stay.price = PriceOf(created.price());
  } else if (event.has_booking_changed()) {
    Stay* const stay = stay_of(event.booking_changed().booking_id());
    if (stay == nullptr) return;
    const v1::BookingChanged& changed = event.booking_changed();
    if (changed.has_stay()) stay->arrival = changed.stay().arrival();
    if (changed.price_size() > 0) stay->price = PriceOf(changed.price());
  } else if (event.has_booking_cancelled()) {
    if (Stay* const stay = stay_of(event.booking_cancelled().booking_id())) {
      stay->status = v1::CANCELLED;
      stay->due = stay->lost = Counts(event.booking_cancelled().cancellation());
    }
  } else if (event.has_no_show_marked()) {
    if (Stay* const stay = stay_of(event.no_show_marked().booking_id())) {
      stay->status = v1::NO_SHOW;
      stay->due = stay->lost = true;
    }
  } else if (event.has_booking_reinstated()) {
    if (Stay* const stay = stay_of(event.booking_reinstated().booking_id())) {
      stay->status = v1::CONFIRMED;
      stay->due = stay->lost = false;
    }
  } else if (event.has_checked_in()) {
    if (Stay* const stay = stay_of(event.checked_in().booking_id())) {
      stay->status = v1::IN_HOUSE;
      stay->due = true;
    }
  } else if (event.has_checked_out()) {
    if (Stay* const stay = stay_of(event.checked_out().booking_id())) {
      stay->status = v1::CHECKED_OUT;
      told.left_on.push_back(event.checked_out().business_date());
    }
  }
}

void TellInvoice(const v1::Event& event, Told& told) {
  if (event.has_invoice_issued() && event.invoice_issued().account_id() == told.account_id) {
    const v1::Invoice& invoice = event.invoice_issued();
    told.bills[invoice.invoice_id()] = {invoice.issued_on(), invoice.due_on(),
                                        invoice.amount_minor()};
  } else if (event.has_invoice_disputed()) {
    told.bills[event.invoice_disputed().invoice_id()].disputed =
        event.invoice_disputed().disputed();
  } else if (event.has_receipt_recorded()) {
    for (const v1::ReceiptMatch& match : event.receipt_recorded().matches()) {
      Bill& bill = told.bills[match.invoice_id()];
      bill.open -= match.amount_minor();
      if (bill.open == 0) bill.paid_on = event.receipt_recorded().business_date();
      told.receipts[event.receipt_recorded().receipt_id()].push_back(match);
    }
  } else if (event.has_receipt_reversed()) {
    for (const v1::ReceiptMatch& match : told.receipts[event.receipt_reversed().receipt_id()]) {
      Bill& bill = told.bills[match.invoice_id()];
      bill.open += match.amount_minor();
      bill.paid_on = 0;
    }
  }
}

void TellCredit(const v1::Record& record, const v1::Event& event, Told& told) {
  const v1::Request& request = record.request();
  if (event.has_account_opened()) {
    if (event.account_opened().account_id() != told.account_id) return;
    told.customer_id = event.account_opened().customer_id();
    told.opened_on = told.today;
  } else if (event.has_account_status_set()) {
    told.account_blocked = event.account_status_set().status() == v1::ACCOUNT_BLOCKED;
  } else if (event.has_credit_assessed()) {
    const int factor = request.assess_credit().factor();
    told.assessed[static_cast<size_t>(factor) - 1] = request.assess_credit().level();
  } else if (event.has_guarantee_set()) {
    told.cover = request.set_guarantee().cover().amount_minor();
  } else if (event.has_strategic_designated()) {
    told.designated = true;
    told.volume = request.designate_strategic().authorised_volume().amount_minor();
    told.volume_until = request.designate_strategic().until();
  } else if (event.has_credit_blocked()) {
    told.blocked = event.credit_blocked().blocked();
  } else if (event.has_commitment_made()) {
    const v1::Commitment& made = request.make_commitment().commitment();
    if (made.by_customer() && made.customer_id() == told.customer_id) {
      told.promises[made.commitment_id()] = true;
    }
  } else if (event.has_commitment_settled()) {
    const v1::CommitmentSettled& settled = event.commitment_settled();
    if (settled.status() == v1::COMMITMENT_BROKEN && told.promises[settled.commitment_id()]) {
      ++told.broken;
    }
  }
}

bool IsRevenue(v1::BookAccount account) {
  return account == v1::ROOM_REVENUE || account == v1::DINING_REVENUE ||
         account == v1::EXTRA_REVENUE || account == v1::FEE_REVENUE;
}

void TellTransfer(const v1::Transfer& transfer, int32_t date, Told& told) {
  const int64_t amount = transfer.amount_minor();
  if (transfer.account_id() == told.account_id) {
    for (const v1::BookAccount account : {v1::RECEIVABLES, v1::UNAPPLIED}) {
      if (transfer.debit() == account) told.receivable += amount;
      if (transfer.credit() == account) told.receivable -= amount;
    }
  }
  const auto found = told.stays.find(transfer.booking_id());
  if (found == told.stays.end()) return;
  Stay& stay = found->second;
  if (transfer.debit() == v1::GUEST_LEDGER) stay.owed += amount;
  if (transfer.credit() == v1::GUEST_LEDGER) stay.owed -= amount;
  if (transfer.debit() == v1::DEPOSITS) stay.deposit -= amount;
  if (transfer.credit() == v1::DEPOSITS) stay.deposit += amount;
  if (transfer.rule() == v1::POST_NIGHT || transfer.rule() == v1::POST_NIGHT_TAX ||
      transfer.rule() == v1::POST_DAY_USE) {
    stay.rooms_charged += amount;
  }
  if (IsRevenue(transfer.credit())) told.revenue.emplace_back(date, amount);
  if (IsRevenue(transfer.debit())) told.revenue.emplace_back(date, -amount);
}

std::string HomeOf(std::span<const v1::Record> records, const std::string& account_id) {
  for (const v1::Record& record : records) {
    for (const v1::Event& event : record.outcome().accepted().events()) {
      if (event.account_opened().account_id() == account_id) {
        return event.account_opened().home_property_id();
      }
    }
  }
  return {};
}

Told Tell(std::span<const v1::Record> records, const std::string& account_id) {
  Told told;
  told.account_id = account_id;
  told.home = HomeOf(records, account_id);
  for (const v1::Record& record : records) {
    for (const v1::Event& event : record.outcome().accepted().events()) {
      if (event.property_defined().property_id() == told.home && told.today == 0) {
        told.today = event.property_defined().first_business_date();
      }
      if (event.business_date_rolled().property_id() == told.home) {
        told.today = event.business_date_rolled().to();
      }
      TellBooking(event, told);
      TellInvoice(event, told);
      TellCredit(record, event, told);
    }
    for (const v1::Journal& journal : record.outcome().accepted().journals()) {
      for (const v1::Transfer& transfer : journal.transfers()) {
        TellTransfer(transfer, journal.business_date(), told);
      }
    }
  }
  return told;
}

// Sums over [today - 12 months, today).
bool InYear(const Told& told, int32_t date) {
  const absl::CivilDay today = Day(told.today);
  const absl::CivilDay from(today.year() - 1, today.month(), today.day());
  return Day(date) >= from && Day(date) < today;
}

int LevelOf(int64_t value, std::array<int64_t, 5> thresholds, bool rising) {
  int level = 0;
  for (const int64_t threshold : thresholds) {
    if (rising ? value >= threshold : value <= threshold) ++level;
  }
  return level;
}

int64_t RoundedUp(int64_t a, int64_t b) { return (a + b - 1) / b; }

struct Counted {
  int64_t revenue = 0;
  int64_t due = 0;
  int64_t lost = 0;
  int64_t paid = 0;
  int64_t on_time = 0;
  int64_t days_to_pay = 0;
  int64_t gross = 0;
  int past_due = 0;
};

// Open receivables, unbilled in house, guaranteed arrivals of the next 30 days; and the deposits for these.
int64_t DepositsAndGross(const Told& told, Counted& counted) {
  int64_t deposits = 0;
  counted.gross = told.receivable;
  for (const auto& [id, stay] : told.stays) {
    int64_t to_come = 0;
    if (stay.status == v1::IN_HOUSE) {
      to_come = std::max<int64_t>(0, stay.price - stay.rooms_charged);
    }
    counted.gross += std::max<int64_t>(0, stay.owed + to_come);
    if (stay.status != v1::CONFIRMED || DaysFrom(told.today, stay.arrival) >= 30) continue;
    counted.gross += stay.price;
    deposits += stay.deposit;
  }
  return deposits;
}

void CountBills(const Told& told, Counted& counted) {
  for (const auto& [id, bill] : told.bills) {
    if (bill.paid_on != 0) {
      ++counted.paid;
      counted.on_time += bill.paid_on <= bill.due_on ? 1 : 0;
      counted.days_to_pay += DaysFrom(bill.issued_on, bill.paid_on);
    } else if (bill.open > 0 && !bill.disputed) {
      counted.past_due = std::max(counted.past_due, DaysFrom(bill.due_on, told.today));
    }
  }
}

// Finances, debt guarantee, character and ability, in this order at places 3, 4 and 5.
void Derive(const Told& told, const Counted& counted, int broken, CreditReckoning& r) {
  std::array<std::vector<int>, 6> known;
  if (counted.revenue > 0 || counted.paid > 0) {
    known[3].push_back(
        LevelOf(counted.revenue, {100'000, 500'000, 1'500'000, 3'000'000, 5'000'000}, true));
  }
  if (counted.paid > 0) {
    known[3].push_back(
        LevelOf(RoundedUp(counted.days_to_pay, counted.paid), {90, 60, 45, 30, 15}, false));
    known[5].push_back(LevelOf(100 * counted.on_time / counted.paid, {50, 70, 80, 90, 95}, true));
  }
  if (counted.gross > 0) {
    known[4].push_back(static_cast<int>(5 * std::min(told.cover, counted.gross) / counted.gross));
  } else if (told.cover > 0) {
    known[4].push_back(5);
  }
  if (counted.paid > 0 || counted.past_due > 0) {
    known[5].push_back(LevelOf(counted.past_due, {90, 60, 30, 15, 0}, false));
  }
  if (counted.due > 0) {
    known[5].push_back(LevelOf(r.cancellation_percent, {60, 40, 30, 20, 10}, false));
  }
  if (broken > 0 || !known[5].empty()) {
    known[5].push_back(LevelOf(broken, {4, 3, 2, 1, 0}, false));
  }
  for (size_t i = 0; i < 6; ++i) {
    if (told.assessed[i].has_value()) {
      r.levels[i] = *told.assessed[i];
    } else if (!known[i].empty()) {
      r.levels[i] = *std::min_element(known[i].begin(), known[i].end());
      r.derived[i] = true;
    } else {
      r.missing[i] = true;
    }
  }
}

int Match(const Counted& counted, bool designated, const CreditReckoning& r) {
  if (r.score >= 600 && r.known_days >= 730 && r.stays >= 12 &&
      100 * counted.lost <= 40 * counted.due) {
    return 1;
  }
  if (r.score >= 600 && counted.revenue >= 5'000'000) return 2;
  if (r.known_days < 365 && (designated || counted.revenue >= 500'000)) return 3;
  return 4;
}

// A first grade and a downgrade act at once, and so does not being new any more; an upgrade needs reviews that all saw one, the first and
// this one at least 30 days apart: and gives the lower of what they saw. A lower number is a better grade.
int GradeAfter(const CreditReckoning& r, const std::vector<CreditReckoning>& before) {
  if (before.empty()) return r.matched;
  const int present = before.back().grade;
  if (present == 3 && r.known_days >= 365) return r.matched;
  if (r.matched >= present) return r.matched;
  int worst = r.matched;
  int32_t first = r.date;
  for (auto at = before.rbegin(); at != before.rend(); ++at) {
    if (at->grade != present || at->matched >= present) break;
    worst = std::max(worst, at->matched);
    first = at->date;
  }
  return DaysFrom(first, r.date) >= 30 ? worst : present;
}

void Conclude(const Told& told, bool designated, CreditReckoning& r) {
  constexpr std::array<int, 5> kTerm = {0, 60, 45, 30, 0};
  constexpr std::array<int, 5> kTenthsOfK = {0, 20, 15, 10, 5};
  constexpr std::array<int64_t, 5> kCap = {0, 10'000'000, 50'000'000, 5'000'000, 500'000};
  constexpr std::array<int, 5> kReviewDays = {0, 365, 180, 180, 90};
  const auto grade = static_cast<size_t>(r.grade);
  r.term = kTerm[grade];
  if (r.grade == 4 && r.score >= 600) r.term = 15;
  if (r.term > 0) {
    const Wide base = std::max(r.revenue, designated ? told.volume : 0);
    const Wide limit = base * (r.term + 60) * r.score * kTenthsOfK[grade] / (360 * 1000 * 10);
    r.limit = static_cast<int64_t>(std::min<Wide>(limit, kCap[grade])) / 10'000 * 10'000;
  }
  r.status = r.days_past_due >= 31 ? 2 : 1;
  if (r.days_past_due >= 61) r.status = 3;
  if (r.days_past_due >= 91 || told.blocked || told.account_blocked) r.status = 4;
  r.next_review_on = Ymd(Day(r.date) + (r.status == 4 ? 30 : kReviewDays[grade]));
}

}  // namespace

std::string ToText(const CreditReckoning& r) {
  return absl::StrCat("on ", r.date, ": levels ", absl::StrJoin(r.levels, " "), ", missing ",
                      absl::StrJoin(r.missing, " "), ", derived ", absl::StrJoin(r.derived, " "),
                      ", score ", r.score, ", revenue ", r.revenue, ", stays ", r.stays,
                      ", cancelled ", r.cancellation_percent, "%, known ", r.known_days,
                      ", past due ", r.days_past_due, ", exposure ", r.exposure, ", matched ",
                      r.matched, ", grade ", r.old_grade, " -> ", r.grade, ", term ", r.term,
                      ", limit ", r.limit, ", status ", r.status, ", next ", r.next_review_on);
}

CreditReckoning RecordedReview(const v1::CreditReview& review) {
  CreditReckoning r;
  r.date = review.business_date();
  for (const v1::FactorLevel& factor : review.factors()) {
    const size_t i = static_cast<size_t>(factor.factor()) - 1;
    r.levels[i] = factor.level();
    r.missing[i] = factor.missing();
    r.derived[i] = factor.derived();
  }
  r.score = review.score();
  r.revenue = review.revenue_minor();
  r.stays = review.stays();
  r.cancellation_percent = review.cancellation_percent();
  r.known_days = review.known_days();
  r.days_past_due = review.days_past_due();
  r.exposure = review.exposure_minor();
  r.matched = review.matched();
  r.old_grade = review.old_grade();
  r.grade = review.grade();
  r.term = review.term_days();
  r.limit = review.limit_minor();
  r.status = review.status();
  r.next_review_on = review.next_review_on();
  return r;
}

CreditReckoning ReckonReview(std::span<const v1::Record> records, const std::string& account_id,
                             const std::vector<CreditReckoning>& before, bool broken_now) {
  const Told told = Tell(records, account_id);
  CreditReckoning r;
  Counted counted;
  r.date = told.today;
  r.known_days = DaysFrom(told.opened_on, told.today);
  for (const auto& [date, net] : told.revenue) counted.revenue += InYear(told, date) ? net : 0;
  counted.revenue = std::max<int64_t>(0, counted.revenue);
  r.revenue = counted.revenue;
  for (const int32_t date : told.left_on) r.stays += InYear(told, date) ? 1 : 0;
  for (const auto& [id, stay] : told.stays) {
    if (!stay.due || !InYear(told, stay.arrival)) continue;
    ++counted.due;
    counted.lost += stay.lost ? 1 : 0;
  }
  if (counted.due > 0) r.cancellation_percent = RoundedUp(100 * counted.lost, counted.due);
  CountBills(told, counted);
  r.days_past_due = counted.past_due;
  r.exposure = -DepositsAndGross(told, counted);
  r.exposure += counted.gross;
  Derive(told, counted, told.broken + (broken_now ? 1 : 0), r);
  constexpr std::array<int, 6> kWeights = {100, 100, 150, 250, 150, 250};
  for (size_t i = 0; i < 6; ++i) r.score += kWeights[i] * r.levels[i] / 5;
  const bool designated = told.designated && told.volume_until > told.today;
  r.matched = Match(counted, designated, r);
  r.old_grade = before.empty() ? 0 : before.back().grade;
  r.grade = GradeAfter(r, before);
  Conclude(told, designated, r);
  return r;
}

int32_t HomeDateAfter(std::span<const v1::Record> records, const std::string& account_id) {
  return Tell(records, account_id).today;
}

}  // namespace daybook::testing
