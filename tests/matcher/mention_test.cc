#include "matcher/mention.h"

#include "tests/support/text.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher {
namespace {

using Names = std::vector<std::string>;

Names mentions(std::string_view prompt, char sign = '@') {
    Names names;
    for (const auto& mention : find_mentions(prompt, read_regions(prompt))) {
        CHECK(prompt[mention.begin] == mention.sign);
        CHECK(mention.end - mention.begin == mention.name.size() + 1);
        if (mention.sign == sign) {
            names.push_back(mention.name);
        }
    }
    return names;
}

struct Case {
    std::string_view prompt;
    Names names;
};

void check_all(const std::vector<Case>& cases) {
    for (const auto& [prompt, names] : cases) {
        CAPTURE(prompt);
        CHECK(mentions(prompt) == names);
    }
}

}  // namespace

TEST_CASE("#name may be a steering file: it stands where mentions stand, and is no number") {
    const std::vector<Case> cases = {
        {"Follow #Style-Guide, please", {"style-guide"}},
        {"#style\n(#api)", {"style", "api"}},
        {"#42 # Heading a#b \\#c #x.md #", {}},
        {"`\n#a`\n```\n#include\n```\nhttps://x.org/#part", {}},
        {"#a #b #c #d #e #f #g #h #i @i #A", {"a", "b", "c", "d", "e", "f", "g", "h"}},
    };
    for (const auto& [prompt, names] : cases) {
        CAPTURE(prompt);
        CHECK(mentions(prompt, '#') == names);
    }
    CHECK(mentions("#a @b #b @a") == Names{"b", "a"});
}

TEST_CASE("a mention is @name or @plugin:name, case-folded") {
    check_all({
        {"@pdf", {"pdf"}},
        {"use @async-python-patterns now", {"async-python-patterns"}},
        {"@tools:pdf_reader", {"tools:pdf_reader"}},
        {"@PDF and @Async-Python", {"pdf", "async-python"}},
        {"@3d", {"3d"}},
        {"@", {}},
        {"@ pdf", {}},
        {"@-", {}},
    });
}

TEST_CASE("it stands at the start or after white space, an opening bracket or quote, or a CJK character") {
    check_all({
        {"\t@a\n@b\r\n@c", {"a", "b", "c"}},
        {"(@a) [@b] {@c} <@d>", {"a", "b", "c", "d"}},
        {"\"@a\" '@b' \u201C@c\u201D \u00AB@d\u00BB \u300C@e\u300D", {"a", "b", "c", "d", "e"}},
        {"使って@pdf", {"pdf"}},
        {"请用@pdf。", {"pdf"}},
        {"사용@pdf", {"pdf"}},
        {"\uFF08@pdf\uFF09", {"pdf"}},
    });
}

TEST_CASE("it does not stand after a word character") {
    check_all({
        {"me@example.com", {}},
        {"me@host", {}},
        {"a_@pdf 9@pdf é@pdf", {}},
        {"x-@pdf /@pdf .@pdf", {}},
        {"@@pdf", {}},
    });
}

TEST_CASE("it ends before trailing punctuation") {
    check_all({
        {"try @pdf.", {"pdf"}},
        {"@pdf, @csv; @xls: @doc! @ppt? @txt)", {"pdf", "csv", "xls", "doc", "ppt", "txt"}},
        {"@pdf's", {"pdf"}},
        {"@pdf...", {"pdf"}},
        {"@pdf- @csv_", {"pdf", "csv"}},
        {"@pdf、はい", {"pdf"}},
    });
}

TEST_CASE("packages and paths are no mentions") {
    check_all({
        {"npm i @scope/pkg @types/node", {}},
        {"see @src/main.py and @main.py", {}},
        {"@folder\\file", {}},
        {"@app.route is a decorator", {}},
    });
}

TEST_CASE("a decorator at a line's start inside code is no mention") {
    check_all({
        {"add `@property` here", {}},
        {"`@dataclass\nclass X` it", {}},
        {"```python\n@property\ndef x(self):\n```", {}},
        {"```\nuse @pdf\n```", {}},
        {"`run @pdf`", {"pdf"}},
    });
}

TEST_CASE("fenced code, addresses and the host's reminders hold none") {
    check_all({
        {"```\n@a\n```\n@b", {"b"}},
        {"https://medium.com/@pdf http://x/?a=@pdf", {}},
        {"<system-reminder>@a</system-reminder> @b", {"b"}},
        {"<system-reminder>\n@a\n</system-reminder>\n@b", {"b"}},
        {"<ide_selection>@a</ide_selection>", {}},
        {"<skill_content name=\"x\">@a</skill_content> @b", {"b"}},
        {"<hook_context>@a</hook_context>", {}},
    });
}

TEST_CASE("a backslash escapes a mention") {
    check_all({{"\\@pdf", {}}, {"say \\@pdf or @csv", {"csv"}}});
}

TEST_CASE("each name counts once, and no more than the limit") {
    check_all({{"@a @A @a", {"a"}}});
    const auto prompt = [](std::size_t count) {
        std::string text;
        for (std::size_t i = 0; i < count; ++i) {
            text += "@name" + std::to_string(i) + " ";
        }
        return text;
    };
    CHECK(mentions(prompt(kMaxMentions)).size() == kMaxMentions);
    CHECK(mentions(prompt(kMaxMentions + 1)).size() == kMaxMentions);
    CHECK(mentions(prompt(kMaxMentions + 1)).back() == "name7");
    CHECK(mentions(testing::repeated("@", 100'000)).empty());
}

}  // namespace skillwake::matcher
