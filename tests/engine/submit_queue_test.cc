#include "ledger/engine/submit_queue.h"

#include <map>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace daybook {
namespace {

Submission Numbered(int number) {
  Submission submission;
  submission.request.set_request_id(absl::StrCat(number));
  return submission;
}

absl::Status Push(SubmitQueue& queue, int number, absl::Time wait_until = absl::InfinitePast()) {
  Submission submission = Numbered(number);
  return queue.Push(submission, wait_until);
}

std::vector<int> Take(SubmitQueue& queue, size_t max) {
  std::vector<Submission> taken;
  queue.Take(max, taken);
  std::vector<int> numbers;
  for (const Submission& submission : taken) {
    numbers.push_back(std::stoi(submission.request.request_id()));
  }
  return numbers;
}

TEST(SubmitQueue, GivesWhatWasPushedInOrderAndNoMoreThanAsked) {
  SubmitQueue queue(10);
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(Push(queue, i).ok());
  EXPECT_EQ(Take(queue, 2), (std::vector<int>{0, 1}));
  ASSERT_TRUE(Push(queue, 5).ok());
  EXPECT_EQ(Take(queue, 10), (std::vector<int>{2, 3, 4}));
  EXPECT_EQ(Take(queue, 10), (std::vector<int>{5}));
}

TEST(SubmitQueue, CountsWhatWasHandedOverButNotYetTaken) {
  SubmitQueue queue(3);
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(Push(queue, i).ok());
  EXPECT_EQ(Take(queue, 1), (std::vector<int>{0}));
  EXPECT_TRUE(Push(queue, 3).ok());
  EXPECT_TRUE(absl::IsResourceExhausted(Push(queue, 4)));
}

TEST(SubmitQueue, LeavesARefusedSubmissionWhole) {
  SubmitQueue queue(1);
  ASSERT_TRUE(Push(queue, 0).ok());
  Submission refused = Numbered(1);
  EXPECT_FALSE(queue.Push(refused, absl::Now() + absl::Milliseconds(5)).ok());
  EXPECT_EQ(refused.request.request_id(), "1");
}

TEST(SubmitQueue, LetsASubmitterInWhenThereIsRoomAgain) {
  SubmitQueue queue(1);
  ASSERT_TRUE(Push(queue, 0).ok());
  std::thread submitter([&queue] { EXPECT_TRUE(Push(queue, 1, absl::InfiniteFuture()).ok()); });
  EXPECT_EQ(Take(queue, 1), (std::vector<int>{0}));
  EXPECT_EQ(Take(queue, 1), (std::vector<int>{1}));
  submitter.join();
}

TEST(SubmitQueue, ClosedGivesWhatIsLeftAndTakesNoMore) {
  SubmitQueue queue(2);
  ASSERT_TRUE(Push(queue, 0).ok());
  ASSERT_TRUE(Push(queue, 1).ok());
  std::thread waiting([&queue] {
    EXPECT_TRUE(absl::IsFailedPrecondition(Push(queue, 2, absl::InfiniteFuture())));
  });
  queue.Close();
  waiting.join();
  EXPECT_TRUE(absl::IsFailedPrecondition(Push(queue, 3)));
  std::vector<Submission> taken;
  EXPECT_TRUE(queue.Take(10, taken));
  EXPECT_EQ(taken.size(), 2u);
  EXPECT_FALSE(queue.Take(10, taken));
}

TEST(SubmitQueue, KeepsTheOrderOfEachThreadAndLosesNothing) {
  constexpr int kThreads = 4;
  constexpr int kEach = 5000;
  SubmitQueue queue(64);
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&queue, thread] {
      for (int i = 0; i < kEach; ++i) {
        ASSERT_TRUE(Push(queue, thread * kEach + i, absl::InfiniteFuture()).ok());
      }
    });
  }
  std::map<int, int> next;
  for (int taken = 0; taken < kThreads * kEach;) {
    for (const int number : Take(queue, 17)) {
      EXPECT_EQ(number % kEach, next[number / kEach]++);
      ++taken;
    }
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace daybook
