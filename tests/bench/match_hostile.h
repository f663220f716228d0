#pragma once

#include "tests/bench/match_world.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace skillwake::bench {

/// Prompts of 1 MB that are made to cost much, each with what it is: no event, whatever it holds, may cost
/// more than the documented limit.
inline std::vector<std::pair<std::string, std::string>> hostile_prompts(const World& world,
                                                                        std::size_t bytes = 1U << 20U) {
    std::vector<std::pair<std::string, std::string>> prompts;
    const auto repeat = [&](std::string name, const std::string& unit) {
        std::string text;
        while (text.size() < bytes) {
            text += unit;
        }
        prompts.emplace_back(std::move(name), std::move(text));
    };
    std::string popular;
    for (std::size_t i = 0; i < 2'000 && i < world.words().size(); ++i) {
        popular += world.words()[i] + " ";
    }
    std::string unique;
    for (std::size_t i = 0; unique.size() < bytes; ++i) {
        unique += "x" + std::to_string(i * 2'654'435'761U % 1'000'000'007U) + " ";
    }
    std::string many;
    for (std::size_t i = 0; many.size() < bytes; ++i) {
        many += world.words()[i % world.words().size()] + (i % 12 == 11 ? ".\n" : " ");
    }
    repeat("one line of one letter", "a");
    repeat("one line of slashes", "a/b/");
    repeat("every popular word", popular);
    repeat("popular words and other letters", popular + "\u00E9\u017F ");
    repeat("popular words and bytes that are no text", popular + "\xFF ");
    prompts.emplace_back("unique words", std::move(unique));
    prompts.emplace_back("all words in sentences", std::move(many));
    repeat("line ends", "\n");
    repeat("backticks", "` ");
    repeat("quotes", "\" 'a ");
    repeat("open elements", "<a ");
    repeat("open host elements", "<system-reminder>");
    repeat("mentions", "@name ");
    repeat("distinct mentions", "@a-" + std::string("b c @d-e @f-g @h-i @j-k "));
    repeat("ideographs", "\u65E5\u672C\u8A9E");
    repeat("combining marks", "a\u0301\u0302 ");
    repeat("bytes that are no text", "\xFF\xC0\x80 ");
    repeat("fences", "```python\nimport a\n```\n");
    repeat("open fences", "```\n~~~\n");
    repeat("log lines", "12:00:01 ERROR x: y\n");
    repeat("negations", "do not use a, ");
    repeat("paths", "src/a.py ");
    repeat("words of patterns", popular.substr(0, 300) + "\n");
    return prompts;
}

}  // namespace skillwake::bench
