#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace skillwake::matcher {

/// Where the literals of a LiteralFinder stand in one text. Of "form", "page" and "docker":
///
///     text "a form, a page, a form"    held: 0, 1    places of 0: 2, 18    of 1: 10    of 2: none
class LiteralPlaces {
public:
    static constexpr std::size_t kMost = 1U << 20U;  ///< places that are kept, of all literals: 8 MB

    /// `literals`: how many there are.
    explicit LiteralPlaces(std::size_t literals) : slots_(literals, 0) {}

    /// The literal begins at `at`, which never falls.
    void add(std::uint32_t literal, std::uint32_t at);
    /// Once, after the last add().
    void finish();

    /// The literals that stand anywhere, each once, in no order.
    std::span<const std::uint32_t> held() const { return held_; }
    bool holds(std::uint32_t literal) const { return slots_[literal] != 0; }
    /// False: there were more than kMost places, and what of() says is not all.
    bool complete() const { return complete_; }
    /// Where the literal begins, ascending.
    std::span<const std::uint32_t> of(std::uint32_t literal) const;

private:
    struct Place {
        std::uint32_t slot = 0;
        std::uint32_t at = 0;
    };

    std::vector<std::uint32_t> slots_;  ///< by literal: its place in held_ and one more; 0: it is not held
    std::vector<std::uint32_t> held_;
    std::vector<Place> added_;         ///< until finish()
    std::vector<std::uint32_t> ends_;  ///< of each of held_ in places_
    std::vector<std::uint32_t> places_;
    bool complete_ = true;
};

}  // namespace skillwake::matcher
