#pragma once

#include "base/result.h"
#include "client/command.h"
#include "client/exit_code.h"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace skillwake::client {

struct CommandLine {
    CommonFlags flags;
    Command command;
};

/// There is nothing to run: `text` goes to stdout for Done (help, version), else to stderr.
struct EarlyEnd {
    ExitCode code = ExitCode::Done;
    std::string text;
};

/// `arguments`: without the program's own name.
std::variant<CommandLine, EarlyEnd> parse_command_line(std::vector<std::string> arguments);

/// "12-40" or "12", 1-based. Errc::Invalid.
Result<protocol::LineRange> parse_line_range(std::string_view text);

}  // namespace skillwake::client
