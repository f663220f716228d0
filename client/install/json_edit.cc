#include "client/install/json_edit.h"

#include "base/text.h"
#include "protocol/json.h"

#include <algorithm>
#include <cassert>

namespace skillwake::client {
namespace {

std::string_view of(std::string_view text, std::size_t begin, std::size_t end) {
    return text.substr(begin, end - begin);
}

bool is_blank(std::string_view text) {
    return std::all_of(text.begin(), text.end(), is_space);
}

std::size_t line_begin(std::string_view text, std::size_t at) {
    const auto before = text.substr(0, at).rfind('\n');
    return before == std::string_view::npos ? 0 : before + 1;
}

/// The white space that the line of `at` begins with.
std::string_view line_indent(std::string_view text, std::size_t at) {
    const auto begin = line_begin(text, at);
    auto end = begin;
    while (end < text.size() && (text[end] == ' ' || text[end] == '\t')) {
        ++end;
    }
    return of(text, begin, end);
}

bool begins_its_line(std::string_view text, std::size_t at) {
    const auto begin = line_begin(text, at);
    return begin > 0 && is_blank(of(text, begin, at));
}

/// How a text is laid out.
struct Layout {
    std::string line_end = "\n";
    std::string unit = "  ";
};

Layout layout_of(std::string_view text, const JsonNode& root) {
    Layout layout;
    const auto first = text.find('\n');
    if (first != std::string_view::npos && first > 0 && text[first - 1] == '\r') {
        layout.line_end = "\r\n";
    }
    if (!root.items.empty() && begins_its_line(text, root.items.front().begin)) {
        const auto indent = line_indent(text, root.items.front().begin);
        layout.unit = indent.empty() ? layout.unit : std::string(indent);
    }
    return layout;
}

/// Appends `node` of `source`, one item a line; arrays of plain values stay on one.
void append_pretty(std::string& out, std::string_view source, const JsonNode& node, const Layout& layout,
                   const std::string& indent) {
    const bool object = node.kind == JsonNode::Kind::Object;
    if (!object && node.kind != JsonNode::Kind::Array) {
        out.append(of(source, node.begin, node.end));
        return;
    }
    const bool lines = object || std::any_of(node.items.begin(), node.items.end(), [](const auto& item) {
                           return item.value.kind == JsonNode::Kind::Object;
                       });
    const auto inner = lines ? layout.line_end + indent + layout.unit : std::string();
    out.push_back(object ? '{' : '[');
    for (const auto& item : node.items) {
        const bool first = &item == &node.items.front();
        out.append(first ? "" : ",").append(first || lines ? "" : " ").append(inner);
        if (object) {
            protocol::append_json_string(out, item.name);
            out.append(": ");
        }
        append_pretty(out, source, item.value, layout, indent + layout.unit);
    }
    if (lines && !node.items.empty()) {
        out.append(layout.line_end).append(indent);
    }
    out.push_back(object ? '}' : ']');
}

std::string pretty(std::string_view source, const Layout& layout, const std::string& indent) {
    const auto tree = parse_json_tree(source);
    assert(tree && *tree);  // our own text
    std::string out;
    append_pretty(out, source, **tree, layout, indent);
    return out;
}

/// Behind the last comment of the line on which `at` stands; `at` itself when none follows.
std::size_t behind_comments(std::string_view text, std::size_t at) {
    for (auto next = at;;) {
        while (next < text.size() && (text[next] == ' ' || text[next] == '\t')) {
            ++next;
        }
        const auto start = text.substr(next, 2);
        if (start == "//") {
            const auto end = std::min(text.find('\n', next), text.size());
            return end > next && text[end - 1] == '\r' ? end - 1 : end;
        }
        const auto end = start == "/*" ? text.find("*/", next + 2) : std::string_view::npos;
        if (end == std::string_view::npos || of(text, next, end).find('\n') != std::string_view::npos) {
            return at;
        }
        at = next = end + 2;
    }
}

/// `text` with `value` as the last item of `container`; `name`: as JSON with its colon, or empty.
std::string with_item(std::string_view text, const JsonNode& root, const JsonNode& container,
                      const std::string& name, std::string_view value) {
    const auto layout = layout_of(text, root);
    const std::string outer(line_indent(text, container.begin));
    auto indent = outer + layout.unit;
    auto place = container.begin + 1;
    std::string out;
    bool trailing_comma = false;
    if (!container.items.empty()) {
        const auto& last = container.items.back();
        trailing_comma = last.comma != kNowhere;
        if (begins_its_line(text, last.begin)) {
            indent = line_indent(text, last.begin);
        }
        place = behind_comments(text, trailing_comma ? last.comma + 1 : last.end());
        out.append(text.substr(0, last.end())).append(trailing_comma ? "" : ",");
        out.append(of(text, last.end(), place));
    } else {
        const auto inside = of(text, place, container.end - 1);
        place += is_blank(inside) ? 0 : static_cast<std::size_t>(inside.find_last_not_of(" \t\r\n")) + 1;
        out.append(text.substr(0, place));
    }
    out.append(layout.line_end).append(indent).append(name).append(pretty(value, layout, indent));
    out.append(trailing_comma ? "," : "");
    const auto rest = of(text, place, container.end - 1);
    if (rest.find('\n') == std::string_view::npos || (container.items.empty() && is_blank(rest))) {
        out.append(layout.line_end).append(outer);
        place = container.end - 1;
    }
    return out.append(text.substr(place));
}

/// `text` without item `index` of `container`, and without the line that it leaves empty.
std::string without_item(std::string_view text, const JsonNode& container, std::size_t index) {
    const auto& item = container.items[index];
    const bool is_last = index + 1 == container.items.size();
    auto begin = item.begin;
    auto end = item.end();
    while (begin > 0 && (text[begin - 1] == ' ' || text[begin - 1] == '\t')) {
        --begin;
    }
    std::string rest;  // what stands between the item and its comma
    if (item.comma != kNowhere) {
        rest = is_blank(of(text, end, item.comma)) ? "" : of(text, end, item.comma);
        end = item.comma + 1;
    }
    const auto line_ends = text.find_first_not_of(" \t\r", end);
    if (begin > 0 && text[begin - 1] == '\n' && rest.empty() && line_ends != std::string_view::npos &&
        text[line_ends] == '\n') {
        --begin;
        begin -= begin > 0 && text[begin - 1] == '\r' ? 1 : 0;
        end = line_ends - (text[line_ends - 1] == '\r' ? 1 : 0);
    }
    std::string out(text.substr(0, begin));
    if (is_last && index > 0 && item.comma == kNowhere) {
        out.erase(container.items[index - 1].comma, 1);  // it was ours to need
    }
    out.append(rest);
    const auto closing = container.end - 1;
    if (container.items.size() == 1 && is_blank(of(text, container.begin + 1, item.begin)) && rest.empty() &&
        is_blank(of(text, end, closing))) {
        out.resize(container.begin + 1);
        end = closing;
    }
    return out.append(text.substr(end));
}

std::string name_of_step(const JsonStep& step) {
    std::string name;
    protocol::append_json_string(name, std::get<std::string>(step));
    return name + ": ";
}

const JsonNode* child(const JsonNode& node, const JsonStep& step) {
    if (const auto* name = std::get_if<std::string>(&step)) {
        return node.member(*name);
    }
    const auto index = std::get<std::size_t>(step);
    return node.kind == JsonNode::Kind::Array && index < node.items.size() ? &node.items[index].value
                                                                           : nullptr;
}

std::string text_of(const JsonPath& path, std::size_t steps) {
    std::string text;
    for (std::size_t at = 0; at < steps; ++at) {
        const auto* name = std::get_if<std::string>(&path[at]);
        text.append(at == 0 || name == nullptr ? "" : ".");
        text.append(name != nullptr ? *name : "[" + std::to_string(std::get<std::size_t>(path[at])) + "]");
    }
    return text.empty() ? "the whole" : text;
}

/// A text that holds an object for sure.
struct Document {
    std::string text;
    JsonNode root;
};

Result<Document> open_document(std::string_view text) {
    auto tree = parse_json_tree(text);
    if (!tree) {
        return std::move(tree).error();
    }
    if (!*tree) {
        std::string made(text);
        made.append(made.empty() || made.ends_with('\n') || made == "\xef\xbb\xbf" ? "" : "\n")
            .append("{}\n");
        return open_document(made);
    }
    if ((*tree)->kind != JsonNode::Kind::Object) {
        return Error(Errc::Invalid, "expected an object");
    }
    return Document{std::string(text), std::move(**tree)};
}

}  // namespace

const JsonNode* find_node(const JsonNode& root, const JsonPath& path) {
    const auto* node = &root;
    for (const auto& step : path) {
        node = node == nullptr ? nullptr : child(*node, step);
    }
    return node;
}

Result<std::string> set_value(std::string_view text, const JsonPath& path, std::string_view value) {
    auto document = open_document(text);
    if (!document) {
        return std::move(document).error();
    }
    const auto* node = &document->root;
    for (std::size_t at = 0; at < path.size(); ++at) {
        const bool named = std::holds_alternative<std::string>(path[at]);
        if (node->kind != (named ? JsonNode::Kind::Object : JsonNode::Kind::Array)) {
            return Error(Errc::Exists,
                         text_of(path, at) + ": expected " + (named ? "an object" : "an array"));
        }
        const auto* next = child(*node, path[at]);
        if (next == nullptr && !named) {
            return Error(Errc::NotFound, text_of(path, at + 1) + ": no such element");
        }
        if (next == nullptr) {
            // What is missing on the way becomes part of the value.
            std::string whole(value);
            for (auto inner = path.size() - 1; inner > at; --inner) {
                whole = "{" + name_of_step(path[inner]) + whole + "}";
            }
            return with_item(document->text, document->root, *node, name_of_step(path[at]), whole);
        }
        node = next;
    }
    const auto layout = layout_of(document->text, document->root);
    const std::string indent(line_indent(document->text, node->begin));
    return document->text.substr(0, node->begin) + pretty(value, layout, indent) +
           document->text.substr(node->end);
}

Result<std::string> append_value(std::string_view text, const JsonPath& path, std::string_view value) {
    auto document = open_document(text);
    if (!document) {
        return std::move(document).error();
    }
    const auto* array = find_node(document->root, path);
    if (array == nullptr) {
        return set_value(text, path, "[" + std::string(value) + "]");
    }
    if (array->kind != JsonNode::Kind::Array) {
        return Error(Errc::Exists, text_of(path, path.size()) + ": expected an array");
    }
    return with_item(document->text, document->root, *array, "", value);
}

Result<std::string> remove_value(std::string_view text, const JsonPath& path) {
    const auto tree = parse_json_tree(text);
    if (!tree) {
        return tree.error();
    }
    if (!*tree || path.empty() || find_node(**tree, path) == nullptr) {
        return std::string(text);
    }
    auto steps = path;
    const auto* container = find_node(**tree, {steps.begin(), steps.end() - 1});
    while (steps.size() > 1 && container->items.size() == 1) {
        steps.pop_back();
        container = find_node(**tree, {steps.begin(), steps.end() - 1});
    }
    const auto* name = std::get_if<std::string>(&steps.back());
    const auto index =
        name != nullptr ? *container->member_index(*name) : std::get<std::size_t>(steps.back());
    return without_item(text, *container, index);
}

}  // namespace skillwake::client
