#include "skill/front_matter.h"

#include "base/text.h"
#include "skill/front_matter_block.h"
#include "skill/toml_matter.h"

#include <algorithm>
#include <optional>

namespace skillwake::skill {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

using Block = FrontMatterBlock;

/// Whether a value is one list or mapping from its first character to its last: "[a, [b]]", not "[a] [b]".
bool is_one_flow(std::string_view value) {
    if (value.front() != '[' && value.front() != '{') {
        return false;
    }
    int depth = 0;
    char quote = 0;
    for (std::size_t at = 0; at < value.size(); ++at) {
        const char c = value[at];
        if (quote != 0) {
            quote = c == quote ? '\0' : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '[' || c == '{') {
            ++depth;
        } else if ((c == ']' || c == '}') && --depth == 0) {
            return at + 1 == value.size();
        }
    }
    return false;
}

bool needs_quotes(std::string_view value) {
    if (value.empty() || value.front() == '"' || value.front() == '\'' || value.front() == '|' ||
        value.front() == '>') {
        return false;
    }
    return !is_one_flow(value);
}

std::string quoted(std::string_view value) {
    std::string text = "'";
    for (const char c : value) {
        text.append(c == '\'' ? 2 : 1, c);
    }
    return text + "'";
}

/// The block with every plain one-line value quoted, tabs at line starts turned to blanks.
std::string with_values_quoted(std::string_view yaml) {
    std::string mended;
    for (const auto line : split_lines(yaml)) {
        const auto pair = key_line(line);
        if (pair && needs_quotes(pair->value)) {
            mended.append(pair->key).append(": ").append(quoted(pair->value));
        } else {
            const auto indent = line.find_first_not_of("\t ");
            mended.append(indent == std::string_view::npos ? 0 : indent, ' ');
            mended.append(indent == std::string_view::npos ? "" : line.substr(indent));
        }
        mended.push_back('\n');
    }
    return mended;
}

/// Of a value that is no YAML: its quotes, also one that is never closed, are not part of it.
std::string_view without_quotes(std::string_view value) {
    if (value.empty() || (value.front() != '"' && value.front() != '\'')) {
        return value;
    }
    const bool closed = value.size() > 1 && value.back() == value.front();
    return value.substr(1, value.size() - (closed ? 2 : 1));
}

/// Blanks before every line that is neither empty nor a comment.
std::size_t common_indent(std::string_view yaml) {
    auto common = yaml.size();
    for (const auto line : split_lines(yaml)) {
        const auto begin = line.find_first_not_of(' ');
        if (begin != std::string_view::npos && line[begin] != '#' && !trim(line).empty()) {
            common = std::min(common, begin);
        }
    }
    return common;
}

/// Keys then stand at the left edge, where repairs look for them.
std::string without_indent(std::string_view yaml, std::size_t indent) {
    std::string moved;
    for (const auto line : split_lines(yaml)) {
        const auto blanks = std::min(line.find_first_not_of(' '), line.size());
        moved.append(line.substr(std::min(blanks, indent))).push_back('\n');
    }
    return moved;
}

/// Last resort: whatever lines look like "key: value".
YamlNode scan_lines(std::string_view yaml, std::uint32_t first_line) {
    YamlNode root;
    root.kind = YamlNode::Kind::Mapping;
    root.line = first_line;
    auto number = first_line;
    for (const auto line : split_lines(yaml)) {
        if (const auto pair = key_line(line); pair && root.member(pair->key) == nullptr) {
            YamlNode value;
            value.kind = YamlNode::Kind::Scalar;
            value.text = without_quotes(pair->value);
            value.line = number;
            root.members.emplace_back(std::string(pair->key), std::move(value));
        }
        ++number;
    }
    return root;
}

/// The file's line `line`; empty: it is not in the block.
std::string_view line_of(const Block& block, std::uint32_t line) {
    const auto lines = split_lines(block.text);
    const auto at = line - block.first_line;
    return line >= block.first_line && at < lines.size() ? lines[at] : std::string_view();
}

/// Whether the file's line `line` is "globs: ...".
bool is_globs_line(const Block& block, std::uint32_t line) {
    const auto pair = key_line(line_of(block, line));
    return pair && pair->key == "globs";
}

bool is_tab_indented(const Block& block, std::uint32_t line) {
    const auto text = line_of(block, line);
    return text.substr(0, text.find_first_not_of("\t ")).find('\t') != std::string_view::npos;
}

/// A front matter right behind the first one, as tools leave it that put one of their own before it. What it
/// says must be a name or description: Markdown draws lines between fences, too. Its lines are the file's.
std::optional<Block> second_block(std::string_view body, std::uint32_t body_line) {
    auto block = find_front_matter(body);
    if (!block || !block->closed || block->toml || !block->remarks.empty()) {
        return std::nullopt;
    }
    const auto lines = split_lines(block->text);
    const bool names = std::any_of(lines.begin(), lines.end(), [](std::string_view line) {
        const auto pair = key_line(line);
        return pair && (pair->key == "name" || pair->key == "description");
    });
    block->first_line += body_line - 1;
    block->body_line += body_line - 1;
    return names ? block : std::nullopt;
}

class FrontMatterReader {
public:
    FrontMatterReader(std::string_view text, const std::string& path, MatterOf of)
        : text_(text), path_(path), of_(of) {}

    FrontMatter read() {
        const std::size_t mark = text_.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
        const auto block = find_front_matter(text_.substr(mark));
        if (!block) {
            matter_.body_offset = mark;
            if (of_ == MatterOf::Skill) {
                warn(1, "no front matter",
                     "begin the file with '---', 'name: ...', 'description: ...', '---'");
            }
            return std::move(matter_);
        }
        matter_.closed = block->closed;
        matter_.body_offset = mark + block->body_offset;
        matter_.body_line = block->body_line;
        if (!block->closed) {
            report(Severity::Error, block->first_line - 1, "front matter is never closed",
                   "add a line '---' behind its last key");
            return std::move(matter_);
        }
        for (const auto& remark : block->remarks) {
            warn(remark.line, std::string(remark.message), std::string(remark.fix));
        }
        const auto second = second_block(text_.substr(matter_.body_offset), matter_.body_line);
        if (second && trim(block->text).empty()) {
            warn(matter_.body_line - 1, "front matter is empty, and another one follows: that one counts",
                 "remove the empty one");
            matter_.body_offset += second->body_offset;
            matter_.body_line = second->body_line;
            read_text(*second);
            return std::move(matter_);
        }
        read_text(*block);
        if (second) {
            warn(second->first_line - 1, "front matter has several documents: the first one counts",
                 "remove this line, or what follows it");
        }
        return std::move(matter_);
    }

private:
    void report(Severity severity, std::uint32_t line, std::string message, std::string fix) {
        matter_.diagnostics.push_back({severity, path_, line, std::move(message), std::move(fix)});
    }
    void warn(std::uint32_t line, std::string message, std::string fix) {
        report(Severity::Warning, line, std::move(message), std::move(fix));
    }

    void read_text(Block block) {
        std::string kept;  // where the block's text is not the file's
        if (block.toml) {
            auto read = yaml_of_toml(block.text);
            for (const auto line : read.left_out) {
                warn(block.first_line + line, "front matter: this TOML is not read",
                     "write it as YAML, in '---'");
            }
            kept = std::move(read.yaml);
            block.text = kept;
        } else if (const auto indent = common_indent(block.text); indent > 0) {
            kept = without_indent(block.text, indent);
            block.text = kept;
        }
        read_block(block);
    }

    void read_block(const Block& block) {
        auto parsed = parse_yaml(block.text, block.first_line);
        if (const auto* failure = std::get_if<YamlFailure>(&parsed)) {
            repair(block, *failure);
            return;
        }
        take(std::get<YamlDocument>(std::move(parsed)), block.first_line);
        matter_.exact = matter_.root.kind == YamlNode::Kind::Mapping && block.remarks.empty();
    }

    void repair(const Block& block, const YamlFailure& failure) {
        auto mended = parse_yaml(with_values_quoted(block.text), block.first_line);
        auto* document = std::get_if<YamlDocument>(&mended);
        if (document != nullptr && document->root.kind == YamlNode::Kind::Mapping) {
            if (of_ == MatterOf::Rule && is_globs_line(block, failure.line)) {
                take(std::move(*document), block.first_line);
                return;
            }
            warn(failure.line, "front matter is not valid YAML: " + failure.message,
                 is_tab_indented(block, failure.line)
                     ? "indent with blanks: YAML takes no tabs"
                     : "put the value in quotes: it holds ': ' or begins with a special character");
            take(std::move(*document), block.first_line);
            return;
        }
        warn(failure.line, "front matter is not valid YAML: " + failure.message,
             "mend this line; until then only plain 'key: value' lines are read");
        matter_.root = scan_lines(block.text, block.first_line);
    }

    void take(YamlDocument document, std::uint32_t line) {
        for (const auto& [name, at] : document.duplicate_keys) {
            warn(at, "key '" + name + "' stands twice: the first one counts", "remove one of them");
        }
        for (const auto& remark : document.remarks) {
            warn(remark.line, "front matter is not valid YAML: " + std::string(remark.message),
                 std::string(remark.fix));
        }
        if (document.second_line != 0) {
            warn(document.second_line, "front matter has several documents: the first one counts",
                 "remove this line, or what follows it");
        }
        if (document.root.kind == YamlNode::Kind::Mapping) {
            matter_.root = std::move(document.root);
        } else if (document.root.kind != YamlNode::Kind::Null) {
            warn(line, "front matter is not a mapping of keys", "write 'name: ...' and 'description: ...'");
        }
    }

    std::string_view text_;
    const std::string& path_;
    MatterOf of_;
    FrontMatter matter_;
};

}  // namespace

FrontMatter read_front_matter(std::string_view text, const std::string& path, MatterOf of) {
    return FrontMatterReader(text, path, of).read();
}

}  // namespace skillwake::skill
