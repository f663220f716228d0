#include "client/environment.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace skillwake::client {
namespace {

constexpr std::array<std::string_view, 11> kNames = {
    "HOME",       "PATH",    "USER", "LOGNAME", "SHELL", "LANG", "TZ", "TMPDIR", "CLAUDE_CONFIG_DIR",
    "CODEX_HOME", "LANGUAGE"};
constexpr std::array<std::string_view, 3> kPrefixes = {"LC_", "XDG_", "SKILLWAKE_"};

bool is_allowed(std::string_view entry) {
    const auto end = entry.find('=');
    if (end == std::string_view::npos) {
        return false;
    }
    const auto name = entry.substr(0, end);
    return std::find(kNames.begin(), kNames.end(), name) != kNames.end() ||
           std::any_of(kPrefixes.begin(), kPrefixes.end(),
                       [name](std::string_view prefix) { return name.starts_with(prefix); });
}

}  // namespace

std::vector<std::string> daemon_environment(const char* const* environment) {
    std::vector<std::string> kept;
    for (; environment != nullptr && *environment != nullptr; ++environment) {
        if (is_allowed(*environment)) {
            kept.emplace_back(*environment);
        }
    }
    return kept;
}

}  // namespace skillwake::client
