#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace skillwake::client {

/// Where a hook says what went wrong, since its host must hear nothing. Never the text of a prompt or file.
class HookLog {
public:
    /// A log of this size becomes FILE.1, in the place of an older one.
    static constexpr std::size_t kMaxBytes = 256 * 1024;
    static constexpr std::size_t kMaxLineBytes = 500;

    /// `file`: empty, and nothing is written anywhere.
    explicit HookLog(std::string file) : file_(std::move(file)) {}

    /// Adds one line: the time, our process, `message` without its control characters, cut at kMaxLineBytes.
    /// Makes the folders above the file. What goes wrong is passed over.
    void write(std::string_view message) const;

private:
    std::string file_;
};

/// $XDG_STATE_HOME/skillwake/hook.log, else ~/.local/state/skillwake/hook.log; empty: no such variable.
std::string hook_log_file(const char* state_home, const char* home);

}  // namespace skillwake::client
