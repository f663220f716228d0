#include "matcher/lexical/ranker.h"

#include "matcher/lexical/lexical_builder.h"
#include "matcher/lexical/model.h"
#include "tests/matcher/lexical/sample.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher::lexical {
namespace {

/// Five skills that share the words of their trade and differ in one thing each.
class Five {
public:
    Five() {
        LexicalBuilder builder;
        for (const auto& [name, description] : kSkills) {
            skills_.push_back(plain_skill(name, description));
            builder.add(count_words(*skills_.back()));
        }
        index_ = builder.finish();
    }

    std::vector<WordMatch> rank(std::string_view prompt, const std::vector<bool>& hidden = {}) const {
        const LexicalLayer layers[] = {{&index_, &hidden}};
        return rank_by_words(layers, read_prompt(prompt), {}).matches;
    }

    /// The name of the first; empty: none.
    std::string first(std::string_view prompt) const {
        const auto matches = rank(prompt);
        return matches.empty() ? std::string() : skills_[matches[0].place.skill]->name;
    }

private:
    static constexpr std::pair<const char*, const char*> kSkills[] = {
        {"azure-storage", "Azure blob containers, queues and file shares. Do not use for cosmos databases."},
        {"azure-cosmos", "Azure Cosmos DB containers, partition keys and throughput."},
        {"azure-functions", "Azure serverless functions, triggers and bindings."},
        {"azure-keyvault", "Azure secrets, certificates and key rotation."},
        {"azure-monitor", "Azure metrics, log queries and alert rules."}};

    std::vector<std::shared_ptr<const skill::Skill>> skills_;
    LexicalIndex index_;
};

}  // namespace

TEST_CASE("the skill whose own words a prompt has comes first") {
    const Five five;
    CHECK(five.first("upload a file to a blob container on azure") == "azure-storage");
    CHECK(five.first("choose a partition key for our azure cosmos container") == "azure-cosmos");
    CHECK(five.first("rotate the certificate") == "azure-keyvault");
    CHECK(five.first("write an alerting rule on this metric") == "azure-monitor");
    CHECK(five.first("what is for lunch").empty());
    CHECK(five.first("").empty());
}

TEST_CASE("a word that all skills of the view share decides nothing between them") {
    const Five five;
    const auto matches = five.rank("azure");
    REQUIRE(matches.size() == 5);
    CHECK(matches[0].confidence < 0.5);
}

TEST_CASE("confidence falls from one to the next, and a foreign prompt has none") {
    const Five five;
    const auto matches = five.rank("azure functions triggers and queue bindings");
    REQUIRE(matches.size() > 1);
    for (std::size_t i = 1; i < matches.size(); ++i) {
        CHECK(matches[i].confidence <= matches[i - 1].confidence);
        CHECK(matches[i].score <= matches[i - 1].score);
    }
    CHECK(matches[0].terms.size() >= 2);
    for (const auto& match : five.rank("set up IAM roles and an S3 bucket policy on AWS for the queries")) {
        CHECK_FALSE(match.worth_a_line);
    }
}

TEST_CASE("the nearer the rival, the more words alone need to load") {
    CHECK(load_threshold(0) == doctest::Approx(kLoadAlone));
    CHECK(load_threshold(kFarRival) == doctest::Approx(kLoadAlone));
    CHECK(load_threshold(0.65) == doctest::Approx((kLoadAlone + kLoadBesideRival) / 2));
    CHECK(load_threshold(kNearRival) == doctest::Approx(kLoadBesideRival));
    CHECK(load_threshold(kNearRival + 0.01) > 1);
    const Five five;
    const auto matches = five.rank("azure functions triggers and queue bindings");
    CHECK(matches[0].load_from <= kLoadBesideRival);
    CHECK(matches[1].load_from > 1);
}

TEST_CASE("hidden skills do not come up, and the answer is the same each time") {
    const Five five;
    const auto matches = five.rank("azure cosmos partition", {false, true, false, false, false});
    for (const auto& match : matches) {
        CHECK(match.place.skill != 1);
    }
    const auto again = five.rank("azure cosmos partition", {false, true, false, false, false});
    REQUIRE(again.size() == matches.size());
    for (std::size_t i = 0; i < matches.size(); ++i) {
        CHECK(again[i].place == matches[i].place);
        CHECK(again[i].confidence == matches[i].confidence);
    }
}

TEST_CASE("a skill that says nearly the same is no rival: the first stays as sure as it would be alone") {
    const auto confidence = [](const std::vector<std::string>& names) {
        std::vector<std::shared_ptr<const skill::Skill>> skills;
        LexicalBuilder builder;
        for (const auto& name : names) {
            const auto other = name == "other";
            skills.push_back(plain_skill(name, other ? "Waters tulips in spring gardens."
                                                     : "Brews espresso with a lever machine, grinds beans, "
                                                       "steams milk and draws latte art for guests."));
            builder.add(count_words(*skills.back()));
        }
        const auto index = builder.finish();
        const LexicalLayer layers[] = {{&index, nullptr}};
        return rank_by_words(layers, read_prompt("grind beans for an espresso with the lever machine"), {})
            .matches.at(0)
            .confidence;
    };
    CHECK(confidence({"espresso", "espresso", "other"}) > 0.8 * confidence({"espresso", "other", "other"}));
}

}  // namespace skillwake::matcher::lexical
