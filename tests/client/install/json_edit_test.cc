#include "client/install/json_edit.h"

#include "tests/support/error_text.h"

#include <doctest/doctest.h>

namespace skillwake::client {
namespace {

using testing::error_text;

std::string done(const Result<std::string>& edited) {
    return edited ? *edited : "error: " + edited.error().message();
}

TEST_CASE("A member is added at the end of its object, laid out as the text is, and nothing else changes") {
    struct Case {
        const char* what;
        std::string before;
        std::string after;
    };
    const Case cases[] = {
        {"no text", "", "{\n  \"k\": {\n    \"s\": [1, 2]\n  }\n}\n"},
        {"a byte order mark alone", "\xef\xbb\xbf", "\xef\xbb\xbf{\n  \"k\": {\n    \"s\": [1, 2]\n  }\n}\n"},
        {"comments alone", "// mine", "// mine\n{\n  \"k\": {\n    \"s\": [1, 2]\n  }\n}\n"},
        {"an empty object", "{}", "{\n  \"k\": {\n    \"s\": [1, 2]\n  }\n}"},
        {"an empty object of lines", "{\n\n}\n", "{\n  \"k\": {\n    \"s\": [1, 2]\n  }\n}\n"},
        {"a comment inside", "{\n  // mine\n}\n", "{\n  // mine\n  \"k\": {\n    \"s\": [1, 2]\n  }\n}\n"},
        {"a comment inside a line", "{ /* mine */ }", "{ /* mine */\n  \"k\": {\n    \"s\": [1, 2]\n  }\n}"},
        {"tabs", "{\n\t\"a\": 1\n}\n", "{\n\t\"a\": 1,\n\t\"k\": {\n\t\t\"s\": [1, 2]\n\t}\n}\n"},
        {"four spaces", "{\n    \"a\": 1\n}",
         "{\n    \"a\": 1,\n    \"k\": {\n        \"s\": [1, 2]\n    }\n}"},
        {"line ends of two bytes", "{\r\n  \"a\": 1\r\n}\r\n",
         "{\r\n  \"a\": 1,\r\n  \"k\": {\r\n    \"s\": [1, 2]\r\n  }\r\n}\r\n"},
        {"a byte order mark", "\xef\xbb\xbf{\"a\": 1}",
         "\xef\xbb\xbf{\"a\": 1,\n  \"k\": {\n    \"s\": [1, 2]\n  }\n}"},
        {"a trailing comma", "{\n  \"a\": 1,\n}", "{\n  \"a\": 1,\n  \"k\": {\n    \"s\": [1, 2]\n  },\n}"},
        {"comments behind the last member", "{\n  \"a\": 1 // one\n  // two\n}",
         "{\n  \"a\": 1, // one\n  \"k\": {\n    \"s\": [1, 2]\n  }\n  // two\n}"},
        {"a comment behind a trailing comma", "{\n  \"a\": 1, /* one */ // two\r\n}",
         "{\n  \"a\": 1, /* one */ // two\n  \"k\": {\n    \"s\": [1, 2]\n  },\r\n}"},
        {"a comment of lines behind the last member", "{\n  \"a\": 1 /* one\n two */\n}",
         "{\n  \"a\": 1,\n  \"k\": {\n    \"s\": [1, 2]\n  } /* one\n two */\n}"},
        {"the same name elsewhere", "{\n  \"a\": {\"k\": {\"s\": 0}},\n  \"b\": \"\\\"k\\\": {\"\n}",
         "{\n  \"a\": {\"k\": {\"s\": 0}},\n  \"b\": \"\\\"k\\\": {\",\n  \"k\": {\n    \"s\": [1, 2]\n  "
         "}\n}"},
        {"the object is there", "{\n  \"k\": {\n    \"t\": 0\n  },\n  \"z\": 9\n}",
         "{\n  \"k\": {\n    \"t\": 0,\n    \"s\": [1, 2]\n  },\n  \"z\": 9\n}"},
        {"the object is there and empty", "{\n  \"k\": {}\n}", "{\n  \"k\": {\n    \"s\": [1, 2]\n  }\n}"},
        {"the object is there in one line", "{\n  \"k\": {\"t\": 0}\n}",
         "{\n  \"k\": {\"t\": 0,\n    \"s\": [1, 2]\n  }\n}"},
        {"the member is there", "{\"k\": {\"s\" : /* old */ {\"x\": 1} /* kept */, \"t\": 0}}",
         "{\"k\": {\"s\" : /* old */ [1, 2] /* kept */, \"t\": 0}}"},
        {"two of that name", "{\"k\": {\"s\": 0}, \"k\": {\"s\": 1}}",
         "{\"k\": {\"s\": 0}, \"k\": {\"s\": [1, 2]}}"},
    };
    for (const auto& [what, before, after] : cases) {
        CAPTURE(what);
        CHECK(done(set_value(before, {"k", "s"}, "[1,2]")) == after);
        CHECK(done(set_value(after, {"k", "s"}, "[1,2]")) == after);
    }
}

TEST_CASE("An element is added at the end of its array") {
    struct Case {
        std::string before;
        std::string after;
    };
    const Case cases[] = {
        {"{}", "{\n  \"k\": [\n    {\n      \"a\": 1\n    }\n  ]\n}"},
        {"{\n  \"k\": []\n}", "{\n  \"k\": [\n    {\n      \"a\": 1\n    }\n  ]\n}"},
        {"{\n  \"k\": [\n    {\"b\": 2}\n  ]\n}",
         "{\n  \"k\": [\n    {\"b\": 2},\n    {\n      \"a\": 1\n    }\n  ]\n}"},
        {"{\n  \"k\": [\n    0,\n  ]\n}", "{\n  \"k\": [\n    0,\n    {\n      \"a\": 1\n    },\n  ]\n}"},
        {"{\n  \"k\": [{\n    \"b\": 2\n  }]\n}",
         "{\n  \"k\": [{\n    \"b\": 2\n  },\n    {\n      \"a\": 1\n    }\n  ]\n}"},
    };
    for (const auto& [before, after] : cases) {
        CAPTURE(before);
        CHECK(done(append_value(before, {"k"}, R"({"a":1})")) == after);
    }
}

TEST_CASE("What is taken out leaves no line and no comma behind, and comments stay") {
    struct Case {
        const char* what;
        std::string before;
        JsonPath path;
        std::string after;
    };
    const Case cases[] = {
        {"the last", "{\n  \"a\": 1,\n  \"b\": 2\n}\n", {"b"}, "{\n  \"a\": 1\n}\n"},
        {"the first", "{\n  \"a\": 1,\n  \"b\": 2\n}\n", {"a"}, "{\n  \"b\": 2\n}\n"},
        {"between", "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}", {"b"}, "{\n  \"a\": 1,\n  \"c\": 3\n}"},
        {"the only one", "{\n  \"a\": 1\n}", {"a"}, "{}"},
        {"with its trailing comma", "{\n  \"a\": 1,\n  \"b\": 2,\n}", {"b"}, "{\n  \"a\": 1,\n}"},
        {"in a line", "{\"a\": 1, \"b\": 2, \"c\": 3}", {"b"}, "{\"a\": 1, \"c\": 3}"},
        {"the last in a line", "{\"a\": 1, \"b\": 2}", {"b"}, "{\"a\": 1}"},
        {"line ends of two bytes", "{\r\n  \"a\": 1,\r\n  \"b\": 2\r\n}", {"b"}, "{\r\n  \"a\": 1\r\n}"},
        {"comments beside it",
         "{\n  \"a\": 1, // one\n  // two\n  \"b\": 2 // three\n}",
         {"b"},
         "{\n  \"a\": 1 // one\n  // two\n // three\n}"},
        {"a comment before its comma",
         "{\n  \"a\": 1 /* x */,\n  \"b\": 2\n}",
         {"a"},
         "{\n /* x */\n  \"b\": 2\n}"},
        {"what held nothing else",
         "{\n  \"a\": 1,\n  \"b\": {\n    \"c\": [\n      {}\n    ]\n  }\n}",
         {"b", "c", std::size_t{0}},
         "{\n  \"a\": 1\n}"},
        {"but not what holds more",
         "{\n  \"b\": {\n    \"c\": [1, 2],\n    \"d\": []\n  }\n}",
         {"b", "c", std::size_t{1}},
         "{\n  \"b\": {\n    \"c\": [1],\n    \"d\": []\n  }\n}"},
        {"nothing there", "{\"a\": 1}", {"b"}, "{\"a\": 1}"},
        {"nothing there below", "{\"a\": 1}", {"a", "b"}, "{\"a\": 1}"},
        {"no such element", "{\"a\": [1]}", {"a", std::size_t{1}}, "{\"a\": [1]}"},
        {"no text", "", {"a"}, ""},
    };
    for (const auto& [what, before, path, after] : cases) {
        CAPTURE(what);
        CHECK(done(remove_value(before, path)) == after);
    }
}

TEST_CASE("What was put into a text of lines is taken out without a trace") {
    for (const std::string text :
         {"{}\n", "{\n  \"a\": 1\n}\n", "{\r\n\t\"a\": 1, // one\r\n\t\"b\": [],\r\n}\r\n",
          "{\n  \"a\": {\n    \"b\": 1\n  } // c\n  // d\n}",
          "// x\n{\n    \"k\": {\n        \"other\": [ 1 ]\n    }\n}"}) {
        CAPTURE(text);
        const auto with = set_value(text, {"k", "s"}, R"({"x":[{"y":1}]})");
        REQUIRE(with);
        CHECK(*with != text);
        CHECK(done(remove_value(*with, {"k", "s"})) == text);
    }
}

TEST_CASE("What lies in the way is left alone") {
    CHECK(error_text(set_value("{\"k\": []}", {"k", "s"}, "1")) == "k: expected an object");
    CHECK(error_text(set_value("{\"k\": {\"s\": null}}", {"k", "s", "t"}, "1")) == "k.s: expected an object");
    CHECK(error_text(append_value("{\"k\": {}}", {"k"}, "1")) == "k: expected an array");
    CHECK(error_text(set_value("[]", {"k"}, "1")) == "expected an object");
    CHECK(error_text(set_value("{", {"k"}, "1")) == "line 1: the text ends inside an object");
    CHECK(error_text(remove_value("{\n,", {"k"})) == "line 2: expected a name in \"\"");
}

}  // namespace
}  // namespace skillwake::client
