#include "tools/import/input_file.h"

#include <filesystem>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/tools/import_files.h"

namespace daybook {
namespace {

using ::testing::HasSubstr;

class InputFileTest : public ImportFilesTest {
 protected:
  static absl::StatusOr<std::string> ReadAll(const std::string& path) {
    auto file = InputFile::Open(path);
    if (!file.ok()) return file.status();
    std::string content;
    char buffer[1000];
    while (true) {
      const absl::StatusOr<size_t> got = (*file)->Read(buffer, sizeof(buffer));
      if (!got.ok()) return got.status();
      if (*got == 0) return content;
      content.append(buffer, *got);
    }
  }
  static std::string ManyNumbers() {
    std::string text;
    for (int i = 0; i < 100'000; ++i) text += std::to_string(i * 7919 % 100'003) + "\n";
    return text;
  }
};

TEST_F(InputFileTest, GivesAPlainFileAsItIs) {
  EXPECT_EQ(*ReadAll(Write("plain", ManyNumbers())), ManyNumbers());
  EXPECT_EQ(*ReadAll(Write("empty", "")), "");
}

TEST_F(InputFileTest, UnpacksAGzipFileWhateverItsName) {
  EXPECT_EQ(*ReadAll(WriteGzip("numbers.csv", ManyNumbers())), ManyNumbers());
}

TEST_F(InputFileTest, UnpacksAllMembersOfAGzipFile) {
  WriteGzip("members", "first\n");
  EXPECT_EQ(*ReadAll(WriteGzip("members", "second\n")), "first\nsecond\n");
}

TEST_F(InputFileTest, RefusesAGzipFileThatIsCutOffAnywhere) {
  const std::string path = WriteGzip("cut", ManyNumbers());
  auto size = std::filesystem::file_size(path);
  for (const auto cut : {size - 1, size - 8, size - 9, size / 2, uintmax_t{30}}) {
    std::filesystem::resize_file(path, cut);
    const auto content = ReadAll(path);
    EXPECT_EQ(content.status().code(), absl::StatusCode::kInvalidArgument) << cut;
    EXPECT_THAT(std::string(content.status().message()), HasSubstr("cut off")) << cut;
  }
}

TEST_F(InputFileTest, RefusesAGzipFileWithAFlippedBit) {
  const std::string path = WriteGzip("flipped", ManyNumbers());
  const auto middle = static_cast<std::streamoff>(std::filesystem::file_size(path) / 2);
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(middle);
  const int byte = file.get();
  file.seekp(middle);
  file.put(static_cast<char>(byte ^ 1));
  file.close();
  EXPECT_EQ(ReadAll(path).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(InputFileTest, SaysThatAFileIsMissingOrADirectory) {
  EXPECT_EQ(ReadAll(Path("none")).status().code(), absl::StatusCode::kNotFound);
  std::filesystem::create_directory(Path("folder"));
  EXPECT_EQ(ReadAll(Path("folder")).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace daybook
