#include "client/install/hosts.h"

#include "tests/support/error_text.h"
#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

namespace skillwake::client {
namespace {

using testing::error_text;
using testing::TempDir;

/// A machine with what we ship, and nothing else.
struct Machine {
    TempDir folder;
    std::vector<std::string> variables;
    std::vector<const char*> pointers;

    InstallPlaces places(std::vector<std::string> more = {}) {
        folder.write("share/skillwake/opencode/skillwake.js",
                     "// skillwake's plugin for opencode\nconst program = \"skillwake\"; // set by skillwake "
                     "install\n");
        folder.write("share/systemd/user/skillwaked.socket", "# skillwake\n[Socket]\n");
        folder.write("share/systemd/user/skillwaked.service",
                     "# skillwake\n[Service]\nExecStart=/x/skillwaked\nA=b\n");
        variables = std::move(more);
        variables.emplace_back("HOME=/h");
        pointers.clear();
        for (const auto& variable : variables) {
            pointers.push_back(variable.c_str());
        }
        pointers.push_back(nullptr);
        return {pointers.data(), "/p", "/b/skillwake", folder.path() / "share"};
    }
};

std::vector<std::string> paths(const Result<std::vector<HostFile>>& files) {
    std::vector<std::string> list;
    for (const auto& file : files ? *files : std::vector<HostFile>()) {
        list.push_back(file.file.string());
    }
    return list;
}

TEST_CASE("Each host's files are where its documentation says") {
    struct Case {
        std::string_view host;
        std::vector<std::string> user;
        std::vector<std::string> project;
    };
    const Case cases[] = {
        {"claude-code",
         {"/h/.claude/settings.json", "/h/.claude.json"},
         {"/p/.claude/settings.json", "/p/.mcp.json"}},
        {"codex",
         {"/h/.codex/hooks.json", "/h/.codex/config.toml"},
         {"/p/.codex/hooks.json", "/p/.codex/config.toml"}},
        {"gemini", {"/h/.gemini/settings.json"}, {"/p/.gemini/settings.json"}},
        {"opencode",
         {"/h/.config/opencode/plugin/skillwake.js", "/h/.config/opencode/opencode.json"},
         {"/p/.opencode/plugin/skillwake.js", "/p/opencode.json"}},
        {"cursor", {"/h/.cursor/mcp.json"}, {"/p/.cursor/mcp.json"}},
        {"windsurf", {"/h/.codeium/windsurf/mcp_config.json"}, {}},
        {"zed", {"/h/.config/zed/settings.json"}, {"/p/.zed/settings.json"}},
    };
    Machine machine;
    const auto places = machine.places();
    for (const auto& [host, user, project] : cases) {
        CAPTURE(host);
        CHECK(paths(host_files(host, Scope::User, Mcp::With, places)) == user);
        CHECK(paths(host_files(host, Scope::Project, Mcp::With, places)) == project);
        CHECK(paths(host_files(host, Scope::User, Mcp::Without, places)) ==
              std::vector<std::string>{user[0]});
    }
    CHECK(host_files("vscode", Scope::User, Mcp::With, places));
    CHECK(host_files("nobody", Scope::User, Mcp::With, places).error().code() == Errc::NotFound);
    CHECK(error_text(host_files("windsurf", Scope::Project, Mcp::With, places)) ==
          "Windsurf has no settings of a project");
}

TEST_CASE(
    "The variables with which hosts let people move their settings are honoured, when they are absolute") {
    struct Case {
        std::string_view host;
        std::string variable;
        std::string first;
    };
    const Case cases[] = {
        {"claude-code", "CLAUDE_CONFIG_DIR=/c", "/c/settings.json"},
        {"claude-code", "CLAUDE_CONFIG_DIR=c", "/h/.claude/settings.json"},
        {"claude-code", "CLAUDE_CONFIG_DIR=", "/h/.claude/settings.json"},
        {"codex", "CODEX_HOME=/c", "/c/hooks.json"},
        {"gemini", "GEMINI_CLI_HOME=/c", "/c/.gemini/settings.json"},
        {"opencode", "OPENCODE_CONFIG_DIR=/c", "/c/plugin/skillwake.js"},
        {"opencode", "XDG_CONFIG_HOME=/c", "/c/opencode/plugin/skillwake.js"},
        {"zed", "XDG_CONFIG_HOME=/c", "/c/zed/settings.json"},
    };
    for (const auto& [host, variable, first] : cases) {
        CAPTURE(variable);
        Machine machine;
        CHECK(paths(host_files(host, Scope::User, Mcp::Without, machine.places({variable}))) ==
              std::vector<std::string>{first});
    }
    Machine machine;
    CHECK(paths(host_files("claude-code", Scope::User, Mcp::With,
                           machine.places({"CLAUDE_CONFIG_DIR=/c"})))[1] == "/c/.claude.json");
}

TEST_CASE("A command is fit for a shell, and each host gets its own timeout") {
    Machine machine;
    auto places = machine.places();
    places.program = "/a b/skillwake";
    CHECK(hook_command("codex", places) == "'/a b/skillwake' hook --host codex");
    CHECK(hook_command("cursor", places).empty());
    const auto claude =
        with_entry("", (*host_files("claude-code", Scope::User, Mcp::Without, places))[0].entries[0]);
    CHECK(claude->find("\"'/a b/skillwake' hook --host claude-code\"") != std::string::npos);
    CHECK(claude->find("\"timeout\": 5\n") != std::string::npos);
    const auto gemini =
        with_entry("", (*host_files("gemini", Scope::User, Mcp::Without, places))[0].entries[0]);
    CHECK(gemini->find("\"timeout\": 5000\n") != std::string::npos);
}

TEST_CASE("What we ship is told where the programs are") {
    Machine machine;
    auto places = machine.places();
    places.program = "/a %/skillwake";
    const auto plugin =
        with_entry("", (*host_files("opencode", Scope::User, Mcp::Without, places))[0].entries[0]);
    CHECK(plugin->find("const program = \"/a %/skillwake\";\n") != std::string::npos);
    const auto units = systemd_files(places);
    CHECK(paths(units) == std::vector<std::string>{"/h/.config/systemd/user/skillwaked.socket",
                                                   "/h/.config/systemd/user/skillwaked.service"});
    CHECK(*with_entry("", (*units)[1].entries[0]) ==
          "# skillwake\n[Service]\nExecStart=\"/a %%/skillwaked\"\nA=b\n");
    places.data = "/nowhere";
    CHECK(error_text(systemd_files(places)).starts_with("/nowhere/systemd/user/skillwaked.socket: "));
}

TEST_CASE("A host is found by its folder or by its program") {
    Machine machine;
    const auto home = machine.folder.path() / "home";
    std::filesystem::create_directories(home / ".cursor");
    machine.folder.write("bin/claude", "");
    std::filesystem::permissions(machine.folder.path() / "bin/claude", std::filesystem::perms::owner_all);
    machine.folder.write("bin/codex", "");  // no program
    const auto places = machine.places(
        {"HOME=" + home.string(), "PATH=/nowhere:" + (machine.folder.path() / "bin").string()});
    CHECK(is_found("claude-code", places));
    CHECK(is_found("cursor", places));
    CHECK_FALSE(is_found("codex", places));
    CHECK_FALSE(is_found("gemini", places));
    CHECK_FALSE(is_found("nobody", places));
}

}  // namespace
}  // namespace skillwake::client
