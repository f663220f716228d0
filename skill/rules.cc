#include "skill/rules.h"

#include <algorithm>
#include <array>
#include <utility>

namespace skillwake::skill {
namespace {

constexpr auto kError = Severity::Error;
constexpr auto kWarning = Severity::Warning;
constexpr auto kAdvice = Severity::Advice;

constexpr std::array kRules{
    Rule{"skill", kWarning, "Something else about the skill needs a look", "as the message says"},
    Rule{"skill-unusable", kError, "The file gives no skill: it is empty, too long or cannot be read",
         "write front matter and a body, in a file of up to 1 MiB"},
    Rule{"front-matter-unclosed", kError, "The front matter is never closed",
         "add a line '---' behind its last key"},
    Rule{"front-matter-shape", kError, "The front matter is not a mapping of keys",
         "write 'name: ...' and 'description: ...'"},
    Rule{"activation-shape", kError, "A part of the activation block does not count", "mend that key"},
    Rule{"manifest", kError, "A plugin's or marketplace's manifest does not count, or only in part",
         "mend that line: it has to be JSON, of the form that Claude Code reads"},
    Rule{"trigger-disabled", kError, "A trigger cannot be compiled and does not count", "mend or remove it"},
    Rule{"pattern-re2", kWarning, "A pattern uses what RE2 does not have, such as look-around",
         "write it without, or as several patterns"},
    Rule{"front-matter-missing", kWarning, "The file has no front matter",
         "begin it with '---', 'name: ...', 'description: ...', '---'"},
    Rule{"front-matter-yaml", kWarning, "The front matter is not valid YAML and was read after a repair",
         "put the value in quotes"},
    Rule{"key-twice", kWarning, "A key stands twice: the first one counts", "remove one of them"},
    Rule{"encoding", kWarning, "The file is not valid UTF-8, or its lines end in CR alone",
         "save it as UTF-8, with LF"},
    Rule{"scan-limit", kWarning, "A limit was reached and the rest is not read", "check a smaller folder"},
    Rule{"folder-unreadable", kWarning, "A folder cannot be read", "give yourself the right to read it"},
    Rule{"name-missing", kWarning, "The skill has no name: that of its folder serves", "add 'name: ...'"},
    Rule{"name-length", kWarning, "The name is longer than 64 characters", "choose a shorter one"},
    Rule{"name-form", kWarning,
         "The name has other than lower-case letters, digits and single hyphens, or is a number or a switch",
         "write it like 'pdf-forms'"},
    Rule{"name-folder", kWarning, "The name differs from its folder's", "rename one of them"},
    Rule{"description-missing", kWarning, "The skill has no description: the first paragraph serves",
         "say what it does and when to use it"},
    Rule{"description-length", kWarning, "The description is longer than 1,024", "shorten it"},
    Rule{"listing-length", kWarning,
         "description and when_to_use together are longer than the 1,536 characters that hosts list",
         "shorten them: the rest is cut"},
    Rule{"compatibility-length", kWarning, "compatibility is longer than 500 characters", "shorten it"},
    Rule{"duplicate-name", kWarning, "Another skill of the run has the name and stands in front",
         "rename or remove one of them"},
    Rule{"generic-trigger", kWarning, "A declared trigger fires on the descriptions of other skills",
         "make it more telling, or remove it"},
    Rule{"file-length", kWarning, "The file is longer than its own tool takes", "shorten it, or divide it"},
    Rule{"body-empty", kWarning, "There is nothing below the front matter", "write what the agent shall do"},
    Rule{"body-tokens", kWarning, "The body has more than 5,000 tokens (estimated)",
         "move parts to files of the skill's folder and name them"},
    Rule{"missing-file", kWarning, "The body refers to a file that is not there", "add it, or mend the path"},
    Rule{"hidden-bidi", kWarning, "Bidirectional controls: text is shown in another order than it is read",
         "remove them"},
    Rule{"hidden-tag", kWarning, "Tag characters or variation selectors that spell hidden text",
         "remove them"},
    Rule{"hidden-zero-width", kWarning, "Characters that have no width", "remove them"},
    Rule{"host-message", kWarning, "A tag in which hosts speak to their models, outside of code",
         "write it as code, or remove it"},
    Rule{"body-lines", kAdvice, "The body has more than 500 lines",
         "move parts to files of the skill's folder"},
    Rule{"no-headings", kAdvice, "A body of more than 40 lines without a heading",
         "give its parts headings: hosts can then read one alone"},
    Rule{"description-when", kAdvice, "Neither description nor when_to_use says when to use the skill",
         "add 'Use when ...' to the description, or when_to_use"},
    Rule{"outside-file", kAdvice, "A link leads out of the skill's folder",
         "keep what the skill needs in its folder: it may be installed alone"},
    Rule{"duplicate-copy", kAdvice, "Another skill of the run has the name and the same text",
         "remove one of them"},
};

/// How messages begin (or, with a first '*', what they hold) whose writers name no rule.
constexpr std::array<std::pair<std::string_view, std::string_view>, 32> kTelling{{
    {"* is disabled: RE2 has no ", "pattern-re2"},
    {"* is disabled: not a pattern that RE2 takes: invalid escape sequence", "pattern-re2"},
    {"* is disabled: ", "trigger-disabled"},
    {"activation", "activation-shape"},
    {"front matter is never closed", "front-matter-unclosed"},
    {"front matter is not a mapping", "front-matter-shape"},
    {"front matter is not valid YAML", "front-matter-yaml"},
    {"front matter has several documents", "front-matter-yaml"},
    {"front matter is empty", "front-matter-yaml"},
    {"front matter is closed by", "front-matter-yaml"},
    {"front matter has a fence", "front-matter-yaml"},
    {"front matter is TOML", "front-matter-yaml"},
    {"front matter: this TOML", "front-matter-yaml"},
    {"no front matter", "front-matter-missing"},
    {"key '", "key-twice"},
    {"file is not valid UTF-8", "encoding"},
    {"file is UTF-16", "encoding"},
    {"file has more than", "file-length"},
    {"file has lines that end", "encoding"},
    {"front matter does not begin", "front-matter-yaml"},
    {"front matter has no '---'", "front-matter-yaml"},
    {"the root holds more than", "scan-limit"},
    {"the skill has more than", "scan-limit"},
    {"folders below", "scan-limit"},
    {"folder cannot be read", "folder-unreadable"},
    {"no name", "name-missing"},
    {"name is longer than", "name-length"},
    {"* is a number or a switch to other tools", "name-form"},
    {"name '", "name-folder"},
    {"no description", "description-missing"},
    {"description is longer than", "description-length"},
    {"file is empty", "skill-unusable"},
}};

const Rule* find_rule(std::string_view id) {
    const auto* found =
        std::find_if(kRules.begin(), kRules.end(), [id](const Rule& rule) { return rule.id == id; });
    return found == kRules.end() ? nullptr : found;
}

bool tells(std::string_view message, std::string_view words) {
    return words.starts_with('*') ? message.find(words.substr(1)) != std::string_view::npos
                                  : message.starts_with(words);
}

}  // namespace

std::span<const Rule> rules() {
    return kRules;
}

const Rule& rule_of(const Diagnostic& diagnostic) {
    if (const auto* named = find_rule(diagnostic.rule)) {
        return *named;
    }
    for (const auto& [words, id] : kTelling) {
        if (tells(diagnostic.message, words)) {
            return *find_rule(id);
        }
    }
    return kRules.front();
}

Diagnostic classified(Diagnostic diagnostic) {
    const auto& rule = rule_of(diagnostic);
    diagnostic.rule = rule.id;
    if (&rule != &kRules.front()) {
        diagnostic.severity = rule.level;
    } else if (diagnostic.severity == Severity::Error) {
        diagnostic.rule = "skill-unusable";  // an error that nobody names: the file could not be read
    }
    return diagnostic;
}

}  // namespace skillwake::skill
