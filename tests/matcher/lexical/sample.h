#pragma once

#include "skill/parse.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <utility>

/// Skills that declare nothing, for tests of what their own words say.
namespace skillwake::matcher::lexical {

inline std::shared_ptr<const skill::Skill> plain_skill(const std::string& name,
                                                       const std::string& description,
                                                       const std::string& body = "# Title\n") {
    auto made =
        skill::parse_skill("---\nname: " + name + "\ndescription: |-\n  " + description + "\n---\n" + body,
                           "/skills/" + name + "/SKILL.md", skill::Scope::Project);
    REQUIRE(made);
    return std::make_shared<const skill::Skill>(*std::move(made));
}

}  // namespace skillwake::matcher::lexical
