#pragma once

#include "base/archive.h"
#include "base/column.h"

#include <cstdint>
#include <limits>
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
/// them, so a pair is known by its hash only. The first bits of it say the bucket, of about eight pairs; the
/// 32 bits behind them are its key there:
///
///     bucket 5 of 2^4 (hash 0101...)   keys 0x00A1.., 0x77C0.., ascending
///     ref 7, weight                    the pair's only skill
///     ref kMany | 5                    the postings of list 5
///
/// Two pairs are taken for one where all these bits of their hashes are the same: one in a billion.
class PairTable {
public:
    /// `hash`: of the pair's text. Skills come in ascending order, each pair once a skill; `weight` 0 to 3.
    void add(std::uint64_t hash, std::uint32_t skill, double weight);

    /// Takes over what a finished table knows of its skills: skill i of it is `numbers[i]` here, kNoSkill:
    /// it is left out. Numbers ascend, and no other skill is added by them. Both must live until finish().
    void take_over(const PairTable& previous, std::span<const std::uint32_t> numbers);
    static constexpr std::uint32_t kNoSkill = std::numeric_limits<std::uint32_t>::max();

    /// Once, after the last add().
    void finish();

    /// How many skills hold it.
    std::size_t count(std::uint64_t hash) const;

    /// Calls `visit(PairPosting)` for each of them, ascending.
    template <class Visit>
    void each(std::uint64_t hash, Visit visit) const {
        if (const auto place = find(hash)) {
            each_at(*place, visit);
        }
    }

    template <class Archive, Archived<PairTable> Self>
    friend void describe(Archive& archive, Self& table) {
        archive(table.bits_, table.starts_, table.keys_, table.refs_, table.weights_, table.shared_skills_,
                table.shared_weights_, table.ends_);
    }

private:
    static constexpr std::uint32_t kMany = 1U << 31U;

    class Merge;
    /// Bucket and key of a hash, in one number: bits_ and 32 of its first bits.
    std::uint64_t known_bits(std::uint64_t hash) const { return hash >> (32U - bits_); }
    std::optional<std::size_t> find(std::uint64_t hash) const;
    /// Places of a list's postings.
    struct Places {
        std::uint32_t begin;
        std::uint32_t end;
    };
    Places shared(std::uint32_t list) const { return {list == 0 ? 0 : ends_[list - 1], ends_[list]}; }
    template <class Visit>
    void each_at(std::size_t place, Visit visit) const {
        if ((refs_[place] & kMany) == 0) {
            visit(PairPosting{refs_[place], weights_[place]});
            return;
        }
        const auto list = shared(refs_[place] & ~kMany);
        for (auto at = list.begin; at < list.end; ++at) {
            visit(PairPosting{shared_skills_[at], shared_weights_[at]});
        }
    }

    struct Added {
        std::uint64_t hash;
        std::uint32_t skill;
        std::uint16_t weight;
    };
    std::vector<Added> added_;             ///< until finish()
    const PairTable* previous_ = nullptr;  ///< until finish(); may be null
    std::span<const std::uint32_t> numbers_;

    std::uint32_t bits_ = 0;        ///< of a hash that say its bucket
    Column<std::uint32_t> starts_;  ///< of each bucket's pairs, and the end of the last
    Column<std::uint32_t> keys_;    ///< of each pair, like the next two
    Column<std::uint32_t> refs_;
    Column<std::uint16_t> weights_;
    Column<std::uint32_t> shared_skills_;  ///< of pairs that several skills hold, list by list
    Column<std::uint16_t> shared_weights_;
    Column<std::uint32_t> ends_;  ///< of each such list
};

}  // namespace skillwake::matcher::lexical
