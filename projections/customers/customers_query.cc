#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <utility>

#include "daybook/v1/calendar_view.pb.h"
#include "ledger/base/status_macros.h"
#include "ledger/domain/policy/policy_register.h"
#include "projections/customers/customers_rows.h"
#include "projections/customers/customers_view.h"
#include "projections/entity_view.h"

namespace daybook {
namespace {

constexpr std::array<std::pair<Tenure, std::string_view>, 3> kTenures = {
    {{Tenure::kProspect, "prospect"}, {Tenure::kNew, "new"}, {Tenure::kOld, "old"}}};

void Earlier(int32_t date, int32_t (v1::CustomerStats::*get)() const,
             void (v1::CustomerStats::*set)(int32_t), v1::CustomerStats& stats) {
  if (date != 0 && ((stats.*get)() == 0 || date < (stats.*get)())) (stats.*set)(date);
}

void AddStats(const v1::CustomerStats& more, v1::CustomerStats& stats) {
  stats.set_bookings(stats.bookings() + more.bookings());
  stats.set_stays(stats.stays() + more.stays());
  stats.set_nights(stats.nights() + more.nights());
  stats.set_cancellations(stats.cancellations() + more.cancellations());
  stats.set_no_shows(stats.no_shows() + more.no_shows());
  stats.set_contacts(stats.contacts() + more.contacts());
  Earlier(more.first_seen_on(), &v1::CustomerStats::first_seen_on,
          &v1::CustomerStats::set_first_seen_on, stats);
  stats.set_last_seen_on(std::max(stats.last_seen_on(), more.last_seen_on()));
  stats.set_last_contact_on(std::max(stats.last_contact_on(), more.last_contact_on()));
  std::map<std::pair<int32_t, std::string>, v1::CustomerMonth> months;
  for (const auto* const each : {&std::as_const(stats), &more}) {
    for (const v1::CustomerMonth& month : each->months()) {
      v1::CustomerMonth& sum = months[{month.month(), month.currency()}];
      sum.set_month(month.month());
      sum.set_currency(month.currency());
      sum.set_revenue_minor(sum.revenue_minor() + month.revenue_minor());
      sum.set_stays(sum.stays() + month.stays());
      sum.set_nights(sum.nights() + month.nights());
    }
  }
  stats.clear_months();
  for (const auto& [at, month] : months) *stats.add_months() = month;
}

// Of the file's own id and of all that were merged into it.
absl::StatusOr<v1::CustomerStats> SumOfStats(const ViewSnapshot& view, const v1::Customer& file) {
  v1::CustomerStats sum;
  sum.set_customer_id(file.customer_id());
  DAYBOOK_ASSIGN_OR_RETURN(const auto own,
                           GetRow<v1::CustomerStats>(view, kStatsRow, file.customer_id()));
  if (own.has_value()) AddStats(*own, sum);
  for (const std::string& merged : file.merged()) {
    DAYBOOK_ASSIGN_OR_RETURN(const auto more, GetRow<v1::CustomerStats>(view, kStatsRow, merged));
    if (more.has_value()) AddStats(*more, sum);
  }
  return sum;
}

// The file that the id stands in; nullopt: nobody of that id was heard of.
absl::StatusOr<std::optional<v1::Customer>> FindFile(const ViewSnapshot& view,
                                                     std::string_view customer_id) {
  std::string id(customer_id);
  // A file is merged only into one that stands for itself, so there is no circle; but what is read may be damaged.
  for (int steps = 0; steps < 100; ++steps) {
    DAYBOOK_ASSIGN_OR_RETURN(auto file, GetEntity<v1::Customer>(view, id));
    if (!file.has_value()) break;
    if (file->merged_into().empty()) return file;
    id = file->merged_into();
  }
  DAYBOOK_ASSIGN_OR_RETURN(const auto stats, GetRow<v1::CustomerStats>(view, kStatsRow, id));
  if (!stats.has_value()) return std::optional<v1::Customer>();
  std::optional<v1::Customer> file(std::in_place);
  file->set_customer_id(id);
  return file;
}

// Entities of one kind that belong to the file, through their index.
template <typename Entity>
absl::StatusOr<std::vector<Entity>> OfFile(const ViewSnapshot& view, char index,
                                           const v1::Customer& file) {
  std::vector<std::string> customers = {file.customer_id()};
  customers.insert(customers.end(), file.merged().begin(), file.merged().end());
  std::vector<Entity> found;
  for (const std::string& customer_id : customers) {
    DAYBOOK_RETURN_IF_ERROR(view.ScanIndex(
        IndexPrefix(index, {customer_id}), [&](std::string_view entry) -> absl::StatusOr<bool> {
          DAYBOOK_ASSIGN_OR_RETURN(auto entity, GetEntity<Entity>(view, IndexParts(entry).back()));
          if (entity.has_value()) found.push_back(*std::move(entity));
          return true;
        }));
  }
  return found;
}

absl::StatusOr<std::map<std::string, int32_t>> BusinessDates(const ViewSnapshot& view) {
  std::map<std::string, int32_t> dates;
  DAYBOOK_RETURN_IF_ERROR(ScanRows<v1::OpenDay>(
      view, kOpenDayRow, "",
      [&](std::string_view property_id, const v1::OpenDay& day) -> absl::StatusOr<bool> {
        dates[std::string(property_id)] = day.business_date();
        return true;
      }));
  return dates;
}

bool Matches(const CustomerFilter& filter, const Standing& standing) {
  if (filter.tenure.has_value() && standing.tenure != filter.tenure) return false;
  if (filter.only_key && !standing.key) return false;
  if (filter.only_stale && !standing.stale) return false;
  return !filter.only_overdue || standing.contact_overdue;
}

}  // namespace

std::string_view TenureName(Tenure tenure) { return kTenures[static_cast<size_t>(tenure)].second; }

std::optional<Tenure> ParseTenure(std::string_view name) {
  for (const auto& [tenure, its_name] : kTenures) {
    if (its_name == name) return tenure;
  }
  return std::nullopt;
}

absl::StatusOr<std::optional<CivilDate>> LatestBusinessDate(const ViewSnapshot& view) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto dates, BusinessDates(view));
  int32_t latest = 0;
  for (const auto& [property_id, date] : dates) latest = std::max(latest, date);
  return CivilDate::FromYmd(latest);
}

absl::StatusOr<std::optional<v1::Policy>> PolicyInForce(const ViewSnapshot& view,
                                                        v1::Policy::RulesCase kind,
                                                        std::string_view property_id) {
  std::vector<v1::PolicyVersion> versions;
  DAYBOOK_RETURN_IF_ERROR(ScanEntities<v1::PolicyVersion>(
      view, [&](const v1::PolicyVersion& version) -> absl::StatusOr<bool> {
        if (version.policy().rules_case() == kind) versions.push_back(version);
        return true;
      }));
  PolicyRegister policies;
  for (const v1::PolicyVersion& version : versions) policies.Note(version);
  const v1::Policy* const policy = policies.InForce(kind, property_id);
  return policy == nullptr ? std::optional<v1::Policy>() : std::optional<v1::Policy>(*policy);
}

absl::StatusOr<std::optional<v1::Policy>> SegmentPolicyInForce(const ViewSnapshot& view,
                                                               std::string_view property_id) {
  return PolicyInForce(view, v1::Policy::kSegment, property_id);
}

absl::StatusOr<std::optional<Standing>> GetStanding(const ViewSnapshot& view,
                                                    std::string_view customer_id,
                                                    const v1::Policy* segment_policy,
                                                    CivilDate today) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto file, FindFile(view, customer_id));
  if (!file.has_value()) return std::optional<Standing>();
  DAYBOOK_ASSIGN_OR_RETURN(const v1::CustomerStats stats, SumOfStats(view, *file));
  return std::optional<Standing>(StandingOf(*file, stats, segment_policy, today));
}

absl::Status ListCustomers(const ViewSnapshot& view, const CustomerFilter& filter,
                           const v1::Policy* segment_policy, CivilDate today,
                           const std::function<bool(const Standing&)>& visitor) {
  return ScanRows<v1::CustomerStats>(
      view, kStatsRow, "",
      [&](std::string_view id, const v1::CustomerStats& own) -> absl::StatusOr<bool> {
        DAYBOOK_ASSIGN_OR_RETURN(auto file, GetEntity<v1::Customer>(view, id));
        if (!file.has_value()) file.emplace().set_customer_id(std::string(id));
        if (!file->merged_into().empty()) return true;
        v1::CustomerStats stats = own;
        if (!file->merged().empty()) {
          DAYBOOK_ASSIGN_OR_RETURN(stats, SumOfStats(view, *file));
        }
        const Standing standing = StandingOf(*file, stats, segment_policy, today);
        return !Matches(filter, standing) || visitor(standing);
      });
}

absl::StatusOr<std::vector<v1::Agreement>> AgreementsOf(const ViewSnapshot& view,
                                                        const v1::Customer& file) {
  return OfFile<v1::Agreement>(view, kAgreementIndex, file);
}
absl::StatusOr<std::vector<v1::Gift>> GiftsOf(const ViewSnapshot& view, const v1::Customer& file) {
  return OfFile<v1::Gift>(view, kGiftIndex, file);
}
absl::StatusOr<std::vector<v1::Offer>> OffersOf(const ViewSnapshot& view,
                                                const v1::Customer& file) {
  return OfFile<v1::Offer>(view, kOfferIndex, file);
}
absl::StatusOr<std::vector<v1::Survey>> SurveysOf(const ViewSnapshot& view,
                                                  const v1::Customer& file) {
  return OfFile<v1::Survey>(view, kSurveyIndex, file);
}

absl::StatusOr<std::vector<OverdueItem>> OverdueItems(const ViewSnapshot& view,
                                                      std::string_view supervisor_staff_id) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto dates, BusinessDates(view));
  std::vector<OverdueItem> overdue;
  DAYBOOK_RETURN_IF_ERROR(ScanEntities<v1::Agreement>(
      view, [&](const v1::Agreement& agreement) -> absl::StatusOr<bool> {
        if (!supervisor_staff_id.empty() &&
            agreement.supervisor_staff_id() != supervisor_staff_id) {
          return true;
        }
        const auto date = dates.find(agreement.property_id());
        if (date == dates.end()) return true;
        for (int i = 0; i < agreement.items_size(); ++i) {
          const v1::AgreementItem& item = agreement.items(i);
          if (item.status() != v1::AGREEMENT_ITEM_DUE || item.due_on() >= date->second) continue;
          overdue.push_back({agreement, i});
        }
        return true;
      }));
  return overdue;
}

absl::StatusOr<std::vector<OfferUptake>> UptakeOfOffers(const ViewSnapshot& view) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto dates, BusinessDates(view));
  std::map<std::pair<int, std::string>, OfferUptake> uptake;
  DAYBOOK_RETURN_IF_ERROR(
      ScanEntities<v1::Offer>(view, [&](const v1::Offer& offer) -> absl::StatusOr<bool> {
        const std::string& name =
            offer.kind() == v1::OFFER_PROMOTION ? offer.campaign() : offer.content();
        OfferUptake& sum = uptake[{offer.kind(), name}];
        sum.kind = offer.kind();
        sum.name = name;
        ++sum.made;
        const auto date = dates.find(offer.property_id());
        if (offer.status() == v1::OFFER_ACCEPTED) ++sum.accepted;
        if (offer.status() == v1::OFFER_REFUSED) ++sum.refused;
        if (offer.status() == v1::OFFER_MADE && date != dates.end() &&
            date->second >= offer.expires_on()) {
          ++sum.expired;
        }
        if (!offer.booked_id().empty()) ++sum.booked;
        return true;
      }));
  std::vector<OfferUptake> list;
  for (auto& [at, sum] : uptake) list.push_back(std::move(sum));
  return list;
}

absl::StatusOr<std::vector<v1::Notice>> OpenNotices(const ViewSnapshot& view, std::string_view to) {
  std::vector<v1::Notice> notices;
  const std::string prefix =
      to.empty() ? IndexPrefix(kNoticeIndex, {}) : IndexPrefix(kNoticeIndex, {to});
  DAYBOOK_RETURN_IF_ERROR(
      view.ScanIndex(prefix, [&](std::string_view entry) -> absl::StatusOr<bool> {
        DAYBOOK_ASSIGN_OR_RETURN(auto notice,
                                 GetEntity<v1::Notice>(view, IndexParts(entry).back()));
        if (notice.has_value()) notices.push_back(*std::move(notice));
        return true;
      }));
  return notices;
}

absl::StatusOr<std::vector<v1::PersonalDataAccess>> AccessesOf(const ViewSnapshot& view,
                                                               std::string_view customer_id) {
  std::vector<v1::PersonalDataAccess> accesses;
  if (customer_id.empty()) {
    DAYBOOK_RETURN_IF_ERROR(ScanRows<v1::PersonalDataAccess>(
        view, kAccessRow, "",
        [&](std::string_view, const v1::PersonalDataAccess& access) -> absl::StatusOr<bool> {
          accesses.push_back(access);
          return true;
        }));
    return accesses;
  }
  DAYBOOK_RETURN_IF_ERROR(view.ScanIndex(
      IndexPrefix(kAccessIndex, {customer_id}),
      [&](std::string_view entry) -> absl::StatusOr<bool> {
        DAYBOOK_ASSIGN_OR_RETURN(auto access, GetRow<v1::PersonalDataAccess>(
                                                  view, kAccessRow, IndexParts(entry).back()));
        if (access.has_value()) accesses.push_back(*std::move(access));
        return true;
      }));
  return accesses;
}

}  // namespace daybook
