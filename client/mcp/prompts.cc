#include "client/mcp/prompts.h"

#include "client/mcp/paging.h"
#include "protocol/message.h"

namespace skillwake::client::mcp {
namespace {

using protocol::optional;
using protocol::required;

constexpr std::size_t kPromptsAPage = 200;

struct Argument {
    std::string name = "args";
    std::string description = "What the skill shall work on; put where its text has a place for it";
    bool is_required = false;

    static constexpr auto kFields =
        std::tuple(required("name", &Argument::name), required("description", &Argument::description),
                   required("required", &Argument::is_required));
};

struct Prompt {
    std::string name;
    std::string description;
    std::vector<Argument> arguments;

    static constexpr auto kFields =
        std::tuple(required("name", &Prompt::name), required("description", &Prompt::description),
                   required("arguments", &Prompt::arguments));
};

struct PromptPage {
    std::vector<Prompt> prompts;
    std::optional<std::string> next_cursor;

    static constexpr auto kFields = std::tuple(required("prompts", &PromptPage::prompts),
                                               optional("nextCursor", &PromptPage::next_cursor));
};

struct Text {
    std::string text;

    static constexpr std::string_view kType = "text";
    static constexpr auto kFields = std::tuple(required("text", &Text::text));
};

struct Message {
    std::string role = "user";
    Text content;

    static constexpr auto kFields =
        std::tuple(required("role", &Message::role), required("content", &Message::content));
};

struct Got {
    std::string description;
    std::vector<Message> messages;

    static constexpr auto kFields =
        std::tuple(required("description", &Got::description), required("messages", &Got::messages));
};

}  // namespace

Outcome list_prompts(Workspace& workspace, const std::optional<JsonValue>& params) {
    const auto list = workspace.skills();
    std::vector<const protocol::SkillSummary*> invocable;
    for (const auto& skill : list->visible()) {
        if (skill.invocable) {
            invocable.push_back(&skill);
        }
    }
    const auto page = page_of(params, invocable.size(), kPromptsAPage);
    if (const auto* failure = std::get_if<Failure>(&page)) {
        return *failure;
    }
    const auto& part = std::get<Page>(page);
    PromptPage result;
    for (auto at = part.begin; at < part.end; ++at) {
        result.prompts.push_back({invocable[at]->qualified_name, invocable[at]->description, {Argument{}}});
    }
    result.next_cursor = part.next_cursor;
    return RawJson{protocol::to_json(result)};
}

Outcome get_prompt(Workspace& workspace, const std::optional<JsonValue>& params,
                   const std::optional<std::string>& session) {
    const auto name = string_member(params, "name");
    if (!name) {
        return Failure{kInvalidParams, "name: expected string", std::nullopt};
    }
    const auto list = workspace.skills();
    const auto* skill = list->find(*name);
    if (skill == nullptr || !skill->invocable) {
        return Failure{kInvalidParams, "no prompt '" + *name + "'", std::nullopt};
    }
    protocol::InvokeParams invoke;
    invoke.skill = *name;
    invoke.args = string_member(params->member("arguments"), "args");
    invoke.cwd = workspace.cwd();
    invoke.session = session;
    auto answered = ask<protocol::InvokeResult>(workspace.daemon(), "skill.invoke", invoke);
    if (const auto* error = std::get_if<protocol::RpcError>(&answered)) {
        return Failure{kInternalError, error->message, std::nullopt};
    }
    Message message;
    message.content.text = std::get<protocol::InvokeResult>(answered).content.plain();
    return RawJson{protocol::to_json(Got{skill->description, {std::move(message)}})};
}

}  // namespace skillwake::client::mcp
