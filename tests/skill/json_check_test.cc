#include "skill/json_check.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace skillwake::skill {
namespace {

std::string flaw(std::string_view text) {
    const auto found = find_json_flaw(text);
    return found ? std::to_string(found->line) + ": " + found->message : "";
}

}  // namespace

TEST_CASE("what is JSON has no flaw") {
    for (const std::string_view text :
         {"{}", "[]", " null\n", "true", "-0.5e+3", "10", "\"\\u00e9\\n\\\\\"", "\xEF\xBB\xBF{}",
          "{\"a\": [1, {\"b\": \"x\"}, false],\r\n\t\"c\": {}}"}) {
        CAPTURE(text);
        CHECK(flaw(text) == "");
    }
}

TEST_CASE("the first flaw is told with its line and in words that say what to do") {
    struct Case {
        std::string_view text;
        std::string_view told;
    };
    const Case cases[] = {
        {"", "1: the file is empty"},
        {"\n\n", "3: the file is empty"},
        {"{\n\"a\": 1,\n}", "2: a comma before '}'"},
        {"[1, ]", "1: a comma before ']'"},
        {"{\n\"a\": 1\n\"b\": 2}", "2: expected ',' or '}' behind this"},
        {"{\n\"a\": [1, 2\n", "2: '[' is never closed"},
        {"{\n", "2: it ends where a key in double quotes should stand"},
        {"{\"a\":\n", "2: it ends where a value should stand"},
        {"{a: 1}", "1: expected a key in double quotes"},
        {"{'a': 1}", "1: expected a key in double quotes"},
        {"{\"a\" 1}", "1: expected ':' behind a key"},
        {"{\"a\": b}", "1: expected a value"},
        {"{\"a\": .5}", "1: expected a value"},
        {"{\"a\": 01}", "1: expected ',' or '}' behind this"},
        {"{\n// note\n\"a\": 1}", "2: JSON has no comments"},
        {"{\"a\": 1 // note\n}", "1: JSON has no comments"},
        {"{\"a\": \"x\ny\"}", "1: a string is never closed"},
        {"{\"a\": \"\\x\"}", "1: '\\' stands before what JSON does not escape"},
        {"{\"a\": \"\\u12\"}", "1: '\\u' wants four hexadecimal digits"},
        {"{}\n{}", "2: text stands behind its end"},
    };
    for (const auto& [text, told] : cases) {
        CAPTURE(text);
        CHECK(flaw(text) == told);
    }
}

TEST_CASE("depth has a limit, and any prefix of a file ends well") {
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    CHECK(flaw(nested(64)) == "");
    CHECK(flaw(nested(65)) == "1: nested too deep");
    CHECK(flaw(std::string(1'000'000, '[')) == "1: nested too deep");
    const std::string whole = R"({"a": [-1.5e3, "\u0041\"", {"b": null}], "c": true})";
    for (std::size_t size = 0; size < whole.size(); ++size) {
        CAPTURE(size);
        CHECK(find_json_flaw(std::string_view(whole).substr(0, size)));
    }
    CHECK(flaw(whole) == "");
}

}  // namespace skillwake::skill
