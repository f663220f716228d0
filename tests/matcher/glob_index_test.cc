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

TEST_CASE("no glob that holds is left out, on random globs and paths") {
    const std::vector<std::string> parts = {"a",          "b", "ab",   "*",   "**",    "/",  "/", ".c",
                                            ".abcdefghi", "?", "[ab]", "\\*", "{a,b}", "!a", "é", "x"};
    const std::vector<std::string> names = {"a", "b", "ab", "/", ".c", ".abcdefghi", "*", "é", "x"};
    std::mt19937 random(8);
    std::size_t held = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string written;
        for (auto count = 1 + random() % 5; count > 0; --count) {
            written += parts[random() % parts.size()];
        }
        const auto glob = Glob::compile(written);
        if (!glob) {
            continue;
        }
        GlobIndex index;
        index.add(*glob, 0);
        index.finish();
        for (int path_number = 0; path_number < 6; ++path_number) {
            std::string path;
            for (auto count = 1 + random() % 5; count > 0; --count) {
                path += names[random() % names.size()];
            }
            if (glob->matches(path)) {
                CAPTURE(written);
                CAPTURE(path);
                REQUIRE(index.candidates(path).size() == 1);
                ++held;
            }
        }
    }
    CHECK(held > 1'000);
}

}  // namespace skillwake::matcher
