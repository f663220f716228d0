#include "matcher/lexical/pair_table.h"
#include "matcher/lexical/word_postings.h"
#include "matcher/text_hash.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace skillwake::matcher::lexical {

TEST_CASE("a share keeps four digits of a weight") {
    for (const double weight : {0.0, 0.001, 0.5, 1.0, 2.9999, 3.0}) {
        CHECK(static_cast<double>(Share16::value(Share16::of(weight))) ==
              doctest::Approx(weight).epsilon(5e-5));
    }
}

TEST_CASE("pairs are held by the skills that a map says, one or many") {
    std::mt19937 random(2);
    PairTable table;
    std::map<std::uint64_t, std::vector<std::pair<std::uint32_t, std::uint16_t>>> known;
    const auto hash_of = [](std::size_t number) { return hash_text("pair" + std::to_string(number)); };
    for (std::uint32_t skill = 0; skill < 300; ++skill) {
        for (std::size_t pair = 0; pair < 400; ++pair) {
            if (random() % (pair + 1) == 0) {
                const double weight = static_cast<double>(random() % 300) / 100;
                table.add(hash_of(pair), skill, weight);
                known[hash_of(pair)].emplace_back(skill, Share16::of(weight));
            }
        }
    }
    CHECK(table.count(hash_of(0)) == 0);  // nothing is there before it is finished
    table.finish();
    for (std::size_t pair = 0; pair < 500; ++pair) {
        std::vector<std::pair<std::uint32_t, std::uint16_t>> found;
        table.each(hash_of(pair),
                   [&](const PairPosting& posting) { found.emplace_back(posting.skill, posting.weight); });
        REQUIRE(found == known[hash_of(pair)]);
        REQUIRE(table.count(hash_of(pair)) == found.size());
    }
    PairTable none;
    none.finish();
    CHECK(none.count(1) == 0);
}

TEST_CASE("a stem's list and its forms' come out as they went in, by skill") {
    std::mt19937 random(3);
    constexpr std::uint32_t kWords = 50;
    constexpr std::uint32_t kSkills = 200;
    WordPostings postings;
    std::map<std::pair<std::uint32_t, std::uint32_t>, StemPosting> known;
    std::map<std::pair<std::uint32_t, std::uint32_t>, FormPosting> forms;
    for (std::uint32_t skill = 0; skill < kSkills; ++skill) {
        for (std::uint32_t word = 0; word < kWords - 1; ++word) {
            if (random() % (word + 1) != 0) {
                continue;
            }
            const StemPosting posting{
                skill, static_cast<std::uint16_t>(random()), static_cast<std::uint16_t>(random()),
                static_cast<std::uint8_t>(1 + random() % 127), static_cast<std::uint8_t>(random())};
            postings.add(word, posting);
            known[{word, skill}] = posting;
            if (random() % 4 == 0) {
                postings.add_form(word, {skill, posting.body});
                forms[{word, skill}] = {skill, posting.body};
            }
        }
    }
    postings.finish(kWords);
    for (std::uint32_t word = 0; word < kWords; ++word) {
        const auto list = postings.list(word);
        REQUIRE(std::is_sorted(list.skills.begin(), list.skills.end()));
        for (std::size_t i = 0; i < list.skills.size(); ++i) {
            const auto& posting = known.at({word, list.skills[i]});
            REQUIRE(list.weights[i] == posting.weight);
            REQUIRE(list.bodies[i] == posting.body);
            REQUIRE(list.places[i] == posting.places);
            REQUIRE(list.forms[i] == posting.form);
        }
        for (std::uint32_t skill = 0; skill <= kSkills; ++skill) {
            const auto found = known.find({word, skill});
            REQUIRE(postings.places(word, skill) == (found == known.end() ? 0 : found->second.places));
        }
        const auto several = postings.forms(word);
        for (std::size_t i = 0; i < several.skills.size(); ++i) {
            REQUIRE(several.weights[i] == forms.at({word, several.skills[i]}).weight);
        }
    }
    std::size_t total = 0;
    for (std::uint32_t word = 0; word < kWords; ++word) {
        total += postings.list(word).skills.size();
    }
    CHECK(total == known.size());
}

TEST_CASE("where a stem stands in many skills is what each of them says alone, however the list is spread") {
    std::mt19937 random(4);
    WordPostings postings;
    constexpr std::uint32_t kLists = 12;
    for (std::uint32_t skill = 0; skill < 20'000; ++skill) {
        for (std::uint32_t stem = 0; stem < kLists; ++stem) {
            const bool evenly = random() % (stem + 1) == 0;
            const bool in_crowds = skill / 1'000 % (stem / 2 + 2) == 1;
            if (stem > 0 && (stem % 2 == 0 ? evenly : in_crowds)) {
                postings.add(stem, {skill, 1, 1, static_cast<std::uint8_t>(1 + skill % 7), 0});
            }
        }
    }
    postings.finish(kLists);
    for (std::uint32_t stem = 0; stem < kLists; ++stem) {
        CAPTURE(stem);
        std::vector<std::uint32_t> skills = {0, 19'999, 30'000};
        for (int i = 0; i < 200; ++i) {
            skills.push_back(static_cast<std::uint32_t>(random() % 20'000));
        }
        std::vector<std::uint8_t> found(skills.size(), 9);
        postings.places(stem, skills, found);
        for (std::size_t i = 0; i < skills.size(); ++i) {
            CAPTURE(skills[i]);
            REQUIRE(found[i] == postings.places(stem, skills[i]));
        }
    }
}

}  // namespace skillwake::matcher::lexical
