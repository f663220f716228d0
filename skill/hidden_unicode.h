#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::skill {

/// Characters that a person does not see and a model reads.
enum class HiddenKind {
    Bidi,       ///< embeddings, overrides, isolates and marks: text is shown in another order than it is read
    Tag,        ///< U+E0000 to U+E007F, and variation selectors that spell: text inside of text
    ZeroWidth,  ///< zero-width spaces and joiners, fillers, invisible operators
};

struct HiddenCharacter {
    HiddenKind kind = HiddenKind::ZeroWidth;
    char32_t code = 0;
    std::uint32_t line = 1;    ///< 1-based, of the text
    std::uint32_t column = 1;  ///< 1-based, in characters

    bool operator==(const HiddenCharacter&) const = default;
};

/// The hidden characters of `text`, in its order, at most `most`. What writing needs is not among them:
/// joiners inside emoji and between letters of scripts that have them, tags of a flag, marks in a line with
/// letters that run from right to left. `text` is UTF-8.
std::vector<HiddenCharacter> find_hidden(std::string_view text, std::size_t most);

/// The rule of lint (skill/rules.h) that speaks of such characters.
std::string_view rule_id_of(HiddenKind kind);

/// "U+202E"
std::string code_point_name(char32_t code);

/// What tag characters spell, in ASCII; empty when `code` is none.
std::string spelled_by_tag(char32_t code);

}  // namespace skillwake::skill
