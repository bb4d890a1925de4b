// The simulation meets everything that the ledger can be asked and can answer: a request or a decline code that it never meets fails here
// by name.
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "gtest/gtest.h"
#include "ledger/log/record_codec.h"
#include "tests/support/ledger_folder.h"
#include "tools/simulate/run.h"

namespace daybook {
namespace {

using ::daybook::testing::LedgerFolder;

// By the name of the body, and why no simulation gets it accepted.
const std::map<std::string, std::string>& NeverAccepted() {
  static const std::map<std::string, std::string> reasons = {
      {"note_recovery", "only `daybook recover` writes it, after a log was damaged"},
      {"begin_import", "a ledger that is simulated takes no import"},
      {"complete_import", "a ledger that is simulated takes no import"},
      {"note_rejects", "the ledger's own, and no simulated request is too broken to be recorded"},
  };
  return reasons;
}

// Of these, that it does not even ask.
const std::set<std::string>& NeverAsked() {
  static const std::set<std::string> names = {"note_recovery", "begin_import", "complete_import"};
  return names;
}

const std::map<v1::DeclineCode, std::string>& NeverMet() {
  static const std::map<v1::DeclineCode, std::string> reasons = {
      {v1::STATE_IMPORT_NOT_ALLOWED, "imports are not begun by simulated requests"},
      {v1::STATE_SIMULATION_NOT_ALLOWED, "another simulation is refused before anything is asked"},
  };
  return reasons;
}

// Small, and without the mistakes that people make by chance: what is met is met each time.
SimulationSettings SmallHouses() {
  SimulationSettings settings;
  settings.seed = 1;
  settings.hotels = 2;
  settings.days = 45;
  settings.rates.rooms_least = settings.rates.rooms_most = 10;
  settings.rates.mistake_permille = 0;
  return settings;
}

class SimulationCoverageTest : public ::testing::Test {
 protected:
  struct Count {
    uint64_t asked = 0;
    uint64_t accepted = 0;
  };

  static void SetUpTestSuite() {
    const LedgerFolder folder;
    ASSERT_TRUE(Ledger::Create(folder / "ledger").ok());
    auto ledger = Ledger::Open(folder / "ledger");
    ASSERT_TRUE(ledger.ok()) << ledger.status();
    const auto report = RunSimulation(**ledger, SmallHouses(), {});
    ASSERT_TRUE(report.ok()) << report.status();
    v1::Record record;
    const absl::Status read = (*ledger)->records().Read(
        0, (*ledger)->records().end(),
        [&](uint64_t position, std::string_view bytes) -> absl::Status {
          const absl::Status decoded = DecodeRecord(position, bytes, record);
          if (decoded.ok()) Take(record);
          return decoded;
        });
    ASSERT_TRUE(read.ok()) << read;
  }

  static void Take(const v1::Record& record) {
    Count& count = bodies_[record.request().body_case()];
    ++count.asked;
    if (record.outcome().has_accepted()) ++count.accepted;
    for (const v1::Decline& reason : record.outcome().declined().reasons()) {
      codes_.insert(reason.code());
    }
  }

  static inline std::map<int, Count> bodies_;
  static inline std::set<int> codes_;
};

TEST_F(SimulationCoverageTest, EveryRequestIsMadeAndAccepted) {
  const auto* const bodies = v1::Request::descriptor()->FindOneofByName("body");
  for (int i = 0; i < bodies->field_count(); ++i) {
    const std::string& name = bodies->field(i)->name();
    const Count count = bodies_[bodies->field(i)->number()];
    EXPECT_EQ(count.asked == 0, NeverAsked().contains(name)) << name << " is never asked";
    EXPECT_EQ(count.accepted == 0, NeverAccepted().contains(name))
        << name << " is asked " << count.asked << " times and accepted " << count.accepted;
  }
}

TEST_F(SimulationCoverageTest, EveryReasonToDeclineIsMet) {
  const auto* const codes = v1::DeclineCode_descriptor();
  for (int i = 0; i < codes->value_count(); ++i) {
    const auto code = static_cast<v1::DeclineCode>(codes->value(i)->number());
    if (code == v1::DECLINE_CODE_UNSPECIFIED) continue;
    EXPECT_EQ(!codes_.contains(code), NeverMet().contains(code))
        << codes->value(i)->name() << (codes_.contains(code) ? " is met after all" : " is not met");
  }
}

}  // namespace
}  // namespace daybook
