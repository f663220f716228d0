#pragma once

#include "matcher/literal_places.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace skillwake::matcher {

/// A pattern that is alternatives of literals, joined by any text: most of those that authors write. It needs
/// no automaton, and finds exactly what RE2 finds.
///
///     "(?i)\bcreate.*?(form|pages?)"    word edge, {"create"}, any text (as little as will do), {"form",
///     "pages", "page"}
///
/// Where its literals stand is known before it is asked, so that it is asked about those places only:
///
///     text "Can you create a new page"    begins at 8; of any text behind 14 only what ends at 21 is tried
///
/// Understood are literals, `x?`, `(a|b)` and `(?:a|b)` of them, `\b`, `x*`, `x+` of a character, of `.` and
/// of `\s`, each with or without `?`, and `(?i)` at the beginning.
class LiteralSequence {
public:
    /// nullopt: the pattern has anything else.
    static std::optional<LiteralSequence> read(std::string_view pattern);

    /// Its literals get their numbers in a LiteralFinder, which knows them in lower case; those that are too
    /// short for one have none. Once, before the first find().
    void number_literals(const std::function<std::uint32_t(const std::string&)>& number_of);

    /// A text that sequences are asked about.
    class Text {
    public:
        /// Whether they may be: not where other letters fold to ASCII ones, or bytes are no text.
        static bool takes(std::string_view text);

        /// `folded`: `text` with ASCII in lower case. `places`: of the finder's literals in it, complete. All
        /// must outlive it.
        Text(std::string_view text, std::string_view folded, const LiteralPlaces& places)
            : text_(text), folded_(folded), places_(&places) {}

    private:
        friend class LiteralSequence;
        /// Behind a repetition that ended at `end` nothing held from `begin` on.
        struct Failed {
            bool any = false;
            std::size_t begin = 0;
            std::size_t end = 0;
        };

        std::size_t line_end(std::size_t at);  ///< of the line in which `at` is

        std::string_view text_;
        std::string_view folded_;
        const LiteralPlaces* places_;
        std::size_t line_begin_ = 1;  ///< of the last answer of line_end()
        std::size_t line_end_ = 0;
        std::vector<Failed> failed_;  ///< of one search: by item, of its last run
    };

    struct Span {
        std::size_t begin = 0;
        std::size_t end = 0;
    };
    struct Found {
        std::optional<Span> span;
        bool complete = true;   ///< false: it took more than kMaxSteps, nothing is known
        std::size_t steps = 0;  ///< that it took
    };
    /// The first place from `from` on: where it begins first; of those the one that RE2 would choose.
    Found find(Text& text, std::size_t from) const;

    static constexpr std::size_t kMaxSteps = 20'000;

private:
    class Parser;
    class Search;
    enum class Kind : std::uint8_t { Literals, WordEdge, Repeat };
    enum class Set : std::uint8_t { AllButLineEnd, Space, One };
    struct Item {
        Kind kind = Kind::Literals;
        Set set = Set::One;
        char one = 0;
        bool lazy = false;
        std::size_t least = 0;
        std::vector<std::string> literals;   ///< the preferred first
        std::vector<std::uint32_t> numbers;  ///< of each of them; empty: not all have one
    };
    const Item* placed_from(std::size_t item) const;

    std::vector<Item> items_;
    bool any_case_ = false;
};

}  // namespace skillwake::matcher
