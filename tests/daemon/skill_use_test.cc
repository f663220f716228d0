#include "tests/daemon/house.h"

#include <doctest/doctest.h>

namespace skillwake::daemon {
namespace {

/// Two skills, and a session that has been given nothing.
struct Uses {
    House house;

    Uses() {
        house.skill("pdf", wakes_on("pdf"));
        house.write("skills/pdf/scripts/fill.py", "print()\n");
        house.skill("rockets", wakes_on("rocket"));
    }

    /// What the ledger notes of an event, "pdf read full, ..."; ROOT stands for the folder of skills.
    std::string noted(protocol::Event event) {
        ++sessions;
        protocol::EventParams params;
        params.session = "s" + std::to_string(sessions);
        params.cwd = house.folder().string();
        params.event = std::move(event);
        REQUIRE(house.event(params));
        std::string text;
        const auto session = house.service().session({*params.session});
        REQUIRE(session);
        for (const auto& entry : session->ledger) {
            text += (text.empty() ? "" : ", ") + entry.skill + " " + entry.how + " " +
                    std::string(protocol::name_of(entry.mode));
        }
        return text;
    }

    std::string tool(const std::string& name, std::string input) {
        protocol::ToolEvent event;
        event.name = name;
        for (auto at = input.find("ROOT"); at != std::string::npos; at = input.find("ROOT")) {
            input.replace(at, 4, house.skills().string());
        }
        event.input = protocol::RawJson{input};
        return noted(event);
    }
    std::string shell(const std::string& command) {
        return tool("Bash", R"({"command":")" + command + R"("})");
    }

    int sessions = 0;
};

TEST_CASE("The host's own Skill tool counts as given, under whatever name") {
    Uses uses;
    for (const auto* name : {"Skill", "skill", "activate_skill", "invoke_skill", "load_skill", "use_skill",
                             "readSkill", "skills", "mcp__skillwake__Skill"}) {
        for (const auto* field : {"command", "skill", "name", "skill_name", "skillName"}) {
            CAPTURE(name);
            CAPTURE(field);
            CHECK(uses.tool(name, R"({")" + std::string(field) + R"(":"pdf"})") == "pdf tool full");
        }
    }
    CHECK(uses.tool("Skill", R"({"command":"/pdf form.pdf"})") == "pdf tool full");
    CHECK(uses.tool("Skill", R"({"name":"pdf/forms.md"})") == "pdf tool full");
    CHECK(uses.tool("Skill", R"({"command":"unknown"})").empty());
    CHECK(uses.tool("Skill", R"({"command":""})").empty());
    CHECK(uses.tool("Skill", R"({"command":7})").empty());
    CHECK(uses.tool("Skill", "[]").empty());
    CHECK(uses.tool("Skills are fun", R"({"command":"pdf"})").empty());
}

TEST_CASE("What the host says it gave counts as given") {
    Uses uses;
    CHECK(uses.noted(protocol::SkillEvent{"pdf", protocol::SkillUse::Typed}) == "pdf typed full");
    CHECK(uses.noted(protocol::SkillEvent{"/PDF", protocol::SkillUse::Tool}) == "pdf tool full");
    CHECK(uses.noted(protocol::SkillEvent{"pdf", protocol::SkillUse::Script}) == "pdf script full");
    CHECK(uses.noted(protocol::SkillEvent{"unknown", protocol::SkillUse::Typed}).empty());
}

TEST_CASE("Reading a SKILL.md counts as given; a part of it as a part") {
    Uses uses;
    CHECK(uses.tool("Read", R"({"file_path":"ROOT/pdf/SKILL.md"})") == "pdf read full");
    CHECK(uses.tool("Read", R"({"file_path":"skills/x/../pdf/SKILL.md"})") == "pdf read full");
    CHECK(uses.tool("Read", R"({"file_path":"ROOT/pdf/SKILL.md","offset":10,"limit":5})") ==
          "pdf read excerpt");
    CHECK(uses.tool("Read", R"({"file_path":"ROOT/pdf/SKILL.md","offset":null})") == "pdf read full");
    CHECK(uses.tool("Read", R"({"file_path":"ROOT/pdf/scripts/fill.py"})").empty());
    CHECK(uses.tool("Read", R"({"file_path":"ROOT/SKILL.md"})").empty());
    CHECK(uses.tool("Write", R"({"file_path":"ROOT/pdf/SKILL.md","content":""})").empty());
    CHECK(uses.noted(protocol::FileEvent{
              protocol::FileAction::Read, "skills/pdf/SKILL.md", {}, {}, {}, {}, {}}) == "pdf read full");
    CHECK(
        uses.noted(protocol::FileEvent{protocol::FileAction::Edit, "skills/pdf/SKILL.md", {}, {}, {}, {}, {}})
            .empty());
}

TEST_CASE("Shell commands that print a SKILL.md or run a script of a skill count as given") {
    Uses uses;
    struct Row {
        const char* command;
        const char* noted;
    };
    for (const auto& row :
         {Row{"cat ROOT/pdf/SKILL.md", "pdf read full"},
          Row{"cat skills/pdf/SKILL.md skills/rockets/SKILL.md", "pdf read full, rockets read full"},
          Row{"cd ROOT/pdf && cat SKILL.md", "pdf read full"},
          Row{"head -50 skills/pdf/SKILL.md | grep x", "pdf read excerpt"},
          Row{"sed -n 1,20p 'skills/pdf/SKILL.md'", "pdf read excerpt"},
          Row{"python3 ROOT/pdf/scripts/fill.py a.pdf", "pdf script full"},
          Row{"sudo python3 -u ROOT/pdf/scripts/fill.py", "pdf script full"},
          Row{"ROOT/pdf/scripts/fill.py a.pdf", "pdf script full"},
          Row{"cd skills/pdf && python scripts/fill.py", "pdf script full"},
          Row{"uv run skills/pdf/scripts/fill.py", "pdf script full"}, Row{"ls ROOT/pdf/scripts", ""},
          Row{"git add skills/pdf/SKILL.md", ""}, Row{"rm -r ROOT/pdf", ""}, Row{"python3 pdf", ""},
          Row{"cat README.md", ""}, Row{"echo cat", ""}, Row{"cd", ""}, Row{"", ""}}) {
        CAPTURE(row.command);
        CHECK(uses.shell(row.command) == row.noted);
    }
}

TEST_CASE("The home folder may be written short") {
    House house(House::Roots::Standard);
    house.write("home/.claude/skills/pdf/SKILL.md", skill_text("pdf", ""));
    for (const auto* command :
         {"cat ~/.claude/skills/pdf/SKILL.md", "cat $HOME/.claude/skills/pdf/SKILL.md"}) {
        protocol::EventParams params;
        params.session = command;
        params.cwd = house.folder().string();
        protocol::ToolEvent event;
        event.name = "Bash";
        event.input = protocol::RawJson{R"({"command":")" + std::string(command) + R"("})"};
        params.event = event;
        REQUIRE(house.event(params));
        CHECK(house.service().session({command})->ledger.size() == 1);
    }
}

TEST_CASE("A tool that has not run, or has failed, used nothing") {
    Uses uses;
    protocol::ToolEvent event;
    event.name = "Skill";
    event.input = protocol::RawJson{R"({"command":"pdf"})"};
    event.before = true;
    CHECK(uses.noted(event).empty());
    event.before = false;
    event.failed = true;
    CHECK(uses.noted(event).empty());
    event.failed = false;
    event.error = "no";
    CHECK(uses.noted(event).empty());
    event.error.reset();
    CHECK(uses.noted(event) == "pdf tool full");
}

TEST_CASE("What the agent came by itself is not loaded again") {
    Uses uses;
    protocol::EventParams params;
    params.session = "s";
    params.event = protocol::SkillEvent{"pdf", protocol::SkillUse::Typed};
    REQUIRE(uses.house.event(params));
    CHECK(uses.house.prompt("a pdf", "s").already_loaded == Names{"pdf"});
}

TEST_CASE("To run a script adds nothing to an outline that is held") {
    Uses uses;
    auto prompt = prompt_params("a pdf", "s");
    prompt.context = protocol::ContextRequest{10'000, protocol::DeliveryMode::Outline};
    REQUIRE(uses.house.event(prompt));
    protocol::EventParams params;
    params.session = "s";
    params.event = protocol::SkillEvent{"pdf", protocol::SkillUse::Script};
    REQUIRE(uses.house.event(params));
    CHECK(uses.house.service().session({"s"})->ledger[0].mode == protocol::DeliveryMode::Outline);
}

}  // namespace
}  // namespace skillwake::daemon
