// Runs a fuzz target over inputs of its own making: the target's seeds, mutations of them, and
// random bytes. The input of an iteration depends on its number alone.
//
//   fuzz_smoke_NAME [ITERATIONS [FIRST]]   20,000 from 0 on; a failure names the iteration
//   fuzz_smoke_NAME --input FILE           one input, such as a failure left in TMPDIR
//   fuzz_smoke_NAME --seeds DIRECTORY      writes the seeds, for libFuzzer's corpus
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <fstream>
#include <iterator>

#include "tests/fuzz/byte_mutator.h"
#include "tests/fuzz/fuzz.h"

extern "C" {
// A target need not define these.
__attribute__((weak)) void AddFuzzSeeds(std::vector<std::string>& seeds);
__attribute__((weak)) size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t max_size,
                                                     unsigned int seed);
// Where a sanitizer is linked in: it ends the program without a signal.
__attribute__((weak)) void __sanitizer_set_death_callback(void (*callback)());
}

namespace daybook::fuzz {
namespace {

constexpr uint64_t kDefaultIterations = 20'000;
constexpr size_t kMaxInputBytes = 16 * 1024;
constexpr unsigned kMaxSecondsPerInput = 60;

// What a signal handler needs to know of the present input; a handler gets no arguments of ours.
struct Present {
  const std::string* input = nullptr;
  uint64_t iteration = 0;
  std::string path;  // of the file that keeps it
};
Present present;

// Async-signal-safe.
void KeepInput() {
  if (present.input == nullptr) return;
  char line[64] = "failed at iteration ";
  char digits[24];
  size_t count = 0;
  for (uint64_t rest = present.iteration; count == 0 || rest != 0; rest /= 10) {
    digits[count++] = static_cast<char>('0' + rest % 10);
  }
  size_t at = std::strlen(line);
  while (count > 0) line[at++] = digits[--count];
  std::memcpy(line + at, ", input in ", 11);
  [[maybe_unused]] ssize_t ignored = write(STDERR_FILENO, line, at + 11);
  ignored = write(STDERR_FILENO, present.path.data(), present.path.size());
  ignored = write(STDERR_FILENO, "\n", 1);
  const int file = open(present.path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file >= 0) {
    ignored = write(file, present.input->data(), present.input->size());
    close(file);
  }
  present.input = nullptr;
}

void OnSignal(int signal) {
  KeepInput();
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

void InstallHandlers() {
  if (__sanitizer_set_death_callback != nullptr) __sanitizer_set_death_callback(&KeepInput);
  // A sanitizer's own handler says more about a bad address, and calls back.
  if (__sanitizer_set_death_callback == nullptr) {
    for (const int signal : {SIGSEGV, SIGBUS, SIGILL, SIGFPE}) std::signal(signal, &OnSignal);
  }
  for (const int signal : {SIGABRT, SIGALRM}) std::signal(signal, &OnSignal);
}

void MutateAsTheTargetLikes(std::string& input, Random& random) {
  const size_t size = input.size();
  input.resize(std::max(size, kMaxInputBytes));
  input.resize(LLVMFuzzerCustomMutator(reinterpret_cast<uint8_t*>(input.data()), size, input.size(),
                                       static_cast<unsigned int>(random.Next())));
}

std::string InputOf(uint64_t iteration, const std::vector<std::string>& seeds) {
  if (iteration < seeds.size()) return seeds[iteration];
  Random random(iteration);
  if (seeds.empty() || random.OneIn(16)) {
    return RandomBytes(random.Below(random.OneIn(8) ? 2048 : 128), random);
  }
  std::string input = seeds[random.Below(seeds.size())];
  const bool by_target = LLVMFuzzerCustomMutator != nullptr && !random.OneIn(4);
  for (size_t left = 1 + random.Below(6); left > 0; --left) {
    if (by_target) {
      MutateAsTheTargetLikes(input, random);
    } else {
      MutateBytes(input, seeds[random.Below(seeds.size())], random);
    }
  }
  if (input.size() > kMaxInputBytes) input.resize(kMaxInputBytes);
  return input;
}

void RunOne(const std::string& input, uint64_t iteration) {
  // A copy of just that size, so that a sanitizer sees a read behind the end.
  const std::vector<uint8_t> bytes(input.begin(), input.end());
  present.input = &input;
  present.iteration = iteration;
  alarm(kMaxSecondsPerInput);
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
  present.input = nullptr;
}

int RunFile(const char* path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    std::fprintf(stderr, "can't read %s\n", path);
    return 2;
  }
  RunOne(std::string(std::istreambuf_iterator<char>(file), {}), 0);
  return 0;
}

int WriteSeeds(const std::string& directory, const std::vector<std::string>& seeds) {
  for (size_t i = 0; i < seeds.size(); ++i) {
    std::ofstream file(directory + "/seed-" + std::to_string(i), std::ios::binary);
    if (!file.write(seeds[i].data(), static_cast<std::streamsize>(seeds[i].size()))) {
      std::fprintf(stderr, "can't write to %s\n", directory.c_str());
      return 2;
    }
  }
  return 0;
}

int Main(int argc, char** argv) {
  const std::string name = std::string(argv[0]).substr(std::string(argv[0]).rfind('/') + 1);
  const char* const folder = std::getenv("TMPDIR");
  present.path = std::string(folder != nullptr ? folder : "/tmp") + "/" + name + ".input." +
                 std::to_string(getpid());
  InstallHandlers();
  std::vector<std::string> seeds;
  if (AddFuzzSeeds != nullptr) AddFuzzSeeds(seeds);
  if (argc == 3 && std::strcmp(argv[1], "--input") == 0) return RunFile(argv[2]);
  if (argc == 3 && std::strcmp(argv[1], "--seeds") == 0) return WriteSeeds(argv[2], seeds);

  const uint64_t iterations = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : kDefaultIterations;
  const uint64_t first = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 0;
  RunOne("", first);
  for (uint64_t iteration = first; iteration < first + iterations; ++iteration) {
    RunOne(InputOf(iteration, seeds), iteration);
  }
  std::printf("%s: %llu inputs\n", name.c_str(), static_cast<unsigned long long>(iterations));
  return 0;
}

}  // namespace
}  // namespace daybook::fuzz

int main(int argc, char** argv) { return daybook::fuzz::Main(argc, argv); }
