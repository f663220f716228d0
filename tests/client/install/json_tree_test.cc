#include "client/install/json_tree.h"

#include "tests/support/error_text.h"

#include <doctest/doctest.h>

namespace skillwake::client {
namespace {

using testing::error_text;

TEST_CASE("JSON is read with what hosts let people write") {
    for (const std::string_view text :
         {R"({})", "\xef\xbb\xbf{}", "// a\n{} // b", "/* a */ {} /* b */",
          R"({"a": [1, 2,], "b": {"c": null,},})", "{\r\n\t\"a\": -1.5e3\r\n}\r\n", R"({"a": "\u00e9\"}"})",
          "{/*{*/\"a\"/*:*/:/*,*/1/*}*/,//,\n}", "[]", "\"x\""}) {
        CAPTURE(text);
        const auto tree = parse_json_tree(text);
        REQUIRE(tree);
        CHECK(*tree);
    }
}

TEST_CASE("A text of comments and white space holds nothing") {
    for (const std::string_view text : {"", "\xef\xbb\xbf", " \r\n\t", "// a", "/* a */\n// b\n"}) {
        CAPTURE(text);
        const auto tree = parse_json_tree(text);
        REQUIRE(tree);
        CHECK_FALSE(*tree);
    }
}

TEST_CASE("What is wrong is told with its line") {
    struct Case {
        std::string text;
        std::string message;
    };
    const Case cases[] = {
        {"{", "line 1: the text ends inside an object"},
        {"{\n  \"a\": 1\n  \"b\": 2\n}", "line 3: expected ',' or '}'"},
        {"{\n  'a': 1}", "line 2: expected a name in \"\""},
        {"{a: 1}", "line 1: expected a name in \"\""},
        {"{\"a\" 1}", "line 1: expected ':'"},
        {"{\"a\": }", "line 1: expected a value"},
        {"{\"a\": tru}", "line 1: expected a value"},
        {"{\"a\": 01}", "line 1: expected a value"},
        {"{\"a\": 1,,}", "line 1: expected a name in \"\""},
        {"{,}", "line 1: expected a name in \"\""},
        {"[1 2]", "line 1: expected ',' or ']'"},
        {"[1", "line 1: expected ',' or ']'"},
        {"[", "line 1: the text ends too early"},
        {"{}\n{}", "line 2: expected the end of the text"},
        {"{\"a", "line 1: a string does not end"},
        {"{\"a\": \"b\n\"}", "line 1: not a JSON string"},
        {"{\"a\": \"\\x\"}", "line 1: not a JSON string"},
        {"{\"a\": /* 1}", "line 1: expected a value"},
        {"{} /* a", "line 1: expected the end of the text"},
        {"/* a", "line 1: expected a value"},
        {"{\"a\": \"\xff\"}", "not UTF-8"},
        {std::string(300, '['), "line 1: nested too deeply"},
    };
    for (const auto& [text, message] : cases) {
        CAPTURE(text);
        const auto tree = parse_json_tree(text);
        REQUIRE(!tree);
        CHECK(tree.error().code() == Errc::Invalid);
        CHECK(error_text(tree) == message);
    }
}

TEST_CASE("Each value knows where it stands, and of two members with one name the last counts") {
    const std::string_view text = R"({"a": 1, "b\u0021": ["x", {}] , "a": "two" })";
    const auto tree = parse_json_tree(text);
    REQUIRE(tree);
    const auto& root = **tree;
    REQUIRE(root.items.size() == 3);
    CHECK(root.items[1].name == "b!");
    CHECK(text.substr(root.items[1].value.begin, root.items[1].value.end - root.items[1].value.begin) ==
          R"(["x", {}])");
    CHECK(text[root.items[1].comma] == ',');
    CHECK(root.items[2].comma == kNowhere);
    CHECK(root.member("a")->string == "two");
    CHECK(root.member("c") == nullptr);
    CHECK(root.member_index("a") == 2);
}

}  // namespace
}  // namespace skillwake::client
