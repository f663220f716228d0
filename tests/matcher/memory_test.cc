#include "matcher/memory.h"

#include "matcher/weights.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace skillwake::matcher {
namespace {

Evidence piece(EvidenceKind kind, double weight, std::string text = "await", std::string path = "") {
    Evidence evidence;
    evidence.kind = kind;
    evidence.weight = weight;
    evidence.text = std::move(text);
    evidence.path = std::move(path);
    return evidence;
}

}  // namespace

TEST_CASE("what is kept halves with every half-life of events") {
    Memory memory;
    memory.keep("/a", {piece(EvidenceKind::Node, 0.8)});
    CHECK(memory.strength("/a") == doctest::Approx(0.8));
    for (int i = 0; i < static_cast<int>(kHalfLifeEvents); ++i) {
        memory.advance();
    }
    CHECK(memory.strength("/a") == doctest::Approx(0.4));
    for (int i = 0; i < static_cast<int>(kHalfLifeEvents); ++i) {
        memory.advance();
    }
    CHECK(memory.strength("/a") == doctest::Approx(0.2));
    CHECK(memory.strength("/b") == 0.0);
}

TEST_CASE("what is kept joins with what has not faded yet, and never passes 1") {
    Memory memory;
    memory.keep("/a", {piece(EvidenceKind::Path, 0.5), piece(EvidenceKind::Content, 0.5)});
    CHECK(memory.strength("/a") == doctest::Approx(0.75));
    memory.keep("/a", {piece(EvidenceKind::Node, 0.5)});
    CHECK(memory.strength("/a") == doctest::Approx(0.875));
    for (int i = 0; i < 1'000; ++i) {
        memory.advance();
        memory.keep("/a", {piece(EvidenceKind::Node, 0.9)});
    }
    CHECK(memory.strength("/a") <= 1.0);
    CHECK(memory.strength("/a") > 0.9);
}

TEST_CASE("prompts are not kept, nor what speaks against, nor what was remembered itself") {
    Memory memory;
    memory.keep("/a", {piece(EvidenceKind::Keyword, 0.8), piece(EvidenceKind::Pattern, 0.8),
                       piece(EvidenceKind::Term, 0.8), piece(EvidenceKind::Name, 0.9),
                       piece(EvidenceKind::Mention, 1.0), piece(EvidenceKind::Session, 0.5),
                       piece(EvidenceKind::Language, -0.7), piece(EvidenceKind::Node, 0.0)});
    CHECK(memory.strength("/a") == 0.0);
    CHECK(memory.reason("/a").empty());
}

TEST_CASE("the reason says what it was and where") {
    Memory memory;
    memory.keep("/a", {piece(EvidenceKind::Import, 0.8, "import asyncio", "src/a.py"),
                       piece(EvidenceKind::Node, 0.7, "await", "src/a.py")});
    CHECK(memory.reason("/a") == "import asyncio in src/a.py");
    memory.keep("/a", {piece(EvidenceKind::Command, 0.7, "pytest")});
    CHECK(memory.reason("/a") == "pytest");
    CHECK(memory.reason("/b").empty());
}

TEST_CASE("the languages of the files touched last, newest first, each once, at most four") {
    Memory memory;
    for (const char* name : {"python", "go", "rust", "python", "java", "ruby"}) {
        memory.keep_language(*language_named(name));
    }
    std::vector<std::string_view> names;
    for (const auto* language : memory.languages()) {
        names.push_back(language->name);
    }
    CHECK(names == std::vector<std::string_view>{"ruby", "java", "python", "rust"});
}

TEST_CASE("past its limit of skills a memory forgets the weakest") {
    Memory memory;
    memory.keep("/weak", {piece(EvidenceKind::Node, 0.1)});
    for (int i = 0; i < 255; ++i) {
        memory.keep("/s" + std::to_string(i), {piece(EvidenceKind::Node, 0.5)});
    }
    CHECK(memory.strength("/weak") == doctest::Approx(0.1));
    memory.keep("/one-more", {piece(EvidenceKind::Node, 0.5)});
    CHECK(memory.strength("/weak") == 0.0);
    CHECK(memory.strength("/s0") == doctest::Approx(0.5));
    CHECK(memory.strength("/one-more") == doctest::Approx(0.5));
}

TEST_CASE("a copy is a fork, and clear() forgets everything") {
    Memory memory;
    memory.keep("/a", {piece(EvidenceKind::Node, 0.8)});
    memory.keep_language(*language_named("python"));
    const auto fork = memory;
    memory.clear();
    CHECK(memory.strength("/a") == 0.0);
    CHECK(memory.languages().empty());
    CHECK(fork.strength("/a") == doctest::Approx(0.8));
    CHECK(fork.languages().size() == 1);
}

}  // namespace skillwake::matcher
