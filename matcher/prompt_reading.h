#pragma once

#include "matcher/language.h"
#include "matcher/mention.h"
#include "matcher/region.h"
#include "matcher/word.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher {

/// What stands around one word of a prompt.
struct WordPlace {
    Region region = Region::Prose;
    std::uint32_t sentence = 0;
    bool negated = false;  ///< said not to be wanted, or part of a mention
};

/// Code that stands in a prompt between fences.
struct FencedCode {
    const Language* language = nullptr;  ///< that its fence names; nullptr: none, or not one of ours
    std::string_view text;               ///< without the fences
};

/// A prompt, read once: everything that the ways of finding evidence need of it. Borrows the prompt.
struct PromptReading {
    std::string_view prompt;
    std::vector<RegionSpan> regions;
    std::vector<Word> words;
    std::vector<WordPlace> places;  ///< one a word
    std::string prose;  ///< the prompt with blanks for code blocks, logs, diffs, addresses and reminders:
                        ///< same offsets
    std::vector<std::string_view> paths;  ///< that it names
    std::vector<FencedCode> code;
    std::vector<Mention> mentions;
    std::vector<const Language*> languages;  ///< that its prose names, each once
    bool talks_about_skills = false;

    Region region_at(std::size_t byte) const;
    std::uint32_t sentence_at(std::size_t byte) const;  ///< of the first word from there on
};

/// `prompt` must outlive the reading.
PromptReading read_prompt(std::string_view prompt);

}  // namespace skillwake::matcher
