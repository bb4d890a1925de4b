// The texts of the stories (story.h), one a file.
#ifndef DAYBOOK_TOOLS_SIMULATE_STORIES_H_
#define DAYBOOK_TOOLS_SIMULATE_STORIES_H_

#include <array>
#include <string_view>

namespace daybook::simulation {

extern const char kHouseRules[];    // stories_house.cc: policies, staff, what is defined once
extern const char kMoneyStories[];  // stories_money.cc: folios, accounts, vouchers, points, periods
extern const char kStayStories[];   // stories_stays.cc: quotes, compensation, split, move, blocks
extern const char kPeopleStories[];  // stories_people.cc: files, cases

inline std::array<std::string_view, 4> StoryTexts() {
  return {kHouseRules, kMoneyStories, kStayStories, kPeopleStories};
}

}  // namespace daybook::simulation

#endif  // DAYBOOK_TOOLS_SIMULATE_STORIES_H_
