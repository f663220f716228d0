#include "matcher/phrase_table.h"

#include <algorithm>
#include <unordered_map>

namespace skillwake::matcher {

bool PhraseTable::add(std::string_view phrase, std::uint32_t number) {
    const auto words = read_words(phrase);
    if (words.empty() || words.size() > kMaxPhraseWords) {
        return false;
    }
    std::uint32_t node = kNone;
    for (const auto& word : words) {
        const auto known = words_.intern(word.text);
        if (known == first_.size()) {
            first_.push_back(kNone);
        }
        if (node != kNone) {
            node = add_step(node, known);
        } else {
            node = first_[known] = first_[known] == kNone ? nodes_++ : first_[known];
        }
    }
    added_.emplace_back(node, number);
    return true;
}

void PhraseTable::finish() {
    std::sort(added_.begin(), added_.end());
    ends_.assign(nodes_, 0);
    for (const auto& [node, number] : added_) {
        numbers_.push_back(number);
        ends_[node] = static_cast<std::uint32_t>(numbers_.size());
    }
    for (std::uint32_t node = 1; node < nodes_; ++node) {
        ends_[node] = std::max(ends_[node], ends_[node - 1]);
    }
    std::vector<std::pair<std::uint32_t, std::uint32_t>>().swap(added_);
    words_.finish();
    first_.shrink_to_fit();
    numbers_.shrink_to_fit();
    if (step_count_ > 0) {
        resize(step_count_ + step_count_ / 2 + 1);
    }
}

std::vector<PhraseTable::Hit> PhraseTable::find(std::span<const Word> words,
                                                std::span<const std::uint8_t> classes) const {
    std::vector<Hit> hits;
    if (numbers_.empty()) {
        return hits;
    }
    std::vector<std::uint32_t> known;
    known.reserve(words.size());
    for (const auto& word : words) {
        known.push_back(words_.find(word.text, hash_text(word.text)));
    }
    std::unordered_map<std::uint64_t, std::size_t> places;  // by node and class
    const auto is_one_more = [&](std::uint32_t node, std::size_t at) {
        const std::uint64_t kind = classes.empty() ? 0 : classes[at];
        return words.size() > kMaxPlaces && ++places[kind << 32U | node] > kMaxPlaces;
    };
    for (std::size_t at = 0; at < known.size(); ++at) {
        auto node = known[at] == Vocabulary::kNone ? kNone : first_[known[at]];
        const auto first_hit = static_cast<std::ptrdiff_t>(hits.size());
        for (std::size_t length = 1; node != kNone; ++length) {
            const std::uint32_t begin = node == 0 ? 0 : ends_[node - 1];
            if (begin != ends_[node] && !is_one_more(node, at)) {
                for (auto i = begin; i < ends_[node]; ++i) {
                    hits.push_back(
                        {numbers_[i], static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(length)});
                }
            }
            const auto next = at + length < known.size() ? known[at + length] : Vocabulary::kNone;
            node = next == Vocabulary::kNone ? kNone : step(node, next);
        }
        std::sort(hits.begin() + first_hit, hits.end(),
                  [](const Hit& a, const Hit& b) { return a.number < b.number; });
    }
    return hits;
}

std::size_t PhraseTable::slot_of(std::uint32_t node, std::uint32_t word) const {
    const auto mixed = ((static_cast<std::uint64_t>(node) << 32U | word) ^ hash_seed()) * 0x9E3779B97F4A7C15U;
    auto slot = static_cast<std::size_t>((mixed >> 32U) * steps_.size() >> 32U);
    while (steps_[slot].node != kNone && (steps_[slot].node != node || steps_[slot].word != word)) {
        slot = slot + 1 == steps_.size() ? 0 : slot + 1;
    }
    return slot;
}

std::uint32_t PhraseTable::step(std::uint32_t node, std::uint32_t word) const {
    if (steps_.empty()) {
        return kNone;
    }
    const auto& found = steps_[slot_of(node, word)];
    return found.node == kNone ? kNone : found.next;
}

std::uint32_t PhraseTable::add_step(std::uint32_t node, std::uint32_t word) {
    constexpr std::size_t kFirstSlots = 16;
    if (3 * (step_count_ + 1) > 2 * steps_.size()) {
        resize(steps_.empty() ? kFirstSlots : 2 * steps_.size());
    }
    auto& slot = steps_[slot_of(node, word)];
    if (slot.node == kNone) {
        slot = {node, word, nodes_++};
        ++step_count_;
    }
    return slot.next;
}

void PhraseTable::resize(std::size_t slots) {
    auto old = std::move(steps_);
    steps_.assign(slots, {});
    for (const auto& known : old) {
        if (known.node != kNone) {
            steps_[slot_of(known.node, known.word)] = known;
        }
    }
}

}  // namespace skillwake::matcher
