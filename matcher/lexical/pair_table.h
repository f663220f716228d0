#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace skillwake::matcher::lexical {

/// A number in 0 to `kMost` as 16 bits.
class Share16 {
public:
    static constexpr float kMost = 3.0F;
    static std::uint16_t of(double value) {
        return static_cast<std::uint16_t>(value / static_cast<double>(kMost) * 65535.0 + 0.5);
    }
    static float value(std::uint16_t share) { return static_cast<float>(share) * (kMost / 65535.0F); }
};

/// A skill that holds a pair, and how much.
struct PairPosting {
    std::uint32_t skill = 0;
    std::uint16_t weight = 0;  ///< Share16
};

/// Which skills hold a pair of neighbouring words. Most pairs are one skill's alone, and there are many of
/// them, so a pair is known by its hash and its posting lies in the hash's slot:
///
///     slot {tag, skill 7, weight}            the pair's only skill
///     slot {tag, kMany | 5}                  the postings of list 5
///
/// Two pairs are taken for one where 32 bits of their hashes and their places meet: one in a billion.
class PairTable {
public:
    /// `hash`: of the pair's text. Skills come in ascending order, each pair once a skill; `weight` 0 to 3.
    void add(std::uint64_t hash, std::uint32_t skill, double weight);

    /// Once, after the last add().
    void finish();

    /// How many skills hold it.
    std::size_t count(std::uint64_t hash) const;

    /// Calls `visit(PairPosting)` for each of them, ascending.
    template <class Visit>
    void each(std::uint64_t hash, Visit visit) const {
        const auto place = find(hash);
        if (!place) {
            return;
        }
        if ((refs_[*place] & kMany) == 0) {
            visit(PairPosting{refs_[*place], weights_[*place]});
            return;
        }
        for (const auto& posting : shared(refs_[*place] & ~kMany)) {
            visit(posting);
        }
    }

private:
    static constexpr std::uint32_t kMany = 1U << 31U;
    static constexpr std::uint32_t kFree = 0xFFFFFFFF;

    std::optional<std::size_t> find(std::uint64_t hash) const;
    std::span<const PairPosting> shared(std::uint32_t list) const;

    struct Added {
        std::uint64_t hash;
        std::uint32_t skill;
        std::uint16_t weight;
    };
    std::vector<Added> added_;  ///< until finish()
    std::vector<std::uint32_t> tags_;
    std::vector<std::uint32_t> refs_;  ///< kFree: no pair
    std::vector<std::uint16_t> weights_;
    std::vector<PairPosting> postings_;  ///< of pairs that several skills hold
    std::vector<std::uint32_t> ends_;
};

}  // namespace skillwake::matcher::lexical
