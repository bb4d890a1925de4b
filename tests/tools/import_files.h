// Temporary files for the tests of the importer.
#ifndef DAYBOOK_TESTS_TOOLS_IMPORT_FILES_H_
#define DAYBOOK_TESTS_TOOLS_IMPORT_FILES_H_

#include <zlib.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "gtest/gtest.h"

namespace daybook {

// A directory of its own for one test, gone when the test ends.
class ImportFilesTest : public ::testing::Test {
 protected:
  ImportFilesTest() {
    std::string name = ::testing::TempDir() + "daybook-import-XXXXXX";
    const char* made = mkdtemp(name.data());
    EXPECT_NE(made, nullptr);
    folder_ = name;
  }
  ~ImportFilesTest() override { std::filesystem::remove_all(folder_); }

  std::string Path(const std::string& name) const { return folder_ / name; }

  std::string Write(const std::string& name, std::string_view bytes) const {
    std::ofstream(Path(name), std::ios::binary).write(bytes.data(), std::ssize(bytes));
    return Path(name);
  }

  // Adds a gzip member.
  std::string WriteGzip(const std::string& name, std::string_view bytes) const {
    gzFile file = gzopen(Path(name).c_str(), "ab");
    EXPECT_EQ(gzwrite(file, bytes.data(), static_cast<unsigned>(bytes.size())),
              static_cast<int>(bytes.size()));
    EXPECT_EQ(gzclose(file), Z_OK);
    return Path(name);
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace daybook

#endif  // DAYBOOK_TESTS_TOOLS_IMPORT_FILES_H_
