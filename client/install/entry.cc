#include "client/install/entry.h"

#include "client/install/shell_words.h"
#include "client/install/toml_edit.h"
#include "protocol/json.h"

#include <algorithm>
#include <filesystem>

namespace skillwake::client {
namespace {

/// One hook of ours in a settings file.
struct FoundHook {
    std::string event;
    std::size_t group = 0;
    std::size_t index = 0;       ///< in its group
    std::size_t group_size = 0;  ///< hooks of that group
    std::string matcher;
    std::string command;
    std::string_view timeout;  ///< as it is written
};

bool is_our_command(std::string_view command) {
    const auto words = shell_words(command);
    return words.size() >= 2 && is_our_program(words[0]) && words[1] == "hook";
}

std::string string_member(const JsonNode& node, std::string_view name) {
    const auto* member = node.member(name);
    return member != nullptr ? member->string : std::string();
}

void find_in_group(std::vector<FoundHook>& out, std::string_view text, const std::string& event,
                   std::size_t at, const JsonNode& group) {
    const auto* hooks = group.member("hooks");
    if (hooks == nullptr || hooks->kind != JsonNode::Kind::Array) {
        return;
    }
    for (std::size_t index = 0; index < hooks->items.size(); ++index) {
        const auto& hook = hooks->items[index].value;
        auto command = string_member(hook, "command");
        if (is_our_command(command)) {
            const auto* timeout = hook.member("timeout");
            out.push_back(
                {event, at, index, hooks->items.size(), string_member(group, "matcher"), std::move(command),
                 timeout == nullptr ? "" : text.substr(timeout->begin, timeout->end - timeout->begin)});
        }
    }
}

/// In the order of the text.
Result<std::vector<FoundHook>> find_hooks(std::string_view text) {
    const auto tree = parse_json_tree(text);
    if (!tree) {
        return tree.error();
    }
    std::vector<FoundHook> found;
    const auto* events = *tree ? (*tree)->member("hooks") : nullptr;
    if (events == nullptr || events->kind != JsonNode::Kind::Object) {
        return found;
    }
    for (const auto& event : events->items) {
        for (std::size_t at = 0; event.value.kind == JsonNode::Kind::Array && at < event.value.items.size();
             ++at) {
            find_in_group(found, text, event.name, at, event.value.items[at].value);
        }
    }
    return found;
}

std::string group_json(const HooksEntry& entry, const HookEvent& event) {
    std::string json = "{";
    if (!event.matcher.empty()) {
        json.append(R"("matcher":)");
        protocol::append_json_string(json, event.matcher);
        json.append(",");
    }
    json.append(R"("hooks":[{"type":"command",)").append(entry.named ? R"("name":"skillwake",)" : "");
    json.append(R"("command":)");
    protocol::append_json_string(json, entry.command);
    return json.append(R"(,"timeout":)").append(std::to_string(entry.timeout)).append("}]}");
}

bool is_installed(const std::vector<FoundHook>& found, const HooksEntry& entry) {
    const auto fits = [&](const HookEvent& event) {
        return std::count_if(found.begin(), found.end(), [&](const FoundHook& hook) {
                   return hook.event == event.name && hook.matcher == event.matcher &&
                          hook.command == entry.command && hook.timeout == std::to_string(entry.timeout);
               }) == 1;
    };
    return found.size() == entry.events.size() && std::all_of(entry.events.begin(), entry.events.end(), fits);
}

Result<std::string> remove_hooks(std::string_view text) {
    std::string left(text);
    for (;;) {
        const auto found = find_hooks(left);
        if (!found) {
            return found.error();
        }
        if (found->empty()) {
            return left;
        }
        const auto& last = found->back();
        JsonPath path{"hooks", last.event, last.group};
        if (last.group_size > 1) {
            path.insert(path.end(), {JsonStep("hooks"), JsonStep(last.index)});
        }
        auto removed = remove_value(left, path);
        if (!removed) {
            return removed;
        }
        left = *std::move(removed);
    }
}

/// What an MCP server runs; empty: nothing that we know of.
std::string program_of(const JsonNode& node) {
    const auto* command = node.member("command");
    if (command != nullptr && command->kind == JsonNode::Kind::Array && !command->items.empty()) {
        command = &command->items.front().value;
    }
    return command != nullptr ? command->string : std::string();
}

bool is_our_server(const JsonNode& node) {
    return is_our_program(program_of(node));
}

/// Whether two values say the same, however they are laid out.
bool same(std::string_view a_text, const JsonNode& a, std::string_view b_text, const JsonNode& b) {
    if (a.kind != b.kind || a.items.size() != b.items.size()) {
        return false;
    }
    if (a.kind == JsonNode::Kind::String) {
        return a.string == b.string;
    }
    if (a.kind == JsonNode::Kind::Other) {
        return a_text.substr(a.begin, a.end - a.begin) == b_text.substr(b.begin, b.end - b.begin);
    }
    for (std::size_t at = 0; at < a.items.size(); ++at) {
        if (a.items[at].name != b.items[at].name ||
            !same(a_text, a.items[at].value, b_text, b.items[at].value)) {
            return false;
        }
    }
    return true;
}

struct Adding {
    std::string_view text;

    Result<std::string> operator()(const HooksEntry& entry) const {
        const auto found = find_hooks(text);
        if (!found) {
            return found.error();
        }
        if (is_installed(*found, entry)) {
            return std::string(text);
        }
        auto out = remove_hooks(text);
        for (const auto& event : entry.events) {
            if (out) {
                out = append_value(*out, {"hooks", std::string(event.name)}, group_json(entry, event));
            }
        }
        return out;
    }

    Result<std::string> operator()(const JsonEntry& entry) const {
        const auto tree = parse_json_tree(text);
        if (!tree) {
            return tree.error();
        }
        const auto* there = *tree ? find_node(**tree, entry.path) : nullptr;
        if (there == nullptr) {
            return set_value(text, entry.path, entry.value);
        }
        if (!is_our_server(*there)) {
            return Error(Errc::Exists, std::get<std::string>(entry.path.front()) + "." +
                                           std::get<std::string>(entry.path.back()) +
                                           " is there already, and not written by skillwake");
        }
        const auto wanted = parse_json_tree(entry.value);
        Result<std::string> out = std::string(text);
        for (const auto& item : (*wanted)->items) {
            const auto* member = there->member(item.name);
            if (out && (member == nullptr || !same(text, *member, entry.value, item.value))) {
                auto path = entry.path;
                path.emplace_back(item.name);
                out = set_value(*out, path,
                                entry.value.substr(item.value.begin, item.value.end - item.value.begin));
            }
        }
        return out;
    }

    Result<std::string> operator()(const TomlEntry& entry) const {
        return set_toml_table(text, entry.table, entry.body);
    }

    Result<std::string> operator()(const WholeFileEntry& entry) const {
        if (!text.empty() && text.find(entry.mark) == std::string_view::npos) {
            return Error(Errc::Exists, "another file of that name is there, and not written by skillwake");
        }
        return entry.text;
    }
};

struct Removing {
    std::string_view text;

    Result<std::string> operator()(const HooksEntry& /*entry*/) const { return remove_hooks(text); }

    Result<std::string> operator()(const JsonEntry& entry) const {
        const auto tree = parse_json_tree(text);
        if (!tree) {
            return tree.error();
        }
        const auto* there = *tree ? find_node(**tree, entry.path) : nullptr;
        return there != nullptr && is_our_server(*there) ? remove_value(text, entry.path) : std::string(text);
    }

    Result<std::string> operator()(const TomlEntry& entry) const {
        return remove_toml_table(text, entry.table);
    }

    Result<std::string> operator()(const WholeFileEntry& entry) const {
        return std::string(text.find(entry.mark) == std::string_view::npos ? text : "");
    }
};

}  // namespace

Result<std::string> with_entry(std::string_view text, const Entry& entry) {
    return std::visit(Adding{text}, entry);
}

Result<std::string> without_entry(std::string_view text, const Entry& entry) {
    return std::visit(Removing{text}, entry);
}

std::vector<std::string> hook_commands(std::string_view text) {
    std::vector<std::string> commands;
    if (const auto found = find_hooks(text)) {
        for (const auto& hook : *found) {
            if (std::find(commands.begin(), commands.end(), hook.command) == commands.end()) {
                commands.push_back(hook.command);
            }
        }
    }
    return commands;
}

std::optional<std::string> server_program(std::string_view text, const JsonEntry& entry) {
    const auto tree = parse_json_tree(text);
    const auto* server = tree && *tree ? find_node(**tree, entry.path) : nullptr;
    return server != nullptr && is_our_server(*server) ? std::optional(program_of(*server)) : std::nullopt;
}

bool is_our_program(std::string_view file) {
    return std::filesystem::path(file).filename() == "skillwake";
}

}  // namespace skillwake::client
