#include "matcher/read_ahead.h"

#include "tests/matcher/sample.h"

#include <doctest/doctest.h>

#include <string>

namespace skillwake::matcher {

TEST_CASE("so many skills are read ahead and no more; the rest is read when all are joined") {
    SkillReadings::Skills skills;
    while (skills.size() < ReadAhead::kMostSkills) {
        skills.push_back(make_skill("s" + std::to_string(skills.size()), ""));
    }
    ReadAhead ahead;
    ahead.read(skills, nullptr);
    CHECK(ahead.size() == ReadAhead::kMostSkills);
    CHECK(ahead.find(skills.back()) != nullptr);

    skills.push_back(make_skill("one-more", ""));
    ahead.read(skills, nullptr);
    CHECK(ahead.size() == ReadAhead::kMostSkills);
    CHECK(ahead.find(skills.back()) == nullptr);

    const auto readings = read_skills(skills, nullptr, &ahead);
    CHECK(readings.words->size() == skills.size());
    CHECK(readings.derived.back() != nullptr);
}

TEST_CASE("what is there no more is not kept ahead") {
    const SkillReadings::Skills before{make_skill("a", ""), make_skill("b", "")};
    const auto known = read_skills(before, nullptr);
    const auto changed = make_skill("b", "", "", "# Other\n");
    ReadAhead ahead;
    const auto came = make_skill("c", "");
    ahead.read({changed, came}, &known);
    CHECK(ahead.size() == 2);
    CHECK(ahead.find(changed) != nullptr);
    ahead.read({came}, &known);
    CHECK(ahead.size() == 1);
    CHECK(ahead.find(changed) == nullptr);
}

}  // namespace skillwake::matcher
