#pragma once

#include "protocol/message.h"

#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace skillwake::hook {

/// Who calls the hook: each has words of its own for the same things.
enum class Host { ClaudeCode, Codex, Gemini };

/// nullopt: no host of that name ("claude-code", "codex", "gemini").
std::optional<Host> host_named(std::string_view name);

/// Who wrote this input, by what only one of them says; Claude Code when nothing tells.
Host guess_host(protocol::JsonValue input);

}  // namespace skillwake::hook

template <>
struct skillwake::protocol::EnumNames<skillwake::hook::Host> {
    static constexpr std::array kNames = {std::pair{skillwake::hook::Host::ClaudeCode, "claude-code"},
                                          std::pair{skillwake::hook::Host::Codex, "codex"},
                                          std::pair{skillwake::hook::Host::Gemini, "gemini"}};
};
