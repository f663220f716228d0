#include "skill/references.h"

#include "tests/support/temp_dir.h"

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

TEST_CASE("a line that only gives examples names no file; a link in it does") {
    for (const char* line : {"- **Examples**: `references/finance.md` for finance", "Example: scripts/a.py",
                             "2. e.g. `assets/x.png`", "A `references/a.md` file would be helpful"}) {
        CAPTURE(line);
        CHECK(targets(line).empty());
    }
    CHECK(targets("See `references/a.md` for examples: all of them") == Targets{"references/a.md"});
    CHECK(targets("Example: [a](references/a.md)") == Targets{"references/a.md"});
}

TEST_CASE("a path that the repository has is not missing; a link, or one beyond the repository, is") {
    const testing::TempDir dir;
    dir.write("scripts/above.sh", "x");
    dir.write("repo/.git/HEAD", "x");
    dir.write("repo/scripts/env.sh", "x");
    dir.write("repo/skills/a/SKILL.md", "x");
    dir.write("repo/skills/a/references/own.md", "x");
    const auto folder = dir.path() / "repo/skills/a";
    const auto state = [&](ReferenceKind kind, const char* target) {
        return state_of({kind, target, 1}, folder);
    };
    CHECK(state(ReferenceKind::Path, "references/own.md") == ReferenceState::Present);
    CHECK(state(ReferenceKind::Path, "scripts/env.sh") == ReferenceState::Present);
    CHECK(state(ReferenceKind::Link, "scripts/env.sh") == ReferenceState::Missing);
    CHECK(state(ReferenceKind::Path, "scripts/above.sh") == ReferenceState::Missing);
    CHECK(state(ReferenceKind::Path, "scripts/none.sh") == ReferenceState::Missing);
    CHECK(state(ReferenceKind::Link, "../../scripts/env.sh") == ReferenceState::Outside);
}

}  // namespace
}  // namespace skillwake::skill
