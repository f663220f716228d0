#pragma once

#include "tests/bench/match_world.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace skillwake::bench {

/// A made skill that wakes also by what files, commands and outputs hold: by shared words.
inline MadeSkill with_more_triggers(MadeSkill made, const World& world, std::size_t number) {
    const auto word = [&](std::size_t which) {
        constexpr std::size_t kApart = 7'919;
        constexpr std::size_t kFurther = 104'729;
        return world.words()[(number * kApart + which * kFurther) % world.words().size()];
    };
    const auto more = "  content: ['" + word(1) + " " + word(2) + "', '" + word(3) + ".*" + word(4) +
                      "', '\\b" + word(5) + "\\w+\\s" + word(6) + "']\n  commands: ['" + word(7) + " " +
                      word(8) + "']\n  errors: ['" + word(9) + ": .*" + word(1) + "', '" + word(2) +
                      "Error']\n";
    static const std::string kBlock = "activation:\n";
    if (const auto block = made.text.find(kBlock); block != std::string::npos) {
        made.text.insert(block + kBlock.size(), more);
    } else {
        made.text.insert(made.text.find("---\n", 1), kBlock + more);
    }
    return made;
}

/// Texts of 1 MB that are made to cost much, each with what it is: no event, whatever it holds, may cost more
/// than the documented limit.
inline std::vector<std::pair<std::string, std::string>> hostile_texts(const World& world,
                                                                      std::size_t bytes = 1U << 20U) {
    std::vector<std::pair<std::string, std::string>> texts;
    const auto repeat = [&](std::string name, const std::string& unit) {
        std::string text;
        while (text.size() < bytes) {
            text += unit;
        }
        texts.emplace_back(std::move(name), std::move(text));
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
    texts.emplace_back("unique words", std::move(unique));
    texts.emplace_back("all words in sentences", std::move(many));
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
    return texts;
}

}  // namespace skillwake::bench
