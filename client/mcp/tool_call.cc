#include "client/mcp/tool_call.h"

#include "client/failure.h"
#include "client/mcp/skill_listing.h"
#include "protocol/decision.h"
#include "protocol/message.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace skillwake::client::mcp {
namespace {

using protocol::optional;

constexpr std::size_t kShortDescription = 300;  ///< in the answers of list_skills and search_skills
constexpr std::uint32_t kListedAtOnce = 200;
constexpr std::size_t kMostListedAtOnce = 1'000;
constexpr std::uint32_t kFoundAtOnce = 10;
constexpr std::size_t kMostFoundAtOnce = 50;

struct ToolArguments {
    std::optional<std::string> name;
    std::optional<std::string> query;
    std::optional<std::uint32_t> limit;
    std::optional<std::uint32_t> offset;

    static constexpr auto kFields =
        std::tuple(optional("name", &ToolArguments::name), optional("query", &ToolArguments::query),
                   optional("limit", &ToolArguments::limit), optional("offset", &ToolArguments::offset));
};

RawJson text_result(std::string_view text, bool is_error = false) {
    std::string json = R"({"content":[{"type":"text","text":)";
    protocol::append_json_string(json, text);
    json.append("}]").append(is_error ? R"(,"isError":true)" : R"(,"isError":false)").append("}");
    return {std::move(json)};
}

RawJson tool_error(const protocol::RpcError& error) {
    auto text = error.message;
    if (const auto hint = daemon_failure(error).hint; !hint.empty()) {
        text.append("\n").append(hint);
    }
    if (error.code == protocol::RpcCode::NotFound) {
        text.append("\nlist_skills names all skills, search_skills finds them by task.");
    }
    return text_result(text, true);
}

/// One call of one tool.
class ToolCall {
public:
    ToolCall(Workspace& workspace, std::optional<JsonValue> arguments, std::optional<std::string> session,
             std::optional<std::string> agent)
        : workspace_(workspace),
          arguments_(arguments),
          session_(std::move(session)),
          agent_(std::move(agent)) {}

    RawJson skill() {
        auto params = read<protocol::InvokeParams>();
        if (const auto* wrong = std::get_if<RawJson>(&params)) {
            return *wrong;
        }
        auto& invoke = std::get<protocol::InvokeParams>(params);
        invoke.cwd = workspace_.cwd();
        invoke.session = session_;
        invoke.agent = agent_;
        const auto answered = ask<protocol::InvokeResult>(workspace_.daemon(), "skill.invoke", invoke);
        if (const auto* error = std::get_if<protocol::RpcError>(&answered)) {
            return tool_error(*error);
        }
        return text_result(std::get<protocol::InvokeResult>(answered).content.plain());
    }

    RawJson list() {
        const auto params = read<ToolArguments>();
        if (const auto* wrong = std::get_if<RawJson>(&params)) {
            return *wrong;
        }
        // Asked here, not of the workspace: when there is no daemon, that is worth saying.
        auto answered = ask<protocol::ListResult>(workspace_.daemon(), "skill.list",
                                                  protocol::ListParams{workspace_.cwd()});
        if (const auto* error = std::get_if<protocol::RpcError>(&answered)) {
            return tool_error(*error);
        }
        const SkillList list(std::move(std::get<protocol::ListResult>(answered)));
        return text_result(listed(list.visible(), std::get<ToolArguments>(params)));
    }

    RawJson search() {
        const auto params = read<ToolArguments>();
        if (const auto* wrong = std::get_if<RawJson>(&params)) {
            return *wrong;
        }
        const auto& wanted = std::get<ToolArguments>(params);
        if (!wanted.query) {
            return text_result("query: missing", true);
        }
        protocol::ExplainParams explain;
        explain.cwd = workspace_.cwd();
        explain.event = protocol::PromptEvent{*wanted.query};
        const auto answered = ask<protocol::ExplainResult>(workspace_.daemon(), "match.explain", explain);
        if (const auto* error = std::get_if<protocol::RpcError>(&answered)) {
            return tool_error(*error);
        }
        return text_result(found(std::get<protocol::ExplainResult>(answered), wanted));
    }

    RawJson read_skill() {
        auto params = read<protocol::ReadParams>();
        if (const auto* wrong = std::get_if<RawJson>(&params)) {
            return *wrong;
        }
        auto& wanted = std::get<protocol::ReadParams>(params);
        wanted.cwd = workspace_.cwd();
        const auto answered = ask<protocol::ReadResult>(workspace_.daemon(), "skill.read", wanted);
        if (const auto* error = std::get_if<protocol::RpcError>(&answered)) {
            return tool_error(*error);
        }
        const auto& part = std::get<protocol::ReadResult>(answered);
        return text_result(part.path + ", lines " + std::to_string(part.first_line) + " to " +
                           std::to_string(part.last_line) + ":\n\n" + part.text);
    }

private:
    /// The arguments, or the result that tells what is wrong with them.
    template <protocol::Message T>
    std::variant<T, RawJson> read() const {
        protocol::JsonParser parser;
        auto read = protocol::read_message<T>(arguments_ ? *arguments_ : *parser.parse("{}"), "arguments");
        if (!read) {
            return text_result(read.error().message(), true);
        }
        return *std::move(read);
    }

    static std::string listed(const std::vector<protocol::SkillSummary>& skills,
                              const ToolArguments& wanted) {
        const auto begin = std::min<std::size_t>(wanted.offset.value_or(0), skills.size());
        const auto most =
            std::min<std::size_t>(std::max(wanted.limit.value_or(kListedAtOnce), 1U), kMostListedAtOnce);
        const auto end = begin + std::min(most, skills.size() - begin);
        std::string text = std::to_string(skills.size()) + " skills";
        text.append(end - begin < skills.size()
                        ? "; these are " + std::to_string(begin + 1) + " to " + std::to_string(end)
                        : "")
            .append(":\n");
        for (auto at = begin; at < end; ++at) {
            const auto& skill = skills[at];
            text.append("- ").append(skill.qualified_name).append(" (").append(skill.scope).append("): ");
            text.append(one_line(skill.description, kWholeDescription)).append("\n");
        }
        if (end < skills.size()) {
            text.append("More: list_skills with offset " + std::to_string(end) + ".\n");
        }
        return text;
    }

    std::string found(const protocol::ExplainResult& result, const ToolArguments& wanted) {
        if (result.ranked.empty()) {
            return "No skill has anything to do with that, by its words. list_skills names all.";
        }
        const auto list = workspace_.skills();
        const auto most =
            std::min<std::size_t>(std::max(wanted.limit.value_or(kFoundAtOnce), 1U), kMostFoundAtOnce);
        std::string text;
        for (std::size_t at = 0; at < std::min(most, result.ranked.size()); ++at) {
            const auto& ranked = result.ranked[at];
            std::array<char, 8> score{};
            std::snprintf(score.data(), score.size(), "%.2f", ranked.score);
            text.append(std::to_string(at + 1)).append(". ").append(ranked.skill).append(" (score ");
            text.append(score.data()).append("): ");
            const auto* skill = list->find(ranked.skill);
            text.append(skill == nullptr ? "" : one_line(skill->description, kShortDescription)).append("\n");
        }
        return text;
    }

    static constexpr std::size_t kWholeDescription = 2'000;

    Workspace& workspace_;
    std::optional<JsonValue> arguments_;
    std::optional<std::string> session_;
    std::optional<std::string> agent_;
};

}  // namespace

Outcome call_tool(Workspace& workspace, const std::optional<JsonValue>& params,
                  const std::optional<std::string>& session) {
    const auto name = string_member(params, "name");
    if (!name) {
        return Failure{kInvalidParams, "name: expected string", std::nullopt};
    }
    auto arguments = params->member("arguments");
    if (arguments && arguments->kind() == JsonValue::Kind::Null) {
        arguments.reset();
    }
    const auto meta = params->member("_meta");
    const auto told = string_member(meta, "skillwake/session");
    ToolCall call(workspace, arguments, told ? told : session, string_member(meta, "skillwake/agent"));
    if (*name == "Skill") {
        return call.skill();
    }
    if (*name == "list_skills") {
        return call.list();
    }
    if (*name == "search_skills") {
        return call.search();
    }
    if (*name == "read_skill") {
        return call.read_skill();
    }
    return Failure{kInvalidParams, "no tool '" + *name + "'", std::nullopt};
}

}  // namespace skillwake::client::mcp
