#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

/// Skills and prompts out of a seed, for benchmarks and oracle tests of the matcher. Words are those of
/// public skills' descriptions, drawn by Zipf's law, and words that one skill alone has. The same seed gives
/// the same world on every machine: no standard distribution is used.
namespace skillwake::bench {

/// What is declared of a skill, for references that do not read SKILL.md.
struct MadeSkill {
    std::string name;
    std::string text;  ///< of its SKILL.md
    std::vector<std::string> keywords;
    std::vector<std::string> patterns;
    std::vector<std::string> words;  ///< of its name and description
};

enum class Patterns { Some, None };

class World {
public:
    explicit World(std::uint64_t seed, Patterns patterns = Patterns::Some, std::size_t body_words = 200);

    /// The skill of a number; it does not depend on which were made before.
    MadeSkill skill(std::size_t number) const;

    /// About `bytes` long; asks for `wanted` by some of its words, and is like no other prompt.
    std::string prompt(std::size_t number, const MadeSkill& wanted, std::size_t bytes = 130) const;

    /// A source file in Python of about `bytes` that imports and awaits nothing.
    std::string source(std::size_t number, std::size_t bytes) const;

    /// The shared words, the most frequent first.
    const std::vector<std::string>& words() const { return words_; }

private:
    using Random = std::mt19937_64;
    const std::string& word(Random& random) const;
    std::string phrase(Random& random, std::size_t most) const;
    std::string pattern(Random& random) const;
    std::string activation(Random& random, const std::string& own, MadeSkill& made) const;
    std::string body(Random& random, const std::string& own) const;

    std::uint64_t seed_;
    Patterns patterns_;
    std::size_t body_words_;
    std::vector<std::string> words_;
    std::vector<double> reach_;  ///< summed shares of the words up to each
};

}  // namespace skillwake::bench
