#include "tests/fuzz/fuzz.h"

#include <cstdlib>
#include <fstream>

/// What libFuzzer asks of a target beside LLVMFuzzerTestOneInput: with $SKILLWAKE_FUZZ_SEEDS, a folder, the
/// target's own seeds are written there before it begins.
extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/) {
    if (const char* folder = std::getenv("SKILLWAKE_FUZZ_SEEDS"); folder != nullptr) {
        int number = 0;
        for (const auto& seed : skillwake::fuzz::seeds()) {
            std::ofstream(std::string(folder) + "/seed-" + std::to_string(number++), std::ios::binary)
                << seed;
        }
    }
    return 0;
}
