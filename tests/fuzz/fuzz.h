#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

/// What a fuzz target is: a file with the two functions below. With standalone.cc it is a test that tries a
/// bounded number of mutated seeds, the same ones every time. Without it, it is a target for libFuzzer:
///
///     clang++ -std=c++20 -g -O1 -fsanitize=fuzzer,address,undefined -I. tests/fuzz/json_fuzz.cc
///         protocol/{json,message,rpc}.cc base/{error,utf8}.cc -lsimdjson -o /tmp/json_fuzz
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace skillwake::fuzz {

/// Inputs to begin with: one for each shape that the code tells apart.
std::vector<std::string> seeds();

/// Ends the program when a promise is broken, so that the input is kept.
inline void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

}  // namespace skillwake::fuzz
