#include "matcher/lexical/scoreboard.h"

#include "matcher/lexical/lexical_builder.h"
#include "tests/matcher/lexical/sample.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace skillwake::matcher::lexical {
namespace {

LexicalIndex index_of(std::size_t skills) {
    LexicalBuilder builder;
    for (std::size_t i = 0; i < skills; ++i) {
        builder.add(count_words(*plain_skill("s" + std::to_string(i), "d")));
    }
    return builder.finish();
}

}  // namespace

TEST_CASE("the best are those that sorting all of them gives, without the hidden") {
    const auto first = index_of(70);
    const auto second = index_of(33);
    std::mt19937 random(4);
    for (int round = 0; round < 300; ++round) {
        std::vector<bool> hidden(70, false);
        if (round % 3 == 0) {
            hidden[random() % 70] = true;
        } else if (round % 3 == 1) {
            hidden.clear();
        }
        const LexicalLayer layers[] = {{&first, &hidden}, {&second, nullptr}};
        Scoreboard board(layers);
        std::vector<std::pair<float, SkillPlace>> all;
        for (std::size_t layer = 0; layer < 2; ++layer) {
            for (std::uint32_t skill = 0; skill < layers[layer].index->size(); ++skill) {
                const auto score = static_cast<float>(random() % 20) / 4;  // many are equal, many are 0
                board.at({layer, skill}) = score;
                if (score > 0 && !(layer == 0 && !hidden.empty() && hidden[skill])) {
                    all.emplace_back(-score, SkillPlace{layer, skill});
                }
            }
        }
        board.drop_hidden();
        std::sort(all.begin(), all.end());
        for (const std::size_t most : {0U, 1U, 7U, 31U, 500U}) {
            const auto best = board.best(most);
            REQUIRE(best.size() == std::min(most, all.size()));
            for (std::size_t i = 0; i < best.size(); ++i) {
                REQUIRE(best[i] == all[i].second);
            }
        }
        double sum = 0;
        for (const auto& [score, place] : all) {
            sum += std::exp(static_cast<double>(-score) - 3);
        }
        sum += (103 - static_cast<double>(all.size())) * std::exp(-3.0);
        CHECK(board.exponentials(3) == doctest::Approx(sum).epsilon(1e-6));
    }
}

TEST_CASE("exponentials are summed to six digits, whatever their range and number") {
    std::mt19937 random(5);
    for (std::size_t count = 0; count < 3'000; count += 1 + count / 3) {
        std::vector<float> values;
        double sum = 0;
        for (std::size_t i = 0; i < count; ++i) {
            values.push_back(static_cast<float>(random() % 100'000) / 1'000 - 60);
            sum += std::exp(static_cast<double>(values.back()) - 12.5);
        }
        CAPTURE(count);
        CHECK(sum_of_exponentials(values, 12.5F) == doctest::Approx(sum).epsilon(2e-6));
    }
    const std::vector<float> far(8, -1e6F);  // as little as there is, never garbage
    CHECK(sum_of_exponentials(far, 0) < 1e-30);
    CHECK(sum_of_exponentials(far, 0) >= 0);
}

}  // namespace skillwake::matcher::lexical
