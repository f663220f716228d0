#include "matcher/lexical/description.h"

#include "base/text.h"
#include "base/utf8.h"

#include <re2/re2.h>

#include <algorithm>

namespace skillwake::matcher::lexical {
namespace {

/// Where a sentence turns to what the skill is not for.
const RE2& negative_turn() {
    static const RE2 kPattern(
        R"((?i)(?:\b(?:do not|don't|does not|not|never)\s+(?:use|trigger|activate|invoke|apply|load|intended|meant|needed)?\s*)"
        R"((?:this skill\s*)?(?:it\s*)?(?:for|when|if|on|to|with)\b|\bdo not use\b|\bskip (?:for|when|if|it)\b|)"
        R"(\bavoid (?:for|when|using)\b|\bnot (?:for|when)\b|\bout of scope\b|\bexcludes?\b|\brather than\b|\binstead of\b|)"
        R"(\buse [\w:-]+ instead\b|\bdefer to\b|\bfor [^.;]{3,120}?,? (?:see|use|try|prefer) [\w:-]+|; not [\w]))");
    return kPattern;
}

/// Words that begin a new sentence even without a full stop before them.
const RE2& loud_start() {
    static const RE2 kPattern(R"(\b(?:DO NOT|Do NOT|Do not|Don't|NOT FOR|Not for|INVOKES|FOR SINGLE)\b)");
    return kPattern;
}

re2::StringPiece piece(std::string_view text) {
    return {text.data(), text.size()};
}

bool ends_sentence(char c) {
    return c == '.' || c == ';' || c == '!' || c == '?' || c == '\n';
}

std::vector<std::size_t> sentence_starts(std::string_view text) {
    std::vector<std::size_t> starts;
    for (std::size_t at = 1; at < text.size(); ++at) {
        if (is_space(text[at]) && ends_sentence(text[at - 1])) {
            starts.push_back(at);
        }
    }
    re2::StringPiece match;
    std::size_t from = 0;
    while (loud_start().Match(piece(text), from, text.size(), RE2::UNANCHORED, &match, 1)) {
        const auto begin = static_cast<std::size_t>(match.data() - text.data());
        starts.push_back(begin);
        from = begin + match.size();
    }
    std::sort(starts.begin(), starts.end());
    return starts;
}

struct QuoteRule {
    std::string_view open;
    std::string_view close;
    std::size_t shortest;
    std::size_t longest;
};

constexpr QuoteRule kQuotes[] = {
    {"\"", "\"", 2, 80}, {"\u201C", "\u201D", 2, 80}, {"'", "'", 4, 80}, {"`", "`", 2, 60}};

bool single_quote_stands(std::string_view text, std::size_t begin, std::size_t end) {
    const bool opens = begin == 0 || !is_alpha(text[begin - 1]);
    const bool closes =
        end >= text.size() || std::string_view(",.;:) \t\n\r").find(text[end]) != std::string_view::npos;
    return opens && closes;
}

/// The end of the quotation that begins at `at`, behind its closing mark; 0: none begins there.
std::size_t quote_end(std::string_view text, std::size_t at, const QuoteRule& rule) {
    if (text.substr(at, rule.open.size()) != rule.open) {
        return 0;
    }
    const auto begin = at + rule.open.size();
    const auto close = text.substr(0, begin + rule.longest + rule.close.size()).find(rule.close, begin);
    if (close == std::string_view::npos || close - begin < rule.shortest) {
        return 0;
    }
    const auto end = close + rule.close.size();
    return rule.open == "'" && !single_quote_stands(text, at, end) ? 0 : end;
}

std::vector<std::string> find_quoted(std::string_view text) {
    std::vector<std::string> quoted;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = 0;
        for (const auto& rule : kQuotes) {
            end = quote_end(text, at, rule);
            if (end > 0) {
                const auto begin = at + rule.open.size();
                quoted.emplace_back(text.substr(begin, end - rule.close.size() - begin));
                break;
            }
        }
        at = end > 0 ? end : at + 1;
    }
    return quoted;
}

}  // namespace

std::vector<std::string_view> read_sentences(std::string_view text) {
    std::vector<std::string_view> sentences;
    const auto add = [&](std::string_view piece) {
        if (!trim(piece).empty()) {
            sentences.push_back(piece);
        }
    };
    std::size_t begin = 0;
    for (std::size_t at = 1; at < text.size(); ++at) {
        const bool ends = ends_sentence(text[at - 1]) && text[at - 1] != ';';
        if (ends && is_space(text[at])) {
            add(text.substr(begin, at - begin));
            begin = at;
        }
    }
    add(text.substr(begin));
    return sentences;
}

Description read_description(std::string_view text) {
    Description description;
    std::size_t begin = 0;
    auto starts = sentence_starts(text);
    starts.push_back(text.size());
    for (const auto end : starts) {
        const auto sentence = text.substr(begin, end - begin);
        begin = end;
        re2::StringPiece match;
        if (!negative_turn().Match(piece(sentence), 0, sentence.size(), RE2::UNANCHORED, &match, 1)) {
            description.positive.append(sentence).push_back(' ');
            continue;
        }
        const auto turn = static_cast<std::size_t>(match.data() - sentence.data());
        description.positive.append(sentence.substr(0, turn)).push_back(' ');
        description.negative.emplace_back(sentence.substr(turn));
    }
    description.quoted = find_quoted(description.positive);
    return description;
}

}  // namespace skillwake::matcher::lexical
