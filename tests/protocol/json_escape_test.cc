#include "protocol/json_escape.h"

#include "protocol/json.h"

#include <doctest/doctest.h>

#include <cstddef>
#include <random>
#include <string>
#include <string_view>

namespace skillwake::protocol {
namespace {

std::string escaped(std::string_view text) {
    std::string out = "before";
    append_escaped(out, text);
    return out.substr(6);
}

std::string escaped_plainly(std::string_view text) {
    std::string out = "before";
    append_escaped_plainly(out, text);
    return out.substr(6);
}

TEST_CASE("What needs an escape gets the shortest that JSON has, and nothing else changes") {
    CHECK(escaped("\"\\\b\t\n\f\r") == R"(\"\\\b\t\n\f\r)");
    CHECK(escaped(std::string_view("\0\x01\x1f\x20\x7f", 5)) == "\\u0000\\u0001\\u001f \x7f");
    CHECK(escaped("/ < é 猫 😀") == "/ < é 猫 😀");
}

TEST_CASE("Every byte at every place of a text is escaped as the plain loop does") {
    for (std::size_t size = 1; size <= 40; ++size) {
        for (std::size_t place = 0; place < size; ++place) {
            for (int byte = 0; byte < 256; ++byte) {
                std::string text(size, 'x');
                text[place] = static_cast<char>(byte);
                const bool plain = byte < 0x80 && escaped_plainly(text) == text;
                if (escaped(text) != escaped_plainly(text) || is_plain(text) != plain) {
                    CAPTURE(size);
                    CAPTURE(place);
                    CAPTURE(byte);
                    CHECK(escaped(text) == escaped_plainly(text));
                    CHECK(is_plain(text) == plain);
                }
            }
        }
    }
}

TEST_CASE("Random texts, few escapes and many, are escaped as the plain loop does and read back the same") {
    std::mt19937 random(1);
    JsonParser parser;
    for (int round = 0; round < 2'000; ++round) {
        const auto size = random() % 6'000;
        const auto rare = 1 + random() % 64;
        std::string text;
        for (std::size_t i = 0; i < size; ++i) {
            const bool special = random() % rare == 0;
            text.push_back(special ? "\"\\\n\t\x01\x1f"[random() % 6]
                                   : static_cast<char>(0x20 + random() % 0x5F));
        }
        const auto out = escaped(text);
        REQUIRE(out == escaped_plainly(text));
        const auto json = parser.parse("\"" + out + "\"");
        REQUIRE(json);
        REQUIRE(json->string() == text);
    }
}

}  // namespace
}  // namespace skillwake::protocol
