#include "daemon/piece_index.h"

#include "matcher/prompt_reading.h"
#include "skill/parse.h"

#include <doctest/doctest.h>

namespace skillwake::daemon {
namespace {

skill::Skill skill_of(const std::string& body) {
    auto parsed = skill::parse_skill("---\nname: a\ndescription: b\n---\n" + body, "/s/a/SKILL.md",
                                     skill::Scope::Project);
    REQUIRE(parsed);
    return *std::move(parsed);
}

/// "title[first-last]" of each piece; together they are the body.
std::string shown(const std::string& body) {
    const auto skill = skill_of(body);
    std::string text;
    std::string all;
    const PieceIndex index(skill);
    for (const auto& piece : index.pieces()) {
        text += (text.empty() ? "" : " ") + piece.title + "[" + std::to_string(piece.first_line) + "-" +
                std::to_string(piece.last_line) + "]";
        all += piece.text;
    }
    CHECK(body.ends_with(all));
    return text;
}

TEST_CASE("A body is cut at its headings; one without text goes with what follows") {
    CHECK(shown("").empty());
    CHECK(shown("\n\n").empty());
    CHECK(shown("only text\nand more") == "[5-6]");
    CHECK(shown("\nbefore\n\n# A\ntext\n## B\n\ntext\n\n") == "[6-6] A[8-9] B[10-12]");
    CHECK(shown("# A\n## B\ntext\n# C\n") == "A / B[5-7] C[8-8]");
    CHECK(shown("# A\r\ntext\r\n# B\r\ntext") == "A[5-6] B[7-8]");
}

TEST_CASE("What looks like a heading within code cuts nothing") {
    CHECK(shown("# A\n```\n# no\n```\n~~~\n## no\n~~~\n# B\nx\n") == "A[5-11] B[12-13]");
    CHECK(shown("# A\n```\n# never closed\n") == "A[5-7]");
}

TEST_CASE(
    "The words of the evidence tell, and those of the prompt's prose a little; what is negated or pasted "
    "does not") {
    matcher::Evidence keyword;
    keyword.trigger = "event loop";
    keyword.text = "event-loop";
    keyword.weight = 0.7;
    matcher::Evidence pattern;
    pattern.kind = matcher::EvidenceKind::Pattern;
    pattern.trigger = "regex.*thing";
    pattern.text = "run queue";
    pattern.weight = 0.7;
    matcher::Evidence against;
    against.kind = matcher::EvidenceKind::Exclude;
    against.trigger = "javascript";
    against.weight = -0.5;
    const auto prompt =
        matcher::read_prompt("fetch the queue\n```\nfenced\n```\n<system-reminder>hidden</system-reminder>");
    std::string told;
    for (const auto& [word, weight] : telling_words({keyword, pattern, against}, prompt)) {
        told += word + (weight == 1.0 ? "! " : " ");
    }
    CHECK(told == "event! fetch loop! queue! run! ");
}

TEST_CASE(
    "Pieces with rare words and with words in their titles come first; what is far behind is left out") {
    const auto skill = skill_of(
        "# Loops\ncommon text\n# Queues\ncommon workers\n# Other\ncommon queues alone\n# Last\ncommon "
        "nothing\n");
    const PieceIndex index(skill);
    const auto& pieces = index.pieces();
    REQUIRE(pieces.size() == 4);
    using Places = std::vector<std::size_t>;
    CHECK(index.best({{"queue", 1}}) == Places{1});
    CHECK(index.best({{"worker", 1}, {"common", 1}}) == Places{1});
    CHECK(index.best({{"alon", 1}}) == Places{2});
    CHECK(index.best({{"absent", 1}}).empty());
    CHECK(index.best({}).empty());
    CHECK(PieceIndex(skill_of("")).best({{"a", 1}}).empty());
}

}  // namespace
}  // namespace skillwake::daemon
