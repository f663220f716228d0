#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <span>
#include <vector>

namespace skillwake::bench {

/// The value below which `part` (0 to 1) of `values` lie; they are put in another order. Not of nothing.
inline double quantile(std::vector<double>& values, double part) {
    const auto place = static_cast<std::size_t>(part * static_cast<double>(values.size() - 1) + 0.5);
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(place), values.end());
    return values[place];
}

/// One number of each round, and how far apart they lie: half of all rounds are between `low` and `high`.
struct Spread {
    double median = 0;
    double low = 0;
    double high = 0;
};
inline Spread spread_of(std::vector<double> values) {
    return {quantile(values, 0.5), quantile(values, 0.25), quantile(values, 0.75)};
}

/// Times of one thing, in microseconds, round by round.
class Samples {
public:
    void begin_round() { rounds_.emplace_back(); }
    void add(double us) { rounds_.back().push_back(us); }

    /// The median of each round.
    std::vector<double> medians() const {
        std::vector<double> medians;
        for (auto round : rounds_) {
            medians.push_back(quantile(round, 0.5));
        }
        return medians;
    }
    /// Of all rounds together.
    double at(double part) const {
        std::vector<double> all;
        for (const auto& round : rounds_) {
            all.insert(all.end(), round.begin(), round.end());
        }
        return quantile(all, part);
    }

private:
    std::vector<std::vector<double>> rounds_;
};

/// How much longer `of` took than `than`, round by round, so that what disturbs a round disturbs both.
inline std::vector<double> ratios(const Samples& of, const Samples& than) {
    auto ratios = of.medians();
    const auto others = than.medians();
    for (std::size_t round = 0; round < ratios.size(); ++round) {
        ratios[round] /= others[round];
    }
    return ratios;
}

class Stopwatch {
public:
    double us() const {
        return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - began_).count();
    }

private:
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace skillwake::bench
