// Stories: what surrounds stays in a house (money, people, groups, rules, and what goes wrong with them), told as text and played again
// and again, each time with ids and dates of its own. What a story asks does not depend on the answers.
//
//   story corporate-account every 40 days from 3 of H001
//   0 morning staff $H-sales {"openAccount": {"account": {"accountId": "$I", ...}}}
//   2 evening guest $I-ada {"cancelBooking": {"bookingId": "$I-b", ...}}
//
// The head says how often (without `every`: once), from which day on, and of which hotel (without `of`: each plays it).
// A line is: day of the story, part of the day, kind and id of the actor (`-`: none), perhaps `repeat N` (then `$N` counts), and the
// request in protobuf JSON, authenticated by `house` unless it says by whom (`-`: by nobody). Steps stand in the order of time. `$H` is the hotel, `$C` its currency, `$I` this time's id, which is the
// correlation id of all its requests too. `D+3` is the date of the story's fourth day, `T+3T12:00:00Z` an instant of it. Lines that begin
// with a space go on with the one before; `#` begins a comment line.
//
// Bookings at `$H` itself are ended by the story that makes them, with their folio at zero: the night audit knows nothing of them. `$H-A`,
// the annex, `$H-B`, the barn, and `$H-C`, the cottage, have dates of their own, which only stories roll.
#ifndef DAYBOOK_TOOLS_SIMULATE_STORY_H_
#define DAYBOOK_TOOLS_SIMULATE_STORY_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "daybook/v1/request.pb.h"
#include "ledger/base/civil_date.h"

namespace daybook::simulation {

struct StoryStep {
  int32_t day = 0;      // of the story
  int32_t part = 0;     // of the day
  v1::Request request;  // with its placeholders
};

struct Story {
  std::string name;
  int32_t every_days = 0;  // 0: once
  int32_t first_day = 0;
  std::string hotel;             // that alone plays it; empty: each
  std::vector<StoryStep> steps;  // in the order of the text, which is that of time
};

// What stands for the placeholders.
struct StoryCast {
  std::string hotel;
  std::string id;
  std::string currency;
  CivilDate first_day;
};

// InvalidArgument: what is wrong, and in which line.
absl::StatusOr<std::vector<Story>> ParseStories(std::string_view text);

// The step's request, cast; without request id. Its correlation id is `cast.id`.
v1::Request Cast(const v1::Request& step, const StoryCast& cast);

// The stories of every house, in the order in which they are played. Parsed once.
const std::vector<Story>& AllStories();

}  // namespace daybook::simulation

#endif  // DAYBOOK_TOOLS_SIMULATE_STORY_H_
