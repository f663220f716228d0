#include "daemon/front_matter_json.h"

#include "base/text.h"
#include "protocol/message.h"
#include "skill/front_matter.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace skillwake::daemon {
namespace {

bool one_of(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), text) != words.end();
}

bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

std::string_view without_sign(std::string_view text) {
    return !text.empty() && (text.front() == '-' || text.front() == '+') ? text.substr(1) : text;
}

/// `digits` of `base`; nullopt: they are none, or need more than 64 bits.
std::optional<std::uint64_t> whole_number(std::string_view digits, int base) {
    std::uint64_t value = 0;
    const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
    return failed == std::errc() && end == digits.data() + digits.size() ? std::optional(value)
                                                                         : std::nullopt;
}

/// [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
bool is_float(std::string_view text) {
    text = without_sign(text);
    if (const auto exponent = text.find_first_of("eE"); exponent != std::string_view::npos) {
        if (!all_digits(without_sign(text.substr(exponent + 1)))) {
            return false;
        }
        text = text.substr(0, exponent);
    }
    const auto dot = text.find('.');
    if (dot == std::string_view::npos) {
        return all_digits(text);
    }
    const auto before = text.substr(0, dot);
    const auto behind = text.substr(dot + 1);
    return before.empty() ? all_digits(behind) : all_digits(before) && (behind.empty() || all_digits(behind));
}

/// Whether `text` was a number, and is written.
bool append_number_of(std::string& out, std::string_view text) {
    if (text.starts_with("0x") || text.starts_with("0o")) {
        const auto value = whole_number(text.substr(2), text[1] == 'x' ? 16 : 8);
        if (value) {
            protocol::append_json(out, *value);
        }
        return value.has_value();
    }
    if (!is_float(text)) {
        return false;
    }
    const auto digits = without_sign(text);
    if (const auto value = whole_number(digits, 10)) {
        out.append(text.front() == '-' && *value != 0 ? "-" : "");
        protocol::append_json(out, *value);
        return true;
    }
    double value = 0;
    const auto* const end = digits.data() + digits.size();
    if (const auto read = std::from_chars(digits.data(), end, value);
        read.ec != std::errc() || !std::isfinite(value)) {
        return false;
    }
    std::array<char, 40> shortest{};
    out.append(text.front() == '-' ? "-" : "");
    out.append(shortest.data(), std::to_chars(shortest.data(), shortest.data() + shortest.size(), value).ptr);
    return true;
}

void append_scalar(std::string& out, const skill::YamlNode& node) {
    if (node.plain && one_of(node.text, {"true", "True", "TRUE"})) {
        out.append("true");
    } else if (node.plain && one_of(node.text, {"false", "False", "FALSE"})) {
        out.append("false");
    } else if (!node.plain || !append_number_of(out, node.text)) {
        protocol::append_json_string(out, node.text);
    }
}

void append_node(std::string& out, const skill::YamlNode& node) {
    switch (node.kind) {
        case skill::YamlNode::Kind::Null:
            out.append("null");
            break;
        case skill::YamlNode::Kind::Scalar:
            append_scalar(out, node);
            break;
        case skill::YamlNode::Kind::Sequence:
            out.push_back('[');
            for (const auto& item : node.items) {
                out.append(&item == node.items.data() ? "" : ",");
                append_node(out, item);
            }
            out.push_back(']');
            break;
        case skill::YamlNode::Kind::Mapping:
            out.push_back('{');
            for (const auto& member : node.members) {
                out.append(&member == node.members.data() ? "" : ",");
                protocol::append_json_string(out, member.first);
                out.push_back(':');
                append_node(out, member.second);
            }
            out.push_back('}');
            break;
    }
}

}  // namespace

std::optional<protocol::RawJson> front_matter_json(const skill::Skill& skill) {
    const auto matter = skill::read_front_matter(skill.text, skill.file.string());
    if (!matter.exact) {
        return std::nullopt;
    }
    protocol::RawJson json;
    append_node(json.text, matter.root);
    return json;
}

}  // namespace skillwake::daemon
