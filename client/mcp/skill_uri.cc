#include "client/mcp/skill_uri.h"

#include "base/text.h"
#include "base/utf8.h"

#include <charconv>

namespace skillwake::client::mcp {
namespace {

constexpr std::string_view kScheme = "skill://";
constexpr std::string_view kFileScheme = "file://";

/// RFC 3986: these mean themselves everywhere.
bool is_unreserved(char c) {
    return is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

std::optional<std::string> percent_decoded(std::string_view text) {
    std::string decoded;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '%') {
            decoded.push_back(text[at]);
            continue;
        }
        const auto digits = text.substr(at + 1, 2);
        unsigned value = 0;
        const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
        if (failed != std::errc() || digits.size() != 2 || end != digits.data() + 2 || value == 0) {
            return std::nullopt;
        }
        decoded.push_back(static_cast<char>(value));
        at += 2;
    }
    return is_valid_utf8(decoded) ? std::optional(decoded) : std::nullopt;
}

}  // namespace

std::string percent_encoded(std::string_view segment) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : segment) {
        if (is_unreserved(c)) {
            encoded.push_back(c);
        } else {
            const auto byte = static_cast<unsigned char>(c);
            encoded.append({'%', kDigits[byte >> 4U], kDigits[byte & 15U]});
        }
    }
    return encoded;
}

std::string uri_path(const protocol::SkillSummary& skill) {
    const auto& qualified = skill.qualified_name;
    const auto own = skill.name.size() + 1;  // with the colon before it
    if (qualified.size() <= own) {
        return percent_encoded(skill.name);
    }
    return percent_encoded(qualified.substr(0, qualified.size() - own)) + "/" + percent_encoded(skill.name);
}

std::string skill_uri(std::string_view encoded_path, std::string_view file) {
    std::string uri(kScheme);
    uri.append(encoded_path);
    for (const auto part : split(file, '/')) {
        if (!part.empty()) {
            uri.append("/").append(percent_encoded(part));
        }
    }
    return uri;
}

std::optional<std::vector<std::string>> segments_of(std::string_view uri) {
    if (!uri.starts_with(kScheme)) {
        return std::nullopt;
    }
    std::vector<std::string> segments;
    for (const auto part : split(uri.substr(kScheme.size()), '/')) {
        auto segment = percent_decoded(part);
        if (!segment || segment->empty() || *segment == "." || *segment == ".." ||
            segment->find('/') != std::string::npos) {
            return std::nullopt;
        }
        segments.push_back(*std::move(segment));
    }
    return segments;
}

std::optional<std::string> path_of_file_uri(std::string_view uri) {
    if (!uri.starts_with(kFileScheme)) {
        return std::nullopt;
    }
    auto rest = uri.substr(kFileScheme.size());
    if (rest.starts_with("localhost/")) {
        rest.remove_prefix(std::string_view("localhost").size());
    }
    return rest.starts_with('/') ? percent_decoded(rest) : std::nullopt;
}

}  // namespace skillwake::client::mcp
