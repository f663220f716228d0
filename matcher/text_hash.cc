#include "matcher/text_hash.h"

#include <optional>
#include <random>

namespace skillwake::matcher {
namespace {

/// One number for the whole process, since tables of hashes are shared by all of it.
std::optional<std::uint64_t>& told_seed() {
    static std::optional<std::uint64_t> seed;
    return seed;
}

}  // namespace

std::uint64_t random_seed() {
    std::random_device device;
    return static_cast<std::uint64_t>(device()) << 32U | device();
}

void use_hash_seed(std::uint64_t seed) {
    told_seed() = seed;
}

std::uint64_t first_hash_seed() {
    return told_seed() ? *told_seed() : random_seed();
}

}  // namespace skillwake::matcher
