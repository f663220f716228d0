#include "hook/answer.h"

#include <string_view>
#include <tuple>

namespace skillwake::hook {
namespace {

/// Below the limit: hosts may count the wrapper that they put around it.
constexpr std::size_t kAskedContextBytes = 9'900;
/// Less room than this says nothing useful about a skill.
constexpr std::size_t kLeastContextBytes = 400;
constexpr std::string_view kBetween = "\n\n";

/// The part of the output that belongs to one event: Claude Code's and Codex's words for a denial.
struct Specific {
    std::string event;
    std::optional<std::string> decision;
    std::optional<std::string> reason;
    std::optional<std::string> context;

    static constexpr auto kFields =
        std::tuple(protocol::required("hookEventName", &Specific::event),
                   protocol::optional("permissionDecision", &Specific::decision),
                   protocol::optional("permissionDecisionReason", &Specific::reason),
                   protocol::optional("additionalContext", &Specific::context));
};

/// `decision` and `reason` are Gemini CLI's words for a denial.
struct Output {
    std::optional<std::string> decision;
    std::optional<std::string> reason;
    std::optional<Specific> specific;

    static constexpr auto kFields = std::tuple(protocol::optional("decision", &Output::decision),
                                               protocol::optional("reason", &Output::reason),
                                               protocol::optional("hookSpecificOutput", &Output::specific));
};

std::optional<std::string> unless_empty(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace

std::size_t HookAnswer::used_bytes() const {
    return context_.empty() ? 0 : context_.size() + kBetween.size();
}

protocol::EventParams HookAnswer::question(const protocol::Event& event) const {
    protocol::EventParams params;
    params.session = input_.session;
    params.agent = input_.agent;
    params.cwd = input_.cwd;
    params.host = protocol::name_of(input_.host);
    params.event = event;
    const auto used = used_bytes();
    const bool passed = input_.context == Context::Passed && used + kLeastContextBytes <= kAskedContextBytes;
    params.context.emplace();
    params.context->max_bytes = passed ? static_cast<std::uint32_t>(kAskedContextBytes - used) : 0;
    return params;
}

void HookAnswer::add(const protocol::EventResult& result) {
    if (result.denied) {
        denied_ = result.denied->reason;
    }
    const auto& context = result.context.value_or("");
    const bool fits = used_bytes() + context.size() <= kMaxContextBytes;
    if (input_.context == Context::Ignored || context.empty() || !fits) {
        return;
    }
    context_.append(context_.empty() ? "" : kBetween).append(context);
}

std::optional<std::string> HookAnswer::output() const {
    if (context_.empty() && denied_.empty()) {
        return std::nullopt;
    }
    Output output;
    if (!denied_.empty() && input_.host == Host::Gemini) {
        output.decision = "deny";
        output.reason = denied_;
        return protocol::to_json(output);
    }
    output.specific = Specific{input_.event_name, {}, unless_empty(denied_), unless_empty(context_)};
    if (!denied_.empty()) {
        output.specific->decision = "deny";
    }
    return protocol::to_json(output);
}

}  // namespace skillwake::hook
