#include "matcher/prompt_cut.h"

#include "base/utf8.h"
#include "matcher/decide.h"
#include "tests/matcher/sample.h"
#include "tests/support/text.h"

#include <doctest/doctest.h>

namespace skillwake::matcher {

TEST_CASE("a long prompt keeps its beginning and its end, whole characters, and places in the whole") {
    for (const std::string_view unit : {"a", "word ", "\u65E5\u672C", "\xF0\x9F\x90\x8D"}) {
        CAPTURE(unit);
        const auto prompt = "BEGIN " + testing::repeated(unit, 300'000 / unit.size()) + " END";
        const PromptCut cut(prompt);
        CHECK(cut.text().size() <= kMaxPromptBytes + 1);
        CHECK(cut.text().size() > kMaxPromptBytes * 9 / 10);
        CHECK(cut.text().substr(0, 6) == "BEGIN ");
        CHECK(cut.text().substr(cut.text().size() - 4) == " END");
        CHECK(is_valid_utf8(cut.text()));
        for (std::size_t byte = 0; byte < cut.text().size(); byte += 997) {
            const auto at = cut.in_prompt(byte);
            CHECK((prompt[at] == cut.text()[byte] || cut.text()[byte] == '\n'));
        }
        CHECK(cut.in_prompt(cut.text().size() - 1) == prompt.size() - 1);
    }
}

TEST_CASE(
    "a wish behind a long paste is heard, its place is told, and the answer says that it is not complete") {
    const auto view = view_of({make_skill("loops", "keywords: [event loop]")});
    const auto paste = testing::repeated("some other words of it.\n", kMaxPromptBytes / 10);
    const auto prompt = paste + "Please explain the event loop.";
    const auto judgement = judged(view, prompt_event(prompt));
    CHECK_FALSE(judgement.complete);
    REQUIRE(judgement.candidates.size() == 1);
    const auto& piece = judgement.candidates[0].evidence.front();
    REQUIRE(piece.begin);
    CHECK(prompt.substr(*piece.begin, *piece.end - *piece.begin) == "event loop");

    const auto middle = paste + " event loop " + paste;
    CHECK(judged(view, prompt_event(middle)).candidates.empty());
    CHECK(judged(view, prompt_event(std::string(kMaxPromptBytes, 'a'))).complete);
    CHECK_FALSE(judged(view, prompt_event(std::string(kMaxPromptBytes + 1, 'a'))).complete);
}

}  // namespace skillwake::matcher
