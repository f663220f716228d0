#include "client/fast/options.h"

#include "client/hook_wire.h"

namespace skillwake::client::fast {
namespace {

constexpr unsigned long kLongestDeadlineMs = 60'000;

bool set(Options& options, std::string_view flag, std::string_view value) {
    if (flag == "--socket") {
        options.socket = value;
        return true;
    }
    if (flag == "--host") {
        options.host = value;
        return value == "claude-code" || value == "codex" || value == "gemini";
    }
    options.deadline_ms = 0;
    for (const char c : value) {
        if (c < '0' || c > '9' || options.deadline_ms > kLongestDeadlineMs) {
            return false;
        }
        options.deadline_ms = options.deadline_ms * 10 + static_cast<unsigned long>(c - '0');
    }
    return flag == "--deadline" && options.deadline_ms >= 1 && options.deadline_ms <= kLongestDeadlineMs;
}

}  // namespace

std::optional<Options> read_options(const Words& words) {
    constexpr std::size_t kBehindHook = 2;
    Options options;
    for (auto at = kBehindHook; at < words.count; ++at) {
        const std::string_view word = words.words[at];
        const auto equals = word.find('=');
        const bool is_one = equals != std::string_view::npos;
        if (!is_one && ++at == words.count) {
            return std::nullopt;
        }
        const auto flag = is_one ? part_of(word, 0, equals) : word;
        const auto value =
            is_one ? part_of(word, equals + 1, word.size()) : std::string_view(words.words[at]);
        if (!set(options, flag, value)) {
            return std::nullopt;
        }
    }
    return options;
}

std::string_view variable(const Words& words, std::string_view name) {
    for (auto* const* entry = words.environment; *entry != nullptr; ++entry) {
        const std::string_view text = *entry;
        if (text.starts_with(name) && text.size() > name.size() && text[name.size()] == '=') {
            return part_of(text, name.size() + 1, text.size());
        }
    }
    return {};
}

}  // namespace skillwake::client::fast
