// The stories that the house lives through beside its stays: when each begins, and its steps as their time comes.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tools/simulate/hotel.h"

namespace daybook::simulation {

void Hotel::PlayStories(int32_t slot) {
  const int32_t day = DayOf(slot);
  if (slot % kDayParts == kMorning) {
    for (const Story& story : AllStories()) {
      if (!story.hotel.empty() && story.hotel != plan_.id) continue;
      const int32_t since = day - story.first_day;
      const bool begins =
          story.every_days == 0 ? since == 0 : since >= 0 && since % story.every_days == 0;
      if (!begins) continue;
      playing_.push_back({&story, 0, day, absl::StrCat(plan_.id, "-s", next_story_++)});
    }
  }
  int64_t second = ShiftBegins(slot) + 1;
  for (PlayedStory& played : playing_) {
    const std::vector<StoryStep>& steps = played.story->steps;
    const StoryCast cast{plan_.id, played.id, plan_.currency, write_.DateOf(played.begun_on)};
    for (; played.next < steps.size(); ++played.next) {
      const StoryStep& step = steps[played.next];
      if (SlotOf(played.begun_on + step.day, step.part) > slot) break;
      Send(slot, second++, Cast(step.request, cast), AskAbout(AskKind::kNothing, 0));
    }
  }
  std::erase_if(playing_, [](const PlayedStory& played) {
    return played.next == played.story->steps.size();
  });
}

// What somebody in the house was told of, by the next part of the day.
void Hotel::AcknowledgeNotices(int32_t slot) {
  int64_t second = ShiftBegins(slot) + 1;
  for (std::string& notice : std::exchange(notices_, {})) {
    v1::Request request;
    request.mutable_acknowledge_notice()->set_notice_id(std::move(notice));
    write_.SetStaff(plan_.Manager(), request);
    Send(slot, second++, std::move(request), AskAbout(AskKind::kNothing, 0));
  }
}

}  // namespace daybook::simulation
