#include "client/safe_text.h"

#include "client/safe_json_stream.h"

#include <doctest/doctest.h>

#include <sstream>

namespace skillwake::client {

TEST_CASE("safe_line writes out what a terminal would obey") {
    struct Case {
        std::string_view text;
        std::string_view shown;
    };
    static constexpr Case kCases[] = {
        {"plain", "plain"},
        {"", ""},
        {"  two\n\n lines\t", "two lines"},
        {"\x1b[2J", "\\x1b[2J"},
        {"a\x07z\x7f", "a\\x07z\\x7f"},
        {"\xc2\x9b"
         "31m",
         "\\u009b31m"},
        {"\u202egnp.exe", "\\u202egnp.exe"},
        {"a\u2066b\u2069", "a\\u2066b\\u2069"},
        {"\ufeffx", "\\ufeffx"},
        {"caf\u00e9 \u65e5\u672c", "caf\u00e9 \u65e5\u672c"},
        {"\xff\xfe", "\ufffd\ufffd"},
        {"back\\slash", "back\\slash"},
    };
    for (const auto& [text, shown] : kCases) {
        CAPTURE(text);
        CHECK(safe_line(text) == shown);
    }
}

TEST_CASE("safe_block keeps lines and tabs, and nothing else that is not seen") {
    CHECK(safe_block("a\n\tb\r\n") == "a\n\tb\\x0d\n");
    CHECK(safe_block("\x1b]0;title\x07\n") == "\\x1b]0;title\\x07\n");
}

TEST_CASE("safe_json means the same and shows nothing that a terminal obeys") {
    CHECK(safe_json("{\"a\":\"\u202e\u009b\x7f\u65e5\U000E0041\"}\n") ==
          "{\"a\":\"\\u202e\\u009b\\u007f\u65e5\\udb40\\udc41\"}\n");
    CHECK(safe_json(R"({"plain":[1,"\u001b"]})") == R"({"plain":[1,"\u001b"]})");
}

TEST_CASE("JSON for a terminal goes on at each flush, all of it") {
    std::ostringstream terminal;
    SafeJsonStream out(terminal);
    out << "[\"\u202e" << '"' << std::flush;
    CHECK(terminal.str() == "[\"\\u202e\"");
    out << "]\n";
    out.flush();
    CHECK(terminal.str() == "[\"\\u202e\"]\n");
}

TEST_CASE("display_width counts columns, not bytes") {
    CHECK(display_width("abc") == 3);
    CHECK(display_width("caf\u00e9") == 4);
    CHECK(display_width("\u65e5\u672c") == 4);
    CHECK(display_width("e\u0301") == 1);
}

TEST_CASE("a text is cut at a column, never inside a character, and says so") {
    CHECK(cut_end("abcdef", 6) == "abcdef");
    CHECK(cut_end("abcdef", 5) == "abcd…");
    CHECK(cut_end("abcdef", 1) == "…");
    CHECK(cut_end("abcdef", 0).empty());
    CHECK(cut_end("\u65e5\u672c\u8a9e", 4) == "\u65e5…");
    CHECK(cut_begin("/a/b/c", 6) == "/a/b/c");
    CHECK(cut_begin("/a/b/c", 4) == "…b/c");
    CHECK(cut_begin("\u65e5\u672c\u8a9e", 4) == "…\u8a9e");
    CHECK(cut_begin("abc", 0).empty());
}

}  // namespace skillwake::client
