#include "matcher/region.h"

#include "tests/support/text.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher {
namespace {

/// "prose[fix ] quoted['x']": every region with its text.
std::string shown(std::string_view prompt) {
    std::string text;
    for (const auto& span : read_regions(prompt)) {
        text += (text.empty() ? "" : " ") + std::string(name_of(span.region)) + "[" +
                std::string(prompt.substr(span.begin, span.end - span.begin)) + "]";
    }
    return text;
}

/// The text of `prompt` in that region, joined.
std::string part_in(Region region, std::string_view prompt) {
    std::string text;
    for (const auto& span : read_regions(prompt)) {
        if (span.region == region) {
            text += prompt.substr(span.begin, span.end - span.begin);
        }
    }
    return text;
}

struct Case {
    std::string_view prompt;
    std::string_view expected;
};

}  // namespace

TEST_CASE("regions are in order, without gaps, none empty") {
    const std::string prompts[] = {
        "",
        "one",
        "a 'b' `c` http://d.e/f g/h.py \"i\n\n```\nj\n```\nk",
        "<system-reminder>x</system-reminder>y<system-reminder>",
        "```\nnever closed",
        "diff --git a/x b/x\n@@ -1 +1 @@\n-a\n+b\nprose\n2024-05-01 12:00:00 INFO: a log line\n",
        testing::repeated("`", 5'000),
        testing::repeated("'", 5'000),
        testing::repeated("<system-reminder ", 500),
        testing::repeated("\xE2\x80\x9C", 2'000),
        std::string(2'000, '\0'),
    };
    for (const auto& prompt : prompts) {
        CAPTURE(prompt.substr(0, 60));
        std::size_t at = 0;
        for (const auto& span : read_regions(prompt)) {
            CHECK(span.begin == at);
            CHECK(span.end > span.begin);
            at = span.end;
        }
        CHECK(at == prompt.size());
    }
}

TEST_CASE("text between quotation marks is quoted, an apostrophe quotes nothing") {
    const Case cases[] = {
        {"say \"hello there\" now", "prose[say ] quoted[\"hello there\"] prose[ now]"},
        {"'x' and \u201Cy\u201D and \u300Cz\u300D",
         "quoted['x'] prose[ and ] quoted[\u201Cy\u201D] prose[ and ] quoted[\u300Cz\u300D]"},
        {"don't and users' and it's", "prose[don't and users' and it's]"},
        {"the 'user's file' here", "prose[the 'user's file' here]"},
        {"a \"quote over\ntwo lines\"", "prose[a \"quote over\ntwo lines\"]"},
        {"an empty \"\" one", "prose[an empty \"\" one]"},
        {"5\" and 6\" screens", "prose[5\" and 6\" screens]"},
    };
    for (const auto& [prompt, expected] : cases) {
        CAPTURE(prompt);
        CHECK(shown(prompt) == expected);
    }
    CHECK(part_in(Region::Quoted, "\"" + std::string(198, 'x') + "\"").size() == 200);
    CHECK(part_in(Region::Quoted, "\"" + std::string(199, 'x') + "\"").empty());
}

TEST_CASE("text between backticks is inline code") {
    const Case cases[] = {
        {"run `a b` now", "prose[run ] inline code[`a b`] prose[ now]"},
        {"``a ` b``", "inline code[``a ` b``]"},
        {"one ` alone", "prose[one ` alone]"},
        {"not `over\n\na paragraph`", "prose[not `over\n\na paragraph`]"},
    };
    for (const auto& [prompt, expected] : cases) {
        CAPTURE(prompt);
        CHECK(shown(prompt) == expected);
    }
}

TEST_CASE("fenced code reaches to its closing fence, or to the end") {
    const Case cases[] = {
        {"a\n```py\nb\n```\nc", "prose[a\n] fenced code[```py\nb\n```\n] prose[c]"},
        {"~~~\n```\n~~~\nc", "fenced code[~~~\n```\n~~~\n] prose[c]"},
        {"````\n```\n````\nc", "fenced code[````\n```\n````\n] prose[c]"},
        {"```\na\nb", "fenced code[```\na\nb]"},
    };
    for (const auto& [prompt, expected] : cases) {
        CAPTURE(prompt);
        CHECK(shown(prompt) == expected);
    }
}

TEST_CASE("addresses and paths are told apart from prose") {
    const Case cases[] = {
        {"see https://a.b/c?d=e. Then", "prose[see ] url[https://a.b/c?d=e] prose[. Then]"},
        {"(www.x.org) git@host:a/b.git", "prose[(] url[www.x.org] prose[) ] url[git@host:a/b.git]"},
        {"open src/app/main.py, please", "prose[open ] path[src/app/main.py] prose[, please]"},
        {"./x ../y ~/z /etc/hosts",
         "path[./x] prose[ ] path[../y] prose[ ] path[~/z] prose[ ] path[/etc/hosts]"},
        {"main.py.", "path[main.py] prose[.]"},
        {"Node.js and vue.js", "prose[Node.js and vue.js]"},
        {"either/or, async/await, 1.5 and e.g. this", "prose[either/or, async/await, 1.5 and e.g. this]"},
        {".py files and x.unknown", "prose[.py files and x.unknown]"},
    };
    for (const auto& [prompt, expected] : cases) {
        CAPTURE(prompt);
        CHECK(shown(prompt) == expected);
    }
}

TEST_CASE("pasted output is a log") {
    const std::string_view logs[] = {
        "Traceback (most recent call last):\n  File \"a.py\", line 1, in <module>\n    x()\nValueError: "
        "bad\n",
        "2024-05-01 12:00:03,123 something happened here\n",
        "[12:00:03] GET /index took a while\n",
        "    at Object.<anonymous> (/app/x.js:1:2)\n",
        "asyncio.exceptions.TimeoutError\n",
        "Caused by: java.io.IOException: x\n",
    };
    for (const auto log : logs) {
        CAPTURE(log);
        CHECK(part_in(Region::Log, log) == log);
        CHECK(part_in(Region::Log, "please help:\n" + std::string(log) + "what is it?") == log);
    }
    for (const std::string_view prose :
         {"I get an Error: why?", "meet at 12:00 (noon)", "INFO about it", "the TimeoutError is odd"}) {
        CAPTURE(prose);
        CHECK(part_in(Region::Log, prose).empty());
    }
}

TEST_CASE("a pasted patch is a diff") {
    const std::string_view diff =
        "diff --git a/x b/x\nindex 1..2\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n";
    CHECK(part_in(Region::Diff, diff) == diff);
    CHECK(part_in(Region::Diff, "review:\n" + std::string(diff) + "Thanks.") == diff);
    CHECK(part_in(Region::Diff, "- a list\n- of points\n").empty());
}

TEST_CASE("what a host put in is a reminder, however the rest looks") {
    const Case cases[] = {
        {"a <system-reminder>b `c`\n\nd</system-reminder> e",
         "prose[a ] reminder[<system-reminder>b `c`\n\nd</system-reminder>] prose[ e]"},
        {"<skill_content name=\"x\">y</skill_content>",
         "reminder[<skill_content name=\"x\">y</skill_content>]"},
        {"<EXTRA_INFO>\nnever closed", "reminder[<EXTRA_INFO>\nnever closed]"},
        {"a <b>c</b> <system-reminders>", "prose[a <b>c</b> <system-reminders>]"},
        {"<Task-Notification>\n<result>x</result>\n</task-notification >\nhello",
         "reminder[<Task-Notification>\n<result>x</result>\n</task-notification >] prose[\nhello]"},
        {"<command-message>pdf is loading</command-message> y",
         "reminder[<command-message>pdf is loading</command-message>] prose[ y]"},
        {"x\n--- Content from referenced files ---\n```\na\n--- End of content ---\nb",
         "prose[x\n] reminder[--- Content from referenced files ---\n```\na\n--- End of content ---\n] "
         "prose[b]"},
        {"--- Content from referenced files ---\n--- End of content ---\nc\n--- End of content ---",
         "reminder[--- Content from referenced files ---\n--- End of content ---\nc\n--- End of content "
         "---]"},
        {"--- Content from referenced files ---\nnever closed",
         "reminder[--- Content from referenced files ---\nnever closed]"},
        {"say --- Content from referenced files --- x", "prose[say --- Content from referenced files --- x]"},
    };
    for (const auto& [prompt, expected] : cases) {
        CAPTURE(prompt);
        CHECK(shown(prompt) == expected);
    }
}

}  // namespace skillwake::matcher
