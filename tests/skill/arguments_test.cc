#include "skill/arguments.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::skill {
namespace {

struct Case {
    std::string_view text;
    std::optional<std::string> arguments;
    std::string_view expected;
};

void check_all(const std::vector<Case>& cases, const std::vector<std::string>& names = {}) {
    for (const auto& [text, arguments, expected] : cases) {
        CAPTURE(text);
        CAPTURE(arguments.value_or("(none)"));
        Substitutions values;
        values.arguments = arguments;
        values.argument_names = names;
        values.skill_dir = "/skills/x";
        values.session_id = "s-1";
        values.project_dir = "/home/u/p";
        CHECK(substitute(text, values) == expected);
    }
}

}  // namespace

TEST_CASE("$ARGUMENTS is what the caller wrote, as it was written") {
    check_all({
        {"do $ARGUMENTS now", "a  'b c'", "do a  'b c' now"},
        {"$ARGUMENTS and $ARGUMENTS", "x", "x and x"},
        {"($ARGUMENTS)", "x", "(x)"},
        {"$ARGUMENTS", std::nullopt, ""},
        {"$ARGUMENTS", "", ""},
        {"$ARGUMENTSX $ARGUMENTS_ $arguments", std::nullopt, "$ARGUMENTSX $ARGUMENTS_ $arguments"},
    });
}

TEST_CASE("$ARGUMENTS[N] and $N count from 0") {
    check_all({
        {"$ARGUMENTS[0]-$ARGUMENTS[1]", "a b", "a-b"},
        {"$0-$1", "a 'b c'", "a-b c"},
        {"$0$1", "a b", "ab"},
        {"$1", "a b", "b"},
        {"$10", "a b c d e f g h i j k", "k"},
        {"$0.00", "7", "7.00"},
    });
}

TEST_CASE("an index that was not given stays as it is") {
    check_all({
        {"$0 $1 $2", "a b", "a b $2"},
        {"$ARGUMENTS[0] $ARGUMENTS[2]", "a b", "a $ARGUMENTS[2]"},
        {"$ARGUMENTS[0] $0", std::nullopt, "$ARGUMENTS[0] $0"},
        {"costs $5 or $99999999999999999999", std::nullopt, "costs $5 or $99999999999999999999"},
        {"$1st $0_ $", "a b", "$1st $0_ $\n\nARGUMENTS: a b\n"},
        {"$ARGUMENTS[x] $ARGUMENTS[", "a", "a[x] a["},
    });
}

TEST_CASE("$name of a declared argument is its word, and empty when it was not given") {
    check_all(
        {
            {"$issue by $who", "12 Ann", "12 by Ann"},
            {"$issue by [$who]", "12", "12 by []"},
            {"$issue", std::nullopt, ""},
            {"$issues $HOME ${issue}", std::nullopt, "$issues $HOME ${issue}"},
            {"$who", "12 'Ann B'", "Ann B"},
        },
        {"issue", "who"});
}

TEST_CASE("the places are filled in") {
    check_all({
        {"${CLAUDE_SKILL_DIR}/a.py", std::nullopt, "/skills/x/a.py"},
        {"${CLAUDE_SESSION_ID}${CLAUDE_PROJECT_DIR}", std::nullopt, "s-1/home/u/p"},
        {"${CLAUDE_OTHER} ${CLAUDE_SKILL_DIR $CLAUDE_SKILL_DIR", std::nullopt,
         "${CLAUDE_OTHER} ${CLAUDE_SKILL_DIR $CLAUDE_SKILL_DIR"},
    });
}

TEST_CASE("a backslash before a placeholder keeps it, and before anything else is text") {
    check_all({
        {"\\$0 $0", "a", "$0 a"},
        {"\\$ARGUMENTS[0] \\$ARGUMENTS $0", "a", "$ARGUMENTS[0] $ARGUMENTS a"},
        {"\\${CLAUDE_SKILL_DIR}", std::nullopt, "${CLAUDE_SKILL_DIR}"},
        {"\\$HOME \\x \\", std::nullopt, "\\$HOME \\x \\"},
        {"\\$0", "a", "$0\n\nARGUMENTS: a\n"},
    });
}

TEST_CASE("what is put in is not read again") {
    check_all({
        {"$0 $1", "'$1' b", "$1 b"},
        {"$ARGUMENTS", "$ARGUMENTS ${CLAUDE_SKILL_DIR} \\$0", "$ARGUMENTS ${CLAUDE_SKILL_DIR} \\$0"},
        {"$0$1", "a\\ b", "a\\b"},
        {"$ARGUMENTS$0", "a\\", "a\\a\\"},
    });
    Substitutions values;
    values.arguments = "x";
    values.skill_dir = "/$0/\\";
    CHECK(substitute("${CLAUDE_SKILL_DIR}$0", values) == "/$0/\\x");
}

TEST_CASE("arguments that the text has no place for are appended") {
    check_all({
        {"text", "a b", "text\n\nARGUMENTS: a b\n"},
        {"${CLAUDE_SKILL_DIR}", "a", "/skills/x\n\nARGUMENTS: a\n"},
        {"text", "  ", "text"},
        {"text", "", "text"},
        {"text", std::nullopt, "text"},
        {"", "a", "\n\nARGUMENTS: a\n"},
    });
}

TEST_CASE("nothing is executed: !`command` stays text") {
    check_all({
        {"!`echo hi`", std::nullopt, "!`echo hi`"},
        {"```!\nrm -rf $0\n```", "x", "```!\nrm -rf x\n```"},
        {"$ARGUMENTS", "!`id` $(id) `id`", "!`id` $(id) `id`"},
    });
}

TEST_CASE("split_arguments: blanks separate, quotes hold together") {
    struct Words {
        std::string_view text;
        std::vector<std::string> words;
    };
    const Words cases[] = {
        {"", {}},
        {"  \t\n", {}},
        {"a b", {"a", "b"}},
        {"  a\t\nb ", {"a", "b"}},
        {"'a b' \"c d\"", {"a b", "c d"}},
        {"a'b c'd", {"ab cd"}},
        {"'' \"\"", {"", ""}},
        {"\"it's\" 'say \"x\"'", {"it's", "say \"x\""}},
        {"'never closed", {"never closed"}},
    };
    for (const auto& [text, words] : cases) {
        CAPTURE(text);
        CHECK(split_arguments(text) == words);
    }
}

}  // namespace skillwake::skill
