#include "client/fast/successor.h"

#include "client/fast/buffer.h"
#include "client/fast/system.h"

#include <fcntl.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>

namespace skillwake::client::fast {
namespace {

constexpr std::size_t kPathBytes = 4096;
constexpr std::size_t kMostWords = 4;

using Path = Buffer<kPathBytes>;

/// The file of skillwake-cli: beside our own, which is known by /proc, or else by how we were called.
void append_cli_file(Path& path, const Words& words) {
    const auto got = system_call(SYS_readlinkat, AT_FDCWD, address_of("/proc/self/exe"),
                                 address_of(path.room()), static_cast<long>(path.left()));
    if (got > 0) {
        path.add(static_cast<std::size_t>(got));
    } else if (words.count > 0) {
        path.append(words.words[0]);
    }
    path.cut(path.text().find_last_of('/') + 1);  // npos + 1 is 0: the current folder
    path.append("skillwake-cli");
}

long execute(const char* file, const char* const* words, const Words& ours) {
    // The timer of our deadline would live on in a program that does not know it yet, and its signal kills.
    const itimerval none{};
    system_call(SYS_setitimer, ITIMER_REAL, address_of(&none));
    return system_call(SYS_execve, address_of(file), address_of(words), address_of(ours.environment));
}

}  // namespace

long become_cli(const Words& words) {
    Path path;
    append_cli_file(path, words);
    const auto* const file = path.c_str();
    return file == nullptr ? -ENAMETOOLONG : execute(file, words.words, words);
}

void end_with_log(const Words& words, const char* where, int error_number) {
    Path path;
    append_cli_file(path, words);
    Buffer<24> number;
    number.append(static_cast<unsigned long>(error_number));
    const char* const told[kMostWords + 1] = {"skillwake", "hook-failed", where, number.c_str(), nullptr};
    if (const auto* const file = path.c_str(); file != nullptr) {
        execute(file, told, words);
    }
    end_process(0);
}

void complain(const Words& words, long failed) {
    Buffer<kPathBytes + 100> text;
    text.append("skillwake: ");
    Path path;
    append_cli_file(path, words);
    text.append(path.text());
    if (failed == -ENOENT) {
        text.append(": no such file or directory\n");
    } else {
        text.append(": cannot be run, error ");
        text.append(static_cast<unsigned long>(-failed));
        text.append("\n");
    }
    const auto said = text.text();
    system_call(SYS_write, STDERR_FILENO, address_of(said.data()), static_cast<long>(said.size()));
}

}  // namespace skillwake::client::fast
