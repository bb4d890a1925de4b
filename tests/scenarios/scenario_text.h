// Scenarios are text: what is given, what is asked, and what must have come of it. tests/scenarios
// holds them as NAME.scenario; what several of them begin with is given/NAME.scenario.
//
//   # The first line is a comment: the title. Other comments, anywhere.
//   include hotel                          the lines of given/hotel.scenario
//   clock 2026-03-01T10:00:00Z             the first one makes the ledger; never goes back
//   advance 90m                            or 30s, 36h, 3d
//   by staff fay                           who asks from here on; or: by guest c-1, by channel ota,
//                                          by operator op, by system
//   given {JSON}                           a request that must be accepted
//   when {JSON}                            a request of which the lines that begin with `then` tell
//   due [INSTANT]                          RunDue as the ticker sends it, until the clock's present
//                                          or an instant before it; must be accepted
//   roll H1 [until 2026-03-05]             rolls the business date, once or until it is that one;
//                                          each roll must be accepted
//
// JSON is that of a v1.Request as `daybook submit` reads it, over as many lines as it takes until
// its braces are closed, with comment lines between. Actor, request id and authenticated_by are
// filled in where they are missing. Then, of the last `when`, `due` or `roll`:
//
//   then accepted
//   then declined CODE [CODE ...]          with exactly these codes
//   then field create_booking.stay         some reason of the decline names this field
//   then says "2 rooms"                    some reason's detail holds this text
//   then conflict                          the id was used with other content
//   then duplicate                         this is the answer that the same request got before
//   then refused "text"                    not recorded; the status holds this text
//   then events 2                          so many
//   then event {JSON}                      of a v1.Event: the first, the next one, and so on
//   then outcome {JSON}                    of the v1.Outcome
//   then posts DEBIT CREDIT AMOUNT [FIELD=VALUE ...]
//   then posts nothing                     the transfers of its journals in any order, all of them:
//                                          minor units, accounts and rules as the schema calls
//                                          them, fields of the transfer or its journal (booking=b1
//                                          is booking_id=b1)
//
// A `when` of whose outcome nothing is said is an error. At any place, of what holds by then:
//
//   then row VIEW {JSON}                   some row of the view
//   then no row VIEW {JSON}                none
//   then booking b1 {JSON}                 the row of that booking in the view `bookings`
//   cli verify DIR                         the real program, while the ledger is closed; DIR is its
//                                          folder. Below it may stand:
//   | a line                               what it prints on stdout, all of it; DIR for the folder
//                                          and <any> for anything; blanks at an end do not count.
//                                          No such line: not looked at
//   exit 3                                 its exit code; 0 where nothing is said
//   stderr "text"                          what it says on stderr holds this text
//   file NAME                              a file for commands, which call it FILE/NAME; its lines
//                                          stand below it, each after a |
//
// JSON that is expected is compared in the fields that it has, at every depth: 0, "" and false too;
// null: there is no such field; {}: there is one. A list has to have as many elements, each
// compared likewise.
//
// When a scenario ends, the state on disk must be that of a replay, every view that of a rebuild,
// and every record must be decided again to the same outcome.
#ifndef DAYBOOK_TESTS_SCENARIOS_SCENARIO_TEXT_H_
#define DAYBOOK_TESTS_SCENARIOS_SCENARIO_TEXT_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace daybook::testing {

struct Statement {
  std::string place;               // file:line
  std::vector<std::string> words;  // without the JSON; quoted text is one word, without its quotes
  std::string json;                // empty: none
  // Of `cli` only; `output` of `file` too: its lines.
  bool compares_output = false;
  std::vector<std::string> output;
  int exit_code = 0;
  std::vector<std::string> error_texts;
};

struct Scenario {
  std::string title;
  std::vector<Statement> statements;  // those of the files included among them
};

// The text of given/NAME.scenario.
using IncludeReader = std::function<absl::StatusOr<std::string>(const std::string& name)>;

// InvalidArgument: "file:line: what is wrong", of the form only; which statements there are is
// known to scenario_run.h.
absl::StatusOr<Scenario> ParseScenario(const std::string& file, std::string_view text,
                                       const IncludeReader& include);

}  // namespace daybook::testing

#endif  // DAYBOOK_TESTS_SCENARIOS_SCENARIO_TEXT_H_
