#include "matcher/text_allowance.h"

#include "tests/matcher/sample.h"
#include "tests/support/text.h"

#include <doctest/doctest.h>

#include <string>

namespace skillwake::matcher {
namespace {

using Parts = std::array<std::string_view, 2>;

/// Lines without meaning.
std::string lines(std::size_t bytes) {
    return testing::repeated("nothing here\n", bytes / 13);
}

}  // namespace

TEST_CASE("texts are read whole until the allowance ends, then their beginning is") {
    TextAllowance texts(10);
    CHECK(texts.beginning_of("123456") == "123456");
    CHECK(texts.ends_of("789") == Parts{"789", ""});
    CHECK(texts.complete());
    CHECK(texts.beginning_of("ab") == "a");
    CHECK_FALSE(texts.complete());
    CHECK(texts.beginning_of("c").empty());
    CHECK(texts.ends_of("d\ne") == Parts{"", ""});
}

TEST_CASE("of an output that is too long its beginning and its last lines are read") {
    TextAllowance texts(12);
    CHECK(texts.ends_of("abcdefgh....\nuvwxyz") == Parts{"abcdef", "uvwxyz"});
    CHECK_FALSE(texts.complete());
    CHECK(TextAllowance(16).ends_of("abcdefgh....uv\nwxyz") == Parts{"abcdefgh", "\nwxyz"});
    CHECK(TextAllowance(1).ends_of("ab") == Parts{"a", ""});
}

TEST_CASE("content counts at the beginning of a long file, a failure also at the end of a long output") {
    const auto view = view_of({make_skill("a", "content: [quokka], errors: [WombatError]")});
    const auto much = lines(2 * TextAllowance::kBytes);
    CHECK(judged(view, file_event("a.txt", "a quokka\n" + much)).candidates.size() == 1);
    const auto late = judged(view, file_event("a.txt", much + "a quokka\n"));
    CHECK(late.candidates.empty());
    CHECK_FALSE(late.complete);
    for (const auto& output : {"WombatError\n" + much, much + "WombatError\n"}) {
        Event event;
        event.outputs.push_back(output);
        const auto judgement = judged(view, event);
        CHECK(judgement.candidates.size() == 1);
        CHECK_FALSE(judgement.complete);
    }
    CHECK(judged(view, file_event("a.txt", lines(TextAllowance::kBytes))).complete);
}

TEST_CASE("the texts of one event share the allowance") {
    const auto view = view_of({make_skill("a", "content: [quokka]")});
    const auto most = lines(TextAllowance::kBytes);
    Event event;
    event.files.push_back({"a.txt", "", {most}});
    event.files.push_back({"b.txt", "", {"here is nothing"}});
    event.files.push_back({"c.txt", "", {"not before the end of this line a quokka"}});
    const auto judgement = judged(view, event);
    CHECK(judgement.candidates.empty());
    CHECK_FALSE(judgement.complete);
}

}  // namespace skillwake::matcher
