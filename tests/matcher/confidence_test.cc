#include "matcher/confidence.h"

#include "matcher/judge.h"
#include "matcher/weights.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

namespace skillwake::matcher {
namespace {

using Pieces = std::vector<Evidence>;

Evidence piece(EvidenceKind kind, std::string trigger, double weight, std::uint32_t sentence = 0) {
    Evidence evidence;
    evidence.kind = kind;
    evidence.trigger = std::move(trigger);
    evidence.weight = weight;
    evidence.sentence = sentence;
    return evidence;
}

Evidence shown_piece(std::string trigger, Region region) {
    auto evidence = piece(EvidenceKind::Keyword, std::move(trigger), 0);
    evidence.region = region;
    evidence.weight = weight_of(EvidenceKind::Keyword) * factor_of(region);
    return evidence;
}

Evidence in_file(Evidence evidence, std::string path, std::uint32_t line) {
    evidence.path = std::move(path);
    evidence.line = line;
    return evidence;
}

}  // namespace

TEST_CASE("what an author declares counts fully: each kind alone passes what loading needs") {
    for (const auto kind :
         {EvidenceKind::Mention, EvidenceKind::Name, EvidenceKind::Keyword, EvidenceKind::Pattern,
          EvidenceKind::Query, EvidenceKind::Node, EvidenceKind::Import, EvidenceKind::Content,
          EvidenceKind::Call, EvidenceKind::Error, EvidenceKind::Command, EvidenceKind::Path}) {
        CAPTURE(name_of(kind));
        CHECK(confidence_of({piece(kind, "x", weight_of(kind))}) >= kLoad);
    }
}

TEST_CASE("a keyword that is only quoted or pasted stays below kSuggest, however often it stands there") {
    for (const auto region : {Region::Quoted, Region::Path, Region::FencedCode, Region::Log, Region::Diff,
                              Region::Url, Region::Reminder}) {
        CAPTURE(name_of(region));
        Pieces pieces;
        for (int i = 0; i < 40; ++i) {
            pieces.push_back(shown_piece("word" + std::to_string(i % 7), region));
            pieces.back().sentence = static_cast<std::uint32_t>(i);
            CHECK(confidence_of(pieces) < kSuggest);
        }
    }
}

TEST_CASE("independent pieces each leave a part of the doubt") {
    CHECK(confidence_of({}) == 0.0);
    CHECK(confidence_of({piece(EvidenceKind::Keyword, "a", 0.5), piece(EvidenceKind::Keyword, "b", 0.5)}) ==
          doctest::Approx(0.75));
    CHECK(confidence_of({piece(EvidenceKind::Node, "a", 0.5), piece(EvidenceKind::Keyword, "a", 0.5)}) ==
          doctest::Approx(0.75));
    CHECK(confidence_of({in_file(piece(EvidenceKind::Path, "a", 0.5), "x.py", 1),
                         in_file(piece(EvidenceKind::Path, "a", 0.5), "y.py", 1)}) == doctest::Approx(0.75));
}

TEST_CASE("the same trigger in the same place counts once, with its strongest place") {
    CHECK(confidence_of({piece(EvidenceKind::Error, "e", 0.5), piece(EvidenceKind::Error, "e", 0.6),
                         piece(EvidenceKind::Error, "e", 0.4)}) == doctest::Approx(0.6));
    CHECK(confidence_of({in_file(piece(EvidenceKind::Content, "a", 0.5), "x.py", 1),
                         in_file(piece(EvidenceKind::Content, "a", 0.5), "x.py", 9)}) ==
          doctest::Approx(0.5));
}

TEST_CASE("an exclude weakens its own sentence only") {
    const Pieces same = {piece(EvidenceKind::Keyword, "k", 0.8, 1), piece(EvidenceKind::Exclude, "x", 0, 1)};
    CHECK(confidence_of(same) == doctest::Approx(0.8 * kExcludedFactor));
    const Pieces other = {piece(EvidenceKind::Keyword, "k", 0.8, 1), piece(EvidenceKind::Exclude, "x", 0, 2)};
    CHECK(confidence_of(other) == doctest::Approx(0.8));
    const Pieces file = {piece(EvidenceKind::Node, "n", 0.8), piece(EvidenceKind::Exclude, "x", 0, 0)};
    CHECK(confidence_of(file) == doctest::Approx(0.8));
}

TEST_CASE("what speaks against the whole prompt weakens all of the prompt, and no file") {
    const Pieces pieces = {piece(EvidenceKind::Keyword, "k", 0.8, 1),
                           piece(EvidenceKind::Language, "go", -0.7)};
    CHECK(confidence_of(pieces) == doctest::Approx(0.8 * 0.3));
    const Pieces with_file = {piece(EvidenceKind::Node, "n", 0.8), piece(EvidenceKind::Language, "go", -0.7)};
    CHECK(confidence_of(with_file) == doctest::Approx(0.8));
    const Pieces both = {piece(EvidenceKind::Keyword, "k", 0.8), piece(EvidenceKind::Language, "go", -0.7),
                         piece(EvidenceKind::Negation, "talk about skills", -0.8)};
    CHECK(confidence_of(both) == doctest::Approx(0.8 * 0.3 * 0.2));
}

TEST_CASE("a confidence is from 0 to 1") {
    CHECK(confidence_of({piece(EvidenceKind::Keyword, "k", 7.0)}) == 1.0);
    CHECK(confidence_of({piece(EvidenceKind::Exclude, "x", 0), piece(EvidenceKind::Language, "go", -0.7)}) ==
          0.0);
}

TEST_CASE("the reason names the three strongest, each once, with their places") {
    const Pieces pieces = {piece(EvidenceKind::Keyword, "asyncio", 0.9),
                           in_file(piece(EvidenceKind::Import, "aiohttp", 0.9), "src/a.py", 3),
                           piece(EvidenceKind::Keyword, "asyncio", 0.8),
                           piece(EvidenceKind::Language, "go", -0.7),
                           in_file(piece(EvidenceKind::Path, "*.py", 0.6), "b.py", 0),
                           piece(EvidenceKind::Keyword, "fourth", 0.5)};
    CHECK(reason_of(pieces) == "keyword 'asyncio', src/a.py:3 import 'aiohttp', b.py path '*.py'");
    CHECK(reason_of({}).empty());
}

}  // namespace skillwake::matcher
