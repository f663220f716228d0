#include "matcher/derived_triggers.h"

#include "matcher/index.h"
#include "matcher/weights.h"
#include "tests/matcher/sample.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <string_view>

namespace skillwake::matcher {
namespace {

std::shared_ptr<const skill::Skill> skill_with(const std::string& name, const std::string& description,
                                               const std::string& body) {
    auto made = skill::parse_skill("---\nname: " + name + "\ndescription: " + description + "\n---\n" + body,
                                   "/skills/" + name + "/SKILL.md", skill::Scope::Project);
    REQUIRE(made);
    return std::make_shared<const skill::Skill>(*std::move(made));
}

std::shared_ptr<const skill::Skill> tokio_skill() {
    return skill_with(
        "tokio-patterns", "Concurrent Rust with tokio.",
        "# Channels\n```rust\nuse std::io;\nuse tokio::sync::mpsc;\nuse serde::Serialize;\n```\n");
}

std::string shown(const skill::Skill& skill) {
    std::string text;
    for (const auto& trigger : derive_triggers(skill)) {
        text += trigger.language + " " + trigger.text + ":" + std::to_string(trigger.line) + ";";
    }
    return text;
}

}  // namespace

TEST_CASE("the imports of a skill's code that its name, description or headings name are derived") {
    CHECK(shown(*tokio_skill()) == "rust tokio:8;");
    CHECK(shown(*skill_with("a", "Queues with bullmq", "~~~tsx\nimport { Queue } from 'bullmq';\n~~~\n")) ==
          "javascript bullmq:6;");
    CHECK(shown(*skill_with("a", "Web servers with gin.",
                            "```go\nimport \"github.com/gin-gonic/gin\"\nimport \"fmt\"\n```\n")) ==
          "go github.com/gin-gonic/gin:6;");
    CHECK(shown(*skill_with("a", "tokio", "use tokio::x;\n`use tokio::y`\n```text\nuse tokio::z;\n```\n"))
              .empty());
    CHECK(shown(*skill_with("a", "tokio", "```rust\n// use tokio::x;\n```\n")).empty());
    CHECK(shown(*skill_with("os-json", "os and json", "```python\nimport os, json\n```\n")).empty());
    CHECK(shown(*make_skill("tokio", "ast: {rust: {imports: [x]}}", "", "```rust\nuse tokio::x;\n```\n"))
              .empty());
    CHECK(shown(*skill_with("a", "tokio", "```rust\nuse tokio::{")).empty());
}

TEST_CASE("a skill about tokio is suggested on a Rust file that uses it, not on prose about Tokyo") {
    const auto view = view_of({tokio_skill()});
    CHECK(action_for(view, file_event("a.rs", "use tokio::net::TcpStream;\n")) == Action::Suggest);
    CHECK(action_for(view, file_event("a.rs", "#[tokio::main]\nasync fn main() {}\n")) == Action::Suggest);
    CHECK(action_for(view, file_event("a.rs", "// use tokio::net;\nuse std::io;\n")) == Action::None);
    CHECK(action_for(view, file_event("a.py", "import tokio\n")) == Action::None);
    CHECK(action_for(view, prompt_event("Plan three days in Tokyo for me")) == Action::None);
}

TEST_CASE("a module of JavaScript is derived for TypeScript too") {
    const auto view =
        view_of({skill_with("bullmq", "Queues with bullmq.", "```js\nrequire('bullmq')\n```\n")});
    for (const std::string_view path : {"a.js", "a.ts", "a.tsx"}) {
        CAPTURE(path);
        CHECK(action_for(view, file_event(path, "import { Queue } from 'bullmq';\n")) == Action::Suggest);
    }
}

TEST_CASE("file types that a description names are derived, but for everyday ones and what it is not for") {
    CHECK(shown(*skill_with("a", "Reads .xlsx, (`*.XLSM`) and .ods/.csv files. Not for .numbers.", "")) ==
          " *.xlsx:3; *.xlsm:3; *.ods:3;");
    CHECK(shown(*skill_with("a", "Edits .py and .md, asp.net, v.2 and ... e.g. a.b", "")).empty());
    CHECK(shown(*make_skill("a", "paths: ['*.x']", "when_to_use: for .xlsx\n", "")).empty());
    const auto view = view_of({skill_with("sheets", "Reads .xlsx files.", "")});
    CHECK(action_for(view, file_event("out/Report.XLSX", "")) == Action::Suggest);
    CHECK(action_for(view, file_event("xlsx.txt", "")) == Action::None);
}

TEST_CASE("what several skills share speaks less for each of them") {
    const auto alike = [](const std::string& name) {
        return skill_with(name, "About tokio.", "```rust\nuse tokio::sync;\n```\n");
    };
    const auto event = file_event("a.rs", "use tokio::net;\n");
    CHECK(action_for(view_of({alike("a"), alike("b")}), event) == Action::Suggest);
    CHECK(action_for(view_of({alike("a"), alike("b"), alike("c")}), event) == Action::None);
}

TEST_CASE("what is derived never loads alone") {
    for (const double weight : {kDerivedImport, kDerivedFileType}) {
        CHECK(weight < kLoad);
        CHECK(weight >= kSuggest);
    }
}

TEST_CASE("an index that follows another derives the same, also where fewer skills share it now") {
    const auto shown_of = [](const Index& index, SkillId id) {
        std::string text;
        for (const auto& trigger : index.derived(id)) {
            text += trigger.text + " " + std::to_string(trigger.weight) + ";";
        }
        return text;
    };
    const std::string code = "```rust\nuse tokio::sync::mpsc;\n```\n";
    const auto kept = tokio_skill();
    const auto gone = skill_with("tokio-tracing", "Tracing of tokio tasks.", code);
    const auto added = skill_with("sheets", "Reads .xlsx files.", "Text.\n");
    const auto before = Index::compile({kept, gone});
    const Index::Skills skills = {added, kept};
    const auto after = Index::compile(skills, &before->readings());
    const auto fresh = Index::compile(skills);
    for (const auto id : {SkillId{0}, SkillId{1}}) {
        CHECK_FALSE(shown_of(*fresh, id).empty());
        CHECK(shown_of(*after, id) == shown_of(*fresh, id));
    }
    CHECK(shown_of(*before, SkillId{0}) != shown_of(*after, SkillId{1}));
}

}  // namespace skillwake::matcher
