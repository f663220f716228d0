#include "skill/encoding.h"

#include "skill/parse.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace skillwake::skill {
namespace {

using namespace std::string_literals;

/// ASCII as UTF-16 with its mark.
std::string utf16(std::string_view ascii, bool big) {
    std::string bytes = big ? "\xFE\xFF" : "\xFF\xFE";
    for (const char c : ascii) {
        bytes.append(big ? std::string{'\0', c} : std::string{c, '\0'});
    }
    return bytes;
}

}  // namespace

TEST_CASE("a file is UTF-8 when it is read, however it was saved") {
    struct Case {
        std::string bytes;
        std::string text;
        bool told;
    };
    const Case cases[] = {
        {"", "", false},
        {"\xEF\xBB\xBFtext", "text", false},
        {"\xEF\xBB\xBF", "", false},
        {utf16("text", false), "text", true},
        {utf16("text", true), "text", true},
        {utf16("---\nname", false).substr(2), "---\nname", true},
        {utf16("---\nname", true).substr(2), "---\nname", true},
        {utf16("---\nname", true).substr(2) + "x", utf16("---\nname", true).substr(2) + "x", false},
        {utf16("---\nnam", true).substr(2), utf16("---\nnam", true).substr(2), false},
        {"\xFF\xFE", "", true},
        {"\xFF\xFE\x3D\xD8\x80\xDE"s, "\U0001F680", true},
        {"\xFE\xFF\xD8\x3D\xDE\x80"s, "\U0001F680", true},
        {"\xFF\xFE\x3D\xD8"s, "\uFFFD", true},
        {"\xFF\xFE\x80\xDE\x41\x00"s, "\uFFFDA", true},
        {"\xFF\xFE\x41\x00\x42"s, "A\uFFFD", true},
        {"a\xFF", "a\uFFFD", true},
        {"a\rb\r\rc\r", "a\nb\n\nc\n", true},
        {"a\rb\nc\r\nd", "a\nb\nc\r\nd", true},
        {utf16("a\rb", true), "a\nb", true},
        {"a\r\nb\rc", "a\r\nb\rc", false},
        {"a\nb\rc\r", "a\nb\rc\r", false},
    };
    for (const auto& [bytes, text, told] : cases) {
        CAPTURE(text);
        const auto decoded = decode_file(bytes);
        CHECK(decoded.text == text);
        CHECK(decoded.remarks.empty() != told);
    }
}

TEST_CASE("what is told of a file's bytes has the line of the first wrong one") {
    const auto decoded = decode_file("a\rb\xFF\rc");
    REQUIRE(decoded.remarks.size() == 2);
    CHECK(decoded.remarks[0].line == 1);
    CHECK(decoded.remarks[0].message == "file has lines that end in CR alone: other tools see one long line");
    CHECK(decoded.remarks[0].fix == "save it with LF at its lines' ends");
    CHECK(decoded.remarks[1].line == 2);
    CHECK(decoded.text == "a\nb\uFFFD\nc");
}

TEST_CASE("a skill in UTF-16 is served, with a diagnostic") {
    for (const bool big : {false, true}) {
        CAPTURE(big);
        const auto skill = parse_skill(utf16("---\r\nname: x\r\ndescription: d\r\n---\r\nbody\r\n", big),
                                       "/s/x/SKILL.md", Scope::User);
        REQUIRE(skill);
        CHECK(skill->name == "x");
        CHECK(skill->body() == "body\r\n");
        REQUIRE(skill->diagnostics.size() == 1);
        CHECK(skill->diagnostics[0].message == "file is UTF-16: other tools may not read it");
    }
}

}  // namespace skillwake::skill
