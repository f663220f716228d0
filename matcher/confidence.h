#pragma once

#include "matcher/evidence.h"

#include <vector>

namespace skillwake::matcher {

/// How sure the pieces make together, 0 to 1: what speaks for is joined as independent, sentence by sentence,
/// and weakened by what speaks against in the same sentence and in the prompt as a whole. The same trigger
/// in the same place counts once; of words that are only quoted or pasted the strongest does.
///
///     keyword 0.5, import 0.5 in a file      1 - 0.5 * 0.5 = 0.75
///     keyword 0.5, a language against, -0.7  0.5 * 0.3 = 0.15
double confidence_of(const std::vector<Evidence>& evidence);

/// The same without what the skill's words alone say (EvidenceKind::Term).
double confidence_without_words(const std::vector<Evidence>& evidence);
/// The same if these said as much as `word_weight`.
double confidence_with_words(const std::vector<Evidence>& evidence, double word_weight);

}  // namespace skillwake::matcher
