#include "ledger/domain/rows_needed.h"

#include <algorithm>
#include <array>
#include <utility>

#include "ledger/base/strings.h"
#include "ledger/domain/accounts/account_checks.h"
#include "ledger/domain/channels/outbox.h"
#include "ledger/domain/customer/buyers.h"
#include "ledger/domain/named_entities.h"
#include "ledger/domain/payment/refund_sources.h"
#include "ledger/domain/policy/policy_register.h"

namespace daybook {
namespace {

// Fields that name an entity by its whole key, and the entity's letter.
struct NamedKind {
  std::string_view field;
  char letter;
};
constexpr std::array kNamedKinds = {
    NamedKind{"case_id", LetterOf<v1::Case>::kLetter},
    NamedKind{"block_id", LetterOf<v1::Block>::kLetter},
    NamedKind{"table_booking_id", LetterOf<v1::TableBooking>::kLetter},
    NamedKind{"agreement_id", LetterOf<v1::Agreement>::kLetter},
    NamedKind{"offer_id", LetterOf<v1::Offer>::kLetter},
    NamedKind{"commitment_id", LetterOf<v1::Commitment>::kLetter},
    NamedKind{"action_id", LetterOf<v1::ImprovementAction>::kLetter},
    NamedKind{"voucher_id", LetterOf<v1::Voucher>::kLetter},
    NamedKind{"invoice_id", LetterOf<v1::Invoice>::kLetter},
    NamedKind{"notice_id", LetterOf<v1::Notice>::kLetter},
    NamedKind{"survey_id", LetterOf<v1::Survey>::kLetter},
    NamedKind{"gift_id", LetterOf<v1::Gift>::kLetter},
    NamedKind{"contact_id", LetterOf<v1::Contact>::kLetter},
    NamedKind{"quote_id", LetterOf<v1::Quote>::kLetter},
    NamedKind{"merged_id", LetterOf<v1::Customer>::kLetter},
};
constexpr std::array<std::string_view, 4> kOtherBookings = {"new_booking_id", "to_booking_id",
                                                            "rebook_as", "booked_id"};

class Needed {
 public:
  explicit Needed(const State& state) : state_(state) {}

  void Booking(std::string_view id) {
    if (!id.empty() && state_.FindBooking(id) == nullptr) {
      keys_.push_back(State::TerminalBookingKey(id));
    }
  }
  void Feedback(std::string_view id) {
    if (!id.empty() && state_.FindFeedback(id) == nullptr) {
      keys_.push_back(State::FeedbackKey(id));
    }
  }
  void Entity(char letter, std::string_view key) {
    if (!key.empty() && state_.FindEntity(letter, key) == nullptr) {
      keys_.push_back(State::EntityRowKey(letter, key));
    }
  }
  template <typename E>
  void Entity(std::string_view key) {
    Entity(LetterOf<E>::kLetter, key);
  }

  std::vector<std::string> Take() { return std::move(keys_); }

 private:
  const State& state_;
  std::vector<std::string> keys_;
};

void NeedNamed(const State& state, const NamedId& named, Needed& needed) {
  if (named.field == "feedback_id") return needed.Feedback(named.id);
  if (std::find(kOtherBookings.begin(), kOtherBookings.end(), named.field) !=
      kOtherBookings.end()) {
    needed.Booking(named.id);
    // Money that moves between two bookings weighs on the accounts of both.
    const v1::Booking* const other = state.FindBooking(named.id);
    if (other != nullptr && !other->account_id().empty()) {
      needed.Entity<v1::ChargedBooking>(named.id);
    }
    return;
  }
  for (const NamedKind& kind : kNamedKinds) {
    if (kind.field == named.field) needed.Entity(kind.letter, named.id);
  }
}

// Bookings are made and changed without a look at the customer's file.
bool LooksAtCustomer(const v1::Request& request) {
  const int number = request.body_case();
  return number >= 320 && number < 400 ? true : number >= 401 && number < 600;
}

void NeedLoyalty(const State& state, const v1::Request& request, Needed& needed) {
  switch (request.body_case()) {
    case v1::Request::kCheckOut:
    case v1::Request::kCancelBooking:
    case v1::Request::kChangeBooking:
      if (state.policies().InForce(v1::Policy::kLoyalty, PropertyConcerned(state, request)) ==
          nullptr) {
        return;
      }
      break;
    case v1::Request::kEnrolMember:
    case v1::Request::kGrantPoints:
    case v1::Request::kRedeemPoints:
      break;
    default:
      return;
  }
  std::string_view customer_id = CustomerNamedBy(request);
  const v1::Booking* const booking = state.FindBooking(BookingNamedBy(request));
  if (customer_id.empty() && booking != nullptr) customer_id = booking->customer_id();
  needed.Entity<v1::Member>(customer_id);
}

// Of whatever kind it is. Which ids stand for the guest, the file says that theirs was merged into.
void NeedEvidence(const State& state, const v1::Booking* booking, std::string_view evidence_id,
                  Needed& needed) {
  if (evidence_id.empty()) return;
  if (booking != nullptr) {
    needed.Entity<v1::Customer>(booking->customer_id());
    const auto* const guest = state.Find<v1::Customer>(booking->customer_id());
    if (guest != nullptr) needed.Entity<v1::Customer>(guest->merged_into());
  }
  needed.Entity<v1::Contact>(evidence_id);
  needed.Entity<v1::Case>(evidence_id);
  needed.Feedback(evidence_id);
}

// A credit note gives the folio back what the invoice took from it.
void NeedBookingOfInvoice(const State& state, const v1::Request& request, Needed& needed) {
  if (!request.has_credit_invoice()) return;
  const v1::CreditInvoice& credit = request.credit_invoice();
  const auto* const account = state.Find<v1::Account>(credit.account_id());
  if (account == nullptr) return;
  const v1::Invoice* const invoice = FindOpenInvoice(*account, credit.invoice_id());
  if (invoice == nullptr) return;
  needed.Booking(invoice->booking_id());
  needed.Entity<v1::ChargedBooking>(invoice->booking_id());
}

// Whether the buyer on an invoice is restricted follows from the files of those whose stay and account it was.
void NeedOfBuyer(const State& state, const v1::Request& request, Needed& needed) {
  if (!request.has_reveal_personal_data()) return;
  const v1::Invoice* const invoice =
      FindInvoice(state, request.reveal_personal_data().invoice_id());
  if (invoice == nullptr) return;
  needed.Booking(invoice->booking_id());
  if (const v1::Booking* const booking = state.FindBooking(invoice->booking_id())) {
    needed.Entity<v1::Customer>(booking->customer_id());
  }
  if (const auto* const account = state.Find<v1::Account>(invoice->account_id())) {
    needed.Entity<v1::Customer>(account->definition().customer_id());
  }
}

// Invoices that a receipt is said to pay: one that is settled is told from one that never was.
void NeedMatchedInvoices(const v1::Request& request, Needed& needed) {
  for (const auto* const matches :
       {&request.record_receipt().matches(), &request.apply_receipt().matches()}) {
    if (matches->size() > kMaxMatches) continue;
    for (const v1::ReceiptMatch& match : *matches) needed.Entity<v1::Invoice>(match.invoice_id());
  }
}

// Files and bookings that a request about customers looks at beyond those that it names.
void NeedOfCustomers(const State& state, const v1::Request& request, Needed& needed) {
  if (request.has_update_profile()) {
    needed.Entity<v1::Customer>(request.update_profile().employer_id());
  }
  if (request.has_answer_offer()) {
    const auto* const offer = state.Find<v1::Offer>(request.answer_offer().offer_id());
    if (offer != nullptr) needed.Entity<v1::Customer>(offer->customer_id());
  }
  // A broken promise is held against all accounts of the person.
  if (request.has_settle_commitment()) {
    const auto* const commitment =
        state.Find<v1::Commitment>(request.settle_commitment().commitment_id());
    const std::string_view customer_id =
        commitment == nullptr ? std::string_view() : std::string_view(commitment->customer_id());
    needed.Entity<v1::Customer>(customer_id);
    const auto* const customer = state.Find<v1::Customer>(customer_id);
    if (customer != nullptr) needed.Entity<v1::Customer>(customer->merged_into());
  }
  if (request.has_erase_customer()) {
    const auto* const customer = state.Find<v1::Customer>(request.erase_customer().customer_id());
    if (customer != nullptr) {
      for (const std::string& merged : customer->merged()) needed.Entity<v1::Customer>(merged);
    }
  }
  if (request.has_settle_agreement_item()) {
    const auto* const agreement =
        state.Find<v1::Agreement>(request.settle_agreement_item().agreement_id());
    if (agreement != nullptr) needed.Entity<v1::ChargedBooking>(agreement->booking_id());
  }
}

// What a receipt has paid is open again when it is taken back.
void NeedInvoicesOfReceipt(const State& state, const v1::Request& request, Needed& needed) {
  if (!request.has_reverse_receipt()) return;
  const v1::ReverseReceipt& reverse = request.reverse_receipt();
  const auto* const account = state.Find<v1::Account>(reverse.account_id());
  if (account == nullptr) return;
  const v1::Receipt* const receipt = FindReceipt(*account, reverse.receipt_id());
  if (receipt == nullptr) return;
  for (const v1::ReceiptPart& part : receipt->parts()) {
    if (FindOpenInvoice(*account, part.invoice_id()) == nullptr) {
      needed.Entity<v1::Invoice>(part.invoice_id());
    }
  }
}

void NeedPeriod(const v1::Request& request, Needed& needed) {
  const v1::ClosePeriod& close = request.close_period();
  const v1::ReopenPeriod& reopen = request.reopen_period();
  if (request.has_close_period()) {
    needed.Entity<v1::Period>(PeriodKey(close.property_id(), close.period_id()));
  } else if (request.has_reopen_period()) {
    needed.Entity<v1::Period>(PeriodKey(reopen.property_id(), reopen.period_id()));
  }
}

// What a refund gives back may have gone on to other bookings.
void NeedWentOn(const State& state, const v1::Request& request, Needed& needed) {
  if (!request.has_refund_payment()) return;
  const v1::Booking* const booking = state.FindBooking(BookingNamedBy(request));
  if (booking == nullptr) return;
  const std::vector<const v1::Booking*> went_on = WentOn(state, *booking);
  needed.Booking(WentOnTo(went_on.empty() ? *booking : *went_on.back()));
  for (const v1::Booking* const other : went_on) {
    if (!other->account_id().empty()) needed.Entity<v1::ChargedBooking>(other->booking_id());
  }
}

// Whether what a voucher is given for could go back in money, the payments say, wherever they were made.
void NeedCameFrom(const State& state, const v1::Request& request, Needed& needed) {
  if (!request.issue_voucher().instead_of_refund()) return;
  const v1::Booking* const booking = state.FindBooking(request.issue_voucher().booking_id());
  if (booking == nullptr) return;
  const std::vector<const v1::Booking*> came_from = CameFrom(state, *booking);
  needed.Booking((came_from.empty() ? *booking : *came_from.back()).moved_from());
}

void NeedOutletDays(const State& state, const v1::Request& request, Needed& needed) {
  const auto need = [&](std::string_view property_id, std::string_view outlet_id, int32_t date) {
    needed.Entity<v1::OutletDay>(OutletDayKey(property_id, outlet_id, date));
  };
  if (request.has_define_outlet()) {
    const v1::OutletDefinition& definition = request.define_outlet().outlet();
    const auto* const outlet =
        state.Find<v1::Outlet>(OutletKey(definition.property_id(), definition.outlet_id()));
    if (outlet == nullptr) return;
    for (const int32_t date : outlet->expects_on()) {
      need(definition.property_id(), definition.outlet_id(), date);
    }
    return;
  }
  if (request.has_book_table()) {
    const v1::BookTable& book = request.book_table();
    if (request.actor().kind() == v1::ACTOR_KIND_GUEST) {
      needed.Entity<v1::GuestTables>(request.actor().id());
    }
    return need(book.property_id(), book.outlet_id(), book.date());
  }
  if (!request.has_change_table() && !request.has_settle_table()) return;
  const auto* const table = state.Find<v1::TableBooking>(IdNamedBy(request, "table_booking_id"));
  if (table == nullptr) return;
  needed.Entity<v1::GuestTables>(table->customer_id());
  need(table->property_id(), table->outlet_id(), table->date());
  if (request.change_table().has_date()) {
    need(table->property_id(), table->outlet_id(), request.change_table().date());
  }
}

}  // namespace

std::vector<std::string> RowsNeeded(const State& state, const v1::Request& request,
                                    OutboxWalk& walk) {
  Needed needed(state);
  const std::string_view booking_id = BookingNamedBy(request);
  needed.Booking(booking_id);
  if (!request.quote_id().empty()) needed.Entity<v1::Quote>(request.quote_id());
  const int number = request.body_case();
  // The bodies that hotels send most name nothing but their booking.
  if (number >= 200 && number <= 203) {
    if (request.has_create_booking()) needed.Entity<v1::Block>(request.create_booking().block_id());
    return needed.Take();
  }
  for (const NamedId& named : NamedIds(request)) NeedNamed(state, named, needed);
  for (const v1::Compensation* const compensation :
       {&request.cancel_booking().compensation(), &request.change_booking().compensation()}) {
    needed.Entity<v1::Voucher>(compensation->voucher_id());
    NeedEvidence(state, state.FindBooking(booking_id), compensation->evidence_id(), needed);
  }
  if (LooksAtCustomer(request)) needed.Entity<v1::Customer>(CustomerNamedBy(request));
  // A change that a booking of a block's makes, and the end of one, give back what it had picked up.
  if (const v1::Booking* const booking = state.FindBooking(booking_id)) {
    needed.Entity<v1::Block>(booking->block_id());
    if (!booking->account_id().empty()) needed.Entity<v1::ChargedBooking>(booking->booking_id());
  }
  NeedLoyalty(state, request, needed);
  NeedBookingOfInvoice(state, request, needed);
  NeedMatchedInvoices(request, needed);
  NeedOfBuyer(state, request, needed);
  NeedInvoicesOfReceipt(state, request, needed);
  NeedPeriod(request, needed);
  NeedOfCustomers(state, request, needed);
  NeedWentOn(state, request, needed);
  NeedCameFrom(state, request, needed);
  NeedOutletDays(state, request, needed);
  if (request.has_record_delivery()) {
    for (const std::string& key : OutboxKeysNeeded(state, request.record_delivery(), walk)) {
      needed.Entity<v1::Delivery>(key);
    }
  }
  return needed.Take();
}

std::vector<std::string> RowsNeeded(const State& state, const v1::Request& request) {
  OutboxWalk walk;
  return RowsNeeded(state, request, walk);
}

namespace {

template <typename Entity>
std::string_view PropertyOf(const State& state, const v1::Request& request,
                            std::string_view field) {
  const std::string_view id = IdNamedBy(request, field);
  if (id.empty()) return {};
  const Entity* const entity = state.Find<Entity>(id);
  return entity == nullptr ? std::string_view() : std::string_view(entity->property_id());
}

}  // namespace

std::string_view PropertyConcerned(const State& state, const v1::Request& request) {
  if (const std::string_view named = PropertyNamedBy(request); !named.empty()) return named;
  if (const std::string_view id = BookingNamedBy(request); !id.empty()) {
    const v1::Booking* const booking = state.FindBooking(id);
    return booking == nullptr ? std::string_view() : std::string_view(booking->property_id());
  }
  const int number = request.body_case();
  if (number < 250 || number >= 700) return {};
  if (const std::string_view id = IdNamedBy(request, "account_id"); !id.empty()) {
    const auto* const account = state.Find<v1::Account>(id);
    if (account != nullptr) return account->definition().home_property_id();
    return request.open_account().account().home_property_id();
  }
  // An invoice that is named without its account.
  if (const auto* const invoice = FindInvoice(state, IdNamedBy(request, "invoice_id"))) {
    return invoice->property_id();
  }
  for (const std::string_view property_id :
       {PropertyOf<v1::Block>(state, request, "block_id"),
        PropertyOf<v1::TableBooking>(state, request, "table_booking_id"),
        PropertyOf<v1::Case>(state, request, "case_id"),
        PropertyOf<v1::Commitment>(state, request, "commitment_id"),
        PropertyOf<v1::ImprovementAction>(state, request, "action_id"),
        PropertyOf<v1::Agreement>(state, request, "agreement_id"),
        PropertyOf<v1::Offer>(state, request, "offer_id"),
        PropertyOf<v1::Notice>(state, request, "notice_id"),
        PropertyOf<v1::Voucher>(state, request, "voucher_id")}) {
    if (!property_id.empty()) return property_id;
  }
  return {};
}

}  // namespace daybook
