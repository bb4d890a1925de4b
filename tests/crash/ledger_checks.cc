#include "tests/crash/ledger_checks.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "ledger/base/sha256.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "ledger/engine/refold.h"
#include "ledger/log/log_reader.h"
#include "ledger/log/record_codec.h"
#include "tests/crash/crash_workload.h"
#include "tests/support/ledger_folder.h"

namespace daybook::crash {
namespace {

absl::Status Wrong(const std::string& what) { return absl::DataLossError(what); }

absl::Status CheckSame(const std::string& request_id, const Acknowledgement& told,
                       uint64_t position, const v1::Outcome& outcome) {
  if (position != told.position) {
    return Wrong(
        absl::StrCat(request_id, " was acknowledged at ", told.position, " and is at ", position));
  }
  if (OutcomeHash(outcome) != told.outcome_hash) return Wrong(request_id + " has another outcome");
  return absl::OkStatus();
}

}  // namespace

std::string OutcomeHash(const v1::Outcome& outcome) {
  return ToHex(AsBytes(Sha256Of(outcome.SerializeAsString())));
}

absl::Status CheckAcknowledged(const RecordSource& records, const Acknowledgements& acknowledged) {
  std::set<std::string> ids;
  uint64_t next = 0;
  uint64_t found = 0;
  const uint64_t end = records.end();
  const auto check = [&](uint64_t position, std::string_view bytes) {
    if (position != next++) return Wrong(absl::StrCat("a gap before position ", position));
    v1::Record record;
    DAYBOOK_RETURN_IF_ERROR(DecodeRecord(position, bytes, record));
    if (record.outcome().has_conflict()) return absl::OkStatus();
    const std::string& id = record.request().request_id();
    if (!ids.insert(id).second) return Wrong(id + " is there twice");
    const auto told = acknowledged.find(id);
    if (told == acknowledged.end()) return absl::OkStatus();
    ++found;
    return CheckSame(id, told->second, position, record.outcome());
  };
  DAYBOOK_RETURN_IF_ERROR(records.Read(0, end, check));
  if (next != end) return Wrong(absl::StrCat("read ", next, " of ", end, " records"));
  if (found != acknowledged.size()) {
    return Wrong(absl::StrCat(acknowledged.size() - found, " acknowledged requests are not there"));
  }
  return absl::OkStatus();
}

absl::Status CheckAnswersAgain(Ledger& ledger, const Acknowledgements& acknowledged,
                               const std::vector<std::string>& request_ids) {
  for (const std::string& id : request_ids) {
    const v1::Request request = RequestWithId(id);
    DAYBOOK_ASSIGN_OR_RETURN(const Receipt receipt,
                             ledger.Submit(request, daybook::testing::InAMinute()));
    const auto told = acknowledged.find(id);
    if (told != acknowledged.end()) {
      if (!receipt.duplicate) return Wrong(id + " was carried out a second time");
      DAYBOOK_RETURN_IF_ERROR(CheckSame(id, told->second, receipt.position, receipt.outcome));
      continue;
    }
    DAYBOOK_ASSIGN_OR_RETURN(const Receipt again,
                             ledger.Submit(request, daybook::testing::InAMinute()));
    if (!again.duplicate || again.position != receipt.position)
      return Wrong(id + " has two answers");
  }
  return absl::OkStatus();
}

absl::Status CheckRefold(const std::string& dir, bool rejudge) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::unique_ptr<LogReader> reader, LogReader::Open(dir));
  RefoldOptions options;
  options.rejudge = rejudge;
  DAYBOOK_ASSIGN_OR_RETURN(const RefoldReport report, Refold(*reader, reader->end(), options));
  DAYBOOK_ASSIGN_OR_RETURN(const StateDigest digest, ReadStateDigest(dir));
  if (digest.position != report.state.position) {
    return Wrong(absl::StrCat("state is as of ", digest.position, ", the log ends at ",
                              report.state.position));
  }
  if (!(digest.digest == report.state.digest)) return Wrong("state is not what the log folds to");
  if (report.different != 0)
    return Wrong("decided differently again: " + report.differences[0].difference);
  return absl::OkStatus();
}

}  // namespace daybook::crash
