#include "tests/bench/support/generator.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <stdexcept>
#include <string_view>
#include <unordered_set>

namespace skillwake::bench {
namespace {

constexpr std::size_t kVocabulary = 30'000;
constexpr std::size_t kDescriptionWords = 18;
constexpr std::size_t kLineWords = 12;

/// The first ranks, the most frequent first.
constexpr std::array<std::string_view, 160> kEveryday = {
    "the",         "to",       "and",      "a",        "of",         "in",       "for",       "is",
    "with",        "this",     "that",     "on",       "it",         "use",      "when",      "code",
    "file",        "data",     "as",       "from",     "or",         "be",       "test",      "user",
    "project",     "are",      "you",      "all",      "by",         "new",      "api",       "can",
    "an",          "error",    "function", "should",   "create",     "files",    "not",       "add",
    "how",         "using",    "run",      "build",    "if",         "my",       "each",      "check",
    "write",       "type",     "name",     "we",       "make",       "list",     "component", "server",
    "best",        "one",      "tests",    "service",  "need",       "work",     "query",     "system",
    "first",       "database", "example",  "pattern",  "into",       "review",   "only",      "update",
    "application", "model",    "request",  "value",    "design",     "page",     "change",    "before",
    "command",     "handle",   "report",   "find",     "module",     "read",     "deploy",    "version",
    "config",      "class",    "table",    "output",   "structure",  "returns",  "documents", "set",
    "response",    "support",  "script",   "default",  "production", "library",  "latency",   "between",
    "simple",      "current",  "web",      "line",     "input",      "process",  "image",     "client",
    "rules",       "field",    "package",  "security", "message",    "tool",     "state",     "release",
    "search",      "event",    "async",    "style",    "path",       "standard", "feature",   "option",
    "schema",      "agent",    "analysis", "content",  "python",     "team",     "branch",    "docker",
    "local",       "widget",   "plan",     "refactor", "customer",   "metrics",  "migration", "invoice",
    "dashboard",   "email",    "browser",  "parser",   "monitor",    "workflow", "template",  "cache",
    "index",       "session",  "layout",   "network",  "storage",    "queue",    "terminal",  "summary"};

/// A word that can be spoken: `syllables` of them, chosen by the digits of `number`. Different numbers below
/// 80 ^ syllables give different words.
std::string spoken(std::uint64_t number, std::size_t syllables, std::string_view end) {
    constexpr std::string_view kConsonants = "bdfgklmnprstvzhj";
    constexpr std::string_view kVowels = "aeiou";
    std::string word;
    for (std::size_t i = 0; i < syllables; ++i) {
        const auto digit = number % (kConsonants.size() * kVowels.size());
        number /= kConsonants.size() * kVowels.size();
        word.push_back(kConsonants[digit / kVowels.size()]);
        word.push_back(kVowels[digit % kVowels.size()]);
    }
    return word.append(end);
}

std::vector<std::string> make_vocabulary(std::uint64_t seed) {
    std::vector<std::string> words;
    std::unordered_set<std::string> known;
    for (const auto word : kEveryday) {
        if (known.emplace(word).second) {
            words.emplace_back(word);
        }
    }
    Random random(seed);
    while (words.size() < kVocabulary) {
        auto word = spoken(random.next(), 2 + random.below(2), random.below(2) == 0 ? "n" : "r");
        if (known.insert(word).second) {
            words.push_back(std::move(word));
        }
    }
    return words;
}

}  // namespace

Generator::Generator(std::uint64_t seed)
    : seed_(seed), vocabulary_(make_vocabulary(seed)), zipf_(vocabulary_.size()) {}

Random Generator::random_for(std::uint64_t purpose, std::uint64_t number) const {
    return Random(Random(seed_ * 1'000'003 + purpose).next() ^ (number * 0x9E3779B97F4A7C15U));
}

/// Own words end as no shared one does, and hold their skill's number, scattered.
std::string Generator::own_word(std::size_t skill, std::size_t which) const {
    constexpr std::uint64_t kPlaces = 80ULL * 80 * 80 * 80;
    constexpr std::uint64_t kScatter = 7'654'321;  // has no divisor in common with kPlaces
    return spoken((skill * 2 + which) * kScatter % kPlaces, 4, which == 0 ? "x" : "q");
}

std::string Generator::words(Random& random, std::size_t count) const {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text.append(i == 0 ? "" : " ").append(shared_word(random));
    }
    return text;
}

Generator::SkillText Generator::skill(std::size_t number, std::size_t body_bytes) const {
    return make(number, body_bytes, number % kDeclaresOneIn == 0 ? Author::Declares : Author::Silent);
}

Generator::SkillText Generator::declared_skill(std::size_t number, std::size_t body_bytes) const {
    return make(number, body_bytes, Author::Declares);
}

Generator::SkillText Generator::make(std::size_t number, std::size_t body_bytes, Author author) const {
    auto random = random_for(1, number);
    const auto first = own_word(number, 0);
    const auto second = own_word(number, 1);
    SkillText made;
    made.name = first + "-" + shared_word(random);
    made.text = "---\nname: " + made.name + "\ndescription: " + words(random, kDescriptionWords / 2) + " " +
                first + ". Use when " + words(random, kDescriptionWords / 2) + " " + second + ".\n";
    if (author == Author::Declares) {
        made.text.append("activation:\n  keywords: [" + first + ", \"" + second + " " + shared_word(random) +
                         "\"]\n  patterns: [\"(?i)" + second + ".{0,20}" + first + "\"]\n  paths: [\"**/*." +
                         first + "\"]\n");
    }
    made.text.append("---\n# " + made.name + "\n\n");
    const auto end = made.text.size() + body_bytes;
    while (made.text.size() < end) {
        made.text.append(words(random, kLineWords)).append(".\n");
        if (random.below(8) == 0) {
            made.text.append("\n## " + words(random, 3) + "\n\n");
        }
    }
    return made;
}

std::string Generator::prompt(std::size_t number, std::size_t skill, std::size_t bytes) const {
    auto random = random_for(2, number);
    // In a sentence of its own: among the shared words is "not".
    auto text = "please use " + own_word(skill, 0) + ".";
    while (text.size() < bytes) {
        text.append(" ").append(shared_word(random));
    }
    text.resize(bytes);
    return text;
}

std::string Generator::idle_prompt(std::size_t number, std::size_t bytes) const {
    auto random = random_for(3, number);
    std::string text = shared_word(random);
    while (text.size() < bytes) {
        text.append(" ").append(shared_word(random));
    }
    text.resize(bytes);
    return text;
}

std::vector<std::size_t> wanted_numbers(std::size_t skills, const Wanted& wanted) {
    const auto count = std::min(skills, wanted.count);
    std::vector<std::size_t> numbers;
    for (std::size_t i = 0; i < count; ++i) {
        numbers.push_back(i * skills / count);
    }
    return numbers;
}

void write_skills(const Generator& generator, const std::filesystem::path& folder, std::size_t skills,
                  const Wanted& wanted) {
    const auto asked_for = wanted_numbers(skills, wanted);
    auto next = asked_for.begin();
    for (std::size_t number = 0; number < skills; ++number) {
        const bool is_wanted = next != asked_for.end() && *next == number;
        next += is_wanted ? 1 : 0;
        const auto skill =
            is_wanted ? generator.declared_skill(number, wanted.body_bytes) : generator.skill(number);
        const auto place = folder / skill.name;
        std::filesystem::create_directories(place);
        std::ofstream out(place / "SKILL.md", std::ios::binary);
        if (!out.write(skill.text.data(), static_cast<std::streamsize>(skill.text.size()))) {
            throw std::runtime_error("cannot write " + (place / "SKILL.md").string());
        }
    }
}

}  // namespace skillwake::bench
