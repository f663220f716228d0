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
        std::string_view text;
        bool told;
    };
    const Case cases[] = {
        {"", "", false},
        {"\xEF\xBB\xBFtext", "text", false},
        {"\xEF\xBB\xBF", "", false},
        {utf16("text", false), "text", true},
        {utf16("text", true), "text", true},
        {"\xFF\xFE", "", true},
        {"\xFF\xFE\x3D\xD8\x80\xDE"s, "\U0001F680", true},
        {"\xFE\xFF\xD8\x3D\xDE\x80"s, "\U0001F680", true},
        {"\xFF\xFE\x3D\xD8"s, "\uFFFD", true},
        {"\xFF\xFE\x80\xDE\x41\x00"s, "\uFFFDA", true},
        {"\xFF\xFE\x41\x00\x42"s, "A\uFFFD", true},
        {"a\xFF", "a\uFFFD", true},
    };
    for (const auto& [bytes, text, told] : cases) {
        CAPTURE(text);
        const auto decoded = decode_file(bytes);
        CHECK(decoded.text == text);
        CHECK(decoded.remark.empty() != told);
    }
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
