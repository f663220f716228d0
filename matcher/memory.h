#pragma once

#include "matcher/evidence.h"
#include "matcher/language.h"

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

namespace skillwake::matcher {

/// What one conversation's earlier events left: evidence that fades, and the languages of the files at hand.
/// Plain data of one session; a copy is a fork.
class Memory {
public:
    /// One event has passed.
    void advance() { ++now_; }

    /// Keeps what an event said for a skill, known by the path of its SKILL.md. Prompts are not kept: their
    /// wishes end.
    void keep(const std::string& skill_path, const std::vector<Evidence>& evidence);
    void keep_language(const Language& language);
    void clear();

    /// How sure what is kept makes today, 0 to 1.
    double strength(const std::string& skill_path) const;
    /// What it was, in words: "import asyncio in src/a.py"; empty when nothing is kept.
    std::string reason(const std::string& skill_path) const;

    /// Of the files touched last, newest first, each once.
    const std::deque<const Language*>& languages() const { return languages_; }

private:
    struct Kept {
        double strength = 0;
        std::uint64_t at = 0;  ///< the event at which `strength` was true
        std::string reason;
    };
    static constexpr std::size_t kMaxSkills = 256;
    static constexpr std::size_t kMaxLanguages = 4;

    double faded(const Kept& kept) const;
    void drop_weakest();

    std::map<std::string, Kept> skills_;
    std::deque<const Language*> languages_;
    std::uint64_t now_ = 0;
};

}  // namespace skillwake::matcher
