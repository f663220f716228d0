#include "matcher/required_literals.h"

#include "base/text.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher {
namespace {

/// "add|create form|page": the clauses, each sorted.
std::string clauses_of(const std::string& pattern) {
    std::vector<std::string> clauses;
    for (auto clause : required_literals(pattern).clauses) {
        std::sort(clause.begin(), clause.end());
        clauses.push_back(join(clause, "|"));
    }
    std::sort(clauses.begin(), clauses.end());
    return join(clauses, " ");
}

}  // namespace

TEST_CASE("the literals of which a text must have one, clause by clause") {
    struct Case {
        std::string pattern;
        std::string_view clauses;
    };
    const Case cases[] = {
        {"form", "form"},
        {"(?i)Form", "form"},
        {"(?i)(add|create).*?(form|page)s?", "add|create form|page"},
        {"event +loop", "event loop"},
        {"(docker)?", ""},
        {".*", ""},
        {"ab", ""},
        {"docker|.", ""},
        {"(add|create)", "add|create"},
        {"caf\u00E9 docker", ""},
    };
    for (const auto& [pattern, clauses] : cases) {
        CAPTURE(pattern);
        CHECK(clauses_of(pattern) == clauses);
    }
}

TEST_CASE("a pattern of very many literals has one clause of them, or none") {
    std::string pattern = "(word100";
    for (std::size_t i = 1; i <= RequiredLiterals::kMaxLiterals; ++i) {
        pattern += "|word" + std::to_string(100 + i);
    }
    CHECK(required_literals(pattern + ")").clauses.size() <= 1);
}

}  // namespace skillwake::matcher
