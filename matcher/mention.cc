#include "matcher/mention.h"

#include "base/text.h"
#include "base/utf8.h"

#include <algorithm>

namespace skillwake::matcher {
namespace {

bool is_name_char(char c) {
    return is_alnum(c) || c == '-' || c == '_' || c == ':' || c == '.';
}

/// Characters behind which a mention may stand, beside white space: brackets, quotes, CJK.
bool opens_mention(char32_t code) {
    constexpr std::u32string_view kOpening =
        U"([{<\"'`\u201C\u2018\u00AB\u300C\u300E\uFF08\u3001\u3002\uFF0C\uFF1A,;";
    return kOpening.find(code) != std::u32string_view::npos || (code >= 0x3040 && code <= 0x9FFF) ||
           (code >= 0xAC00 && code <= 0xD7AF);
}

char32_t char_before(std::string_view text, std::size_t at) {
    auto begin = at - 1;
    while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80U) {
        --begin;
    }
    return decode_utf8(text, begin).code;
}

bool may_stand_here(std::string_view prompt, std::size_t at) {
    return at == 0 || is_space(prompt[at - 1]) || opens_mention(char_before(prompt, at));
}

/// The name behind the sign at `at`: up to the first character that no name has, without punctuation at its
/// end.
std::string_view name_behind(std::string_view prompt, std::size_t at) {
    auto end = at + 1;
    while (end < prompt.size() && is_name_char(prompt[end])) {
        ++end;
    }
    while (end > at + 1 && !is_alnum(prompt[end - 1])) {
        --end;
    }
    return prompt.substr(at + 1, end - at - 1);
}

bool is_path_or_package(std::string_view prompt, std::size_t end, std::string_view name) {
    const bool slash_follows = end < prompt.size() && (prompt[end] == '/' || prompt[end] == '\\');
    return slash_follows || name.find('.') != std::string_view::npos;
}

/// "@app.route(...)" or "@property" alone at the start of a line of inline code.
bool is_decorator(std::string_view prompt, std::size_t at, Region region) {
    const bool code = region == Region::InlineCode || region == Region::Diff;
    const bool line_start =
        at == 0 || prompt[at - 1] == '\n' || prompt[at - 1] == '`' || prompt[at - 1] == '+';
    return code && line_start;
}

bool holds_mentions(Region region) {
    return region != Region::FencedCode && region != Region::Url && region != Region::Reminder &&
           region != Region::Diff && region != Region::Log;
}

bool is_number(std::string_view name) {
    return std::all_of(name.begin(), name.end(), is_digit);
}

void append_mentions(std::vector<Mention>& mentions, std::string_view prompt, const RegionSpan& span,
                     char sign) {
    const auto text = prompt.substr(0, span.end);
    for (auto at = text.find(sign, span.begin); at < span.end; at = text.find(sign, at + 1)) {
        const auto name = name_behind(prompt, at);
        const auto end = at + 1 + name.size();
        if (name.empty() || !may_stand_here(prompt, at) || is_path_or_package(prompt, end, name) ||
            is_decorator(prompt, at, span.region) || (sign == '#' && is_number(name))) {
            continue;
        }
        auto folded = fold_ascii(name);
        std::size_t of_sign = 0;
        bool known = false;
        for (const auto& mention : mentions) {
            of_sign += mention.sign == sign ? 1 : 0;
            known = known || (mention.sign == sign && mention.name == folded);
        }
        if (!known && of_sign < kMaxMentions) {
            mentions.push_back(
                {std::move(folded), static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end), sign});
        }
    }
}

}  // namespace

std::vector<Mention> find_mentions(std::string_view prompt, const std::vector<RegionSpan>& regions) {
    std::vector<Mention> mentions;
    for (const char sign : {'@', '#'}) {
        for (const auto& span : regions) {
            if (holds_mentions(span.region)) {
                append_mentions(mentions, prompt, span, sign);
            }
        }
    }
    return mentions;
}

}  // namespace skillwake::matcher
