// A case, as people and as programs read it.
#ifndef DAYBOOK_TOOLS_DAYBOOK_CASE_FORMAT_H_
#define DAYBOOK_TOOLS_DAYBOOK_CASE_FORMAT_H_

#include <string>
#include <string_view>
#include <vector>

#include "daybook/v1/feedback.pb.h"
#include "ledger/base/instant.h"
#include "projections/feedback/feedback_view.h"
#include "tools/daybook/output.h"

namespace daybook::cli {

// "COMPLAINT", "OPEN", "ANGRY": without what the schema puts in front.
std::string KindName(v1::FeedbackKind kind);
std::string CaseStatusName(v1::CaseStatus status);
std::string EmotionName(v1::Emotion emotion);
std::string CompetencyName(v1::Competency competency);
// none, runs, met, late, missed.
std::string_view ClockName(ClockState state);

// One object on one line with all that is known of the case as of `now`, personal data aside.
std::string CaseJson(const v1::Case& one, Instant now);

// One row of a list.
std::vector<Table::Column> CaseColumns();
std::vector<std::string> CaseCells(const v1::Case& one, Instant now);

}  // namespace daybook::cli

#endif  // DAYBOOK_TOOLS_DAYBOOK_CASE_FORMAT_H_
