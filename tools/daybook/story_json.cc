#include <string>
#include <string_view>
#include <vector>

#include "tools/daybook/booking_format.h"
#include "tools/daybook/message_diff.h"
#include "tools/daybook/story_format.h"

namespace daybook::cli {
namespace {

std::string JsonTexts(const std::vector<std::string>& texts) {
  std::vector<std::string> quoted;
  for (const std::string& text : texts) quoted.push_back(JsonQuote(text));
  return JsonArray(quoted);
}

std::string_view BasisName(RuleBasis basis) {
  switch (basis) {
    case RuleBasis::kNotConfirmed:
      return "not_confirmed";
    case RuleBasis::kNonRefundable:
      return "non_refundable";
    case RuleBasis::kGrace:
      return "grace";
    case RuleBasis::kBeforeDeadlines:
      return "before_deadlines";
    case RuleBasis::kDeadline:
      return "deadline";
    case RuleBasis::kNoShow:
      return "no_show";
  }
  return "";
}

std::string ActorJson(const v1::Actor& actor) {
  return JsonObject()
      .Text("kind", v1::ActorKind_Name(actor.kind()))
      .Text("id", actor.id())
      .ToString();
}

std::string EntityJson(const v1::EntityRef& entity) {
  JsonObject object;
  object.Text("kind", EntityKindName(entity.kind())).Text("id", entity.id());
  if (!entity.property_id().empty()) object.Text("property", entity.property_id());
  return object.ToString();
}

std::string AmountsJson(const v1::AuditEntry& entry) {
  std::vector<std::string> all;
  for (const v1::AuditedAmounts& amounts : entry.amounts()) {
    JsonObject object;
    object.Text("booking", amounts.booking_id()).Text("currency", amounts.currency());
    if (amounts.has_penalty_minor()) object.Number("penalty_minor", amounts.penalty_minor());
    if (amounts.has_refund_due_minor()) {
      object.Number("refund_due_minor", amounts.refund_due_minor());
    }
    if (amounts.has_price_difference_minor()) {
      object.Number("price_difference_minor", amounts.price_difference_minor());
    }
    if (amounts.paid_minor() != 0) object.Number("paid_minor", amounts.paid_minor());
    if (amounts.refund_requested_minor() != 0) {
      object.Number("refund_requested_minor", amounts.refund_requested_minor());
    }
    if (amounts.refunded_minor() != 0) object.Number("refunded_minor", amounts.refunded_minor());
    all.push_back(object.ToString());
  }
  return JsonArray(all);
}

std::string ItemsJson(const StoryLine& line) {
  std::vector<std::string> all;
  for (const v1::Item& item : line.items) {
    JsonObject object;
    object.Text("kind", v1::ItemKind_Name(item.kind()))
        .Number("amount_minor", item.amount_minor())
        .Text("rule", v1::PricingRule_Name(item.rule()));
    if (item.has_policy()) {
      object.Text("policy", item.policy().policy_id())
          .Number("policy_version", item.policy().version());
    }
    if (item.tier() != 0) object.Number("tier", item.tier());
    all.push_back(object.ToString());
  }
  return JsonArray(all);
}

std::string PostingsJson(const StoryLine& line) {
  std::vector<std::string> all;
  for (const v1::Journal& journal : line.postings) {
    for (const v1::Transfer& transfer : journal.transfers()) {
      JsonObject object;
      object.Text("text", FormatTransfer(transfer, journal.currency()))
          .Text("property", journal.property_id())
          .Text("business_date", FormatYmd(journal.business_date()))
          .Text("rule", v1::PostingRule_Name(transfer.rule()))
          .Text("debit", v1::BookAccount_Name(transfer.debit()))
          .Text("credit", v1::BookAccount_Name(transfer.credit()))
          .Number("amount_minor", transfer.amount_minor())
          .Text("currency", journal.currency());
      const auto add = [&object](std::string_view name, const std::string& id) {
        if (!id.empty()) object.Text(name, id);
      };
      add("booking", transfer.booking_id());
      add("to_booking", transfer.to_booking_id());
      add("account", transfer.account_id());
      add("item", transfer.item_id());
      if (transfer.reverses_position() != 0) {
        object.Count("reverses_position", transfer.reverses_position());
      }
      all.push_back(object.ToString());
    }
  }
  return JsonArray(all);
}

// What stories and lists of entries both say of a record.
JsonObject EntryObject(const v1::AuditEntry& entry) {
  JsonObject object;
  object.Count("position", entry.position())
      .Text("recorded_at", FormatTime(entry.recorded_at()))
      .Text("time_source", v1::TimeSource_Name(entry.time_source()));
  if (entry.has_effective_at()) object.Text("effective_at", FormatTime(entry.effective_at()));
  object.Text("business_date", FormatYmd(entry.business_date()))
      .Text("property", entry.property_id())
      .Raw("actor", ActorJson(entry.actor()))
      .Text("authenticated_by", entry.authenticated_by());
  if (entry.has_authorised_by()) {
    object.Raw("authorised_by", ActorJson(entry.authorised_by()))
        .Text("override_reason", entry.override_reason());
  }
  object.Text("channel", entry.channel_id())
      .Text("request_id", entry.request_id())
      .Text("request", entry.request_kind())
      .Text("outcome", OutcomeName(entry.outcome()));
  if (entry.outcome() == v1::AUDITED_OUTCOME_CONFLICT) {
    object.Count("conflicts_with", entry.conflicts_with());
  }
  object.Raw("overrode", JsonTexts(CodeNames(entry.overrode())))
      .Text("policy", entry.policy_id())
      .Number("policy_version", entry.policy_version())
      .Text("reason", entry.reason())
      .Raw("amounts", AmountsJson(entry));
  return object;
}

std::string ChangeJson(const EntityChange& change) {
  JsonObject object;
  object.Raw("entity", EntityJson(change.entity));
  if (change.rule.has_value()) {
    JsonObject rule;
    rule.Text("policy", change.rule->policy_id)
        .Number("version", change.rule->policy_version)
        .Text("basis", BasisName(change.rule->basis));
    if (change.rule->deadline.has_value()) {
      rule.Text("deadline", FormatTime(*change.rule->deadline));
    }
    if (change.rule->penalty.has_value()) {
      rule.Text("penalty", FormatPenalty(*change.rule->penalty, CurrencyOfChange(change)));
    }
    if (change.rule->floor_minor > 0) rule.Number("floor_minor", change.rule->floor_minor);
    object.Raw("rule", rule.ToString());
  }
  std::vector<std::string> fields;
  for (const FieldChange& field : DiffMessages(change.before.get(), change.after.get())) {
    fields.push_back(FieldChangeJson(field));
  }
  object.Bool("created", change.before == nullptr).Raw("fields", JsonArray(fields));
  return object.ToString();
}

}  // namespace

std::string EntryJson(const v1::AuditEntry& entry) {
  std::vector<std::string> concerns;
  for (const v1::EntityRef& entity : entry.concerns()) concerns.push_back(EntityJson(entity));
  std::vector<std::string> declined;
  for (const std::string& code : CodeNames(entry.declined())) {
    declined.push_back(JsonObject().Text("code", code).ToString());
  }
  return EntryObject(entry)
      .Raw("declined", JsonArray(declined))
      .Raw("concerns", JsonArray(concerns))
      .ToString();
}

std::string StoryLineJson(const StoryLine& line, std::string_view events_json) {
  std::vector<std::string> declines;
  for (const v1::Decline& decline : line.declines) {
    declines.push_back(JsonObject()
                           .Text("code", v1::DeclineCode_Name(decline.code()))
                           .Text("field", decline.field())
                           .Text("detail", decline.detail())
                           .ToString());
  }
  std::vector<std::string> changes;
  for (const EntityChange& change : line.changes) changes.push_back(ChangeJson(change));
  JsonObject object = EntryObject(line.entry);
  object.Raw("declined", JsonArray(declines)).Raw("changes", JsonArray(changes));
  if (!line.items.empty()) object.Raw("items", ItemsJson(line));
  if (!line.postings.empty()) object.Raw("postings", PostingsJson(line));
  if (!line.told_channels.empty()) object.Raw("told_channels", JsonTexts(line.told_channels));
  if (!events_json.empty()) object.Raw("events", events_json);
  return object.ToString();
}

}  // namespace daybook::cli
