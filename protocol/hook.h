#pragma once

#include "protocol/message.h"

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>

/// `session.hook`: what a host's hook says, in the host's own words.
namespace skillwake::protocol {

/// The result is the host's output object, ready to be printed, or null: there is nothing to say.
struct HookParams {
    RawJson input{"{}"};              ///< the hook's standard input
    std::optional<std::string> host;  ///< "claude-code", "codex" or "gemini"; absent: guessed
    std::optional<std::string> cwd;   ///< counts where the input names none
    /// Microseconds of the system's steady clock: nobody waits for the answer after that, so that what it
    /// would give is not given. Absent: somebody always waits.
    std::optional<std::uint64_t> until_us;

    static constexpr auto kFields =
        std::tuple(required("input", &HookParams::input), optional("host", &HookParams::host),
                   optional("cwd", &HookParams::cwd), optional("until_us", &HookParams::until_us));
};

}  // namespace skillwake::protocol
