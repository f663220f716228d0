#include "client/mcp/skill_listing.h"

#include "base/text.h"

#include <algorithm>

namespace skillwake::client::mcp {
namespace {

constexpr std::string_view kCut = "...";
constexpr std::size_t kLongestDescription = 1'536;
/// Below this a description says nothing.
constexpr std::size_t kShortestDescription = 24;
/// For the last line.
constexpr std::size_t kRest = 160;

std::string unbroken(const std::string& text) {
    std::string line;
    for (const char c : trim(text)) {
        const bool blank = is_space(c) || static_cast<unsigned char>(c) < 0x20;
        if (!blank) {
            line.push_back(c);
        } else if (!line.empty() && line.back() != ' ') {
            line.push_back(' ');
        }
    }
    return line;
}

struct Line {
    std::string name;
    std::string description;

    std::size_t bytes(std::size_t longest) const {
        const auto described = std::min(description.size(), longest);
        return name.size() + std::string_view("- \n").size() + (described == 0 ? 0 : described + 2);
    }
};

std::size_t bytes_of(const std::vector<Line>& lines, std::size_t longest) {
    std::size_t bytes = 0;
    for (const auto& line : lines) {
        bytes += line.bytes(longest);
    }
    return bytes;
}

/// The greatest length of descriptions with which all lines fit; 0: none does.
std::size_t fitting_length(const std::vector<Line>& lines, std::size_t max_bytes) {
    std::size_t fits = 0;
    std::size_t too_long = kLongestDescription + 1;
    while (fits + 1 < too_long) {
        const auto middle = (fits + too_long) / 2;
        (bytes_of(lines, middle) <= max_bytes ? fits : too_long) = middle;
    }
    return fits < kShortestDescription ? 0 : fits;
}

std::string cut(const std::string& line, std::size_t max_bytes) {
    if (line.size() <= max_bytes) {
        return line;
    }
    auto end = max_bytes - std::min(max_bytes, kCut.size());
    while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) {
        --end;
    }
    return std::string(trim(std::string_view(line).substr(0, end))) + std::string(kCut);
}

}  // namespace

std::string one_line(const std::string& text, std::size_t max_bytes) {
    return cut(unbroken(text), max_bytes);
}

std::string skill_listing(const std::vector<protocol::SkillSummary>& skills, std::size_t max_bytes) {
    std::vector<Line> lines;
    for (const auto& skill : skills) {
        if (skill.automatic) {
            lines.push_back({unbroken(skill.qualified_name), unbroken(skill.description)});
        }
    }
    const auto room = max_bytes - std::min(max_bytes, kRest);
    const auto longest = fitting_length(lines, room);
    std::string listing;
    std::size_t told = 0;
    bool shortened = false;
    for (const auto& line : lines) {
        if (listing.size() + line.bytes(longest) > room) {
            break;
        }
        ++told;
        listing.append("- ").append(line.name);
        if (longest > 0 && !line.description.empty()) {
            listing.append(": ").append(cut(line.description, longest));
        }
        shortened |= line.description.size() > longest;
        listing.push_back('\n');
    }
    if (told < lines.size()) {
        listing.append("(" + std::to_string(lines.size() - told) +
                       " more are not named here: search_skills finds them by task, list_skills names all, "
                       "with descriptions.)\n");
    } else if (shortened && longest == 0) {
        listing.append(
            "(No room for descriptions: search_skills finds skills by task, list_skills has all.)\n");
    } else if (shortened) {
        listing.append("(Some descriptions are shortened: list_skills has them in full.)\n");
    }
    return listing;
}

}  // namespace skillwake::client::mcp
