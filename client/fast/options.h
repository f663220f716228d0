#pragma once

#include "client/fast/program.h"

#include <optional>
#include <string_view>

namespace skillwake::client::fast {

/// As client/hook_options.h has them.
struct Options {
    std::string_view host;    ///< empty: guessed by the daemon
    std::string_view socket;  ///< empty: the standard one
    unsigned long deadline_ms = 80;
};

/// The words behind "hook"; nullopt: something is wrong with them.
std::optional<Options> read_options(const Words& words);

/// $NAME; empty: not set.
std::string_view variable(const Words& words, std::string_view name);

}  // namespace skillwake::client::fast
