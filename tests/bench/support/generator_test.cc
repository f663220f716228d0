#include "tests/bench/support/generator.h"

#include "base/text.h"
#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <map>
#include <set>
#include <string>

namespace skillwake::bench {
namespace {

TEST_CASE("Random gives the same numbers on every machine") {
    Random random(1);
    CHECK(random.next() == 0x910A2DEC89025CC1U);
    CHECK(random.next() == 0xBEEB8DA1658EEC67U);
}

TEST_CASE("Zipf draws the first rank twice as often as the second and ten times as often as the tenth") {
    const Zipf zipf(1'000);
    Random random(1);
    std::map<std::size_t, double> drawn;
    for (int i = 0; i < 200'000; ++i) {
        ++drawn[zipf.draw(random)];
    }
    CHECK(drawn[0] / drawn[1] == doctest::Approx(2).epsilon(0.05));
    CHECK(drawn[0] / drawn[9] == doctest::Approx(10).epsilon(0.1));
    CHECK(drawn.rbegin()->first < 1'000);
}

TEST_CASE("Generator makes the same skill and prompt for the same seed and number, and others for others") {
    const Generator one(7);
    const Generator same(7);
    const Generator other(8);
    CHECK(one.skill(5).text == same.skill(5).text);
    CHECK(one.skill(5).text != other.skill(5).text);
    CHECK(one.prompt(3, 5) == same.prompt(3, 5));
    CHECK(one.prompt(3, 5) != one.prompt(4, 5));
}

TEST_CASE("Generator gives each skill words that no other skill and no vocabulary has") {
    const Generator generator;
    std::set<std::string> own;
    for (std::size_t skill = 0; skill < 20'000; ++skill) {
        own.insert(generator.own_word(skill, 0));
        own.insert(generator.own_word(skill, 1));
    }
    CHECK(own.size() == 40'000);
    Random random(1);
    for (int i = 0; i < 20'000; ++i) {
        CHECK(own.count(generator.shared_word(random)) == 0);
    }
}

TEST_CASE("Generator's prompts have the wanted size and hold the skill's own word as a word") {
    const Generator generator;
    for (std::size_t number = 0; number < 100; ++number) {
        const auto prompt = generator.prompt(number, number * 31);
        CAPTURE(prompt);
        CHECK(prompt.size() == Generator::kPromptBytes);
        CHECK(prompt.find(" " + generator.own_word(number * 31, 0) + ". ") != std::string::npos);
        CHECK(generator.idle_prompt(number, 77).size() == 77);
    }
}

TEST_CASE("Generator's bodies have the wanted size, or up to a line more") {
    const auto text = Generator().declared_skill(1, 8'000).text;
    const auto body = text.substr(text.find("\n---\n") + 5);
    CHECK(body.size() >= 8'000);
    CHECK(body.size() < 8'300);
    CHECK(text.find("activation:") != std::string::npos);
}

TEST_CASE("write_skills writes a folder for each skill, the wanted ones large") {
    const testing::TempDir folder;
    const Generator generator;
    write_skills(generator, folder.path(), 30, {3, 8'000});
    CHECK(wanted_numbers(30, {3, 8'000}) == std::vector<std::size_t>{0, 10, 20});
    CHECK(wanted_numbers(2) == std::vector<std::size_t>{0, 1});
    std::size_t large = 0;
    std::size_t all = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
        ++all;
        large += std::filesystem::file_size(entry.path() / "SKILL.md") >= 8'000 ? 1 : 0;
    }
    CHECK(all == 30);
    CHECK(large == 3);
}

}  // namespace
}  // namespace skillwake::bench
