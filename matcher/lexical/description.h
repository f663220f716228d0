#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher::lexical {

/// A skill's description, taken apart: what speaks for it, what its author says it is not for, and the
/// phrases that the author quotes as what a user would say.
struct Description {
    std::string positive;
    std::vector<std::string> negative;  ///< clauses: "Do NOT use for ...", "use other-skill instead"
    std::vector<std::string> quoted;    ///< of the positive part
};

Description read_description(std::string_view text);

/// The sentences of a text: cut where blanks follow a full stop, a question or exclamation mark or a line's
/// end. Views into it; blank ones are left out.
std::vector<std::string_view> read_sentences(std::string_view text);

}  // namespace skillwake::matcher::lexical
