// Records and their stories, as people and as programs read them.
#ifndef DAYBOOK_TOOLS_DAYBOOK_STORY_FORMAT_H_
#define DAYBOOK_TOOLS_DAYBOOK_STORY_FORMAT_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "daybook/v1/audit_view.pb.h"
#include "daybook/v1/record.pb.h"
#include "projections/audit/story.h"
#include "tools/daybook/output.h"

namespace daybook::cli {

// On a terminal without the fraction of the second.
std::string FormatTimeFor(const Terminal& terminal, const google::protobuf::Timestamp& timestamp);
// "staff ANA", "system"; empty where there is none.
std::string FormatActor(const v1::Actor& actor);
// "cancel booking"
std::string FormatRequestKind(std::string_view request_kind);
// "booking B-1", "rate plan FLEX of H1"
std::string FormatEntity(const v1::EntityRef& entity);
std::string_view EntityKindName(
    v1::EntityKind kind);  // booking, ..., room_type; for options and JSON
// "accepted", "declined: CODE, CODE", "conflict with record 12"
std::string FormatOutcome(const v1::AuditEntry& entry);

// CANCELLATION_REASON_ILLNESS -> "illness"; a code that somebody gave stays.
std::string ReasonWords(std::string_view reason);
// "penalty EUR 50.00 by RULE_PENALTY_TIER, policy FLEX version 3, tier 2"
std::string FormatItem(const v1::Item& item, std::string_view currency);
// "EUR 100.00 guest ledger to room revenue (night)": debit to credit, and the posting's rule.
std::string FormatTransfer(const v1::Transfer& transfer, std::string_view currency);

std::string_view OutcomeName(v1::AuditedOutcome outcome);  // accepted, declined, conflict
std::vector<std::string> CodeNames(const google::protobuf::RepeatedField<int>& decline_codes);
std::string CurrencyOfChange(const EntityChange& change);  // empty: it has none of its own

// A row of a list of entries.
std::vector<Table::Column> EntryColumns();
std::vector<std::string> EntryCells(const v1::AuditEntry& entry, const Terminal& terminal);
std::string EntryJson(const v1::AuditEntry& entry);  // one object on one line

// One line of a story: a heading and, indented, what it says. On a terminal wrapped to its width.
// With `name_subject` it says what the record is about.
void PrintStoryLine(const StoryLine& line, bool name_subject, const Terminal& terminal,
                    Output& out);
// One object on one line: the entry, and what it changed; every field, the bookkeeping ones too.
// `events_json`: a JSON array of what the record brought about, or empty.
std::string StoryLineJson(const StoryLine& line, std::string_view events_json = "");

// As `text`, broken at blanks into lines of at most `width` characters where there are any; those
// after the first begin with `indent` blanks.
std::string Wrapped(std::string_view text, size_t width, size_t indent);

}  // namespace daybook::cli

#endif  // DAYBOOK_TOOLS_DAYBOOK_STORY_FORMAT_H_
