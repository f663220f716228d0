#include "matcher/lexical/derived_terms.h"

#include "tests/matcher/lexical/sample.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace skillwake::matcher::lexical {
namespace {

const DerivedTerm* find(const std::vector<DerivedTerm>& terms, std::string_view text) {
    const auto found =
        std::find_if(terms.begin(), terms.end(), [&](const DerivedTerm& term) { return term.text == text; });
    return found == terms.end() ? nullptr : &*found;
}

}  // namespace

TEST_CASE("a skill's words are told with weight and the line where they stand first") {
    const auto skill = plain_skill("kubernetes-canary",
                                   "Rolls out releases step by step. Say \"shift traffic\".\n"
                                   "  Do not use for databases.",
                                   "# Argo\n\nUse the rollout controller.\n");
    const auto terms = derive_terms(*skill);
    const auto* name = find(terms, "canary");
    const auto* body = find(terms, "controller");
    REQUIRE(name != nullptr);
    REQUIRE(body != nullptr);
    CHECK(name->line == 2);
    CHECK(body->line == 9);
    CHECK(name->weight > body->weight);
    CHECK(name->weight <= 1.0);
    CHECK(body->weight > 0.0);
    const auto* phrase = find(terms, "shift traffic");
    REQUIRE(phrase != nullptr);
    CHECK(phrase->kind == DerivedKind::Phrase);
    CHECK(phrase->line == 4);
    const auto* against = find(terms, "Do not use for databases.");
    REQUIRE(against != nullptr);
    CHECK(against->kind == DerivedKind::Against);
    CHECK(against->line == 5);
    CHECK(against->weight < 0);
    CHECK(find(terms, "databases") == nullptr);
}

TEST_CASE("words come weightiest first, and no more than were asked for") {
    const auto skill = plain_skill("one-two", "alpha beta gamma delta epsilon zeta eta theta");
    const auto terms = derive_terms(*skill, 4);
    REQUIRE(terms.size() == 4);
    CHECK(std::is_sorted(terms.begin(), terms.end(),
                         [](const auto& a, const auto& b) { return a.weight > b.weight; }));
}

}  // namespace skillwake::matcher::lexical
