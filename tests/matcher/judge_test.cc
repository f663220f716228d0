#include "matcher/judge.h"

#include "matcher/weights.h"
#include "tests/matcher/sample.h"
#include "tests/support/text.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher {
namespace {

/// A skill that declares one trigger of every kind; the words of its own text say nothing.
View every_kind() {
    return view_of(
        {make_skill("sample-skill",
                    "keywords: [quokka], patterns: ['(?i)dance \\w+ waltz'], exclude: [spreadsheet], "
                    "paths: ['**/*_quokka.py', '!**/not_*'], content: ['^QUOKKA='], "
                    "ast: {python: {imports: [numbat], nodes: [await], calls: [wombat.dig], decorators: "
                    "[wombat.pouch], types: [wombat.Cub], "
                    "query: '((identifier) @x (#eq? @x \"bilby\"))'}}, "
                    "commands: ['numbat run'], errors: ['Quokka\\d+ failed']")});
}

Event command_event(std::string_view line) {
    Event event;
    event.commands.push_back(line);
    return event;
}

Event output_event(std::string_view text) {
    Event event;
    event.outputs.push_back(text);
    return event;
}

const Candidate* first(const Judgement& judgement) {
    return judgement.candidates.empty() ? nullptr : &judgement.candidates[0];
}

}  // namespace

TEST_CASE("each kind of declared trigger alone loads, with its evidence") {
    struct Case {
        Event event;
        EvidenceKind kind;
        std::string_view text;
        std::uint32_t line;
    };
    const Case cases[] = {
        {prompt_event("tell me of the Quokka"), EvidenceKind::Keyword, "Quokka", 0},
        {prompt_event("please dance a slow one: dance viennese waltz"), EvidenceKind::Pattern,
         "dance viennese waltz", 0},
        {prompt_event("use sample-skill for it"), EvidenceKind::Name, "sample-skill", 0},
        {prompt_event("with the sample skill skill"), EvidenceKind::Name, "sample skill", 0},
        {file_event("src/my_quokka.py", "x"), EvidenceKind::Path, "src/my_quokka.py", 0},
        {file_event("./my_quokka.py", "x"), EvidenceKind::Path, "my_quokka.py", 0},
        {file_event("a.txt", "QUOKKA=1"), EvidenceKind::Content, "QUOKKA=", 1},
        {file_event("a.py", "x = 1\nimport numbat.core\n"), EvidenceKind::Import, "import numbat.core", 2},
        {file_event("a.py", "\n\nawait x\n"), EvidenceKind::Node, "await", 3},
        {file_event("a.py", "wombat.dig(1)\n"), EvidenceKind::Call, "wombat.dig", 1},
        {file_event("a.py", "@wombat.pouch\ndef f(): pass\n"), EvidenceKind::Decorator, "wombat.pouch", 1},
        {file_event("a.py", "\nx: wombat.Cub = f\n"), EvidenceKind::Type, "wombat.Cub", 2},
        {file_event("a.py", "x = bilby\n"), EvidenceKind::Query, "bilby", 1},
        {command_event("cd x && numbat run --fast"), EvidenceKind::Command, "cd x && numbat run --fast", 0},
        {output_event("log\nQuokka42 failed badly"), EvidenceKind::Error, "Quokka42 failed", 0},
    };
    const auto view = every_kind();
    for (const auto& [event, kind, text, line] : cases) {
        CAPTURE(text);
        const auto judgement = judged(view, event);
        const auto* candidate = first(judgement);
        REQUIRE(candidate != nullptr);
        CHECK(candidate->action == Action::Load);
        CHECK(candidate->evidence[0].kind == kind);
        CHECK(candidate->evidence[0].text == text);
        CHECK(candidate->evidence[0].line == line);
    }
}

TEST_CASE("what only resembles a trigger does not load") {
    const auto view = every_kind();
    const Event events[] = {
        prompt_event("quokkas and a tequokka"),
        prompt_event("danced the waltz"),
        prompt_event("a sample of skill"),
        prompt_event("my-sample-skill and sample-skill-two"),
        prompt_event("numbat run"),
        file_event("src/quokka.py", "quokka"),
        file_event("src/not_my_quokka.py", "x"),
        file_event("a.txt", "import numbat\nawait x\n"),
        file_event("a.py", "# import numbat\n'await x'\n"),
        file_event("a.py", "x.wombat.dig(1)\n"),
        command_event("echo numbat run"),
        command_event("numbat test"),
        output_event("quokka failed"),
        Event{},
    };
    for (const auto& event : events) {
        CAPTURE(event.prompt);
        CHECK(action_for(view, event) != Action::Load);
    }
}

TEST_CASE("words that are only quoted, pasted or put in by the host do not load, however many they are") {
    const auto view = every_kind();
    const auto many = testing::repeated("quokka dance slow waltz quokka\n", 40);
    for (const auto& prompt :
         {std::string("rename the variable \"quokka\" to x"), "what is this:\n```\n" + many + "```\n",
          "what is this:\n2024-05-01 12:00:00 INFO quokka is here and a lot more\n" +
              testing::repeated("2024-05-01 12:00:00 INFO quokka is here and a lot more\n", 40),
          "review:\ndiff --git a/x b/x\n@@ -1 +1 @@\n" + testing::repeated("+quokka\n", 40),
          std::string("see https://example.org/quokka/quokka?quokka=quokka"),
          "<system-reminder>" + many + "</system-reminder> hello", std::string("open docs/quokka.md")}) {
        CAPTURE(prompt.substr(0, 60));
        CHECK(action_for(view, prompt_event(prompt)) != Action::Load);
    }
}

TEST_CASE("text that a hook injected earlier is not evidence") {
    const auto view = every_kind();
    for (const std::string name :
         {"system-reminder", "hook_context", "skill_content", "user-prompt-submit-hook", "task-notification",
          "extra_info", "local-command-stdout"}) {
        CAPTURE(name);
        const auto injected = "<" + name + ">\nquokka dance slow waltz @a\n</" + name + ">\n";
        for (const auto& candidate : judged(view, prompt_event(injected)).candidates) {
            CHECK(candidate.confidence == 0);
        }
        CHECK(action_for(view, prompt_event(injected + "hello there")) == Action::None);
        CHECK(action_for(view, prompt_event(injected + "show me the quokka")) == Action::Load);
    }
}

TEST_CASE(
    "AST: random bytes, minified JavaScript, 100,000 open brackets, 100 MB: answered within the budget") {
    const auto view = every_kind();
    const std::string minified = "!function(e,t){for(var n=0;n<t.length;n++)e[n]&&await(t[n]||{})};";
    constexpr std::size_t kHuge = 100U << 20U;
    for (const auto& source :
         {"await " + testing::repeated("(", 100'000), "await " + testing::repeated("[", 100'000),
          testing::repeated(minified, 4'000), testing::repeated("await x.", kHuge / 8)}) {
        CAPTURE(source.substr(0, 20));
        const auto judgement =
            judge(view, file_event("hostile.py", source), {}, Budget{std::chrono::milliseconds(1)});
        CHECK_FALSE(judgement.complete);  // the parser was stopped, or read the beginning
        CHECK_FALSE(judgement.leftovers.empty());
        CHECK(judgement.candidates.size() <= 1);
    }
}

TEST_CASE("a wish behind a page of pasted text is heard, and so is what speaks against it") {
    const auto view = every_kind();
    const auto page = "```\n" + testing::repeated("quokka\n", 100) + "```\n";
    CHECK(action_for(view, prompt_event(page + "Explain the quokka.")) == Action::Load);
    CHECK(action_for(view, prompt_event(page + "Explain the quokka in a spreadsheet.")) != Action::Load);
}

TEST_CASE("an exclude is scoped to its sentence") {
    const auto view = every_kind();
    CHECK(action_for(view, prompt_event("Put the quokka into a spreadsheet")) != Action::Load);
    CHECK(action_for(view, prompt_event("Close the spreadsheet. Then tell me of the quokka")) ==
          Action::Load);
    CHECK(action_for(view, prompt_event("```\nspreadsheet\n```\ntell me of the quokka")) == Action::Load);
}

TEST_CASE("what is negated does not load") {
    const auto view = every_kind();
    for (const std::string_view prompt :
         {"don't use the quokka", "do it without quokka", "don\u2019t use a quokka",
          "use a cat instead of a quokka", "this has nothing to do with quokka"}) {
        CAPTURE(prompt);
        CHECK(action_for(view, prompt_event(prompt)) == Action::None);
    }
    CHECK(action_for(view, prompt_event("don't use cats, use the quokka")) == Action::Load);
}

TEST_CASE("talk about skills as things does not load one") {
    const auto view = every_kind();
    CHECK(action_for(view, prompt_event("why did the quokka skill fire?")) != Action::Load);
    CHECK(action_for(view, prompt_event("rename the sample-skill skill")) != Action::Load);
    CHECK(action_for(view, prompt_event("use the sample-skill skill")) == Action::Load);
}

TEST_CASE("another language at hand weakens a prompt, unless the prompt names the skill's own") {
    const auto view = every_kind();
    Memory memory;
    memory.keep_language(*language_named("go"));
    CHECK(action_for(view, prompt_event("tell me of the quokka"), memory) != Action::Load);
    CHECK(action_for(view, prompt_event("tell me of the quokka in Python"), memory) == Action::Load);
    CHECK(action_for(view, prompt_event("tell me of the quokka in Rust")) != Action::Load);
    CHECK(action_for(view, prompt_event("from Rust to Python: the quokka")) == Action::Load);
    memory.keep_language(*language_named("python"));
    CHECK(action_for(view, prompt_event("tell me of the quokka"), memory) == Action::Load);
    const auto any = view_of({make_skill("any", "keywords: [quokka]")});
    CHECK(action_for(any, prompt_event("tell me of the quokka in Rust")) == Action::Load);
}

TEST_CASE("three weak events do what one cannot, and old ones fade") {
    const auto view = view_of({make_skill("sample-skill", "keywords: [quokka], paths: ['**/*.qk.py']")});
    const auto weak = prompt_event("look at src/my.qk.py");
    Memory memory;
    std::vector<Action> actions;
    for (int i = 0; i < 3; ++i) {
        const auto judgement = judged(view, weak, memory);
        actions.push_back(judgement.candidates[0].action);
        remember(memory, view, weak, judgement);
    }
    CHECK(actions == std::vector<Action>{Action::Suggest, Action::Suggest, Action::Load});
    const auto judgement = judged(view, weak, memory);
    CHECK(has_evidence(&judgement.candidates[0], EvidenceKind::Session));
    CHECK(action_for(view, prompt_event("something else"), memory) == Action::None);
    for (int i = 0; i < 40; ++i) {
        memory.advance();
    }
    CHECK(action_for(view, weak, memory) == Action::Suggest);
}

TEST_CASE("remember() keeps files, commands and errors, and the languages of files; no prompt's words") {
    const auto view = every_kind();
    const auto kept = [&](const Event& event) {
        Memory memory;
        remember(memory, view, event, judged(view, event));
        return memory;
    };
    const std::string path = "/skills/sample-skill/SKILL.md";
    CHECK(kept(prompt_event("the quokka")).strength(path) == 0.0);
    CHECK(kept(file_event("a.py", "await x")).strength(path) > 0.9);
    CHECK(kept(file_event("a.py", "await x")).reason(path) == "await in a.py");
    CHECK(kept(command_event("numbat run")).strength(path) > 0.9);
    CHECK(kept(output_event("Quokka1 failed")).strength(path) > 0.9);
    CHECK(kept(file_event("a.go", "x")).languages().front()->name == "go");
    CHECK(kept(file_event("README", "x")).languages().empty());
}

TEST_CASE("every skill with evidence is a candidate, the surest first, equal ones by path") {
    const auto view =
        view_of({make_skill("c", "keywords: [quokka]"), make_skill("a", "keywords: [quokka]"),
                 make_skill("b", "keywords: [quokka, numbat]"), make_skill("d", "keywords: [other]")});
    const auto judgement = judged(view, prompt_event("quokka and numbat"));
    std::vector<std::string> names;
    for (const auto& candidate : judgement.candidates) {
        names.push_back(skill_of(view, candidate.ref).name);
    }
    CHECK(names == std::vector<std::string>{"b", "a", "c"});
}

TEST_CASE("a hidden skill is none, and layers are judged together") {
    View view;
    view.layers.push_back({Index::compile({make_skill("a", "keywords: [quokka]")}), {}});
    view.layers.push_back(
        {Index::compile({make_skill("b", "keywords: [quokka]"), make_skill("c", "keywords: [quokka]")}),
         {true, false}});
    const auto judgement = judged(view, prompt_event("the quokka"));
    REQUIRE(judgement.candidates.size() == 2);
    CHECK(candidate_named(view, judgement, "b") == nullptr);
    CHECK(candidate_named(view, judgement, "c")->ref == SkillRef{1, SkillId{1}});
}

TEST_CASE("a skill that is not automatic has its evidence and no action") {
    const auto view = view_of({make_skill("a", "keywords: [quokka]", "disable-model-invocation: true\n")});
    const auto judgement = judged(view, prompt_event("the quokka"));
    REQUIRE(judgement.candidates.size() == 1);
    CHECK(judgement.candidates[0].confidence >= kLoad);
    CHECK(judgement.candidates[0].action == Action::None);
}

TEST_CASE("a bad trigger disables itself alone, with a diagnostic") {
    const auto skill = make_skill(
        "a",
        "keywords: ['--', quokka], patterns: ['('], paths: ['[a'], content: ['(?=x)'], errors: ['*'], "
        "commands: ['; ;'], ast: {klingon: {imports: [x]}, python: {nodes: [awaits], query: '(await'}}");
    const auto index = Index::compile({skill});
    CHECK(index->diagnostics().size() == 9);
    for (const auto& diagnostic : index->diagnostics()) {
        CHECK(diagnostic.path == "/skills/a/SKILL.md");
        CHECK(diagnostic.line == 4);
        CHECK(diagnostic.message.find("' is disabled: ") != std::string::npos);
        CHECK_FALSE(diagnostic.fix.empty());
    }
    CHECK(action_for({{{index, {}}}}, prompt_event("the quokka")) == Action::Load);
}

TEST_CASE("a budget that ends is told, and what was found so far stands") {
    const auto view = every_kind();
    auto event = file_event("my_quokka.py", "await x");
    const auto judgement = judge(view, event, {}, Budget{std::chrono::microseconds(0)});
    CHECK_FALSE(judgement.complete);
    CHECK(first(judgement)->action == Action::Load);
    CHECK(judged(view, event).complete);
}

}  // namespace skillwake::matcher
