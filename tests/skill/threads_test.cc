#include "base/parallel.h"
#include "skill/load.h"
#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

/// Roots are read by several workers at once, and the skills of each by several threads; script/sanitize
/// thread runs it.
namespace skillwake::skill {

TEST_CASE("roots that are loaded and loaded again at the same time hold what they hold alone") {
    const testing::TempDir root;
    constexpr std::size_t kSkills = 100;
    for (std::size_t i = 0; i < kSkills; ++i) {
        const auto number = std::to_string(i);
        root.write("s" + number + "/SKILL.md", "---\nname: s" + number +
                                                   "\ndescription: d\nactivation: {keywords: [k" + number +
                                                   "]}\n---\nSee a.md.\n");
        root.write("s" + number + "/a.md", "a\n");
    }
    LoadOptions options;
    options.sealed = true;
    const auto before = load_root({root.path(), Scope::Project}, nullptr, options);
    REQUIRE(before.skills.size() == kSkills);
    root.write("s7/SKILL.md", "---\nname: s7\ndescription: another\n---\nbody\n");
    std::vector<LoadedRoot> loaded(6);
    for_each_parallel(loaded.size(), [&](std::size_t i) {
        loaded[i] = load_root({root.path(), Scope::Project}, i % 2 == 0 ? nullptr : &before, options);
    });
    for (std::size_t i = 0; i < loaded.size(); ++i) {
        CAPTURE(i);
        REQUIRE(loaded[i].skills.size() == kSkills);
        std::size_t kept = 0;
        for (std::size_t at = 0; at < kSkills; ++at) {
            const auto& skill = *loaded[i].skills[at].skill;
            CHECK(skill.digest == loaded[0].skills[at].skill->digest);
            CHECK(skill.seal == loaded[0].skills[at].skill->seal);
            kept += loaded[i].skills[at].skill == before.skills[at].skill ? 1 : 0;
        }
        CHECK(kept == (i % 2 == 0 ? 0 : kSkills - 1));
    }
}

}  // namespace skillwake::skill
