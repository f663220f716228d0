#include "matcher/prompt_reading.h"

#include "base/text.h"
#include "matcher/negation.h"

#include <algorithm>

namespace skillwake::matcher {
namespace {

bool is_wish(Region region) {
    return region == Region::Prose || region == Region::Quoted || region == Region::InlineCode;
}

/// Whether the mark at `at` closes something: white space follows, behind quotes and brackets; in
/// "time.sleep" or "std::move" it does not.
bool stands_at_end(std::string_view between, std::size_t at) {
    const auto next = between.find_first_not_of("\"')]*_`.!?", at + 1);
    return next != std::string_view::npos && is_space(between[next]);
}

/// Whether a sentence ends in the text between two words.
bool ends_sentence(std::string_view between) {
    if (between == " ") {
        return false;
    }
    for (std::size_t i = 0; i < between.size(); ++i) {
        const char c = between[i];
        if (c == '\n' || ((c == '.' || c == '!' || c == '?' || c == ';') && stands_at_end(between, i))) {
            return true;
        }
    }
    constexpr std::string_view kFullWidth[] = {"\u3002", "\uFF01", "\uFF1F"};
    return std::any_of(std::begin(kFullWidth), std::end(kFullWidth),
                       [&](std::string_view mark) { return between.find(mark) != std::string_view::npos; });
}

bool ends_clause(std::string_view between) {
    if (between == " ") {
        return false;
    }
    for (std::size_t i = 0; i < between.size(); ++i) {
        const char c = between[i];
        const bool always = c == ',' || c == ';' || c == '(' || c == ')' || c == '\n';
        if (always || ((c == '.' || c == ':' || c == '!' || c == '?') && stands_at_end(between, i))) {
            return true;
        }
    }
    return false;
}

class PromptReader {
public:
    explicit PromptReader(std::string_view prompt) { reading_.prompt = prompt; }

    PromptReading read() {
        reading_.regions = read_regions(reading_.prompt);
        reading_.words = read_words(reading_.prompt);
        place_words();
        read_wishes();
        read_spans();
        reading_.mentions = find_mentions(reading_.prompt, reading_.regions);
        leave_out_mentions();
        reading_.talks_about_skills = is_talk_about_skills(reading_.words);
        return std::move(reading_);
    }

private:
    void place_words() {
        auto region = reading_.regions.begin();
        std::uint32_t sentence = 0;
        std::size_t previous_end = 0;
        reading_.places.reserve(reading_.words.size());
        clause_ends_.reserve(reading_.words.size());
        for (const auto& word : reading_.words) {
            while (region != reading_.regions.end() && region->end <= word.begin) {
                ++region;
            }
            const auto between = reading_.prompt.substr(
                previous_end, std::max<std::size_t>(word.begin, previous_end) - previous_end);
            if (previous_end > 0 && ends_sentence(between)) {
                ++sentence;
            }
            if (!reading_.places.empty()) {
                clause_ends_.push_back(ends_clause(between));
            }
            previous_end = word.end;
            reading_.places.push_back(
                {region == reading_.regions.end() ? Region::Prose : region->region, sentence, false});
        }
        clause_ends_.resize(reading_.words.size(), true);
    }

    /// What prose says about its words: what is not wanted, which language is meant.
    void read_wishes() {
        const auto negated = find_negated(reading_.words, clause_ends_);
        for (std::size_t i = 0; i < reading_.words.size(); ++i) {
            auto& place = reading_.places[i];
            place.negated = negated[i] && is_wish(place.region);
            if (place.negated || !is_wish(place.region)) {
                continue;
            }
            const auto* language = language_at(i);
            auto& known = reading_.languages;
            if (language != nullptr && std::find(known.begin(), known.end(), language) == known.end()) {
                known.push_back(language);
            }
        }
    }

    /// A mention means the skill of that name; its words are no wish beside it, least of all when there is no
    /// such skill. A `#name` is mostly something else.
    void leave_out_mentions() {
        for (const auto& mention : reading_.mentions) {
            for (std::size_t i = 0; i < reading_.words.size(); ++i) {
                const auto& word = reading_.words[i];
                if (mention.sign == '@' && word.begin >= mention.begin && word.end <= mention.end) {
                    reading_.places[i].negated = true;
                }
            }
        }
    }

    /// "Node.js" is read as two words, and means "nodejs".
    const Language* language_at(std::size_t i) const {
        const auto& words = reading_.words;
        const bool joined =
            i + 1 < words.size() && words[i + 1].text == "js" && words[i + 1].begin <= words[i].end + 1;
        return joined ? language_spoken(words[i].text + "js") : language_spoken(words[i].text);
    }

    void read_spans() {
        reading_.prose = std::string(reading_.prompt);
        for (const auto& span : reading_.regions) {
            const auto text = reading_.prompt.substr(span.begin, span.end - span.begin);
            if (span.region == Region::Path) {
                reading_.paths.push_back(text);
            } else if (span.region == Region::FencedCode) {
                add_code(text);
            }
            if (!is_wish(span.region) && span.region != Region::Path) {
                std::replace_if(
                    reading_.prose.begin() + static_cast<std::ptrdiff_t>(span.begin),
                    reading_.prose.begin() + static_cast<std::ptrdiff_t>(span.end),
                    [](char c) { return c != '\n'; }, ' ');
            }
        }
    }

    void add_code(std::string_view block) {
        const auto line_end = std::min(block.find('\n'), block.size());
        auto info = trim(block.substr(0, line_end));
        info.remove_prefix(std::min(info.find_first_not_of("`~"), info.size()));
        const auto tag = fold_ascii(info.substr(0, info.find_first_of(" \t{")));
        auto code = block.substr(std::min(line_end + 1, block.size()));
        const auto close = code.rfind(block.substr(block.find_first_not_of(" \t"), 3));
        reading_.code.push_back({language_of_fence(tag), code.substr(0, close)});
    }

    PromptReading reading_;
    std::vector<bool> clause_ends_;
};

}  // namespace

Region PromptReading::region_at(std::size_t byte) const {
    const auto after = std::upper_bound(regions.begin(), regions.end(), byte,
                                        [](std::size_t at, const RegionSpan& span) { return at < span.end; });
    return after == regions.end() ? Region::Prose : after->region;
}

std::uint32_t PromptReading::sentence_at(std::size_t byte) const {
    const auto word = std::lower_bound(words.begin(), words.end(), byte,
                                       [](const Word& known, std::size_t at) { return known.end <= at; });
    if (words.empty()) {
        return 0;
    }
    return places[word == words.end() ? words.size() - 1 : static_cast<std::size_t>(word - words.begin())]
        .sentence;
}

PromptReading read_prompt(std::string_view prompt) {
    if (prompt.empty()) {
        return {};  // of most events, which are of files and tools
    }
    return PromptReader(prompt).read();
}

}  // namespace skillwake::matcher
