// However many ranked skills are asked for: what an event gives is the same.
#include "matcher/judge.h"
#include "tests/bench/made_skills.h"

#include <doctest/doctest.h>

#include <string>
#include <tuple>
#include <vector>

namespace skillwake::matcher {
namespace {

constexpr std::size_t kSkills = 400;

using Given = std::tuple<SkillRef, Action, double>;

/// What an event with this prompt gives, the surest first.
std::vector<Given> given(const View& view, const std::string& prompt, const Memory& memory,
                         std::size_t ranked, std::size_t& told) {
    Event event;
    event.prompt = prompt;
    Budget budget;
    budget.ranked = ranked;
    const auto judgement = judge(view, event, memory, budget);
    told += judgement.candidates.size();
    std::vector<Given> given;
    for (const auto& candidate : judgement.candidates) {
        if (candidate.action != Action::None) {
            given.emplace_back(candidate.ref, candidate.action, candidate.confidence);
        }
    }
    return given;
}

/// One that touched files of some skills.
Memory memory_of(const View& view, std::size_t number) {
    Memory memory;
    Evidence touched;
    touched.kind = EvidenceKind::Path;
    touched.text = "a file";
    touched.weight = 0.99;
    for (std::size_t i = 0; i < 200; ++i) {
        const SkillRef ref{0, SkillId{static_cast<std::uint32_t>((number * 37 + i * 7) % kSkills)}};
        memory.keep(skill_of(view, ref).file.native(), {touched});
    }
    return memory;
}

}  // namespace

TEST_CASE("an event gives the same whether the ranked skills are told or not") {
    const bench::World world(21, bench::Patterns::Some, 60);
    const auto view = bench::view_of(world, kSkills);
    std::size_t gave = 0;
    std::size_t told_without = 0;
    std::size_t told_with = 0;
    for (std::size_t number = 0; number < 300; ++number) {
        std::string prompt;  // that asks for one to four
        for (std::size_t asked = 0; asked <= number % 4; ++asked) {
            const auto wanted = world.skill((number * 31 + asked * 97) % kSkills);
            prompt += world.prompt(4 * number + asked, wanted, 40 + number % 90) + " ";
        }
        const auto memory = number % 3 == 0 ? Memory() : memory_of(view, number);
        const auto alone = given(view, prompt, memory, 0, told_without);
        REQUIRE(alone == given(view, prompt, memory, Budget::kAll, told_with));
        gave += alone.size();
    }
    CHECK(gave > 200);
    CHECK(told_without < told_with);
}

TEST_CASE("a skill whose files were touched is given by words that others fit as well") {
    Index::Skills skills;
    for (const auto* of : {"networks", "storage", "queues", "databases", "clusters", "alarms"}) {
        skills.push_back(bench::parsed({.name = std::string("terraform-") + of,
                                        .text = std::string("---\nname: terraform-") + of +
                                                "\ndescription: Writes and reviews Terraform modules for " +
                                                of + " in the cloud.\n---\n# Title\n",
                                        .keywords = {},
                                        .patterns = {},
                                        .words = {}}));
    }
    const View view{{{Index::compile(std::move(skills)), {}}}};
    std::size_t told = 0;
    for (std::uint32_t number = 0; number < 6; ++number) {
        const SkillRef touched{0, SkillId{number}};
        Evidence piece;
        piece.kind = EvidenceKind::Path;
        piece.text = "a file";
        piece.weight = 0.99;
        Memory memory;
        memory.keep(skill_of(view, touched).file.native(), {piece});
        const auto gave = given(view, "write the terraform modules", memory, 0, told);
        REQUIRE_FALSE(gave.empty());
        CHECK(std::get<SkillRef>(gave.front()) == touched);
    }
}

}  // namespace skillwake::matcher
