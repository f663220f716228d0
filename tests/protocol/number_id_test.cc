#include "protocol/number_id.h"

#include <doctest/doctest.h>

#include <string>

namespace skillwake::protocol {
namespace {

std::string line_with(std::string_view id) {
    return R"({"jsonrpc":"2.0","x":["}",{"id":5,"y":"\\\""}], "id" : )" + std::string(id) +
           R"( ,"method":"m"})";
}

TEST_CASE("a number id is told as it stands in the line") {
    for (const auto* id : {"0", "-0", "1", "-12", "1.0", "1.10", "1e5", "1E+05", "-0.5e-3",
                           "18446744073709551616", "123456789012345678901234567890", "1e400"}) {
        CAPTURE(id);
        CHECK(number_id(line_with(id)) == id);
        CHECK(number_id(R"({"id":)" + std::string(id) + "}") == id);
    }
}

TEST_CASE("what is no JSON number is none as an id") {
    for (const auto* id : {"", "null", "true", "\"1\"", "[1]", "{\"id\":1}", "01", "-", "1.", ".5", "+1",
                           "1e", "1e+", "0x1", "1 2", "NaN", "--1", "1.5.5", "1-1"}) {
        CAPTURE(id);
        CHECK(number_id(line_with(id)).empty());
    }
}

TEST_CASE("of two ids the first counts, and those within other members do not") {
    CHECK(number_id(R"({"id":1.50,"id":2})") == "1.50");
    CHECK(number_id(R"({"id":"x","id":2})").empty());
    CHECK(number_id(R"({"a":{"id":1},"b":[{"id":2}]})").empty());
    CHECK(number_id(R"({"a":"\"id\":1","id":3})") == "3");
}

TEST_CASE("a number id has its longest") {
    const std::string longest(kMaxNumberIdBytes, '9');
    CHECK(number_id(line_with(longest)) == longest);
    CHECK(number_id(line_with(longest + "9")).empty());
}

TEST_CASE("what is no object with members has no number id, wherever it breaks") {
    for (const auto* line : {"", " ", "[]", "1", "{", "{}", R"({"id)", R"({"id")", R"({"id":)", R"({"a":"\)",
                             R"({"a":"x)", R"({"a":[",)", R"({1:2,"id":3})", R"({"a" 1,"id":3})",
                             R"({"a":1;"id":3})", R"({"\u0069d":1.5,"id":3})"}) {
        CAPTURE(line);
        CHECK(number_id(line).empty());
    }
}

}  // namespace
}  // namespace skillwake::protocol
