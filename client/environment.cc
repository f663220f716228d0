#include "client/environment.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace skillwake::client {
namespace {

constexpr std::array<std::string_view, 11> kNames = {
    "HOME",       "PATH",    "USER", "LOGNAME", "SHELL", "LANG", "TZ", "TMPDIR", "CLAUDE_CONFIG_DIR",
    "CODEX_HOME", "LANGUAGE"};
constexpr std::string_view kVariableNames = "SKILLWAKE_VARIABLE_NAMES";  ///< skill/requirements.h reads it
constexpr std::array<std::string_view, 3> kPrefixes = {"LC_", "XDG_", "SKILLWAKE_"};

/// Whatever else it is: what says so of itself is no business of a daemon.
constexpr std::array<std::string_view, 4> kSecrets = {"KEY", "TOKEN", "SECRET", "PASS"};

bool is_secret(std::string_view name) {
    return std::any_of(kSecrets.begin(), kSecrets.end(),
                       [name](std::string_view word) { return name.find(word) != std::string_view::npos; });
}

bool is_allowed(std::string_view entry) {
    const auto end = entry.find('=');
    if (end == std::string_view::npos) {
        return false;
    }
    const auto name = entry.substr(0, end);
    return name != kVariableNames && !is_secret(name) &&
           (std::find(kNames.begin(), kNames.end(), name) != kNames.end() ||
            std::any_of(kPrefixes.begin(), kPrefixes.end(),
                        [name](std::string_view prefix) { return name.starts_with(prefix); }));
}

/// Skills may need a variable: which are set is told, what is in them is not.
void append_name(std::string& names, std::string_view entry) {
    constexpr std::size_t kMostNameBytes = 16U << 10U;
    const auto end = entry.find('=');
    const auto name = entry.substr(0, end);
    const bool plain = end != std::string_view::npos && end > 0 && name != kVariableNames &&
                       name.find(':') == std::string_view::npos;
    if (plain && names.size() + name.size() < kMostNameBytes) {
        names.append(names.empty() ? "" : ":").append(name);
    }
}

}  // namespace

std::vector<std::string> daemon_environment(const char* const* environment) {
    std::vector<std::string> kept;
    std::string names;
    for (; environment != nullptr && *environment != nullptr; ++environment) {
        if (is_allowed(*environment)) {
            kept.emplace_back(*environment);
        }
        append_name(names, *environment);
    }
    if (!names.empty()) {
        kept.push_back(std::string(kVariableNames) + "=" + names);
    }
    return kept;
}

}  // namespace skillwake::client
