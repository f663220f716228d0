#pragma once

#include "base/log.h"
#include "base/result.h"
#include "daemon/check.h"
#include "daemon/ledger_home.h"
#include "daemon/limits.h"
#include "skill/roots.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace skillwake::daemon {

/// What skillwaked was asked to do.
struct Options {
    std::vector<std::string> roots;          ///< replace the standard ones
    std::vector<std::string> further_roots;  ///< of the user's, beside the standard ones
    std::vector<std::string> plugins;        ///< folders of plugins, beside those that are installed
    skill::Precedence precedence = skill::Precedence::Spec;
    std::string socket;  ///< empty: the usual place
    LogOptions log;
    StateOptions state;
    std::optional<std::uint16_t> http;  ///< port of the endpoint for hooks, 0: a free one; absent: none
    std::string http_token_file;        ///< empty: the usual place
    Limits limits;
    CheckOptions check;  ///< with paths: check these instead of serving
};

/// An exit code instead of options: help was asked for, or the command line is wrong; the text is printed
/// already.
struct Exit {
    int code = 0;
};

/// The command line goes before the configuration file.
std::variant<Options, Exit> read_options(int argc, char** argv);

}  // namespace skillwake::daemon
