// Random skills and random events: the index says what plain loops over all triggers say.
#include "matcher/index.h"
#include "tests/matcher/plain_triggers.h"
#include "tests/matcher/sample.h"

#include <doctest/doctest.h>

#include <array>
#include <cstdlib>
#include <initializer_list>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace skillwake::matcher {
namespace {

using skill::TriggerKind;

constexpr std::array<const char*, 24> kWords = {
    "queue", "retry", "cache", "async", "deploy",    "helm",         "chart", "pdf",
    "merge", "form",  "test",  "mock",  "slow",      "index",        "graph", "node",
    "lock",  "frame", "re",    "c++",   "n\u00FCtz", "\u7F13\u5B58", "io",    "x1"};

/// Makes everything out of few words, so that much of it meets.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : random_(seed) {}

    std::size_t below(std::size_t count) { return random_() % count; }
    template <class Choices>
    auto one_of(const Choices& choices) {
        return choices[below(std::size(choices))];
    }
    std::string text_of(std::initializer_list<std::string> texts) {
        return *(texts.begin() + below(texts.size()));
    }
    std::string word() { return one_of(kWords); }
    std::string name() { return kWords[below(18)]; }  ///< of ASCII letters

    skill::Trigger trigger() {
        skill::Trigger made;
        constexpr std::array kKinds = {TriggerKind::Keyword,      TriggerKind::Keyword, TriggerKind::Pattern,
                                       TriggerKind::Path,         TriggerKind::Path,    TriggerKind::Content,
                                       TriggerKind::AstImport,    TriggerKind::AstCall, TriggerKind::AstNode,
                                       TriggerKind::AstDecorator, TriggerKind::AstType, TriggerKind::Command,
                                       TriggerKind::Error};
        made.kind = one_of(kKinds);
        switch (made.kind) {
            case TriggerKind::Keyword:
                made.text = text_of({word(), word() + " " + word(), word() + "-" + word() + " " + word()});
                break;
            case TriggerKind::Path:
                made.text = path_glob();
                break;
            case TriggerKind::Command:
                made.text = text_of({name(), name() + " " + name(), "git " + name()});
                break;
            case TriggerKind::Pattern:
            case TriggerKind::Content:
            case TriggerKind::Error:
                made.text = pattern();
                break;
            default:
                made.language = text_of({"python", "typescript", "go"});
                made.text =
                    made.kind == TriggerKind::AstNode ? node_of(made.language) : dotted_name(made.kind);
        }
        return made;
    }

    std::string prompt() {
        std::string text;
        for (auto left = below(25); left > 0; --left) {
            text += text_of({word(), word(), word(), name() + "s", upper(name()), "the", "do not", "without",
                             "src/" + name() + ".py", "\"" + name() + " " + word() + "\"", "`" + name() + "`",
                             name() + "-" + name(), "Error: " + name(), "\n> " + name() + "\n",
                             "https://" + name() + ".io/" + name()});
            text += text_of({" ", " ", " ", ". ", ", ", "\n", "-", "_"});
        }
        if (below(4) == 0) {
            text += "\n```" + (text_of({"python", "ts", "go", ""})) + "\n" + source() + "```\n";
        }
        return text;
    }

    std::string path() {
        return text_of({"", "./", "src/", "src/" + name() + "/", ".github/", "a/b/c/"}) +
               text_of({name(), upper(name()), name() + "_" + name()}) + "." +
               text_of({"py", "ts", "go", "md", "json"});
    }

    std::string source() {
        std::string text;
        for (auto left = below(7); left > 0; --left) {
            text += text_of({"import " + name() + "\n", "import " + name() + "." + name() + "\n",
                             "from " + name() + " import " + name() + " as " + name() + "\n",
                             "import { " + name() + " } from '" + name() + "';\n",
                             "import \"github.com/x/" + name() + "\"\n", "package " + name() + "\n",
                             name() + "." + name() + "(" + name() + ")\n",
                             "async def " + name() + "():\n    await " + name() + "." + name() + "()\n",
                             "@" + name() + "." + name() + "\ndef f(a: " + name() + "): pass\n",
                             "# " + name() + " " + name() + "\n",
                             "const " + name() + ": " + name() + " = await " + name() + "();\n",
                             "x = '" + name() + " " + name() + "'\n", "((( {{ " + name() + "\n"});
        }
        return text;
    }

    std::string command() {
        return text_of({"", "sudo ", "cd /tmp && ", "X=1 "}) +
               text_of({name(), "git", "/usr/bin/" + name()}) + " " + name() + " --" + name() +
               text_of({"", " | " + name() + " " + name(), "; " + name()});
    }

private:
    static std::string upper(std::string text) {
        text[0] = static_cast<char>(text[0] - 'a' + 'A');
        return text;
    }

    std::string pattern() {
        const auto a = name();
        const auto b = name();
        return text_of({a, "(?i)" + a + ".*" + b, a + "|" + b, "\\b" + a + "\\b", a + "\\s+" + b,
                        a + "[a-z]*", "(" + a + "|" + b + ")(" + word_of_pattern() + ")?\\W*" + name(),
                        "^" + a, "(?m)^\\s*" + a, a + "{1,2}", "[a-z]+" + b,
                        "(?i)(" + a + "|" + b + ").{0,9}" + name(), a + "$",
                        "(?s)" + a + ".*?" + b + ".*" + name(), "[^x]" + a, a + "?", "(" + a + ")*"});
    }
    std::string word_of_pattern() { return name(); }

    std::string path_glob() {
        return text_of({"*." + (text_of({"py", "ts", "md"})), "src/**/" + name() + "*", name() + "/",
                        "!" + name() + ".*", "**/" + name() + ".*", "/src/*.py", "!src/**", "[a-f]*.go",
                        "*_" + name() + ".{py,ts}", "src/*/" + name() + ".??"});
    }

    std::string node_of(const std::string& language) {
        return std::string(one_of(language_named(language)->nodes).name);
    }

    std::string dotted_name(TriggerKind kind) {
        const auto open = kind == TriggerKind::AstImport ? "" : text_of({"", "", "*"});
        return text_of({name(), name() + "." + name()}) + open;
    }

    std::mt19937_64 random_;
};

std::vector<skill::Skill> random_skills(Dice& dice, std::size_t count) {
    std::vector<skill::Skill> skills(count);
    for (std::size_t number = 0; number < count; ++number) {
        skills[number].name = "zz" + std::to_string(number);
        skills[number].file = "/skills/" + skills[number].name + "/SKILL.md";
        for (auto left = 1 + dice.below(5); left > 0; --left) {
            skills[number].triggers.push_back(dice.trigger());
        }
    }
    return skills;
}

/// The texts of an event, which borrows them.
struct RandomEvent {
    explicit RandomEvent(Dice& dice)
        : prompt(dice.prompt()), command(dice.command()), output("Error: " + dice.prompt()) {
        for (auto left = dice.below(3); left > 0; --left) {
            paths.push_back(dice.path());
            sources.push_back(dice.source());
        }
    }
    Event event() const {
        Event made;
        made.prompt = prompt;
        made.commands = {command};
        made.outputs = {output};
        for (std::size_t i = 0; i < paths.size(); ++i) {
            made.files.push_back({paths[i], "", {sources[i]}});
        }
        return made;
    }
    std::string shown() const {
        auto text = "prompt: " + prompt + "\ncommand: " + command + "\noutput: " + output;
        for (std::size_t i = 0; i < paths.size(); ++i) {
            text += "\n" + paths[i] + ":\n" + sources[i];
        }
        return text;
    }

    std::string prompt;
    std::string command;
    std::string output;
    std::vector<std::string> paths;
    std::vector<std::string> sources;
};

std::set<HeldTrigger> told_by(const Index& index, const Event& event) {
    const auto found = index.collect(event, read_prompt(event.prompt), kAmpleBudget);
    CHECK(found.complete);
    std::set<HeldTrigger> told;
    for (const auto& skill : found.skills) {
        for (const auto& piece : skill.evidence) {
            told.emplace(static_cast<std::size_t>(skill.skill), piece.kind, piece.trigger);
        }
    }
    return told;
}

/// `rest` without those that are gone, and what came beside it.
std::set<std::string> told_by(const Index& rest, const std::set<SkillId>& gone, const Index& beside,
                              const Event& event) {
    std::set<std::string> told;
    const auto tell = [&told](const Index& index, const HeldTrigger& held) {
        const auto& [skill, kind, trigger] = held;
        told.insert(index.skills()[skill]->name + " " + std::string(name_of(kind)) + " " + trigger);
    };
    for (const auto& held : told_by(rest, event)) {
        if (!gone.contains(SkillId{static_cast<std::uint32_t>(std::get<0>(held))})) {
            tell(rest, held);
        }
    }
    for (const auto& held : told_by(beside, event)) {
        tell(beside, held);
    }
    return told;
}

std::string shown(const std::set<HeldTrigger>& held) {
    std::string text;
    for (const auto& [skill, kind, trigger] : held) {
        text += std::to_string(skill) + " " + std::string(name_of(kind)) + " " + trigger + "\n";
    }
    return text;
}

}  // namespace

TEST_CASE("an index says of thousands of random events what plain loops say") {
    const char* asked = std::getenv("SKILLWAKE_ORACLE_WORLDS");  // NOLINT(concurrency-mt-unsafe): one thread
    const std::size_t worlds = asked == nullptr ? 20 : std::stoul(asked);
    constexpr std::size_t kEvents = 150;
    std::size_t held = 0;
    for (std::size_t world = 0; world < worlds; ++world) {
        Dice dice(world);
        const auto skills = random_skills(dice, 2 + 4 * (world % 20));
        Index::Skills shared;
        for (const auto& skill : skills) {
            shared.push_back(std::make_shared<const skill::Skill>(skill));
        }
        const auto index = Index::compile(std::move(shared));
        for (const auto& diagnostic : index->diagnostics()) {
            FAIL(diagnostic.message);
        }
        for (std::size_t number = 0; number < kEvents; ++number) {
            const RandomEvent made(dice);
            const auto event = made.event();
            const auto expected = plain_triggers(skills, event);
            const auto told = told_by(*index, event);
            CAPTURE(world);
            CAPTURE(made.shown());
            CHECK(shown(told) == shown(expected));
            held += expected.size();
        }
    }
    CHECK(held > worlds * kEvents);  // else the words never meet, and nothing was compared
}

TEST_CASE("an index and one beside it say what one of all their skills says") {
    constexpr std::size_t kWorlds = 10;
    constexpr std::size_t kEvents = 40;
    for (std::size_t world = 0; world < kWorlds; ++world) {
        Dice dice(world);
        Index::Skills before;
        Index::Skills now;
        Index::Skills came;
        std::set<SkillId> gone;
        const auto earlier = random_skills(dice, 40);
        const auto later = random_skills(dice, 40);
        for (std::uint32_t number = 0; number < earlier.size(); ++number) {
            before.push_back(std::make_shared<const skill::Skill>(earlier[number]));
            if (dice.below(4) > 0) {
                now.push_back(before.back());
                continue;
            }
            gone.insert(SkillId{number});
            if (dice.below(3) > 0) {
                came.push_back(std::make_shared<const skill::Skill>(later[number]));
                now.push_back(came.back());
            }
        }
        const auto rest = Index::compile(std::move(before));
        // What came at first is taken over when more comes.
        const std::vector<SkillId> left_out(gone.begin(), gone.end());
        const auto first = Index::compile_beside(*rest, left_out, {came.front()});
        const auto beside = Index::compile_beside(*rest, left_out, came, first.get());
        const auto whole = Index::compile(std::move(now));
        for (std::size_t number = 0; number < kEvents; ++number) {
            const RandomEvent made(dice);
            CAPTURE(world);
            CAPTURE(made.shown());
            CHECK(told_by(*rest, gone, *beside, made.event()) ==
                  told_by(*whole, {}, *Index::compile({}), made.event()));
        }
    }
}

}  // namespace skillwake::matcher
