#include "daemon/event_service.h"
#include "tests/daemon/house.h"

#include <doctest/doctest.h>

namespace skillwake::daemon {
namespace {

/// The result of `skill.invoke` with these params, as JSON; an error as "code names...".
std::string invoked(House& house, const std::string& params) {
    const auto answer =
        house.answer(R"({"jsonrpc":"2.0","id":1,"method":"skill.invoke","params":)" + params + "}");
    REQUIRE(answer);
    return *answer;
}

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

TEST_CASE("The Skill tool gives the content inline, with its place, resources and size") {
    House house;
    const auto file = house.skill("pdf", "license: MIT\n", "Read it.\n");
    house.write("skills/pdf/forms.md", "# Forms\n");
    protocol::InvokeParams params;
    params.command = "pdf";
    const auto result = house.invoke(params);
    REQUIRE(result);
    CHECK(result->skill == "pdf");
    CHECK(result->path == file.string());
    CHECK(result->base_directory == file.parent_path().string());
    CHECK(
        result->content.starts_with("Base directory for this skill: " + file.parent_path().string() + "\n"));
    CHECK(contains(result->content, "# Title of pdf\nRead it.\n"));
    CHECK(!contains(result->content, "license"));
    REQUIRE(result->resources.size() == 1);
    CHECK(result->resources[0].file == "forms.md");
    CHECK(result->resources[0].bytes == 8);
    CHECK(result->tokens > 5);
    CHECK(!result->digest.empty());
}

TEST_CASE("The skill's name is taken under every name that hosts give it") {
    House house;
    house.skill("pdf", "");
    for (const auto* params :
         {R"({"command":"pdf"})", R"({"skill":"pdf"})", R"({"name":"pdf"})", R"({"skill_name":"pdf"})",
          R"({"skillName":"pdf"})", R"({"skill":"pdf","args":null})", R"({"skill":"pdf","args":"x"})",
          R"({"command":"/pdf"})", R"({"command":"@pdf"})", R"({"command":" pdf "})", R"({"command":"PDF"})",
          R"({"command":"","skill":"pdf"})", R"({"command":null,"skill":"pdf"})",
          R"({"command":"pdf","unknown_field":[1]})"}) {
        CAPTURE(params);
        CHECK(contains(invoked(house, params), R"("skill":"pdf")"));
    }
}

TEST_CASE("Arguments are filled in; a tool with one field may give them behind the name") {
    House house;
    house.skill("fix", "arguments: [issue, level]\n", "Fix $issue at $1, all: $ARGUMENTS.\n");
    struct Row {
        const char* params;
        const char* text;
    };
    for (const auto& row : {Row{R"({"skill":"fix","args":"12 high"})", "Fix 12 at high, all: 12 high."},
                            Row{R"({"command":"fix 12 high"})", "Fix 12 at high, all: 12 high."},
                            Row{R"({"command":"/fix 12 high"})", "Fix 12 at high, all: 12 high."},
                            Row{R"({"command":"fix   12 high"})", "Fix 12 at high, all: 12 high."},
                            Row{R"({"command":"fix\t12 high"})", "Fix 12 at high, all: 12 high."},
                            Row{R"({"command":"fix\n12 high"})", "Fix 12 at high, all: 12 high."}}) {
        CAPTURE(row.params);
        CHECK(contains(invoked(house, row.params), row.text));
    }
}

TEST_CASE("A name behind which arguments stand is not cut when arguments are given apart") {
    House house;
    house.skill("fix", "");
    CHECK(contains(invoked(house, R"({"skill":"fix 12","args":"13"})"), "-32001"));
}

TEST_CASE("The text of a skill is never executed") {
    House house;
    house.skill("danger", "", "Now: !`touch " + (house.folder() / "touched").string() + "`\n");
    CHECK(contains(invoked(house, R"({"command":"danger"})"), "!`touch "));
    CHECK(!std::filesystem::exists(house.folder() / "touched"));
}

TEST_CASE("An unknown skill is an error with the three nearest names") {
    House house;
    for (const auto* name : {"pdf-read", "pdf-reader", "pdf-reads", "pdf-ready", "docker"}) {
        house.skill(name, "");
    }
    protocol::InvokeParams params;
    params.command = "pdf-rea";
    const auto missing = house.invoke(params);
    REQUIRE(!missing);
    CHECK(missing.error().code() == Errc::NotFound);
    CHECK(missing.error().names().size() == 3);
    CHECK(contains(invoked(house, R"({"command":"pdf-rea"})"), R"("code":-32001)"));
    CHECK(contains(invoked(house, R"({"command":"pdf-rea"})"), R"("data":{"nearest":["pdf-read)"));
}

TEST_CASE("A name that fits several skills is an error with the candidates, also with arguments behind it") {
    House house;
    house.write("skills/a/SKILL.md", skill_text("twin", ""));
    house.write("skills/b/SKILL.md", skill_text("twin", "", "Do it another way.\n"));
    for (const auto* params : {R"({"command":"twin"})", R"({"command":"twin with args"})"}) {
        CAPTURE(params);
        const auto answer = invoked(house, params);
        CHECK(contains(answer, R"("code":-32002)"));
        CHECK(contains(answer,
                       R"("data":{"candidates":[")" + (house.skills() / "a/SKILL.md").string() + R"(")"));
    }
}

TEST_CASE("Without a name the error says where one belongs") {
    House house;
    for (const auto* params :
         {R"({})", R"({"command":""})", R"({"command":"  "})", R"({"command":null})", R"({"command":"/"})"}) {
        CAPTURE(params);
        const auto answer = invoked(house, params);
        CHECK(contains(answer, R"("code":-32602)"));
        CHECK(contains(answer, "params.command: missing"));
    }
    CHECK(contains(invoked(house, R"({"command":12})"), "params.command: expected string"));
    CHECK(contains(invoked(house, R"({"command":"x","args":[]})"), "params.args: expected string"));
}

TEST_CASE("The content comes always, and then counts as given") {
    House house;
    house.skill("rockets", wakes_on("rocket"));
    const std::string params = R"({"command":"rockets","session":"s"})";
    CHECK(contains(invoked(house, params), "Do it well."));
    CHECK(contains(invoked(house, params), "Do it well."));
    CHECK(house.prompt("a rocket", "s").already_loaded == Names{"rockets"});
    CHECK(house.prompt("a rocket", "s", "sub").loaded.size() == 1);
    const auto shown = house.service().session({"s"});
    REQUIRE(shown);
    CHECK(shown->ledger.at(0).how == "tool");
    CHECK(shown->ledger.at(0).given_at == house.clock.wall().count());
    CHECK(invoked(house, R"({"command":"rockets"})").find("error") == std::string::npos);
    CHECK(house.service().sessions().sessions.size() == 1);
}

TEST_CASE("A skill whose author wants no users to call it is still given to the tool") {
    House house;
    house.skill("inner", "user-invocable: false\n");
    CHECK(contains(invoked(house, R"({"command":"inner"})"), "Do it well."));
}

TEST_CASE("A name that nobody has leaves no session behind") {
    House house;
    house.skill("pdf", "");
    CHECK(contains(invoked(house, R"({"command":"xyz","session":"s"})"), "-32001"));
    CHECK(house.service().sessions().sessions.empty());
}

}  // namespace
}  // namespace skillwake::daemon
