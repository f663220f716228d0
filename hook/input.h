#pragma once

#include "base/result.h"
#include "hook/host.h"
#include "protocol/event.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::hook {

/// Whether what the host does with this hook's output reaches its model.
enum class Context { Passed, Ignored };

/// One hook's standard input, understood.
struct HookInput {
    Host host = Host::ClaudeCode;
    std::string event_name;              ///< as the host calls it
    std::optional<std::string> session;  ///< its id, else its transcript's path
    std::optional<std::string> agent;    ///< absent: the main one
    std::optional<std::string> cwd;      ///< absolute
    Context context = Context::Ignored;
    std::vector<protocol::Event> events;  ///< in order; empty: this hook needs nothing from us
};

/// Calls of one batch of tools that are looked at; further ones are left out.
inline constexpr std::size_t kMaxBatchCalls = 64;

/// Reads what the host wrote; `host` is guessed when absent. Members that are missing or of another type
/// count as left out, and events that we do not know need nothing.
/// Errc::Invalid: not JSON, or no object.
Result<HookInput> read_hook_input(std::string_view json, std::optional<Host> host);
/// The same with a parser that is kept warm.
Result<HookInput> read_hook_input(std::string_view json, std::optional<Host> host,
                                  protocol::JsonParser& parser);

}  // namespace skillwake::hook
