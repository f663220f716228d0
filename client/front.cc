// The program `skillwake` where client/fast/ cannot be built: hooks, which a host waits for many times a
// minute, are answered right here, by a small program; for every other command it becomes skillwake-cli,
// which lies beside it.
#include "client/hook.h"
#include "client/process.h"
#include "client/program_file.h"

#include <unistd.h>

#include <cstdio>
#include <span>
#include <string>

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX has it in no header

namespace skillwake::client {
namespace {

int become_cli(std::span<char* const> words) {
    Program program;
    program.file = (own_folder(words.empty() ? nullptr : words[0]) / "skillwake-cli").string();
    for (std::size_t at = 1; at < words.size(); ++at) {
        program.arguments.emplace_back(words[at]);
    }
    for (auto* const* entry = environ; *entry != nullptr; ++entry) {
        program.environment.emplace_back(*entry);
    }
    const auto failed = replace_self(program);
    std::fprintf(stderr, "skillwake: %s\n", failed.message().c_str());
    return 1;
}

}  // namespace
}  // namespace skillwake::client

int main(int argc, char** argv) {
    using namespace skillwake::client;
    const std::span<char* const> words(argv, static_cast<std::size_t>(argc));
    if (is_hook(words)) {
        end_as_hook(words, environ);
    }
    return become_cli(words);
}
