#pragma once

#include <span>

namespace skillwake::client {

/// `skillwake hook`: one hook of a host, from its standard input to its standard output. Prints one JSON
/// object and '\n', or nothing. Whatever goes wrong, the host hears nothing of it: it stands in the log, and
/// this returns before the deadline, or a few milliseconds later. Starts a daemon where none listens.
/// `arguments`: what stands behind "hook". Ignores SIGPIPE and takes SIGALRM from now on.
void run_hook(std::span<const char* const> arguments, const char* called_as, const char* const* environment);

/// Whether a command line is a hook's: "hook" behind the program's name, unless only its help is asked for.
bool is_hook(std::span<const char* const> words);

/// run_hook() with what stands behind the first two of `words`; then ends the process, with 0.
[[noreturn]] void end_as_hook(std::span<const char* const> words, const char* const* environment);

}  // namespace skillwake::client
