#include "client/install/entry.h"

#include "tests/support/error_text.h"

#include <doctest/doctest.h>

namespace skillwake::client {
namespace {

using testing::error_text;

const HooksEntry kHooks{{{"Start", ""}, {"Tool", "A|B"}}, "/b/skillwake hook --host h", 5, false};
const JsonEntry kServer{{"servers", "skillwake"}, R"({"command":"/b/skillwake","args":["mcp"]})"};
const WholeFileEntry kFile{"// mark\nnew\n", "mark"};

std::string put(std::string_view text, const Entry& entry) {
    const auto with = with_entry(text, entry);
    return with ? *with : "error: " + with.error().message();
}

std::string taken(std::string_view text, const Entry& entry) {
    const auto without = without_entry(text, entry);
    return without ? *without : "error: " + without.error().message();
}

constexpr const char* kForeign = R"({
  // mine
  "hooks": {
    "Tool": [
      {
        "matcher": "A|B",
        "hooks": [{"type": "command", "command": "other hook"}]
      }
    ],
    "End": []
  },
  "model": "x",
}
)";

TEST_CASE("Hooks are put behind those of others, and taken out without a trace") {
    const auto with = put(kForeign, kHooks);
    CHECK(with.find("// mine") != std::string::npos);
    CHECK(with.find("\"other hook\"") < with.find("/b/skillwake"));
    CHECK(hook_commands(with) == std::vector<std::string>{"/b/skillwake hook --host h"});
    CHECK(put(with, kHooks) == with);
    CHECK(taken(with, kHooks) == kForeign);
    CHECK(taken(kForeign, kHooks) == kForeign);
    const auto fresh = put("", kHooks);
    CHECK(fresh.ends_with("}\n"));
    CHECK(put(fresh, kHooks) == fresh);
    CHECK(taken(fresh, kHooks) == "{}\n");
}

TEST_CASE("Hooks of an older version of ours are brought up to date") {
    auto old = kHooks;
    old.events = {{"Gone", ""}, {"Tool", ""}};
    old.command = "'/old place/skillwake' hook --host h";
    const auto before = put(kForeign, old);
    REQUIRE(hook_commands(before) == std::vector<std::string>{old.command});
    CHECK(put(before, kHooks) == put(kForeign, kHooks));
    CHECK(taken(before, kHooks) == kForeign);
    auto slower = kHooks;
    slower.timeout = 9;
    CHECK(put(put("", slower), kHooks) == put("", kHooks));
    CHECK(put("{\"hooks\":{\"Start\":[{\"hooks\":[{\"command\":\"/b/skillwake "
              "hook\"},{\"command\":\"/b/skillwake hook\"}]}]}}",
              kHooks) == put("{}", kHooks));
}

TEST_CASE("A hook of ours in a group with one of others goes alone") {
    const std::string text =
        R"({"hooks": {"Tool": [{"hooks": [{"command": "a"}, {"command": "skillwake hook"}]}]}})";
    CHECK(taken(text, kHooks) == R"({"hooks": {"Tool": [{"hooks": [{"command": "a"}]}]}})");
}

TEST_CASE("Ours are told by the program and its first argument, not by words that look alike") {
    for (const std::string command : {"/x/skillwake status", "my-skillwake hook", "echo skillwake hook",
                                      "/x/skillwaked hook", "skillwake 'hook", ""}) {
        CAPTURE(command);
        CHECK(hook_commands("{\"hooks\":{\"E\":[{\"hooks\":[{\"command\":\"" + command + "\"}]}]}}").empty());
    }
    CHECK(hook_commands(R"({"hooks":{"E":[{"hooks":[{"command":"\"/a b/skillwake\" hook"}]}]}})").size() ==
          1);
}

TEST_CASE("Settings of another form than ours are passed over, or refused with what is there") {
    for (const std::string text :
         {R"({"hooks": {"E": {}, "Tool": [1, {"hooks": 2}, {"hooks": [3]}]}})", R"({"hooks": 1})", "{}"}) {
        CAPTURE(text);
        CHECK(hook_commands(text).empty());
        CHECK(taken(text, kHooks) == text);
    }
    CHECK(error_text(with_entry(R"({"hooks": 1})", kHooks)) == "hooks: expected an object");
    CHECK(error_text(with_entry(R"({"hooks": {"Tool": {}}})", kHooks)) == "hooks.Tool: expected an array");
    CHECK(error_text(with_entry("{", kHooks)) == "line 1: the text ends inside an object");
    CHECK(error_text(without_entry("{", kHooks)) == "line 1: the text ends inside an object");
}

TEST_CASE("A server is put in, keeps what a user added, and is taken out") {
    const std::string text = "{\n  \"servers\": {\n    \"a\": {}\n  }\n}\n";
    const auto with = put(text, kServer);
    CHECK(put(with, kServer) == with);
    CHECK(taken(with, kServer) == text);
    const std::string changed =
        R"({"servers": {"skillwake": {"command": "/old/skillwake", "env": {"A": "b"}, "args": [ "mcp" ]}}})";
    CHECK(put(changed, kServer) ==
          R"({"servers": {"skillwake": {"command": "/b/skillwake", "env": {"A": "b"}, "args": [ "mcp" ]}}})");
    CHECK(taken(changed, kServer) == "{}");
    CHECK(server_program(changed, kServer) == "/old/skillwake");
}

TEST_CASE("A server of that name that is not ours is left alone") {
    const std::string text = R"({"servers": {"skillwake": {"command": "npx", "args": []}}})";
    CHECK(error_text(with_entry(text, kServer)) ==
          "servers.skillwake is there already, and not written by skillwake");
    CHECK(taken(text, kServer) == text);
    CHECK_FALSE(server_program(text, kServer));
    CHECK(error_text(with_entry(R"({"servers": {"skillwake": []}})", kServer))
              .starts_with("servers.skillwake is there"));
}

TEST_CASE("A command of several words is known by its first") {
    const JsonEntry entry{{"mcp", "skillwake"}, R"({"type":"local","command":["/b/skillwake","mcp"]})"};
    const auto with = put("", entry);
    CHECK(server_program(with, entry) == "/b/skillwake");
    CHECK(taken(with, entry) == "{}\n");
}

TEST_CASE("A whole file is ours by its mark alone") {
    CHECK(put("", kFile) == kFile.text);
    CHECK(put("// mark\nold\n", kFile) == kFile.text);
    CHECK(taken("// mark\nold\n", kFile).empty());
    CHECK(taken("theirs", kFile) == "theirs");
    CHECK(with_entry("theirs", kFile).error().code() == Errc::Exists);
}

}  // namespace
}  // namespace skillwake::client
