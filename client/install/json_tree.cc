#include "client/install/json_tree.h"

#include "base/text.h"
#include "base/utf8.h"
#include "protocol/json.h"

#include <algorithm>

namespace skillwake::client {
namespace {

constexpr std::size_t kMaxDepth = 200;
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

class TreeParser {
public:
    explicit TreeParser(std::string_view text) : text_(text) {}

    Result<std::optional<JsonNode>> parse() {
        if (!is_valid_utf8(text_)) {
            return Error(Errc::Invalid, "not UTF-8");
        }
        if (text_.starts_with(kByteOrderMark)) {
            at_ = kByteOrderMark.size();
        }
        skip();
        if (at_ == text_.size()) {
            return std::optional<JsonNode>();
        }
        auto root = value(0);
        if (!root) {
            return std::move(root).error();
        }
        skip();
        if (at_ != text_.size()) {
            return wrong("expected the end of the text");
        }
        return std::optional<JsonNode>(*std::move(root));
    }

private:
    Error wrong(std::string_view what) const {
        const auto line =
            1 + std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at_), '\n');
        return {Errc::Invalid, "line " + std::to_string(line) + ": " + std::string(what)};
    }

    void skip() { at_ = skip_blank(text_, at_); }
    bool sees(char c) const { return at_ < text_.size() && text_[at_] == c; }

    Result<JsonNode> value(std::size_t depth) {
        if (depth > kMaxDepth) {
            return wrong("nested too deeply");
        }
        if (sees('{')) {
            return container(JsonNode::Kind::Object, '}', depth);
        }
        if (sees('[')) {
            return container(JsonNode::Kind::Array, ']', depth);
        }
        return sees('"') ? string() : word();
    }

    Result<JsonNode> container(JsonNode::Kind kind, char closing, std::size_t depth) {
        JsonNode node;
        node.kind = kind;
        node.begin = at_++;
        for (skip(); !sees(closing); skip()) {
            if (!node.items.empty() && node.items.back().comma == kNowhere) {
                return wrong(std::string("expected ',' or '") + closing + "'");
            }
            auto next = item(kind, depth);
            if (!next) {
                return std::move(next).error();
            }
            node.items.push_back(*std::move(next));
        }
        node.end = ++at_;
        return node;
    }

    Result<JsonNode::Item> item(JsonNode::Kind kind, std::size_t depth) {
        JsonNode::Item item;
        item.begin = at_;
        if (kind == JsonNode::Kind::Object) {
            if (!sees('"')) {
                return wrong(at_ == text_.size() ? "the text ends inside an object"
                                                 : "expected a name in \"\"");
            }
            auto name = string();
            if (!name) {
                return std::move(name).error();
            }
            item.name = std::move(name->string);
            skip();
            if (!sees(':')) {
                return wrong("expected ':'");
            }
            ++at_;
            skip();
        }
        auto read = value(depth + 1);
        if (!read) {
            return std::move(read).error();
        }
        item.value = *std::move(read);
        skip();
        if (sees(',')) {
            item.comma = at_++;
        }
        return item;
    }

    Result<JsonNode> string() {
        const auto begin = at_;
        for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
            at_ += text_[at_] == '\\' ? 1 : 0;
        }
        if (at_ >= text_.size()) {
            at_ = begin;
            return wrong("a string does not end");
        }
        ++at_;
        return scalar(JsonNode::Kind::String, begin);
    }

    Result<JsonNode> word() {
        const auto begin = at_;
        while (at_ < text_.size() &&
               (is_alnum(text_[at_]) || std::string_view("+-.").find(text_[at_]) != std::string_view::npos)) {
            ++at_;
        }
        if (at_ == begin) {
            return wrong(at_ == text_.size() ? "the text ends too early" : "expected a value");
        }
        return scalar(JsonNode::Kind::Other, begin);
    }

    /// The JSON library is the judge of what lies between `begin` and here.
    Result<JsonNode> scalar(JsonNode::Kind kind, std::size_t begin) {
        JsonNode node;
        node.kind = kind;
        node.begin = begin;
        node.end = at_;
        const auto source = text_.substr(begin, at_ - begin);
        // Settings of hosts hold long histories: what needs no decoding is not parsed twice.
        const auto inside = source.substr(1, source.size() - 2);
        if (kind == JsonNode::Kind::String && std::none_of(inside.begin(), inside.end(), [](char c) {
                return c == '\\' || static_cast<unsigned char>(c) < 0x20;
            })) {
            node.string = inside;
            return node;
        }
        const auto read = parser_.parse(source);
        if (!read) {
            at_ = begin;
            return wrong(kind == JsonNode::Kind::String ? "not a JSON string" : "expected a value");
        }
        node.string = read->string().value_or("");
        return node;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    protocol::JsonParser parser_;
};

}  // namespace

std::size_t skip_blank(std::string_view text, std::size_t at) {
    while (at < text.size()) {
        if (is_space(text[at])) {
            ++at;
        } else if (text.substr(at, 2) == "//") {
            at = std::min(text.find('\n', at), text.size());
        } else if (text.substr(at, 2) == "/*") {
            const auto end = text.find("*/", at + 2);
            if (end == std::string_view::npos) {
                break;
            }
            at = end + 2;
        } else {
            break;
        }
    }
    return at;
}

std::optional<std::size_t> JsonNode::member_index(std::string_view name) const {
    if (kind != Kind::Object) {
        return std::nullopt;
    }
    for (auto at = items.size(); at > 0; --at) {
        if (items[at - 1].name == name) {
            return at - 1;
        }
    }
    return std::nullopt;
}

const JsonNode* JsonNode::member(std::string_view name) const {
    const auto index = member_index(name);
    return index ? &items[*index].value : nullptr;
}

Result<std::optional<JsonNode>> parse_json_tree(std::string_view text) {
    return TreeParser(text).parse();
}

}  // namespace skillwake::client
