#include "tools/daybook/customer_format.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "tools/daybook/labelled_page.h"
#include "tools/daybook/request_json.h"

namespace daybook::cli {
namespace {

std::string TenureText(const Standing& standing) {
  return standing.tenure.has_value() ? std::string(TenureName(*standing.tenure)) : "";
}

std::string RevenueText(const Standing& standing) {
  return standing.currency.empty() ? "" : FormatAmount(standing.revenue_minor, standing.currency);
}

std::string Attention(const Standing& standing) {
  std::vector<std::string> reasons;
  if (standing.stale) reasons.emplace_back("stale profile");
  if (standing.contact_overdue) reasons.emplace_back("contact overdue");
  return absl::StrJoin(reasons, ", ");
}

std::string KindText(const v1::Customer& file) {
  if (file.kind() == v1::CUSTOMER_KIND_UNSPECIFIED) return "";
  return EnumWords(v1::CustomerKind_Name(file.kind()), "CUSTOMER_");
}

std::string MoneyText(const v1::Money& money) {
  return money.currency().empty() ? "" : FormatAmount(money.amount_minor(), money.currency());
}

template <typename Message>
std::string JsonOf(const std::vector<Message>& messages) {
  std::vector<std::string> list;
  list.reserve(messages.size());
  for (const Message& message : messages) list.push_back(MessageJson(message));
  return JsonArray(list);
}

void PrintFile(const v1::Customer& file, LabelledPage& page) {
  page.Line("Kind", KindText(file));
  page.Line("Profile",
            file.has_sealed_profile()
                ? absl::StrCat("<sealed>, updated ", FormatYmd(file.profile_updated_on()))
                : "");
  page.Line("Erased", file.erased() ? "what was sealed can't be read any more" : "");
  page.Line("Employer", file.employer_id());
  page.Line("Stands also for", absl::StrJoin(file.merged(), ", "));
  for (const v1::Consent& consent : file.consents()) {
    page.Line("Consent",
              absl::StrCat(EnumWords(v1::ConsentPurpose_Name(consent.purpose()), "CONSENT_"),
                           consent.given() ? ": given " : ": withdrawn ", FormatYmd(consent.on())));
  }
  for (const v1::Preference& preference : file.preferences()) {
    page.Line("Preference", absl::StrCat(preference.code(), ": ", preference.value()));
  }
  for (const v1::StayNote& note : file.stay_notes()) {
    page.Line("Stay note", absl::StrCat(note.booking_id(), "  ", note.code(),
                                        note.has_sealed_remark() ? "  <sealed>" : ""));
  }
}

void PrintStanding(const Standing& standing, LabelledPage& page) {
  const v1::CustomerStats& stats = standing.stats;
  page.Line("Segment", absl::StrCat(TenureText(standing), standing.tenure.has_value() ? ", " : "",
                                    standing.key ? "key customer" : "ordinary"));
  if (standing.file.has_key_account()) {
    const v1::KeyAccount& account = standing.file.key_account();
    page.Line("Key account",
              absl::StrCat("of ", account.owner_staff_id(), " since ", FormatYmd(account.since()),
                           ", contact every ", account.contact_every_days(), " days"));
    page.Line("  next contact", absl::StrCat(FormatYmd(standing.contact_due_on),
                                             standing.contact_overdue ? ", overdue" : ""));
  }
  page.Line("Revenue", standing.currency.empty()
                           ? ""
                           : absl::StrCat(RevenueText(standing), " in 12 months, ",
                                          Plural(standing.stays_of_12_months, "stay")));
  page.Line("Bookings", absl::StrCat(stats.bookings(), ": ", Plural(stats.stays(), "stay"), " of ",
                                     Plural(stats.nights(), "night"), ", ", stats.cancellations(),
                                     " cancelled, ", Plural(stats.no_shows(), "no-show")));
  page.Line("First seen", FormatYmd(stats.first_seen_on()));
  page.Line("Last seen", FormatYmd(stats.last_seen_on()));
  page.Line("Last contact", FormatYmd(stats.last_contact_on()));
  page.Line("Wants attention", Attention(standing));
}

void PrintAgreements(const std::vector<v1::Agreement>& agreements, LabelledPage& page) {
  for (const v1::Agreement& agreement : agreements) {
    page.Line("Agreement", absl::StrCat(agreement.agreement_id(), "  at ", agreement.property_id(),
                                        ", supervised by ", agreement.supervisor_staff_id()));
    for (const v1::AgreementItem& item : agreement.items()) {
      page.Line(
          "  item",
          absl::StrCat(item.item_id(), "  ", item.code(), "  ", DueText(item), "  ",
                       EnumWords(v1::AgreementItemStatus_Name(item.status()), "AGREEMENT_ITEM_"),
                       item.has_price() ? absl::StrCat("  ", MoneyText(item.price())) : ""));
    }
  }
}

}  // namespace

absl::StatusOr<CustomersToday> TodayOf(const ViewSnapshot& view) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<CivilDate> date, LatestBusinessDate(view));
  if (!date.has_value()) {
    return absl::NotFoundError("the ledger has no property yet, so no customers");
  }
  DAYBOOK_ASSIGN_OR_RETURN(auto policy, SegmentPolicyInForce(view, ""));
  return CustomersToday{*date, std::move(policy)};
}

std::string EnumWords(std::string_view enum_name, std::string_view prefix) {
  std::string words(absl::StripPrefix(ToAbsl(enum_name), ToAbsl(prefix)));
  std::replace(words.begin(), words.end(), '_', ' ');
  return absl::AsciiStrToLower(words);
}

std::string ShownText(bool everything, std::string_view invoice_id) {
  if (!invoice_id.empty()) return absl::StrCat("buyer on ", std::string(invoice_id));
  return everything ? "everything" : "file";
}

std::string DueText(const v1::AgreementItem& item) {
  return absl::StrFormat("%s %02d:%02d", FormatYmd(item.due_on()), item.due_minute() / 60,
                         item.due_minute() % 60);
}

std::vector<Table::Column> CustomerColumns() {
  constexpr auto kRight = Table::Align::kRight;
  return {{"CUSTOMER"},        {"KIND", Table::Align::kLeft, false, 3},
          {"SEGMENT"},         {"VALUE"},
          {"STAYS", kRight},   {"NIGHTS", kRight, false, 2},
          {"REVENUE", kRight}, {"LAST SEEN", Table::Align::kLeft, false, 1},
          {"OWNER"},           {"REMARKS"}};
}

std::vector<std::string> CustomerCells(const Standing& standing) {
  return {standing.file.customer_id(),
          KindText(standing.file),
          TenureText(standing),
          standing.key ? "key" : "ordinary",
          absl::StrCat(standing.stats.stays()),
          absl::StrCat(standing.stats.nights()),
          RevenueText(standing),
          FormatYmd(standing.stats.last_seen_on()),
          standing.file.key_account().owner_staff_id(),
          standing.file.erased() ? "erased" : Attention(standing)};
}

JsonObject StandingJson(const Standing& standing) {
  const v1::CustomerStats& stats = standing.stats;
  JsonObject object;
  object.Text("customer_id", standing.file.customer_id());
  if (standing.tenure.has_value()) object.Text("segment", TenureName(*standing.tenure));
  object.Text("value", standing.key ? "key" : "ordinary");
  if (!standing.currency.empty()) {
    object.Number("revenue_minor", standing.revenue_minor).Text("currency", standing.currency);
    object.Number("stays_of_12_months", standing.stays_of_12_months);
  }
  object.Number("bookings", stats.bookings())
      .Number("stays", stats.stays())
      .Number("nights", stats.nights())
      .Number("cancellations", stats.cancellations())
      .Number("no_shows", stats.no_shows())
      .Text("first_seen_on", FormatYmd(stats.first_seen_on()))
      .Text("last_seen_on", FormatYmd(stats.last_seen_on()))
      .Text("last_contact_on", FormatYmd(stats.last_contact_on()))
      .Text("owner_staff_id", standing.file.key_account().owner_staff_id())
      .Text("contact_due_on", FormatYmd(standing.contact_due_on))
      .Bool("contact_overdue", standing.contact_overdue)
      .Bool("stale", standing.stale)
      .Bool("erased", standing.file.erased());
  return object;
}

std::string CustomerPageJson(const CustomerPage& page) {
  JsonObject object = StandingJson(page.standing);
  object.Raw("file", MessageJson(page.standing.file))
      .Raw("agreements", JsonOf(page.agreements))
      .Raw("offers", JsonOf(page.offers))
      .Raw("gifts", JsonOf(page.gifts))
      .Raw("surveys", JsonOf(page.surveys));
  std::vector<std::string> consumed;
  for (const Trace& trace : page.consumption.traces) {
    consumed.push_back(TraceJson(trace).ToString());
  }
  std::vector<std::string> ahead;
  for (const BookedAhead& booked : page.consumption.ahead) {
    ahead.push_back(AheadJson(booked).ToString());
  }
  object.Raw("consumed", JsonArray(consumed)).Raw("booked_ahead", JsonArray(ahead));
  return object.ToString();
}

void PrintCustomer(const CustomerPage& customer, Output& out) {
  const Standing& standing = customer.standing;
  out.Line(absl::StrCat("Customer ", standing.file.customer_id()));
  LabelledPage page(out);
  PrintFile(standing.file, page);
  PrintStanding(standing, page);
  for (const BookedAhead& ahead : customer.consumption.ahead) {
    page.Line("Booked ahead", AheadText(ahead));
  }
  for (const Trace& trace : customer.consumption.traces) page.Line("Consumed", TraceText(trace));
  PrintAgreements(customer.agreements, page);
  for (const v1::Offer& offer : customer.offers) {
    page.Line("Offer",
              absl::StrCat(
                  offer.offer_id(), "  ", offer.content(),
                  offer.has_value() ? absl::StrCat(" ", MoneyText(offer.value())) : "", "  until ",
                  FormatYmd(offer.expires_on()), "  ",
                  EnumWords(v1::OfferStatus_Name(offer.status()), "OFFER_"),
                  offer.booked_id().empty() ? "" : absl::StrCat("  booked ", offer.booked_id())));
  }
  for (const v1::Gift& gift : customer.gifts) {
    page.Line("Gift", absl::StrCat(gift.gift_id(), "  ", gift.code(), "  ", MoneyText(gift.cost()),
                                   gift.occasion().empty() ? "" : "  ", gift.occasion()));
  }
  for (const v1::Survey& survey : customer.surveys) {
    std::vector<std::string> answers;
    for (const v1::SurveyAnswer& answer : survey.answers()) {
      answers.push_back(absl::StrCat(answer.question(), " ", answer.score()));
    }
    page.Line("Survey", absl::StrCat(survey.survey_id(), "  ", FormatYmd(survey.business_date()),
                                     "  ", absl::StrJoin(answers, ", "),
                                     survey.has_sealed_remark() ? "  <sealed>" : ""));
  }
}

}  // namespace daybook::cli
