#pragma once

#include "matcher/judge.h"
#include "skill/parse.h"
#include "tests/support/shared_material.h"

#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Skills, views and judgements for tests.
namespace skillwake::matcher {

/// So long that a slow machine does not change an answer.
inline constexpr Budget kAmpleBudget{std::chrono::seconds(20)};

inline std::shared_ptr<const skill::Skill> make_skill(const std::string& name, const std::string& activation,
                                                      const std::string& more_keys = "",
                                                      const std::string& body = "# Title\n") {
    const auto block = activation.empty() ? std::string() : "activation: {" + activation + "}\n";
    auto made =
        skill::parse_skill("---\nname: " + name + "\ndescription: d\n" + more_keys + block + "---\n" + body,
                           "/skills/" + name + "/SKILL.md", skill::Scope::Project);
    REQUIRE(made);
    REQUIRE(made->diagnostics.empty());
    return std::make_shared<const skill::Skill>(*std::move(made));
}

inline std::shared_ptr<const skill::Skill> bundled_skill() {
    const auto file = std::filesystem::path(SKILLWAKE_SOURCE_ROOT) / "skills/async-python-patterns/SKILL.md";
    auto made = skill::parse_skill(testing::bytes_of(file), file, skill::Scope::System);
    REQUIRE(made);
    REQUIRE(made->diagnostics.empty());
    return std::make_shared<const skill::Skill>(*std::move(made));
}

inline View view_of(Index::Skills skills) {
    return {{{Index::compile(std::move(skills)), {}}}};
}

inline Event prompt_event(std::string_view prompt) {
    Event event;
    event.prompt = prompt;
    return event;
}

inline Event file_event(std::string_view path, std::string_view text) {
    Event event;
    event.files.push_back({path, "", {text}});
    return event;
}

inline Judgement judged(const View& view, const Event& event, const Memory& memory = {}) {
    return judge(view, event, memory, kAmpleBudget);
}

inline const Candidate* candidate_named(const View& view, const Judgement& judgement, std::string_view name) {
    for (const auto& candidate : judgement.candidates) {
        if (skill_of(view, candidate.ref).name == name) {
            return &candidate;
        }
    }
    return nullptr;
}

/// What an event alone makes of the view's first skill.
inline Action action_for(const View& view, const Event& event, const Memory& memory = {}) {
    const auto judgement = judged(view, event, memory);
    const auto* found = candidate_named(view, judgement, view.layers[0].index->skills()[0]->name);
    return found == nullptr ? Action::None : found->action;
}

inline bool has_evidence(const Candidate* candidate, EvidenceKind kind) {
    if (candidate != nullptr) {
        for (const auto& piece : candidate->evidence) {
            if (piece.kind == kind) {
                return true;
            }
        }
    }
    return false;
}

}  // namespace skillwake::matcher

namespace doctest {
template <>
struct StringMaker<skillwake::matcher::Action> {
    static String convert(skillwake::matcher::Action action) {
        constexpr const char* kNames[] = {"none", "suggest", "load"};
        return kNames[static_cast<std::size_t>(action)];
    }
};
}  // namespace doctest
