// Small damage to bytes: what a disk, a network or a careless program does to them.
#ifndef DAYBOOK_TESTS_FUZZ_BYTE_MUTATOR_H_
#define DAYBOOK_TESTS_FUZZ_BYTE_MUTATOR_H_

#include <cstddef>
#include <string>

#include "tests/fuzz/fuzz.h"

namespace daybook::fuzz {

// `size` bytes, of all values or of text alone.
std::string RandomBytes(size_t size, Random& random);

// One change: bits, bytes, whole stretches; sometimes with a part of `other`.
void MutateBytes(std::string& bytes, const std::string& other, Random& random);

}  // namespace daybook::fuzz

#endif  // DAYBOOK_TESTS_FUZZ_BYTE_MUTATOR_H_
