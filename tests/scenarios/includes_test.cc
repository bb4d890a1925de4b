// Which folder may include which: the edges of the code map, and no other.
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace daybook {
namespace {

// A file by its path in the project, and what it includes.
struct Source {
  std::string path;
  std::vector<std::string> includes;
};

std::vector<std::string> IncludesIn(const std::string& text) {
  static const std::regex pattern(R"re(^\s*#\s*include\s*["<]([^">]+)[">])re");
  std::vector<std::string> includes;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (std::regex_search(line, match, pattern)) includes.push_back(match[1]);
  }
  return includes;
}

std::vector<Source> Sources() {
  const std::filesystem::path root = DAYBOOK_SOURCE_DIR;
  std::vector<Source> sources;
  for (const char* folder : {"ledger", "projections", "tools"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      const std::string extension = entry.path().extension().string();
      if (extension != ".h" && extension != ".cc") continue;
      std::ifstream file(entry.path());
      std::ostringstream text;
      text << file.rdbuf();
      sources.push_back(
          {entry.path().lexically_relative(root).generic_string(), IncludesIn(text.str())});
    }
  }
  return sources;
}

bool StartsWith(const std::string& text, const std::string& prefix) {
  return text.rfind(prefix, 0) == 0;
}

bool StartsWithAny(const std::string& text, const std::vector<std::string>& prefixes) {
  for (const std::string& prefix : prefixes) {
    if (StartsWith(text, prefix)) return true;
  }
  return false;
}

// What the files of a folder may include of the project; a prefix that ends in / is a whole folder.
const std::vector<std::string>& AllowedOf(const std::string& path) {
  static const std::vector<std::pair<std::string, std::vector<std::string>>> allowed = {
      {"ledger/ledger.h", {"daybook/v1/", "ledger/base/", "ledger/log/"}},
      {"ledger/base/", {"ledger/base/"}},
      {"ledger/domain/", {"daybook/v1/", "ledger/base/", "ledger/domain/"}},
      {"ledger/proof/", {"ledger/base/", "ledger/proof/"}},
      {"ledger/privacy/", {"daybook/v1/", "ledger/base/", "ledger/privacy/"}},
      {"ledger/log/", {"daybook/v1/", "ledger/base/", "ledger/proof/", "ledger/log/"}},
      {"ledger/engine/", {"daybook/v1/", "ledger/"}},
      {"projections/",
       {"daybook/v1/", "projections/", "ledger/base/", "ledger/log/crc32c.h",
        "ledger/log/fixed_ints.h", "ledger/log/record_source.h", "ledger/log/record_codec.h",
        "ledger/domain/accounts/ageing.h", "ledger/domain/booking/booking_evolve.h",
        "ledger/domain/credit/credit_score.h", "ledger/domain/credit/exposure.h",
        "ledger/domain/entities.h", "ledger/domain/evolve.h", "ledger/domain/named_entities.h",
        "ledger/domain/policy/policy_register.h", "ledger/domain/times.h"}},
      {"tools/", {"daybook/v1/", "ledger/", "projections/", "tools/"}},
  };
  static const std::vector<std::string> nothing;
  for (const auto& [prefix, what] : allowed) {
    if (StartsWith(path, prefix)) return what;
  }
  return nothing;
}

bool IsOfTheProject(const std::string& include) {
  return StartsWithAny(include, {"daybook/v1/", "ledger/", "projections/", "tools/", "tests/"});
}

// What embedders and writers of projections include.
const std::vector<std::string>& PublicRoots() {
  static const std::vector<std::string> roots = {"ledger/ledger.h", "projections/projection.h",
                                                 "projections/runner.h", "projections/view_store.h",
                                                 "projections/bookings/bookings_view.h"};
  return roots;
}

// Those headers, and every header that comes with them.
std::set<std::string> ReachedFrom(std::vector<std::string> open,
                                  const std::vector<Source>& sources) {
  std::map<std::string, const Source*> by_path;
  for (const Source& source : sources) by_path[source.path] = &source;
  std::set<std::string> reached;
  while (!open.empty()) {
    const std::string path = open.back();
    open.pop_back();
    const auto found = by_path.find(path);
    if (found == by_path.end() || !reached.insert(path).second) continue;
    for (const std::string& include : found->second->includes) open.push_back(include);
  }
  return reached;
}

// RocksDB is behind the log, the state store and the view store; no public header shows it.
bool MayIncludeRocksDb(const std::string& path, const std::set<std::string>& public_headers) {
  if (public_headers.contains(path)) return false;
  return StartsWithAny(
      path, {"ledger/log/", "ledger/engine/state_store", "projections/view_store",
             // the inside of the view store
             "projections/rocks.", "projections/bulk_file.", "projections/past_snapshot.",
             "projections/view_reader.", "projections/view_writer.",
             // measures the raw floor
             "tools/bench/"});
}

std::vector<std::string> ForbiddenIn(const std::vector<Source>& sources) {
  const std::set<std::string> public_headers = ReachedFrom(PublicRoots(), sources);
  std::vector<std::string> forbidden;
  for (const Source& source : sources) {
    for (const std::string& include : source.includes) {
      const bool wrong_edge =
          IsOfTheProject(include) && !StartsWithAny(include, AllowedOf(source.path));
      const bool wrong_rocksdb =
          StartsWith(include, "rocksdb/") && !MayIncludeRocksDb(source.path, public_headers);
      if (wrong_edge || wrong_rocksdb) forbidden.push_back(source.path + " includes " + include);
    }
  }
  return forbidden;
}

TEST(Includes, FollowTheCodeMap) {
  const std::vector<Source> sources = Sources();
  EXPECT_GT(sources.size(), 50u);
  for (const std::string& edge : ForbiddenIn(sources)) ADD_FAILURE() << edge;
}

TEST(Includes, OfThePublicHeaderDoNotReachDecideOrTheEngine) {
  const std::set<std::string> reached = ReachedFrom({"ledger/ledger.h"}, Sources());
  EXPECT_TRUE(reached.contains("ledger/log/record_log.h"));
  for (const std::string& path : reached) {
    EXPECT_FALSE(StartsWithAny(path, {"ledger/engine/", "ledger/domain/", "projections/"})) << path;
  }
}

TEST(Includes, ThatAreForbiddenAreFound) {
  const auto found = [](const std::string& path, const std::string& line) {
    return ForbiddenIn({{path, IncludesIn("// text\n" + line + "\nint x;\n")}}).size();
  };
  EXPECT_EQ(found("ledger/domain/decide.cc", "#include \"ledger/log/record_log.h\""), 1u);
  EXPECT_EQ(found("ledger/base/money.h", "  #  include <daybook/v1/types.pb.h>"), 1u);
  EXPECT_EQ(found("ledger/proof/tiles.cc", "#include \"daybook/v1/record.pb.h\""), 1u);
  EXPECT_EQ(found("ledger/log/record_log.cc", "#include \"ledger/engine/engine.h\""), 1u);
  EXPECT_EQ(found("projections/runner.cc", "#include \"ledger/domain/decide.h\""), 1u);
  EXPECT_EQ(found("projections/runner.cc", "#include \"ledger/log/record_log.h\""), 1u);
  EXPECT_EQ(found("tools/daybook/main.cc", "#include \"tests/support/requests.h\""), 1u);
  EXPECT_EQ(found("ledger/domain/state.cc", "#include <rocksdb/db.h>"), 1u);
  EXPECT_EQ(found("ledger/ledger.h", "#include \"rocksdb/db.h\""), 1u);
  EXPECT_EQ(found("projections/runner.cc", "#include <rocksdb/db.h>"), 1u);
  EXPECT_EQ(found("projections/view_store.h", "#include <rocksdb/db.h>"), 1u);
  EXPECT_EQ(found("ledger/somewhere/new.cc", "#include \"ledger/base/money.h\""), 1u);
  EXPECT_EQ(found("ledger/log/record_log.cc", "#include <rocksdb/db.h>"), 0u);
  EXPECT_EQ(found("ledger/domain/decide.cc", "#include \"ledger/base/money.h\""), 0u);
  EXPECT_EQ(found("projections/runner.cc", "#include \"ledger/log/record_source.h\""), 0u);
}

TEST(Includes, OfAPublicHeaderDoNotHideRocksDbBehindAnother) {
  const std::vector<Source> sources = {{"ledger/ledger.h", {"ledger/log/record_log.h"}},
                                       {"ledger/log/record_log.h", {"ledger/log/log_db.h"}},
                                       {"ledger/log/log_db.h", {"rocksdb/db.h"}}};
  EXPECT_EQ(ForbiddenIn(sources).size(), 1u);
}

}  // namespace
}  // namespace daybook
