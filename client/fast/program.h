#pragma once

#include <cstddef>

/// The program `skillwake` without a C library: it answers a host's hook where all is as usual, which is
/// nearly always, and becomes skillwake-cli, which lies beside it, for everything else: any other command, a
/// flag that it does not know, a socket where nobody listens. As long as it has read nothing, that starts
/// anew with the same words; afterwards skillwake-cli has one thing left to do, to write into the log what
/// went wrong.
namespace skillwake::client::fast {

/// As the kernel gave them.
struct Words {
    std::size_t count;
    char* const* words;        ///< null behind the last
    char* const* environment;  ///< null behind the last
};

/// The exit code. A hook's is 0 whatever happens.
int run_program(const Words& words);

}  // namespace skillwake::client::fast
