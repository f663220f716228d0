#include "matcher/lexical/lexical_builder.h"
#include "matcher/lexical/ranker.h"
#include "tests/bench/made_skills.h"
#include "tests/matcher/lexical/plain_ranker.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace skillwake::matcher::lexical {
namespace {

/// Skills of a made world in one index and in the plain loops.
class Both {
public:
    Both(std::uint64_t seed, std::size_t skills) : world_(seed, bench::Patterns::None, 60) {
        LexicalBuilder builder;
        for (std::size_t i = 0; i < skills; ++i) {
            auto made = world_.skill(i);
            if (i % 10 == 9) {  // a general skill that leads to others
                made.text += "See ./" + world_.skill(i - 1).name + "/SKILL.md and ./" +
                             world_.skill(i - 5).name + "/SKILL.md\n";
            }
            const auto skill = bench::parsed(made);
            builder.add(count_words(*skill));
            plain_.add(*skill);
        }
        index_ = builder.finish();
    }

    std::string prompt(std::size_t number, std::size_t skills) const {
        auto text = world_.prompt(number, world_.skill(number * 31 % skills), 40 + number % 500);
        if (number % 3 == 0) {
            text += "\nIs it " + world_.words()[number % 400] + "? \"" + world_.words()[number % 90] +
                    " and some more words of it\" `code` ```\nimport os\n```";
        }
        return text;
    }

    /// Rounding says which skills are looked at twice: nothing to compare.
    static constexpr const char* kCloseCall = "close call";

    /// The first difference between the two; empty: none. Scores come as floats of 16-bit weights.
    std::string difference(const std::string& prompt) const {
        constexpr double kRounding = 2e-3;
        const auto reading = read_prompt(prompt);
        const LexicalLayer layers[] = {{&index_, nullptr}};
        AskedSkills all;
        all.best = index_.size();
        const auto ranking = rank_by_words(layers, reading, all);
        const auto expected = plain_.scores(reading);
        auto difference = first_difference(ranking, expected.of, kRounding);
        return !difference.empty() && expected.gap < kRounding ? kCloseCall : difference;
    }
    std::vector<WordMatch> best(const std::string& prompt, std::size_t most) const {
        const LexicalLayer layers[] = {{&index_, nullptr}};
        AskedSkills asked;
        asked.best = most;
        return rank_by_words(layers, read_prompt(prompt), asked).matches;
    }

private:
    static std::string first_difference(const WordRanking& ranking, std::vector<double> expected,
                                        double rounding) {
        double before = 1e9;
        for (const auto& match : ranking.matches) {
            const auto place = match.place.skill;
            if (std::abs(match.score - expected[place]) > rounding) {
                return "skill " + std::to_string(place) + " has " + std::to_string(match.score) + ", not " +
                       std::to_string(expected[place]);
            }
            if (match.score > before) {
                return "skill " + std::to_string(place) + " stands too low";
            }
            before = match.score;
            expected[place] = 0;
        }
        const auto left =
            std::find_if(expected.begin(), expected.end(), [](double score) { return score > 0; });
        return left == expected.end() ? ""
                                      : "skill " + std::to_string(left - expected.begin()) +
                                            " is left out with " + std::to_string(*left);
    }

    bench::World world_;
    LexicalIndex index_;
    PlainRanker plain_;
};

}  // namespace

TEST_CASE("scores are those of plain loops over the skills' words, on a thousand random prompts") {
    int close_calls = 0;
    for (const std::size_t skills : {1U, 40U, 120U}) {
        const Both both(skills, skills);
        for (std::size_t number = 0; number < 350; ++number) {
            const auto prompt = both.prompt(number, skills);
            CAPTURE(skills);
            CAPTURE(prompt);
            const auto difference = both.difference(prompt);
            close_calls += difference == Both::kCloseCall ? 1 : 0;
            CAPTURE(difference);
            CHECK((difference.empty() || difference == Both::kCloseCall));
        }
    }
    CHECK(close_calls < 10);
}

TEST_CASE("the best are the same however many are told of") {
    const Both both(5, 200);
    for (std::size_t number = 0; number < 200; ++number) {
        const auto prompt = both.prompt(number, 200);
        CAPTURE(prompt);
        const auto few = both.best(prompt, 0);
        const auto all = both.best(prompt, 200);
        REQUIRE(few.size() <= all.size());
        for (std::size_t i = 0; i < few.size(); ++i) {
            CHECK(few[i].place == all[i].place);
            CHECK(few[i].score == all[i].score);
            CHECK(few[i].confidence == all[i].confidence);
        }
    }
}

namespace {

/// A root of made skills that changes, with an index that follows each change and one that is made anew.
class Changing {
public:
    explicit Changing(std::uint64_t seed)
        : random_(static_cast<unsigned>(seed)), world_(seed, bench::Patterns::None, 60) {
        for (std::size_t i = 0; i < 60; ++i) {
            skills_.push_back(make());
        }
        following_ = anew();
    }

    /// Drops, replaces and adds some skills.
    void change() {
        const auto before = skills_;
        for (std::size_t i = 0, changes = 1 + random_() % 4; i < changes && !skills_.empty(); ++i) {
            const auto place = static_cast<std::ptrdiff_t>(random_() % skills_.size());
            switch (random_() % 3) {
                case 0:
                    skills_.erase(skills_.begin() + place);
                    break;
                case 1:
                    skills_[static_cast<std::size_t>(place)] = make();
                    break;
                default:
                    skills_.insert(skills_.begin() + place, make());
            }
        }
        LexicalBuilder builder(following_);
        for (const auto& skill : skills_) {
            const auto known = std::find(before.begin(), before.end(), skill);
            if (known == before.end()) {
                builder.add(count_words(*skill));
            } else {
                builder.take(static_cast<std::uint32_t>(known - before.begin()), folder_name(*skill));
            }
        }
        following_ = builder.finish();
    }

    LexicalIndex anew() const {
        LexicalBuilder builder;
        for (const auto& skill : skills_) {
            builder.add(count_words(*skill));
        }
        return builder.finish();
    }

    /// What either index says of a prompt, as text.
    static std::string said(const LexicalIndex& index, const std::string& prompt) {
        const LexicalLayer layers[] = {{&index, nullptr}};
        AskedSkills all;
        all.best = index.size();
        std::string said;
        for (const auto& match : rank_by_words(layers, read_prompt(prompt), all).matches) {
            said += std::to_string(match.place.skill) + " " + std::to_string(match.score) + " " +
                    std::to_string(match.confidence) + "\n";
        }
        return said;
    }

    std::string prompt() {
        return world_.prompt(made_ + random_() % 50, world_.skill(random_() % made_), 40 + random_() % 300);
    }
    const LexicalIndex& following() const { return following_; }

private:
    std::shared_ptr<const skill::Skill> make() {
        auto made = world_.skill(made_++);
        if (made_ % 7 == 0) {
            made.text += "See ./" + world_.skill(made_ - 2).name + "/SKILL.md and ./" +
                         world_.skill(made_ + 3).name + "/SKILL.md\n";
        }
        return bench::parsed(made);
    }

    std::mt19937 random_;
    bench::World world_;
    std::size_t made_ = 0;
    std::vector<std::shared_ptr<const skill::Skill>> skills_;
    LexicalIndex following_;
};

}  // namespace

TEST_CASE("an index that follows others, change by change, answers as one that is made anew") {
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        Changing root(seed);
        for (int round = 0; round < 25; ++round) {
            root.change();
            const auto anew = root.anew();
            for (int number = 0; number < 6; ++number) {
                const auto prompt = root.prompt();
                CAPTURE(seed);
                CAPTURE(round);
                CAPTURE(prompt);
                REQUIRE(Changing::said(root.following(), prompt) == Changing::said(anew, prompt));
            }
        }
    }
}

}  // namespace skillwake::matcher::lexical
