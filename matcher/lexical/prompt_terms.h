#pragma once

#include "matcher/lexical/ecosystem.h"
#include "matcher/prompt_reading.h"

#include <string>
#include <vector>

namespace skillwake::matcher::lexical {

/// A term of a prompt and how far it is the user's wish, 0 to 1.
struct WeightedTerm {
    std::string text;
    double weight = 1;
};

/// A prompt's terms, each once with its highest weight: the first words carry the wish; long quotations, code
/// and pasted text count less, the host's own reminders not at all.
struct PromptTerms {
    std::vector<WeightedTerm> surfaces;
    std::vector<WeightedTerm> stems;
    std::vector<WeightedTerm> pairs;
    std::string first;  ///< stem of the first word of prose: mostly what is to be done
    std::vector<std::string>
        request;            ///< stems of the last sentence of prose, each once: mostly what is asked
    Ecosystems ecosystems;  ///< that its words and the languages of its code name
    std::size_t count = 0;  ///< prose terms, repeated ones too
};

PromptTerms read_prompt_terms(const PromptReading& prompt);

}  // namespace skillwake::matcher::lexical
