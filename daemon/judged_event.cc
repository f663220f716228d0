#include "daemon/judged_event.h"

#include "daemon/companions.h"
#include "daemon/tool_input.h"

#include <variant>

namespace skillwake::daemon {
namespace {

template <class Text>
std::size_t size_of(const std::optional<Text>& text) {
    return text ? text->size() : 0;
}
std::size_t size_of(const std::optional<protocol::RawJson>& json) {
    return json ? json->text.size() : 0;
}

struct TextBytes {
    std::size_t operator()(const protocol::PromptEvent& prompt) const { return prompt.text.size(); }
    std::size_t operator()(const protocol::FileEvent& file) const {
        auto bytes = size_of(file.content) + size_of(file.before) + size_of(file.after);
        for (const auto& edit : file.edits) {
            bytes += size_of(edit.before) + edit.after.size();
        }
        return bytes;
    }
    std::size_t operator()(const protocol::ToolEvent& tool) const {
        return size_of(tool.input) + size_of(tool.output) + size_of(tool.error);
    }
    std::size_t operator()(const protocol::SkillEvent& skill) const { return skill.name.size(); }
    std::size_t operator()(const protocol::SessionEvent& /*session*/) const { return 0; }
};

}  // namespace

JudgedEvent::JudgedEvent(const Catalogue& catalogue, const protocol::Event& event, std::string_view host,
                         const PathBase& base, const matcher::Memory& memory, const matcher::Budget& budget)
    : uses(skills_used(catalogue, event, base)),
      reader(event, base.cwd, catalogue.project()),
      judgement(matcher::judge(catalogue.view(), reader.event(), memory, budget)),
      mentions(resolve_mentions(catalogue, judgement)) {
    leave_to_host(catalogue, host, judgement);
    add_companions(catalogue, judgement);
}

std::size_t text_bytes(const protocol::Event& event) {
    return std::visit(TextBytes(), event);
}

std::string touched_path(const protocol::Event& event) {
    if (const auto* file = std::get_if<protocol::FileEvent>(&event)) {
        return file->path;
    }
    const auto* tool = std::get_if<protocol::ToolEvent>(&event);
    if (tool == nullptr || !tool->input || tool_kind(tool->name) == ToolKind::Shell) {
        return {};
    }
    protocol::JsonParser parser;
    const auto input = parser.parse(tool->input->text);
    return std::string(input ? path_of(*input).value_or("") : "");
}

}  // namespace skillwake::daemon
