#include "matcher/lexical/pair_table.h"

#include <algorithm>
#include <bit>

namespace skillwake::matcher::lexical {

void PairTable::add(std::uint64_t hash, std::uint32_t skill, double weight) {
    added_.push_back({hash, skill, Share16::of(weight)});
}

void PairTable::take_over(const PairTable& previous, std::span<const std::uint32_t> numbers) {
    previous_ = &previous;
    numbers_ = numbers;
}

/// Writes the pairs of the previous table and those that were added, both ascending, one after the other.
class PairTable::Merge {
public:
    explicit Merge(PairTable& table) : table_(table), counts_((std::size_t{1} << table.bits_) + 1, 0) {}

    void run() {
        static const PairTable kNone;
        const auto& before = table_.previous_ == nullptr ? kNone : *table_.previous_;
        auto added = table_.added_.cbegin();
        for (std::size_t bucket = 0; bucket + 1 < before.starts_.size(); ++bucket) {
            for (auto old = before.starts_[bucket]; old < before.starts_[bucket + 1]; ++old) {
                const auto pair = static_cast<std::uint64_t>(bucket) << 32U | before.keys_[old];
                while (added != table_.added_.cend() && bits_of(added) < pair) {
                    write_next(added);
                }
                before.each_at(old, [this](const PairPosting& posting) { keep(posting); });
                if (added != table_.added_.cend() && bits_of(added) == pair) {
                    read_next(added);
                    sort();
                }
                write(pair);
            }
        }
        while (added != table_.added_.cend()) {
            write_next(added);
        }
        finish();
    }

private:
    using Next = std::vector<Added>::const_iterator;

    std::uint64_t bits_of(Next added) const { return table_.known_bits(added->hash); }

    void keep(PairPosting posting) {
        posting.skill = table_.numbers_[posting.skill];
        if (posting.skill != kNoSkill) {
            pair_.push_back(posting);
        }
    }

    void write_next(Next& added) {
        const auto pair = bits_of(added);
        read_next(added);
        write(pair);
    }

    /// All that was added of the pair at hand.
    void read_next(Next& added) {
        const auto pair = bits_of(added);
        for (; added != table_.added_.cend() && bits_of(added) == pair; ++added) {
            pair_.push_back({added->skill, added->weight});
        }
    }

    void sort() {
        std::sort(pair_.begin(), pair_.end(),
                  [](const PairPosting& a, const PairPosting& b) { return a.skill < b.skill; });
    }

    void write(std::uint64_t pair) {
        if (pair_.empty()) {
            return;
        }
        ++counts_[static_cast<std::size_t>(pair >> 32U) + 1];
        table_.keys_.push_back(static_cast<std::uint32_t>(pair));
        if (pair_.size() == 1) {
            table_.refs_.push_back(pair_.front().skill);
            table_.weights_.push_back(pair_.front().weight);
        } else {
            table_.refs_.push_back(kMany | static_cast<std::uint32_t>(table_.ends_.size()));
            table_.weights_.push_back(0);
            for (const auto& posting : pair_) {
                table_.shared_skills_.push_back(posting.skill);
                table_.shared_weights_.push_back(posting.weight);
            }
            table_.ends_.push_back(static_cast<std::uint32_t>(table_.shared_skills_.size()));
        }
        pair_.clear();
    }

    void finish() {
        for (std::size_t bucket = 1; bucket < counts_.size(); ++bucket) {
            counts_[bucket] += counts_[bucket - 1];
        }
        table_.starts_ = std::move(counts_);
        table_.keys_.shrink_to_fit();
        table_.refs_.shrink_to_fit();
        table_.weights_.shrink_to_fit();
        table_.shared_skills_.shrink_to_fit();
        table_.shared_weights_.shrink_to_fit();
        table_.ends_.shrink_to_fit();
    }

    PairTable& table_;
    std::vector<std::uint32_t> counts_;  ///< of each bucket's pairs, one place further
    std::vector<PairPosting> pair_;      ///< at hand
};

void PairTable::finish() {
    std::sort(added_.begin(), added_.end(), [](const Added& a, const Added& b) {
        return a.hash != b.hash ? a.hash < b.hash : a.skill < b.skill;
    });
    constexpr std::size_t kUsualBucket = 8;
    bits_ = previous_ == nullptr ? static_cast<std::uint32_t>(std::bit_width(added_.size() / kUsualBucket))
                                 : previous_->bits_;
    Merge(*this).run();
    std::vector<Added>().swap(added_);
    previous_ = nullptr;
    numbers_ = {};
}

std::optional<std::size_t> PairTable::find(std::uint64_t hash) const {
    if (keys_.empty()) {
        return std::nullopt;
    }
    const auto bits = known_bits(hash);
    const auto bucket = static_cast<std::size_t>(bits >> 32U);
    const auto key = static_cast<std::uint32_t>(bits);
    for (auto place = starts_[bucket]; place < starts_[bucket + 1]; ++place) {
        if (keys_[place] == key) {
            return place;
        }
    }
    return std::nullopt;
}

std::size_t PairTable::count(std::uint64_t hash) const {
    const auto place = find(hash);
    if (!place) {
        return 0;
    }
    if ((refs_[*place] & kMany) == 0) {
        return 1;
    }
    const auto list = shared(refs_[*place] & ~kMany);
    return list.end - list.begin;
}

}  // namespace skillwake::matcher::lexical
