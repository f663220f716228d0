#pragma once

#include <cstdio>
#include <exception>
#include <string>
#include <vector>

namespace skillwake::bench {

/// The main function of a benchmark: `run` gets the arguments and gives the exit code; what it throws is
/// told.
template <class Run>
int bench_main(const char* name, int argc, char** argv, Run run) {
    try {
        return run(std::vector<std::string>{argv + 1, argv + argc});
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "%s: %s\n", name, failure.what());
        return 1;
    }
}

}  // namespace skillwake::bench
