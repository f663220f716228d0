#pragma once

#include "matcher/lexical/ecosystem.h"
#include "matcher/prompt_reading.h"
#include "matcher/vocabulary.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher::lexical {

/// Texts, each once, with the highest weight that it was given: how far it is the user's wish, 0 to 1. They
/// have numbers, from 0 on.
class TermBag {
public:
    void reserve(std::size_t texts);

    /// The number of the text.
    std::uint32_t add(std::string_view text, std::uint64_t hash, double weight);

    void raise(std::uint32_t number, double weight) {
        known_[number].weight = std::max(known_[number].weight, weight);
    }

    std::uint32_t size() const { return texts_.size(); }
    std::string_view text(std::uint32_t number) const { return texts_.text(number); }
    std::uint64_t hash(std::uint32_t number) const { return known_[number].hash; }
    double weight(std::uint32_t number) const { return known_[number].weight; }
    std::uint32_t find(std::string_view text) const { return texts_.find(text, hash_text(text)); }

private:
    Vocabulary texts_;
    struct Known {
        std::uint64_t hash = 0;
        double weight = 0;
    };
    std::vector<Known> known_;  ///< by number
};

/// A prompt's terms: the first words carry the wish; long quotations, code and pasted text count less, the
/// host's own reminders not at all.
struct PromptTerms {
    TermBag surfaces;  ///< as they are written, folded
    TermBag stems;
    TermBag pairs;
    std::vector<std::uint32_t> stem_of;       ///< of each surface
    std::uint32_t first = Vocabulary::kNone;  ///< stem of the first word of prose: mostly what is to be done
    /// Stems of the last sentence of prose, each once, ascending: mostly what is asked.
    std::vector<std::uint32_t> request;
    Ecosystems ecosystems;  ///< that its words and the languages of its code name
};

/// The stem of a word that some index knows: empty, none does. It saves stemming it. Called once for each
/// surface, in the order of their numbers.
using KnownStem = std::function<std::string_view(std::string_view word, std::uint64_t hash)>;

PromptTerms read_prompt_terms(const PromptReading& prompt, const KnownStem& known);

}  // namespace skillwake::matcher::lexical
