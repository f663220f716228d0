#include "skill/hidden_unicode.h"

#include "base/utf8.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace skillwake::skill {
namespace {

std::string utf8(std::u32string_view text) {
    std::string bytes;
    for (const auto code : text) {
        append_utf8(bytes, code);
    }
    return bytes;
}

TEST_CASE("hidden characters are found with kind, line and column") {
    using enum HiddenKind;
    const std::vector<std::pair<std::u32string, HiddenCharacter>> cases{
        {U"ab\nc\u202E", {Bidi, 0x202E, 2, 2}},      {U"\u2066x", {Bidi, 0x2066, 1, 1}},
        {U"x\u200F", {Bidi, 0x200F, 1, 2}},          {U"x\u200By", {ZeroWidth, 0x200B, 1, 2}},
        {U"a\u200Db", {ZeroWidth, 0x200D, 1, 2}},    {U"a\uFEFF", {ZeroWidth, 0xFEFF, 1, 2}},
        {U"\u00E9\U000E0041", {Tag, 0xE0041, 1, 2}}, {U"x\U000E0110", {Tag, 0xE0110, 1, 2}},
        {U"x\uFE01\uFE02", {Tag, 0xFE02, 1, 3}},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(code_point_name(expected.code));
        CHECK(find_hidden(utf8(text), 10) == std::vector{expected});
    }
}

TEST_CASE("what writing needs is not hidden") {
    for (const std::u32string_view text :
         {U"plain", U"\u00E9 \u2014 \u4E2D\u6587", U"\U0001F468\u200D\U0001F469\u200D\U0001F467",
          U"\u2764\uFE0F\u200D\U0001F525", U"\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645",
          U"\u05E9\u05DC\u05D5\u05DD\u200F!",
          U"\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F", U"\u845B\U000E0100"}) {
        CHECK(find_hidden(utf8(text), 10).empty());
    }
}

TEST_CASE("the quick look, which passes over most texts, misses no hidden character") {
    const std::u32string forces_the_long_look = U" \u1161";
    for (char32_t code = 0x80; code < 0xE1000; ++code) {
        if (code >= 0xD800 && code < 0xE000) {
            continue;
        }
        const auto alone = std::u32string(U"x") + code;
        const auto quick = find_hidden(utf8(alone), 10);
        if (quick != find_hidden(utf8(alone + forces_the_long_look), 10)) {
            CAPTURE(code_point_name(code));
            CHECK(quick.size() == 1);
        }
    }
}

TEST_CASE("the quick look sees a hidden character at any place of a long text, and none in emoji") {
    const std::string plain(64, 'x');
    for (std::size_t at = 0; at < plain.size(); ++at) {
        for (const std::u32string_view hidden :
             {U"\u200B", U"\u00AD", U"\U000E0041", U"\uFE0F\uFE0F", U"\u3164"}) {
            auto text = plain;
            text.insert(at, utf8(hidden));
            CAPTURE(at);
            CHECK(find_hidden(text, 10).size() == 1);
        }
    }
    CHECK(find_hidden(plain + utf8(U"\u26A0\uFE0F \U0001F680 \uFFFD \u3042") + plain, 10).empty());
}

TEST_CASE("no more are given than asked for") {
    CHECK(find_hidden(utf8(U"\u200B\u200B\u200B"), 2).size() == 2);
}

}  // namespace
}  // namespace skillwake::skill
