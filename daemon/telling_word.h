#pragma once

#include "matcher/evidence.h"
#include "matcher/prompt_reading.h"

#include <string>
#include <vector>

/// Which words say what an event is about.
namespace skillwake::daemon {

/// The stem of a word that says what an event is about, and how much it says.
struct TellingWord {
    std::string word;
    double weight = 1;
};

/// The words of the evidence for a skill count fully, the other words of the prompt's prose a part.
std::vector<TellingWord> telling_words(const std::vector<matcher::Evidence>& evidence,
                                       const matcher::PromptReading& prompt);

}  // namespace skillwake::daemon
