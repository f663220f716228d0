#pragma once

#include "matcher/prompt_reading.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace skillwake::matcher {

/// The words of a prompt that it says are not wanted, so that a long stretch is asked about without reading
/// it. "deploy, do not use docker" has "docker" within 0 to 25, none within 0 to 10. `prompt` must outlive
/// it.
class NegatedWords {
public:
    explicit NegatedWords(const PromptReading& prompt) {
        for (std::size_t i = 0; i < prompt.words.size(); ++i) {
            if (prompt.places[i].negated) {
                words_.push_back(&prompt.words[i]);
            }
        }
    }

    /// Whether one of them begins and ends between these bytes.
    bool any_within(std::size_t begin, std::size_t end) const {
        const auto first = std::partition_point(words_.begin(), words_.end(),
                                                [begin](const Word* word) { return word->begin < begin; });
        return first != words_.end() && (*first)->end <= end;
    }

private:
    std::vector<const Word*> words_;  ///< both their begins and their ends ascend
};

}  // namespace skillwake::matcher
