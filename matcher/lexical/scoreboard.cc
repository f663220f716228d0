#include "matcher/lexical/scoreboard.h"

#include "base/wide.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <functional>
#include <numeric>

namespace skillwake::matcher::lexical {
namespace {

constexpr std::size_t kLanes = kWideLanes;
using Floats = float __attribute__((vector_size(kLanes * sizeof(float))));
using Whole = std::int32_t __attribute__((vector_size(kLanes * sizeof(std::int32_t))));

[[gnu::always_inline]] inline void load(Floats& values, const float* from) {
    std::memcpy(&values, from, sizeof(values));
}

/// exp(x) for x between -87 and 80: 2 to the whole part of x / ln 2, times a polynomial of the rest.
[[gnu::always_inline]] inline void exponential(Floats& x) {
    constexpr float kPerTwo = 1.44269504F;
    constexpr float kTwoHigh =
        0.693359375F;  // ln 2 in two parts: the first has few digits, so that n times it is exact
    constexpr float kTwoLow = -2.12194440e-4F;
    constexpr float kRounder = 12582912.0F;  // 1.5 * 2^23: adding it rounds to a whole number
    const Floats rounded = x * kPerTwo + kRounder;
    const Floats whole = rounded - kRounder;
    const Floats rest = (x - whole * kTwoHigh) - whole * kTwoLow;
    const Floats power =
        1.0F +
        rest * (1.0F + rest * (0.5F + rest * (0.166666667F +
                                              rest * (0.0416666667F +
                                                      rest * (0.00833333333F + rest * 0.00138888889F)))));
    const auto bits = reinterpret_cast<Whole>(power) + (reinterpret_cast<Whole>(rounded) << 23);
    x = reinterpret_cast<Floats>(bits);
}

/// In each lane the greatest of every kLanes-th place of `scores`, whose size is a multiple of kLanes; 0 at
/// least.
SKILLWAKE_WIDE void greatest_by_lane(std::span<const float> scores, std::span<float, kLanes> greatest) {
    Floats lanes{};
    for (std::size_t at = 0; at < scores.size(); at += kLanes) {
        Floats values;
        load(values, &scores[at]);
        lanes = values > lanes ? values : lanes;
    }
    std::memcpy(greatest.data(), &lanes, sizeof(lanes));
}

/// Fills `places` with those of `scores` that are above `least`, ascending: only lanes are looked through
/// whose greatest is.
void places_above(std::span<const float> scores, std::span<const float> greatest, float least,
                  std::vector<std::uint32_t>& places) {
    places.clear();
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
        for (auto at = greatest[lane] > least ? lane : scores.size(); at < scores.size(); at += kLanes) {
            if (scores[at] > least) {
                places.push_back(static_cast<std::uint32_t>(at));
            }
        }
    }
    std::sort(places.begin(), places.end());
}

/// A score that at least `most` skills are above, so that few need be compared: one below the `most`th of the
/// greatest of their groups. 0: this cannot be told, for there are not so many.
float surely_below_best(std::size_t most, std::vector<float> greatest) {
    if (greatest.size() < most) {
        return 0;
    }
    const auto nth = greatest.begin() + static_cast<std::ptrdiff_t>(most - 1);
    std::nth_element(greatest.begin(), nth, greatest.end(), std::greater<>());
    return std::nextafter(*nth, 0.0F);
}

}  // namespace

SKILLWAKE_WIDE double sum_of_exponentials(std::span<const float> values, float from) {
    constexpr std::size_t kBlock = 1'024;  // summed in short, so that no digits are lost
    constexpr float kLeast = -87.0F;
    double sum = 0;
    for (std::size_t begin = 0; begin < values.size(); begin += kBlock) {
        const auto block = values.subspan(begin, std::min(kBlock, values.size() - begin));
        Floats lanes{};
        std::size_t at = 0;
        for (; at + kLanes <= block.size(); at += kLanes) {
            Floats x;
            load(x, &block[at]);
            x -= from;
            x = x > kLeast ? x : Floats{} + kLeast;
            exponential(x);
            lanes += x;
        }
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            sum += static_cast<double>(lanes[lane]);
        }
        for (; at < block.size(); ++at) {
            sum += static_cast<double>(std::exp(std::max(block[at] - from, kLeast)));
        }
    }
    return sum;
}

Scoreboard::Scoreboard(std::span<const LexicalLayer> layers) : views_(layers) {
    thread_local std::vector<float> memory;
    std::size_t skills = 0;
    for (const auto& layer : layers) {
        skills += layer.index->size();
    }
    memory.assign(skills, 0.0F);
    memory_ = memory;
    auto rest = memory_;
    for (const auto& layer : layers) {
        layers_.push_back(rest.first(layer.index->size()));
        rest = rest.subspan(layer.index->size());
    }
}

/// Keeps the best of many standings: collects a few times as many as are wanted, then drops the worse ones at
/// once.
class Scoreboard::Best {
public:
    explicit Best(std::size_t most) : most_(most) { kept_.reserve(2 * most_ + kLanes); }

    float least() const { return least_; }  ///< what a skill must be above to be taken
    void need_above(float least) { least_ = std::max(least_, least); }

    void take(float score, SkillPlace place) {
        kept_.push_back({score, place});
        if (kept_.size() >= 2 * most_ + kLanes) {
            drop();
            least_ = kept_.back().score;
        }
    }

    std::vector<SkillPlace> places() {
        drop();
        std::sort(kept_.begin(), kept_.end());
        std::vector<SkillPlace> places;
        places.reserve(kept_.size());
        std::transform(kept_.begin(), kept_.end(), std::back_inserter(places),
                       [](const Standing& standing) { return standing.place; });
        return places;
    }

private:
    struct Standing {
        float score;
        SkillPlace place;
        bool operator<(const Standing& other) const {
            return score != other.score ? score > other.score : place < other.place;
        }
    };

    /// The last of those that stay comes to stand last. Skills come in order, so that of equal ones the later
    /// goes.
    void drop() {
        if (kept_.size() > most_) {
            std::nth_element(kept_.begin(), kept_.begin() + static_cast<std::ptrdiff_t>(most_ - 1),
                             kept_.end());
            kept_.resize(most_);
        }
    }

    std::size_t most_;
    std::vector<Standing> kept_;
    float least_ = 0;
};

/// The greatest of every kLanes-th score, of one group of `step` skills after the other; fewer at the end of
/// a layer are in no group.
std::vector<float> Scoreboard::greatest_of_groups(std::size_t step) const {
    std::vector<float> greatest;
    greatest.reserve(memory_.size() / step * kLanes);
    for (const auto& scores : layers_) {
        for (std::size_t begin = 0; begin + step <= scores.size(); begin += step) {
            greatest.resize(greatest.size() + kLanes);
            greatest_by_lane(scores.subspan(begin, step), std::span(greatest).last<kLanes>());
        }
    }
    return greatest;
}

std::vector<SkillPlace> Scoreboard::best(std::size_t most) const {
    if (most == 0) {
        return {};
    }
    constexpr std::size_t kGroupsOfEach = 32;  // so that the best rarely share one
    constexpr std::size_t kSmallest = 4;       // times kLanes skills
    constexpr std::size_t kLargest = 64;
    const auto step = std::clamp(memory_.size() / (kGroupsOfEach * most), kSmallest, kLargest) * kLanes;
    const auto greatest = greatest_of_groups(step);
    Best best(std::min(most, memory_.size()));
    best.need_above(surely_below_best(most, greatest));
    const auto* group = greatest.data();
    std::vector<std::uint32_t> above;
    for (std::size_t layer = 0; layer < layers_.size(); ++layer) {
        const auto scores = layers_[layer];
        for (std::size_t begin = 0; begin < scores.size(); begin += step) {
            const auto some = scores.subspan(begin, std::min(step, scores.size() - begin));
            if (some.size() == step) {
                places_above(some, {group, group + kLanes}, best.least(), above);
                group += kLanes;
            } else {
                above.resize(some.size());
                std::iota(above.begin(), above.end(), std::uint32_t{0});
            }
            for (const auto i : above) {
                const SkillPlace place{layer, static_cast<std::uint32_t>(begin) + i};
                if (some[i] > best.least()) {
                    best.take(some[i], place);
                }
            }
        }
    }
    return best.places();
}

void Scoreboard::drop_hidden() {
    for (std::size_t layer = 0; layer < layers_.size(); ++layer) {
        const auto* hidden = views_[layer].hidden;
        for (std::size_t skill = 0; hidden != nullptr && skill < hidden->size(); ++skill) {
            if ((*hidden)[skill]) {
                layers_[layer][skill] = 0;
            }
        }
    }
}

double Scoreboard::exponentials(double from) const {
    return sum_of_exponentials(memory_, static_cast<float>(from));
}

}  // namespace skillwake::matcher::lexical
