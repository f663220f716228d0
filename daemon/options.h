#pragma once

#include "base/log.h"
#include "base/result.h"
#include "daemon/ledger_home.h"
#include "daemon/limits.h"
#include "skill/roots.h"

#include <string>
#include <variant>
#include <vector>

namespace skillwake::daemon {

/// What skillwaked was asked to do.
struct Options {
    std::vector<std::string> roots;    ///< replace the standard ones
    std::vector<std::string> plugins;  ///< folders of plugins, beside those that are installed
    skill::Precedence precedence = skill::Precedence::Spec;
    std::string socket;  ///< empty: the usual place
    LogOptions log;
    StateOptions state;
    Limits limits;
    std::vector<std::string> check;  ///< paths to check instead of serving
    bool json = false;               ///< of --check
};

/// An exit code instead of options: help was asked for, or the command line is wrong; the text is printed
/// already.
struct Exit {
    int code = 0;
};

std::variant<Options, Exit> read_options(int argc, char** argv);

}  // namespace skillwake::daemon
