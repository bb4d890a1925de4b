#include "tools/simulate/story.h"

#include <array>
#include <charconv>
#include <cstdlib>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/util/json_util.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "tools/simulate/books.h"
#include "tools/simulate/stories.h"

namespace daybook::simulation {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// `D+n` as a number that is no date: the text becomes it before it is read as JSON.
constexpr int32_t kDayBase = 90'000'000;
constexpr int32_t kMostDays = 100'000;
// `T+n...` as an instant after 2000-01-01: written as a date, and moved when it is cast.
constexpr int64_t kSecondsPerDay = 86'400;

// Replaces every `D+n` and `T+n...`.
std::string MarkDates(std::string_view text) {
  std::string marked;
  for (size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at);
    if (rest.size() > 2 && (rest[0] == 'D' || rest[0] == 'T') && rest[1] == '+') {
      int32_t day = 0;
      const auto [end, error] = std::from_chars(rest.data() + 2, rest.data() + rest.size(), day);
      if (error == std::errc() && day < kMostDays) {
        if (rest[0] == 'D') {
          absl::StrAppend(&marked, kDayBase + day);
        } else {
          const CivilDate date = CivilDate::FromYmd(2000'01'01).value() + day;
          // The year is taken off when it is cast.
          absl::StrAppend(&marked, date.ToString());
        }
        at += static_cast<size_t>(end - rest.data());
        continue;
      }
    }
    marked.push_back(text[at++]);
  }
  return marked;
}

absl::StatusOr<v1::ActorKind> ActorKindOf(std::string_view word) {
  if (word == "staff") return v1::ACTOR_KIND_STAFF;
  if (word == "guest") return v1::ACTOR_KIND_GUEST;
  if (word == "channel") return v1::ACTOR_KIND_CHANNEL;
  if (word == "operator") return v1::ACTOR_KIND_OPERATOR;
  return absl::InvalidArgumentError(absl::StrCat("'", ToAbsl(word), "' is no kind of actor"));
}

absl::StatusOr<int32_t> PartOf(std::string_view word) {
  if (word == "morning") return kMorning;
  if (word == "midday") return kMidday;
  if (word == "evening") return kEvening;
  return absl::InvalidArgumentError(absl::StrCat("'", ToAbsl(word), "' is no part of a day"));
}

// Takes the first word off the line.
std::string_view TakeWord(std::string_view& line) {
  const size_t begin = line.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  const size_t end = std::min(line.size(), line.find(' ', begin));
  const std::string_view word = line.substr(begin, end - begin);
  line.remove_prefix(end);
  return word;
}

// story NAME [every N days] [from N] [of HOTEL]
absl::StatusOr<Story> ParseHead(std::string_view line) {
  Story story;
  TakeWord(line);
  story.name = std::string(TakeWord(line));
  while (true) {
    const std::string_view word = TakeWord(line);
    if (word.empty()) return story;
    const std::string_view number = TakeWord(line);
    if (word == "of") {
      story.hotel = std::string(number);
      continue;
    }
    int32_t& into = word == "every" ? story.every_days : story.first_day;
    if ((word != "every" && word != "from") || !absl::SimpleAtoi(ToAbsl(number), &into)) {
      return absl::InvalidArgumentError(absl::StrCat("'", ToAbsl(word), "' is not understood"));
    }
    if (word == "every" && TakeWord(line) != "days") {
      return absl::InvalidArgumentError("'every N days' lacks its days");
    }
  }
}

// One step, or as many as its `repeat N` says, in which $N counts from 1.
absl::StatusOr<std::vector<StoryStep>> ParseSteps(std::string_view line) {
  StoryStep step;
  const std::string_view day = TakeWord(line);
  if (!absl::SimpleAtoi(ToAbsl(day), &step.day)) {
    return absl::InvalidArgumentError(absl::StrCat("'", ToAbsl(day), "' is no day"));
  }
  DAYBOOK_ASSIGN_OR_RETURN(step.part, PartOf(TakeWord(line)));
  DAYBOOK_ASSIGN_OR_RETURN(const v1::ActorKind kind, ActorKindOf(TakeWord(line)));
  const std::string_view actor = TakeWord(line);
  int32_t times = 1;
  std::string_view rest = line;
  if (TakeWord(rest) == "repeat") {
    if (!absl::SimpleAtoi(ToAbsl(TakeWord(rest)), &times) || times < 1) {
      return absl::InvalidArgumentError("'repeat N' lacks its number");
    }
    line = rest;
  }
  std::vector<StoryStep> steps;
  for (int32_t time = 1; time <= times; ++time) {
    const std::string json = absl::StrReplaceAll(MarkDates(line), {{"$N", absl::StrCat(time)}});
    step.request.Clear();
    const auto parsed = google::protobuf::util::JsonStringToMessage(json, &step.request);
    if (!parsed.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(std::string(parsed.message().data(), parsed.message().size()), ": ", json));
    }
    step.request.mutable_actor()->set_kind(kind);
    if (actor != "-") step.request.mutable_actor()->set_id(std::string(actor));
    if (step.request.authenticated_by().empty()) {
      step.request.set_authenticated_by("house");
    } else if (step.request.authenticated_by() == "-") {
      step.request.clear_authenticated_by();
    }
    steps.push_back(step);
  }
  return steps;
}

int32_t SlotOf(const StoryStep& step) { return simulation::SlotOf(step.day, step.part); }

void CastString(std::string& text, const StoryCast& cast) {
  if (text.find('$') == std::string::npos) return;
  text = absl::StrReplaceAll(text, {{"$H", cast.hotel}, {"$I", cast.id}, {"$C", cast.currency}});
}

// Instants are written as of 2000-01-01 plus the days of the story.
void CastInstant(google::protobuf::Timestamp& instant, const StoryCast& cast) {
  const int32_t shift = cast.first_day - CivilDate::FromYmd(2000'01'01).value();
  instant.set_seconds(instant.seconds() + shift * kSecondsPerDay);
}

void CastMessage(Message& message, const StoryCast& cast);

void CastField(Message& message, const FieldDescriptor& field, int index, const StoryCast& cast) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  const bool repeated = field.is_repeated();
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    CastMessage(repeated ? *reflection.MutableRepeatedMessage(&message, &field, index)
                         : *reflection.MutableMessage(&message, &field),
                cast);
  } else if (field.type() == FieldDescriptor::TYPE_STRING) {
    std::string text = repeated ? reflection.GetRepeatedString(message, &field, index)
                                : reflection.GetString(message, &field);
    CastString(text, cast);
    if (repeated) {
      reflection.SetRepeatedString(&message, &field, index, std::move(text));
    } else {
      reflection.SetString(&message, &field, std::move(text));
    }
  } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_INT32 && !repeated) {
    const int32_t value = reflection.GetInt32(message, &field);
    if (value < kDayBase || value > kDayBase + kMostDays) return;
    reflection.SetInt32(&message, &field, (cast.first_day + (value - kDayBase)).ymd());
  }
}

void CastMessage(Message& message, const StoryCast& cast) {
  if (message.GetDescriptor() == google::protobuf::Timestamp::descriptor()) {
    return CastInstant(static_cast<google::protobuf::Timestamp&>(message), cast);
  }
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* const field : fields) {
    const int size = field->is_repeated() ? message.GetReflection()->FieldSize(message, field) : 1;
    for (int index = 0; index < size; ++index) CastField(message, *field, index, cast);
  }
}

}  // namespace

absl::StatusOr<std::vector<Story>> ParseStories(std::string_view text) {
  // Lines that go on are one line.
  std::vector<std::pair<int, std::string>> lines;
  int number = 0;
  for (const absl::string_view line : absl::StrSplit(ToAbsl(text), '\n')) {
    ++number;
    if (line.empty() || line[0] == '#') continue;
    if (line[0] == ' ' && !lines.empty()) {
      lines.back().second.append(line.data(), line.size());
    } else {
      lines.emplace_back(number, std::string(line));
    }
  }
  std::vector<Story> stories;
  for (const auto& [at, line] : lines) {
    absl::Status status;
    if (line.rfind("story ", 0) == 0) {
      absl::StatusOr<Story> story = ParseHead(line);
      status = story.status();
      if (story.ok()) stories.push_back(*std::move(story));
    } else if (stories.empty()) {
      status = absl::InvalidArgumentError("a step without a story");
    } else {
      absl::StatusOr<std::vector<StoryStep>> steps = ParseSteps(line);
      status = steps.status();
      if (steps.ok()) {
        std::vector<StoryStep>& before = stories.back().steps;
        if (!before.empty() && SlotOf(steps->front()) < SlotOf(before.back())) {
          status = absl::InvalidArgumentError("the step is earlier than the one before");
        }
        for (StoryStep& step : *steps) before.push_back(std::move(step));
      }
    }
    if (!status.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("line ", at, ": ", std::string(FromAbsl(status.message()))));
    }
  }
  return stories;
}

v1::Request Cast(const v1::Request& step, const StoryCast& cast) {
  v1::Request request = step;
  CastMessage(request, cast);
  request.set_correlation_id(cast.id);
  return request;
}

const std::vector<Story>& AllStories() {
  static const std::vector<Story> stories = [] {
    std::vector<Story> all;
    for (const std::string_view text : StoryTexts()) {
      absl::StatusOr<std::vector<Story>> parsed = ParseStories(text);
      // They are part of the program; a test reads them one by one.
      if (!parsed.ok()) std::abort();
      for (Story& story : *parsed) all.push_back(std::move(story));
    }
    return all;
  }();
  return stories;
}

}  // namespace daybook::simulation
