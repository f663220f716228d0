#include "client/mcp/subscriptions.h"

namespace skillwake::client::mcp {
namespace {

constexpr std::size_t kMaxSubscriptions = 64;

/// A notification; on a subscription with its id.
std::string told(std::string_view what, const RawJson* subscription) {
    std::string line =
        R"({"jsonrpc":"2.0","method":"notifications/)" + std::string(what) + R"(/list_changed")";
    if (subscription != nullptr) {
        line.append(R"(,"params":{"_meta":{"io.modelcontextprotocol/subscriptionId":)" + subscription->text +
                    "}}");
    }
    return line + "}";
}

void append_told(std::vector<std::string>& out, const Changes& changes, const RawJson* subscription) {
    if (changes.tools) {
        out.push_back(told("tools", subscription));
    }
    if (changes.prompts) {
        out.push_back(told("prompts", subscription));
    }
    if (changes.resources) {
        out.push_back(told("resources", subscription));
    }
}

bool flag_in(const std::optional<JsonValue>& object, std::string_view name) {
    const auto member = object ? object->member(name) : std::nullopt;
    return member && member->boolean().value_or(false);
}

}  // namespace

void append_changes(std::vector<std::string>& out, const Changes& changes) {
    append_told(out, changes, nullptr);
}

std::string Subscriptions::listen(const Request& request) {
    if (all_.size() == kMaxSubscriptions) {
        return error_line(
            request.id, {kInternalError, "more than " + std::to_string(kMaxSubscriptions) + " subscriptions",
                         std::nullopt});
    }
    const auto filter = request.params ? request.params->member("notifications") : std::nullopt;
    if (!filter || filter->kind() != JsonValue::Kind::Object) {
        return error_line(request.id, {kInvalidParams, "notifications: expected object", std::nullopt});
    }
    const Changes wanted{flag_in(filter, "toolsListChanged"), flag_in(filter, "promptsListChanged"),
                         flag_in(filter, "resourcesListChanged")};
    all_.push_back({request.id, wanted});
    std::string honoured;
    const auto add = [&honoured](bool flag, const char* name) {
        if (flag) {
            honoured.append(honoured.empty() ? "" : ",").append("\"").append(name).append("\":true");
        }
    };
    add(wanted.tools, "toolsListChanged");
    add(wanted.prompts, "promptsListChanged");
    add(wanted.resources, "resourcesListChanged");
    return R"({"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged","params":{"_meta":)"
           R"({"io.modelcontextprotocol/subscriptionId":)" +
           request.id.text + R"(},"notifications":{)" + honoured + "}}}";
}

void Subscriptions::cancel(std::string_view id) {
    std::erase_if(all_, [id](const Subscription& each) { return each.id.text == id; });
}

void Subscriptions::append_changes(std::vector<std::string>& out, const Changes& changes) const {
    for (const auto& [id, wanted] : all_) {
        append_told(out,
                    {changes.tools && wanted.tools, changes.prompts && wanted.prompts,
                     changes.resources && wanted.resources},
                    &id);
    }
}

}  // namespace skillwake::client::mcp
