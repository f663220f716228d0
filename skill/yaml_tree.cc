#include "skill/yaml_tree.h"

#include <yaml.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <optional>

namespace skillwake::skill {
namespace {

std::string text_of(const yaml_char_t* bytes, std::size_t length) {
    return {reinterpret_cast<const char*>(bytes), length};
}

std::string text_of(const yaml_char_t* anchor) {
    return anchor == nullptr ? "" : reinterpret_cast<const char*>(anchor);
}

bool means_null(const std::string& plain) {
    return plain.empty() || plain == "~" || plain == "null" || plain == "Null" || plain == "NULL";
}

/// One event of libyaml's parser, freed at its end.
class YamlEvent {
public:
    YamlEvent() = default;
    YamlEvent(const YamlEvent&) = delete;
    YamlEvent& operator=(const YamlEvent&) = delete;
    ~YamlEvent() { yaml_event_delete(&event_); }

    bool read(yaml_parser_t& parser) { return yaml_parser_parse(&parser, &event_) != 0; }
    const yaml_event_t& operator*() const { return event_; }
    const yaml_event_t* operator->() const { return &event_; }

private:
    yaml_event_t event_{};
};

/// Builds the tree of one document from libyaml's events.
class YamlBuilder {
public:
    YamlBuilder(std::string_view text, std::uint32_t first_line)
        : text_(text), first_line_(first_line), remarks_(text, first_line) {
        yaml_parser_initialize(&parser_);
        yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
        yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()),
                                     text.size());
    }
    YamlBuilder(const YamlBuilder&) = delete;
    YamlBuilder& operator=(const YamlBuilder&) = delete;
    ~YamlBuilder() { yaml_parser_delete(&parser_); }

    std::variant<YamlDocument, YamlFailure> build() {
        bool ended = false;  // the first document
        for (;;) {
            YamlEvent event;
            const bool read = event.read(parser_);
            if (!read && !ended) {
                return parser_failure();
            }
            if (!read) {
                remarks_.behind_document(parser_failure().line);
            }
            if (!read || event->type == YAML_STREAM_END_EVENT) {
                document_.remarks = remarks_.take();
                return std::move(document_);
            }
            if (event->type == YAML_DOCUMENT_START_EVENT && ended && document_.second_line == 0) {
                document_.second_line = line_of(event->start_mark);
            }
            ended = ended || event->type == YAML_DOCUMENT_END_EVENT;
            const bool value =
                event->type != YAML_STREAM_START_EVENT && event->type != YAML_DOCUMENT_START_EVENT && !ended;
            if (!value) {
                continue;  // of later documents it is enough that they are YAML
            }
            auto root = node_of(*event, 0);
            if (!root) {
                return *failure_;
            }
            document_.root = *std::move(root);
        }
    }

private:
    std::uint32_t line_of(const yaml_mark_t& mark) const {
        return first_line_ + static_cast<std::uint32_t>(mark.line);
    }

    YamlFailure parser_failure() const {
        const std::string_view message = parser_.problem == nullptr ? "not YAML" : parser_.problem;
        if (message == "found unexpected end of stream" && parser_.context != nullptr) {
            return {line_of(parser_.context_mark), "a quote that is never closed"};
        }
        // What is missed at the end is told of a line that the text has.
        const auto last_line = line_of_byte(text_.size());
        const auto line = parser_.error == YAML_READER_ERROR ? line_of_byte(parser_.problem_offset)
                                                             : line_of(parser_.problem_mark);
        return {std::min(line, last_line), std::string(message)};
    }

    /// For what is wrong with the bytes themselves libyaml tells an offset, and no line.
    std::uint32_t line_of_byte(std::size_t offset) const {
        const auto before = text_.substr(0, offset);
        return first_line_ + static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n'));
    }

    static YamlRemarks::Span span_of(const yaml_mark_t& start, const yaml_mark_t& end) {
        return {start.line, start.column, end.line, end.column};
    }

    /// Where the values of one list or mapping stand, while they are read.
    class Within {
    public:
        Within(YamlBuilder& builder, const yaml_event_t& event, bool in_brackets)
            : builder_(builder),
              start_(event.start_mark),
              outer_indent_(builder.indent_),
              in_brackets_(in_brackets) {
            builder_.enclosing_ += in_brackets ? 1 : 0;
            builder_.indent_ = in_brackets ? outer_indent_ : static_cast<int>(start_.column);
        }
        Within(const Within&) = delete;
        Within& operator=(const Within&) = delete;
        ~Within() {
            builder_.indent_ = outer_indent_;
            builder_.enclosing_ -= in_brackets_ ? 1 : 0;
            if (in_brackets_ && !builder_.failure_) {
                const bool outermost = builder_.enclosing_ == 0;
                builder_.remarks_.enclosed(span_of(start_, builder_.end_), outermost ? outer_indent_ : -1);
            }
        }

    private:
        YamlBuilder& builder_;
        yaml_mark_t start_;
        int outer_indent_;
        bool in_brackets_;
    };

    std::nullopt_t fail(const yaml_event_t& event, std::string message) {
        failure_ = {line_of(event.start_mark), std::move(message)};
        return std::nullopt;
    }

    std::optional<YamlNode> next_node(std::size_t depth, yaml_event_type_t end, bool& ended) {
        YamlEvent event;
        if (!event.read(parser_)) {
            failure_ = parser_failure();
            return std::nullopt;
        }
        ended = event->type == end;
        end_ = ended ? event->end_mark : end_;
        return ended ? std::optional<YamlNode>(YamlNode{}) : node_of(*event, depth);
    }

    std::optional<YamlNode> node_of(const yaml_event_t& event, std::size_t depth) {
        if (depth > kMaxYamlDepth) {
            return fail(event, "nested more than " + std::to_string(kMaxYamlDepth) + " deep");
        }
        if (++nodes_ > kMaxYamlNodes) {
            return fail(event, "more than " + std::to_string(kMaxYamlNodes) + " values");
        }
        switch (event.type) {
            case YAML_SCALAR_EVENT:
                return anchored(text_of(event.data.scalar.anchor), scalar(event));
            case YAML_SEQUENCE_START_EVENT:
                return sequence(event, depth);
            case YAML_MAPPING_START_EVENT:
                return mapping(event, depth);
            case YAML_ALIAS_EVENT:
                return alias(event);
            default:
                return fail(event, "unexpected end");
        }
    }

    YamlNode scalar(const yaml_event_t& event) {
        const auto& data = event.data.scalar;
        YamlNode node;
        node.text = text_of(data.value, data.length);
        node.line = line_of(event.start_mark);
        const bool plain = data.style == YAML_PLAIN_SCALAR_STYLE;
        node.plain = plain && data.plain_implicit != 0;
        node.kind = plain && means_null(node.text) ? YamlNode::Kind::Null : YamlNode::Kind::Scalar;
        if (data.style == YAML_LITERAL_SCALAR_STYLE || data.style == YAML_FOLDED_SCALAR_STYLE) {
            remarks_.block_text(span_of(event.start_mark, event.end_mark), indent_);
        } else if (!plain) {
            remarks_.enclosed(span_of(event.start_mark, event.end_mark), enclosing_ == 0 ? indent_ : -1);
        }
        return node;
    }

    std::optional<YamlNode> sequence(const yaml_event_t& event, std::size_t depth) {
        const auto anchor = text_of(event.data.sequence_start.anchor);
        YamlNode node;
        node.kind = YamlNode::Kind::Sequence;
        node.line = line_of(event.start_mark);
        const Within within(*this, event, event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE);
        for (;;) {
            bool ended = false;
            auto item = next_node(depth + 1, YAML_SEQUENCE_END_EVENT, ended);
            if (!item) {
                return std::nullopt;
            }
            if (ended) {
                return anchored(anchor, std::move(node));
            }
            node.items.push_back(*std::move(item));
        }
    }

    std::optional<YamlNode> mapping(const yaml_event_t& event, std::size_t depth) {
        const auto anchor = text_of(event.data.mapping_start.anchor);
        YamlNode node;
        node.kind = YamlNode::Kind::Mapping;
        node.line = line_of(event.start_mark);
        const Within within(*this, event, event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE);
        for (;;) {
            bool ended = false;
            auto key = next_node(depth + 1, YAML_MAPPING_END_EVENT, ended);
            if (!key) {
                return std::nullopt;
            }
            if (ended) {
                return anchored(anchor, std::move(node));
            }
            auto value = next_node(depth + 1, YAML_NO_EVENT, ended);
            if (!value) {
                return std::nullopt;
            }
            add_member(node, *std::move(key), *std::move(value));
        }
    }

    void add_member(YamlNode& mapping, YamlNode key, YamlNode value) {
        auto name = key.kind == YamlNode::Kind::Scalar ? key.text : key.display();
        if (mapping.member(name) != nullptr) {
            document_.duplicate_keys.emplace_back(std::move(name), key.line);
            return;
        }
        mapping.members.emplace_back(std::move(name), std::move(value));
    }

    std::optional<YamlNode> alias(const yaml_event_t& event) {
        const auto found = anchors_.find(text_of(event.data.alias.anchor));
        if (found == anchors_.end()) {
            return fail(event, "unknown alias '*" + text_of(event.data.alias.anchor) + "'");
        }
        nodes_ += found->second.second;
        if (nodes_ > kMaxYamlNodes) {
            return fail(event, "more than " + std::to_string(kMaxYamlNodes) + " values, by aliases");
        }
        return found->second.first;
    }

    std::optional<YamlNode> anchored(const std::string& anchor, YamlNode node) {
        if (!anchor.empty()) {
            anchors_[anchor] = {node, count(node)};
        }
        return node;
    }

    static std::size_t count(const YamlNode& node) {
        std::size_t nodes = 1;
        for (const auto& item : node.items) {
            nodes += count(item);
        }
        for (const auto& [name, value] : node.members) {
            nodes += count(value);
        }
        return nodes;
    }

    yaml_parser_t parser_{};
    std::string_view text_;
    std::uint32_t first_line_;
    YamlDocument document_;
    YamlRemarks remarks_;
    int indent_ = -1;    ///< column of the innermost block
    int enclosing_ = 0;  ///< brackets that are open
    yaml_mark_t end_{};  ///< of the list or mapping that ended last
    std::optional<YamlFailure> failure_;
    std::map<std::string, std::pair<YamlNode, std::size_t>> anchors_;
    std::size_t nodes_ = 0;
};

}  // namespace

YamlNode::YamlNode() = default;
YamlNode::YamlNode(const YamlNode& other) = default;
YamlNode::YamlNode(YamlNode&& other) noexcept = default;
YamlNode& YamlNode::operator=(const YamlNode& other) = default;
YamlNode& YamlNode::operator=(YamlNode&& other) noexcept = default;
YamlNode::~YamlNode() = default;

const YamlNode* YamlNode::member(std::string_view name) const {
    const auto found =
        std::find_if(members.begin(), members.end(), [&](const auto& entry) { return entry.first == name; });
    return found == members.end() ? nullptr : &found->second;
}

std::vector<std::pair<std::string, std::uint32_t>> YamlNode::scalars() const {
    std::vector<std::pair<std::string, std::uint32_t>> found;
    if (kind == Kind::Scalar) {
        found.emplace_back(text, line);
    }
    for (const auto& item : items) {
        if (item.kind == Kind::Scalar) {
            found.emplace_back(item.text, item.line);
        }
    }
    return found;
}

std::string YamlNode::display() const {
    std::string shown = text;
    for (const auto& item : items) {
        shown.append(shown.empty() ? "" : ", ").append(item.display());
    }
    for (const auto& [name, value] : members) {
        shown.append(shown.empty() ? "{" : ", ").append(name).append(": ").append(value.display());
    }
    return members.empty() ? shown : shown + "}";
}

std::variant<YamlDocument, YamlFailure> parse_yaml(std::string_view text, std::uint32_t first_line) {
    return YamlBuilder(text, first_line).build();
}

}  // namespace skillwake::skill
