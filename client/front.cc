// The program `skillwake`: hooks, which a host waits for many times a minute, are answered right here, by a
// small static program; for every other command it becomes skillwake-cli, which lies beside it.
#include "client/hook.h"
#include "client/process.h"
#include "client/program_file.h"

#include <unistd.h>

#include <cstdio>
#include <exception>
#include <span>
#include <string>
#include <string_view>

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX has it in no header

namespace skillwake::client {
namespace {

bool is_hook(std::span<char* const> words) {
    const auto asks_help = [](std::string_view word) { return word == "--help" || word == "-h"; };
    return words.size() > 1 && words[1] == std::string_view("hook") &&
           !(words.size() == 3 && asks_help(words[2]));
}

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
        try {
            run_hook(words.subspan(2), words[0], environ);
        } catch (const std::exception&) {  // no memory: nothing to say, and nowhere to say it
        }
        ::_exit(0);
    }
    return become_cli(words);
}
