// The fold of customers, agreements, surveys, gifts, offers and notices. Events name the thing; what it is like stands in the request,
// sealed where it is personal. The last contact with a key account is folded where contacts are (cases/).
#include <algorithm>

#include "ledger/domain/customer/customer_checks.h"
#include "ledger/domain/customer/notices.h"
#include "ledger/domain/evolve.h"

namespace daybook {
namespace {

// A file is made by the first event about its customer.
v1::Customer& File(const v1::Record& record, const std::string& customer_id, EntityStore& store) {
  v1::Customer& customer = store.Change<v1::Customer>(customer_id);
  if (customer.customer_id().empty()) {
    customer.set_customer_id(customer_id);
    customer.set_kind(v1::CUSTOMER_PERSON);
    customer.set_first_position(record.position());
  }
  customer.set_revision(customer.revision() + 1);
  return customer;
}

void UpdateProfile(const v1::Record& record, v1::Customer& customer) {
  const v1::UpdateProfile& update = record.request().update_profile();
  if (update.kind() != v1::CUSTOMER_KIND_UNSPECIFIED) customer.set_kind(update.kind());
  if (update.profile().has_sealed()) *customer.mutable_sealed_profile() = update.profile().sealed();
  if (update.has_employer_id()) customer.set_employer_id(update.employer_id());
  customer.set_profile_updated_on(record.resolution().utc_date());
  customer.set_profile_position(record.position());
}

// Preferences are kept as long as the customer agrees that they are.
void SetConsent(const v1::Record& record, v1::Customer& customer) {
  const v1::SetConsent& set = record.request().set_consent();
  auto& consents = *customer.mutable_consents();
  auto place = std::find_if(consents.begin(), consents.end(), [&set](const v1::Consent& consent) {
    return consent.purpose() == set.purpose();
  });
  v1::Consent& consent = place == consents.end() ? *consents.Add() : *place;
  consent.set_purpose(set.purpose());
  consent.set_given(set.given());
  consent.set_on(record.resolution().utc_date());
  consent.set_position(record.position());
  if (set.purpose() == v1::CONSENT_PREFERENCES && !set.given()) customer.clear_preferences();
}

void RecordPreference(const v1::Record& record, v1::Customer& customer) {
  const v1::RecordPreference& recorded = record.request().record_preference();
  auto& preferences = *customer.mutable_preferences();
  const auto place =
      std::find_if(preferences.begin(), preferences.end(),
                   [&recorded](const v1::Preference& p) { return p.code() == recorded.code(); });
  if (recorded.value().empty()) {
    if (place != preferences.end()) preferences.erase(place);
    return;
  }
  v1::Preference& preference = place == preferences.end() ? *preferences.Add() : *place;
  preference.set_code(recorded.code());
  preference.set_value(recorded.value());
  preference.set_position(record.position());
}

void RecordStayNote(const v1::Record& record, v1::Customer& customer) {
  const v1::RecordStayNote& recorded = record.request().record_stay_note();
  auto& notes = *customer.mutable_stay_notes();
  if (notes.size() >= kMaxStayNotes) notes.DeleteSubrange(0, notes.size() - kMaxStayNotes + 1);
  v1::StayNote& note = *notes.Add();
  note.set_booking_id(recorded.booking_id());
  note.set_code(recorded.code());
  if (recorded.remark().has_sealed()) *note.mutable_sealed_remark() = recorded.remark().sealed();
  note.set_position(record.position());
}

void SetKeyAccount(const v1::Record& record, v1::Customer& customer) {
  const v1::SetKeyAccount& set = record.request().set_key_account();
  if (set.owner_staff_id().empty()) {
    customer.clear_key_account();
    return;
  }
  if (!customer.has_key_account()) {
    customer.mutable_key_account()->set_since(record.resolution().utc_date());
  }
  customer.mutable_key_account()->set_owner_staff_id(set.owner_staff_id());
  customer.mutable_key_account()->set_contact_every_days(set.contact_every_days());
}

void EraseEach(google::protobuf::RepeatedPtrField<std::string>& list, const std::string& value) {
  list.erase(std::remove(list.begin(), list.end(), value), list.end());
}

// The file that stays lists all that it stands for, so that it need not look at the others.
void Merge(const v1::Record& record, const v1::CustomersMerged& event, EntityStore& store) {
  v1::Customer& merged = File(record, event.merged_id(), store);
  merged.set_merged_into(event.customer_id());
  const auto below = merged.merged();
  v1::Customer& customer = File(record, event.customer_id(), store);
  customer.add_merged(event.merged_id());
  customer.mutable_merged()->MergeFrom(below);
}

void Unmerge(const v1::Record& record, const v1::CustomersUnmerged& event, EntityStore& store) {
  v1::Customer& merged = File(record, event.merged_id(), store);
  merged.clear_merged_into();
  const auto below = merged.merged();
  v1::Customer& customer = File(record, event.customer_id(), store);
  EraseEach(*customer.mutable_merged(), event.merged_id());
  for (const std::string& other : below) EraseEach(*customer.mutable_merged(), other);
}

// What stays is what the house did, and that there was somebody.
void Erase(v1::Customer& customer) {
  customer.set_erased(true);
  customer.clear_sealed_profile();
  customer.clear_consents();
  customer.clear_preferences();
  customer.clear_stay_notes();
  customer.clear_key_account();
  customer.clear_employer_id();
}

void EvolveFile(const v1::Record& record, const v1::Event& event, EntityStore& store) {
  switch (event.kind_case()) {
    case v1::Event::kProfileUpdated:
      return UpdateProfile(record, File(record, event.profile_updated().customer_id(), store));
    case v1::Event::kConsentSet:
      return SetConsent(record, File(record, event.consent_set().customer_id(), store));
    case v1::Event::kPreferenceRecorded:
      return RecordPreference(record,
                              File(record, event.preference_recorded().customer_id(), store));
    case v1::Event::kStayNoteRecorded:
      return RecordStayNote(record, File(record, event.stay_note_recorded().customer_id(), store));
    case v1::Event::kKeyAccountSet:
      return SetKeyAccount(record, File(record, event.key_account_set().customer_id(), store));
    case v1::Event::kCustomersMerged:
      return Merge(record, event.customers_merged(), store);
    case v1::Event::kCustomersUnmerged:
      return Unmerge(record, event.customers_unmerged(), store);
    case v1::Event::kCustomerErased:
      return Erase(File(record, event.customer_erased().customer_id(), store));
    default:
      return;
  }
}

void Sign(const v1::Record& record, const v1::AgreementSigned& event, EntityStore& store) {
  v1::Agreement& agreement = store.Change<v1::Agreement>(event.agreement_id());
  agreement = record.request().sign_agreement().agreement();
  agreement.set_agreement_id(event.agreement_id());
  agreement.set_position(record.position());
  agreement.set_revision(1);
  for (v1::AgreementItem& item : *agreement.mutable_items()) {
    item.set_status(v1::AGREEMENT_ITEM_DUE);
    item.clear_settled_by();
  }
}

void SettleItem(const v1::Record& record, const v1::AgreementItemSettled& event,
                EntityStore& store) {
  v1::Agreement& agreement = store.Change<v1::Agreement>(event.agreement_id());
  agreement.set_agreement_id(event.agreement_id());
  agreement.set_revision(agreement.revision() + 1);
  for (v1::AgreementItem& item : *agreement.mutable_items()) {
    if (item.item_id() != event.item_id()) continue;
    item.set_status(event.status());
    *item.mutable_settled_by() = record.request().actor();
  }
}

void RecordSurvey(const v1::Record& record, const v1::SurveyRecorded& event, EntityStore& store) {
  const v1::RecordSurvey& recorded = record.request().record_survey();
  v1::Survey& survey = store.Change<v1::Survey>(event.survey_id());
  survey.set_survey_id(event.survey_id());
  survey.set_property_id(recorded.property_id());
  survey.set_customer_id(recorded.customer_id());
  survey.set_booking_id(recorded.booking_id());
  *survey.mutable_answers() = recorded.answers();
  survey.set_business_date(event.business_date());
  if (recorded.remark().has_sealed()) *survey.mutable_sealed_remark() = recorded.remark().sealed();
  survey.set_position(record.position());
}

void GiveGift(const v1::Record& record, const v1::GiftGiven& event, EntityStore& store) {
  v1::Gift& gift = store.Change<v1::Gift>(event.gift_id());
  gift = record.request().give_gift().gift();
  gift.set_gift_id(event.gift_id());
  gift.set_position(record.position());
}

void MakeOffer(const v1::Record& record, const v1::OfferMade& event, EntityStore& store) {
  v1::Offer& offer = store.Change<v1::Offer>(event.offer_id());
  offer = record.request().make_offer().offer();
  offer.set_offer_id(event.offer_id());
  offer.set_status(v1::OFFER_MADE);
  offer.clear_booked_id();
  offer.set_position(record.position());
  offer.clear_settled_position();
}

void AnswerOffer(const v1::Record& record, const v1::OfferAnswered& event, EntityStore& store) {
  v1::Offer& offer = store.Change<v1::Offer>(event.offer_id());
  offer.set_offer_id(event.offer_id());
  offer.set_status(event.status());
  offer.set_booked_id(record.request().answer_offer().booked_id());
  offer.set_settled_position(record.position());
}

}  // namespace

void EvolveCustomers(const v1::Record& record, const v1::Event& event, EntityStore& store) {
  switch (event.kind_case()) {
    case v1::Event::kNoticeRaised:
    case v1::Event::kNoticeAcknowledged:
      return EvolveNotices(record, event, store);
    case v1::Event::kAgreementSigned:
      if (store.Keeps<v1::Agreement>()) Sign(record, event.agreement_signed(), store);
      return;
    case v1::Event::kAgreementItemSettled:
      if (store.Keeps<v1::Agreement>()) SettleItem(record, event.agreement_item_settled(), store);
      return;
    case v1::Event::kSurveyRecorded:
      if (store.Keeps<v1::Survey>()) RecordSurvey(record, event.survey_recorded(), store);
      return;
    case v1::Event::kGiftGiven:
      if (store.Keeps<v1::Gift>()) GiveGift(record, event.gift_given(), store);
      return;
    case v1::Event::kOfferMade:
      if (store.Keeps<v1::Offer>()) MakeOffer(record, event.offer_made(), store);
      return;
    case v1::Event::kOfferAnswered:
      if (store.Keeps<v1::Offer>()) AnswerOffer(record, event.offer_answered(), store);
      return;
    default:
      if (store.Keeps<v1::Customer>()) EvolveFile(record, event, store);
      return;
  }
}

}  // namespace daybook
