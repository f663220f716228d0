#include "client/fast/program.h"

#include "client/fast/hook.h"
#include "client/fast/successor.h"

#include <string_view>

namespace skillwake::client::fast {
namespace {

bool is_hook(const Words& words) {
    if (words.count < 2 || std::string_view(words.words[1]) != "hook") {
        return false;
    }
    const std::string_view last = words.words[words.count - 1];
    return words.count != 3 || (last != "--help" && last != "-h");
}

}  // namespace

int run_program(const Words& words) {
    if (is_hook(words)) {
        run_hook(words);
        become_cli(words);  // it came back: what is unusual is not for us
        return 0;
    }
    const auto failed = become_cli(words);
    complain(words, failed);
    return 1;
}

}  // namespace skillwake::client::fast
