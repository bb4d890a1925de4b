// Reports: each is a function that makes one table, in a file of its own (report_*.cc); report.cc has
// the one list of them and the command.
#ifndef DAYBOOK_TOOLS_DAYBOOK_REPORT_H_
#define DAYBOOK_TOOLS_DAYBOOK_REPORT_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daybook/v1/record.pb.h"
#include "ledger/base/civil_date.h"
#include "ledger/base/instant.h"
#include "tools/daybook/as_of.h"
#include "tools/daybook/command.h"
#include "tools/daybook/report_table.h"

namespace daybook::cli {

// What is asked for; an empty member does not restrict.
struct ReportScope {
  std::string dir;
  std::string property_id;
  std::optional<CivilDate> from;   // inclusive
  std::optional<CivilDate> until;  // exclusive
  std::string as_of;
  std::vector<std::string> by;  // what to tell apart, where a report can
  std::string actor_id;         // staff who asks to see figures about single members
  std::string purpose;          // why
  bool confirm_clock = false;   // that look is recorded although the clock jumped
  bool progress = false;
};

// What reports read: all of it as of one moment. One thread.
class ReportRun {
 public:
  ReportRun(const ReportScope& scope, CommandContext& context) : scope_(scope), context_(context) {}

  const ReportScope& scope() const { return scope_; }
  CommandContext& context() { return context_; }

  // The view of that name as of the moment; lives as long as the run.
  absl::StatusOr<const ViewSnapshot*> View(std::string_view name);
  // The same view as of another moment, not after it.
  absl::StatusOr<std::unique_ptr<ViewSnapshot>> ViewAt(std::string_view name, uint64_t position);
  // How many records there were at the moment.
  absl::StatusOr<uint64_t> Position();
  // The instant of --as-of; else when the last of the records was recorded, those about the ledger itself
  // apart. The epoch where there are none.
  absl::StatusOr<Instant> Now();
  // The records of [from, to), which are not after the moment.
  absl::Status ScanRecords(uint64_t from, uint64_t to,
                           const std::function<absl::Status(const v1::Record&)>& visitor);
  absl::Status ScanRecords(const std::function<absl::Status(const v1::Record&)>& visitor);

  // Whether the scope takes the property, or the date (yyyymmdd).
  bool Takes(std::string_view property_id) const;
  bool TakesDate(int32_t yyyymmdd) const;
  // The property that a record is about, also where it only names a booking of it; may be empty.
  absl::StatusOr<std::string> PropertyOf(const v1::Record& record);
  // The properties of the scope, by id, with currency and business date.
  struct PropertyFacts {
    std::string currency;
    int32_t first_business_date = 0;
    int32_t business_date = 0;
  };
  absl::StatusOr<std::map<std::string, PropertyFacts>> Properties();

  // The ledger declined to have it shown, and why has been said: nothing is printed.
  void SetDeclined() { declined_ = true; }
  bool declined() const { return declined_; }

 private:
  const ReportScope& scope_;
  CommandContext& context_;
  std::map<std::string, ViewMoment, std::less<>> views_;
  std::optional<uint64_t> position_;
  std::unique_ptr<LogReader> log_;
  bool declined_ = false;
};

struct Report {
  std::string_view name;
  std::string_view summary;
  absl::StatusOr<ReportTable> (*make)(ReportRun& run);
  unsigned takes = 0;  // which options, as report.cc has them
};

// The reports.
absl::StatusOr<ReportTable> CancellationsReport(ReportRun& run);
absl::StatusOr<ReportTable> ChangesReport(ReportRun& run);
absl::StatusOr<ReportTable> StaysReport(ReportRun& run);
absl::StatusOr<ReportTable> TurnawaysReport(ReportRun& run);
absl::StatusOr<ReportTable> OccupancyReport(ReportRun& run);
absl::StatusOr<ReportTable> OverridesReport(ReportRun& run);
absl::StatusOr<ReportTable> BackdatedReport(ReportRun& run);
absl::StatusOr<ReportTable> AccessReport(ReportRun& run);
absl::StatusOr<ReportTable> CutoffReport(ReportRun& run);
absl::StatusOr<ReportTable> FeedbackReport(ReportRun& run);
absl::StatusOr<ReportTable> ResponseReport(ReportRun& run);
absl::StatusOr<ReportTable> StaffReport(ReportRun& run);
absl::StatusOr<ReportTable> OverdueReport(ReportRun& run);
absl::StatusOr<ReportTable> CreditReport(ReportRun& run);
absl::StatusOr<ReportTable> AgeingReport(ReportRun& run);
absl::StatusOr<ReportTable> LoyaltyReport(ReportRun& run);
absl::StatusOr<ReportTable> ProblemsReport(ReportRun& run);
absl::StatusOr<ReportTable> ProfilesReport(ReportRun& run);
absl::StatusOr<ReportTable> ContactsReport(ReportRun& run);
absl::StatusOr<ReportTable> RetentionReport(ReportRun& run);
absl::StatusOr<ReportTable> TrialBalanceReport(ReportRun& run);
absl::StatusOr<ReportTable> FoliosReport(ReportRun& run);
absl::StatusOr<ReportTable> VouchersReport(ReportRun& run);
absl::StatusOr<ReportTable> PeriodsReport(ReportRun& run);
absl::StatusOr<ReportTable> RejectsReport(ReportRun& run);
absl::StatusOr<ReportTable> KpiReport(ReportRun& run);

// What reports share.

// One of a report's ways to tell rows apart.
struct Group {
  std::string sort;   // in the order of which they come
  std::string label;  // as shown

  friend bool operator<(const Group& a, const Group& b) {
    return a.sort != b.sort ? a.sort < b.sort : a.label < b.label;
  }
};

// "CANCELLATION_REASON_SERVICE" -> "service".
std::string PlainName(std::string_view enum_name, std::string_view prefix);
// "STAFF" actor "eva" -> "staff eva"; empty where there is none.
std::string ActorText(const v1::Actor& actor);
// The business date of a record; where it has none, the day of its instant in UTC.
int32_t DateOfRecord(const v1::Record& record);
// Days from one yyyymmdd to another; 0 where one of them is no date.
int32_t DaysBetween(int32_t from, int32_t to);

// The dimensions of --by, each one of `known`; those of `standard` where --by is not given.
// InvalidArgument: another one, or one twice.
absl::StatusOr<std::vector<std::string>> Dimensions(const ReportScope& scope,
                                                    const std::vector<std::string>& known,
                                                    const std::vector<std::string>& standard);

}  // namespace daybook::cli

#endif  // DAYBOOK_TOOLS_DAYBOOK_REPORT_H_
