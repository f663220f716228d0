#pragma once

#include <cstddef>
#include <string_view>

/// What a hook says to the daemon and hears from it, as bytes. Needs nothing of a library, for the sake of
/// client/fast/.
namespace skillwake::client {

/// The daemon takes lines of 16 MiB, our own words around the input included.
inline constexpr std::size_t kMaxHookInputBytes = (16U << 20U) - (16U << 10U);
inline constexpr std::size_t kMaxHookAnswerBytes = 1U << 20U;

/// The request is these, in this order; each of the first two may be left out. Method and id stand in front
/// of what is not looked into: of two members of one name the first counts.
inline constexpr std::string_view kHookHead = R"({"jsonrpc":"2.0","id":1,"method":"session.hook","params":{)";
inline constexpr std::string_view kHookHost = R"("host":")";      ///< HOST and '",'
inline constexpr std::string_view kHookFolder = R"("cwd":")";     ///< PATH and '",'
inline constexpr std::string_view kHookUntil = R"("until_us":)";  ///< a number
inline constexpr std::string_view kHookInput = R"(,"input":)";    ///< an object
inline constexpr std::string_view kHookEnd = "}}\n";

inline constexpr std::string_view kStdinEmpty = "stdin: empty";
inline constexpr std::string_view kStdinNoObject = "stdin: no JSON object";
inline constexpr std::string_view kNotUnderstood = "the daemon's answer is not understood";
inline constexpr std::string_view kRefused = "the daemon refused the input, code ";

/// `text` from `begin` to `end`, both within it.
constexpr std::string_view part_of(std::string_view text, std::size_t begin, std::size_t end) {
    return {text.data() + begin, end - begin};
}

/// What is wrong with an input; empty: it may be an object.
constexpr std::string_view wrong_with_input(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\r\n\f\v";
    const auto begin = text.find_first_not_of(kBlanks);
    if (begin == std::string_view::npos) {
        return kStdinEmpty;
    }
    return text[begin] == '{' && text[text.find_last_not_of(kBlanks)] == '}' ? std::string_view()
                                                                             : kStdinNoObject;
}

/// Whether a path can stand in a JSON string as it is, if it is UTF-8: a rare name is not worth escapes.
constexpr bool is_plain_path(std::string_view path) {
    for (const char c : path) {
        if (static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\') {
            return false;
        }
    }
    return true;
}

/// The host's output within the daemon's answer, an object or "null"; empty: it is none.
constexpr std::string_view output_in(std::string_view answer) {
    constexpr std::string_view kResult = R"({"jsonrpc":"2.0","id":1,"result":)";
    if (!answer.starts_with(kResult) || !answer.ends_with('}')) {
        return {};
    }
    const auto output = part_of(answer, kResult.size(), answer.size() - 1);
    return output == "null" || (output.starts_with('{') && output.ends_with('}')) ? output
                                                                                  : std::string_view();
}

/// What an error answer may be told by: its code. Its message may name what the user wrote. Empty: none.
constexpr std::string_view error_code_in(std::string_view answer) {
    constexpr std::string_view kCode = R"("code":)";
    const auto at = answer.find(kCode);
    if (at == std::string_view::npos || answer.starts_with(R"({"jsonrpc":"2.0","id":1,"result":)")) {
        return {};
    }
    const auto digits = part_of(answer, at + kCode.size(), answer.size());
    const auto end = digits.find_first_not_of("-0123456789");
    return part_of(digits, 0, end == std::string_view::npos ? digits.size() : end);
}

}  // namespace skillwake::client
