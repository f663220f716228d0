#pragma once

#include "base/result.h"
#include "client/install/json_edit.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// What an installation puts into a settings file, and how it is found again. Pure: a text in, a text out.
namespace skillwake::client {

/// One event of a host that calls us.
struct HookEvent {
    std::string_view name;
    std::string_view matcher;  ///< which tools; empty: all, and for events without tools

    bool operator==(const HookEvent&) const = default;
};

/// Hooks as Claude Code, Codex and Gemini CLI have them: {"hooks": {EVENT: [{matcher, hooks: [{command
/// ...}]}]}}. Ours are those whose command is a program skillwake with its first argument "hook".
struct HooksEntry {
    std::vector<HookEvent> events;
    std::string command;
    std::uint64_t timeout = 0;  ///< in the host's unit
    bool named = false;         ///< the host shows a hook's `name`
};

/// An object in a JSON file, such as an MCP server. Ours is one whose `command`, or its first word, is a
/// program skillwake. Members that a user added to it stay.
struct JsonEntry {
    JsonPath path;
    std::string value;
};

/// A table in a TOML file.
struct TomlEntry {
    std::string table;
    std::string body;
};

/// A file that is all ours, and holds `mark`.
struct WholeFileEntry {
    std::string text;
    std::string mark;
};

using Entry = std::variant<HooksEntry, JsonEntry, TomlEntry, WholeFileEntry>;

/// `text` with `entry`: unchanged when that is there already; one of ours that differs is brought up to date.
/// Errc::Exists: something else lies in its place. Errc::Invalid: the text cannot be read.
Result<std::string> with_entry(std::string_view text, const Entry& entry);

/// `text` without it, whatever version of it is there; an empty text for a whole file. Unchanged: nothing of
/// ours is there.
Result<std::string> without_entry(std::string_view text, const Entry& entry);

/// The shell commands of our hooks in `text`, each once.
std::vector<std::string> hook_commands(std::string_view text);

/// The program of our server in `text`; nullopt: there is none of ours.
std::optional<std::string> server_program(std::string_view text, const JsonEntry& entry);

/// Whether this file is a program of ours that hosts call, by its name.
bool is_our_program(std::string_view file);

}  // namespace skillwake::client
