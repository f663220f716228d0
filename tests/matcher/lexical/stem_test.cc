#include "matcher/lexical/stem.h"

#include <doctest/doctest.h>

#include <string_view>
#include <utility>

namespace skillwake::matcher::lexical {

TEST_CASE("inflections of an English word share its stem") {
    const std::pair<std::string_view, std::string_view> same[] = {
        {"testing", "tests"},      {"testing", "tested"},    {"deploy", "deployment"},
        {"caches", "caching"},     {"query", "queries"},     {"hopping", "hop"},
        {"migrate", "migrations"}, {"relational", "relate"}, {"concurrent", "concurrently"}};
    for (const auto& [a, b] : same) {
        CAPTURE(a);
        CHECK(stem(a) == stem(b));
    }
}

TEST_CASE("different words keep different stems") {
    const std::pair<std::string_view, std::string_view> different[] = {
        {"form", "format"}, {"api", "rapid"}, {"test", "text"}, {"async", "sync"}, {"type", "typo"}};
    for (const auto& [a, b] : different) {
        CAPTURE(a);
        CHECK(stem(a) != stem(b));
    }
}

TEST_CASE("what is no English word is its own stem") {
    for (const std::string_view word : {"", "py3", "\u00FCbungen", "c++"}) {
        CHECK(stem(word) == word);
    }
}

TEST_CASE("spellings of this trade share a stem") {
    CHECK(canonical_stem("k8s") == canonical_stem("kubernetes"));
    CHECK(canonical_stem("db") == canonical_stem("databases"));
    CHECK(canonical_stem("kafka") != canonical_stem("kubernetes"));
}

}  // namespace skillwake::matcher::lexical
