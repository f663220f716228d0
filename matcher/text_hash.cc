#include "matcher/text_hash.h"

#include <random>

namespace skillwake::matcher {

std::uint64_t hash_seed() {
    static const std::uint64_t kSeed = [] {
        std::random_device device;
        return static_cast<std::uint64_t>(device()) << 32U | device();
    }();
    return kSeed;
}

}  // namespace skillwake::matcher
