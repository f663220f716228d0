#pragma once

#include "tests/bench/support/random.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace skillwake::bench {

/// Skills and prompts for measurements, the same for the same seed on every machine.
///
/// Words are of two sorts, as in real catalogues: shared ones, which many skills and prompts hold, drawn by
/// Zipf's law from a vocabulary whose first ranks are everyday words; and a skill's own, which no other has.
/// Each skill has a name, a description with two own words, a short body, and now and then (one in
/// kDeclaresOneIn) an author who declares them as `activation`. Every function depends on the seed and its
/// arguments alone, so that skill 99,999 can be had without those before.
class Generator {
public:
    explicit Generator(std::uint64_t seed = 1);

    static constexpr std::size_t kDeclaresOneIn = 10;
    static constexpr std::size_t kPlainBodyBytes = 400;

    struct SkillText {
        std::string name;  ///< of its folder too
        std::string text;  ///< of its SKILL.md
    };
    /// Its body has `body_bytes` bytes or up to a line more.
    SkillText skill(std::size_t number, std::size_t body_bytes = kPlainBodyBytes) const;
    /// A skill whose own words are declared, so that prompt() loads it.
    SkillText declared_skill(std::size_t number, std::size_t body_bytes) const;

    /// A prompt of `bytes` bytes in which `skill`, a declared one, is asked for by an own word. Another
    /// `number`, another prompt.
    std::string prompt(std::size_t number, std::size_t skill, std::size_t bytes = kPromptBytes) const;
    /// One of shared words only.
    std::string idle_prompt(std::size_t number, std::size_t bytes = kPromptBytes) const;
    static constexpr std::size_t kPromptBytes = 130;

    /// The `which`-th own word of a skill, 0 or 1.
    std::string own_word(std::size_t skill, std::size_t which) const;
    const std::string& shared_word(Random& random) const { return vocabulary_[zipf_.draw(random)]; }

private:
    enum class Author { Declares, Silent };
    SkillText make(std::size_t number, std::size_t body_bytes, Author author) const;
    Random random_for(std::uint64_t purpose, std::uint64_t number) const;
    std::string words(Random& random, std::size_t count) const;

    std::uint64_t seed_;
    std::vector<std::string> vocabulary_;  ///< by rank
    Zipf zipf_;
};

/// The skills of a catalogue that prompts ask for, and how much each gives.
struct Wanted {
    std::size_t count = 100;  ///< spread evenly; all, where there are fewer
    std::size_t body_bytes = 8'000;
};
/// Their numbers in a catalogue of `skills`.
std::vector<std::size_t> wanted_numbers(std::size_t skills, const Wanted& wanted = {});
/// Writes the skills 0 to `skills` - 1 as `folder`/NAME/SKILL.md.
void write_skills(const Generator& generator, const std::filesystem::path& folder, std::size_t skills,
                  const Wanted& wanted = {});

}  // namespace skillwake::bench
