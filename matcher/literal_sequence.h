#pragma once

#include <cstddef>
#include <cstdint>
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
/// Understood are literals, `x?`, `(a|b)` and `(?:a|b)` of them, `\b`, `x*`, `x+` of a character, of `.` and
/// of `\s`, each with or without `?`, and `(?i)` at the beginning.
class LiteralSequence {
public:
    /// nullopt: the pattern has anything else.
    static std::optional<LiteralSequence> read(std::string_view pattern);

    /// Texts that it may be asked about: ASCII (other letters fold and fill `.` in their own ways), and
    /// short.
    static bool takes(std::string_view text);
    static constexpr std::size_t kMaxTextBytes = 4'096;

    struct Span {
        std::size_t begin = 0;
        std::size_t end = 0;
    };
    struct Found {
        std::optional<Span> span;
        bool complete = true;  ///< false: it took too many steps, nothing is known
    };
    /// The first place from `from` on: where it begins first; of those the one that RE2 would choose.
    /// `folded`: the text in lower case.
    Found find(std::string_view text, std::string_view folded, std::size_t from) const;

private:
    class Parser;
    class Search;
    class Starts;
    enum class Kind : std::uint8_t { Literals, WordEdge, Repeat };
    enum class Set : std::uint8_t { AllButLineEnd, Space, One };
    struct Item {
        Kind kind = Kind::Literals;
        Set set = Set::One;
        char one = 0;
        bool lazy = false;
        std::size_t least = 0;
        std::vector<std::string> literals;  ///< the preferred first
    };

    std::vector<Item> items_;
    bool any_case_ = false;
};

}  // namespace skillwake::matcher
