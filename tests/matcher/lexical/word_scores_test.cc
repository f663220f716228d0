#include "matcher/lexical/word_scores.h"

#include "matcher/lexical/lexical_builder.h"
#include "matcher/lexical/ranker.h"
#include "tests/bench/made_skills.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <string>

namespace skillwake::matcher::lexical {
namespace {

constexpr std::size_t kSkills = 400;
constexpr std::size_t kPrompts = 200;

/// Skills of a made world, in two roots, as the words of its prompts see them.
class MadeView {
public:
    MadeView() : first_(index(0, kSkills / 2)), second_(index(kSkills / 2, kSkills)) {}

    std::string prompt(std::size_t number) const {
        return world_.prompt(number, world_.skill(number * 31 % kSkills));
    }
    std::size_t stems(const std::string& prompt) const {
        const LexicalLayer layers[] = {{&first_, nullptr}, {&second_, nullptr}};
        return AskedTerms(layers, read_prompt(prompt)).terms().stems.size();
    }
    WordRanking rank(const std::string& prompt, const WordLimits& limits,
                     const AskedSkills& skills = {}) const {
        const LexicalLayer layers[] = {{&first_, nullptr}, {&second_, nullptr}};
        return rank_by_words(layers, read_prompt(prompt), skills, limits);
    }

private:
    LexicalIndex index(std::size_t from, std::size_t to) const {
        LexicalBuilder builder;
        for (auto i = from; i < to; ++i) {
            builder.add(count_words(*bench::parsed(world_.skill(i))));
        }
        return builder.finish();
    }

    const bench::World world_{5, bench::Patterns::None, 60};
    const LexicalIndex first_;
    const LexicalIndex second_;
};

WordLimits waiting_limits() {
    WordLimits limits;
    limits.walked = 300;
    limits.short_list = 60;
    return limits;
}

}  // namespace

TEST_CASE("words that waited give the best what walking all skills gives them") {
    const MadeView view;
    std::size_t waited = 0;
    std::size_t same_first = 0;
    double apart = 0;
    for (std::size_t i = 0; i < kPrompts; ++i) {
        const auto prompt = view.prompt(i);
        const auto exact = view.rank(prompt, {});
        const auto shorter = view.rank(prompt, waiting_limits());
        CHECK(!exact.short_list);
        CHECK(shorter.complete);
        if (!shorter.short_list) {
            continue;
        }
        ++waited;
        REQUIRE(!shorter.matches.empty());
        same_first += exact.matches.front().place == shorter.matches.front().place ? 1 : 0;
        // Further down another one may be the last that is looked at twice.
        for (const auto& match : std::span(shorter.matches).first(5)) {
            const auto same =
                std::find_if(exact.matches.begin(), exact.matches.end(),
                             [&](const WordMatch& other) { return other.place == match.place; });
            if (same != exact.matches.end()) {
                CHECK(match.score == doctest::Approx(same->score).epsilon(1e-4));
            }
        }
        // What the others are estimated to have is in the shares, and so in these two.
        CHECK(std::abs(shorter.need - exact.need) < 0.1);
        apart += std::abs(shorter.matches.front().confidence - exact.matches.front().confidence);
    }
    CHECK(waited > kPrompts / 2);
    CHECK(same_first >= waited * 97 / 100);
    CHECK(apart / static_cast<double>(waited) < 0.01);
}

TEST_CASE("the rarest words never wait, nor any of a long prompt") {
    const MadeView view;
    auto limits = waiting_limits();
    limits.walked = 0;
    const auto prompt = view.prompt(3);
    const auto ranking = view.rank(prompt, limits);
    CHECK(ranking.short_list == limits.short_list);
    CHECK(ranking.matches.size() > 3);
    limits.short_prompt = view.stems(prompt);
    CHECK(view.rank(prompt, limits).short_list);
    --limits.short_prompt;
    CHECK(!view.rank(prompt, limits).short_list);
}

TEST_CASE("of a very long prompt fewer skills are looked through, the rarest words first, and it is told") {
    const MadeView view;
    const auto prompt = view.prompt(3);
    WordLimits limits;
    limits.long_prompt = view.stems(prompt);
    limits.long_postings = 300;
    const auto exact = view.rank(prompt, {});
    CHECK(exact.complete);
    CHECK(view.rank(prompt, limits).complete);
    --limits.long_prompt;
    const auto cut = view.rank(prompt, limits);
    CHECK_FALSE(cut.complete);
    CHECK(!cut.short_list);
    CHECK(cut.matches.front().place == exact.matches.front().place);
    limits.long_postings = WordLimits().postings;
    CHECK(view.rank(prompt, limits).complete);
    limits.postings = 300;
    CHECK_FALSE(view.rank(prompt, limits).complete);
}

TEST_CASE("what a prompt names is looked up with the best, wherever it stands") {
    const MadeView view;
    auto limits = waiting_limits();
    limits.short_list = 1;
    for (std::size_t i = 0; i < 20; ++i) {
        const auto prompt = view.prompt(i);
        AskedSkills named;
        named.named = {{1, static_cast<std::uint32_t>(i * 7)}};
        const auto exact = view.rank(prompt, {}, named);
        const auto shorter = view.rank(prompt, limits, named);
        REQUIRE(exact.matches.front().place == *named.named.begin());
        REQUIRE(shorter.matches.front().place == *named.named.begin());
        CHECK(shorter.matches.front().score == doctest::Approx(exact.matches.front().score).epsilon(1e-4));
    }
}

}  // namespace skillwake::matcher::lexical
