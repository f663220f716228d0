#pragma once

#include <array>
#include <string_view>
#include <utility>

namespace skillwake::client {

/// How `skillwake` ends; scripts and hooks act upon these numbers.
enum class ExitCode : int {
    Done = 0,
    Failed = 1,
    Usage = 2,
    NoDaemon = 3,
    NotFound = 4,
};

/// For --help, in the order of the numbers.
inline constexpr std::array kExitCodes = {
    std::pair{ExitCode::Done, std::string_view("done")},
    std::pair{ExitCode::Failed, std::string_view("failed, or the answer is no")},
    std::pair{ExitCode::Usage, std::string_view("the command line is wrong")},
    std::pair{ExitCode::NoDaemon, std::string_view("no daemon listens, or it went away")},
    std::pair{ExitCode::NotFound,
              std::string_view("no such skill, section, file or session, or the name fits several")},
};

}  // namespace skillwake::client
