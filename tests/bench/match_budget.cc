// What a prompt's decision costs in instructions: script/check-instructions runs it under callgrind.
//
//     match-budget [SKILLS] [PROMPTS]
//
// Counted is `skillwake_counted` alone. Patterns are left out: what RE2 costs is not ours to keep.
#include "matcher/judge.h"
#include "tests/bench/made_skills.h"

#include <cstdio>
#include <string>

namespace skillwake::bench {
namespace {

constexpr std::uint64_t kSeed = 1;
constexpr std::size_t kWarmUp = 50;

}  // namespace
}  // namespace skillwake::bench

/// The counted part, under a name that callgrind can be told.
extern "C" [[gnu::noinline]] std::size_t skillwake_counted(const skillwake::matcher::View& view,
                                                           const std::string& prompt) {
    skillwake::matcher::Event event;
    event.prompt = prompt;
    return skillwake::matcher::judge(view, event, {}, {}).candidates.size();
}

int main(int argc, char** argv) {
    using namespace skillwake::bench;
    const std::size_t skills = argc > 1 ? std::stoul(argv[1]) : 1'000;
    const std::size_t prompts = argc > 2 ? std::stoul(argv[2]) : 200;
    const World world(kSeed, Patterns::None);
    const auto view = view_of(world, skills);
    std::size_t found = 0;
    for (std::size_t i = 0; i < kWarmUp; ++i) {
        skillwake::matcher::Event event;
        const auto prompt = world.prompt(i, world.skill(i * 7919 % skills));
        event.prompt = prompt;
        found += skillwake::matcher::judge(view, event, {}, {}).candidates.size();
    }
    for (std::size_t i = kWarmUp; i < kWarmUp + prompts; ++i) {
        found += skillwake_counted(view, world.prompt(i, world.skill(i * 7919 % skills)));
    }
    std::printf("%zu prompts at %zu skills, %zu candidates\n", prompts, skills, found);
    return 0;
}
