#include "ledger/base/file_system.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace daybook {
namespace {

class FileSystemTest : public ::testing::Test {
 protected:
  FileSystemTest()
      : folder_(::testing::TempDir() + "daybook_files_" + std::to_string(::getpid()) + "_" +
                ::testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directory(folder_);
  }
  ~FileSystemTest() override { std::filesystem::remove_all(folder_); }

  std::string At(const std::string& name) const { return folder_ + "/" + name; }

  void Write(const std::string& name, std::string_view bytes) {
    const absl::Status status = files_.WriteAtomically(At(name), bytes);
    ASSERT_TRUE(status.ok()) << status;
  }

  std::string Content(const std::string& name) const {
    const absl::StatusOr<std::string> bytes = files_.Read(At(name));
    return bytes.ok() ? *bytes : bytes.status().ToString();
  }

  std::vector<std::string> Names() const {
    const absl::StatusOr<std::vector<std::string>> names = files_.List(folder_);
    return names.ok() ? *names : std::vector<std::string>{names.status().ToString()};
  }

  static bool Mentions(const absl::Status& status, std::string_view text) {
    return status.message().find(absl::string_view(text.data(), text.size())) !=
           absl::string_view::npos;
  }

  const std::string folder_;
  FileSystem& files_ = PosixFileSystem();
};

TEST_F(FileSystemTest, ReadsBackWhatWasWrittenAtomically) {
  std::string bytes("\0with\nzeros\0", 12);
  Write("head", bytes);
  EXPECT_EQ(Content("head"), bytes);
  EXPECT_EQ(*files_.Size(At("head")), 12u);
  bytes.assign(3'000'000, 'x');
  Write("head", bytes);
  EXPECT_EQ(Content("head"), bytes);
  Write("head", "");
  EXPECT_EQ(Content("head"), "");
}

TEST_F(FileSystemTest, LeavesNoTemporaryFileBehindAfterAnAtomicWrite) {
  Write("head", "one");
  Write("head", "two");
  EXPECT_EQ(Names(), std::vector<std::string>{"head"});
}

TEST_F(FileSystemTest, LeavesNoTemporaryFileBehindWhereAnAtomicWriteFails) {
  // given a directory where the file should go
  ASSERT_TRUE(files_.CreateDirectory(At("head")).ok());
  // when
  const absl::Status status = files_.WriteAtomically(At("head"), "bytes");
  // then
  EXPECT_FALSE(status.ok());
  EXPECT_TRUE(Mentions(status, At("head"))) << status;
  EXPECT_EQ(Names(), std::vector<std::string>{"head"});
}

TEST_F(FileSystemTest, LeavesTheOldContentWhereAnAtomicWriteFails) {
  Write("head", "old");
  const std::string too_long(300, 'n');
  EXPECT_FALSE(files_.WriteAtomically(At(too_long), "new").ok());
  EXPECT_EQ(Content("head"), "old");
  EXPECT_EQ(Names(), std::vector<std::string>{"head"});
}

TEST_F(FileSystemTest, GivesANewFileTheModeAskedFor) {
  ASSERT_TRUE(files_.WriteAtomically(At("key"), "secret", 0600).ok());
  struct stat info {};
  ASSERT_EQ(::stat(At("key").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  ASSERT_TRUE(files_.OpenForOverwrite(At("slab"), 0600).ok());
  ASSERT_EQ(::stat(At("slab").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST_F(FileSystemTest, ShowsEveryReaderAWholeContentWhileTheFileIsReplaced) {
  Write("head", std::string(10'000, 'a'));
  std::thread writer([this] {
    for (int i = 0; i < 100; ++i) {
      const char c = i % 2 == 0 ? 'b' : 'a';
      EXPECT_TRUE(files_.WriteAtomically(At("head"), std::string(10'000, c)).ok());
    }
  });
  for (int i = 0; i < 300; ++i) {
    const std::string content = Content("head");
    EXPECT_EQ(content, std::string(10'000, content.front()));
  }
  writer.join();
}

TEST_F(FileSystemTest, LetsManyThreadsReplaceTheSameFile) {
  std::vector<std::thread> writers;
  for (char c = 'a'; c < 'e'; ++c) {
    writers.emplace_back([this, c] {
      for (int i = 0; i < 20; ++i) {
        EXPECT_TRUE(files_.WriteAtomically(At("head"), std::string(100, c)).ok());
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(Names(), std::vector<std::string>{"head"});
  const std::string content = Content("head");
  EXPECT_EQ(content, std::string(100, content.front()));
}

TEST_F(FileSystemTest, OverwritesInPlaceAndKeepsWhatItDoesNotTouch) {
  absl::StatusOr<std::unique_ptr<OverwriteFile>> file = files_.OpenForOverwrite(At("head"));
  ASSERT_TRUE(file.ok()) << file.status();
  ASSERT_TRUE((*file)->WriteAt(0, "0123456789").ok());
  ASSERT_TRUE((*file)->WriteAt(4, "xy").ok());
  ASSERT_TRUE((*file)->WriteAt(12, "end").ok());
  ASSERT_TRUE((*file)->Sync().ok());
  EXPECT_EQ(Content("head"), std::string("0123xy6789\0\0end", 15));

  file = files_.OpenForOverwrite(At("head"));
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(*files_.Size(At("head")), 15u);
}

TEST_F(FileSystemTest, ListsNamesInTheOrderOfTheirBytes) {
  for (const char* name : {"b", "a10", "a9", "B", ".hidden", "a"}) Write(name, "");
  ASSERT_TRUE(files_.CreateDirectory(At("c")).ok());
  EXPECT_EQ(Names(), (std::vector<std::string>{".hidden", "B", "a", "a10", "a9", "b", "c"}));
}

TEST_F(FileSystemTest, CreatesDirectoriesOneLevelAtATime) {
  EXPECT_TRUE(absl::IsNotFound(files_.CreateDirectory(At("log/deep"))));
  EXPECT_TRUE(files_.CreateDirectory(At("log")).ok());
  EXPECT_TRUE(files_.CreateDirectory(At("log/deep/")).ok());
  EXPECT_TRUE(absl::IsAlreadyExists(files_.CreateDirectory(At("log"))));
  EXPECT_TRUE(files_.Exists(At("log/deep")));
}

TEST_F(FileSystemTest, RemovesFilesAndWholeTreesAndNothingBesideThem) {
  ASSERT_TRUE(files_.CreateDirectory(At("views")).ok());
  ASSERT_TRUE(files_.CreateDirectory(At("views/bookings")).ok());
  Write("views/bookings/rows", "1");
  Write("views-kept", "2");
  ASSERT_TRUE(std::filesystem::exists(At("views/bookings/rows")));

  EXPECT_FALSE(files_.Remove(At("views")).ok());  // not empty
  EXPECT_TRUE(files_.RemoveTree(At("views")).ok());
  EXPECT_EQ(Names(), std::vector<std::string>{"views-kept"});
  EXPECT_TRUE(files_.RemoveTree(At("views")).ok());
  EXPECT_TRUE(files_.Remove(At("views-kept")).ok());
  EXPECT_TRUE(Names().empty());
}

TEST_F(FileSystemTest, DoesNotFollowALinkOutOfATreeThatItRemoves) {
  ASSERT_TRUE(files_.CreateDirectory(At("outside")).ok());
  Write("outside/kept", "1");
  ASSERT_TRUE(files_.CreateDirectory(At("tree")).ok());
  std::filesystem::create_directory_symlink(At("outside"), At("tree/link"));
  EXPECT_TRUE(files_.RemoveTree(At("tree")).ok());
  EXPECT_EQ(Content("outside/kept"), "1");
}

TEST_F(FileSystemTest, RenamesOverAnExistingFileAndIntoAnotherDirectory) {
  Write("new", "1");
  Write("current", "0");
  EXPECT_TRUE(files_.Rename(At("new"), At("current")).ok());
  EXPECT_EQ(Content("current"), "1");
  EXPECT_FALSE(files_.Exists(At("new")));
  ASSERT_TRUE(files_.CreateDirectory(At("old")).ok());
  EXPECT_TRUE(files_.Rename(At("current"), At("old/kept")).ok());
  EXPECT_EQ(Content("old/kept"), "1");
}

TEST_F(FileSystemTest, ExchangesTwoDirectoriesWithWhatIsInThem) {
  // given
  ASSERT_TRUE(files_.CreateDirectory(At("view")).ok());
  ASSERT_TRUE(files_.CreateDirectory(At("building")).ok());
  Write("view/rows", "old");
  Write("building/rows", "new");
  // when
  const absl::Status exchanged = files_.Exchange(At("building"), At("view"));
  if (absl::IsUnimplemented(exchanged)) GTEST_SKIP() << exchanged;
  // then
  ASSERT_TRUE(exchanged.ok()) << exchanged;
  EXPECT_EQ(Content("view/rows"), "new");
  EXPECT_EQ(Content("building/rows"), "old");
}

TEST_F(FileSystemTest, ShowsEveryReaderOneOrTheOtherWhileTwoFilesAreExchanged) {
  Write("view", "a");
  Write("building", "b");
  if (absl::IsUnimplemented(files_.Exchange(At("view"), At("building")))) GTEST_SKIP();
  std::thread exchanger([this] {
    for (int i = 0; i < 200; ++i) {
      EXPECT_TRUE(files_.Exchange(At("view"), At("building")).ok());
    }
  });
  for (int i = 0; i < 2000; ++i) {
    const std::string content = Content("view");
    EXPECT_TRUE(content == "a" || content == "b") << content;
  }
  exchanger.join();
}

TEST_F(FileSystemTest, ExchangesNothingWhereOneOfTheTwoIsMissing) {
  Write("view", "old");
  const absl::Status exchanged = files_.Exchange(At("building"), At("view"));
  if (absl::IsUnimplemented(exchanged)) GTEST_SKIP() << exchanged;
  EXPECT_TRUE(absl::IsNotFound(exchanged)) << exchanged;
  EXPECT_TRUE(Mentions(exchanged, At("building"))) << exchanged;
  EXPECT_EQ(Content("view"), "old");
}

TEST_F(FileSystemTest, SaysNotFoundAndNamesThePathWhereThereIsNothing) {
  const std::string path = At("nothing");
  const std::vector<absl::Status> statuses = {files_.Read(path).status(),
                                              files_.Remove(path),
                                              files_.Size(path).status(),
                                              files_.List(path).status(),
                                              files_.Rename(path, At("to")),
                                              files_.Lock(path + "/l").status(),
                                              files_.WriteAtomically(path + "/file", ""),
                                              files_.OpenForOverwrite(path + "/file").status()};
  for (const absl::Status& status : statuses) {
    EXPECT_TRUE(absl::IsNotFound(status)) << status;
    EXPECT_TRUE(Mentions(status, path)) << status;
    EXPECT_TRUE(Mentions(status, "No such file or directory")) << status;
  }
  EXPECT_FALSE(files_.Exists(path));
}

TEST_F(FileSystemTest, SaysInternalWhereADirectoryIsReadAsAFile) {
  EXPECT_TRUE(absl::IsInternal(files_.Read(folder_).status()));
}

TEST_F(FileSystemTest, SaysResourceExhaustedWhereTheDiskIsFull) {
  if (!files_.Exists("/dev/full")) GTEST_SKIP() << "no /dev/full on this machine";
  std::filesystem::create_symlink("/dev/full", At("full"));
  const absl::StatusOr<std::unique_ptr<OverwriteFile>> file = files_.OpenForOverwrite(At("full"));
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_TRUE(absl::IsResourceExhausted((*file)->WriteAt(0, "bytes")));
}

TEST_F(FileSystemTest, SaysPermissionDeniedWhereTheDirectoryMayNotBeWritten) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may write everywhere";
  ASSERT_TRUE(files_.CreateDirectory(At("closed"), 0500).ok());
  EXPECT_TRUE(absl::IsPermissionDenied(files_.WriteAtomically(At("closed/file"), "bytes")));
}

TEST_F(FileSystemTest, RefusesASecondLockInTheSameProcessAndNamesTheHolder) {
  const absl::StatusOr<std::unique_ptr<FileLock>> first = files_.Lock(At("lock"));
  ASSERT_TRUE(first.ok()) << first.status();
  for (int i = 0; i < 2; ++i) {  // a refusal must not loosen the lock
    const absl::Status second = files_.Lock(At("lock")).status();
    EXPECT_TRUE(absl::IsFailedPrecondition(second)) << second;
    EXPECT_TRUE(Mentions(second, At("lock"))) << second;
    EXPECT_TRUE(Mentions(second, "process " + std::to_string(::getpid()))) << second;
  }
}

TEST_F(FileSystemTest, RefusesTheLockOfAnotherProcess) {
  const absl::StatusOr<std::unique_ptr<FileLock>> held = files_.Lock(At("lock"));
  ASSERT_TRUE(held.ok()) << held.status();
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    ::_exit(absl::IsFailedPrecondition(PosixFileSystem().Lock(At("lock")).status()) ? 0 : 1);
  }
  int result = -1;
  ASSERT_EQ(::waitpid(child, &result, 0), child);
  EXPECT_EQ(result, 0);
}

TEST_F(FileSystemTest, GivesTheLockAgainOnceTheHolderIsGone) {
  { ASSERT_TRUE(files_.Lock(At("lock")).ok()); }
  // given a holder that ends without a word, whose number is longer than ours
  Write("lock", "4194304999\n");
  const absl::StatusOr<std::unique_ptr<FileLock>> again = files_.Lock(At("lock"));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(Content("lock"), std::to_string(::getpid()) + "\n");
}

TEST_F(FileSystemTest, SaysAnotherProcessWhereTheHolderDidNotLeaveItsNumber) {
  const absl::StatusOr<std::unique_ptr<FileLock>> held = files_.Lock(At("lock"));
  ASSERT_TRUE(held.ok()) << held.status();
  std::filesystem::resize_file(At("lock"), 0);
  const absl::Status refused = files_.Lock(At("lock")).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(refused)) << refused;
  EXPECT_TRUE(Mentions(refused, "another process")) << refused;
}

}  // namespace
}  // namespace daybook
