#include "client/hook_options.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

namespace skillwake::client {
namespace {

constexpr std::array<std::string_view, 3> kHosts = {"claude-code", "codex", "gemini"};

Error wrong(std::string_view what) {
    return {Errc::Invalid, "command line: " + std::string(what)};
}

Status set(HookOptions& options, std::string_view flag, std::string_view value) {
    if (flag == "--socket") {
        options.socket = value;
        return Ok{};
    }
    if (flag == "--host") {
        if (std::find(kHosts.begin(), kHosts.end(), value) == kHosts.end()) {
            return wrong("--host: expected claude-code, codex or gemini");
        }
        options.host = value;
        return Ok{};
    }
    long long number = 0;
    const auto [end, failed] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (failed != std::errc() || end != value.data() + value.size() || number < 1 ||
        number > HookOptions::kLongestDeadline.count()) {
        return wrong("--deadline: expected milliseconds, from 1 to 60000");
    }
    options.deadline = std::chrono::milliseconds(number);
    return Ok{};
}

}  // namespace

Result<HookOptions> parse_hook_options(std::span<const char* const> arguments) {
    HookOptions options;
    for (std::size_t at = 0; at < arguments.size(); ++at) {
        const std::string_view word = arguments[at];
        const auto equals = word.find('=');
        const auto flag = word.substr(0, equals);
        if (flag != "--socket" && flag != "--host" && flag != "--deadline") {
            return wrong("only --host, --deadline and --socket are known");
        }
        if (equals == std::string_view::npos && at + 1 == arguments.size()) {
            return wrong(std::string(flag) + ": expected a value");
        }
        const auto value =
            equals == std::string_view::npos ? std::string_view(arguments[++at]) : word.substr(equals + 1);
        if (auto done = set(options, flag, value); !done) {
            return std::move(done).error();
        }
    }
    return options;
}

}  // namespace skillwake::client
