#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace skillwake {

inline constexpr char32_t kReplacementCharacter = U'\uFFFD';

/// One character and the bytes that it takes; for an ill-formed sequence U+FFFD and the bytes to skip.
struct DecodedChar {
    char32_t code = kReplacementCharacter;
    std::size_t bytes = 1;
    bool valid = false;
};

/// The character that begins at `text[at]`; `at` must be inside `text`.
DecodedChar decode_utf8(std::string_view text, std::size_t at);

void append_utf8(std::string& out, char32_t code);

bool is_valid_utf8(std::string_view text);

/// Of valid UTF-8.
std::size_t characters_in(std::string_view text);

/// `text` with each ill-formed sequence replaced by U+FFFD (one per maximal subpart, as Unicode advises).
std::string replace_invalid_utf8(std::string_view text);

}  // namespace skillwake
