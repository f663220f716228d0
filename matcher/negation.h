#pragma once

#include "matcher/word.h"

#include <span>
#include <vector>

namespace skillwake::matcher {

/// Which of a sentence's words are said not to be wanted: "don't use asyncio", "without threads", "no image
/// editing needed", "instead of gather", "unrelated to pdf". `clause_ends[i]`: a comma, colon or the like
/// follows word i.
std::vector<bool> find_negated(std::span<const Word> words, const std::vector<bool>& clause_ends);

/// The user talks about skills as things instead of wanting one's help: "why did the async skill fire",
/// "rename the pdf skill". A wish to use one ("use the pdf skill to ...") is none.
bool is_talk_about_skills(std::span<const Word> words);

}  // namespace skillwake::matcher
