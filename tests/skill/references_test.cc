#include "skill/references.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace skillwake::skill {
namespace {

std::vector<std::string> targets(const std::string& body) {
    std::vector<std::string> found;
    for (const auto& reference : find_references(body, 1)) {
        found.push_back(reference.target);
    }
    return found;
}

using Targets = std::vector<std::string>;

TEST_CASE("relative links and paths of a skill's folders are references") {
    const std::vector<std::pair<std::string, Targets>> cases{
        {"[a](forms.md)", {"forms.md"}},
        {"![a](<a b.png>)", {"a b.png"}},
        {"[a](x%20y.md#part \"title\")", {"x y.md"}},
        {"[a](b.md) [c](d(1).md)", {"b.md", "d(1).md"}},
        {"Run `scripts/fill.py --all`.", {"scripts/fill.py"}},
        {"see ./references/a.md.", {"references/a.md"}},
        {"${CLAUDE_SKILL_DIR}/scripts/a.sh", {"scripts/a.sh"}},
        {"[a](scripts/a.py) scripts/a.py", {"scripts/a.py"}},
    };
    for (const auto& [body, expected] : cases) {
        CAPTURE(body);
        CHECK(targets(body) == expected);
    }
}

TEST_CASE("what stands for something else is no reference") {
    for (const char* body :
         {"[a](https://x.org/a.md)", "[a](mailto:a@b.c)", "[a](#part)", "[a](/etc/a.md)", "[a](url)",
          "[a](path/to/a.md)", "[a](<name>.md)", "`[a](b.md)`", "```\n[a](b.md)\nscripts/a.py\n```",
          "src/scripts/a.py", "../scripts/a.py", "${CLAUDE_PLUGIN_ROOT}/scripts/a.py", "scripts/*.py",
          "scripts/{name}.py", "scripts/", "scripts/tool", "assets/img.<n>.png"}) {
        CAPTURE(body);
        CHECK(targets(body).empty());
    }
}

}  // namespace
}  // namespace skillwake::skill
