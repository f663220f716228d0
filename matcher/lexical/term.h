#pragma once

#include "matcher/lexical/background.h"
#include "matcher/term_list.h"

#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher::lexical {

/// The words of a text that can tell something, lower case, in order: without stop words and apostrophes;
/// camelCase is cut, unless it is written as one word ("GitHub"); "Go" is "golang" where it is no verb; CJK,
/// Hangul and Thai are cut into pairs of characters.
/// `table`: knows what is written as one word.
std::vector<std::string> read_terms(std::string_view text, const Background& table = background());

/// The same, behind what `terms` has.
void append_terms(TermList& terms, std::string_view text, const Background& table = background());

}  // namespace skillwake::matcher::lexical
