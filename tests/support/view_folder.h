// A folder for a view, removed with everything in it at the end of the test.
#ifndef DAYBOOK_TESTS_SUPPORT_VIEW_FOLDER_H_
#define DAYBOOK_TESTS_SUPPORT_VIEW_FOLDER_H_

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <string>
#include <system_error>

namespace daybook {

class ViewFolder {
 public:
  ViewFolder() : path_(::testing::TempDir() + "/daybook-views-XXXXXX") {
    EXPECT_NE(::mkdtemp(path_.data()), nullptr) << path_;
  }
  ViewFolder(const ViewFolder&) = delete;
  ViewFolder& operator=(const ViewFolder&) = delete;
  ~ViewFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }
  // Of a view that does not exist yet.
  std::string view() const { return path_ + "/bookings.v1"; }

 private:
  std::string path_;
};

}  // namespace daybook

#endif  // DAYBOOK_TESTS_SUPPORT_VIEW_FOLDER_H_
