#include "tools/daybook/story_format.h"

#include <gtest/gtest.h>

#include "projections/audit/audit_view.h"

namespace daybook::cli {
namespace {

TEST(StoryFormat, LinesAreWrappedAtBlanksAndIndented) {
  EXPECT_EQ(Wrapped("  one two three", 20, 4), "  one two three");
  EXPECT_EQ(Wrapped("  one two three", 9, 4), "  one two\n    three");
  EXPECT_EQ(Wrapped("", 9, 4), "");
}

TEST(StoryFormat, AWordLongerThanTheLineStandsAlone) {
  EXPECT_EQ(Wrapped("a abcdefghijkl b", 6, 2), "a\n  abcdefghijkl\n  b");
}

TEST(StoryFormat, CharactersAreCountedAndNotBytes) {
  EXPECT_EQ(Wrapped("ÄÖÜ äöü", 7, 2), "ÄÖÜ äöü");
}

TEST(StoryFormat, EntitiesAndActorsReadAsWords) {
  EXPECT_EQ(FormatEntity(MakeEntityRef(v1::ENTITY_KIND_RATE_PLAN, "FLEX", "H1")),
            "rate plan FLEX of H1");
  v1::Actor actor;
  EXPECT_EQ(FormatActor(actor), "");
  actor.set_kind(v1::ACTOR_KIND_STAFF);
  actor.set_id("ANA");
  EXPECT_EQ(FormatActor(actor), "staff ANA");
}

TEST(StoryFormat, APostingReadsFromDebitToCreditAndAnItemNamesItsRule) {
  v1::Transfer transfer;
  transfer.set_rule(v1::POST_NIGHT);
  transfer.set_debit(v1::GUEST_LEDGER);
  transfer.set_credit(v1::ROOM_REVENUE);
  transfer.set_amount_minor(10000);
  EXPECT_EQ(FormatTransfer(transfer, "EUR"), "EUR 100.00 guest ledger to room revenue (night)");
  v1::Item item;
  item.set_kind(v1::ITEM_PENALTY);
  item.set_amount_minor(5000);
  item.set_rule(v1::RULE_PENALTY_TIER);
  item.mutable_policy()->set_policy_id("FLEX");
  item.mutable_policy()->set_version(3);
  item.set_tier(2);
  EXPECT_EQ(FormatItem(item, "EUR"),
            "penalty EUR 50.00 by RULE_PENALTY_TIER, policy FLEX version 3, tier 2");
}

TEST(StoryFormat, AnOutcomeNamesEveryCode) {
  v1::AuditEntry entry;
  entry.set_outcome(v1::AUDITED_OUTCOME_DECLINED);
  entry.add_declined(v1::FORM_ID_INVALID);
  entry.add_declined(v1::FORM_DATE_INVALID);
  EXPECT_EQ(FormatOutcome(entry), "declined: FORM_ID_INVALID, FORM_DATE_INVALID");
}

}  // namespace
}  // namespace daybook::cli
