#pragma once

#include "matcher/view.h"
#include "skill/parse.h"
#include "tests/bench/match_world.h"

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <utility>

namespace skillwake::bench {

/// A made skill as the program reads it. Throws where it is none: then the world is wrong.
inline std::shared_ptr<const skill::Skill> parsed(const MadeSkill& made) {
    auto read = skill::parse_skill(made.text, "/skills/" + made.name + "/SKILL.md", skill::Scope::Project);
    if (!read) {
        throw std::runtime_error(made.name + ": " + read.error().message());
    }
    return std::make_shared<const skill::Skill>(*std::move(read));
}

/// `count` skills as one root; `make(i)` makes them.
template <class Make>
matcher::View made_view(std::size_t count, Make make) {
    matcher::Index::Skills skills;
    for (std::size_t i = 0; i < count; ++i) {
        skills.push_back(parsed(make(i)));
    }
    return {{{matcher::Index::compile(std::move(skills)), {}}}};
}

/// The first `count` skills of a world, as one root.
inline matcher::View view_of(const World& world, std::size_t count) {
    return made_view(count, [&world](std::size_t i) { return world.skill(i); });
}

}  // namespace skillwake::bench
