#include "protocol/json.h"

#include "base/utf8.h"
#include "tests/support/error_text.h"
#include "tests/support/shared_material.h"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::protocol {
namespace {

using Kind = JsonValue::Kind;

std::string as_json_string(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

/// `text` after a way through the writer and the parser.
std::string through_json(std::string_view text) {
    JsonParser parser;
    const auto json = parser.parse(as_json_string(text));
    return json && json->string() ? std::string(*json->string())
                                  : "not a string: " + testing::error_text(json);
}

/// `text` as our parser and writer say it.
std::string rewritten(std::string_view text) {
    JsonParser parser;
    const auto json = parser.parse(text);
    return json ? json->text() : testing::error_text(json);
}

std::string nested(std::string_view open, std::string_view inside, std::string_view close,
                   std::size_t depth) {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) {
        text.append(open);
    }
    text.append(inside);
    for (std::size_t i = 0; i < depth; ++i) {
        text.append(close);
    }
    return text;
}

void each_suite_file(const std::function<void(const std::string& name, const std::string& text)>& visit) {
    const auto folder = testing::shared_material("JSONTestSuite/test_parsing");
    if (!folder) {
        return;
    }
    for (const auto& file : std::filesystem::directory_iterator(*folder)) {
        visit(file.path().stem().string(), testing::bytes_of(file.path()));
    }
}

}  // namespace

TEST_CASE("JSONTestSuite: every valid file is accepted and every invalid one refused") {
    std::map<char, int> files;
    each_suite_file([&](const std::string& name, const std::string& text) {
        CAPTURE(name);
        JsonParser parser;
        const bool accepted = static_cast<bool>(parser.parse(text));
        ++files[name[0]];
        if (name[0] != 'i') {
            CHECK(accepted == (name[0] == 'y'));
        }
    });
    if (!files.empty()) {
        CHECK(files['y'] == 95);
        CHECK(files['n'] == 188);
    }
}

TEST_CASE("JSONTestSuite: what may be either is decided like this") {
    struct Counts {
        int accepted = 0;
        int refused = 0;
    };
    const std::map<std::string, Counts> decided = {
        {"number", {2, 8}},     // refused: beyond a double or 64 bits; accepted: too small for a double, so 0
        {"object", {0, 1}},     // refused: a lone surrogate in a name
        {"string", {0, 22}},    // refused: lone surrogates, ill-formed UTF-8, UTF-16
        {"structure", {1, 1}},  // accepted: 500 nested arrays; refused: a byte order mark
    };
    std::map<std::string, Counts> found;
    each_suite_file([&](const std::string& name, const std::string& text) {
        if (name[0] == 'i') {
            JsonParser parser;
            auto& counts = found[name.substr(2, name.find('_', 2) - 2)];
            ++(parser.parse(text) ? counts.accepted : counts.refused);
        }
    });
    for (const auto& [group, counts] : found) {
        CAPTURE(group);
        CHECK(counts.accepted == decided.at(group).accepted);
        CHECK(counts.refused == decided.at(group).refused);
    }
}

TEST_CASE("JSONTestSuite: what is accepted can be written and read again without change") {
    each_suite_file([&](const std::string& name, const std::string& text) {
        JsonParser parser;
        if (const auto json = parser.parse(text)) {
            CAPTURE(name);
            const auto once = json->text();
            CHECK(rewritten(once) == once);
        }
    });
}

TEST_CASE("a JSON string holds every text that is well-formed UTF-8") {
    for (int byte = 0; byte < 0x80; ++byte) {
        const std::string text = std::string("a").append(1, static_cast<char>(byte)).append("z");
        CAPTURE(byte);
        CHECK(through_json(text) == text);
    }
    for (const auto* text : {"", "\"", "\\", "\\\"\\", "/", "</script>", "\xC2\x85\xE2\x80\xA8\xE2\x80\xA9",
                             "\xF0\x9F\x98\x80", "\\u0041", "{\"a\":[1]}", "\xEF\xBB\xBF", "\xEF\xBF\xBF"}) {
        CAPTURE(text);
        CHECK(through_json(text) == text);
    }
}

TEST_CASE("a JSON string escapes what must be, shortly where there is a short way") {
    struct Row {
        std::string_view text;
        std::string_view json;
    };
    for (const auto& [text, json] : {
             Row{"\b\t\n\f\r\"\\", R"("\b\t\n\f\r\"\\")"},
             Row{{"\0\x01\x1F", 3}, R"("\u0000\u0001\u001f")"},
             Row{"/\x7F\xC3\xA9", "\"/\x7F\xC3\xA9\""},
         }) {
        CAPTURE(json);
        CHECK(as_json_string(text) == json);
    }
    std::string line = "[";
    append_json_string(line, "appended");
    CHECK(line == "[\"appended\"");
}

TEST_CASE("a JSON string never holds a raw control character, so a frame stays one line") {
    std::string all;
    for (int byte = 0; byte < 256; ++byte) {
        all.push_back(static_cast<char>(byte));
    }
    for (const char c : as_json_string(all)) {
        CHECK((static_cast<unsigned char>(c) >= 0x20));
    }
}

TEST_CASE("ill-formed UTF-8 becomes U+FFFD in a JSON string") {
    for (const auto* bytes :
         {"\xFF", "a\xC3", "\xED\xA0\x80\n", "\"\xF4\x90\x80\x80\"", "\x80\x80 ok \xE2\x82"}) {
        CAPTURE(bytes);
        CHECK(through_json(bytes) == replace_invalid_utf8(bytes));
    }
}

TEST_CASE("big-list-of-naughty-strings: each comes back as it was") {
    const auto file = testing::shared_material("blns/blns.json");
    if (!file) {
        return;
    }
    JsonParser parser;
    const auto list = parser.parse(testing::bytes_of(*file));
    REQUIRE(list);
    std::size_t strings = 0;
    list->each_element([&](JsonValue element) {
        const auto text = element.string();
        REQUIRE(text);
        CAPTURE(*text);
        CHECK(through_json(*text) == *text);
        ++strings;
        return true;
    });
    CHECK(strings == 515);
}

TEST_CASE("a value is of one kind, and gives nothing as another") {
    struct Row {
        std::string_view json;
        Kind kind;
    };
    for (const auto& [text, kind] : {
             Row{"null", Kind::Null},
             Row{"true", Kind::Bool},
             Row{"-1", Kind::Integer},
             Row{"9223372036854775807", Kind::Integer},
             Row{"9223372036854775808", Kind::Unsigned},
             Row{"18446744073709551615", Kind::Unsigned},
             Row{"1.0", Kind::Real},
             Row{"1e2", Kind::Real},
             Row{"\"text\"", Kind::String},
             Row{"[1]", Kind::Array},
             Row{"{\"a\":1}", Kind::Object},
         }) {
        CAPTURE(text);
        JsonParser parser;
        const auto json = parser.parse(text);
        REQUIRE(json);
        const bool number = kind == Kind::Integer || kind == Kind::Unsigned || kind == Kind::Real;
        CHECK(json->kind() == kind);
        CHECK(json->boolean().has_value() == (kind == Kind::Bool));
        CHECK(json->integer().has_value() == (kind == Kind::Integer));
        CHECK(json->string().has_value() == (kind == Kind::String));
        CHECK(json->number().has_value() == number);
        CHECK(json->member("a").has_value() == (kind == Kind::Object));
        CHECK(json->text() == (text == "1e2" ? "100.0" : text));
        int visited = 0;
        json->each_element([&](JsonValue) { return ++visited > 0; });
        CHECK(visited == (kind == Kind::Array ? 1 : 0));
        json->each_member([&](std::string_view, JsonValue) { return ++visited > 0; });
        CHECK(visited == (kind == Kind::Array || kind == Kind::Object ? 1 : 0));
    }
}

TEST_CASE("an integer is given only where it fits") {
    struct Row {
        std::string_view json;
        std::optional<std::int64_t> integer;
        std::optional<std::uint64_t> unsigned_integer;
    };
    constexpr auto kMaxInt = std::numeric_limits<std::int64_t>::max();
    for (const auto& [text, integer, unsigned_integer] : {
             Row{"0", 0, 0},
             Row{"-0", 0, 0},
             Row{"-1", -1, {}},
             Row{"-9223372036854775808", std::numeric_limits<std::int64_t>::min(), {}},
             Row{"9223372036854775807", kMaxInt, static_cast<std::uint64_t>(kMaxInt)},
             Row{"9223372036854775808", {}, static_cast<std::uint64_t>(kMaxInt) + 1},
             Row{"18446744073709551615", {}, std::numeric_limits<std::uint64_t>::max()},
             Row{"1.0", {}, {}},
         }) {
        CAPTURE(text);
        JsonParser parser;
        const auto json = parser.parse(text);
        REQUIRE(json);
        CHECK(json->integer() == integer);
        CHECK(json->unsigned_integer() == unsigned_integer);
    }
    CHECK_FALSE(JsonParser().parse("18446744073709551616"));
    CHECK_FALSE(JsonParser().parse("-9223372036854775809"));
}

TEST_CASE("of two members with one name the first counts") {
    JsonParser parser;
    const auto json = parser.parse(R"({"a":1,"b":{"a":2},"a":3,"\u0061":4})");
    REQUIRE(json);
    CHECK(json->member("a")->integer() == 1);
    std::vector<std::string> names;
    json->each_member([&](std::string_view name, JsonValue) {
        names.emplace_back(name);
        return true;
    });
    CHECK(names == std::vector<std::string>{"a", "b", "a", "a"});
}

TEST_CASE("each_element and each_member stop when asked to") {
    JsonParser parser;
    const auto json = parser.parse(R"({"a":[1,2,3],"b":0})");
    REQUIRE(json);
    int visited = 0;
    json->member("a")->each_element([&](JsonValue) { return ++visited < 2; });
    CHECK(visited == 2);
    json->each_member([&](std::string_view, JsonValue) { return ++visited < 3; });
    CHECK(visited == 3);
}

TEST_CASE("a document may be nested as deeply as the limit, and not one deeper") {
    for (const auto& [open, close] : {std::pair("[", "]"), std::pair("{\"a\":", "}")}) {
        CAPTURE(open);
        const auto deepest = nested(open, "0", close, JsonParser::kMaxDepth);
        const bool unchanged = rewritten(deepest) == deepest;  // too long to be printed
        CHECK(unchanged);
        const auto deeper = JsonParser().parse(nested(open, "0", close, JsonParser::kMaxDepth + 1));
        REQUIRE(!deeper);
        CHECK(testing::error_text(deeper) ==
              "the JSON document was too deep (too many nested objects and arrays)");
    }
    CHECK_FALSE(JsonParser().parse(std::string(1U << 20U, '[')));
}

TEST_CASE("an error anywhere refuses the whole document, and the parser can be used again") {
    JsonParser parser;
    for (const auto* bad :
         {"", " ", "{", "{\"a\":1}}", "{\"a\":1} {\"b\":2}", "{\"a\":tru}", "[1,]", "{'a':1}",
          "{\"a\":\"\xFF\"}", "{\"a\":\"\x01\"}", "{\"a\":1e999}", "NaN", "\"\\ud800\"", "// x"}) {
        CAPTURE(bad);
        const auto json = parser.parse(bad);
        REQUIRE(!json);
        CHECK(json.error().code() == Errc::Invalid);
        CHECK_FALSE(json.error().message().empty());
        CHECK_FALSE(json.error().message().ends_with('.'));
        CHECK(parser.parse("{\"a\":1}")->member("a")->integer() == 1);
    }
}

TEST_CASE("text is the value without white space and with all its digits") {
    CHECK(rewritten(" { \"a\" : [ 1 , -2.5 , true , null ] , \"b\" : { } } ") ==
          R"({"a":[1,-2.5,true,null],"b":{}})");
    CHECK(rewritten("0.1") == "0.1");
    CHECK(rewritten("18446744073709551615") == "18446744073709551615");
    CHECK(rewritten(R"("\u00e9\ud83d\ude00\/\u000a")") == "\"\xC3\xA9\xF0\x9F\x98\x80/\\n\"");
}

}  // namespace skillwake::protocol
