#include "client/install/host_table.h"

namespace skillwake::client {
namespace {

#if defined(__APPLE__)
const std::vector<Place> kCodeFolder = {{"HOME", "Library/Application Support/Code/User"}};
#else
const std::vector<Place> kCodeFolder = {{"XDG_CONFIG_HOME", "Code/User"}, {"HOME", ".config/Code/User"}};
#endif

const std::vector<HookEvent> kClaudeEvents = {
    {"SessionStart", ""},
    {"UserPromptSubmit", ""},
    {"UserPromptExpansion", ""},
    // Before a tool runs there is something to do for the Skill tool and for guardrails only.
    {"PreToolUse", "Write|Edit|MultiEdit|NotebookEdit|Bash|Skill"},
    {"PostToolUse", ""},
    {"PostToolUseFailure", ""},
    {"SubagentStart", ""},
    {"PostCompact", ""},
    {"CwdChanged", ""},
    {"SessionEnd", ""}};

const std::vector<HookEvent> kCodexEvents = {
    {"SessionStart", ""}, {"UserPromptSubmit", ""}, {"PreToolUse", "Bash|apply_patch|Edit|Write"},
    {"PostToolUse", ""},  {"SubagentStart", ""},    {"PostCompact", ""},
    {"SessionEnd", ""}};

const std::vector<HookEvent> kGeminiEvents = {
    {"SessionStart", ""},
    {"BeforeAgent", ""},
    {"BeforeTool", "write_file|replace|run_shell_command|activate_skill"},
    {"AfterTool", ""},
    {"PreCompress", ""},
    {"SessionEnd", ""}};

const std::vector<HostPlan> kPlans = {
    {.host = {"claude-code", "Claude Code", "claude",
              "running sessions take it up when they are started again"},
     .folder = {{"CLAUDE_CONFIG_DIR", ""}, {"HOME", ".claude"}},
     .project_folder = ".claude",
     .hooks_file = "settings.json",
     .events = kClaudeEvents,
     .server_place = {{"CLAUDE_CONFIG_DIR", ".claude.json"}, {"HOME", ".claude.json"}},
     .project_server_file = ".mcp.json",
     .server_key = "mcpServers",
     .shape = ServerShape::Typed},
    {.host = {"codex", "Codex", "codex",
              "Codex runs new hooks only once you trust them: it asks, or see /hooks"},
     .folder = {{"CODEX_HOME", ""}, {"HOME", ".codex"}},
     .project_folder = ".codex",
     .hooks_file = "hooks.json",
     .events = kCodexEvents,
     .server_file = "config.toml",
     .project_server_file = ".codex/config.toml",
     .server_key = "mcp_servers",
     .shape = ServerShape::Toml},
    {.host = {"gemini", "Gemini CLI", "gemini", "running sessions take it up when they are started again"},
     .folder = {{"GEMINI_CLI_HOME", ".gemini"}, {"HOME", ".gemini"}},
     .project_folder = ".gemini",
     .hooks_file = "settings.json",
     .events = kGeminiEvents,
     .in_milliseconds = true,
     .named = true,
     .server_file = "settings.json",
     .project_server_file = ".gemini/settings.json",
     .server_key = "mcpServers"},
    {.host = {"opencode", "opencode", "opencode", "running sessions take it up when they are started again"},
     .folder = {{"OPENCODE_CONFIG_DIR", ""}, {"XDG_CONFIG_HOME", "opencode"}, {"HOME", ".config/opencode"}},
     .project_folder = ".opencode",
     .plugin_file = "plugin/skillwake.js",
     .server_file = "opencode.json",
     .project_server_file = "opencode.json",
     .server_key = "mcp",
     .shape = ServerShape::OpenCode},
    {.host = {"cursor", "Cursor", "cursor", "Cursor's settings, Tools & MCP, switch it on"},
     .folder = {{"HOME", ".cursor"}},
     .project_folder = ".cursor",
     .server_file = "mcp.json",
     .project_server_file = ".cursor/mcp.json",
     .server_key = "mcpServers"},
    {.host = {"windsurf", "Windsurf", "windsurf", "Windsurf's MCP settings, Refresh, take it up"},
     .folder = {{"HOME", ".codeium/windsurf"}},
     .project_folder = "",
     .server_file = "mcp_config.json",
     .server_key = "mcpServers"},
    {.host = {"zed", "Zed", "zed", ""},
     .folder = {{"XDG_CONFIG_HOME", "zed"}, {"HOME", ".config/zed"}},
     .project_folder = ".zed",
     .server_file = "settings.json",
     .project_server_file = ".zed/settings.json",
     .server_key = "context_servers"},
    {.host = {"vscode", "Visual Studio Code", "code",
              "VS Code asks for trust when the server is first started"},
     .folder = kCodeFolder,
     .project_folder = ".vscode",
     .server_file = "mcp.json",
     .project_server_file = ".vscode/mcp.json",
     .server_key = "servers",
     .shape = ServerShape::Typed},
};

}  // namespace

const std::vector<HostPlan>& host_plans() {
    return kPlans;
}

}  // namespace skillwake::client
