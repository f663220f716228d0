#include "matcher/glob.h"

#include "skill/yaml_tree.h"
#include "tests/support/error_text.h"
#include "tests/support/shared_material.h"
#include "tests/support/text.h"

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <string_view>
#include <variant>

namespace skillwake::matcher {
namespace {

using testing::repeated;

bool holds(std::string_view pattern, std::string_view path) {
    const auto glob = Glob::compile(pattern);
    REQUIRE(glob);
    return glob->matches(path);
}

struct Case {
    std::string_view pattern;
    std::string_view path;
    bool expected;
};

}  // namespace

TEST_CASE("what a glob holds for") {
    const Case cases[] = {
        // `*` and `?` stay within a folder
        {"src/*.py", "src/a.py", true},
        {"src/*.py", "src/b/a.py", false},
        {"src/*", "src/.hidden", true},
        {"src/?.py", "src/a.py", true},
        {"src/?.py", "src/ab.py", false},
        {"a?b/c", "a/b/c", false},
        {"/a?b", "a☺b", true},
        {"/a*?b", "a☺b", true},
        {"/a??b", "a☺b", false},
        {"/*??", "☺", false},
        // `**` is any folders, where it is a whole segment
        {"**/c.py", "c.py", true},
        {"**/c.py", "a/b/c.py", true},
        {"**/c.py", "a/abc.py", false},
        {"a/**/b.py", "a/b.py", true},
        {"a/**/b.py", "a/x/y/b.py", true},
        {"a/**/b.py", "a/xb.py", false},
        {"a/**", "a/b/c", true},
        {"a/**", "ab", false},
        {"a/**", "a", false},
        {"**", "a/b", true},
        {"**/*_async.py", "x/my_async.py", true},
        {"**/async_*.py", "x/async_io.py", true},
        {"**/async_*.py", "x/my_async_io.py", false},
        {"a/**b/c", "a/xb/c", true},
        {"a/**b/c", "a/x/b/c", false},
        {"**/a/**/b", "x/a/b/a/c/b", true},
        // sets
        {"/[a-c].py", "b.py", true},
        {"/[!a-c].py", "b.py", false},
        {"/[^a-c].py", "d.py", true},
        {"/[]a]", "]", true},
        {"/[a-ω]x", "γx", true},
        {"/a[/]b", "a/b", false},
        // alternatives
        {"*.{ts,tsx}", "a/b.tsx", true},
        {"*.{ts,tsx}", "a/b.js", false},
        {"{src,test}/{a,b}.py", "test/a.py", true},
        {"a{,b}.py", "a.py", true},
        {"{a,{b,c}}.py", "c.py", true},
        {"/\\{a,b\\}", "{a,b}", true},
        {"/[{]", "{", true},
        // without '/': at any depth; '/' at the start: tied to the workspace; '/' at the end: everything
        // below
        {"*.py", "a/b/c.py", true},
        {"Makefile", "a/Makefile", true},
        {"Makefile", "a/Makefile.in", false},
        {"/Makefile", "Makefile", true},
        {"/Makefile", "a/Makefile", false},
        {"src/", "src/a/b.py", true},
        {"src/", "a/src/b.py", true},
        {"src/", "src", false},
        {"/src/", "a/src/b.py", false},
        {"a/b/", "a/b/c", true},
        {"./a.py", "a.py", true},
        {"a/b.py", "x/a/b.py", false},
        // as written
        {"a.py", "A.py", false},
        {"a\\*", "a*", true},
        {"a\\*", "ab", false},
        {" *.py ", "a.py", true},
        {"日本/*.md", "日本/語.md", true},
    };
    for (const auto& [pattern, path, expected] : cases) {
        CAPTURE(pattern);
        CAPTURE(path);
        CHECK(holds(pattern, path) == expected);
    }
}

TEST_CASE("`!` at its start negates") {
    const auto glob = Glob::compile("!*.py");
    REQUIRE(glob);
    CHECK(glob->negated());
    CHECK(glob->matches("a.py"));
    CHECK_FALSE(Glob::compile("*.py")->negated());
}

TEST_CASE("a bad glob is refused with its reason") {
    struct Bad {
        std::string pattern;
        Errc code;
        std::string_view message;
    };
    const Bad cases[] = {
        {"", Errc::Invalid, "empty glob"},
        {"  ", Errc::Invalid, "empty glob"},
        {"!", Errc::Invalid, "empty glob"},
        {"a[b", Errc::Invalid, "'[' is never closed, or holds an unknown [:class:]"},
        {"a[]", Errc::Invalid, "'[' is never closed, or holds an unknown [:class:]"},
        {"a[[:what:]]", Errc::Invalid, "'[' is never closed, or holds an unknown [:class:]"},
        {"a\\", Errc::Invalid, "'\\' at its end escapes nothing"},
        {"a{b", Errc::Invalid, "'{' is never closed"},
        {"a{b,{c}", Errc::Invalid, "'{' is never closed"},
        {repeated("{a,b}", 9), Errc::TooLarge, "more than 256 alternatives in braces"},
        {repeated("{", 100) + "," + repeated("}", 100) + repeated("{,}", 300), Errc::TooLarge,
         "more than 256 alternatives in braces"},
    };
    for (const auto& [pattern, code, message] : cases) {
        CAPTURE(pattern);
        const auto glob = Glob::compile(pattern);
        CHECK(testing::error_text(glob) == message);
        REQUIRE_FALSE(glob);
        CHECK(glob.error().code() == code);
    }
    CHECK(Glob::compile(repeated("{a,b}", 8)));
}

TEST_CASE("a glob that backtracks often is quick") {
    const auto stars = repeated("*a", 200) + "b";
    CHECK_FALSE(holds("/" + stars, std::string(4'000, 'a')));
    CHECK_FALSE(holds(repeated("**/a/", 200) + "b", repeated("a/", 2'000) + "c"));
}

namespace {

/// A JSON file as the YAML that it is too.
skill::YamlNode read_json(const std::filesystem::path& file) {
    auto parsed = skill::parse_yaml(testing::bytes_of(file), 1);
    REQUIRE(std::holds_alternative<skill::YamlDocument>(parsed));
    return std::get<skill::YamlDocument>(std::move(parsed)).root;
}

/// Both suites tie every pattern to the start of the path; in gitignore a pattern without '/' holds at any
/// depth, and a
/// '/' in front ties it.
std::string tied(const std::string& pattern) {
    return pattern.starts_with('/') || pattern.starts_with("**/") ? pattern : "/" + pattern;
}

bool takes(const std::string& pattern, const std::string& path) {
    const auto glob = Glob::compile(tied(pattern));
    return glob && glob->matches(path);
}

/// What does not apply to gitignore's rules on the path of a file, relative to the workspace; empty: it
/// applies.
std::string class_of(const std::string& pattern, const std::string& path) {
    if (pattern.empty() || path.empty()) {
        return "empty pattern or path: neither is a file's";
    }
    if (path.front() == '/' || path.back() == '/' || path.find("//") != std::string::npos ||
        pattern.find("//") != std::string::npos) {
        return "paths are relative, of files, with single slashes";
    }
    if (pattern.back() == '/' || (pattern.ends_with("/**") && pattern == path + "/**")) {
        return "'/' and '/**' at the end mean what lies below a folder, never the folder itself";
    }
    return "";
}

struct Tally {
    int applied = 0;
    std::map<std::string, int> other;

    void report(std::string_view suite) const {
        MESSAGE(suite << ": " << applied << " vectors apply");
        for (const auto& [reason, count] : other) {
            MESSAGE(suite << ": " << count << " do not: " << reason);
        }
    }
};

}  // namespace

TEST_CASE("doublestar's vectors hold, as far as gitignore's rules are the same") {
    const auto file = testing::shared_material("globs/doublestar.json");
    if (!file) {
        return;
    }
    Tally tally;
    const auto unquoted = [](const std::string& text) {  // Go's "..." with its escapes
        auto parsed = skill::parse_yaml(text, 1);
        REQUIRE(std::holds_alternative<skill::YamlDocument>(parsed));
        return std::get<skill::YamlDocument>(parsed).root.text;
    };
    for (const auto& vector : read_json(*file).items) {
        const auto pattern = unquoted(vector.items.at(0).text);
        const auto path = unquoted(vector.items.at(1).text);
        auto reason = class_of(pattern, path);
        if (pattern.starts_with("[]")) {
            reason = "a ']' right after '[' is an error there, in gitignore it belongs to the set";
        }
        if (!reason.empty()) {
            ++tally.other[reason];
            continue;
        }
        ++tally.applied;
        CAPTURE(pattern);
        CAPTURE(path);
        CHECK(takes(pattern, path) == (vector.items.at(2).text == "true"));
    }
    tally.report("doublestar");
    CHECK(tally.applied > 100);
}

TEST_CASE("watchman's vectors hold, as far as gitignore's rules are the same") {
    const auto file = testing::shared_material("globs/watchman.json");
    if (!file) {
        return;
    }
    Tally tally;
    for (const auto& vector : read_json(*file).items) {
        const auto& path = vector.items.at(2).text;
        const auto& pattern = vector.items.at(3).text;
        auto reason = class_of(pattern, path);
        // 2: '/' is matched by '/' only. The others let stars cross folders, hide dot files or switch escapes
        // off.
        const auto stars = pattern.rfind("**");
        if (stars != std::string::npos && stars + 2 < pattern.size() && pattern[stars + 2] != '/') {
            reason = "'**' that is no whole segment is an error there, in gitignore it is '*'";
        }
        if (vector.items.at(1).text != "2") {
            reason = "flags that gitignore does not have";
        }
        if (!reason.empty()) {
            ++tally.other[reason];
            continue;
        }
        ++tally.applied;
        CAPTURE(pattern);
        CAPTURE(path);
        CHECK(takes(pattern, path) == (vector.items.at(0).text == "true"));
    }
    tally.report("watchman");
    CHECK(tally.applied > 100);
}

}  // namespace skillwake::matcher
