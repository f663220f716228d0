#include "hook/host.h"

#include <algorithm>

namespace skillwake::hook {
namespace {

using protocol::JsonValue;

std::string_view text_of(JsonValue object, std::string_view name) {
    const auto member = object.member(name);
    return member ? member->string().value_or("") : std::string_view();
}

}  // namespace

std::optional<Host> host_named(std::string_view name) {
    for (const auto& [host, known] : protocol::EnumNames<Host>::kNames) {
        if (known == name) {
            return host;
        }
    }
    return std::nullopt;
}

Host guess_host(JsonValue input) {
    constexpr std::array<std::string_view, 8> kGeminiOnly = {
        "BeforeAgent", "AfterAgent", "BeforeModel",         "AfterModel",
        "BeforeTool",  "AfterTool",  "BeforeToolSelection", "PreCompress"};
    const auto event = text_of(input, "hook_event_name");
    // Gemini CLI writes a time into every input; the two others do not.
    if (std::find(kGeminiOnly.begin(), kGeminiOnly.end(), event) != kGeminiOnly.end() ||
        input.member("timestamp")) {
        return Host::Gemini;
    }
    const auto transcript = text_of(input, "transcript_path");
    if (input.member("turn_id") || transcript.find("/.codex/") != std::string_view::npos) {
        return Host::Codex;
    }
    return Host::ClaudeCode;
}

}  // namespace skillwake::hook
