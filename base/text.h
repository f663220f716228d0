#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake {

/// ASCII only: other bytes stay as they are.
constexpr char fold_ascii(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
std::string fold_ascii(std::string_view text);
bool equal_folded(std::string_view a, std::string_view b);

constexpr bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}
constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
constexpr bool is_alpha(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr bool is_alnum(char c) {
    return is_alpha(c) || is_digit(c);
}

/// Without white space at both ends; a view into `text`.
std::string_view trim(std::string_view text);

/// The lines of `text` without their "\n" or "\r\n"; views into `text`. A final line end does not add a line.
std::vector<std::string_view> split_lines(std::string_view text);

std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);

/// Bytes of a name that are held against another.
inline constexpr std::size_t kLongestCompared = 128;
/// So many edits may lie between a name of that size and one that is near.
constexpr std::size_t most_edits(std::size_t size) {
    return size < 6 ? 2 : size / 3;
}

/// Up to `most` of `names` that a person may have meant by `wanted`, nearest first: by edit distance, and by
/// one holding the other. Empty when nothing is near.
std::vector<std::string> nearest_names(std::string_view wanted, const std::vector<std::string>& names,
                                       std::size_t most);

/// Tokens that a language model will count for `text`, estimated: four bytes of ASCII a token, one character
/// of any other script a token. Real counts differ by about a fifth.
std::size_t estimate_tokens(std::string_view text);

}  // namespace skillwake
