// A process that writes a ledger until it is killed.
//
//   daybook_crash_writer DIR ROUND THREADS
//
// Each thread submits its own stream of requests (crash_workload.h), many at a time. Each acknowledged request is one line
// on standard output, written at once: its id, position and the hash of its outcome. Exit code 3: the ledger does not
// open, and standard error says why; 4: a request failed.
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <semaphore>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "ledger/base/sha256.h"
#include "ledger/base/strings.h"
#include "ledger/ledger.h"
#include "tests/crash/crash_workload.h"

namespace daybook::crash {
namespace {

constexpr int kOutstanding = 48;  // of one thread

// One write a line: lines of several threads do not mix, and what was written survives the writer.
void Report(const std::string& request_id, const Receipt& receipt) {
  const std::string line = request_id + " " + std::to_string(receipt.position) + " " +
                           ToHex(AsBytes(Sha256Of(receipt.outcome.SerializeAsString()))) + "\n";
  if (::write(STDOUT_FILENO, line.data(), line.size()) != static_cast<ssize_t>(line.size())) {
    std::_Exit(5);
  }
}

void WriteStream(Ledger& ledger, const std::string& stream) {
  std::counting_semaphore<kOutstanding> places(kOutstanding);
  for (int n = 0;; ++n) {
    places.acquire();
    v1::Request request = NthRequest(stream, n);
    const std::string id = request.request_id();
    ledger.SubmitAsync(std::move(request), absl::Now() + absl::Seconds(60),
                       [&places, id](absl::StatusOr<Receipt> receipt) {
                         if (!receipt.ok()) {
                           std::fprintf(stderr, "%s: %s\n", id.c_str(),
                                        receipt.status().ToString().c_str());
                           std::_Exit(4);
                         }
                         Report(id, *receipt);
                         places.release();
                       });
  }
}

int Main(const std::string& dir, const std::string& round, int threads) {
  absl::StatusOr<std::unique_ptr<Ledger>> ledger = Ledger::Open(dir);
  if (!ledger.ok()) {
    std::fprintf(stderr, "%s\n", ledger.status().ToString().c_str());
    return 3;
  }
  std::vector<std::thread> writers;
  for (int i = 0; i < threads; ++i) {
    writers.emplace_back([&, i] { WriteStream(**ledger, "w" + round + "-" + std::to_string(i)); });
  }
  for (std::thread& writer : writers) writer.join();
  return 0;
}

}  // namespace
}  // namespace daybook::crash

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: daybook_crash_writer DIR ROUND THREADS\n");
    return 2;
  }
  return daybook::crash::Main(argv[1], argv[2], std::atoi(argv[3]));
}
