#include "tests/bench/support/run_program.h"

#include "base/file_descriptor.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <stdexcept>
#include <utility>

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX has it in no header

namespace skillwake::bench {
namespace {

using Clock = std::chrono::steady_clock;

struct Pipe {
    FileDescriptor reading;
    FileDescriptor writing;
};

Pipe make_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        throw std::runtime_error("cannot make a pipe");
    }
    return {FileDescriptor(ends[0]), FileDescriptor(ends[1])};
}

/// A program whose stdin holds all that it will ever get, since a pipe takes that much.
class Started {
public:
    Started(const std::vector<std::string>& command, const std::string& input) {
        auto in = make_pipe();
        auto out = make_pipe();
        if (::write(in.writing.get(), input.data(), input.size()) != static_cast<ssize_t>(input.size())) {
            throw std::runtime_error("cannot write a program's input");
        }
        in.writing = FileDescriptor();
        std::vector<char*> words;
        for (const auto& word : command) {
            words.push_back(const_cast<char*>(word.c_str()));
        }
        words.push_back(nullptr);
        posix_spawn_file_actions_t actions;
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawn_file_actions_adddup2(&actions, in.reading.get(), STDIN_FILENO);
        ::posix_spawn_file_actions_adddup2(&actions, out.writing.get(), STDOUT_FILENO);
        began_ = Clock::now();
        const auto failed = ::posix_spawn(&pid_, words[0], &actions, nullptr, words.data(), environ);
        ::posix_spawn_file_actions_destroy(&actions);
        if (failed != 0) {
            throw std::runtime_error("cannot run " + command[0]);
        }
        output_ = std::move(out.reading);
    }

    Clock::time_point began() const { return began_; }

    Ran wait(Clock::time_point began) {
        Ran ran;
        int status = 0;
        if (::waitpid(pid_, &status, 0) != pid_ || status != 0) {
            throw std::runtime_error("a program failed");
        }
        ran.us = std::chrono::duration<double, std::micro>(Clock::now() - began).count();
        std::array<char, 65'536> area{};
        for (;;) {
            const auto got = ::read(output_.get(), area.data(), area.size());
            if (got <= 0) {
                return ran;
            }
            ran.output.append(area.data(), static_cast<std::size_t>(got));
        }
    }

private:
    pid_t pid_ = 0;
    Clock::time_point began_;
    FileDescriptor output_;
};

}  // namespace

Ran run_to_end(const std::vector<std::string>& command, const std::string& input) {
    Started started(command, input);
    return started.wait(started.began());
}

std::vector<Ran> run_at_once(const std::vector<std::vector<std::string>>& commands,
                             const std::vector<std::string>& inputs) {
    std::vector<Started> started;
    for (std::size_t at = 0; at < commands.size(); ++at) {
        started.emplace_back(commands[at], inputs[at]);
    }
    std::vector<Ran> ran;
    for (auto& program : started) {
        ran.push_back(program.wait(started.front().began()));
    }
    return ran;
}

}  // namespace skillwake::bench
