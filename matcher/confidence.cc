#include "matcher/confidence.h"

#include "matcher/weights.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <optional>

namespace skillwake::matcher {
namespace {

/// Joins independent pieces: each leaves a part of the doubt that was there before it.
class Joined {
public:
    void add(double weight) { doubt_ *= 1.0 - std::clamp(weight, 0.0, 1.0); }
    double sure() const { return 1.0 - doubt_; }

private:
    double doubt_ = 1.0;
};

/// What words alone say counts as it is, not at all, or as much as is said here.
enum class Words { Counted, LeftOut };

/// A piece with the weight that it has in a sum.
struct Weighed {
    const Evidence* piece;
    double weight;
};

/// Memory for the lists behind one sum: that of most skills fits into it.
class Scratch {
public:
    std::pmr::memory_resource* memory() { return &memory_; }

private:
    std::array<std::byte, 1'024> bytes_;
    std::pmr::monotonic_buffer_resource memory_{bytes_.data(), bytes_.size()};
};

/// The same trigger in the same place says the same again, however often: of those the strongest counts.
std::pmr::vector<Weighed> independent(const std::vector<Evidence>& evidence, Words words,
                                      std::optional<double> word_weight, Scratch& scratch) {
    std::pmr::vector<Weighed> kept(scratch.memory());
    kept.reserve(evidence.size());
    for (const auto& piece : evidence) {
        const bool is_words = piece.kind == EvidenceKind::Term;
        if (is_words && words == Words::LeftOut) {
            continue;
        }
        const double weight = is_words && word_weight ? *word_weight : piece.weight;
        const auto same = std::find_if(kept.begin(), kept.end(), [&](const Weighed& other) {
            return other.piece->kind == piece.kind && other.piece->sentence == piece.sentence &&
                   other.piece->trigger == piece.trigger && other.piece->path == piece.path;
        });
        if (same == kept.end()) {
            kept.push_back({&piece, weight});
        } else if (std::abs(weight) > std::abs(same->weight)) {
            *same = {&piece, weight};
        }
    }
    return kept;
}

/// Words in quotes, code and logs are no wish: a page full of them says no more than the strongest of them.
bool is_only_shown(const Evidence& piece) {
    return is_of_prompt(piece.kind) && piece.region && factor_of(*piece.region) < 1.0;
}

double sure_of(const std::vector<Evidence>& evidence, Words words, std::optional<double> word_weight) {
    struct Sentence {
        std::uint32_t number;
        Joined joined;
    };
    Scratch scratch;
    std::pmr::vector<Sentence> sentences(scratch.memory());  // by number
    std::pmr::vector<std::uint32_t> excluded(scratch.memory());
    Joined elsewhere;
    double whole_prompt = 1.0;
    double shown = 0;
    double sign_of_prompt = 0;
    double sign_elsewhere = 0;
    for (const auto& [piece, weight] : independent(evidence, words, word_weight, scratch)) {
        if (piece->sign && weight > 0) {
            auto& sign = is_of_prompt(piece->kind) ? sign_of_prompt : sign_elsewhere;
            sign = std::max(sign, weight);
        } else if (is_only_shown(*piece)) {
            shown = std::max(shown, weight);
        } else if (is_of_prompt(piece->kind)) {
            auto place = std::lower_bound(
                sentences.begin(), sentences.end(), piece->sentence,
                [](const Sentence& sentence, std::uint32_t number) { return sentence.number < number; });
            if (place == sentences.end() || place->number != piece->sentence) {
                place = sentences.insert(place, {piece->sentence, {}});
            }
            place->joined.add(weight);
        } else if (piece->kind == EvidenceKind::Exclude) {
            excluded.push_back(piece->sentence);
        } else if (weight < 0) {
            whole_prompt *= 1.0 + weight;
        } else {
            elsewhere.add(weight);
        }
    }
    Joined prompt;
    prompt.add(shown * (excluded.empty() ? 1.0 : kExcludedFactor));
    for (const auto& [sentence, joined] : sentences) {
        const bool weakened = sentence == kWholePrompt
                                  ? !excluded.empty()
                                  : std::find(excluded.begin(), excluded.end(), sentence) != excluded.end();
        prompt.add(joined.sure() * (weakened ? kExcludedFactor : 1.0));
    }
    elsewhere.add(prompt.sure() * whole_prompt);
    elsewhere.add(std::max(sign_of_prompt * whole_prompt, sign_elsewhere));
    return elsewhere.sure();
}

}  // namespace

double confidence_of(const std::vector<Evidence>& evidence) {
    return sure_of(evidence, Words::Counted, std::nullopt);
}

double confidence_without_words(const std::vector<Evidence>& evidence) {
    return sure_of(evidence, Words::LeftOut, std::nullopt);
}

double confidence_with_words(const std::vector<Evidence>& evidence, double word_weight) {
    return sure_of(evidence, Words::Counted, word_weight);
}

}  // namespace skillwake::matcher
