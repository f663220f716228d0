#include "client/hook.h"
#include "client/run.h"

#include <vector>

namespace skillwake::client {

/// `skillwake hook` itself never comes here: it is answered before there is a command line. This is
/// `skillwake --socket PATH hook`.
ExitCode run(const HookCommand& command, const Context& context) {
    std::vector<const char*> words;
    const auto add = [&words](const char* flag, const std::string& value) {
        if (!value.empty()) {
            words.insert(words.end(), {flag, value.c_str()});
        }
    };
    add("--host", command.host);
    add("--deadline", command.deadline);
    add("--socket", context.socket);
    run_hook(words, nullptr, context.environment);
    return ExitCode::Done;
}

}  // namespace skillwake::client
