#include "matcher/glob_index.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher {
namespace {

std::vector<std::uint32_t> candidates(const std::vector<std::string>& globs, std::string_view path) {
    GlobIndex index;
    for (std::uint32_t i = 0; i < globs.size(); ++i) {
        const auto glob = Glob::compile(globs[i]);
        REQUIRE(glob);
        index.add(*glob, i);
    }
    index.finish();
    return index.candidates(path);
}

using Numbers = std::vector<std::uint32_t>;

}  // namespace

TEST_CASE("only globs whose letters the path has are told") {
    const std::vector<std::string> globs = {"**/*.py", "Dockerfile", "docs/**",
                                            "**",      "*.{js,ts}",  "src/*.rs"};
    CHECK(candidates(globs, "a/b.py") == Numbers{0, 3});
    CHECK(candidates(globs, "Dockerfile") == Numbers{1, 3});
    CHECK(candidates(globs, "docs/Dockerfile") == Numbers{1, 2, 3});
    CHECK(candidates(globs, "x.ts") == Numbers{3, 4});
    CHECK(candidates(globs, "other/x.rs") == Numbers{3, 5});  // may hold: the glob itself says no
    CHECK(candidates(globs, "") == Numbers{3});
    CHECK(candidates({}, "a").empty());
}

TEST_CASE("a glob is told for paths in its folder, where fewer globs ask for that than for its ending") {
    const std::vector<std::string> globs = {"**/api/*.py", "db/**/*.py", "web/static/**", "*.py"};
    CHECK(candidates(globs, "src/api/a.py") == Numbers{0, 3});
    CHECK(candidates(globs, "api/a.py") == Numbers{0, 3});
    CHECK(candidates(globs, "db/x/y/a.py") == Numbers{1, 3});
    CHECK(candidates(globs, "src/myapi/a.py") == Numbers{3});
    CHECK(candidates(globs, "api") == Numbers{});
    CHECK(candidates({"a/*.py", "a/*.js"}, "a/x.py") == Numbers{0});  // here the ending is rarer
}

TEST_CASE("no glob that holds is left out, on random globs and paths") {
    const std::vector<std::string> parts = {"a",   "b",     "ab",         "*", "**",   "/",
                                            "/",   ".c",    ".abcdefghi", "?", "[ab]", "[a/]",
                                            "\\*", "{a,b}", "!a",         "é", "x"};
    const std::vector<std::string> names = {"a", "b", "ab", "/", ".c", ".abcdefghi", "*", "é", "x"};
    std::mt19937 random(8);
    std::size_t held = 0;
    for (int round = 0; round < 8'000; ++round) {
        std::vector<Glob> globs;
        GlobIndex index;
        for (auto more = 1 + random() % 6; more > 0; --more) {
            std::string written;
            for (auto count = 1 + random() % 7; count > 0; --count) {
                written += parts[random() % parts.size()];
            }
            if (auto glob = Glob::compile(written)) {
                index.add(*glob, static_cast<std::uint32_t>(globs.size()));
                globs.push_back(*std::move(glob));
            }
        }
        index.finish();
        for (int path_number = 0; path_number < 6; ++path_number) {
            std::string path;
            for (auto count = 1 + random() % 7; count > 0; --count) {
                path += names[random() % names.size()];
            }
            CAPTURE(path);
            const auto told = index.candidates(path);
            REQUIRE(std::is_sorted(told.begin(), told.end()));
            for (std::uint32_t i = 0; i < globs.size(); ++i) {
                if (globs[i].matches(path)) {
                    CAPTURE(globs[i].alternatives().front());
                    REQUIRE(std::binary_search(told.begin(), told.end(), i));
                    ++held;
                }
            }
        }
    }
    CHECK(held > 1'000);
}

}  // namespace skillwake::matcher
