#include "base/utf8.h"

#include "base/text.h"
#include "tests/support/shared_material.h"

#include <doctest/doctest.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace skillwake {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kReplaced = "\xEF\xBF\xBD";

std::string times(std::string_view text, std::size_t count) {
    std::string repeated;
    for (std::size_t i = 0; i < count; ++i) {
        repeated.append(text);
    }
    return repeated;
}

}  // namespace

TEST_CASE("well-formed UTF-8 is one character of the right number, and stays as it is") {
    struct Row {
        std::string_view bytes;
        char32_t code;
    };
    for (const auto& [bytes, code] : {
             Row{"\0"sv, 0},
             Row{"\x7F", 0x7F},
             Row{"\xC2\x80", 0x80},
             Row{"\xDF\xBF", 0x7FF},
             Row{"\xE0\xA0\x80", 0x800},
             Row{"\xED\x9F\xBF", 0xD7FF},  // the last before the surrogates
             Row{"\xEE\x80\x80", 0xE000},  // the first after them
             Row{"\xEF\xBF\xBD", 0xFFFD},  // U+FFFD itself is not an error
             Row{"\xEF\xBF\xBF", 0xFFFF},  // nor is a noncharacter
             Row{"\xF0\x90\x80\x80", 0x10000},
             Row{"\xF4\x8F\xBF\xBF", 0x10FFFF},
         }) {
        CAPTURE(code);
        const auto decoded = decode_utf8(bytes, 0);
        CHECK(decoded.valid);
        CHECK(decoded.code == code);
        CHECK(decoded.bytes == bytes.size());
        CHECK(is_valid_utf8(bytes));
        CHECK(replace_invalid_utf8(bytes) == bytes);
        std::string encoded;
        append_utf8(encoded, code);
        CHECK(encoded == bytes);
    }
}

TEST_CASE("each maximal subpart of ill-formed UTF-8 becomes one U+FFFD") {
    struct Row {
        std::string_view bytes;
        std::size_t replacements;
    };
    for (const auto& [bytes, replacements] : {
             Row{"\x80", 1},                      // a continuation byte alone
             Row{"\xC0\xAF", 2},                  // overlong "/"
             Row{"\xC1\xBF", 2},                  // overlong DEL
             Row{"\xE0\x80\xAF", 3},              // overlong in three bytes
             Row{"\xE0\x9F\xBF", 3},              // the last overlong one
             Row{"\xED\xA0\x80", 3},              // a surrogate
             Row{"\xED\xBF\xBF", 3},              // the last surrogate
             Row{"\xED\xA0\x80\xED\xB0\x80", 6},  // a pair of them
             Row{"\xF0\x8F\xBF\xBF", 4},          // overlong in four bytes
             Row{"\xF4\x90\x80\x80", 4},          // above U+10FFFF
             Row{"\xF5\x80\x80\x80", 4},          // no such lead byte
             Row{"\xFE\xFF", 2}, Row{"\xC3", 1},  // cut off
             Row{"\xE2\x82", 1},                  // cut off after two of three
             Row{"\xF0\x9F\x98", 1},              // cut off after three of four
             Row{"\xF0\x9F\x98\xF0\x9F", 2},      // twice
         }) {
        CAPTURE(bytes);
        CHECK_FALSE(is_valid_utf8(bytes));
        CHECK_FALSE(decode_utf8(bytes, 0).valid);
        CHECK(decode_utf8(bytes, 0).code == kReplacementCharacter);
        const auto clean = replace_invalid_utf8(std::string("a").append(bytes).append("z"));
        CHECK(clean == "a" + times(kReplaced, replacements) + "z");
        CHECK(is_valid_utf8(clean));
    }
}

TEST_CASE("the example of the Unicode standard (table 3-8) is replaced as printed there") {
    CHECK(replace_invalid_utf8("a\xF1\x80\x80\xE1\x80\xC2"
                               "b\x80"
                               "c\x80\xBF"
                               "d") ==
          "a" + times(kReplaced, 3) + "b" + times(kReplaced, 1) + "c" + times(kReplaced, 2) + "d");
}

TEST_CASE("every two bytes are decoded without a step past the text") {
    for (int first = 0; first < 256; ++first) {
        for (int second = 0; second < 256; ++second) {
            const std::string text{static_cast<char>(first), static_cast<char>(second)};
            std::size_t at = 0;
            while (at < text.size()) {
                const auto decoded = decode_utf8(text, at);
                REQUIRE(decoded.bytes >= 1);
                at += decoded.bytes;
            }
            REQUIRE(at == text.size());
            REQUIRE(is_valid_utf8(replace_invalid_utf8(text)));
        }
    }
}

namespace {

std::string from_hex(std::string_view digits) {
    if (trim(digits) == "nothing") {
        return {};
    }
    std::string bytes;
    std::string pair;
    for (const char digit : digits) {
        if (!is_alnum(digit)) {
            continue;
        }
        pair.push_back(digit);
        if (pair.size() == 2) {
            bytes.push_back(static_cast<char>(std::stoi(pair, nullptr, 16)));
            pair.clear();
        }
    }
    return bytes;
}

/// One line of utf8tests.txt: "6.0:invalid hex:F7 BF:without them:with U+FFFD".
struct Utf8Case {
    std::string bytes;
    bool valid = false;
    std::string replaced;
};

std::optional<Utf8Case> read_case(std::string_view line) {
    const auto parts = split(line, ':');
    if (line.starts_with('#') || parts.size() < 3) {
        return std::nullopt;
    }
    const auto kind = trim(parts[1]);
    if (kind == "valid") {
        return Utf8Case{std::string(parts[2]), true, std::string(parts[2])};
    }
    if (kind == "valid hex") {
        return Utf8Case{from_hex(parts[2]), true, from_hex(parts[2])};
    }
    return Utf8Case{from_hex(parts[2]), false, from_hex(parts.at(4))};
}

}  // namespace

TEST_CASE("characters are counted, not bytes") {
    CHECK(characters_in("") == 0);
    CHECK(characters_in("abc") == 3);
    CHECK(characters_in("\u00E9\u4E16\U0001F680") == 3);
}

TEST_CASE("utf8tests: each sequence is judged and replaced as its authors expect") {
    const auto file = testing::shared_material("utf8/utf8tests.txt");
    if (!file) {
        return;
    }
    const auto text = testing::bytes_of(*file);
    std::size_t cases = 0;
    for (const auto line : split_lines(text)) {
        if (const auto known = read_case(line)) {
            CAPTURE(line);
            CHECK(is_valid_utf8(known->bytes) == known->valid);
            CHECK(replace_invalid_utf8(known->bytes) == known->replaced);
            ++cases;
        }
    }
    CHECK(cases > 100);
}

}  // namespace skillwake
