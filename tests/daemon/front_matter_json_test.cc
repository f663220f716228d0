#include "daemon/front_matter_json.h"

#include <doctest/doctest.h>

#include <string>

namespace skillwake::daemon {
namespace {

/// Of a SKILL.md with this front matter; "none" when there is no answer.
std::string json_of(const std::string& yaml) {
    skill::Skill skill;
    skill.file = "/s/SKILL.md";
    skill.text = "---\n" + yaml + "---\nBody.\n";
    const auto json = front_matter_json(skill);
    return json ? json->text : "none";
}

}  // namespace

TEST_CASE("front matter becomes an object with every key in file order") {
    CHECK(json_of("name: a\ndescription: b c\nlicense: MIT\n") ==
          R"({"name":"a","description":"b c","license":"MIT"})");
    CHECK(json_of("metadata:\n  version: \"1.0\"\n  tags: [x, 'y', 3]\n  deep: {a: {b: null}}\nempty:\n") ==
          R"({"metadata":{"version":"1.0","tags":["x","y",3],"deep":{"a":{"b":null}}},"empty":null})");
    CHECK(json_of("text: |\n  one\n  \"two\"\n") == R"({"text":"one\n\"two\"\n"})");
}

TEST_CASE("plain scalars are typed by YAML's core schema, quoted ones are strings") {
    const std::pair<const char*, const char*> cases[] = {
        {"true", "true"},
        {"False", "false"},
        {"yes", "\"yes\""},
        {"'true'", "\"true\""},
        {"12", "12"},
        {"-3", "-3"},
        {"+4", "4"},
        {"-0", "0"},
        {"007", "7"},
        {"0x1F", "31"},
        {"0o17", "15"},
        {"0b1", "\"0b1\""},
        {"1.10", "1.1"},
        {"1.0", "1"},
        {".5", "0.5"},
        {"-1.5e3", "-1500"},
        {"1e400", "\"1e400\""},
        {".inf", "\".inf\""},
        {"1.2.3", "\"1.2.3\""},
        {"\"12\"", "\"12\""},
        {"!!str 12", "\"12\""},
        {"~", "null"},
        {"0.123456789", "0.123456789"},
        {"18446744073709551615", "18446744073709551615"},
        {"2026-07-28", "\"2026-07-28\""},
        {"e5", "\"e5\""},
        {"'-'", "\"-\""},
        {".", "\".\""},
        {"*a", "none"},
    };
    for (const auto& [yaml, json] : cases) {
        CAPTURE(yaml);
        const std::string wanted = json;
        CHECK(json_of(std::string("x: ") + yaml + "\n") ==
              (wanted == "none" ? wanted : "{\"x\":" + wanted + "}"));
    }
}

TEST_CASE("what had to be mended, and what is not there, has no JSON") {
    CHECK(json_of("name: a\ndescription: use when: now\n") == "none");
    CHECK(json_of("- a\n- b\n") == "none");
    CHECK(json_of("") == "none");
    skill::Skill plain;
    plain.text = std::string("no front matter\n");
    CHECK(!front_matter_json(plain));
}

}  // namespace skillwake::daemon
