#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace skillwake::bench {

/// Random numbers that are the same on every machine (splitmix64); std's distributions are not.
class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() {
        auto mixed = state_ += 0x9E3779B97F4A7C15U;
        mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
        return mixed ^ (mixed >> 31U);
    }
    /// Below `end`, which is not 0.
    std::size_t below(std::size_t end) { return static_cast<std::size_t>(next() % end); }
    /// From 0 to below 1.
    double fraction() { return static_cast<double>(next() >> 11U) * 0x1p-53; }

private:
    std::uint64_t state_;
};

/// Ranks as Zipf's law has them: rank r, from 0, comes with a probability in proportion to 1 / (r + 1).
class Zipf {
public:
    explicit Zipf(std::size_t ranks) {
        double sum = 0;
        for (std::size_t rank = 0; rank < ranks; ++rank) {
            sums_.push_back(sum += 1.0 / static_cast<double>(rank + 1));
        }
    }

    std::size_t draw(Random& random) const {
        const auto found = std::upper_bound(sums_.begin(), sums_.end(), random.fraction() * sums_.back());
        return std::min(static_cast<std::size_t>(found - sums_.begin()), sums_.size() - 1);
    }

private:
    std::vector<double> sums_;
};

}  // namespace skillwake::bench
