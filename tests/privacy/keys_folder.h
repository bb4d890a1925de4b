// A folder for keys that is gone after the test.
#ifndef DAYBOOK_TESTS_PRIVACY_KEYS_FOLDER_H_
#define DAYBOOK_TESTS_PRIVACY_KEYS_FOLDER_H_

#include <stdlib.h>

#include <string>

#include "gtest/gtest.h"
#include "ledger/base/file_system.h"

namespace daybook {

class KeysFolder {
 public:
  KeysFolder() : parent_(::testing::TempDir() + "daybook-keys-XXXXXX") {
    EXPECT_NE(::mkdtemp(parent_.data()), nullptr);
  }
  KeysFolder(const KeysFolder&) = delete;
  KeysFolder& operator=(const KeysFolder&) = delete;
  ~KeysFolder() { PosixFileSystem().RemoveTree(parent_).IgnoreError(); }

  std::string path() const { return parent_ + "/keys"; }  // not made yet

 private:
  std::string parent_;
};

}  // namespace daybook

#endif  // DAYBOOK_TESTS_PRIVACY_KEYS_FOLDER_H_
