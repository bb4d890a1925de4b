#include "tools/daybook/story_format.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "ledger/base/strings.h"
#include "projections/audit/entity_kinds.h"
#include "tools/daybook/booking_format.h"
#include "tools/daybook/message_diff.h"

namespace daybook::cli {
namespace {

constexpr size_t kIndent = 4;

std::string Blanks(std::string_view name) {
  std::string words(name);
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

// GUEST_LEDGER -> "guest ledger", POST_NIGHT -> "night".
std::string Words(std::string_view name, std::string_view prefix) {
  if (absl::StartsWith(ToAbsl(name), ToAbsl(prefix))) name.remove_prefix(prefix.size());
  return absl::AsciiStrToLower(Blanks(name));
}

// What a booking's line says elsewhere, or what says nothing to a person.
bool IsBookkeeping(const std::string& field, bool created) {
  static constexpr std::array<std::string_view, 6> kAlways = {"revision",
                                                              "last_position",
                                                              "change_count",
                                                              "cancellation.reason",
                                                              "cancellation.penalty_minor",
                                                              "cancellation.refund_due_minor"};
  static constexpr std::array<std::string_view, 5> kWhenCreated = {
      "booking_id", "currency", "booked_at", "booked_on", "created_position"};
  const auto in = [&field](const auto& names) {
    return std::find(names.begin(), names.end(), field) != names.end();
  };
  if (in(kAlways) || field == "cancellation.business_date") return true;
  return created && (in(kWhenCreated) || absl::StartsWith(field, "price[") ||
                     absl::StartsWith(field, "terms."));
}

// Of anything else: what numbers it, and where it stands in the log.
bool IsPlaceInLog(const std::string& field) {
  return field == "revision" || field == "position" || absl::EndsWith(field, "_position");
}

// price_minor -> "price"; terms.penalty_floor_minor -> "terms.penalty_floor".
std::string FieldLabel(const std::string& field) {
  constexpr std::string_view kMinor = "_minor";
  std::string label = field;
  if (absl::EndsWith(label, ToAbsl(kMinor))) label.resize(label.size() - kMinor.size());
  return label;
}

std::string RuleText(const AppliedRule& rule, const std::string& currency) {
  std::string text = rule.policy_id.empty() ? "no policy"
                                            : absl::StrCat("policy ", rule.policy_id, " version ",
                                                           rule.policy_version);
  const std::string deadline = rule.deadline.has_value() ? FormatTime(*rule.deadline) : "";
  const std::string penalty =
      rule.penalty.has_value() ? FormatPenalty(*rule.penalty, currency) : "nothing";
  switch (rule.basis) {
    case RuleBasis::kNotConfirmed:
      absl::StrAppend(&text, ": costs nothing before it is confirmed");
      break;
    case RuleBasis::kNonRefundable:
      absl::StrAppend(&text, ": not refundable, the whole stay");
      break;
    case RuleBasis::kGrace:
      absl::StrAppend(&text, ": within the grace until ", deadline, ", nothing");
      break;
    case RuleBasis::kBeforeDeadlines:
      absl::StrAppend(&text, deadline.empty() ? ": no deadline" : ": before the deadline ",
                      deadline, ", nothing");
      break;
    case RuleBasis::kDeadline:
      absl::StrAppend(&text, ": after the deadline ", deadline, ", ", penalty);
      break;
    case RuleBasis::kNoShow:
      absl::StrAppend(&text, ": no-show, ", penalty);
      break;
  }
  if (rule.floor_minor > 0) {
    absl::StrAppend(&text, "; never less than ", FormatAmount(rule.floor_minor, currency));
  }
  return text;
}

// The indented lines of a story's line; those below a title are indented once more.
class Details {
 public:
  Details(const Terminal& terminal, Output& out) : terminal_(terminal), out_(out) {}
  void Title(std::string_view title) {
    indent_ = kIndent;
    Print(title);
    indent_ = 2 * kIndent;
  }
  void EndOfTitled() { indent_ = kIndent; }
  void Add(std::string_view label, std::string_view text) {
    if (!text.empty()) Print(absl::StrCat(ToAbsl(label), ": ", ToAbsl(text)));
  }

 private:
  void Print(std::string_view text) {
    const std::string line =
        Table::TabSeparated({absl::StrCat(std::string(indent_, ' '), ToAbsl(text))});
    out_.Line(terminal_.out ? Wrapped(line, terminal_.width, indent_ + kIndent) : line);
  }

  const Terminal& terminal_;
  Output& out_;
  size_t indent_ = kIndent;
};

// The id of a thing is said by whoever names it.
bool IsOwnId(const EntityChange& change, const FieldChange& field) {
  if (!absl::EndsWith(field.field, "_id")) return false;
  return field.after == change.entity.id() || field.after == change.entity.property_id();
}

// What a version's fields do not say when it is settled.
void AddVersion(const EntityChange& change, Details& details) {
  const auto* const version = dynamic_cast<const v1::PolicyVersion*>(change.after.get());
  if (version == nullptr || change.before == nullptr) return;
  details.Add("version", absl::StrCat(version->policy().version()));
}

void AddFields(const EntityChange& change, Details& details) {
  AddVersion(change, details);
  const bool booking = change.entity.kind() == v1::ENTITY_KIND_BOOKING;
  const bool created = change.before == nullptr;
  for (const FieldChange& field : DiffMessages(change.before.get(), change.after.get())) {
    if (booking ? IsBookkeeping(field.field, created) : created && IsOwnId(change, field)) continue;
    if (!booking && IsPlaceInLog(field.field)) continue;
    const std::string after = field.after.value_or("(none)");
    details.Add(FieldLabel(field.field),
                created ? after : absl::StrCat(field.before.value_or("(none)"), " -> ", after));
  }
}

void AddAmounts(const EntityChange& change, const v1::AuditEntry& entry, Details& details) {
  if (change.entity.kind() != v1::ENTITY_KIND_BOOKING) return;
  for (const v1::AuditedAmounts& amounts : entry.amounts()) {
    if (amounts.booking_id() != change.entity.id()) continue;
    const auto add = [&](std::string_view label, bool there, int64_t amount_minor) {
      if (there) details.Add(label, FormatAmount(amount_minor, amounts.currency()));
    };
    add("penalty", amounts.has_penalty_minor(), amounts.penalty_minor());
    add("refund due", amounts.has_refund_due_minor(), amounts.refund_due_minor());
    add("price difference", amounts.has_price_difference_minor(), amounts.price_difference_minor());
    add("refunded", amounts.refunded_minor() != 0, amounts.refunded_minor());
  }
}

std::string CurrencyOfLine(const StoryLine& line) {
  for (const EntityChange& change : line.changes) {
    if (std::string currency = CurrencyOfChange(change); !currency.empty()) return currency;
  }
  return line.postings.empty() ? std::string() : line.postings.front().currency();
}

void AddMoney(const StoryLine& line, Details& details) {
  const std::string currency = CurrencyOfLine(line);
  for (const v1::Item& item : line.items) details.Add("item", FormatItem(item, currency));
  for (const v1::Journal& journal : line.postings) {
    for (const v1::Transfer& transfer : journal.transfers()) {
      details.Add("posts", FormatTransfer(transfer, journal.currency()));
    }
  }
}

// What changed, what that cost and under which rule; each of several under its name.
void AddChanges(const StoryLine& line, Details& details) {
  const bool name_entities = line.changes.size() > 1;
  bool told_rule = false;
  for (const EntityChange& change : line.changes) {
    if (name_entities) details.Title(FormatEntity(change.entity));
    AddFields(change, details);
    AddAmounts(change, line.entry, details);
    if (change.rule.has_value()) {
      details.Add("rule", RuleText(*change.rule, CurrencyOfChange(change)));
      told_rule = true;
    }
  }
  details.EndOfTitled();
  if (!told_rule && !line.entry.policy_id().empty()) {
    details.Add("rule", absl::StrCat("policy ", line.entry.policy_id(), " version ",
                                     line.entry.policy_version()));
  }
}

// What the record concerns, but for the customers: "booking B-1"; where there are many, how many.
std::string SubjectOf(const v1::AuditEntry& entry) {
  constexpr size_t kNamed = 3;
  std::vector<std::string> subjects;
  for (const v1::EntityRef& entity : entry.concerns()) {
    if (entity.kind() != v1::ENTITY_KIND_CUSTOMER) subjects.push_back(FormatEntity(entity));
  }
  return subjects.size() <= kNamed
             ? absl::StrJoin(subjects, ", ")
             : absl::StrCat(subjects.front(), " and ", subjects.size() - 1, " more");
}

std::string DeclineText(const v1::Decline& decline) {
  std::string text = v1::DeclineCode_Name(decline.code());
  if (!decline.field().empty()) absl::StrAppend(&text, " (", decline.field(), ")");
  if (!decline.detail().empty()) absl::StrAppend(&text, ": ", decline.detail());
  return text;
}

}  // namespace

// REFUND_REASON_CHANGE -> "change"; a code that somebody gave stays.
std::string ReasonWords(std::string_view reason) {
  for (const std::string_view prefix : {"CANCELLATION_REASON_", "CHANGE_REASON_", "REFUND_REASON_",
                                        "CONSENT_", "CONTACT_", "PEOPLE_CHANGE_"}) {
    if (absl::StartsWith(ToAbsl(reason), ToAbsl(prefix))) {
      return absl::AsciiStrToLower(Blanks(reason.substr(prefix.size())));
    }
  }
  return std::string(reason);
}

std::string_view OutcomeName(v1::AuditedOutcome outcome) {
  switch (outcome) {
    case v1::AUDITED_OUTCOME_ACCEPTED:
      return "accepted";
    case v1::AUDITED_OUTCOME_DECLINED:
      return "declined";
    case v1::AUDITED_OUTCOME_CONFLICT:
      return "conflict";
    default:
      return "";
  }
}

std::vector<std::string> CodeNames(const google::protobuf::RepeatedField<int>& codes) {
  std::vector<std::string> names;
  for (const int code : codes) names.push_back(v1::DeclineCode_Name(code));
  return names;
}

std::string CurrencyOfChange(const EntityChange& change) {
  if (change.after == nullptr) return "";
  const auto* const field = change.after->GetDescriptor()->FindFieldByName("currency");
  if (field == nullptr || field->type() != google::protobuf::FieldDescriptor::TYPE_STRING) {
    return "";
  }
  return change.after->GetReflection()->GetString(*change.after, field);
}

std::string FormatItem(const v1::Item& item, std::string_view currency) {
  std::string text = Words(v1::ItemKind_Name(item.kind()), "ITEM_");
  if (item.kind() == v1::ITEM_POINTS) {
    absl::StrAppend(&text, " of ", item.amount_minor(), " points");
  } else {
    absl::StrAppend(&text, " ", FormatAmount(item.amount_minor(), currency));
  }
  absl::StrAppend(&text, " by ", v1::PricingRule_Name(item.rule()));
  if (item.has_policy()) {
    absl::StrAppend(&text, ", policy ", item.policy().policy_id(), " version ",
                    item.policy().version());
  }
  if (item.tier() != 0) absl::StrAppend(&text, ", tier ", item.tier());
  return text;
}

std::string FormatTransfer(const v1::Transfer& transfer, std::string_view currency) {
  std::string text = absl::StrCat(FormatAmount(transfer.amount_minor(), currency), " ",
                                  Words(v1::BookAccount_Name(transfer.debit()), ""), " to ",
                                  Words(v1::BookAccount_Name(transfer.credit()), ""), " (",
                                  Words(v1::PostingRule_Name(transfer.rule()), "POST_"));
  if (!transfer.to_booking_id().empty()) {
    absl::StrAppend(&text, " from ", transfer.booking_id(), " to ", transfer.to_booking_id());
  }
  if (transfer.reverses_position() != 0) {
    absl::StrAppend(&text, " of record ", transfer.reverses_position());
  }
  return text + ")";
}

std::string FormatTimeFor(const Terminal& terminal, const google::protobuf::Timestamp& timestamp) {
  std::string time = FormatTime(timestamp);
  if (const size_t point = time.find('.'); terminal.out && point != std::string::npos) {
    time.replace(point, std::string::npos, "Z");
  }
  return time;
}

std::string FormatActor(const v1::Actor& actor) {
  if (actor.kind() == v1::ACTOR_KIND_UNSPECIFIED && actor.id().empty()) return "";
  const auto* kind = v1::ActorKind_descriptor()->FindValueByNumber(actor.kind());
  const std::string words =
      kind == nullptr ? absl::StrCat(static_cast<int>(actor.kind())) : EnumWords(*kind);
  return actor.id().empty() || actor.id() == words ? words : absl::StrCat(words, " ", actor.id());
}

std::string FormatRequestKind(std::string_view request_kind) { return Blanks(request_kind); }

std::string_view EntityKindName(v1::EntityKind kind) {
  const AuditedKind* const audited = FindAuditedKind(kind);
  return audited == nullptr ? std::string_view() : audited->name;
}

std::string FormatEntity(const v1::EntityRef& entity) {
  std::string text = absl::StrCat(Blanks(EntityKindName(entity.kind())), " ", entity.id());
  if (!entity.property_id().empty()) absl::StrAppend(&text, " of ", entity.property_id());
  return text;
}

std::string FormatOutcome(const v1::AuditEntry& entry) {
  std::string text(OutcomeName(entry.outcome()));
  if (entry.outcome() == v1::AUDITED_OUTCOME_DECLINED) {
    absl::StrAppend(&text, ": ", absl::StrJoin(CodeNames(entry.declined()), ", "));
  } else if (entry.outcome() == v1::AUDITED_OUTCOME_CONFLICT) {
    absl::StrAppend(&text, " with record ", entry.conflicts_with());
  } else if (entry.overrode_size() > 0) {
    absl::StrAppend(&text, ", overriding ", absl::StrJoin(CodeNames(entry.overrode()), ", "));
  }
  return text;
}

std::vector<Table::Column> EntryColumns() {
  using Align = Table::Align;
  constexpr bool kWhole = true;
  return {{"POSITION", Align::kRight, kWhole},
          {"RECORDED", Align::kLeft, kWhole},
          {"DATE", Align::kLeft, kWhole, 3},
          {"ACTOR"},
          {"AUTHORISED BY", Align::kLeft, false, 2},
          {"REQUEST"},
          {"CONCERNS"},
          {"REASON", Align::kLeft, false, 1},
          {"OUTCOME"}};
}

std::vector<std::string> EntryCells(const v1::AuditEntry& entry, const Terminal& terminal) {
  constexpr size_t kNamed = 8;
  std::vector<std::string> concerns;
  for (const v1::EntityRef& entity : entry.concerns()) concerns.push_back(FormatEntity(entity));
  if (concerns.size() > kNamed) {
    const size_t more = concerns.size() - kNamed;
    concerns.resize(kNamed);
    concerns.push_back(absl::StrCat("and ", more, " more"));
  }
  return {absl::StrCat(entry.position()),
          FormatTimeFor(terminal, entry.recorded_at()),
          FormatYmd(entry.business_date()),
          FormatActor(entry.actor()),
          FormatActor(entry.authorised_by()),
          FormatRequestKind(entry.request_kind()),
          absl::StrJoin(concerns, ", "),
          ReasonWords(entry.reason()),
          FormatOutcome(entry)};
}

void PrintStoryLine(const StoryLine& line, bool name_subject, const Terminal& terminal,
                    Output& out) {
  const v1::AuditEntry& entry = line.entry;
  std::vector<std::string> heading = {absl::StrCat("#", entry.position()),
                                      FormatTimeFor(terminal, entry.recorded_at())};
  if (entry.business_date() != 0) heading.push_back(FormatYmd(entry.business_date()));
  heading.push_back(FormatActor(entry.actor()));
  heading.push_back(FormatRequestKind(entry.request_kind()));
  if (const std::string subject = SubjectOf(entry); name_subject && !subject.empty()) {
    heading.push_back(subject);
  }
  heading.emplace_back(OutcomeName(entry.outcome()));
  const std::string text = Table::TabSeparated({absl::StrJoin(heading, "  ")});
  out.Line(terminal.out ? Wrapped(text, terminal.width, kIndent) : text);

  Details details(terminal, out);
  if (entry.has_effective_at()) details.Add("effective at", FormatTime(entry.effective_at()));
  details.Add("authenticated by", entry.authenticated_by());
  details.Add("through channel", entry.channel_id());
  AddChanges(line, details);
  AddMoney(line, details);
  details.Add("reason", ReasonWords(entry.reason()));
  if (entry.has_authorised_by()) {
    details.Add("authorised by",
                absl::StrCat(FormatActor(entry.authorised_by()),
                             entry.override_reason().empty() ? "" : ", ", entry.override_reason()));
  }
  details.Add("told", absl::StrJoin(line.told_channels, ", "));
  details.Add("overrode", absl::StrJoin(CodeNames(entry.overrode()), ", "));
  for (const v1::Decline& decline : line.declines) details.Add("declined", DeclineText(decline));
  if (entry.outcome() == v1::AUDITED_OUTCOME_CONFLICT) {
    details.Add("conflict", absl::StrCat("request id ", entry.request_id(),
                                         " was used for something else at record ",
                                         entry.conflicts_with(), ", which stands"));
  }
}

std::string Wrapped(std::string_view text, size_t width, size_t indent) {
  std::string result;
  size_t column = 0;
  bool begun = false;  // the line holds a word
  size_t at = 0;
  while (at < text.size()) {
    // A word with the blanks before it.
    const size_t word = std::min(text.find_first_not_of(' ', at), text.size());
    const size_t end = std::min(text.find(' ', word), text.size());
    const std::string_view piece = text.substr(at, end - at);
    const auto characters =
        static_cast<size_t>(std::count_if(piece.begin(), piece.end(), [](char c) {
          return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
        }));
    if (begun && column + characters > width) {
      result += '\n';
      result.append(indent, ' ');
      result.append(text.substr(word, end - word));
      column = indent + characters - (word - at);
    } else {
      result.append(piece);
      column += characters;
    }
    begun = true;
    at = end;
  }
  return result;
}

}  // namespace daybook::cli
