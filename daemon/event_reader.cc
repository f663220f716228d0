#include "daemon/event_reader.h"

#include "base/text.h"
#include "daemon/tool_input.h"

#include <optional>
#include <utility>
#include <variant>
#include <vector>

namespace skillwake::daemon {
namespace {

using protocol::JsonParser;
using protocol::JsonValue;

/// All strings of a value, one a line: a tool's output is a string, or an object with stdout and stderr, or
/// blocks.
void append_texts(std::string& out, JsonValue value, std::size_t depth = 0) {
    constexpr std::size_t kDeepest = 8;
    if (const auto text = value.string()) {
        out.append(out.empty() || out.back() == '\n' ? "" : "\n").append(*text);
    } else if (depth < kDeepest) {
        value.each_element([&](JsonValue element) {
            append_texts(out, element, depth + 1);
            return true;
        });
        value.each_member([&](std::string_view name, JsonValue member) {
            if (name != "type") {  // of a block: {"type":"text","text":...}
                append_texts(out, member, depth + 1);
            }
            return true;
        });
    }
}

/// Bytes of the line number and its mark at the start of `line`; 0: there is none.
std::size_t number_length(std::string_view line) {
    constexpr std::string_view kArrow = "\u2192";
    const auto begin = line.find_first_not_of(' ');
    if (begin == std::string_view::npos) {
        return 0;
    }
    auto at = begin;
    while (at < line.size() && is_digit(line[at])) {
        ++at;
    }
    if (at == begin || at == line.size()) {
        return 0;
    }
    if (line[at] == '\t') {
        return at + 1;
    }
    return line.substr(at, kArrow.size()) == kArrow ? at + kArrow.size() : 0;
}

}  // namespace

std::string without_line_numbers(std::string_view text) {
    std::string plain;
    plain.reserve(text.size());
    bool numbered = false;
    for (const auto line : split_lines(text)) {
        const auto number = number_length(line);
        if (number == 0 && line.starts_with("<system-reminder>")) {
            break;
        }
        if (number == 0 && !trim(line).empty()) {
            return std::string(text);
        }
        numbered = numbered || number > 0;
        plain.append(line.substr(number)).push_back('\n');
    }
    return numbered ? plain : std::string(text);
}

EventReader::EventReader(const protocol::Event& event, const std::filesystem::path& cwd,
                         std::string_view project)
    : cwd_(cwd.native()) {
    while (cwd_.ends_with('/')) {
        cwd_.pop_back();
    }
    event_.workspace = cwd_;
    event_.project = project;
    std::visit([this](const auto& alternative) { read(alternative); }, event);
}

std::string_view EventReader::keep(std::string text) {
    return texts_.emplace_back(std::move(text));
}

std::string_view EventReader::relative(std::string_view path) {
    if (!cwd_.empty() && path.size() > cwd_.size() + 1 && path.substr(0, cwd_.size()) == cwd_ &&
        path[cwd_.size()] == '/') {
        return path.substr(cwd_.size() + 1);
    }
    return path.substr(path.substr(0, 1) == "/" ? 1 : 0);
}

void EventReader::add_file(std::string_view path, std::vector<std::string_view> pieces) {
    auto plain = std::string(path);
    for (auto& c : plain) {
        c = c == '\\' ? '/' : c;
    }
    plain = std::filesystem::path(plain).lexically_normal().string();
    event_.files.push_back({relative(keep(std::move(plain))), {}, std::move(pieces)});
}

void EventReader::read(const protocol::PromptEvent& prompt) {
    event_.prompt = prompt.text;
}

void EventReader::read(const protocol::FileEvent& file) {
    std::vector<std::string_view> pieces;
    if (file.content) {
        pieces.push_back(file.action == protocol::FileAction::Read ? keep(without_line_numbers(*file.content))
                                                                   : std::string_view(*file.content));
    } else if (file.after) {
        pieces.emplace_back(*file.after);
    }
    for (const auto& edit : file.edits) {
        pieces.emplace_back(edit.after);
    }
    add_file(file.path, std::move(pieces));
    event_.files.back().language = file.language ? std::string_view(*file.language) : std::string_view();
}

void EventReader::read(const protocol::ToolEvent& tool) {
    JsonParser parser;
    if (tool.input) {
        if (const auto input = parser.parse(tool.input->text)) {
            read_tool_input(tool, *input);
        }
    }
    std::string output = tool.error.value_or("");
    const bool speaks = tool.failed || tool.error || tool_kind(tool.name) == ToolKind::Shell;
    if (tool.output && speaks) {
        if (const auto json = parser.parse(tool.output->text)) {
            append_texts(output, *json);
        }
    }
    if (!output.empty()) {
        event_.outputs.push_back(keep(std::move(output)));
    }
}

void EventReader::read_tool_input(const protocol::ToolEvent& tool, JsonValue input) {
    const auto kind = tool_kind(tool.name);
    if (kind == ToolKind::Shell) {
        if (auto command = command_of(input)) {
            event_.commands.push_back(keep(*std::move(command)));
        }
        return;
    }
    const auto path = path_of(input);
    if (!path) {
        return;
    }
    std::vector<std::string_view> pieces;
    if (kind == ToolKind::Read && tool.output && !tool.failed) {
        JsonParser parser;
        std::string output;
        if (const auto json = parser.parse(tool.output->text)) {
            const auto file = json->member("file");
            const auto content = file ? file->member("content") : json->member("content");
            append_texts(output, content ? *content : *json);
        }
        pieces.push_back(keep(without_line_numbers(output)));
    }
    if (const auto text = text_member(
            input, {"content", "file_text", "new_string", "newString", "new_str", "new_source"})) {
        pieces.push_back(keep(std::string(*text)));
    }
    if (const auto edits = input.member("edits")) {
        edits->each_element([&](JsonValue edit) {
            if (const auto text = text_member(edit, {"new_string", "newString", "new", "new_str"})) {
                pieces.push_back(keep(std::string(*text)));
            }
            return true;
        });
    }
    add_file(*path, std::move(pieces));
}

}  // namespace skillwake::daemon
