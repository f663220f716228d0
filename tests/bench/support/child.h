#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace skillwake::bench {

/// A child process, ended (SIGTERM) and waited for with its owner.
class Child {
public:
    /// Runs a program; its first argument is itself.
    static Child of_program(std::vector<std::string> arguments);
    /// Listens at `socket_path` with libuv and nothing else: answers each line with `answer` and '\n'.
    static Child of_echo(const std::string& socket_path, const std::string& answer);

    /// Of the process.
    pid_t pid() const { return pid_; }

    Child(Child&& other) noexcept;
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    Child& operator=(Child&&) = delete;
    ~Child();

private:
    explicit Child(pid_t pid) : pid_(pid) {}

    pid_t pid_;
};

}  // namespace skillwake::bench
