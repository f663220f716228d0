#include "tests/bench/match_world.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <utility>

/// The table of public skills' words that the matcher has compiled in.
extern "C" {
extern const char skillwake_background_begin[];
extern const char skillwake_background_end[];
}

namespace skillwake::bench {
namespace {

constexpr std::size_t kSharedWords = 20'000;
constexpr std::size_t kDescriptionWords = 25;

constexpr std::array<std::string_view, 24> kGlue = {
    "please", "the",  "a",  "with", "for",  "our", "how", "should", "I",    "this", "and",  "in",
    "to",     "that", "it", "of",   "when", "can", "you", "on",     "from", "is",   "some", "my"};

std::size_t below(std::mt19937_64& random, std::size_t end) {
    return static_cast<std::size_t>(random() % end);
}

double fraction(std::mt19937_64& random) {
    return static_cast<double>(random() >> 11U) * 0x1.0p-53;
}

bool chance(std::mt19937_64& random, double share) {
    return fraction(random) < share;
}

/// Pronounceable, and different for each number.
std::string own_word(std::size_t number) {
    constexpr std::string_view kFirst = "bdfgklmnprstvz";
    constexpr std::string_view kSecond = "aeiou";
    std::string word = "q";
    for (number += 7; number > 0; number /= kFirst.size() * kSecond.size()) {
        const auto part = number % (kFirst.size() * kSecond.size());
        word.push_back(kFirst[part / kSecond.size()]);
        word.push_back(kSecond[part % kSecond.size()]);
    }
    return word;
}

std::vector<std::string> table_words() {
    std::vector<std::pair<unsigned, std::string>> known;
    const std::string_view table(
        skillwake_background_begin,
        static_cast<std::size_t>(skillwake_background_end - skillwake_background_begin));
    for (const auto line : split_lines(table)) {
        const auto parts = split(line, '\t');
        const bool plain = parts.size() == 3 && parts[0] == "d" && parts[1].size() > 2 &&
                           std::all_of(parts[1].begin(), parts[1].end(), is_alpha);
        if (plain) {
            unsigned count = 0;
            std::from_chars(parts[2].data(), parts[2].data() + parts[2].size(), count);
            known.emplace_back(count, parts[1]);
        }
    }
    std::sort(known.begin(), known.end(), [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    known.resize(std::min(known.size(), kSharedWords));
    std::vector<std::string> words;
    for (auto& [count, word] : known) {
        words.push_back(std::move(word));
    }
    return words;
}

}  // namespace

World::World(std::uint64_t seed, Patterns patterns, std::size_t body_words)
    : seed_(seed), patterns_(patterns), body_words_(body_words), words_(table_words()) {
    double sum = 0;
    for (std::size_t rank = 0; rank < words_.size(); ++rank) {
        constexpr double kFlattened =
            12.0;  // the very first words of a language are glue, which is none of ours
        sum += 1 / (static_cast<double>(rank) + kFlattened);
        reach_.push_back(sum);
    }
}

const std::string& World::word(Random& random) const {
    const auto found = std::lower_bound(reach_.begin(), reach_.end(), fraction(random) * reach_.back());
    return words_[static_cast<std::size_t>(found - reach_.begin())];
}

std::string World::phrase(Random& random, std::size_t most) const {
    std::string text = word(random);
    for (auto more = below(random, most); more > 0; --more) {
        text += " " + word(random);
    }
    return text;
}

/// As intent patterns are written: nearly all of them alternatives of words, joined by any text.
std::string World::pattern(Random& random) const {
    const auto either = [&] { return "(" + word(random) + "|" + word(random) + "|" + word(random) + ")"; };
    switch (below(random, 4)) {
        case 0:
            return "(?i)\\\\b" + word(random) + "\\\\b.*\\\\b" + word(random);
        case 1:
            return "(?i)" + word(random) + " +(the|our|an?) +" + word(random);
        default:
            return "(?i)" + either() + ".*?" + either();
    }
}

std::string World::activation(Random& random, const std::string& own, MadeSkill& made) const {
    std::string text = "activation:\n  keywords: [" + own;
    made.keywords.push_back(own);
    for (auto more = 1 + below(random, 3); more > 0; --more) {
        made.keywords.push_back(phrase(random, 2) + " " + word(random));
        text += ", " + made.keywords.back();
    }
    text += "]\n";
    if (patterns_ == Patterns::Some && chance(random, 0.3)) {
        auto written = pattern(random);
        text += "  patterns: [\"" + written + "\"]\n";
        for (auto at = written.find("\\\\"); at != std::string::npos; at = written.find("\\\\", at + 1)) {
            written.erase(at, 1);
        }
        made.patterns.push_back(std::move(written));
    }
    if (chance(random, 0.2)) {
        text += "  paths: [\"**/" + word(random) + "/*.py\", \"*." + own + "\"]\n";
    }
    if (chance(random, 0.2)) {
        text += "  ast: {python: {imports: [" + own + "]}}\n";
    }
    return text;
}

std::string World::body(Random& random, const std::string& own) const {
    std::string text = "# " + own + "\n\n";
    for (std::size_t i = 0; i < body_words_; ++i) {
        text += word(random);
        text += i % 60 == 59 ? "\n\n## When to use\n\n" : i % 15 == 14 ? ".\n" : " ";
    }
    return text + "\n";
}

MadeSkill World::skill(std::size_t number) const {
    Random random(seed_ * 1'000'003 + number * 2 + 1);
    MadeSkill made;
    const auto own = own_word(number);
    made.words = {own, word(random), word(random)};
    made.name = made.words[1] + "-" + made.words[2] + "-" + own;
    std::string description = "Use when";
    for (std::size_t i = 0; i < kDescriptionWords; ++i) {
        made.words.push_back(word(random));
        description += " " + made.words.back() + (i % 9 == 8 ? "." : "");
    }
    if (chance(random, 0.1)) {
        description += " Say '" + phrase(random, 3) + " " + word(random) + "'.";
    }
    made.text = "---\nname: " + made.name + "\ndescription: >-\n  " + description + "\n";
    if (chance(random, 0.5)) {
        made.text += activation(random, own, made);
    }
    made.text += "---\n" + body(random, own);
    return made;
}

std::string World::prompt(std::size_t number, const MadeSkill& wanted, std::size_t bytes) const {
    Random random(seed_ * 7'000'003 + number * 2);
    std::string text = "Ticket " + std::to_string(10'000 + number) + ":";
    while (text.size() < bytes) {
        text += " ";
        if (chance(random, 0.45)) {
            text += kGlue[below(random, kGlue.size())];
        } else if (chance(random, 0.4)) {
            text += wanted.words[below(random, wanted.words.size())];
        } else {
            text += word(random);
        }
    }
    return text + ".";
}

std::string World::source(std::size_t number, std::size_t bytes) const {
    Random random(seed_ * 11'000'003 + number);
    std::string text;
    while (text.size() < bytes) {
        text += "def " + word(random) + "_" + word(random) + "(" + word(random) + "):\n";
        for (auto lines = 1 + below(random, 8); lines > 0; --lines) {
            text += "    " + word(random) + " = " + word(random) + "[\"" + phrase(random, 4) + "\"] + 1\n";
        }
        text += "    return " + word(random) + "\n\n";
    }
    return text;
}

}  // namespace skillwake::bench
